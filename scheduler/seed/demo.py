"""Puts the cast on the stage and sees to it that Carla and Ada are in a meeting now."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts
from auth.passwords import Passwords
from scheduler.availability import storage as availability
from scheduler.availability import zones
from scheduler.availability.locks import lock_people
from scheduler.booking import changes, occupancy, states
from scheduler.booking import storage as bookings
from scheduler.booking.changes import By
from scheduler.clock import Clock
from scheduler.config import ConfigError, Settings
from scheduler.people import storage as people
from scheduler.seed.cast import ADA, CLIENT, MEETING, PASSWORD, PROFESSIONALS, Role
from scheduler.services import storage as services
from scheduler.services.models import NewService
from scheduler.services.tables import Service
from scheduler.store.driver import driver
from scheduler.store.engine import create_engine, create_sessions

STARTED_AGO: Final = timedelta(minutes=5)
LEFT_AT_LEAST: Final = timedelta(minutes=40)
GRID_S: Final = 300
_SEEDING: Final = "visavis: seed"


async def seed(settings: Settings) -> dict[str, Any]:
    """Seed the demo into a migrated database: {"logins": [...], "running_booking_id": id or null}.

    null only when Carla or Ada is in a meeting with somebody else just now. Raises ConfigError in production: the
    demo's passwords are published."""
    if settings.env == "production":
        raise ConfigError("VISAVIS_ENV: the demo is refused in production, its passwords are published")
    engine = create_engine(settings.database_url, pool=1)
    passwords = Passwords()
    try:
        now = Clock(settings.clock_offset_s).now().replace(microsecond=0)
        async with create_sessions(engine).begin() as session:
            await session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": _SEEDING})
            password_hash = await passwords.hash(PASSWORD)
            ids = {role.email: await _enter(session, role, password_hash, now) for role in (CLIENT, *PROFESSIONALS)}
            running = await _meet(session, ids[ADA.email], ids[CLIENT.email], now)
        logins = [_login(role) for role in (CLIENT, *PROFESSIONALS)]
        return {"logins": logins, "running_booking_id": running and str(running)}
    finally:
        passwords.close()
        await engine.dispose()


def _login(role: Role) -> dict[str, Any]:
    roles = ["client", "professional"] if role.headline else ["client"]
    return {"name": role.name, "email": role.email, "password": PASSWORD, "roles": roles}


async def _enter(session: AsyncSession, role: Role, password_hash: str, now: datetime) -> UUID:
    """The id of somebody of the cast, who is made with all they have if they are not there."""
    who = people.Newcomer(
        email=role.email,
        password_hash=password_hash,
        name=role.name,
        zone=role.zone,
        locale="en",
        verified=True,
    )
    made = await people.create_person(session, who, now)
    if made is None:
        known = await accounts.by_email(session, role.email)
        if known is None:
            raise LookupError(role.email)
        return known.id
    if role.headline:
        profile = {
            "headline": role.headline,
            "bio": role.bio,
            "languages": list(role.languages),
            "categories": list(role.categories),
        }
        if not await people.set_professional(session, made, role.slug, profile, now):
            await people.set_professional(session, made, None, profile, now)
        await people.set_active(session, made, True, now)
        week = [(weekday, role.opens, role.closes) for weekday in range(7)]
        await availability.set_weekly(session, made, role.zone, week, now)
        for index, offered in enumerate(role.services):
            terms = NewService(
                title=offered.title,
                description=offered.description,
                duration_minutes=offered.minutes,
                price_minor=offered.price_minor,
                currency="EUR",
                notice_minutes=15,
                cancel_cutoff_minutes=120,
            )
            await services.create(session, made, terms.model_dump(), now + timedelta(milliseconds=index))
    return made


async def _meet(session: AsyncSession, ada: UUID, carla: UUID, now: datetime) -> UUID | None:
    """The running meeting of the two: the one there is, or a new one in its place when it is nearly over."""
    await lock_people(session, [ada, carla])
    for shown in await bookings.calendar(session, carla, now, now + timedelta(seconds=1)):
        if shown.booking.professional_id != ada:
            continue
        if shown.booking.ends_at - now >= LEFT_AT_LEAST:
            return shown.booking.id
        await changes.cancel(session, shown.booking.id, By(ada, "professional", "The demo begins anew."), now)
    offered = next((each for each in await services.all_of(session, ada) if each.title == MEETING), None)
    if offered is None:
        return None
    return await _begin(session, offered, carla, now)


async def _begin(session: AsyncSession, offered: Service, carla: UUID, now: datetime) -> UUID | None:
    """A meeting that started some minutes ago, cut where the next booking of either of the two begins."""
    ada = offered.professional_id
    first = (int((now - STARTED_AGO).timestamp()) // GRID_S) * GRID_S
    last = first + offered.duration_minutes * 60
    start, end = occupancy.instant(first), occupancy.instant(last)
    busy = await occupancy.busy(await driver(session), [ada, carla], first, last, now=int(now.timestamp()))
    for spans in busy.of.values():
        for begin, until in spans:
            if until <= int(now.timestamp()):
                start = max(start, occupancy.instant(until))
            else:
                end = min(end, occupancy.instant(begin))
    if end <= now:
        return None
    zone = zones.load((await availability.hours_of(session, [ada]))[ada].zone.name)
    booking = occupancy.NewBooking(
        id=uuid4(),
        service_id=offered.id,
        professional_id=ada,
        client_id=carla,
        status=states.after(None, "book", "client"),
        starts_at=start,
        ends_at=end,
        local_start=zone.local(int(start.timestamp())),
        zone=zone.name,
        title=offered.title,
        duration_minutes=int((end - start).total_seconds()) // 60,
        price_minor=offered.price_minor,
        currency=offered.currency,
        note="I would like to talk about my next step.",
        answers="[]",
        cancel_cutoff_minutes=offered.cancel_cutoff_minutes,
        buffer_before_minutes=0,
        buffer_after_minutes=0,
        approval=False,
        created_at=now - timedelta(days=1),
        expires_at=None,
        busy_from=start,
        busy_until=end,
    )
    return booking.id if await occupancy.write(await driver(session), booking) else None
