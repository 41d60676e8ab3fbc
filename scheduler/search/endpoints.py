"""The public endpoints: finding a professional, their page, the free times of a service, what a site map lists."""

from datetime import datetime, timedelta
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.endpoints import check_period
from scheduler.booking.models import Secret
from scheduler.booking.occupancy import instant
from scheduler.http import Api, Context, Instant, Page, decode_cursor, invalid, not_found, page
from scheduler.people.models import Category, Locale
from scheduler.search import cards, free, storage
from scheduler.search.facets import bands, worded
from scheduler.search.models import (
    Categories,
    CategoryCount,
    Explained,
    LinkedHost,
    LinkedService,
    ProfessionalPage,
    Professionals,
    SiteEntry,
    Slot,
    Slots,
)
from scheduler.search.wanted import Sort, Wanted, cursor_of, position_of, primary, seconds, words_of
from scheduler.search.why import rule_of, words
from scheduler.services.models import Currency, Price, ServiceView
from scheduler.store.reading import Reader, reading

WEEK_S: Final = 7 * 86_400
LONGEST_FREE: Final = timedelta(days=62)
# Each needs a processor's whole time in turns, here and in the database: more at once are only slower.
SEARCHES_AT_ONCE: Final = 3
Cursor = Annotated[str, Field(max_length=1000)]


async def search_professionals(
    ctx: Context,
    *,
    q: Annotated[str, Field(max_length=200)] = "",
    category: list[Category] = Field(default_factory=list, max_length=12),  # noqa: B008 - pydantic's way
    language: list[Locale] = Field(default_factory=list, max_length=12),  # noqa: B008
    currency: Currency | None = None,
    price_min: Price | None = None,
    price_max: Price | None = None,
    rating_min: Annotated[float, Field(ge=1, le=5, allow_inf_nan=False)] | None = None,
    free_from: Instant | None = None,
    free_to: Instant | None = None,
    duration: Annotated[int, Field(ge=5, le=1440)] | None = None,
    sort: Sort | None = None,
    facets: bool = False,
    limit: Annotated[int, Field(ge=1, le=50)] = 20,
    cursor: Cursor | None = None,
) -> Professionals:
    """Find professionals.

    Every word of `q` must occur, also as a beginning, in another form or without accents, in the name, the headline,
    a category, a skill, a service or the bio; when nobody has them all, those who come near are found. Several
    categories (or languages) mean any of them. Prices are those of single services, in the currency's minor unit,
    and need `currency`. `free_from` and `free_to` ask for whoever has a free time in between, at most 60 days ahead,
    that lasts `duration` minutes (else as long as their shortest service). Without `sort`: by relevance if there are
    words, else by name."""
    now = int(ctx.clock.unix())
    tokens, symbols = words_of(q)
    wanted = Wanted(
        tokens=tokens,
        symbols=symbols,
        categories=tuple(category),
        languages=primary(language),
        currency=currency,
        price_min=price_min,
        price_max=price_max,
        rating_min=rating_min,
        free=_between(free_from, free_to),
        minutes=duration,
        sort=sort or ("relevance" if tokens else "name"),
        as_of=now,
    )
    _check_prices(wanted)
    async with reading(ctx.sessions) as connection:
        return await _search(ctx, connection, wanted, facets, limit, cursor)


async def _search(  # noqa: PLR0917 - the parameters of one request
    ctx: Context, connection: Reader, wanted: Wanted, count: bool, limit: int, cursor: str | None
) -> Professionals:
    after = None if cursor is None else position_of(cursor, wanted.sort, wanted.as_of)
    if after is not None:
        wanted = wanted.at(after)
    edges, counts = bands(wanted.currency), None
    most = cards.ahead(wanted, limit) + 1
    for tried in (wanted, wanted.fuzzily()) if wanted.tokens and after is None else (wanted,):
        wanted = tried
        if count:
            found, counts = await storage.find_and_count(connection, wanted, most, after, edges)
        else:
            found = await storage.find(connection, wanted, most, after)
        if found or (wanted.exact and await storage.has_words(connection, wanted)):
            break
    items, last = await cards.fill(connection, wanted, found, limit, ctx.clock.now())
    return Professionals(
        items=items,
        next_cursor=cursor_of(wanted.sort, last) if last else None,
        similar=wanted.fuzzy and bool(items),
        facets=worded(counts, edges) if counts else None,
    )


