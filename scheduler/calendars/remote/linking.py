"""Linking calendars on other servers: an account is shown to be one's own, its calendars are found, some are chosen.

The rule kept here: consent is bound to who began it, in the browser it was begun in, and asks for no more than what
the calendar is to do; what opens an account waits sealed, for half an hour, until it is chosen what for.
"""

import secrets
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth import challenges
from auth.limits import Rate
from auth.rates import StoredLimiter
from auth.secrets import stored
from scheduler.availability import zones
from scheduler.availability.locks import lock_people
from scheduler.calendars.checking import check_soon
from scheduler.calendars.models import CalendarLinkView, link_view
from scheduler.calendars.remote.accounts import KINDS, Accounts, Secret
from scheduler.calendars.remote.caldav.discovery import typed
from scheduler.calendars.remote.models import (
    BeginConsent,
    CalDavAccount,
    CalendarKinds,
    ChooseCalendars,
    ConsentAnswer,
    ConsentBegun,
    FoundCalendar,
    FoundCalendars,
    OAuthKind,
)
from scheduler.calendars.remote.oauth import Granted, Service, authorization_url
from scheduler.calendars.remote.port import (
    GoneError,
    RefusedError,
    RemoteError,
    RevokedError,
    TemporaryError,
)
from scheduler.calendars.remote.writing import FILL
from scheduler.calendars.tables import MOST_LINKS, CalendarLink
from scheduler.http import Api, Context, Page, Problem, invalid, not_found
from scheduler.http.rates import refuse
from scheduler.jobs.queue import enqueue
from scheduler.notifications.outgoing import why_not
from scheduler.people.tables import Person

AGAIN: Final = "Please begin again."


