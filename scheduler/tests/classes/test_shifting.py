"""Moving a series in wall time, and which of its classes have to stay: pure."""

from datetime import datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from scheduler.classes.shifting import Shift, Span, Wish, staying

HOUR = 3600
MOMENT = st.integers(0, 40)


def spans(most: int) -> st.SearchStrategy[list[Span]]:
    return st.lists(st.tuples(MOMENT, st.integers(1, 3)).map(lambda it: (it[0], it[0] + it[1])), max_size=most)


@st.composite
def wishes(draw: st.DrawFn) -> list[Wish]:
    """Classes that stand one after the other, and where each is to go."""
    found, at = [], 0
    for index in range(draw(st.integers(0, 8))):
        at += draw(st.integers(0, 4))
        length = draw(st.integers(1, 3))
        by = draw(st.integers(-10, 10))
        wanted = (at + by, at + by + length)
        found.append(Wish(UUID(int=index), (at, at + length), wanted, wanted[0]))
        at += length
    return found


def meet(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) < min(one[1], other[1])


@given(wishes(), spans(6), st.integers(-10, 20))
def test_whoever_moves_and_whoever_stays_nobody_is_in_two_places(
    asked: list[Wish], busy: list[Span], now: int
) -> None:
    busy = [each for each in busy if not any(meet(each, wish.there) for wish in asked)]
    stay = set(staying(asked, busy, now))
    taken = [*busy, *(wish.there if wish.id in stay else wish.wanted for wish in asked)]
    hosts = taken[len(busy) :]
    for index, one in enumerate(hosts):
        assert not any(meet(one, other) for other in hosts[index + 1 :])
        assert not any(meet(one, other) for other in busy)
    assert all(wish.start > now for wish in asked if wish.id not in stay)


@given(wishes(), spans(6), st.integers(-10, 20))
def test_nobody_stays_without_a_reason(asked: list[Wish], busy: list[Span], now: int) -> None:
    """It is past then, or something is there: busy time, another that stays, or one that would have come first."""
    for each in staying(asked, busy, now):
        wish = next(one for one in asked if one.id == each)
        others = [span for one in asked if one.id != each for span in (one.there, one.wanted)]
        assert wish.start <= now or any(meet(wish.wanted, span) for span in (*busy, *others))


@given(st.integers(-400, 400), st.integers(1, 12))
def test_all_by_as_much_never_stand_in_each_others_way(by: int, count: int) -> None:
    """A week later each is where the next one was: none has to stay for that."""
    asked = [
        Wish(UUID(int=i), (10 * i, 10 * i + 9), (10 * i + by, 10 * i + 9 + by), 10 * i + by) for i in range(count)
    ]
    assert staying(asked, (), -1_000) == []


def test_one_that_stays_keeps_out_who_wanted_its_place_and_so_on() -> None:
    chain = [Wish(UUID(int=i), (i * 10, i * 10 + 5), (i * 10 + 10, i * 10 + 15), i * 10 + 10) for i in range(5)]
    assert staying(chain, [(52, 53)], -1) == [wish.id for wish in chain]
    assert staying(chain, [(45, 50)], -1) == []


def test_all_go_by_the_same_days_to_the_same_hour() -> None:
    shift = Shift.between(datetime.fromisoformat("2027-03-16T18:00"), datetime.fromisoformat("2027-03-18T09:30"))
    assert shift.of(datetime.fromisoformat("2027-03-30T18:00")) == datetime.fromisoformat("2027-04-01T09:30")
    back = Shift.between(datetime.fromisoformat("2027-03-16T18:00"), datetime.fromisoformat("2027-03-15T23:45"))
    assert back.of(datetime.fromisoformat("2027-04-01T18:00")) == datetime.fromisoformat("2027-03-31T23:45")
