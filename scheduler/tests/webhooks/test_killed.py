"""One event, killed -9 between any two steps of telling it: it arrives, and what arrives twice has one id."""

from sqlalchemy import text

from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser
from scheduler.tests.takeover import finish, kill_at_each
from scheduler.tests.webhooks import killed_worker
from scheduler.tests.webhooks.receiver import listen, receiving
from scheduler.webhooks.emitting import emit
from scheduler.webhooks.events import Event


async def test_killed_between_any_two_steps_it_arrives_and_the_rows_say_so(browser: Browser) -> None:
    async with receiving() as receiver:
        ada, _ = await professional(browser, "Ada Example")
        assert (await listen(browser, ada, receiver.url)).status == 201
        event = Event("message.received", "message 1", {"professional": ada.id}, {"n": 1}, browser.parts.clock.now())
        async with browser.parts.sessions.begin() as session:
            await emit(session, event)
        await kill_at_each(browser.parts, killed_worker.__name__, killed_worker.STEPS)
        browser.parts.clock.move(minutes=1)  # type: ignore[attr-defined]  # the processes' clocks went on
        await finish(browser.parts)
        assert len(receiver.taken) == 2, "killed before it was sent, and after: once each, and nothing more"
        assert len({each.id for each in receiver.taken}) == 1
        assert len({each.body for each in receiver.taken}) == 1
        async with browser.parts.sessions() as session:
            (row,) = (await session.execute(text("SELECT state, attempts FROM webhook_message"))).all()
        assert tuple(row) == ("delivered", 1), "the attempt that nobody could note is not counted"
