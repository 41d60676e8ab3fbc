"""Rules of recurrence: what we expand is what dateutil expands, and nothing runs away."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from scheduler.calendars.ics.rules import WEEKDAYS, Budget, Expansion, TooMuchError, rule
from scheduler.calendars.ics.values import BrokenError


def at(*parts: int) -> datetime:
    """A wall time."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc, arg-type]


BEGIN, END = at(2027, 1, 1), at(2029, 1, 1)


def seconds(wall: datetime) -> int:
    return int(wall.replace(tzinfo=UTC).timestamp())


def ours(text: str, start: datetime, begin: datetime = BEGIN, end: datetime = END) -> list[datetime]:
    found = Expansion(rule(text), seconds(start), Budget()).within(seconds(begin), seconds(end))
    return [datetime.fromtimestamp(each, UTC).replace(tzinfo=None) for each in found]


def theirs(text: str, start: datetime) -> list[datetime]:
    return [each for each in rrulestr(text, dtstart=start).between(BEGIN, END, inc=True) if each < END]


def several(values: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=most, unique=True).map(lambda found: ",".join(map(str, found)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}"]
    if draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    days: st.SearchStrategy[str] = st.sampled_from(WEEKDAYS)
    if freq in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        # Not mixed with plain days: of both dateutil wants both, the standard either.
        days = st.builds(lambda n, day: f"{n}{day}", st.sampled_from([1, 2, 5, -1, -2]), days)
    choices: dict[str, st.SearchStrategy[str]] = {
        "BYMONTH": several(st.integers(1, 12)),
        "BYDAY": several(days),
        "BYMONTHDAY": several(st.one_of(st.integers(1, 31), st.integers(-31, -1))),
        "BYHOUR": several(st.integers(0, 23), 2),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    if freq == "YEARLY":
        choices["BYYEARDAY"] = several(st.one_of(st.integers(1, 366), st.integers(-366, -1)))
    if freq == "WEEKLY":
        del choices["BYMONTHDAY"]  # RFC 5545 forbids it
    named: set[str] = draw(st.sets(st.sampled_from(sorted(choices)), max_size=3))
    # What can never come true keeps dateutil busy until the year 9999.
    if "BYYEARDAY" in named:
        named -= {"BYMONTH", "BYMONTHDAY", "BYDAY"}
    if {"BYMONTH", "BYMONTHDAY"} <= named:
        choices["BYMONTHDAY"] = several(st.integers(1, 28))
    parts += [f"{name}={draw(choices[name])}" for name in sorted(named)]
    if draw(st.booleans()) and named & {"BYDAY", "BYMONTHDAY"}:
        parts.append(f"BYSETPOS={draw(st.sampled_from([1, -1, '1,-1']))}")
    if draw(st.integers(0, 2)) == 0:
        parts.append(f"COUNT={draw(st.integers(1, 60))}")
    return ";".join(parts)


STARTS = st.integers(0, 900).map(lambda days: at(2025, 6, 1, 9, 30) + timedelta(days=days))


@settings(max_examples=250, deadline=None, derandomize=True, phases=[Phase.generate])
@given(rules(), STARTS)
def test_what_a_rule_says_is_what_dateutil_says(text: str, start: datetime) -> None:
    assert ours(text, start) == theirs(text, start), text


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", at(1997, 5, 12, 9)),
        ("FREQ=YEARLY;BYWEEKNO=1,53,-1;BYDAY=TH,SU;WKST=SU", at(2019, 1, 3, 9)),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", at(1997, 9, 2, 9)),
        ("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", at(1996, 11, 5, 9)),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", at(1997, 9, 29, 9)),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", at(2027, 8, 5, 9)),
        ("FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", at(2027, 8, 5, 9)),
        ("FREQ=YEARLY", at(2004, 2, 29, 9)),
        ("FREQ=MONTHLY", at(2026, 1, 31, 9)),
        ("FREQ=DAILY;BYHOUR=9,10;BYMINUTE=0,20;BYSETPOS=1,-1", at(2026, 1, 31, 9)),
        ("FREQ=YEARLY;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30", at(1997, 1, 5, 8, 30)),
        ("FREQ=YEARLY;BYDAY=20MO", at(1997, 5, 19, 9)),
    ],
)
def test_the_examples_of_the_standard_come_out_as_by_dateutil(text: str, start: datetime) -> None:
    assert ours(text, start) == theirs(text, start) != []


@pytest.mark.parametrize(
    "text",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=7",
        "FREQ=DAILY;INTERVAL=999999",
    ],
)
def test_a_rule_that_never_comes_true_costs_no_more_than_the_window(text: str) -> None:
    budget = Budget()
    assert not list(Expansion(rule(text), seconds(at(1990, 1, 1)), budget).within(seconds(BEGIN), seconds(END)))
    assert Budget().left - budget.left < 4000


def test_an_old_series_is_not_counted_through() -> None:
    budget = Budget()
    start = seconds(at(1583, 1, 1, 9))
    found = list(Expansion(rule("FREQ=DAILY"), start, budget).within(seconds(BEGIN), seconds(END)))
    assert len(found) == (END - BEGIN).days
    assert Budget().left - budget.left < 2000


def test_a_counted_series_ends_on_its_budget_and_not_later() -> None:
    with pytest.raises(TooMuchError):
        list(
            Expansion(rule("FREQ=DAILY;COUNT=999999"), seconds(at(1990, 1, 1)), Budget(5000)).within(
                seconds(BEGIN), seconds(END)
            )
        )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("FREQ=SECONDLY", "more often than daily"),
        ("FREQ=HOURLY;INTERVAL=2", "more often than daily"),
        ("FREQ=FORTNIGHTLY", "not a rule"),
        ("", "not a rule"),
        ("FREQ=DAILY;COUNT=0", "COUNT=0"),
        ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1"),
        ("FREQ=DAILY;BYMONTH=13", "BYMONTH=13"),
        ("FREQ=MONTHLY;BYDAY=1XX", "not a weekday"),
        ("FREQ=DAILY;UNTIL=20270231", "does not exist"),
        ("FREQ=DAILY;WKST=XX", "not a rule"),
        ("FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join(map(str, range(60))), "too"),
    ],
)
def test_a_rule_that_cannot_be_says_why(text: str, why: str) -> None:
    with pytest.raises(BrokenError, match=why):
        list(Expansion(rule(text), seconds(BEGIN), Budget()).within(seconds(BEGIN), seconds(END)))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(alphabet="FREQ=DAILYWKMONTHBCU;,-+0123456789", max_size=60))
def test_no_text_breaks_the_reading_of_rules(text: str) -> None:
    try:
        found = rule(text)
    except BrokenError:
        return
    budget = Budget(100_000)
    with contextlib.suppress(BrokenError, TooMuchError):
        list(Expansion(found, seconds(at(2026, 5, 5, 9)), budget).within(seconds(BEGIN), seconds(END)))
