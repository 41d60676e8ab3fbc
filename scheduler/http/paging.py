"""Lists, a page at a time: where a page ended is an opaque cursor, and the next begins after it.

The rule kept here: a list's order ends in something unique, and a cursor holds the last row's place in that order, so
rows that come or go meanwhile neither repeat nor hide others. What is in a cursor is checked as if it were typed.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from scheduler.http.problems import Problem, invalid

T = TypeVar("T")
Row = TypeVar("Row")
Position = Sequence[str | int | datetime | UUID]
_INT64: Final = 2**63

Limit = Annotated[int, Field(ge=1, le=100)]
"""How many items a page may have at most."""
Cursor = Annotated[str, Field(max_length=400)]
"""`next_cursor` of the page before."""


class Page(BaseModel, Generic[T]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[T]
    next_cursor: str | None = None


def page(found: Sequence[Row], limit: int, view: Callable[[Row], T], at: Callable[[Row], Position]) -> Page[T]:
    """The page of rows that were asked for with `limit + 1`; `at` gives a row's place in the list's order."""
    following = encode_cursor(*at(found[limit - 1])) if len(found) > limit else None
    return Page(items=[view(row) for row in found[:limit]], next_cursor=following)


def encode_cursor(*position: str | int | datetime | UUID) -> str:
    """An opaque cursor: where the next page starts, in the terms of the list's own order."""
    parts = [each if isinstance(each, int) else _text(each) for each in position]
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).rstrip(b"=").decode()


def decode_cursor(text: str, *kinds: type) -> tuple[Any, ...]:
    """The position in a cursor, whose parts must be of `kinds` (str, int of 64 bits, datetime, UUID). Raises a 422
    naming `cursor`."""
    try:
        position = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if not isinstance(position, list) or len(position) != len(kinds):
            raise ValueError("not a position")
        return tuple(_read(part, kind) for part, kind in zip(position, kinds, strict=True))
    except (binascii.Error, ValueError, OverflowError, RecursionError):
        raise _bad_cursor() from None


def _text(part: str | datetime | UUID) -> str:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)


def _read(part: Any, kind: type) -> Any:
    if kind is int:
        if type(part) is not int or not -_INT64 <= part < _INT64:
            raise ValueError("no number of ours")
        return part
    if type(part) is not str or "\0" in part:
        raise ValueError("no text of ours")
    if kind is datetime:
        instant = datetime.fromisoformat(part)
        if instant.tzinfo is None:
            raise ValueError("an instant without its zone")
        return instant.astimezone(UTC)
    part.encode()  # half a surrogate pair is no text
    return UUID(part) if kind is UUID else part


def _bad_cursor() -> Problem:
    return invalid("cursor", "is not one of ours", "Take next_cursor from the page before, unchanged.")
