"""A professional's schedules: named weeks, one of them the default; each service goes by one.

The rule kept here: what a service goes by cannot be deleted, and neither can the default.
"""

from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability import storage
from scheduler.availability.locks import lock_people
from scheduler.availability.models import ChangeSchedule, NewSchedule, ScheduleView
from scheduler.availability.tables import Schedule
from scheduler.availability.typed import check_zone, week_shown, week_typed
from scheduler.http import Api, Context, Page, Problem, not_found
from scheduler.jobs.queue import enqueue

MOST_SCHEDULES: Final = 20


async def mine(ctx: Context, session: AsyncSession, schedule_id: UUID) -> Schedule:
    """One of the caller's own schedules. Raises 404."""
    found = await storage.schedule_of(session, ctx.account.id, schedule_id)
    if found is None:
        raise not_found("schedule")
    return found


async def changed(ctx: Context, session: AsyncSession) -> None:
    """The cache of free windows follows by a job."""
    await enqueue(session, "free-windows", {"person_id": str(ctx.account.id)})


async def list_schedules(ctx: Context, session: AsyncSession) -> Page[ScheduleView]:
    """List my schedules, the default first."""
    return Page(items=[_view(each) for each in await storage.schedules_of(session, ctx.account.id)])


async def create_schedule(ctx: Context, session: AsyncSession, body: NewSchedule) -> ScheduleView:
    """Make a schedule that services can go by. The first is the default."""
    check_zone(body.zone)
    ranges = week_typed(body.hours)
    await lock_people(session, [ctx.account.id])
    if len(await storage.schedules_of(session, ctx.account.id)) >= MOST_SCHEDULES:
        raise Problem("conflict", f"You have {MOST_SCHEDULES} schedules already. Delete one first.")
    made = await storage.create_schedule(session, ctx.account.id, (body.name, body.zone), ranges, ctx.clock.now())
    return _view(await mine(ctx, session, made))


async def show_schedule(ctx: Context, session: AsyncSession, id: UUID) -> ScheduleView:
    """Show one of my schedules."""
    return _view(await mine(ctx, session, id))


async def change_schedule(ctx: Context, session: AsyncSession, id: UUID, body: ChangeSchedule) -> ScheduleView:
    """Change one of my schedules; what is left out stays.

    `hours` replace the whole week. `default` can only be set: it then is no longer the other's. Bookings that stand
    are not touched."""
    changes: dict[str, Any] = {"updated_at": ctx.clock.now()}
    if body.name is not None:
        changes["name"] = body.name
    if body.zone is not None:
        check_zone(body.zone)
        changes["zone"] = body.zone
    if body.hours is not None:
        changes["ranges"] = [list(each) for each in week_typed(body.hours)]
    await lock_people(session, [ctx.account.id])
    await mine(ctx, session, id)
    if body.default:
        await storage.choose_default(session, ctx.account.id, id)
    await storage.change_schedule(session, id, changes)
    await changed(ctx, session)
    return _view(await mine(ctx, session, id))


async def delete_schedule(ctx: Context, session: AsyncSession, id: UUID) -> None:
    """Delete one of my schedules with its days: not the default, nor one that a service goes by."""
    await lock_people(session, [ctx.account.id])
    schedule = await mine(ctx, session, id)
    if schedule.is_default:
        raise Problem("conflict", "This is your default schedule. Make another one the default first.")
    if users := await storage.users_of(session, id):
        named = ", ".join(f"“{title}”" for title in users)
        raise Problem("conflict", f"It is in use: {named}. Give these services another schedule first.")
    await storage.delete_schedule(session, id)


def _view(schedule: Schedule) -> ScheduleView:
    hours = storage.read_hours(schedule.zone, schedule.ranges, None)
    return ScheduleView(
        id=schedule.id,
        name=schedule.name,
        default=schedule.is_default,
        zone=schedule.zone,
        hours=week_shown(hours),
    )


def routes(api: Api) -> None:
    """Everything under /availability/schedules but their days."""
    roles = ("professional",)
    api.get("/availability/schedules", list_schedules, roles=roles)
    api.post(
        "/availability/schedules",
        create_schedule,
        roles=roles,
        status=201,
        problems=("conflict",),
        idempotent=True,
    )
    one = "/availability/schedules/{id}"
    api.get(one, show_schedule, roles=roles, etag=True)
    api.patch(one, change_schedule, roles=roles, edits=show_schedule)
    api.delete(one, delete_schedule, roles=roles, status=204, problems=("conflict",), edits=show_schedule)