@dataclass(frozen=True, slots=True)
class Linking:
    """The endpoints. `private`: addresses of our own machines are taken too (development and tests)."""

    accounts: Accounts
    web_url: str
    private: bool
    tries: StoredLimiter = field(default_factory=lambda: StoredLimiter("calendar account", Rate(20, 60)))

    @property
    def redirect_uri(self) -> str:
        """The page of the web app that a service sends the browser back to."""
        return f"{self.web_url}/settings/calendars/callback"

    async def list_calendar_kinds(self, ctx: Context) -> CalendarKinds:
        """List the kinds of calendars on other servers that can be linked here."""
        return CalendarKinds(kinds=[kind for kind in KINDS if kind == "caldav" or kind in self.accounts.named])

    async def find_caldav_calendars(self, ctx: Context, body: CalDavAccount) -> FoundCalendars:
        """Find the calendars of an account at a CalDAV server.

        The address may be the server's alone: its well-known place is asked too (RFC 6764), SRV records are not."""
        server = typed(body.address)
        if why := why_not(server, private=self.private):
            raise invalid("address", why, "Give an address such as https://dav.example.org.")
        await self._count(ctx)
        secret = {"server": server, "user": body.user, "password": body.password}
        try:
            found = await self.accounts.open("caldav", secret).calendars()
        except RevokedError:
            raise invalid("password", "is not accepted by the server for this name") from None
        except RemoteError as error:
            raise invalid("address", error.words, "Look for its CalDAV address in your calendar's help.") from None
        return await self._offer(ctx, "caldav", secret, [FoundCalendar(**_shown(each)) for each in found])

    async def begin_calendar_consent(self, ctx: Context, kind: OAuthKind, body: BeginConsent) -> ConsentBegun:
        """Begin to link a calendar at Google or Outlook: where the browser goes to consent."""
        service = self._service(kind)
        ctx.headers["Cache-Control"] = "no-store"
        key, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        data = {"kind": kind, "verifier": verifier, "key": stored(key).hex(), "writes": body.writes}
        async with ctx.sessions.begin() as session:
            state = await challenges.issue(session, "calendar", ctx.clock.now(), account_id=ctx.account.id, data=data)
        url = authorization_url(service, self.redirect_uri, state=state, verifier=verifier, writes=body.writes)
        return ConsentBegun(url=url, key=key)

    async def finish_calendar_consent(self, ctx: Context, body: ConsentAnswer) -> FoundCalendars:
        """Find the calendars of the account at Google or Outlook that consent was given for."""
        async with ctx.sessions.begin() as session:
            begun = await challenges.take(session, body.state, "calendar", ctx.clock.now())
        if begun is None or begun.account_id != ctx.account.id:
            raise invalid("state", "is unknown, used, expired, or was begun by somebody else", AGAIN)
        data = begun.data
        if not compare_digest(stored(body.key).hex(), data["key"]):
            raise invalid("key", "was begun in another browser", AGAIN)
        kind = str(data["kind"])
        service = self._service(kind)
        access = self.accounts.access(kind)
        try:
            granted = await access.trade(body.code, self.redirect_uri, data["verifier"])
            _check(granted, service, writes=data["writes"])
            found = await self.accounts.over(kind, access).calendars()
        except RevokedError:
            raise invalid("code", "is not accepted by the service", AGAIN) from None
        except TemporaryError as error:
            raise Problem("unavailable", error.words) from None
        except (RefusedError, GoneError) as error:
            raise Problem("conflict", f"{error.words} {AGAIN}") from None
        shown = [FoundCalendar(**{**_shown(each), "writable": each.writes and data["writes"]}) for each in found]
        return await self._offer(ctx, kind, {"refresh": access.refresh}, shown)

    async def choose_calendars(
        self, ctx: Context, session: AsyncSession, body: ChooseCalendars
    ) -> Page[CalendarLinkView]:
        """Link some of the calendars that were found. One that was linked before is linked anew, with what it has."""
        me, now = ctx.account.id, ctx.clock.now()
        found = await challenges.take(session, body.choice, "calendars", now)
        if found is None or found.account_id != me:
            raise invalid("choice", "is unknown, used, expired, or somebody else's", "Find the calendars again.")
        calendars = {each["address"]: each for each in found.data["calendars"]}
        wanted = {each.address: each for each in body.calendars}
        for index, each in enumerate(body.calendars):
            if each.address not in calendars:
                raise invalid(f"calendars.{index}.address", "is not one of those that were found")
            if each.writes and not calendars[each.address]["writable"]:
                raise invalid(f"calendars.{index}.writes", "bookings cannot be written into this calendar")
        await lock_people(session, [me])
        kind, secret = found.data["kind"], self._opened(me, found.data["sealed"])
        zone = await session.scalar(select(Person.zone).where(Person.id == me)) or "UTC"
        made = []
        for address, each in wanted.items():
            row = {**_named(calendars[address], zone), "counts_busy": each.counts_busy, "writes": each.writes}
            made.append(await self._link(session, me, kind, secret, {**row, "address": address, "now": now}))
        if (await session.scalar(select(func.count()).where(CalendarLink.person_id == me)) or 0) > MOST_LINKS:
            raise Problem("conflict", f"You may link {MOST_LINKS} calendars. Remove one first.")
        query = select(CalendarLink).where(CalendarLink.id.in_(made)).order_by(CalendarLink.name, CalendarLink.id)
        rows = await session.scalars(query.execution_options(populate_existing=True))
        return Page(items=[link_view(each, []) for each in rows])

    async def _link(
        self, session: AsyncSession, person_id: UUID, kind: str, secret: Secret, said: dict[str, Any]
    ) -> UUID:
        """Make a link, or make the one to the same calendar good again; its id."""
        now = said.pop("now")
        same = (CalendarLink.person_id == person_id, CalendarLink.kind == kind)
        query = select(CalendarLink.id).where(*same, CalendarLink.address == said["address"]).with_for_update()
        link_id = await session.scalar(query)
        fresh = {"state": "active", "problem": None, "failures": 0, "token": None, "next_at": None}
        if link_id is None:
            link_id = uuid4()
            row = {"id": link_id, "person_id": person_id, "kind": kind, "created_at": now}
            row |= {"credentials": self.accounts.seal(link_id, secret)}
            await session.execute(insert(CalendarLink).values(**row, **said, **fresh))
        else:
            said |= {"credentials": self.accounts.seal(link_id, secret)}
            await session.execute(update(CalendarLink).where(CalendarLink.id == link_id).values(**said, **fresh))
        await check_soon(session, link_id)  # it says when the next is due
        if said["writes"]:
            await enqueue(session, FILL, {"link_id": str(link_id)})
        return link_id

    async def _offer(self, ctx: Context, kind: str, secret: Secret, found: list[FoundCalendar]) -> FoundCalendars:
        ctx.headers["Cache-Control"] = "no-store"
        sealed = self.accounts.seal(ctx.account.id, secret)  # of a person until it is of a link
        data = {
            "kind": kind,
            "sealed": b64encode(sealed).decode(),
            "calendars": [each.model_dump() for each in found],
        }
        async with ctx.sessions.begin() as session:
            choice = await challenges.issue(
                session, "calendars", ctx.clock.now(), account_id=ctx.account.id, data=data
            )
        return FoundCalendars(choice=choice, kind=kind, calendars=found)

    def _opened(self, person_id: UUID, sealed: str) -> dict[str, str]:
        try:
            return self.accounts.unseal(person_id, b64decode(sealed))
        except RevokedError:
            raise invalid("choice", "cannot be read any more", "Find the calendars again.") from None

    def _service(self, kind: str) -> Service:
        service = self.accounts.service(kind)
        if service is None:
            raise not_found("kind of calendar here")
        return service

    async def _count(self, ctx: Context) -> None:
        """Nobody guesses another server's passwords by us. Raises 429."""
        async with ctx.sessions.begin() as session:
            refuse(await self.tries.hit(session, str(ctx.account.id), ctx.clock.unix()))


def _check(granted: Granted, service: Service, *, writes: bool) -> None:
    """Whether all was allowed that was asked for. Raises RefusedError."""
    if not granted.refresh:
        raise RefusedError("The service gave no lasting access.")
    asked = {each.rpartition("/")[2] for each in (service.writing if writes else service.reading)}
    given = {each.rpartition("/")[2] for each in granted.scopes} | {"offline_access"}
    if granted.scopes and not asked <= given:
        raise RefusedError("Not all that linking needs was allowed.")


def _shown(found: Any) -> dict[str, Any]:
    return {"address": found.address, "name": found.name, "writable": found.writes, "zone": found.zone}


def _named(found: dict[str, Any], zone: str) -> dict[str, Any]:
    return {"name": found["name"], "zone": found["zone"] if found["zone"] in zones.names() else zone}


def routes(api: Api, linking: Linking) -> None:
    """What links calendars on other servers."""
    mine: dict[str, Any] = {"roles": ("client", "professional")}
    api.get("/calendars/kinds", linking.list_calendar_kinds, **mine)
    api.post("/calendars/caldav", linking.find_caldav_calendars, **mine, problems=("rate-limited",))
    api.post("/calendars/oauth/{kind}", linking.begin_calendar_consent, **mine, problems=("not-found",))
    finishing = ("unavailable", "conflict", "not-found")
    api.post("/calendars/oauth", linking.finish_calendar_consent, **mine, problems=finishing)
    api.post("/calendars/choose", linking.choose_calendars, **mine, status=201, problems=("conflict",))
