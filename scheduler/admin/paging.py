"""Cursors of lists that go by an instant and an id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, literal, tuple_
from sqlalchemy.types import DateTime, Uuid

from scheduler.http import decode_cursor


def after(cursor: str) -> ColumnElement[tuple[datetime, UUID]]:
    """The instant and the id in a cursor, to be compared with the list's own order. Raises a 422 naming `cursor`."""
    at, key = decode_cursor(cursor, datetime, UUID)
    return tuple_(literal(at, DateTime(timezone=True)), literal(key, Uuid()))
