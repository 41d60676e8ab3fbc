"""What calendars outside said, in the database: kept, expanded into busy time, taken away.

The rule kept here: whoever writes here holds the owner's calendar (availability/locks.py), so that no booking slips
in by what was true before; bookings that stand in new busy time are shown to their professional, never touched.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Text, any_, delete, literal, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY, Range, insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.tables import Account
from scheduler.availability.locks import lock_people
from scheduler.calendars.ics import Reading
from scheduler.calendars.reading import Understood, Whose
from scheduler.calendars.source import Kept
from scheduler.calendars.tables import CalendarFile, CalendarLink, ExternalBusy, ExternalEvent
from scheduler.freetime.upkeep import JOB as FREE_WINDOWS
from scheduler.jobs.queue import enqueue

EXPAND: Final = "calendar-expand"
MOST_CLASHES: Final = 50
_AT_ONCE: Final = 1000
_CLASHES: Final = text("""
SELECT DISTINCT link_id, id, title, starts_at, ends_at FROM external_busy
JOIN booking ON booking.professional_id = external_busy.person_id
    AND booking.starts_at < upper(during) AND booking.ends_at > lower(during)
WHERE external_busy.person_id = :person AND status IN ('requested', 'held', 'confirmed') AND ends_at > :now
ORDER BY starts_at, id LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class Clash:
    """A booking that stands in time that a calendar says is taken."""

    link_id: UUID
    booking_id: UUID
    title: str
    start: datetime
    end: datetime


async def locked(session: AsyncSession, link_id: UUID) -> CalendarLink | None:
    """A link, its owner's calendar held until the commit; None where it is gone."""
    owner = await session.scalar(select(CalendarLink.person_id).where(CalendarLink.id == link_id))
    if owner is None:
        return None
    await lock_people(session, [owner])
    return await session.get(CalendarLink, link_id, populate_existing=True)


async def whose(session: AsyncSession, link: CalendarLink) -> Whose:
    """Whose calendar it is, as reading it needs to know."""
    address = await session.scalar(select(Account.email).where(Account.id == link.person_id))
    return Whose(link.zone, frozenset({address.lower()} if address else ()))


async def keep_file(
    session: AsyncSession, link: CalendarLink, found: Understood, until: datetime, now: datetime
) -> None:
    """Keep a calendar that came as a whole, with its busy time."""
    values = {"body": found.body, "digest": found.digest, "received_at": now}
    statement = insert(CalendarFile).values(link_id=link.id, **values)
    await session.execute(statement.on_conflict_do_update(index_elements=[CalendarFile.link_id], set_=values))
    link.revision += 1
    await tell(session, link, found.reading, until)


async def keep_events(
    session: AsyncSession, link: CalendarLink, events: Sequence[Kept], gone: Sequence[str], *, whole: bool
) -> None:
    """Keep what changed of a calendar that tells its changes one by one; its busy time follows by a job. The events
    of one href are replaced together."""
    if whole:
        await session.execute(delete(ExternalEvent).where(ExternalEvent.link_id == link.id))
    replaced = {*gone, *(each.href for each in events if each.href is not None)}
    if replaced and not whole:
        hrefs = literal(sorted(replaced), ARRAY(Text))  # one value, however many there are
        mine = (ExternalEvent.link_id == link.id, ExternalEvent.href == any_(hrefs))
        await session.execute(delete(ExternalEvent).where(*mine))
    rows = {
        (each.uid, each.recurrence): {
            "link_id": link.id,
            "uid": each.uid,
            "recurrence": each.recurrence,
            "href": each.href,
            "etag": each.etag,
            "body": each.body,
        }
        for each in events
    }
    values = list(rows.values())
    for first in range(0, len(values), _AT_ONCE):
        statement = insert(ExternalEvent).values(values[first : first + _AT_ONCE])
        anew = {name: statement.excluded[name] for name in ("href", "etag", "body")}
        keys = [ExternalEvent.link_id, ExternalEvent.uid, ExternalEvent.recurrence]
        await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=anew))
    link.revision += 1
    await expand_soon(session, link.id)


async def expand_soon(session: AsyncSession, link_id: UUID) -> None:
    """Expand what is kept of a calendar anew, by a job."""
    await enqueue(session, EXPAND, {"link_id": str(link_id)})


async def tell(session: AsyncSession, link: CalendarLink, reading: Reading, until: datetime) -> None:
    """Write what a link says: its busy time, and how much of it was understood."""
    link.events, link.skipped, link.expanded_until = reading.events, reading.skipped, until
    if link.state == "active":  # else it says why we cannot get there
        link.problem = words(reading)
    await replace(session, link, reading.busy if link.counts_busy else [])


async def replace(session: AsyncSession, link: CalendarLink, spans: Sequence[tuple[int, int]]) -> None:
    """Make these instants [begin, end) all that the link takes of its owner."""
    known = await session.scalars(select(ExternalBusy.during).where(ExternalBusy.link_id == link.id))
    before = {(int(each.lower.timestamp()), int(each.upper.timestamp())) for each in known}
    if before == set(spans):
        return
    await session.execute(delete(ExternalBusy).where(ExternalBusy.link_id == link.id))
    rows = [
        {"link_id": link.id, "person_id": link.person_id, "during": Range(_instant(begin), _instant(end))}
        for begin, end in spans
    ]
    for first in range(0, len(rows), _AT_ONCE):
        await session.execute(insert(ExternalBusy).values(rows[first : first + _AT_ONCE]))
    await enqueue(session, FREE_WINDOWS, {"person_id": str(link.person_id)})


async def remove(session: AsyncSession, link: CalendarLink) -> None:
    """Forget a calendar: its time is free at once, the cache of free windows follows by a job."""
    await session.execute(delete(CalendarLink).where(CalendarLink.id == link.id))
    await enqueue(session, FREE_WINDOWS, {"person_id": str(link.person_id)})


async def forget_content(session: AsyncSession, link_id: UUID) -> None:
    """What another address said says nothing of the new one."""
    await session.execute(delete(CalendarFile).where(CalendarFile.link_id == link_id))
    await session.execute(delete(ExternalEvent).where(ExternalEvent.link_id == link_id))
    unknown = {"token": None, "etag": None, "last_modified": None, "checked_at": None, "expanded_until": None}
    anew = update(CalendarLink).where(CalendarLink.id == link_id)
    await session.execute(anew.values(**unknown, events=0, skipped=0, revision=CalendarLink.revision + 1))


async def clashes(session: AsyncSession, person_id: UUID, now: datetime) -> list[Clash]:
    """The bookings in which somebody is expected as a professional while a calendar of theirs says they are busy."""
    rows = await session.execute(_CLASHES, {"person": person_id, "now": now, "limit": MOST_CLASHES})
    return [Clash(*row) for row in rows]


def words(reading: Reading) -> str | None:
    """What its owner should know of a calendar that could be read, but not all of it."""
    if not reading.skipped:
        return None
    what = "1 event" if reading.skipped == 1 else f"{reading.skipped} events"
    why = f": {'; '.join(reading.reasons)}" if reading.reasons else ""
    return f"{what} could not be read and do not count as busy{why}."[:1000]


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
