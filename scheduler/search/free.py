"""Free times of services, for whoever looks: the validator's listing over what the database holds now.

The rule kept here: what a card costs has a bound, whatever hours and however many services a professional has
written. It looks LOOK_AHEAD_DAYS ahead, at the first LOOKED_AT services; a service's own list looks at all.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.hours import Hours
from scheduler.availability.slots import Offer, next_starts, reach, starts
from scheduler.availability.storage import hours_by_schedule, hours_of
from scheduler.booking import counting, occupancy
from scheduler.booking.desk import Desk, open_desk
from scheduler.booking.occupancy import Spans, instant
from scheduler.http import not_found
from scheduler.search.models import NextSlot
from scheduler.search.storage import Offered
from scheduler.services import links
from scheduler.store.driver import Driver, driver

LOOK_AHEAD_DAYS: Final = 60
LOOKED_AT: Final = 20
# The default hours of a professional, and those of the schedules that services name.
Kept = tuple[Hours, Mapping[UUID, Hours]]


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


async def soonest(
    session: AsyncSession,
    services: Mapping[UUID, Sequence[Offered]],
    now: datetime,
    count: int,
    within: tuple[int, int] | None = None,
) -> tuple[dict[UUID, Hours], dict[UUID, list[NextSlot]]]:
    """The hours, and the next `count` free times over all services, of each professional (the keys of `services`);
    when `within` is given, those that begin and end in it."""
    seconds = int(now.timestamp())
    hours = await hours_of(session, services)
    named = {
        UUID(each.fields["schedule_id"])
        for offered in services.values()
        for each in offered
        if each.fields["schedule_id"] is not None
    }
    own = await hours_by_schedule(session, named)
    since = seconds - 86_400
    if within is None:
        until = max(
            (_horizon((hours[host], own), offered, seconds) for host, offered in services.items()), default=seconds
        )
    else:  # a day around it holds any buffer
        since, until = max(since, within[0] - 86_400), within[1] + 86_400
    connection = await driver(session)
    busy = (await occupancy.busy(connection, services, since, until, now=seconds, hosts=services)).of
    capped = await _capped(connection, services, hours, (since, until), seconds)
    found = {}
    for host, offered in services.items():
        known = ((hours[host], own), busy[host], capped)
        found[host] = _soonest(*known, offered, now=seconds, count=count, within=within)
        await asyncio.sleep(0)  # others are served between two cards
    return hours, found


async def _capped(
    connection: Driver,
    services: Mapping[UUID, Sequence[Offered]],
    hours: Mapping[UUID, Hours],
    period: tuple[int, int],
    now: int,
) -> dict[UUID, list[tuple[int, int]]]:
    """The instants at which a cap lets nothing start, of each service that has one or whose professional has."""
    limits = await counting.limits_of(connection, services)
    of_service = {each.id: counting.caps_of(each.fields) for offered in services.values() for each in offered}
    hosts = [
        host
        for host, offered in services.items()
        if limits[host].any or any(of_service[each.id].any for each in offered)
    ]
    found: dict[UUID, list[tuple[int, int]]] = {}
    for host in hosts:
        counted = counting.counted(hours[host], period)
        taken = (await counting.started(connection, [host], counted, now=now))[host]
        for each in services[host]:
            shut = counting.shut_by(hours[host], (of_service[each.id], limits[host]), each.id, taken, period)
            found[each.id] = [(first, after) for first, after, _ in shut]
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


def _of(hours: Kept, service: Offered) -> Hours:
    default, own = hours
    named = service.fields["schedule_id"]
    return default if named is None else own[UUID(named)]


def _horizon(hours: Kept, services: Iterable[Offered], now: int) -> int:
    ends = (
        reach(_of(hours, service), offer, now)[1] + offer.duration + offer.after for service, offer in _near(services)
    )
    return max(ends, default=now)


def _soonest(
    hours: Kept,
    busy: Spans,
    capped: Mapping[UUID, list[tuple[int, int]]],
    services: Iterable[Offered],
    *,
    now: int,
    count: int,
    within: tuple[int, int] | None,
) -> list[NextSlot]:
    """At most one service for each start: three times to choose from, not one time three times."""
    first: dict[int, Offered] = {}
    for service, offer in _near(services):
        shut = capped.get(service.id, [])
        if within is None:
            found = next_starts(_of(hours, service), offer, busy, now=now, after=now, count=count, capped=shut)
        else:
            begin, end = within[0], within[1] - offer.duration + 1
            found = starts(_of(hours, service), offer, busy, now=now, begin=begin, end=end, capped=shut)[:count]
        for start in found:
            first.setdefault(start, service)
    return [
        NextSlot(service_id=each.id, start=instant(start), end=instant(start + each.offer.duration))
        for start, each in sorted(first.items(), key=lambda item: item[0])[:count]
    ]
