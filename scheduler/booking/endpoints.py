"""Booking, cancelling, and looking at one's bookings: a list in one role, a calendar in both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import changes, extension, moving, outcome, paying, service, states, storage
from scheduler.booking.changes import By
from scheduler.booking.models import (
    Answer,
    AskExtension,
    BookedService,
    BookingView,
    BookSlot,
    ChargeBrief,
    DisputeBooking,
    Extension,
    Guest,
    Happened,
    Host,
    Joinable,
    Movable,
    MoveBooking,
    ResolveDispute,
    Why,
)
from scheduler.booking.occupancy import instant
from scheduler.booking.states import Action, Side
from scheduler.booking.storage import Scope, Shown
from scheduler.booking.tables import BookingEvent, BookingExtension
from scheduler.http import Api, Context, Instant, Page, Problem, decode_cursor, encode_cursor, invalid, not_found
from scheduler.payments.charges import charges_of
from scheduler.rooms.rules import OPENS_BEFORE

LONGEST: Final = timedelta(days=62)
RESOLVED: Final[dict[str, Action]] = {"held": "absolve", "no_show": "uphold", "cancelled": "annul"}


def check_period(begin: datetime, end: datetime) -> None:
    """Raises 422 unless [begin, end) is a period of at most 62 days."""
    if begin >= end:
        raise invalid("to", "is not after from", "Ask for a time after from.")
    if end - begin > LONGEST:
        raise invalid("to", f"is more than {LONGEST.days} days after from", "Ask for less at once.")


@dataclass(frozen=True, slots=True)
class Bookings:
    """The endpoints. `grace_s`: how long a room stays open after the end; `commission_bp`: the house's part of what
    is paid, in hundredths of a percent."""

    grace_s: int
    commission_bp: int

    async def book_slot(self, ctx: Context, session: AsyncSession, body: BookSlot) -> BookingView:
        """Book a slot, as a client.

        `start` is one of the service's listed slots. Where the professional approves bookings it is a request, which
        lapses after a day. When the slot is taken, the answer (409) has the next free ones; when it is your own
        calendar that clashes, in whichever role, it says with what. `pay_with` takes one session of a package or
        subscription (409 `no-credit` without one), which comes back when the booking does not take place; not when
        it is given up too late for all the money to come back, or the client does not come."""
        wish = service.Wish(
            body.service_id,
            ctx.account.id,
            body.start,
            body.note,
            minutes=body.duration_minutes,
            answers=body.answers,
            link=body.link,
            pay_with=body.pay_with,
        )
        booking_id = await service.book(session, wish, ctx.clock.now(), commission_bp=self.commission_bp)
        return self._view(await _load(session, booking_id), "client", ctx.clock.now())

    async def list_bookings(
        self,
        ctx: Context,
        session: AsyncSession,
        scope: Scope = "upcoming",
        limit: Annotated[int, Field(ge=1, le=100)] = 20,
        cursor: Annotated[str, Field(max_length=200)] | None = None,
    ) -> Page[BookingView]:
        """List the bookings of the role in force.

        Upcoming: those that stand and are not over, the soonest first. Past: over or cancelled, the latest first."""
        now, side = ctx.clock.now(), _side(ctx)
        after = _position(cursor) if cursor is not None else None
        found = await storage.history(session, ctx.account.id, side, scope, now=now, limit=limit + 1, after=after)
        shown = found[:limit]
        last = shown[-1].booking if len(found) > limit else None
        return Page(
            items=[self._view(each, side, now) for each in shown],
            next_cursor=encode_cursor(int(last.starts_at.timestamp()), str(last.id)) if last else None,
        )

    async def show_calendar(
        self,
        ctx: Context,
        session: AsyncSession,
        from_: Annotated[Instant, Field(alias="from")],
        to: Instant,
    ) -> Page[BookingView]:
        """Show my calendar: all that stands, or was held, in either role; each item says in which.

        From and to are at most 62 days apart, half open."""
        check_period(from_, to)
        found = await storage.calendar(session, ctx.account.id, from_, to)
        now = ctx.clock.now()
        return Page(items=[self._view(each, each.side_of(ctx.account.id) or "client", now) for each in found])

    async def show_booking(self, ctx: Context, session: AsyncSession, id: UUID) -> BookingView:
        """Show one booking, in the role I have in it."""
        return self._view(await _mine(ctx, session, id), _side(ctx), ctx.clock.now())

    async def cancel_booking(self, ctx: Context, session: AsyncSession, id: UUID, body: Why) -> BookingView:
        """Cancel a booking.

        A client may until the cut-off agreed at booking, a professional until the end; a request is taken back the
        same way. The time is free again for both, the room closes, both are told."""
        await _mine(ctx, session, id)
        await changes.cancel(session, id, _by(ctx, body.reason), ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def approve_booking(self, ctx: Context, session: AsyncSession, id: UUID, body: Why) -> BookingView:
        """Approve a request."""
        await _mine(ctx, session, id)
        await changes.answer(session, id, _by(ctx, body.reason), "approve", ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def decline_booking(self, ctx: Context, session: AsyncSession, id: UUID, body: Why) -> BookingView:
        """Decline a request: its time is free again."""
        await _mine(ctx, session, id)
        await changes.answer(session, id, _by(ctx, body.reason), "decline", ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def move_booking(self, ctx: Context, session: AsyncSession, id: UUID, body: MoveBooking) -> BookingView:
        """Move a booking to another time.

        A client may until the cut-off, and asks anew where the professional approves bookings; a professional may
        until it starts, and then the client may cancel until the start for a full refund. A client who moves a paid
        booking late gets no more back later than they would have then (`move_terms`, `refund_terms`). The booking is
        not in its own way; all else of its two people is, in whichever role."""
        await _mine(ctx, session, id)
        await moving.move(session, id, _by(ctx, body.reason), body.start, ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def list_times_to_move_to(
        self,
        ctx: Context,
        session: AsyncSession,
        id: UUID,
        from_: Annotated[Instant, Field(alias="from")],
        to: Instant,
    ) -> Page[Movable]:
        """List the times that a booking could be moved to: free for both of its people.

        Those that start in [from, to), at most 62 days."""
        check_period(from_, to)
        shown = await _mine(ctx, session, id)
        times = await moving.starts_for(session, shown.booking, _side(ctx), (from_, to), ctx.clock.now())
        return Page(items=[Movable(start=start, end=end) for start, end in times])

    async def ask_extension(self, ctx: Context, session: AsyncSession, id: UUID, body: AskExtension) -> Extension:
        """Ask to go on for a while, while the meeting runs; the other side has five minutes to agree.

        Refused (409) when one of the two is not free then, in whichever role. It costs what the time costs."""
        await _mine(ctx, session, id)
        return _extension(await extension.ask(session, id, _by(ctx, ""), body.minutes, ctx.clock.now()))

    async def show_extension(self, ctx: Context, session: AsyncSession, id: UUID) -> Extension:
        """Show the wish to go on that is open, if there is one."""
        await _mine(ctx, session, id)
        return _extension(await extension.open_wish(session, id, ctx.clock.now()))

    async def grant_extension(self, ctx: Context, session: AsyncSession, id: UUID) -> BookingView:
        """Agree to go on, as the side that did not ask: the meeting and its room end later."""
        await _mine(ctx, session, id)
        await extension.grant(session, id, _by(ctx, ""), ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def list_charges(self, ctx: Context, session: AsyncSession, id: UUID) -> Page[ChargeBrief]:
        """List what a booking costs and what became of it, the newest first.

        The client pays at /payments/{charge}; a held booking is confirmed by it."""
        await _mine(ctx, session, id)
        found = await charges_of(session, paying.subject_of(id))
        return Page(items=[ChargeBrief.model_validate(each) for each in found])

    async def show_history(self, ctx: Context, session: AsyncSession, id: UUID) -> Page[Happened]:
        """Show what happened to a booking: who did what, in which role, when, and why."""
        await _mine(ctx, session, id)
        return Page(items=[_happened(event, name) for event, name in await storage.trail(session, id)])

    async def dispute_booking(
        self, ctx: Context, session: AsyncSession, id: UUID, body: DisputeBooking
    ) -> BookingView:
        """Contest how a booking ended, within three days."""
        await _mine(ctx, session, id)
        await changes.dispute(session, id, _by(ctx, body.reason), ctx.clock.now())
        return await self._shown(ctx, session, id)

    async def resolve_dispute(self, ctx: Context, session: AsyncSession, id: UUID, body: ResolveDispute) -> Happened:
        """Decide a dispute, as an admin."""
        action = RESOLVED[body.outcome]
        await changes.resolve(session, id, By(ctx.account.id, "admin", body.reason), action, ctx.clock.now())
        return _happened(*(await storage.trail(session, id))[-1])

    async def _shown(self, ctx: Context, session: AsyncSession, id: UUID) -> BookingView:
        return self._view(await _load(session, id), _side(ctx), ctx.clock.now())

    def _view(self, shown: Shown, side: Side, now: datetime) -> BookingView:
        booking = shown.booking
        terms = changes.terms_of(booking)
        status = changes.status_of(booking)
        can_move = states.why_not_move(status, side, **terms, now=now) is None
        refund = paying.refund_of(booking, now, moves=can_move and side == "client")
        return BookingView(
            id=booking.id,
            status=status,
            role=side,
            service=BookedService(
                id=booking.service_id, title=booking.title, duration_minutes=booking.duration_minutes
            ),
            professional=Host(
                id=booking.professional_id,
                name=shown.professional_name,
                slug=shown.professional_slug,
                zone=shown.professional_zone,
            ),
            client=Guest(id=booking.client_id, name=shown.client_name, zone=shown.client_zone),
            start=booking.starts_at,
            end=booking.ends_at,
            local_start=booking.local_start.isoformat(timespec="minutes"),
            zone=booking.zone,
            price_minor=booking.price_minor,
            currency=booking.currency,
            payment=cast(Any, booking.payment),
            note=booking.note,
            cancel_cutoff_minutes=booking.cancel_cutoff_minutes,
            refund_percent=refund.percent if refund else None,
            refund_terms=refund.terms if refund else None,
            move_terms=refund.move_terms if refund else None,
            answers=[Answer(**each) for each in booking.answers],
            can_cancel=states.why_not_cancel(status, side, **terms, now=now) is None,
            can_move=can_move,
            can_answer=side == "professional" and status == "requested",
            can_dispute=(status, "dispute") in states.NEXT and outcome.contestable(booking.settled_at, now),
            expires_at=booking.expires_at,
            absent=cast(Any, booking.absent),
            sequence=booking.sequence,
            class_id=booking.class_id,
            held_for=cast(Any, booking.held_for) if status == "held" else None,
            joinable=Joinable(
                opens_at=booking.starts_at - OPENS_BEFORE,
                closes_at=booking.ends_at + timedelta(seconds=self.grace_s),
            ),
            created_at=booking.created_at,
        )


def _extension(wish: BookingExtension) -> Extension:
    return Extension(
        asked_by=cast(Side, wish.asked_by),
        minutes=wish.minutes,
        price_minor=wish.price_minor,
        lapses_at=wish.lapses_at,
    )


def _happened(event: BookingEvent, name: str | None) -> Happened:
    return Happened.model_validate(
        {
            "at": event.at,
            "by": name,
            "role": event.actor_role,
            "before": event.before,
            "after": event.after,
            "reason": event.reason,
            "detail": event.detail,
        }
    )


def _by(ctx: Context, reason: str) -> By:
    return By(ctx.account.id, _side(ctx), reason)


def _side(ctx: Context) -> Side:
    return "professional" if ctx.role == "professional" else "client"


async def _load(session: AsyncSession, booking_id: UUID) -> Shown:
    shown = await storage.load(session, booking_id)
    if shown is None:
        raise not_found("booking")
    return shown


async def _mine(ctx: Context, session: AsyncSession, booking_id: UUID) -> Shown:
    """A booking of the caller's, in the role in force. Raises 404 for a stranger's, 403 in the other role."""
    shown = await _load(session, booking_id)
    side = shown.side_of(ctx.account.id)
    if side is None:
        raise not_found("booking")
    if side != _side(ctx):
        raise Problem("forbidden", f"In this booking you are the {side}. Switch to that role.")
    return shown


def _position(cursor: str) -> tuple[datetime, UUID]:
    seconds, text = decode_cursor(cursor, int, str)
    try:
        return instant(seconds), UUID(text)
    except (ValueError, OverflowError, OSError):
        raise invalid("cursor", "is not one of ours", "Take next_cursor from the page before, unchanged.") from None


def routes(api: Api, bookings: Bookings) -> None:
    """Everything under /bookings but joining, and the calendar."""
    both = ("client", "professional")
    api.post(
        "/bookings",
        bookings.book_slot,
        roles=("client",),
        status=201,
        problems=("slot-taken", "no-credit", "conflict", "not-found", "forbidden"),
        idempotent=True,
    )
    api.get("/bookings", bookings.list_bookings, roles=both)
    api.get("/calendar", bookings.show_calendar, account=True)
    api.get("/bookings/{id}", bookings.show_booking, roles=both, problems=("forbidden",))
    change: dict[str, Any] = {"problems": ("conflict", "forbidden"), "idempotent": True}
    api.post("/bookings/{id}/cancel", bookings.cancel_booking, roles=both, **change)
    api.post("/bookings/{id}/approve", bookings.approve_booking, roles=("professional",), **change)
    api.post("/bookings/{id}/decline", bookings.decline_booking, roles=("professional",), **change)
    api.post(
        "/bookings/{id}/move",
        bookings.move_booking,
        roles=both,
        problems=("conflict", "forbidden", "slot-taken"),
        idempotent=True,
    )
    api.get("/bookings/{id}/slots", bookings.list_times_to_move_to, roles=both, problems=("forbidden",))
    longer = ("conflict", "forbidden", "slot-taken")
    api.post("/bookings/{id}/extension", bookings.ask_extension, roles=both, problems=longer)
    api.get("/bookings/{id}/extension", bookings.show_extension, roles=both, problems=("forbidden",))
    api.post("/bookings/{id}/extension/grant", bookings.grant_extension, roles=both, problems=longer, idempotent=True)
    api.get("/bookings/{id}/charges", bookings.list_charges, roles=both, problems=("forbidden",))
    api.get("/bookings/{id}/history", bookings.show_history, roles=both, problems=("forbidden",))
    api.post("/bookings/{id}/dispute", bookings.dispute_booking, roles=both, **change)
    api.post("/bookings/{id}/resolve", bookings.resolve_dispute, roles=("admin",), problems=("conflict",))
