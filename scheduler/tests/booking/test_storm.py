"""The benchmark's storm, a small one: roles, requests, seats, series, moves, cancellations at once, on real
connections. Nothing overlaps, nothing is oversold, nobody deadlocks, and each kind of attempt did happen."""

from scheduler.bench import storm
from scheduler.bench.database import Filled, fill


async def test_a_storm_of_everything_leaves_nothing_wrong(database_url: str) -> None:
    people = await fill(database_url, storm.PEOPLE)
    figures = await storm.measure(Filled(database_url, people), attempts=1200)
    assert {key: figure.value for key, figure in figures.items()} == dict.fromkeys(figures, 0)
    how = figures["scheduler.race_overlaps"].how
    assert all(f"'{kind} done'" in how for kind in ("book", "ask", "seat", "series", "wait", "move", "cancel")), how