def _between(begin: datetime | None, end: datetime | None) -> tuple[int, int] | None:
    """The asked time in seconds. Raises 422."""
    if begin is None and end is None:
        return None
    if begin is None or end is None:
        missing = "free_from" if begin is None else "free_to"
        raise invalid(missing, "is missing", "Say from when and until when.")
    if not begin < end <= begin + LONGEST_FREE:
        raise invalid("free_to", "is not after free_from, or more than 62 days after it", "Ask for a shorter time.")
    first = seconds(begin, up=True)
    return first, max(first, seconds(end))


def _check_prices(wanted: Wanted) -> None:
    """Raises 422."""
    if wanted.currency is None and (wanted.asks_price or wanted.sort == "price"):
        raise invalid("currency", "is needed where prices are asked for", "Add one such as EUR.")
    if wanted.price_min is not None and wanted.price_max is not None and wanted.price_min > wanted.price_max:
        raise invalid("price_max", "is less than price_min", "Swap the two.")


async def show_professional(
    ctx: Context, session: AsyncSession, slug: Annotated[str, Field(max_length=60)]
) -> ProfessionalPage:
    """Show a professional's page.

    A slug that the page had before shows it too; `moved_to` then says where it is now."""
    found = await storage.by_slug(session, slug)
    if found is None:
        raise not_found("professional")
    return await cards.page(session, found, slug, ctx.clock.now())


async def list_slots(
    ctx: Context,
    session: AsyncSession,
    *,
    id: UUID,
    from_: Annotated[Instant, Field(alias="from")],
    to: Instant,
    duration: Annotated[int, Field(ge=5, le=1440)] | None = None,
    link: Secret | None = None,
) -> Slots:
    """List the free times of a service.

    Those that start in [from, to), at most 62 days; each of them can be booked as it stands. `duration`: one of the
    service's lengths in minutes. A secret service shows them by `link`."""
    check_period(from_, to)
    desk, starts = await free.listed(session, id, ctx.clock.now(), (from_, to), minutes=duration, link=link)
    length = desk.offer.duration
    slots: list[Slot] = [{"start": instant(start), "end": instant(start + length)} for start in starts]
    return {"service_id": id, "zone": desk.hours.zone.name, "slots": slots}


async def explain_time(
    ctx: Context,
    session: AsyncSession,
    *,
    id: UUID,
    at: Instant,
    duration: Annotated[int, Field(ge=5, le=1440)] | None = None,
    link: Secret | None = None,
) -> Explained:
    """Why is there no slot at this time?

    The rule that removes it, by the same validator that lists and books, and the nearest times before and after (a
    week around) that can be booked. Of whose booking is in the way nothing is told."""
    now = int(ctx.clock.unix())
    desk = await free.shown_desk(session, id, ctx.clock.now(), minutes=duration, link=link)
    if desk.service["seats"] is not None:
        raise invalid("id", "is a class, held at dates of its own", "Ask for the dates of its classes.")
    start = int(at.timestamp())
    calendar = await desk.calendar(start - WEEK_S, start + WEEK_S, now)
    rule = "grid" if at.microsecond else rule_of(calendar, start, now)
    before = calendar.starts(now, start - WEEK_S, start)
    after = calendar.starts(now, start + 1, start + WEEK_S)
    return Explained(
        available=rule is None,
        rule=rule,
        words=None if rule is None else words(rule, desk.offer),
        nearest_before=instant(before[-1]) if before else None,
        nearest_after=instant(after[0]) if after else None,
    )


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


async def list_categories(ctx: Context, session: AsyncSession) -> Categories:
    """List the categories in use, the largest first; at most 200."""
    ctx.headers["Cache-Control"] = "public, max-age=300"
    found = await storage.categories(session)
    return Categories(items=[CategoryCount(category=name, professionals=count) for name, count in found])


async def list_site(
    ctx: Context,
    session: AsyncSession,
    limit: Annotated[int, Field(ge=1, le=5000)] = 1000,
    cursor: Cursor | None = None,
) -> Page[SiteEntry]:
    """List every public page, for a site map."""
    ctx.headers["Cache-Control"] = "public, max-age=300"
    after = "" if cursor is None else str(decode_cursor(cursor, str)[0])
    found = await storage.site(session, after, limit + 1)
    return page(found, limit, lambda row: SiteEntry(slug=row[0], updated_at=row[1]), lambda row: (row[0],))


def routes(api: Api) -> None:
    """What needs no account."""
    api.get("/professionals", search_professionals, problems=("unavailable",), at_once=SEARCHES_AT_ONCE)
    api.get("/professionals/{slug}", show_professional)
    api.get("/services/{id}/slots", list_slots)
    api.get("/services/{id}/why", explain_time)
    api.get("/links/{secret}", show_link)
    api.get("/categories", list_categories)
    api.get("/sitemap", list_site)
