"""Classes: the host's (make, move, call off, who comes), everybody's (dates), a client's (seats, waiting)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.locks import lock_people
from scheduler.availability.storage import hours_of
from scheduler.availability.zones import Zone
from scheduler.booking import changes
from scheduler.booking.changes import By
from scheduler.booking.endpoints import check_period
from scheduler.booking.models import Secret
from scheduler.booking.occupancy import instant
from scheduler.booking.tables import Booking, ClassSession
from scheduler.classes import schedule, seating, series_endpoints, waiting
from scheduler.classes.models import (
    CallOff,
    ClassView,
    Made,
    MoveClass,
    NewClasses,
    Place,
    Roster,
    Seated,
    SeatHolder,
    TakeSeat,
    Wall,
)
from scheduler.classes.recurrence import BadRuleError, date_of, dates
from scheduler.classes.schedule import Plan, Terms
from scheduler.classes.seating import SeatWish
from scheduler.classes.shown import view
from scheduler.classes.tables import Waiting
from scheduler.http import Api, Context, Instant, Page, Problem, invalid, not_found
from scheduler.people.tables import Person, Professional
from scheduler.services import links
from scheduler.services import storage as services
from scheduler.services.tables import Service


async def hold_classes(ctx: Context, session: AsyncSession, id: UUID, body: NewClasses) -> Made:
    """Hold a class of one of my services, or a series of them.

    The wall time stays through every change of the clock. When I am busy at one of the dates the answer (409) names
    them all, unless they are to be left out."""
    await lock_people(session, [ctx.account.id])
    service = await services.one_of(session, ctx.account.id, id)
    if service is None:
        raise not_found("service")
    if service.seats is None:
        raise Problem("conflict", "This service is for one. Give it seats to make it a class.")
    if (body.min_seats or service.min_seats) > (body.seats or service.seats):
        raise invalid("min_seats", "is more than there are seats", "Choose fewer, or more seats.")
    zone = await _zone(session, ctx.account.id, body)
    found = [date_of(body.local, zone)]
    if body.rule is not None:
        try:
            found = dates(body.rule, body.local, zone, frozenset(body.except_on))
        except BadRuleError as error:
            raise invalid("rule", error.reason, "Write it as in FREQ=WEEKLY;BYDAY=TU;COUNT=8.") from None
    wanted = Plan(found, zone, body.rule, body.skip_clashes, Terms(body.seats, body.min_seats))
    made, clashes = await schedule.hold(session, service, wanted, ctx.clock.now())
    rows = await session.scalars(
        select(ClassSession).where(ClassSession.id.in_(made)).order_by(ClassSession.starts_at)
    )
    return Made(classes=[view(each) for each in rows], clashes=[instant(each.start) for each in clashes])


async def list_classes(
    ctx: Context,
    session: AsyncSession,
    *,
    id: UUID,
    from_: Annotated[Instant, Field(alias="from")],
    to: Instant,
    link: Secret | None = None,
) -> Page[ClassView]:
    """List the classes of a service that can still be booked, full ones too.

    Those that start in [from, to), at most 62 days. A secret service shows them by `link`."""
    check_period(from_, to)
    now = ctx.clock.now()
    query = select(Service).join(Professional, Professional.person_id == Service.professional_id)
    service = await session.scalar(query.where(*services.ON_OFFER, Service.id == id))
    if service is None or (service.secret and (link is None or await links.service_of(session, link, now) != id)):
        raise not_found("service")
    shown = (ClassSession.service_id == id, ClassSession.status == "scheduled", ClassSession.starts_at > now)
    return Page(items=[view(each) for each in await _between(session, shown, from_, to)])


async def list_my_classes(
    ctx: Context,
    session: AsyncSession,
    from_: Annotated[Instant, Field(alias="from")],
    to: Instant,
) -> Page[ClassView]:
    """List the classes I hold that start in [from, to), at most 62 days, cancelled ones too."""
    check_period(from_, to)
    mine = (ClassSession.professional_id == ctx.account.id,)
    return Page(items=[view(each) for each in await _between(session, mine, from_, to)])


async def show_class(ctx: Context, session: AsyncSession, id: UUID) -> Roster:
    """Show a class I hold: who has a seat, how many wait."""
    row = await _mine(ctx, session, id)
    query = (
        select(Booking.id, Person.name, Booking.status)
        .join(Person, Person.id == Booking.client_id)
        .where(Booking.class_id == id)
        .order_by(Booking.created_at, Booking.id)
        .limit(2000)
    )
    holders = [SeatHolder(booking_id=each[0], name=each[1], status=each[2]) for each in await session.execute(query)]
    count = select(func.count()).where(Waiting.class_id == id, Waiting.status == "waiting")
    return Roster(**dict(view(row)), holders=holders, waiting=await session.scalar(count) or 0)


async def move_class(ctx: Context, session: AsyncSession, id: UUID, body: MoveClass) -> ClassView:
    """Hold a class at another time.

    The seats follow; who is busy then gets their seat cancelled, everybody else may cancel until it starts."""
    await _mine(ctx, session, id)
    row = await schedule.locked(session, id)
    zone = await _zone(session, ctx.account.id, body, row.zone)
    await schedule.move(session, row, date_of(body.local, zone), zone, ctx.clock.now())
    return view(row)


async def cancel_class(ctx: Context, session: AsyncSession, id: UUID, body: CallOff) -> ClassView:
    """Call a class off: its seats are cancelled, those who had them are told."""
    await _mine(ctx, session, id)
    row = await schedule.locked(session, id)
    await schedule.call_off(session, row, body.reason, ctx.clock.now())
    return view(row)


async def join_waiting_list(ctx: Context, session: AsyncSession, id: UUID) -> Place:
    """Wait for a seat in a full class.

    When one is free it is held for the first who waits, who has two hours to accept it."""
    row = await schedule.locked(session, id)
    await seating.clear_lapsed(session, row, ctx.clock.now())
    await waiting.join(session, row, ctx.account.id, ctx.clock.now())
    return Place(position=await waiting.position(session, id, ctx.account.id) or 1)


async def show_waiting_place(ctx: Context, session: AsyncSession, id: UUID) -> Place:
    """Show my place on a waiting list."""
    place = await waiting.position(session, id, ctx.account.id)
    if place is None:
        raise not_found("place on this list")
    return Place(position=place)


async def leave_waiting_list(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Wait no longer."""
    if not await waiting.leave(session, id, ctx.account.id):
        raise not_found("place on this list")


