"""Turns: so many at a time, the others in their order, and no endless queue."""

import asyncio

import pytest

from scheduler.http.problems import Problem
from scheduler.http.turns import MOST_WAITING, Turns


class Work:
    """What is served, one after another let go by hand."""

    def __init__(self, most: int) -> None:
        self.turns = Turns(most)
        self.served: list[int] = []
        self.let_go = asyncio.Semaphore(0)
        self.tasks: list[asyncio.Task[None]] = []

    async def _serve(self, number: int) -> None:
        async with self.turns.taken():
            self.served.append(number)
            await self.let_go.acquire()

    async def ask(self, *numbers: int) -> None:
        self.tasks += [asyncio.create_task(self._serve(number)) for number in numbers]
        await self.settled()

    async def settled(self) -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    async def finish(self, count: int) -> None:
        for _ in range(count):
            self.let_go.release()
        await self.settled()


async def test_so_many_are_served_at_a_time_and_the_others_in_the_order_in_which_they_came() -> None:
    work = Work(2)
    await work.ask(1, 2, 3, 4)
    assert work.served == [1, 2]
    await work.finish(1)
    assert work.served == [1, 2, 3]
    await work.finish(3)
    assert work.served == [1, 2, 3, 4]
    await asyncio.gather(*work.tasks)


async def test_who_goes_away_while_waiting_or_fails_while_served_leaves_their_turn_to_others() -> None:
    work = Work(1)
    await work.ask(1, 2, 3)
    work.tasks[1].cancel()
    work.tasks[0].cancel()
    await work.settled()
    assert work.served == [1, 3]
    await work.finish(1)
    with pytest.raises(ZeroDivisionError):
        async with work.turns.taken():
            raise ZeroDivisionError
    async with work.turns.taken():
        pass


async def test_whoever_would_wait_for_too_many_is_told_to_come_again() -> None:
    work = Work(1)
    await work.ask(*range(MOST_WAITING + 1))
    with pytest.raises(Problem) as refused:
        async with work.turns.taken():
            raise AssertionError("served")
    assert refused.value.status == 503
    assert refused.value.headers["Retry-After"] == "2"
    await work.finish(MOST_WAITING + 1)
    await asyncio.gather(*work.tasks)
    async with work.turns.taken():
        pass
