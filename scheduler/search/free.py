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
from scheduler.availability.storage import hours_of
from scheduler.booking import occupancy
from scheduler.booking.desk import Desk, open_desk
from scheduler.booking.occupancy import Spans, instant
from scheduler.http import not_found
from scheduler.search.models import NextSlot
from scheduler.services import links
from scheduler.services.storage import offer_of
from scheduler.services.tables import Service
from scheduler.store.driver import driver

LOOK_AHEAD_DAYS: Final = 60
LOOKED_AT: Final = 20


async def listed(
    session: AsyncSession, service_id: UUID, now: datetime, period: tuple[datetime, datetime], link: str | None = None
) -> tuple[Desk, list[int]]:
    """A service on offer, and its starts in the period [begin, end) in seconds since 1970: read as a booking reads
    it. Raises 404, also for a secret service without a link that leads to it."""
    connection = await driver(session)
    desk = await open_desk(connection, service_id)
    if desk.service["secret"] and (link is None or await links.service_of(session, link, now) != service_id):
        raise not_found("service")
    if desk.service["seats"] is not None:
        return desk, []  # a class has dates of its own
    begin, end = period
    offer = desk.offer
    # A start is a whole second: one before a fraction is before it, one after is not.
    first, stop = _ceil(begin), _ceil(end)
    reached = first - offer.before, stop + offer.duration + offer.after
    seconds = int(now.timestamp())
    busy = (await occupancy.busy(connection, [desk.host_id], *reached, now=seconds)).of[desk.host_id]
    return desk, starts(desk.hours, offer, busy, now=seconds, begin=first, end=stop)


def _ceil(at: datetime) -> int:
    return -int(-at.timestamp() // 1)


async def soonest(
    session: AsyncSession, services: Mapping[UUID, Sequence[Service]], now: datetime, count: int
) -> tuple[dict[UUID, Hours], dict[UUID, list[NextSlot]]]:
    """The hours, and the next `count` free times over all services, of each professional (the keys of `services`)."""
    seconds = int(now.timestamp())
    hours = await hours_of(session, services)
    until = max((_horizon(hours[host], offered, seconds) for host, offered in services.items()), default=seconds)
    busy = (await occupancy.busy(await driver(session), services, seconds - 86_400, until, now=seconds)).of
    found = {}
    for host, offered in services.items():
        found[host] = _soonest(hours[host], offered, busy[host], seconds, count)
        await asyncio.sleep(0)  # others are served between two cards
    return hours, found


def _near(services: Iterable[Service]) -> list[tuple[Service, Offer]]:
    """The services that a card looks at, and how far."""
    slotted = [service for service in services if service.seats is None]
    offers = ((service, offer_of(service)) for service in slotted[:LOOKED_AT])
    return [
        (service, replace(offer, window_days=min(offer.window_days, LOOK_AHEAD_DAYS))) for service, offer in offers
    ]


def _horizon(hours: Hours, services: Iterable[Service], now: int) -> int:
    ends = (reach(hours, offer, now)[1] + offer.duration + offer.after for _, offer in _near(services))
    return max(ends, default=now)


def _soonest(hours: Hours, services: Iterable[Service], busy: Spans, now: int, count: int) -> list[NextSlot]:
    """At most one service for each start: three times to choose from, not one time three times."""
    first: dict[int, NextSlot] = {}
    for service, offer in _near(services):
        for start in next_starts(hours, offer, busy, now=now, after=now, count=count):
            end = instant(start + offer.duration)
            first.setdefault(start, NextSlot(service_id=service.id, start=instant(start), end=end))
    return [first[start] for start in sorted(first)[:count]]
