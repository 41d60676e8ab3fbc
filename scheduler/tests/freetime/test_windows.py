"""Free windows, pure: against a minute-by-minute count of what is open and not taken."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.availability import zones
from scheduler.availability.hours import Hours, Range, windows
from scheduler.freetime.windows import DAY, free, reach

MONDAY = 1_803_600_000 - 1_803_600_000 % DAY
STEP = 900
spans = st.lists(
    st.tuples(st.integers(-8, 300), st.integers(1, 40)).map(
        lambda pair: (MONDAY + pair[0] * STEP, MONDAY + (pair[0] + pair[1]) * STEP)
    ),
    max_size=12,
)
days = st.lists(
    st.lists(st.integers(0, 96), min_size=2, max_size=4, unique=True).map(
        lambda marks: tuple(
            Range(a * 15, b * 15) for a, b in zip(sorted(marks)[::2], sorted(marks)[1::2], strict=False)
        )
    ),
    min_size=7,
    max_size=7,
)


schedules = st.builds(
    lambda zone, week: Hours(zones.load(zone), tuple(week)),
    st.sampled_from(["Europe/Berlin", "Pacific/Chatham", "UTC"]),
    days,
)


@given(st.lists(schedules, min_size=1, max_size=3), spans)
def test_a_quarter_of_an_hour_is_free_exactly_when_one_is_open_and_nothing_takes_it(
    several: list[Hours], busy: list[tuple[int, int]]
) -> None:
    begin, end = MONDAY, MONDAY + 3 * DAY
    found = free(several, busy, begin, end)
    opened = [window for hours in several for window in windows(hours, begin, end)]
    for at in range(begin, end, STEP):
        is_open = any(start <= at < stop for start, stop in opened)
        is_taken = any(start <= at < stop for start, stop in busy)
        assert any(start <= at < stop for start, stop in found) == (is_open and not is_taken)
    for (_, first_end), (second_start, _) in pairwise(found):
        assert first_end < second_start or any(b[0] < b[1] and b[0] <= first_end <= b[1] for b in busy)
    assert all(begin <= start < stop <= end for start, stop in found)


def test_nothing_is_free_in_an_empty_stretch_and_the_reach_moves_once_a_day() -> None:
    hours = Hours(zones.load("UTC"), ((Range(0, 1440),),) * 7)
    assert free([hours], [], MONDAY, MONDAY) == []
    assert free([hours], [(MONDAY, MONDAY + DAY)], MONDAY, MONDAY + DAY) == []
    assert free([hours], [], MONDAY, MONDAY + 2 * DAY) == [(MONDAY, MONDAY + 2 * DAY)]
    assert reach(MONDAY) == reach(MONDAY + DAY - 1) == (MONDAY, MONDAY + 61 * DAY)
