"""Finding professionals in the directory, and what a card, a page and the site map tell of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
from pydantic_core import from_json
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.availability.caps import Caps
from scheduler.availability.hours import Hours
from scheduler.availability.slots import Offer
from scheduler.availability.storage import read_hours
from scheduler.people.tables import Person, Professional
from scheduler.search import sql
from scheduler.search.wanted import Position, Wanted
from scheduler.services import links
from scheduler.services.storage import ON_OFFER
from scheduler.services.tables import Service
from scheduler.store.driver import Driver, driver
from scheduler.store.reading import Reader

MOST_CATEGORIES: Final = 200
NEAR_S: Final = (6 * 3600, 72 * 3600)
# For what is looked through by resemblance or without words: a plan that knows the values, since one made for any
# would look through every text, and taking a text out of its compressed place is what costs here, which the planner
# does not count.
_PLAN: Final = {"plan_cache_mode": "force_custom_plan", "pg_trgm.word_similarity_threshold": "0.4"}
# The columns of a schedule's hours, over the rows `schedule` and `person`, as `read_hours` takes them.
_HOURS: Final = """coalesce(schedule.zone, person.zone) AS zone, schedule.ranges::text AS weekly, (
        SELECT jsonb_object_agg(day - date '1970-01-01', ranges)::text FROM schedule_day
        WHERE schedule_day.schedule_id = schedule.id
    ) AS overrides, (
        SELECT jsonb_agg(jsonb_build_array(extract(epoch FROM starts_local)::bigint,
            extract(epoch FROM ends_local)::bigint))::text FROM time_off WHERE time_off.person_id = person.id
    ) AS off, (
        SELECT jsonb_agg(jsonb_build_array(first_day - date '1970-01-01', last_day - date '1970-01-01',
            travel.zone))::text FROM travel WHERE travel.person_id = person.id
    ) AS trips"""
_OWN_HOURS: Final = f"""
SELECT schedule.id, {_HOURS} FROM schedule JOIN person ON person.id = schedule.person_id
WHERE schedule.id = ANY ($1::uuid[])
"""  # noqa: S608 - constants
_SHOWN: Final = """
SELECT d.person_id AS id, slug, person.name, headline, bio, professional.categories, professional.languages, skills,
    {credentials} AS credentials, prices::text AS prices, rating_sum, rating_count, d.updated_at, (
        SELECT large_id FROM profile_photo AS photo WHERE photo.person_id = d.person_id AND side = 'professional'
    ) AS photo, {hours},
    max_per_day, max_per_week, max_per_month, (
        SELECT json_agg({service} ORDER BY service.created_at, service.id)::text FROM service
        WHERE professional_id = d.person_id AND service.active AND NOT secret AND deleted_at IS NULL
    ) AS services
