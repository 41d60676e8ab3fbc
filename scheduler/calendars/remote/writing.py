"""Writing bookings into their people's own calendars, by jobs.

    calendar-copies  {booking_ids}           a copy's job for each linked calendar of each of its people
    calendar-copy    {link_id, booking_id}   makes that one copy what it should be: put, changed, or taken away

The rule kept here: what should be is read before, what was done is noted after, and nobody waits for another server
with a transaction open. The row of a copy is there before the copy, so that nothing is forgotten when we are killed;
a booking that changed while its copy was written is written again. A copy that its owner changed or deleted is put
right once for each of our own changes; after that it is theirs, and they are told.
"""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.calendars.remote import acting
from scheduler.calendars.remote.accounts import Accounts
from scheduler.calendars.remote.acting import Done, Step
from scheduler.calendars.remote.port import (
    Entry,
    RemoteError,
    RevokedError,
    TemporaryError,
)
from scheduler.calendars.remote.wanted import TURNS, copied, upcoming, wanted
from scheduler.calendars.tables import CalendarCopy, CalendarLink
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue, schedule
from scheduler.jobs.runner import Handler
from scheduler.people import mails
from scheduler.store.engine import Sessions

COPIES: Final = "calendar-copies"
COPY: Final = "calendar-copy"
FILL: Final = "calendar-fill"
FAREWELL: Final = "calendar-farewell"
REMOTE: Final = ("caldav", "google", "outlook")
MOST_TRIES: Final = 60
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST: Final = timedelta(hours=6)
LEFT: Final = "An entry of ours was changed or deleted in this calendar again; it stays as it is there."


def beside(sessions: Sessions, then: Handler) -> Handler:
    """The handler of a booking's telling: calendars are written by a job of their own, whatever goes wrong there."""

    async def tell(payload: dict[str, Any]) -> None:
        if payload["kind"] in TURNS:
            async with sessions.begin() as session:
                await enqueue(session, COPIES, {"booking_ids": [payload["booking_id"]]})
        await then(payload)

    return tell


async def copies_of(session: AsyncSession, link_id: UUID) -> Sequence[CalendarCopy]:
    """The copies in a calendar that are looked after."""
    of = (CalendarCopy.link_id == link_id, CalendarCopy.href != "", CalendarCopy.state.in_(("written", "restored")))
    return (await session.scalars(select(CalendarCopy).where(*of))).all()


