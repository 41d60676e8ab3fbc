"""Jobs: with the transaction or not at all, on our clock, again after a failure, by the next worker after a kill."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from scheduler.app import Parts
from scheduler.clock import ManualClock
from scheduler.jobs.queue import enqueue, schedule, unschedule
from scheduler.jobs.tables import DueJob
from scheduler.jobs.tidy import forget_old_runs
from scheduler.tests.fixtures import NOON, Browser


class Diary:
    """A handler that writes down what it was given, and fails as often as told."""

    def __init__(self, fail: int = 0) -> None:
        self.done: list[Any] = []
        self.fail = fail
        self.called = asyncio.Event()

    async def __call__(self, payload: dict[str, Any]) -> None:
        if self.fail > 0:
            self.fail -= 1
            raise RuntimeError("not yet")
        self.done.append(payload["n"])
        self.called.set()


@pytest.fixture
def diary(parts: Parts) -> Diary:
    diary = Diary()
    parts.jobs.register("diary", diary)
    return diary


async def test_a_job_is_there_with_its_transaction_or_not_at_all(browser: Browser, diary: Diary) -> None:
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "diary", {"n": 1})  # the very first statement of its transaction
    async with browser.parts.sessions() as session:
        await session.begin()
        await enqueue(session, "diary", {"n": 2})
        await session.rollback()
    await browser.parts.jobs.drain()
    assert diary.done == [1]


async def test_one_waiting_job_of_a_key_is_enough(browser: Browser, diary: Diary) -> None:
    async with browser.parts.sessions.begin() as session:
        for number in range(3):
            await enqueue(session, "diary", {"n": number}, dedupe_key="same")
    await browser.parts.jobs.drain()
    assert diary.done == [0]
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "diary", {"n": 9}, dedupe_key="same")
    await browser.parts.jobs.drain()
    assert diary.done == [0, 9]


async def test_what_is_due_follows_our_clock(browser: Browser, diary: Diary, clock: ManualClock) -> None:
    async with browser.parts.sessions.begin() as session:
        await schedule(session, "diary", {"n": 1}, NOON + timedelta(minutes=5))
        await schedule(session, "diary", {"n": 2}, NOON + timedelta(minutes=10), dedupe_key="moved")
        await schedule(session, "diary", {"n": 3}, NOON + timedelta(days=1), dedupe_key="moved")
        await schedule(session, "diary", {"n": 4}, NOON + timedelta(minutes=6), dedupe_key="dropped")
        await unschedule(session, "dropped")
    await browser.parts.jobs.drain()
    assert diary.done == []
    clock.move(minutes=30)
    await browser.parts.jobs.drain()
    assert diary.done == [1]
    clock.move(days=1)
    await browser.parts.jobs.drain()
    assert diary.done == [1, 3]
    async with browser.parts.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(DueJob)) == 0


async def test_two_tickers_hand_a_job_over_once(browser: Browser, diary: Diary) -> None:
    async with browser.parts.sessions.begin() as session:
        for number in range(20):
            await schedule(session, "diary", {"n": number}, NOON)
    await asyncio.gather(*(browser.parts.jobs.tick() for _ in range(5)))
    await browser.parts.jobs.drain()
    assert sorted(diary.done) == list(range(20))


async def test_a_failing_job_is_tried_until_it_works(browser: Browser, diary: Diary) -> None:
    diary.fail = 1
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "diary", {"n": 1})
    await browser.parts.jobs.drain()
    assert diary.done == [1]
    figures = (await browser.get("/metrics")).body
    assert 'scheduler_jobs_total{entrypoint="diary",outcome="retried"} 1.0' in figures
    assert 'scheduler_jobs_total{entrypoint="diary",outcome="done"} 1.0' in figures


async def test_the_queues_journal_is_kept_for_three_days(browser: Browser, diary: Diary) -> None:
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "diary", {"n": 1})
    await browser.parts.jobs.drain()
    count = text("SELECT count(*) FROM pgqueuer_log")
    older = text("UPDATE pgqueuer_log SET created = created - interval '4 days' WHERE status = 'queued'")
    async with browser.parts.sessions.begin() as session:
        before = await session.scalar(count)
        await session.execute(older)
        await forget_old_runs(session, NOON)
        assert (before, await session.scalar(count)) == (3, 2)


async def test_the_running_worker_hears_of_a_commit_and_repeats_what_is_periodic(parts: Parts, diary: Diary) -> None:
    ticked = asyncio.Event()

    async def periodic() -> None:
        ticked.set()

    parts.jobs.every(3600, "now", periodic)
    async with parts.jobs.running():
        async with parts.sessions.begin() as session:
            await enqueue(session, "diary", {"n": 1})
        await asyncio.wait_for(diary.called.wait(), 10)
        await asyncio.wait_for(ticked.wait(), 10)
    assert diary.done == [1]
    await parts.engine.dispose()


async def test_the_worker_connects_again_when_the_database_cuts_it_off(parts: Parts, diary: Diary) -> None:
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = 'visavis-jobs' AND datname = current_database()"
    )
    async with parts.jobs.running():
        async with parts.sessions.begin() as session:
            await enqueue(session, "diary", {"n": 1})
        await asyncio.wait_for(diary.called.wait(), 10)
        diary.called.clear()
        async with parts.sessions.begin() as session:
            assert await session.scalar(cut) == 1
            await enqueue(session, "diary", {"n": 2})
        await asyncio.wait_for(diary.called.wait(), 30)
    assert diary.done[-1] == 2
    await parts.engine.dispose()
