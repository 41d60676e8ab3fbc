"""The public endpoints: finding a professional, their page, the free times of a service."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.endpoints import check_period
from scheduler.booking.models import Secret
from scheduler.booking.occupancy import instant
from scheduler.http import Api, Context, Instant, Page, decode_cursor, encode_cursor, invalid, not_found
from scheduler.search import free, storage
from scheduler.search.models import LinkedHost, LinkedService, ProfessionalCard, ProfessionalPage, Slot, Slots
from scheduler.search.storage import Found
from scheduler.services import storage as services
from scheduler.services.models import ServiceBrief, ServiceView
from scheduler.services.tables import Service

NEXT_SHOWN: Final = 3


async def search_professionals(
    ctx: Context,
    session: AsyncSession,
    q: Annotated[str, Field(max_length=200)] = "",
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
    cursor: Annotated[str, Field(max_length=1000)] | None = None,
) -> Page[ProfessionalCard]:
    """Find professionals.

    Every word of `q` must occur in the name, the headline, the bio, a category or a service's title."""
    words = q.split()
    if len(words) > storage.MOST_WORDS:
        raise invalid("q", f"has more than {storage.MOST_WORDS} words", "Use fewer words.")
    found = await storage.find(session, words, limit + 1, None if cursor is None else _position(cursor))
    last = found[limit - 1] if len(found) > limit else None
    cards = [ProfessionalCard(**shown) for shown in await _show(ctx, session, found[:limit], ServiceBrief)]
    return Page(items=cards, next_cursor=encode_cursor(last.name, str(last.id)) if last else None)


async def show_professional(
    ctx: Context, session: AsyncSession, slug: Annotated[str, Field(max_length=60)]
) -> ProfessionalPage:
    """Show a professional's page."""
    found = await storage.by_slug(session, slug)
    if found is None:
        raise not_found("professional")
    return ProfessionalPage(**(await _show(ctx, session, [found], ServiceView))[0])


async def list_slots(
    ctx: Context,
    session: AsyncSession,
    *,
    id: UUID,
    from_: Annotated[Instant, Field(alias="from")],
    to: Instant,
    link: Secret | None = None,
) -> Slots:
    """List the free times of a service.

    Those that start in [from, to), at most 62 days; each of them can be booked as it stands. A secret service shows
    them by `link`."""
    check_period(from_, to)
    desk, starts = await free.listed(session, id, ctx.clock.now(), (from_, to), link)
    length = desk.offer.duration
    slots: list[Slot] = [{"start": instant(start), "end": instant(start + length)} for start in starts]
    return {"service_id": id, "zone": desk.hours.zone.name, "slots": slots}


async def show_link(ctx: Context, session: AsyncSession, secret: Secret) -> LinkedService:
    """Show the service that a secret link leads to."""
    found = await storage.linked(session, secret, ctx.clock.now())
    if found is None:
        raise not_found("link")
    service, host = found
    return LinkedService(
        service=ServiceView.model_validate(service),
        professional=LinkedHost(id=host.id, slug=host.slug, name=host.name, headline=host.headline),
    )


async def _show(
    ctx: Context, session: AsyncSession, found: Sequence[Found], model: type[ServiceBrief] | type[ServiceView]
) -> list[dict[str, Any]]:
    """The fields of a card or a page, with the services as `model`."""
    offered: dict[UUID, list[Service]] = defaultdict(list)
    for service in await services.on_offer(session, [each.id for each in found]):
        offered[service.professional_id].append(service)
    of_each = {each.id: offered[each.id] for each in found}
    hours, soonest = await free.soonest(session, of_each, ctx.clock.now(), NEXT_SHOWN)
    return [
        {
            "id": each.id,
            "slug": each.slug,
            "name": each.name,
            "headline": each.headline,
            "bio": each.bio,
            "categories": each.categories,
            "languages": each.languages,
            "zone": hours[each.id].zone.name,
            "services": [model.model_validate(service) for service in of_each[each.id]],
            "next_slots": soonest[each.id],
        }
        for each in found
    ]


def _position(cursor: str) -> tuple[str, UUID]:
    name, text = decode_cursor(cursor, str, str)
    try:
        name.encode()
        return name, UUID(text)
    except ValueError:
        raise invalid("cursor", "is not one of ours", "Take next_cursor from the page before, unchanged.") from None


def routes(api: Api) -> None:
    """What needs no account."""
    api.get("/professionals", search_professionals)
    api.get("/professionals/{slug}", show_professional)
    api.get("/services/{id}/slots", list_slots)
    api.get("/links/{secret}", show_link)
