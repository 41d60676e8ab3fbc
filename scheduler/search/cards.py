"""Cards and pages: what the directory tells, with the services and with times that the validator says can be booked.

The rule kept here: whom the cache of free windows promised for the asked time and the validator does not confirm is
left out. So more are found than a page shows; a page that is short all the same has a next one.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from time import perf_counter
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.people.photos import photo_links
from scheduler.search import free, storage
from scheduler.search.models import Common, NextSlot, ProfessionalCard, ProfessionalPage
from scheduler.search.storage import Found
from scheduler.search.wanted import Position, Wanted
from scheduler.services.models import ServiceBrief, ServiceView
from scheduler.store.driver import Driver, driver

NEXT_SHOWN: Final = 3
SPARE: Final = 20
LEAST: Final = 4  # looked at together
# How long others may wait for the loop: a card of many services with many rules takes a while.
LONGEST_S: Final = 0.002


async def page(session: AsyncSession, found: Found, asked_as: str, now: datetime) -> ProfessionalPage:
    """Somebody's own page."""
    times = await free.times_of(await driver(session), [found], now)
    return ProfessionalPage(
        **_common(found),
        credentials=found.credentials,  # type: ignore[arg-type]  # validated from what the database holds
        zone=found.hours.zone.name,
        services=[ServiceView.model_validate(service.fields) for service in found.services],
        next_slots=times.soonest(found, NEXT_SHOWN),
        updated_at=found.updated_at,
        moved_to=None if found.slug == asked_as else found.slug,
    )


def ahead(wanted: Wanted, limit: int) -> int:
    """How many to find for a page of `limit`: more where some will be left out."""
    return limit if wanted.free is None else limit + max(limit, SPARE)


async def fill(
    connection: Driver,
    wanted: Wanted,
    found: Sequence[Position],
    limit: int,
    now: datetime,
) -> tuple[list[ProfessionalCard], Position | None]:
    """The cards of one page, and the position it ends at when more may follow. `found`: the first `ahead` + 1.

    They are looked at in order and no further than the page is long."""
    most = ahead(wanted, limit)
    left, more = list(found[:most]), len(found) > most
    last = left[-1] if left else None
    cards: list[ProfessionalCard] = []
    while left and len(cards) < limit:
        size = max(LEAST, limit - len(cards))  # the cache is nearly always right
        looked, left = left[:size], left[size:]
        shown = _cards(connection, [each.person_id for each in looked], wanted, now)
        async for at, card in shown:
            cards.append(card)
            if len(cards) == limit and (more or left or at + 1 < len(looked)):
                last, more = looked[at], True
                break
        await shown.aclose()
    if wanted.sort == "soonest":
        never = datetime.max.replace(tzinfo=now.tzinfo)
        cards.sort(key=lambda card: card["next_slots"][0]["start"] if card["next_slots"] else never)
    return cards, last if more else None


async def _cards(
    connection: Driver, people: Sequence[UUID], wanted: Wanted, now: datetime
) -> AsyncGenerator[tuple[int, ProfessionalCard], None]:
    """(place among the people, card) of each to be shown: with times within the asked time, of services as long as
    asked."""
    told = await storage.shown(connection, people)
    times = await free.times_of(connection, told.values(), now, wanted.free)
    least = (wanted.minutes or 0) * 60
    began = perf_counter()
    for at, each in enumerate(people):
        found = told.get(each)
        if found is None:
            continue
        slots = times.soonest(found, NEXT_SHOWN, least)
        if slots or wanted.free is None:
            yield at, _card(found, slots)
        if perf_counter() - began > LONGEST_S:  # others are served in between
            await asyncio.sleep(0)
            began = perf_counter()


def _card(found: Found, slots: list[NextSlot]) -> ProfessionalCard:
    services: list[ServiceBrief] = [
        {
            "id": each.id,
            "title": each.fields["title"],
            "duration_minutes": each.fields["duration_minutes"],
            "price_minor": each.fields["price_minor"],
            "currency": each.fields["currency"],
            "seats": each.fields["seats"],
        }
        for each in found.services
    ]
    return {**_common(found), "zone": found.hours.zone.name, "services": services, "next_slots": slots}


def _common(found: Found) -> Common:
    """What a card and a page have in common."""
    count = found.rating_count
    return {
        "id": found.id,
        "slug": found.slug,
        "name": found.name,
        "photo": None if found.photo is None else photo_links(found.slug, found.photo),
        "headline": found.headline,
        "bio": found.bio,
        "categories": found.categories,
        "languages": found.languages,
        "skills": found.skills,
        "rating": {"average": round(found.rating_sum / count, 2), "count": count} if count else None,
        "prices": [
            {"currency": currency, "lowest_minor": amounts[0], "highest_minor": amounts[-1]}
            for currency, amounts in sorted(found.prices.items())
        ],
    }