FROM search_document AS d
JOIN person ON person.id = d.person_id
JOIN professional ON professional.person_id = d.person_id
LEFT JOIN schedule ON schedule.person_id = d.person_id AND schedule.is_default
LEFT JOIN booking_limit ON booking_limit.person_id = d.person_id
WHERE d.listed AND {who}
"""
# What a card tells of a service, and what the validator needs to know of it.
_BRIEF: Final = (
    "id",
    "title",
    "duration_minutes",
    "price_minor",
    "currency",
    "seats",
    "step_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "notice_minutes",
    "window_days",
    "schedule_id",
    "max_per_day",
    "max_per_week",
    "max_per_month",
)
_IN_BRIEF: Final = f"json_build_array({', '.join(f'service.{name}' for name in _BRIEF)})"
_BY_IDS: Final = _SHOWN.format(
    credentials="NULL", hours=_HOURS, service=_IN_BRIEF, who="d.person_id = ANY ($1::uuid[])"
)
_NAMED: Final = (
    "SELECT person_id FROM professional WHERE slug = $1 UNION ALL SELECT person_id FROM former_slug WHERE slug = $1"
)
_BY_SLUG: Final = _SHOWN.format(
    credentials="credentials::text",
    hours=_HOURS,
    service="service",
    who=f"d.person_id = ({_NAMED} LIMIT 1)",
)
_SITE: Final = """
SELECT slug, d.updated_at FROM professional JOIN search_document AS d USING (person_id)
WHERE d.listed AND slug > $1 ORDER BY slug LIMIT $2
"""
_CATEGORIES: Final = """
SELECT category, count(*) AS professionals FROM search_document, unnest(categories) AS category
WHERE listed GROUP BY category ORDER BY 2 DESC, 1 LIMIT $1
"""


@dataclass(frozen=True, slots=True)
class Host:
    """A professional in short."""

    id: UUID
    slug: str
    name: str
    headline: str


@dataclass(slots=True)
class Offered:
    """A service on offer: its row's fields as JSON has them (for a card, those that it needs), and its terms as the
    validator takes them."""

    id: UUID
    fields: dict[str, Any]
    offer: Offer


@dataclass(slots=True)
class Found:
    """A professional who is listed. `prices`: currency → what their services cost, ascending, in the minor unit;
    `services`: what they offer, the oldest first; `hours`: their default's; `caps`: over all services. `credentials`
    only for a page. `photo`: the id of theirs, if they have one."""

    id: UUID
    slug: str
    name: str
    headline: str
    bio: str
    categories: list[str]
    languages: list[str]
    skills: list[str]
    credentials: list[dict[str, Any]]
    prices: dict[str, list[int]]
    rating_sum: int
    rating_count: int
    updated_at: datetime
    photo: UUID | None
    services: list[Offered]
    hours: Hours
    caps: Caps


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of what was found: (value, count), the most first; of prices (number of the band, count)."""

    total: int
    categories: list[tuple[str, int]]
    languages: list[tuple[str, int]]
    prices: list[tuple[int, int]]


async def find(connection: Reader, wanted: Wanted, limit: int, after: Position | None) -> list[Position]:
    """Who is found, in order, from the position after."""
    for before in (*_horizons(wanted, after), None):
        rows = await _rows(connection, wanted, *sql.statement(wanted, limit, after, before))
        if len(rows) == limit:
            break
    return [Position(wanted.fuzzy, wanted.as_of, row["key"], row["sort_name"], row["person_id"]) for row in rows]


async def find_and_count(
    connection: Reader, wanted: Wanted, limit: int, after: Position | None, bands: list[int]
) -> tuple[list[Position], Counts]:
    """The same, and how many there are of what. `bands`: where each band of prices begins."""
    if wanted.sort == "soonest":  # counting needs nobody's first free time
        page = await find(connection, wanted, limit, after)
        return page, (await find_and_count(connection, replace(wanted, sort="name"), 1, None, bands))[1]
    row = (await _rows(connection, wanted, *sql.faceted(wanted, limit, after, bands)))[0]
    places = zip(row["keys"] or (), row["sort_names"] or (), row["people"] or (), strict=True)
    page = [Position(wanted.fuzzy, wanted.as_of, *place) for place in places]
    of = {name: [(value, count) for value, count in from_json(row[name])] for name in sql.FACETS}
    return page, Counts(row["total"], **of)


async def has_words(connection: Reader, wanted: Wanted) -> bool:
    """Whether anybody who is listed has all of the words, whatever else is asked for."""
    statement, values = sql.having_words(wanted)
    return bool((await connection.fetch(statement, *values))[0]["has"])


def _horizons(wanted: Wanted, after: Position | None) -> list[int]:
    """How far to look for a page of the soonest before everybody's time is looked at. Words leave few people, whose
    own windows are found faster."""
    if wanted.sort != "soonest" or wanted.tokens or wanted.free is not None:
        return []
    ends = (wanted.as_of + span for span in NEAR_S)
    return [end for end in ends if after is None or after.key < end]


