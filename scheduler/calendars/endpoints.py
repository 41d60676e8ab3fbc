"""My calendars elsewhere, in whichever role: which count as busy time, how reading them goes, checking them now."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth.limits import Rate
from auth.rates import StoredLimiter
from auth.sealing import Sealer
from scheduler.availability.locks import lock_people
from scheduler.calendars import keeping
from scheduler.calendars.checking import check_soon, sealed_for
from scheduler.calendars.ics import MAX_BYTES, NoCalendarError
from scheduler.calendars.models import CalendarLinkView, ChangeCalendarLink, NewCalendarLink, link_view
from scheduler.calendars.pace import period
from scheduler.calendars.reading import Readers
from scheduler.calendars.remote.writing import FAREWELL, FILL, REMOTE, farewell_to
from scheduler.calendars.subscribing import address_of, host_of, wrong_with
from scheduler.calendars.tables import MOST_LINKS, CalendarLink
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.jobs.queue import enqueue
from scheduler.people.tables import Person

CHECKS: Final = StoredLimiter("calendar-check", Rate(burst=3, every_s=120))
ADDRESSES: Final = StoredLimiter("calendar-address", Rate(burst=10, every_s=60))
UPLOADS: Final = StoredLimiter("calendar-file", Rate(burst=10, every_s=30))


@dataclass(frozen=True, slots=True)
class Calendars:
    """The endpoints. `private`: addresses of our own machines are read too (development and tests)."""

    sealer: Sealer
    private: bool
    readers: Readers = field(default_factory=Readers)

    async def list_calendar_links(self, ctx: Context, session: AsyncSession) -> Page[CalendarLinkView]:
        """List my calendars elsewhere, the oldest first, with the bookings that stand in the time they take."""
        query = select(CalendarLink).where(CalendarLink.person_id == ctx.account.id)
        found = list(await session.scalars(query.order_by(CalendarLink.created_at, CalendarLink.id)))
        clashes = await keeping.clashes(session, ctx.account.id, ctx.clock.now()) if found else []
        return Page(items=[link_view(each, clashes) for each in found])

    async def create_calendar_link(
        self, ctx: Context, session: AsyncSession, body: NewCalendarLink
    ) -> CalendarLinkView:
        """Let a calendar of mine elsewhere count as busy time.

        One of kind `ics` is read at its address at once and every half hour from then on: `checked_at` and `problem`
        tell what came of it. One of kind `file` is empty until its file is put."""
        if (body.kind == "ics") is (body.url is None):
            reason = "is needed to read a calendar at its address" if body.url is None else "is not for a file"
            raise invalid("url", reason, "Give an address with kind ics, none with kind file.")
        me, now = ctx.account.id, ctx.clock.now()
        await lock_people(session, [me])
        count = await session.scalar(select(func.count()).where(CalendarLink.person_id == me))
        if (count or 0) >= MOST_LINKS:
            raise Problem("conflict", f"You have {MOST_LINKS} calendars already. Remove one first.")
        zone = body.zone or await session.scalar(select(Person.zone).where(Person.id == me)) or "Etc/UTC"
        link = CalendarLink(
            id=uuid4(),
            person_id=me,
            kind=body.kind,
            name=body.name,
            address="",
            counts_busy=body.counts_busy,
            writes=False,
            zone=zone,
            state="active",
            failures=0,
            events=0,
            skipped=0,
            revision=0,
            created_at=now,
        )
        session.add(link)
        if body.url is not None:
            await self._lead_to(ctx, session, link, body.url)
        await session.flush()
        return link_view(link, [])

    async def show_calendar_link(self, ctx: Context, session: AsyncSession, id: UUID) -> CalendarLinkView:
        """Show one of my calendars elsewhere: how reading it goes, and which bookings stand in the time it takes."""
        return await _shown(ctx, session, await _one(ctx, session, id))

    async def change_calendar_link(
        self, ctx: Context, session: AsyncSession, id: UUID, body: ChangeCalendarLink
    ) -> CalendarLinkView:
        """Change one of my calendars elsewhere.

        One that counts as busy no more gives its time back at once; another address is read at once, and what the one
        before said is forgotten."""
        link = await _held(ctx, session, id)
        link.name = body.name or link.name
        if body.url is not None:
            if link.kind != "ics":
                raise invalid("url", "belongs to calendars that are read at their address", "Leave it out.")
            await session.flush()
            await keeping.forget_content(session, id)
            await session.refresh(link)
            await keeping.replace(session, link, [])
            await self._lead_to(ctx, session, link, body.url)
        if body.writes is not None:
            await self._write(session, link, body.writes)
        anew = body.zone not in {None, link.zone} or body.counts_busy not in {None, link.counts_busy}
        link.zone = body.zone or link.zone
        if anew:
            link.counts_busy = link.counts_busy if body.counts_busy is None else body.counts_busy
            link.revision += 1
            if not link.counts_busy:
                await keeping.replace(session, link, [])
            elif link.expanded_until is not None:
                await keeping.expand_soon(session, id)
        await session.flush()
        return await _shown(ctx, session, link)

    async def remove_calendar_link(self, ctx: Context, session: AsyncSession, id: UUID) -> None:
        """Forget one of my calendars elsewhere: its time is free at once."""
        link = await _held(ctx, session, id)
        if link.kind in REMOTE:
            await enqueue(session, FAREWELL, farewell_to(link))
        await keeping.remove(session, link)

    async def check_calendar_link(self, ctx: Context, session: AsyncSession, id: UUID) -> CalendarLinkView:
        """Read one of my calendars elsewhere now; what came of it is shown when it is read."""
        link = await _one(ctx, session, id)
        if link.kind == "file":
            raise Problem("conflict", "This calendar is a file. Put a newer one.")
        if link.state == "revoked":
            raise Problem("conflict", "We are not let in any more. Connect this calendar anew.")
        await _within(ctx, session, CHECKS, id)
        await check_soon(session, id)
        return await _shown(ctx, session, link)

    async def put_calendar_file(self, ctx: Context, id: UUID, raw: bytes) -> CalendarLinkView:
        """Put the file (iCalendar, RFC 5545) of one of my calendars of kind `file`, in place of the one before.

        Events that cannot be understood are left out and counted (`skipped`, `problem`). A file that is no calendar
        is refused, and the one before stays."""
        now = ctx.clock.now()
        async with ctx.sessions.begin() as session:
            link = await _one(ctx, session, id)
            if link.kind != "file":
                raise Problem("conflict", "This calendar is read at its address; it takes no file.")
            await _within(ctx, session, UPLOADS, id)
            who = await keeping.whose(session, link)
        try:
            found = await self.readers.file(raw, who, period(now))
        except NoCalendarError as error:
            raise invalid(
                "body", f"cannot be read as a calendar. {error}", "Export it anew as an .ics file."
            ) from None
        async with ctx.sessions.begin() as session:
            link = await _held(ctx, session, id)
            link.state, link.checked_at = "active", now
            await keeping.keep_file(session, link, found, period(now)[1], now)
            await session.flush()
            return await _shown(ctx, session, link)

    async def _write(self, session: AsyncSession, link: CalendarLink, writes: bool) -> None:
        """Write bookings into the link from now on, those that stand already too; or no new ones."""
        if writes and link.kind not in REMOTE:
            raise invalid("writes", "is for calendars at a server", "Link it by CalDAV, Google or Outlook.")
        if writes and not link.writes:
            await enqueue(session, FILL, {"link_id": str(link.id)})
        link.writes = writes

    async def _lead_to(self, ctx: Context, session: AsyncSession, link: CalendarLink, url: str) -> None:
        """Read the link at this address from now on."""
        address = address_of(url)
        if why := wrong_with(address, private=self.private):
            raise invalid("url", why, "Give an address such as https://calendar.example.com/my.ics.")
        await _within(ctx, session, ADDRESSES, ctx.account.id)  # each is asked at once
        link.credentials = self.sealer.seal(address.encode(), sealed_for(link.id))
        link.address, link.state, link.failures, link.problem = host_of(address), "active", 0, None
        link.next_at = None  # the job says when next
        await check_soon(session, link.id)


async def _one(ctx: Context, session: AsyncSession, link_id: UUID) -> CalendarLink:
    mine = (CalendarLink.id == link_id, CalendarLink.person_id == ctx.account.id)
    found = await session.scalar(select(CalendarLink).where(*mine).execution_options(populate_existing=True))
    if found is None:
        raise not_found("calendar")
    return found


async def _held(ctx: Context, session: AsyncSession, link_id: UUID) -> CalendarLink:
    """One of mine, my calendar held until the commit."""
    await lock_people(session, [ctx.account.id])
    return await _one(ctx, session, link_id)


async def _shown(ctx: Context, session: AsyncSession, link: CalendarLink) -> CalendarLinkView:
    return link_view(link, await keeping.clashes(session, ctx.account.id, ctx.clock.now()))


async def _within(ctx: Context, session: AsyncSession, limiter: StoredLimiter, key: UUID) -> None:
    wait = await limiter.hit(session, str(key), ctx.clock.unix())
    if wait:
        seconds = max(1, round(wait))
        said = f"Try again in {seconds} seconds."
        raise Problem("rate-limited", said, headers={"Retry-After": str(seconds)})


def routes(api: Api, calendars: Calendars) -> None:
    """Everything under /calendar-links."""
    mine: dict[str, Any] = {"roles": ("client", "professional")}
    one, edited = "/calendar-links/{id}", {"edits": calendars.show_calendar_link}
    api.get("/calendar-links", calendars.list_calendar_links, **mine)
    api.post(
        "/calendar-links",
        calendars.create_calendar_link,
        status=201,
        problems=("conflict", "rate-limited"),
        idempotent=True,
        **mine,
    )
    api.get(one, calendars.show_calendar_link, etag=True, **mine)
    api.patch(one, calendars.change_calendar_link, problems=("rate-limited",), **edited, **mine)
    api.delete(one, calendars.remove_calendar_link, status=204, **edited, **mine)
    checking = ("conflict", "rate-limited")
    api.post(f"{one}/check", calendars.check_calendar_link, status=202, problems=checking, idempotent=True, **mine)
    file: dict[str, Any] = {"raw_type": "text/calendar", "largest": MAX_BYTES, "problems": checking}
    api.put(f"{one}/file", calendars.put_calendar_file, **file, **mine)
