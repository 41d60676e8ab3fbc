"""What is done about departures is done when it disturbs nobody, when enough have left, and not for ever put off."""

from typing import Any

import pytest

from sfu import memory
from sfu.rooms.litter import IDLE_S, SHARE, Litter

MANY = 16
LATEST_S = 60.0


class Work:
    """Takes as long as the test says."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def made(work: Work | None = None) -> Litter:
    litter = Litter(work or Work(), many=MANY, latest_s=LATEST_S)
    litter.tidy(0, idle=False)
    return litter


def left(litter: Litter, number: int) -> None:
    for _ in range(number):
        litter.on_event("participant_left", None, None, None)  # type: ignore[arg-type]  # it only counts


def test_many_are_worth_it_at_once_and_one_after_a_while() -> None:
    litter = made()
    litter.tidy(LATEST_S, idle=True)
    assert litter.times == 0  # nobody has left
    left(litter, MANY - 1)
    litter.tidy(LATEST_S - 1, idle=False)
    assert litter.times == 0
    left(litter, 1)
    litter.tidy(LATEST_S - 1, idle=False)
    assert litter.times == 1
    left(litter, 1)
    litter.tidy(2 * LATEST_S - 2, idle=False)
    assert litter.times == 1
    litter.tidy(2 * LATEST_S - 1, idle=False)
    assert litter.times == 2


def test_where_nobody_is_it_is_done_soon() -> None:
    litter = made()
    left(litter, 1)
    litter.tidy(IDLE_S, idle=False)
    assert litter.times == 0
    litter.tidy(IDLE_S, idle=True)
    assert litter.times == 1
    left(litter, 1)
    litter.tidy(2 * IDLE_S - 1, idle=True)
    assert litter.times == 1


def test_what_costs_much_is_done_seldom() -> None:
    work = Work()
    litter = made(work)
    work.seconds = 0.1
    left(litter, MANY)
    litter.tidy(0, idle=False)
    left(litter, MANY)
    litter.tidy(0.1 / SHARE - 1, idle=True)
    assert litter.times == 1
    litter.tidy(0.1 / SHARE, idle=False)
    assert litter.times == 2


def test_the_allocator_is_tuned_where_the_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[int, int]] = []
    functions: dict[str, Any] = {"mallopt": lambda parameter, value: told.append((parameter, value))}
    monkeypatch.setattr(memory, "_of_libc", functions.get)
    memory.tune({"MALLOC_TRIM_THRESHOLD_": "1"})
    assert told == [(-3, memory.MAPPED)]
    functions.clear()
    memory.tune({})  # another C library
    assert len(told) == 1
