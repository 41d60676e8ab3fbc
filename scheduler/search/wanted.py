"""What somebody searches for, pure: words taken apart, the place where a page ended, and what makes no sense refused.

The rule kept here: nothing that was typed becomes part of a query's syntax. Tokens hold letters, digits and marks
only; anything else in a word is either looked for as it stands (a symbol, an emoji) or let go (control characters).
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple
from uuid import UUID

from scheduler.http import Problem, decode_cursor, encode_cursor, invalid

Sort = Literal["relevance", "rating", "soonest", "price", "name"]
MOST_WORDS: Final = 8
MOST_TOKENS: Final = 12
CURSOR_LASTS_S: Final = 86_400
_LIMIT: Final = 1 << 53


class Position(NamedTuple):
    """The last place of a page. `as_of` is when its list was begun, so that all its pages count from one instant;
    `fuzzy`: nothing had every word, so the list is of what resembles them."""

    fuzzy: bool
    as_of: int
    key: int
    sort_name: str
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """A search. Lists are alternatives; all the rest must hold together. Prices in the currency's minor unit;
    `free`: instants [from, to) in seconds; `minutes`: how long the time that is free must be."""

    tokens: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    currency: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    rating_min: float | None = None
    free: tuple[int, int] | None = None
    minutes: int | None = None
    sort: Sort = "name"
    as_of: int = 0
    fuzzy: bool = False

    @property
    def asks_price(self) -> bool:
        """Whether a price must be in a range."""
        return self.price_min is not None or self.price_max is not None

    @property
    def exact(self) -> bool:
        """Whether every word must be there: what is found is then few, and found by the words."""
        return bool(self.tokens) and not self.fuzzy

    def at(self, position: Position) -> "Wanted":
        """The same search, as the list was begun that this position is in."""
        return replace(self, as_of=position.as_of, fuzzy=position.fuzzy)

    def fuzzily(self) -> "Wanted":
        """The same search, for what resembles the words."""
        return replace(self, fuzzy=True)


def words_of(q: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tokens and the symbols of what was typed. Raises 422 for too many words."""
    words = q.split()
    if len(words) > MOST_WORDS:
        raise invalid("q", f"has more than {MOST_WORDS} words", "Use fewer words.")
    tokens: dict[str, None] = {}
    symbols: dict[str, None] = {}
    for word in words:
        plain = unicodedata.normalize("NFC", word).lower()
        found = _tokens(plain)
        tokens.update(dict.fromkeys(found))
        if not found and (symbol := "".join(char for char in plain if unicodedata.category(char)[0] != "C")):
            symbols[symbol] = None
    if len(tokens) > MOST_TOKENS:
        raise invalid("q", f"has more than {MOST_TOKENS} words", "Use fewer words.")
    return tuple(tokens), tuple(symbols)


def _tokens(word: str) -> list[str]:
    """Runs of letters, digits and the marks on them; a mark that stands on nothing is none."""
    runs = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in word).split()
    return [run for run in runs if any(unicodedata.category(char)[0] in "LN" for char in run)]


def primary(languages: Iterable[str]) -> tuple[str, ...]:
    """Primary subtags, each once: what documents hold."""
    return tuple(dict.fromkeys(language.partition("-")[0] for language in languages))


def cursor_of(sort: Sort, at: Position) -> str:
    """A position, as it goes over the wire."""
    return encode_cursor(sort, int(at.fuzzy), at.as_of, at.key, at.sort_name, str(at.person_id))


def position_of(cursor: str, sort: Sort, now: int) -> Position:
    """The position in a cursor of this sort. Raises 422 for any other."""
    named, fuzzy, as_of, key, sort_name, id = decode_cursor(cursor, str, int, int, int, str, str)
    try:
        sort_name.encode()
        person_id = UUID(id)
    except ValueError:
        raise _not_ours() from None
    if named != sort:
        raise invalid("cursor", f"is of a list sorted by {named[:20]}", "Take next_cursor with the same parameters.")
    if fuzzy not in {0, 1} or abs(key) > _LIMIT or not now - CURSOR_LASTS_S <= as_of <= now:
        raise _not_ours()
    return Position(bool(fuzzy), as_of, key, sort_name, person_id)


def _not_ours() -> Problem:
    return invalid("cursor", "is not one of ours, or too old", "Take next_cursor from the page before, unchanged.")


def seconds(at: datetime, *, up: bool = False) -> int:
    """Whole seconds since 1970, down or up."""
    found = int(at.astimezone(UTC).timestamp())
    return found + (up and at.microsecond > 0)
