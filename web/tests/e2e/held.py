"""Meetings that are over, put into a running stack: one that both came to, one that the client missed.

The rule kept here: only what happened is written (bookings, and who was in their rooms when); what follows from it
the scheduler judges itself, within its next look. Prints {"held": id, "missed": id} as JSON.

    PYTHONPATH=. python web/tests/e2e/held.py STATE_DIR CLIENT_EMAIL PROFESSIONAL_EMAIL
"""

import asyncio
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts
from scheduler.availability import storage as availability
from scheduler.availability.locks import lock_people
from scheduler.booking import occupancy
from scheduler.rooms.tables import Attendance
from scheduler.services import storage as services
from scheduler.store.driver import driver
from scheduler.store.embedded import start
from scheduler.store.engine import create_engine, create_sessions

HOUR = timedelta(hours=1)


async def meeting(session: AsyncSession, client: UUID, host: UUID, begin: datetime, came: tuple[str, ...]) -> UUID:
    """A confirmed booking that began then, and the stays of those who came."""
    offered = next(each for each in await services.all_of(session, host) if each.seats is None)
    zone = (await availability.hours_of(session, [host]))[host].zone
    end = begin + timedelta(minutes=30)
    booking = occupancy.NewBooking(
        id=uuid4(),
        service_id=offered.id,
        professional_id=host,
        client_id=client,
        status="confirmed",
        starts_at=begin,
        ends_at=end,
        local_start=zone.local(int(begin.timestamp())),
        zone=zone.name,
        title=offered.title,
        duration_minutes=30,
        price_minor=offered.price_minor,
        currency=offered.currency,
        note="",
        answers="[]",
        cancel_cutoff_minutes=offered.cancel_cutoff_minutes,
        buffer_before_minutes=0,
        buffer_after_minutes=0,
        approval=False,
        created_at=begin - timedelta(days=1),
        expires_at=None,
        busy_from=begin,
        busy_until=end,
    )
    if not await occupancy.write(await driver(session), booking):
        raise SystemExit("one of the two is busy then")
    people = {"client": client, "professional": host}
    for role in came:
        session.add(
            Attendance(
                participant_sid=f"PA_{uuid4().hex[:12]}",
                booking_id=booking.id,
                person_id=people[role],
                role=role,
                joined_at=begin,
                last_seen_at=end,
                left_at=end,
                closed_by="left",
            )
        )
    return booking.id


async def main(dsn: str, client_email: str, host_email: str) -> None:
    """Put both meetings there."""
    engine = create_engine(dsn, pool=1)
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    try:
        async with create_sessions(engine).begin() as session:
            found = [await accounts.by_email(session, email) for email in (client_email, host_email)]
            client, host = (each.id for each in found if each is not None)
            await lock_people(session, [client, host])
            held = await meeting(session, client, host, now - 5 * HOUR, ("client", "professional"))
            missed = await meeting(session, client, host, now - 9 * HOUR, ("professional",))
        sys.stdout.write(json.dumps({"held": str(held), "missed": str(missed)}))
    finally:
        await engine.dispose()


if __name__ == "__main__":
    state, *emails = sys.argv[1:]
    asyncio.run(main(start(Path(state) / "postgres").dsn, *emails))
