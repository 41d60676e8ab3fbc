"""Windows that are open at an asked time, by the two indexes: short and long ones, each once."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.search.sql import open_windows
from scheduler.tests.fixtures import NOON, Browser

PEOPLE = 20
HOURS = (0.25, 1, 4, 11.75, 12, 12.25, 24, 100, 700)
UNTIL = text("INSERT INTO free_until (person_id, until) VALUES (:person, :until)")
WINDOW = text("INSERT INTO free_window (person_id, opens, closes) VALUES (:person, :opens, :closes)")
ASKED = text(open_windows("CAST(:begin AS timestamptz)", "CAST(:end AS timestamptz)"))

Window = tuple[UUID, datetime, datetime]


def windows_of(person: UUID, dice: random.Random) -> list[Window]:
    """Some that lie apart, of all lengths around the one at which the long begin."""
    found: list[Window] = []
    at = NOON
    for _ in range(8):
        opens = at + timedelta(minutes=15 * dice.randrange(1, 60))
        at = opens + timedelta(hours=dice.choice(HOURS))
        found.append((person, opens, at))
    return found


@pytest.mark.parametrize("seed", [1, 2])
async def test_the_windows_of_a_time_are_those_that_it_has_something_in_common_with(
    browser: Browser, seed: int
) -> None:
    dice = random.Random(seed)
    made: list[Window] = []
    async with browser.parts.sessions.begin() as session:
        for number in range(PEOPLE):
            who = await browser.person(f"Person {number}")
            await session.execute(UNTIL, {"person": who.id, "until": NOON + timedelta(days=400)})
            for person, opens, closes in windows_of(who.id, dice):
                await session.execute(WINDOW, {"person": person, "opens": opens, "closes": closes})
                made.append((person, opens, closes))
        for _ in range(200):
            edges = [edge for _, *both in dice.sample(made, 2) for edge in both]
            begin, end = sorted(dice.sample([*edges, NOON + timedelta(minutes=dice.randrange(60_000))], 2))
            rows = list(await session.execute(ASKED, {"begin": begin, "end": end}))
            found = sorted((id, opens.astimezone(UTC), closes.astimezone(UTC)) for id, opens, closes in rows)
            assert found == sorted(each for each in made if each[1] < end and each[2] > begin)
