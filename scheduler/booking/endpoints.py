"""Booking, cancelling, and looking at one's bookings: a list in one role, a calendar in both."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking import service, states, storage
from scheduler.booking.models import BookedService, BookingView, BookSlot, CancelBooking, Guest, Host, Joinable
from scheduler.booking.occupancy import instant
from scheduler.booking.states import Side
from scheduler.booking.storage import Scope, Shown
from scheduler.http import Api, Context, Instant, Page, Problem, decode_cursor, encode_cursor, invalid, not_found
from scheduler.rooms.rules import OPENS_BEFORE

LONGEST: Final = timedelta(days=62)


def check_period(begin: datetime, end: datetime) -> None:
    """Raises 422 unless [begin, end) is a period of at most 62 days."""
    if begin >= end:
        raise invalid("to", "is not after from", "Ask for a time after from.")
    if end - begin > LONGEST:
        raise invalid("to", f"is more than {LONGEST.days} days after from", "Ask for less at once.")


@dataclass(frozen=True, slots=True)
class Bookings:
    """The endpoints. `grace_s`: how long a room stays open after the end."""

    grace_s: int

    async def book_slot(self, ctx: Context, session: AsyncSession, body: BookSlot) -> BookingView:
        """Book a slot, as a client.

        `start` is one of the service's listed slots. When it is taken, the answer (409) has the next free ones; when
        it is your own calendar that clashes, in whichever role, it says with what."""
        wish = service.Wish(body.service_id, ctx.account.id, body.start, body.note)
        booking_id = await service.book(session, wish, ctx.clock.now())
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
        """Show my calendar: all that stands in either role; each item says in which.

        From and to are at most 62 days apart, half open."""
        check_period(from_, to)
        found = await storage.calendar(session, ctx.account.id, from_, to)
        now = ctx.clock.now()
        return Page(items=[self._view(each, each.side_of(ctx.account.id) or "client", now) for each in found])

    async def show_booking(self, ctx: Context, session: AsyncSession, id: UUID) -> BookingView:
        """Show one booking, in the role I have in it."""
        return self._view(await _mine(ctx, session, id), _side(ctx), ctx.clock.now())

    async def cancel_booking(self, ctx: Context, session: AsyncSession, id: UUID, body: CancelBooking) -> BookingView:
        """Cancel a booking.

        A client may until the cut-off agreed at booking, a professional until the end. The time is free again for
        both, the room closes, both get a mail."""
        shown, side, now = await _mine(ctx, session, id), _side(ctx), ctx.clock.now()
        await service.cancel(session, shown, (ctx.account.id, side), body.reason, now)
        return self._view(await _load(session, id), side, now)

    def _view(self, shown: Shown, side: Side, now: datetime) -> BookingView:
        booking = shown.booking
        status: Any = booking.status
        why = states.why_not_cancel(
            status,
            side,
            start=booking.starts_at,
            end=booking.ends_at,
            cutoff_minutes=booking.cancel_cutoff_minutes,
            now=now,
        )
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
            note=booking.note,
            cancel_cutoff_minutes=booking.cancel_cutoff_minutes,
            can_cancel=why is None,
            joinable=Joinable(
                opens_at=booking.starts_at - OPENS_BEFORE,
                closes_at=booking.ends_at + timedelta(seconds=self.grace_s),
            ),
            created_at=booking.created_at,
        )


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
        problems=("slot-taken", "not-found", "forbidden"),
        idempotent=True,
    )
    api.get("/bookings", bookings.list_bookings, roles=both)
    api.get("/calendar", bookings.show_calendar, account=True)
    api.get("/bookings/{id}", bookings.show_booking, roles=both, problems=("forbidden",))
    api.post("/bookings/{id}/cancel", bookings.cancel_booking, roles=both, problems=("conflict", "forbidden"))
