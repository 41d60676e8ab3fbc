"""Leaving (GDPR article 17, CCPA's right to delete): asked for with proof, done after a wait, taken back until then.

The rule kept here: nobody leaves while a booking stands or money is owed; what stays afterwards (the other party's
bookings, the ledger, invoices) names a pseudonym.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, security_log
from scheduler.availability.locks import lock_people
from scheduler.clock import Clock
from scheduler.http import Api, Context, FieldError, Instant, Problem, Strict, invalid, not_found, wire
from scheduler.jobs.queue import schedule, unschedule
from scheduler.jobs.runner import Handler
from scheduler.notifications import outbox
from scheduler.people import mails, storage
from scheduler.people.models import Email
from scheduler.people.proof import place_of, require_fresh
from scheduler.privacy.registry import Registry
from scheduler.privacy.tables import Erasure
from scheduler.store.engine import Sessions

JOB: Final = "erase-person"
WAIT: Final = timedelta(days=14)
TRY_AGAIN: Final = timedelta(days=1)
_STANDING: Final = text(
    "SELECT EXISTS (SELECT 1 FROM booking WHERE (client_id = :id OR professional_id = :id) AND ("
    "status IN ('running', 'disputed') OR (status IN ('requested', 'held', 'confirmed') AND ends_at > :now)))"
)


class ErasureView(BaseModel):
    """Whether my account will be deleted, and when."""

    state: Literal["none", "waiting"]
    requested_at: Instant | None = None
    due_at: Instant | None = None


class AskErasure(Strict):
    """My own address, typed once more: what follows cannot be undone."""

    email: Email


async def standing_bookings(session: AsyncSession, person_id: UUID, now: datetime) -> str | None:
    """The obstacle of bookings that stand."""
    if await session.scalar(_STANDING, {"id": person_id, "now": now}):
        return "Bookings of yours stand. Hold or cancel them first."
    return None


@dataclass(frozen=True, slots=True)
class Erasures:
    """The endpoints, over what is known of people."""

    registry: Registry

    async def ask_for_erasure(self, ctx: Context, session: AsyncSession, body: AskErasure) -> ErasureView:
        """Ask to have my account and my data deleted, fourteen days from now. Needs a fresh sign-in.

        Refused while bookings stand or money is owed, by whomever. A professional is not found or booked from then
        on."""
        await require_fresh(ctx, session)
        me, now = ctx.account.id, ctx.clock.now()
        email, _ = await accounts.credentials(session, me)
        if accounts.normalise_email(body.email) != email:
            raise invalid("email", "is not the address of your account", "Type your own address.")
        await lock_people(session, [me])
        if reasons := await self.registry.in_the_way(session, me, now):
            errors = [FieldError(field="account", reason=reason) for reason in reasons]
            raise Problem("conflict", " ".join(reasons), errors=errors)
        due = now + WAIT
        row = {"requested_at": now, "due_at": due}
        made = insert(Erasure).values(person_id=me, **row).on_conflict_do_nothing().returning(Erasure.person_id)
        if await session.scalar(made) is None:
            raise Problem("conflict", "You asked for this already. It can still be taken back.")
        await storage.set_active(session, me, False, now)
        await schedule(session, JOB, {"person_id": str(me)}, due, dedupe_key=_key(me))
        await security_log.note(session, me, "erasure-asked", now, place_of(ctx))
        await mails.tell(session, "erasure", me, path="/settings/privacy")
        return ErasureView(state="waiting", requested_at=now, due_at=due)

    async def show_erasure(self, ctx: Context, session: AsyncSession) -> ErasureView:
        """Show whether my account will be deleted."""
        found = await session.get(Erasure, ctx.account.id)
        if found is None:
            return ErasureView(state="none")
        return ErasureView(state="waiting", requested_at=found.requested_at, due_at=found.due_at)

    async def take_erasure_back(self, ctx: Context, session: AsyncSession) -> ErasureView:
        """Stay after all. Who was found as a professional opens that side again in the profile."""
        mine = (Erasure.person_id == ctx.account.id, Erasure.done_at.is_(None))
        if await session.scalar(delete(Erasure).where(*mine).returning(Erasure.person_id)) is None:
            raise not_found("erasure")
        await unschedule(session, _key(ctx.account.id))
        await security_log.note(session, ctx.account.id, "erasure-taken-back", ctx.clock.now(), place_of(ctx))
        await mails.tell(session, "erasure-off", ctx.account.id)
        return ErasureView(state="none")


def erasure_job(sessions: Sessions, clock: Clock, registry: Registry, web_url: str) -> Handler:
    """The handler of `erase-person`: all in one transaction, once; a day later while something is in the way."""

    async def erase(payload: dict[str, Any]) -> None:
        person_id, now = UUID(payload["person_id"]), clock.now()
        async with sessions.begin() as session:
            await lock_people(session, [person_id])  # nobody books them between the look and the end
            waiting = (Erasure.person_id == person_id, Erasure.done_at.is_(None), Erasure.due_at <= now)
            query = select(Erasure.person_id).where(*waiting).with_for_update()
            if await session.scalar(query) is None:
                return  # taken back, or done before
            if await registry.in_the_way(session, person_id, now):
                due = now + TRY_AGAIN
                await session.execute(update(Erasure).where(Erasure.person_id == person_id).values(due_at=due))
                await schedule(session, JOB, payload, due, dedupe_key=_key(person_id))
                return
            reader = await storage.reader(session, person_id)
            await registry.erase(session, person_id, now)
            await session.execute(update(Erasure).where(Erasure.person_id == person_id).values(done_at=now))
            if reader is not None:
                await outbox.warn(
                    session,
                    "erased",
                    cause=f"erased {person_id} {wire(now)}",
                    to=reader.email,
                    locale=reader.locale,
                    name=reader.name,
                    url=web_url,
                    now=now,
                )

    return erase


def _key(person_id: UUID) -> str:
    return f"erase:{person_id}"


def routes(api: Api, registry: Registry) -> None:
    """Everything under /me/erasure."""
    erasures = Erasures(registry)
    api.post(
        "/me/erasure",
        erasures.ask_for_erasure,
        account=True,
        status=202,
        problems=("fresh-sign-in-needed", "conflict"),
        idempotent=True,
    )
    api.get("/me/erasure", erasures.show_erasure, account=True)
    api.delete("/me/erasure", erasures.take_erasure_back, account=True, problems=("not-found",))
