"""One event, killed -9 between any two steps of telling it, one step after the other: each channel tells it once."""

from scheduler.jobs.queue import enqueue
from scheduler.tests.fixtures import Browser
from scheduler.tests.notifications import killed_worker
from scheduler.tests.notifications.services import push_service
from scheduler.tests.notifications.world import booked, change, lines
from scheduler.tests.takeover import finish, kill_at_each

PATH = "/me/push-subscriptions"


async def test_killed_between_any_two_steps_each_channel_tells_it_once(browser: Browser) -> None:
    async with push_service() as service:
        booking = await booked(browser)
        assert (await browser.post(PATH, service.subscribe("laptop"), by=booking.ben)).status == 201
        mails = len(await browser.mails(booking.ben.email))
        payload = {"booking_id": str(booking.id), "kind": "dispute-opened", "event_id": 1}
        async with browser.parts.sessions.begin() as session:
            await enqueue(session, "booking-mail", payload)
        await kill_at_each(browser.parts, killed_worker.__name__, killed_worker.STEPS)
        await finish(browser.parts)
        assert len(service.received) == 2, "what was killed after ringing rang again"
        assert len(service.shown) == 1, "as the same notification"
        assert len(await lines(browser, booking.ben, "dispute-opened")) == 1
        assert len(await lines(browser, booking.ada, "dispute-opened")) == 1
        assert len(await browser.mails(booking.ben.email)) == mails + 1
        rows = await change(browser, "SELECT channel, state FROM delivery WHERE kind = 'dispute-opened'")
        assert sorted(tuple(row) for row in rows) == [
            ("in-app", "done"),
            ("in-app", "done"),
            ("mail", "done"),
            ("mail", "done"),
            ("web-push", "done"),
        ]
