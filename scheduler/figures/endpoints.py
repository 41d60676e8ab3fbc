"""My figures in the role in force, and the figures of the whole for admins."""

from datetime import datetime, timedelta
from typing import Annotated, Final

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.figures import storage
from scheduler.figures.models import Figures, HouseFigures
from scheduler.http import Api, Context, Instant, invalid

LONGEST: Final = timedelta(days=366)
From = Annotated[Instant, Field(alias="from")]


async def show_figures(ctx: Context, session: AsyncSession, *, from_: From, to: Instant) -> Figures:
    """Show what my bookings of the role in force came to that begin in [from, to), at most a year.

    Counts and rates, hours held, with how many people, what they said of me, and the money of that time."""
    _check(from_, to)
    role, values = ctx.role, storage.values_of(from_, to, ctx.account.id)
    others, new = await storage.people(session, role, values)
    mean, reviews = await storage.rating(session, role, values, ctx.clock.now())
    return Figures(
        since=from_,
        until=to,
        bookings=await storage.counts(session, role, values),
        minutes_held=await storage.minutes_held(session, role, values),
        people=others,
        new_people=new,
        rating=mean,
        reviews=reviews,
        days=await storage.days(session, role, values),
        earned=await storage.earned(session, values) if role == "professional" else [],
        spent=await storage.spent(session, values) if role == "client" else [],
    )


async def show_house_figures(ctx: Context, session: AsyncSession, *, from_: From, to: Instant) -> HouseFigures:
    """Show what all came to in [from, to), at most a year, and what waits for an admin now. Names nobody."""
    _check(from_, to)
    values = storage.values_of(from_, to)
    return HouseFigures(
        since=from_,
        until=to,
        **await storage.accounts(session, values),
        bookings=await storage.counts(session, None, values),
        minutes_held=await storage.minutes_held(session, None, values),
        days=await storage.days(session, None, values),
        turnover=await storage.turnover(session, values),
        waiting=await storage.waiting(session),
    )


def _check(begin: datetime, end: datetime) -> None:
    if begin >= end:
        raise invalid("to", "is not after from", "Ask for a time after from.")
    if end - begin > LONGEST:
        raise invalid("to", f"is more than {LONGEST.days} days after from", "Ask for less at once.")


def routes(api: Api) -> None:
    """/figures, and those of the whole under /admin."""
    api.get("/figures", show_figures, roles=("client", "professional"))
    api.get("/admin/figures", show_house_figures, roles=("admin",))
