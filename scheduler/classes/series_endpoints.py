"""A series as a whole, its host's: show it, call it off, move it; all that is to come, or from one class on."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import ClassSession
from scheduler.classes import schedule, series
from scheduler.classes.models import (
    CallOffSeries,
    MoveSeries,
    SeriesClass,
    SeriesMoved,
    SeriesOff,
    SeriesView,
    Staying,
)
from scheduler.classes.series import CallOff, Move
from scheduler.classes.shown import view
from scheduler.classes.tables import ClassSeries
from scheduler.http import Api, Context


async def show_series(ctx: Context, session: AsyncSession, id: UUID) -> SeriesView:
    """Show a series I hold, with all its classes, those that are over or called off too."""
    rows = await series.all_of(session, id, ctx.account.id)
    row = await session.get_one(ClassSeries, id)
    return SeriesView(id=id, service_id=row.service_id, rule=row.rule, classes=[_shown(each) for each in rows])


async def cancel_series(ctx: Context, session: AsyncSession, id: UUID, body: CallOffSeries) -> SeriesOff:
    """Call off the classes of a series that are still to come: all of them, or one and those after it.

    Their seats are cancelled and paid back as those of a single class; who waits for one is told. Nothing happens to
    what was called off before, so it may be asked again."""
    rows = await series.all_of(session, id, ctx.account.id, hold=True)
    wish = CallOff(body.from_class, body.reason, keep_moved=body.keep_moved)
    off, kept = await series.call_off(session, rows, wish, ctx.clock.now())
    return SeriesOff(classes=[view(each) for each in off], kept=[view(each) for each in kept])


async def move_series(ctx: Context, session: AsyncSession, id: UUID, body: MoveSeries) -> SeriesMoved:
    """Move the classes of a series that are still to come: all of them, or one and those after it.

    All by as many days, to the same time of day. What was called off or moved by itself before stays as it is. When
    some of the new times cannot be had the answer (409) names them all in `clashes`, unless those classes are to stay
    where they are. Seats follow as those of a single class do."""
    rows = await series.all_of(session, id, ctx.account.id, hold=True)
    zone = None if body.zone is None else schedule.zone_of(body.zone)
    wish = Move(body.local, zone, body.from_class, skip=body.skip_clashes)
    moved, staying = await series.move(session, rows, wish, ctx.clock.now())
    return SeriesMoved(
        classes=[view(each) for each in moved],
        staying=[Staying(class_id=each.row.id, start=each.row.starts_at, wanted=each.wanted) for each in staying],
    )


def _shown(row: ClassSession) -> SeriesClass:
    planned = row.planned_local or row.local_start
    return SeriesClass(**dict(view(row)), planned_local=planned.isoformat(timespec="minutes"), apart=row.apart)


def routes(api: Api) -> None:
    """Everything about series as a whole but booking them."""
    host = ("professional",)
    api.get("/series/{id}", show_series, roles=host)
    api.post("/series/{id}/cancel", cancel_series, roles=host, problems=("conflict",), idempotent=True)
    api.post("/series/{id}/move", move_series, roles=host, problems=("conflict",), idempotent=True)
