"""The benchmark's storm, a small one: roles, requests, payments, packages, seats, series, moves, cancellations at
once, on real connections. Nothing overlaps or is oversold, the books are right, nobody deadlocks, and what is not
rare did happen."""

import re

from scheduler.bench import storm
from scheduler.bench.database import Filled, fill

KINDS = (
    "book",
    "ask",
    "hold",
    "pay",
    "settle",
    "sell",
    "give back",
    "seat",
    "wait",
    "cancel",
)
RARE = ("series", "move", "use")  # one in five hundred: a small storm may do without two of them


async def test_a_storm_of_everything_leaves_nothing_wrong(database_url: str) -> None:
    people = await fill(database_url, storm.PEOPLE)
    figures = await storm.measure(Filled(database_url, people), attempts=1200)
    assert {key: figure.value for key, figure in figures.items()} == dict.fromkeys(figures, 0)
    how = figures["scheduler.race_ledger_drift"].how
    assert all(f"'{kind} done'" in how for kind in KINDS), how
    assert any(f"'{kind} done'" in how for kind in RARE), how
    money = re.search(r"(\d+) paid, (\d+) given back", how)
    assert money is not None, how
    assert int(money[1]) > 20, how
