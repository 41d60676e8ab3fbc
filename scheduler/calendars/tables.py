"""Calendars outside: the links to them, what of them occupies whom, and the feed that others read.

The rule kept here: `external_busy` is expanded from what a calendar said last, over a window that moves with time; it
is replaced as a whole, under its person's lock, and never changed row by row.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base

MOST_LINKS: Final = 10
KINDS: Final = ("ics", "file", "caldav", "google", "outlook")


class CalendarFeed(Base):
    """The secret address at which somebody's bookings are read by other programs: only its hash is here.

    `shows`: everything (titles, names), or only that they are busy. `read_at`: when it was last read, by the day."""

    __tablename__ = "calendar_feed"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        CheckConstraint("shows IN ('full', 'busy')", name="known_privacy"),
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True)
    secret_hash: Mapped[bytes]
    shows: Mapped[str]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class CalendarLink(Base):
    """A calendar outside. `file` is one that was uploaded, `ics` one that is read at its address.

    `address` is what its owner is shown: where it is, without what opens it. `credentials` is what opens it (of `ics`
    the whole URL), sealed for `id`. `zone`: where its floating times are. `token`, `etag`, `last_modified`: what the
    other side gave us to ask for changes with. `next_at`: when it is read again, null for never; `failures`: in a
    row. `problem`: what went wrong, for the owner. `events` and `skipped`: how many were understood, how many not.
    `expanded_until`: up to when `external_busy` tells of it; `revision` rises with all that changes what it tells."""

    __tablename__ = "calendar_link"
    __table_args__ = (
        CheckConstraint("kind IN ('ics', 'file', 'caldav', 'google', 'outlook')", name="known_kind"),
        CheckConstraint("state IN ('active', 'failing', 'revoked')", name="known_state"),
        CheckConstraint("failures >= 0 AND events >= 0 AND skipped >= 0", name="counted"),
        Index("ix_calendar_link_person_id", "person_id"),
        Index("ix_calendar_link_next_at", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    kind: Mapped[str]
    name: Mapped[str]
    address: Mapped[str]
    credentials: Mapped[bytes | None]
    counts_busy: Mapped[bool]
    writes: Mapped[bool]
    zone: Mapped[str]
    state: Mapped[str]
    token: Mapped[str | None]
    etag: Mapped[str | None]
    last_modified: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    next_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"))
    problem: Mapped[str | None]
    events: Mapped[int] = mapped_column(server_default=text("0"))
    skipped: Mapped[int] = mapped_column(server_default=text("0"))
    expanded_until: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]


class CalendarFile(Base):
    """What a calendar of kind `ics` or `file` said last that could be read, so that it can be expanded again as time
    moves: `body` is compressed, without titles, places, descriptions. `digest`: SHA-256 of the file as it came."""

    __tablename__ = "calendar_file"
    link_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_link.id", ondelete="CASCADE"), primary_key=True)
    body: Mapped[bytes]
    digest: Mapped[bytes]
    received_at: Mapped[datetime]


class ExternalEvent(Base):
    """One event of a calendar that tells its changes one by one. `recurrence`: its RECURRENCE-ID, '' of the master.
    `body`: the VCALENDAR's text as far as it says when somebody is busy."""

    __tablename__ = "external_event"
    link_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_link.id", ondelete="CASCADE"), primary_key=True)
    uid: Mapped[str] = mapped_column(primary_key=True)
    recurrence: Mapped[str] = mapped_column(primary_key=True, server_default=text("''"))
    href: Mapped[str | None]
    etag: Mapped[str | None]
    body: Mapped[str | None]


class ExternalBusy(Base):
    """Time in which a calendar outside says its owner is busy: half open, and the spans of one link never touch."""

    __tablename__ = "external_busy"
    __table_args__ = (
        CheckConstraint("NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)", name="half_open"),
        Index("ix_external_busy_person_id_during", "person_id", "during", postgresql_using="gist"),
    )
    link_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_link.id", ondelete="CASCADE"), primary_key=True)
    # No foreign key of its own: the link has it.
    person_id: Mapped[UUID]
    during: Mapped[Range[Any]] = mapped_column(TSTZRANGE, primary_key=True)


class CalendarCopy(Base):
    """A booking, or a class its host holds, as it was written into a calendar outside: where (empty: not noted yet),
    and which `sequence` of it stands there.

    `state`: writing, written, restored (put right once after its owner had changed it), left (changed once more, so
    it is theirs), refused."""

    __tablename__ = "calendar_copy"
    __table_args__ = (
        CheckConstraint("state IN ('writing', 'written', 'restored', 'left', 'refused')", name="known_state"),
        Index("ix_calendar_copy_booking_id", "booking_id"),
    )
    link_id: Mapped[UUID] = mapped_column(ForeignKey("calendar_link.id", ondelete="CASCADE"), primary_key=True)
    booking_id: Mapped[UUID] = mapped_column(primary_key=True)  # no foreign key: a booking's id, or a class's
    href: Mapped[str]
    etag: Mapped[str | None]
    sequence: Mapped[int]
    state: Mapped[str]
