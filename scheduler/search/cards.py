"""Cards and pages: what the directory tells, with the services and with times that the validator says can be booked.

The rule kept here: whom the cache of free windows promised for the asked time and the validator does not confirm is
left out. So a page may take several looks at the directory; their number has a bound.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.search import free, storage
from scheduler.search.models import NextSlot, ProfessionalCard, ProfessionalPage
from scheduler.search.storage import Found
from scheduler.search.wanted import Position, Wanted
from scheduler.services import storage as services
from scheduler.services.models import ServiceBrief, ServiceView
from scheduler.services.tables import Service

NEXT_SHOWN: Final = 3
MOST_LOOKS: Final = 4


async def page(session: AsyncSession, found: Found, asked_as: str, now: datetime) -> ProfessionalPage:
    """Somebody's own page."""
    offered, zones, slots = await _times(session, [found.id], Wanted(), now)
    return ProfessionalPage(
        **_common(found),
        credentials=found.credentials,  # type: ignore[arg-type]  # validated from what the database holds
        zone=zones[found.id],
        services=[ServiceView.model_validate(service) for service in offered[found.id]],
        next_slots=slots[found.id],
        updated_at=found.updated_at,
        moved_to=None if found.slug == asked_as else found.slug,
    )


async def fill(
    session: AsyncSession, wanted: Wanted, begun: list[Position], limit: int, now: datetime
) -> tuple[list[ProfessionalCard], Position | None]:
    """The cards of one page, and the position it ends at when more may follow. `begun`: the first limit + 1 found."""
    cards: list[ProfessionalCard] = []
    found, more = begun[:limit], len(begun) > limit
    for look in range(MOST_LOOKS):
        cards += await _cards(session, [each.person_id for each in found], wanted, now)
        if not more or len(cards) >= limit or look == MOST_LOOKS - 1:
            break
        missing = limit - len(cards)
        begun = await storage.find(session, wanted, missing + 1, found[-1])
        if not begun:
            more = False
            break
        found, more = begun[:missing], len(begun) > missing
    if wanted.sort == "soonest":
        never = datetime.max.replace(tzinfo=now.tzinfo)
        cards.sort(key=lambda card: card.next_slots[0].start if card.next_slots else never)
    return cards, found[-1] if more else None


async def _cards(
    session: AsyncSession, people: Sequence[UUID], wanted: Wanted, now: datetime
) -> list[ProfessionalCard]:
    told = await storage.shown(session, people)
    listed = [each for each in people if each in told]
    offered, zones, slots = await _times(session, listed, wanted, now)
    return [
        ProfessionalCard(
            **_common(told[each]),
            zone=zones[each],
            services=[ServiceBrief.model_validate(service) for service in offered[each]],
            next_slots=slots[each],
        )
        for each in listed
        if slots[each] or wanted.free is None
    ]


async def _times(
    session: AsyncSession, people: Sequence[UUID], wanted: Wanted, now: datetime
) -> tuple[dict[UUID, list[Service]], dict[UUID, str], dict[UUID, list[NextSlot]]]:
    """Everybody's services, zone, and next free times: within the asked time, of services as long as asked."""
    offered: dict[UUID, list[Service]] = defaultdict(list)
    for service in await services.on_offer(session, people):
        offered[service.professional_id].append(service)
    least = wanted.minutes or 0
    of_each = {each: [service for service in offered[each] if service.duration_minutes >= least] for each in people}
    hours, slots = await free.soonest(session, of_each, now, NEXT_SHOWN, wanted.free)
    return offered, {each: hours[each].zone.name for each in people}, slots


def _common(found: Found) -> dict[str, Any]:
    """What a card and a page have in common."""
    told = asdict(found)
    for name in ("rating_sum", "rating_count", "credentials", "updated_at"):
        del told[name]
    count = found.rating_count
    average = round(found.rating_sum / count, 2) if count else 0
    told["rating"] = {"average": average, "count": count} if count else None
    told["prices"] = [
        {"currency": currency, "lowest_minor": amounts[0], "highest_minor": amounts[-1]}
        for currency, amounts in sorted(found.prices.items())
    ]
    return told
