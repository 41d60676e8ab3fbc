"""Cards and pages: what the directory tells, with the services and with times that the validator says can be booked.

The rule kept here: whom the cache of free windows promised for the asked time and the validator does not confirm is
left out. So more are found than a page shows; a page that is short all the same has a next one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.search import free, storage
from scheduler.search.models import NextSlot, ProfessionalCard, ProfessionalPage
from scheduler.search.storage import Found
from scheduler.search.wanted import Position, Wanted
from scheduler.services.models import ServiceBrief, ServiceView

NEXT_SHOWN: Final = 3
SPARE: Final = 20


async def page(session: AsyncSession, found: Found, asked_as: str, now: datetime) -> ProfessionalPage:
    """Somebody's own page."""
    zones, slots = await _times(session, [found], Wanted(), now)
    return ProfessionalPage(
        **_common(found),
        credentials=found.credentials,  # type: ignore[arg-type]  # validated from what the database holds
        zone=zones[found.id],
        services=[ServiceView.model_validate(service.fields) for service in found.services],
        next_slots=slots[found.id],
        updated_at=found.updated_at,
        moved_to=None if found.slug == asked_as else found.slug,
    )


def ahead(wanted: Wanted, limit: int) -> int:
    """How many to find for a page of `limit`: more where some will be left out."""
    return limit if wanted.free is None else limit + max(limit, SPARE)


async def fill(
    session: AsyncSession, wanted: Wanted, found: Sequence[Position], limit: int, now: datetime
) -> tuple[list[ProfessionalCard], Position | None]:
    """The cards of one page, and the position it ends at when more may follow. `found`: the first `ahead` + 1."""
    most = ahead(wanted, limit)
    left, more = list(found[:most]), len(found) > most
    last = left[-1] if left else None
    cards: list[ProfessionalCard] = []
    while left and len(cards) < limit:
        missing = limit - len(cards)
        size = missing if wanted.free is None else missing + missing // 2 + 1
        looked, left = left[:size], left[size:]
        shown = await _cards(session, [each.person_id for each in looked], wanted, now)
        if len(shown) >= missing and (left or more or len(shown) > missing):
            shown, more = shown[:missing], True
            last = next(each for each in looked if each.person_id == shown[-1].id)
        cards += shown
    if wanted.sort == "soonest":
        never = datetime.max.replace(tzinfo=now.tzinfo)
        cards.sort(key=lambda card: card.next_slots[0].start if card.next_slots else never)
    return cards, last if more else None


async def _cards(
    session: AsyncSession, people: Sequence[UUID], wanted: Wanted, now: datetime
) -> list[ProfessionalCard]:
    told = await storage.shown(session, people)
    listed = [told[each] for each in people if each in told]
    zones, slots = await _times(session, listed, wanted, now)
    return [
        ProfessionalCard(
            **_common(each),
            zone=zones[each.id],
            services=[ServiceBrief.model_validate(service.fields) for service in each.services],
            next_slots=slots[each.id],
        )
        for each in listed
        if slots[each.id] or wanted.free is None
    ]


async def _times(
    session: AsyncSession, people: Sequence[Found], wanted: Wanted, now: datetime
) -> tuple[dict[UUID, str], dict[UUID, list[NextSlot]]]:
    """Everybody's zone, and next free times: within the asked time, of services as long as asked."""
    least = (wanted.minutes or 0) * 60
    of_each = {each.id: [service for service in each.services if service.offer.duration >= least] for each in people}
    hours, slots = await free.soonest(session, of_each, now, NEXT_SHOWN, wanted.free)
    return {each.id: hours[each.id].zone.name for each in people}, slots


def _common(found: Found) -> dict[str, Any]:
    """What a card and a page have in common."""
    count = found.rating_count
    return {
        "id": found.id,
        "slug": found.slug,
        "name": found.name,
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