async def accept_seat(ctx: Context, session: AsyncSession, id: UUID) -> Seated:
    """Take the seat that is held for me."""
    booking = await session.get(Booking, id)
    if booking is None or booking.client_id != ctx.account.id:
        raise not_found("booking")
    await changes.accept(session, id, By(ctx.account.id, "client"), ctx.clock.now())
    return Seated(booking_ids=[id])


async def _zone(session: AsyncSession, host_id: UUID, body: Wall, usual: str | None = None) -> Zone:
    if body.zone or usual:
        return schedule.zone_of(body.zone or usual or "")
    return (await hours_of(session, [host_id]))[host_id].zone


async def _mine(ctx: Context, session: AsyncSession, class_id: UUID) -> ClassSession:
    row = await session.get(ClassSession, class_id)
    if row is None or row.professional_id != ctx.account.id:
        raise not_found("class")
    return row


async def _between(
    session: AsyncSession, conditions: Iterable[ColumnElement[bool]], begin: datetime, end: datetime
) -> list[ClassSession]:
    when = (ClassSession.starts_at >= begin, ClassSession.starts_at < end)
    query = select(ClassSession).where(*conditions, *when).order_by(ClassSession.starts_at, ClassSession.id)
    return list(await session.scalars(query.limit(2000)))


def routes(api: Api, commission_bp: int) -> None:
    """Everything about classes but their rooms."""

    async def book_seat(ctx: Context, session: AsyncSession, id: UUID, body: TakeSeat) -> Seated:
        """Book a seat in a class."""
        wish = SeatWish([id], ctx.account.id, body.note, body.answers, body.link, commission_bp)
        return Seated(booking_ids=await seating.seat(session, wish, ctx.clock.now()))

    async def book_series(ctx: Context, session: AsyncSession, id: UUID, body: TakeSeat) -> Seated:
        """Book a seat in every class of a series that is still to come: in all of them or in none."""
        left = (
            ClassSession.series_id == id,
            ClassSession.status == "scheduled",
            ClassSession.starts_at > ctx.clock.now(),
        )
        ids = list(await session.scalars(select(ClassSession.id).where(*left)))
        wish = SeatWish(ids, ctx.account.id, body.note, body.answers, body.link, commission_bp)
        return Seated(booking_ids=await seating.seat(session, wish, ctx.clock.now()))

    series_endpoints.routes(api)
    host, client = ("professional",), ("client",)
    refusals = ("conflict", "class-full", "slot-taken", "forbidden")
    api.post("/services/{id}/classes", hold_classes, roles=host, status=201, problems=("conflict",), idempotent=True)
    api.get("/services/{id}/classes", list_classes)
    api.get("/classes", list_my_classes, roles=host)
    api.get("/classes/{id}", show_class, roles=host)
    api.post("/classes/{id}/move", move_class, roles=host, problems=("conflict",), idempotent=True)
    api.post("/classes/{id}/cancel", cancel_class, roles=host, problems=("conflict",), idempotent=True)
    api.post("/classes/{id}/seats", book_seat, roles=client, status=201, problems=refusals, idempotent=True)
    api.post("/series/{id}/seats", book_series, roles=client, status=201, problems=refusals, idempotent=True)
    api.post("/classes/{id}/waiting", join_waiting_list, roles=client, problems=("conflict", "forbidden"))
    api.get("/classes/{id}/waiting", show_waiting_place, roles=client)
    api.delete("/classes/{id}/waiting", leave_waiting_list, roles=client, status=204)
    api.post("/bookings/{id}/accept", accept_seat, roles=client, problems=("conflict",), idempotent=True)
