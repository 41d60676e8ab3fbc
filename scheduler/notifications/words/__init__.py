"""Words by language: one file each, from which mails, pushes and the list of notifications are made.

The rule kept here: a word is looked up in the reader's language, else its base language, else English (de-AT → de →
en), and values are put in as they are, on one line: nothing that people typed can become structure.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale

from scheduler.rooms.meeting import Side

FOLDER: Final = Path(__file__).parent
DEFAULT: Final = "en"
LANGUAGES: Final = ("en", "de", "fr", "es", "ar")
RIGHT_TO_LEFT: Final = frozenset({"ar"})
_SPACES: Final = re.compile(r"\s+")
_DIRECTIONS: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Section = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language, and the locale in which dates and money are written."""

    code: str
    locale: Locale
    sections: Mapping[str, Section]

    @property
    def direction(self) -> str:
        """`ltr` or `rtl`."""
        return "rtl" if self.code in RIGHT_TO_LEFT else "ltr"

    def find(self, kind: str, key: str, role: Side) -> str | None:
        """The words for a key of a kind: those for this side alone, else those for both."""
        section = self.sections.get(kind, {})
        return section.get(f"{key}_{role}", section.get(key))

    def common(self, key: str) -> str:
        """The words that every kind shares."""
        return self.sections["common"][key]

    def fill(self, words: str, values: Mapping[str, str], ours: Mapping[str, str] | None = None) -> str:
        """The words with their values, each on one line and kept apart where its script runs the other way; `ours`
        are sentences of our own, which have their marks already."""
        return words.format_map({**{name: self.value(value) for name, value in values.items()}, **(ours or {})})

    def value(self, text: str) -> str:
        """What somebody typed, fit to stand within a sentence."""
        line = one_line(text)
        return f"\u2068{line}\u2069" if self.direction == "rtl" or _runs_left(line) else line


def language(locale: str) -> Language:
    """The language to write in for somebody's locale (BCP 47)."""
    for code in (locale, locale.partition("-")[0], DEFAULT):
        if code in LANGUAGES:
            return Language(code, _formats(locale, code), _sections(code))
    raise LookupError(DEFAULT)


def one_line(text: str) -> str:
    """A text on one line, without control characters and without marks that turn the direction of what follows."""
    joined = _SPACES.sub(" ", text).strip()
    return "".join(
        char for char in joined if char not in _DIRECTIONS and unicodedata.category(char) not in {"Cc", "Cs"}
    )


@cache
def _sections(code: str) -> Mapping[str, Section]:
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


@cache
def _formats(locale: str, code: str) -> Locale:
    """How dates are written: as in the reader's region where the language is theirs; English of no region is
    British."""
    if locale.partition("-")[0] == code and locale != "en":
        try:
            return Locale.parse(locale, sep="-")
        except (ValueError, LookupError):  # a region that nobody wrote down
            pass
    return Locale.parse("en_GB" if code == "en" else code)


def _runs_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