async def _rows(connection: Reader, wanted: Wanted, statement: str, values: list[Any]) -> list[asyncpg.Record]:
    if wanted.exact:
        return await connection.fetch(statement, *values)
    seqscan = "off" if wanted.tokens else "on"
    return await connection.fetch_under({**_PLAN, "enable_seqscan": seqscan}, statement, *values)


async def shown(connection: Driver, people: Sequence[UUID]) -> dict[UUID, Found]:
    """What cards tell of these people; whoever is not listed (any more) is left out."""
    rows = await connection.fetch(_BY_IDS, people)
    return {row["id"]: _found(row) for row in rows}


async def own_hours(connection: Driver, schedules: Collection[UUID]) -> dict[UUID, Hours]:
    """The hours of these schedules, which services name instead of the default; without one nothing is asked."""
    rows = await connection.fetch(_OWN_HOURS, list(schedules)) if schedules else []
    return {id: _hours(*hours) for id, *hours in rows}


async def by_slug(session: AsyncSession, slug: str) -> Found | None:
    """Whoever has this slug, or had it."""
    rows = await (await driver(session)).fetch(_BY_SLUG, slug)
    return _found(rows[0]) if rows else None


async def site(session: AsyncSession, after: str, limit: int) -> list[tuple[str, datetime]]:
    """(slug, last change) of whoever is listed, by slug."""
    rows = await (await driver(session)).fetch(_SITE, after, limit)
    return [(row["slug"], row["updated_at"]) for row in rows]


async def categories(session: AsyncSession) -> list[tuple[str, int]]:
    """(category, professionals in it), the largest first."""
    rows = await (await driver(session)).fetch(_CATEGORIES, MOST_CATEGORIES)
    return [(row["category"], row["professionals"]) for row in rows]


def _found(row: asyncpg.Record) -> Found:
    (
        id,
        slug,
        name,
        headline,
        bio,
        categories,
        languages,
        skills,
        credentials,
        prices,
        rating_sum,
        rating_count,
        updated_at,
        photo,
        zone,
        *schedule,
        max_per_day,
        max_per_week,
        max_per_month,
        services,
    ) = row
    return Found(
        id=id,
        slug=slug,
        name=name,
        headline=headline,
        bio=bio,
        categories=categories,
        languages=languages,
        skills=skills,
        credentials=from_json(credentials or "[]"),
        prices=from_json(prices),
        rating_sum=rating_sum,
        rating_count=rating_count,
        updated_at=updated_at,
        photo=photo,
        services=[_offered(fields) for fields in from_json(services or "[]")],
        hours=_hours(zone, *schedule),
        caps=Caps(max_per_day, max_per_week, max_per_month),
    )


def _hours(zone: str, *schedule: str | None) -> Hours:
    return read_hours(zone, *(from_json(each) if each else None for each in schedule))


def _offered(row: dict[str, Any] | list[Any]) -> Offered:
    """From a whole row, or from the fields in brief."""
    fields = row if isinstance(row, dict) else dict(zip(_BRIEF, row, strict=True))
    offer = Offer(
        duration=fields["duration_minutes"] * 60,
        step=fields["step_minutes"] * 60,
        before=fields["buffer_before_minutes"] * 60,
        after=fields["buffer_after_minutes"] * 60,
        notice=fields["notice_minutes"] * 60,
        window_days=fields["window_days"],
    )
    return Offered(UUID(fields["id"]), fields, offer)


async def linked(session: AsyncSession, secret: str, now: datetime) -> tuple[Service, Host] | None:
    """The service on offer that a usable link leads to, and its professional."""
    service_id = await links.service_of(session, secret, now)
    query = (
        select(Service, Person.id, Professional.slug, Person.name, Professional.headline)
        .join(Professional, Professional.person_id == Service.professional_id)
        .join(Person, Person.id == Service.professional_id)
    )
    row = (await session.execute(query.where(*ON_OFFER, Service.id == service_id))).first()
    return None if row is None else (row[0], Host(*row[1:]))
