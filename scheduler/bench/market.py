"""A marketplace for the search benchmark: 10,000 professionals, 30,000 clients, 500,000 bookings, from one seed.

Rows are made in Python and copied in; documents and windows are made by the code that makes them in production.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range, windows
from scheduler.directory.document import REFRESH
from scheduler.freetime.windows import DAY, Spans, free, reach
from scheduler.store.migrate import migrate

PROFESSIONALS: Final = 10_000
CLIENTS: Final = 30_000
BOOKINGS_EACH: Final = 50
DAYS_BACK: Final = 60
DAYS_ON: Final = 60
ZONES: Final = ("Europe/Berlin", "Europe/London", "America/New_York", "Asia/Tokyo", "Europe/Madrid")
LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "ja", "ar")
FIELDS: Final = tuple(
    """coaching law tax career negotiation languages japanese spanish french german mathematics physics chemistry
    health physiotherapy nutrition yoga music piano guitar violin singing drawing photography design architecture
    writing editing marketing sales finance insurance retirement programming security data statistics gardening
    cooking parenting""".split()  # noqa: SIM905 - it is read as a list of words
)
TRADES: Final = ("coach", "adviser", "teacher", "trainer", "consultant", "therapist", "tutor", "mentor", "lawyer")
FIRST: Final = ("Ada", "Ben", "Carla", "Dora", "Emil", "Fatima", "Greta", "Hugo", "Inês", "Jonas", "Katja", "Mei")
LAST: Final = ("Müller", "Smith", "García", "Rossi", "Tanaka", "Dubois", "Okafor", "Haddad", "Jansen", "Silva")
WEEK: Final = tuple((Range(540, 780), Range(840, 1080)) if day < 5 else () for day in range(7))
TYPED_WEEK: Final = [[day, *each] for day, ranges in enumerate(WEEK) for each in ranges]


def _id(kind: int, number: int) -> UUID:
    return UUID(int=(kind << 40 | number + 1) * 0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835 % (1 << 128))


def words() -> list[str]:
    """Two thousand made-up words: what bios are written in, the first ones most often."""
    dice = random.Random(1)
    syllables = [a + b for a in "bdfgklmnprstvw" for b in ("a", "e", "i", "o", "u", "an", "er", "is", "on")]
    return ["".join(dice.choices(syllables, k=dice.randrange(2, 5))) for _ in range(2000)]


def _people() -> Iterator[tuple[UUID, str, str]]:
    dice = random.Random(2)
    for number in range(PROFESSIONALS + CLIENTS):
        yield _id(0, number), f"{dice.choice(FIRST)} {dice.choice(LAST)} {number}", dice.choice(ZONES)


def _profiles(hosts: list[UUID], now: datetime) -> Iterator[tuple[Any, ...]]:
    dice, vocabulary = random.Random(3), words()
    usual = [1 / (rank + 10) for rank in range(len(vocabulary))]
    for number, host in enumerate(hosts):
        fields = dice.sample(FIELDS, k=dice.choice((1, 2, 2, 3)))
        headline = f"{fields[0]} {dice.choice(TRADES)}, {dice.choice(vocabulary)}".capitalize()
        bio = " ".join(dice.choices(vocabulary, usual, k=120))
        tongues = ["en", *dice.sample(LANGUAGES[1:], k=dice.choice((0, 1, 1, 2)))]
        skills = dice.sample(vocabulary, k=4)
        yield host, f"pro-{number}", headline, bio, tongues, fields, skills, "[]", True, now


def _services(hosts: list[UUID], now: datetime) -> Iterator[tuple[Any, ...]]:
    dice = random.Random(4)
    for number, host in enumerate(hosts):
        for index, minutes in enumerate(dice.sample((30, 45, 60, 90), k=dice.choice((1, 2, 2, 3)))):
            price = dice.randrange(0, 250) * 100
            title = f"{dice.choice(FIELDS)} {dice.choice(('session', 'hour', 'check', 'lesson'))}".capitalize()
            terms = (5, 10, 60, 60, 15, 120, True, now, None)
            yield _id(1, number * 4 + index), host, title, "", minutes, price, "EUR", *terms


def _booked(hosts: list[UUID], homes: list[str], midnight: int) -> Iterator[tuple[int, int, int]]:
    """(host's number, client's number, start): no two of a host or of a client at once."""
    dice = random.Random(5)
    begin, end = midnight - DAYS_BACK * DAY, midnight + DAYS_ON * DAY
    hours = {}
    for zone in ZONES:
        opened = windows(Hours(zones.load(zone), WEEK), begin, end)
        hours[zone] = [start for opens, closes in opened for start in range(opens, closes, 3600)]
    at_once: dict[int, int] = {}
    for number, _ in enumerate(hosts):
        for start in dice.sample(hours[homes[number]], k=BOOKINGS_EACH):
            place = at_once[start] = at_once.get(start, -1) + 1
            yield number, (start // 3600 * 7919 + place) % CLIENTS, start


def _at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def fill(url: str, now: int) -> None:
    """A migrated database at `url` becomes this marketplace, its bookings and windows around `now`."""
    await migrate(url)
    connection = await asyncpg.connect(url)
    try:
        await _copy(connection, _at(now - now % DAY), now)
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


async def _copy(connection: asyncpg.Connection, then: datetime, now: int) -> None:
    async def put(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
        await connection.copy_records_to_table(table, columns=columns.split(), records=rows)

    people = list(_people())
    ids, homes = [each[0] for each in people], [each[2] for each in people]
    hosts = ids[:PROFESSIONALS]
    await put(
        "account",
        "id email password_hash email_verified_at created_at",
        ((id, f"{id}@example.org", "", then, then) for id in ids),
    )
    await put(
        "person",
        "id name zone locale created_at updated_at",
        ((id, name, zone, "en", then, then) for id, name, zone in people),
    )
    await put(
        "professional",
        "person_id slug headline bio languages categories skills credentials active updated_at",
        _profiles(hosts, then),
    )
    await put(
        "schedule",
        "id person_id name is_default zone ranges created_at updated_at",
        (
            (id, id, "Regular hours", True, zone, json.dumps(TYPED_WEEK), then, then)
            for id, zone in zip(hosts, homes, strict=False)
        ),
    )
    await put(
        "service",
        "id professional_id title description duration_minutes price_minor currency buffer_before_minutes"
        " buffer_after_minutes notice_minutes window_days step_minutes cancel_cutoff_minutes active created_at"
        " deleted_at",
        _services(hosts, then),
    )
    await _copy_bookings(connection, put, ids, homes, now)
    await connection.executemany(REFRESH, [(host, then) for host in hosts])
    await connection.execute(
        "UPDATE search_document SET rating_count = n, rating_sum = n * 3 + n * (hashtext(person_id::text) & 31) / 20"
        " FROM (SELECT person_id AS id, hashtext(person_id::text || 'n') & 63 AS n FROM search_document) AS made"
        " WHERE id = person_id"
    )


async def _copy_bookings(
    connection: asyncpg.Connection, put: Any, ids: list[UUID], homes: list[str], now: int
) -> None:
    """Bookings, what they occupy, and the windows that are left; constraints are checked once, at the end.

    What is past is completed: else the scheduler would settle 250,000 bookings while it is measured."""
    midnight = now - now % DAY
    hosts, clients = ids[:PROFESSIONALS], ids[PROFESSIONALS:]
    booked = list(_booked(hosts, homes, midnight))
    await put(
        "booking",
        "id service_id professional_id client_id status starts_at ends_at local_start zone title duration_minutes"
        " price_minor currency note cancel_cutoff_minutes created_at settled_at",
        (
            (
                *(_id(2, index), _id(1, host * 4), hosts[host], clients[client]),
                *("completed" if start + 2700 <= now else "confirmed", _at(start), _at(start + 2700)),
                *(zones.load(homes[host]).local(start), homes[host], "Session", 45, 5000, "EUR", ""),
                *(120, _at(midnight), _at(start + 2700) if start + 2700 <= now else None),
            )
            for index, (host, client, start) in enumerate(booked)
        ),
    )
    busy: list[Spans] = [[] for _ in hosts]
    for host, _, start in booked:
        busy[host].append((start - 300, start + 3300))
    await connection.execute("ALTER TABLE occupancy DROP CONSTRAINT no_overlap")
    await put(
        "occupancy",
        "booking_id person_id role during",
        (
            row
            for index, (host, client, start) in enumerate(booked)
            for row in (
                (_id(2, index), hosts[host], "professional", asyncpg.Range(_at(start - 300), _at(start + 3300))),
                (_id(2, index), clients[client], "client", asyncpg.Range(_at(start), _at(start + 2700))),
            )
        ),
    )
    await connection.execute(
        "ALTER TABLE occupancy ADD CONSTRAINT no_overlap EXCLUDE USING gist (person_id WITH =, during WITH &&)"
    )
    begin, end = reach(midnight)
    await put("free_until", "person_id until", ((host, _at(end)) for host in hosts))
    await put(
        "free_window",
        "person_id opens closes",
        (
            (host, _at(start), _at(stop))
            for number, host in enumerate(hosts)
            for start, stop in free([Hours(zones.load(homes[number]), WEEK)], busy[number], begin, end)
        ),
    )
