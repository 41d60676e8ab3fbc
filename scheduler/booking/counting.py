"""How many bookings a day, a week, a month there are already: read under the lock, for the caps of a service and of
its professional. Costs nothing where there is no cap.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from scheduler.availability.caps import Caps, Period, reach_of, shut
from scheduler.availability.hours import Hours
from scheduler.store.driver import Driver

Started = list[tuple[UUID, int]]
"""(service, start in seconds since 1970) of each booking that counts."""

# Of a class it is the class that takes place, however many have seats; what was given up or never came to be is none.
_STARTED = """
SELECT professional_id, service_id, extract(epoch FROM starts_at)::bigint FROM booking
WHERE professional_id = ANY($1) AND starts_at >= $2 AND starts_at < $3 AND class_id IS NULL
    AND status NOT IN ('cancelled', 'declined', 'expired') AND (expires_at IS NULL OR expires_at > $4)
    AND ($5::uuid IS NULL OR id <> $5)
"""


def caps_of(row: Mapping[str, Any], prefix: str = "") -> Caps:
    """The caps in a row with `max_per_day`, `max_per_week`, `max_per_month`."""
    return Caps(row[f"{prefix}max_per_day"], row[f"{prefix}max_per_week"], row[f"{prefix}max_per_month"])


async def started(
    connection: Driver, hosts: Iterable[UUID], period: tuple[int, int], *, now: int, but: UUID | None = None
) -> dict[UUID, Started]:
    """The bookings of each host that start within the instants [begin, end) and count."""
    hosts = list(hosts)
    begin, end = (datetime.fromtimestamp(each, UTC) for each in period)
    found: dict[UUID, Started] = {host: [] for host in hosts}
    for host, service, start in await connection.fetch(
        _STARTED, hosts, begin, end, datetime.fromtimestamp(now, UTC), but
    ):
        found[host].append((service, start))
    return found


async def limits_of(connection: Driver, hosts: Iterable[UUID]) -> dict[UUID, Caps]:
    """The caps of these professionals over all their services."""
    hosts = list(hosts)
    found = dict.fromkeys(hosts, Caps())
    for row in await connection.fetch("SELECT * FROM booking_limit WHERE person_id = ANY($1)", hosts):
        found[row["person_id"]] = caps_of(row)
    return found


def shut_by(
    hours: Hours, caps: tuple[Caps, Caps], service_id: UUID, taken: Started, period: tuple[int, int]
) -> list[tuple[int, int, Period]]:
    """The instants at which no booking of this service may start any more, and by which cap; `caps` are the
    service's and its professional's."""
    own = [start for service, start in taken if service == service_id]
    everything = [start for _, start in taken]
    return [*shut(hours, caps[0], own, *period), *shut(hours, caps[1], everything, *period)]


def counted(hours: Hours, period: tuple[int, int]) -> tuple[int, int]:
    """The instants that must be counted for starts within a period."""
    return reach_of(hours, *period)
