"""Free times of services, for whoever looks: the validator's listing over what the database holds now.

The rule kept here: what a card costs has a bound, whatever hours and however many services a professional has
written. It looks LOOK_AHEAD_DAYS ahead, at the first LOOKED_AT services; a service's own list looks at all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours, Piece, pieces
from scheduler.availability.slots import Offer, next_starts, reach, starts
from scheduler.booking import counting, occupancy
from scheduler.booking.desk import Desk, open_desk
from scheduler.booking.occupancy import Spans, instant
from scheduler.http import not_found
from scheduler.search.models import NextSlot
from scheduler.search.storage import Found, Offered, own_hours
from scheduler.services import links
from scheduler.store.driver import Driver, driver

LOOK_AHEAD_DAYS: Final = 60
LOOKED_AT: Final = 20


async def listed(
    session: AsyncSession,
    service_id: UUID,
    now: datetime,
    period: tuple[datetime, datetime],
    *,
    minutes: int | None = None,
    link: str | None = None,
) -> tuple[Desk, list[int]]:
    """A service on offer, and its starts in the period [begin, end) in seconds since 1970: read as a booking reads
    it. Raises 404, also for a secret service without a link that leads to it, and 422 for a length it has not."""
    desk = await shown_desk(session, service_id, now, minutes=minutes, link=link)
    if desk.service["seats"] is not None:
        return desk, []  # a class has dates of its own
    begin, end = period
    # A start is a whole second: one before a fraction is before it, one after is not.
    return desk, await desk.starts_between(int(now.timestamp()), _ceil(begin), _ceil(end))


async def shown_desk(
    session: AsyncSession, service_id: UUID, now: datetime, *, minutes: int | None, link: str | None
) -> Desk:
    """The desk of a service that may be seen: a secret one by a link that leads to it. Raises 404, 422."""
    desk = await open_desk(await driver(session), service_id, minutes)
    if desk.service["secret"] and (link is None or await links.service_of(session, link, now) != service_id):
        raise not_found("service")
    return desk


def _ceil(at: datetime) -> int:
    return -int(-at.timestamp() // 1)


@dataclass(slots=True)
class Times:
    """What rules on the free times of some professionals, read at once: their hours by schedule, what occupies them,
    what caps shut. `now` in seconds; `within`: of interest are only times that begin and end in it."""

    now: int
    within: tuple[int, int] | None
    own: Mapping[UUID, Hours]
    busy: Mapping[UUID, Spans]
    capped: Mapping[UUID, Sequence[tuple[int, int]]]

    def soonest(self, found: Found, count: int, least: int = 0) -> list[NextSlot]:
        """The next `count` free times over the services of one of them that last at least so many seconds. At most
        one service for each start: three times to choose from, not one time three times."""
        first: dict[int, Offered] = {}
        now, busy = self.now, self.busy[found.id]
        usual: list[Piece] | None = None  # of the default hours, by which most services go
        for service, offer in _near(found.services):
            if offer.duration < least:
                continue
            hours, capped = _of(found, self.own, service), self.capped.get(service.id, ())
            if self.within is None:
                starting = next_starts(hours, offer, busy, now=now, after=now, count=count, capped=capped)
            else:
                begin, end = self.within[0], self.within[1] - offer.duration + 1
                if hours is found.hours and usual is None:
                    usual = pieces(hours, *self.within)
                known = usual if hours is found.hours else None
                starting = starts(
                    hours, offer, busy, now=now, begin=begin, end=end, capped=capped, open_pieces=known
                )[:count]
            for start in starting:
                first.setdefault(start, service)
        return [
            {"service_id": each.id, "start": instant(start), "end": instant(start + each.offer.duration)}
            for start, each in sorted(first.items(), key=lambda item: item[0])[:count]
        ]


async def times_of(
    connection: Driver, people: Collection[Found], now: datetime, within: tuple[int, int] | None = None
) -> Times:
    """What rules on the free times of these professionals: `soonest` of each is then computed alone."""
    seconds = int(now.timestamp())
    offered = [each for found in people for each in found.services]
    named = {UUID(each.fields["schedule_id"]) for each in offered if each.fields["schedule_id"] is not None}
    own = await own_hours(connection, named)
    # Before a start there may be a buffer, after an end too; a booking may begin in the past.
    before = max((each.offer.before for each in offered), default=0)
    after = max((each.offer.after for each in offered), default=0)
    if within is None:
        since, until = seconds, max((_horizon(found, own, seconds) for found in people), default=seconds)
    else:
        since, until = max(seconds, within[0]), max(seconds, within[1])
    reached = (since - before, until + after)
    ids = [found.id for found in people]
    busy = (await occupancy.busy(connection, ids, *reached, now=seconds, hosts=ids)).of
    return Times(seconds, within, own, busy, await _capped(connection, people, (since, until), seconds))


async def _capped(
    connection: Driver, people: Iterable[Found], period: tuple[int, int], now: int
) -> dict[UUID, Sequence[tuple[int, int]]]:
    """The instants at which a cap lets nothing start, of each service that has one or whose professional has."""
    found: dict[UUID, Sequence[tuple[int, int]]] = {}
    for host in people:
        if not host.caps.any and not any(counting.caps_of(each.fields).any for each in host.services):
            continue
        of_service = {each.id: counting.caps_of(each.fields) for each in host.services}
        counted = counting.counted(host.hours, period)
        taken = (await counting.started(connection, [host.id], counted, now=now))[host.id]
        for service, caps in of_service.items():
            shut = counting.shut_by(host.hours, (caps, host.caps), service, taken, period)
            found[service] = [(first, after) for first, after, _ in shut]
    return found


def _near(services: Iterable[Offered]) -> list[tuple[Offered, Offer]]:
    """The services that a card looks at, and how far."""
    return [
        (
            each,
            replace(each.offer, window_days=LOOK_AHEAD_DAYS)
            if each.offer.window_days > LOOK_AHEAD_DAYS
            else each.offer,
        )
        for each in [each for each in services if each.fields["seats"] is None][:LOOKED_AT]
    ]


def _of(found: Found, own: Mapping[UUID, Hours], service: Offered) -> Hours:
    named = service.fields["schedule_id"]
    return found.hours if named is None else own[UUID(named)]


def _horizon(found: Found, own: Mapping[UUID, Hours], now: int) -> int:
    ends = (
        reach(_of(found, own, service), offer, now)[1] + offer.duration for service, offer in _near(found.services)
    )
    return max(ends, default=now)