@dataclass(frozen=True, slots=True)
class Writer:
    """What writing needs from outside."""

    accounts: Accounts
    sessions: Sessions
    clock: Clock
    web_url: str

    def handlers(self) -> dict[str, Handler]:
        """Each job's handler by its name."""
        return {COPIES: self.spread, COPY: self.copy, FILL: self.fill, FAREWELL: self.farewell}

    async def spread(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-copies`: {"booking_ids"}, of bookings or classes."""
        for booking_id in map(UUID, payload["booking_ids"]):
            async with self.sessions.begin() as session:
                found = await wanted(session, booking_id, self.web_url, self.clock.now())
                if found is None:
                    continue
                links = await session.scalars(_links(list(found.entries), booking_id))
                for link_id in links:
                    await enqueue(session, COPY, {"link_id": str(link_id), "booking_id": str(booking_id)})

    async def fill(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-fill`: {"link_id"}, of a calendar that bookings are written into from now on."""
        link_id = UUID(payload["link_id"])
        async with self.sessions.begin() as session:
            link = await session.get(CalendarLink, link_id)
            if link is not None and link.writes:
                now = self.clock.now()
                # What was called off while we were not let in is to be taken away.
                ids = {*await upcoming(session, link.person_id, now), *await copied(session, link_id, now)}
                for booking_id in sorted(ids):
                    await enqueue(session, COPY, {"link_id": str(link_id), "booking_id": str(booking_id)})

    async def farewell(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-farewell`: {"kind", "link_id", "person_id", "sealed"} of a link that is no more.
        Its access is given back, unless another link of the same person lives by it."""
        link_id, kind = UUID(payload["link_id"]), str(payload["kind"])
        try:
            secret = self.accounts.unseal(link_id, bytes.fromhex(payload["sealed"]))
            if secret not in await self._others(UUID(payload["person_id"]), kind):
                await self.accounts.open(kind, secret).let_go()
        except TemporaryError:
            raise
        except RemoteError:
            return

    async def _others(self, person_id: UUID, kind: str) -> list[dict[str, str]]:
        same = (CalendarLink.person_id == person_id, CalendarLink.kind == kind)
        found = []
        async with self.sessions() as session:
            for row in await session.execute(select(CalendarLink.id, CalendarLink.credentials).where(*same)):
                with contextlib.suppress(RevokedError):
                    found.append(self.accounts.unseal(*row))
        return found

    async def copy(self, payload: dict[str, Any]) -> None:
        """The handler of `calendar-copy`: {"link_id", "booking_id"}, "touched" when somebody else changed it, "tries"
        so far."""
        step = await self._step(UUID(payload["link_id"]), UUID(payload["booking_id"]), bool(payload.get("touched")))
        if step is None:
            return
        secrets: list[dict[str, str]] = []
        try:
            secret = self.accounts.unseal(step.link.id, step.link.credentials)
            done = await acting.act(self.accounts.open(step.link.kind, secret, secrets.append), step)
        except RemoteError as error:
            await self._failed(step, error, payload)
        else:
            await self._note(step, done)
        finally:
            if secrets:
                await self.accounts.keep(self.sessions, step.link, secrets[-1])

    async def _step(self, link_id: UUID, booking_id: UUID, touched: bool) -> Step | None:
        now = self.clock.now()
        async with self.sessions.begin() as session:
            link = await session.get(CalendarLink, link_id)
            found = await wanted(session, booking_id, self.web_url, now)
            entry = found.entries.get(link.person_id) if link is not None and found is not None else None
            if link is None or found is None or entry is None or link.kind not in REMOTE or link.state == "revoked":
                return None
            copy = await _row(session, link_id, booking_id)
            if found.stands == "as it is" or (copy is None and (found.stands == "no" or not link.writes)):
                return None
            if found.stands == "yes" and entry.end <= now:
                return None
            if copy is None:
                await session.execute(_begin(link_id, booking_id, entry))
                copy = await _row(session, link_id, booking_id)
            if copy is None or (touched and copy.state not in {"written", "restored"}):
                return None
            session.expunge_all()
            return Step(link, copy, entry, stands=found.stands == "yes", touched=touched)

    async def _note(self, step: Step, done: Done) -> None:
        """Write down what was done; what changed meanwhile is done again."""
        now, booking_id = self.clock.now(), step.copy.booking_id
        this = (CalendarCopy.link_id == step.link.id, CalendarCopy.booking_id == booking_id)
        async with self.sessions.begin() as session:
            if done.place is None:
                await session.execute(delete(CalendarCopy).where(*this))
            else:
                said = {"href": done.place.href, "etag": done.place.etag or None, "state": done.state}
                change = update(CalendarCopy).where(*this).values(**said, sequence=step.entry.sequence)
                await session.execute(change)
            if done.state == "left":
                await _tell_left(session, step.link.id)
            found = await wanted(session, booking_id, self.web_url, now)
            entry = found.entries.get(step.link.person_id) if found is not None else None
            if found is None or found.stands == "as it is":
                return
            if (found.stands == "yes") != step.stands or (step.stands and entry != step.entry):
                await enqueue(session, COPY, {"link_id": str(step.link.id), "booking_id": str(booking_id)})

    async def _failed(self, step: Step, error: RemoteError, payload: dict[str, Any]) -> None:
        now, tries = self.clock.now(), int(payload.get("tries", 0)) + 1
        async with self.sessions.begin() as session:
            if isinstance(error, RevokedError):
                if not await revoke(session, step.link, error.words) and tries < MOST_TRIES:
                    await enqueue(session, COPY, {**payload, "tries": tries})  # linked anew meanwhile: by that
            elif isinstance(error, TemporaryError) and tries < MOST_TRIES:
                wait = max(error.wait, min(FIRST_WAIT * 2.0 ** min(tries - 1, 12), LONGEST))
                key = f"{COPY}:{step.link.id}:{step.copy.booking_id}"
                await schedule(session, COPY, {**payload, "tries": tries}, now + wait, dedupe_key=key)
            else:
                await self._refused(session, step, error.words)

    async def _refused(self, session: AsyncSession, step: Step, words: str) -> None:
        this = (CalendarCopy.link_id == step.link.id, CalendarCopy.booking_id == step.copy.booking_id)
        await session.execute(update(CalendarCopy).where(*this).values(state="refused"))
        problem = f"A booking could not be written here: {words}"
        await session.execute(update(CalendarLink).where(CalendarLink.id == step.link.id).values(problem=problem))


def farewell_to(link: CalendarLink) -> dict[str, Any]:
    """What `calendar-farewell` is told of a link that is being removed. What opens it stays sealed."""
    sealed = (link.credentials or b"").hex()
    return {"kind": link.kind, "link_id": str(link.id), "person_id": str(link.person_id), "sealed": sealed}


async def revoke(session: AsyncSession, link: CalendarLink, words: str) -> bool:
    """Our access to a calendar is over: it is asked no more until its owner links it again, who is told once. False
    when it was linked again since `link` was read: what is refused then is not what opens it now."""
    same = (CalendarLink.id == link.id, CalendarLink.credentials == link.credentials)
    state = await session.scalar(select(CalendarLink.state).where(*same).with_for_update())
    if state is not None and state != "revoked":
        over = {"state": "revoked", "problem": words, "next_at": None}
        await session.execute(update(CalendarLink).where(CalendarLink.id == link.id).values(**over))
        await mails.tell(session, "calendar-failing", link.person_id, path="/settings/calendars")
    return state is not None


async def _tell_left(session: AsyncSession, link_id: UUID) -> None:
    change = update(CalendarLink).where(CalendarLink.id == link_id).values(problem=LEFT)
    person_id = await session.scalar(change.returning(CalendarLink.person_id))
    if person_id is not None:
        await mails.tell(session, "calendar-copy", person_id, path="/settings/calendars")


def _links(people: list[UUID], booking_id: UUID) -> Any:
    """The calendars of these people that bookings are written into, and those that have this one already."""
    has = select(CalendarCopy.link_id).where(CalendarCopy.booking_id == booking_id)
    return select(CalendarLink.id).where(
        CalendarLink.person_id.in_(people),
        CalendarLink.kind.in_(REMOTE),
        CalendarLink.state != "revoked",
        CalendarLink.writes | CalendarLink.id.in_(has),
    )


async def _row(session: AsyncSession, link_id: UUID, booking_id: UUID) -> CalendarCopy | None:
    return await session.get(CalendarCopy, (link_id, booking_id), populate_existing=True)


def _begin(link_id: UUID, booking_id: UUID, entry: Entry) -> Any:
    row = {"link_id": link_id, "booking_id": booking_id, "href": "", "sequence": entry.sequence, "state": "writing"}
    return insert(CalendarCopy).values(**row).on_conflict_do_nothing()
