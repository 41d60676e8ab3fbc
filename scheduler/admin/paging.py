"""Cursors of lists that go by an instant and an id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, literal, tuple_
from sqlalchemy.types import DateTime, Uuid

from scheduler.http import decode_cursor, invalid


def position(cursor: str) -> tuple[datetime, UUID]:
    """The instant and the id in a cursor. Raises a 422 naming `cursor`."""
    at, key = decode_cursor(cursor, str, str)
    try:
        instant, found = datetime.fromisoformat(at), UUID(key)
        if instant.tzinfo is None:
            raise ValueError
    except ValueError:
        raise invalid("cursor", "is not one of ours", "Take next_cursor from the page before, unchanged.") from None
    return instant, found


def after(cursor: str) -> ColumnElement[tuple[datetime, UUID]]:
    """The same, to be compared with the list's own order."""
    at, key = position(cursor)
    return tuple_(literal(at, DateTime(timezone=True)), literal(key, Uuid()))
