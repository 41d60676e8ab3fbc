"""The jobs that read calendars outside: asked when due, expanded again as time moves.

The rule kept here: what is needed is read before, the other side is asked with no lock in hand, and what it said is
kept after. When nothing usable came, what was kept still holds, and its owner is told why.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from auth.sealing import Sealer
from scheduler.calendars import keeping
from scheduler.calendars.ics import MOST_EVENTS, NoCalendarError, Reading
from scheduler.calendars.pace import next_check, period
from scheduler.calendars.reading import Readers, Understood
from scheduler.calendars.source import Asked, Changes, Kept, SourceError, Sources
from scheduler.calendars.tables import CalendarFile, CalendarLink, ExternalEvent
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.people import mails
from scheduler.store.engine import Sessions

CHECK: Final = "calendar-check"
EVERY_S: Final = 60
AT_ONCE: Final = 200
TOLD_AFTER: Final = 6  # a bit more than a day of a subscription's failures
_LEASE: Final = timedelta(minutes=15)
# Who was handed over is due again only later: a job that is lost is made up for then.
_DUE: Final = text("""
UPDATE calendar_link SET next_at = :later WHERE id IN (
    SELECT id FROM calendar_link WHERE next_at <= :now ORDER BY next_at LIMIT :limit FOR UPDATE SKIP LOCKED
) RETURNING id
""")
_BEHIND: Final = text("""
SELECT id FROM calendar_link WHERE expanded_until < :until AND counts_busy ORDER BY expanded_until, id LIMIT :limit
""")


def sealed_for(link_id: UUID) -> str:
    """What a link's credentials are bound to."""
    return f"calendar {link_id}"


async def check_soon(session: AsyncSession, link_id: UUID) -> None:
    """Ask a calendar now, by a job."""
    await enqueue(session, CHECK, {"link_id": str(link_id)})


@dataclass(frozen=True, slots=True)
class Checker:
    """What checking needs from outside."""

    sessions: Sessions
    clock: Clock
    sealer: Sealer
    sources: Sources
    readers: Readers = field(default_factory=Readers)

    async def check(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-check`: {"link_id"}."""
        link_id = UUID(payload["link_id"])
        async with self.sessions() as session:
            link = await session.get(CalendarLink, link_id)
            if link is None or link.kind not in self.sources or link.state == "revoked":
                return
            asked = self._asked(link)
            who = await keeping.whose(session, link)
            digest = await session.scalar(select(CalendarFile.digest).where(CalendarFile.link_id == link_id))
        now = self.clock.now()
        try:
            changes = await self.sources[asked.kind].changes(asked)
            found: Understood | None = None
            events: list[Kept] = []
            if changes.file is not None:
                found = await self.readers.file(changes.file, who, period(now))
            elif len(changes.events) > MOST_EVENTS:
                raise SourceError(f"The calendar has more than {MOST_EVENTS} events.")
            elif changes.events:
                events = await self.readers.reduced(changes.events, who.owners)
        except SourceError as error:
            await self._failed(link_id, asked, error, now)
            return
        except NoCalendarError as error:
            await self._failed(link_id, asked, SourceError(str(error)), now)
            return
        if found is not None and found.digest == digest:
            found = None
        await self._keep(asked, changes, found, events, now)

    def _asked(self, link: CalendarLink) -> Asked:
        sealed = link.credentials
        return Asked(
            id=link.id,
            person_id=link.person_id,
            kind=link.kind,
            address=link.address,
            secret=None if sealed is None else self.sealer.open(sealed, sealed_for(link.id)),
            zone=link.zone,
            token=link.token,
            etag=link.etag,
            last_modified=link.last_modified,
        )

    async def _keep(
        self, asked: Asked, changes: Changes, found: Understood | None, events: list[Kept], now: datetime
    ) -> None:
        async with self.sessions.begin() as session:
            link = await self._still(session, asked)
            if link is None:
                return
            # A problem of the contents stays until they change, one of the way there is over.
            if link.state != "active" or link.checked_at is None:
                link.problem = keeping.words(Reading(skipped=link.skipped)) if link.skipped else None
            link.state, link.failures, link.checked_at = "active", 0, now
            link.next_at = next_check(link.kind, link.id, now)
            link.token, link.etag, link.last_modified = changes.token, changes.etag, changes.last_modified
            if changes.secret is not None:
                link.credentials = self.sealer.seal(changes.secret, sealed_for(link.id))
            if found is not None:
                await keeping.keep_file(session, link, found, period(now)[1], now)
            elif events or changes.gone or changes.whole:
                await keeping.keep_events(session, link, events, changes.gone, whole=changes.whole)

    async def _failed(self, link_id: UUID, asked: Asked, error: SourceError, now: datetime) -> None:
        async with self.sessions.begin() as session:
            link = await self._still(session, asked)
            if link is None or link.state == "revoked":
                return
            link.failures += 1
            link.state = "revoked" if error.revoked else "failing"
            link.problem, link.checked_at = error.problem, now
            later = next_check(link.kind, link_id, now, link.failures, error.retry_s)
            link.next_at = None if error.revoked else later
            if error.revoked or link.failures == TOLD_AFTER:
                await mails.tell(session, "calendar-failing", link.person_id, path="/settings/calendars")

    async def _still(self, session: AsyncSession, asked: Asked) -> CalendarLink | None:
        """The link, held, unless it was removed or leads elsewhere since it was asked."""
        link = await keeping.locked(session, asked.id)
        if link is None or self._asked(link).secret != asked.secret or link.address != asked.address:
            return None
        return link

    async def expand(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-expand`: {"link_id"}: what is kept, over the time to come."""
        link_id = UUID(payload["link_id"])
        async with self.sessions() as session:
            link = await session.get(CalendarLink, link_id)
            if link is None:
                return
            who, revision = await keeping.whose(session, link), link.revision
            body = await session.scalar(select(CalendarFile.body).where(CalendarFile.link_id == link_id))
            bodies = select(ExternalEvent.body).where(ExternalEvent.link_id == link_id)
            events = [] if body is not None else [each or "" for each in await session.scalars(bodies)]
        over = period(self.clock.now())
        try:
            reading = await (
                self.readers.again(body, who, over) if body is not None else self.readers.events(events, who, over)
            )
        except NoCalendarError as error:
            reading = None
            problem = str(error)
        async with self.sessions.begin() as session:
            link = await keeping.locked(session, link_id)
            if link is None or link.revision != revision:
                return  # whoever changed it queued this anew
            if reading is None:
                link.problem, link.expanded_until = problem, over[1]
                return
            await keeping.tell(session, link, reading, over[1])

    async def hand_over(self) -> None:
        """The periodic work: who is due is asked, who is behind is expanded."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            values = {"now": now, "later": now + _LEASE, "limit": AT_ONCE}
            for link_id in list(await session.scalars(_DUE, values)):
                await enqueue(session, CHECK, {"link_id": str(link_id)}, dedupe_key=f"{CHECK}:{link_id}")
            for link_id in list(await session.scalars(_BEHIND, {"until": period(now)[1], "limit": AT_ONCE})):
                await enqueue(session, EXPAND_JOB, {"link_id": str(link_id)}, dedupe_key=f"{EXPAND_JOB}:{link_id}")


EXPAND_JOB: Final = keeping.EXPAND
