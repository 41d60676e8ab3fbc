"""A message is at the other side within a second, and whatever else happens to a conversation too."""

import asyncio
import time
from typing import Any

from scheduler.tests.fixtures import Browser
from scheduler.tests.messages.test_messages import delete, edit
from scheduler.tests.messages.world import booked, listed, read, write
from scheduler.tests.notifications.test_stream import Follower, following


async def changed(follower: Follower) -> dict[str, Any]:
    return dict((await follower.told("conversation"))["data"])


async def test_a_message_arrives_within_a_second_and_is_fetched_by_its_cursor(browser: Browser) -> None:
    browser.parts.live.heartbeat_s = 60
    booking = await booked(browser)
    eve = await browser.person("Eve")
    begun = await listed(browser, booking, "professional")
    async with (
        browser.parts.jobs.running(),
        following(browser, booking.ada) as ada,
        following(browser, booking.ben) as ben,
        following(browser, eve) as stranger,
    ):
        for follower in (ada, ben, stranger):
            await follower.told("unread")
        await write(browser, booking, "Listening is under way before the first counts")
        await changed(ada)
        await changed(ben)
        before = time.perf_counter()
        await write(browser, booking, "Can you hear me?")
        told = await changed(ada)
        assert time.perf_counter() - before < 1
        assert told == {
            "booking_id": str(booking.id),
            "role": "professional",
            "last_number": 2,
            "unread": 2,
            "read_up_to": {"client": 0, "professional": 0},
        }
        newer = await listed(browser, booking, "professional", cursor=begun["newer_cursor"])
        assert [item["text"] for item in newer["items"]][1] == "Can you hear me?"
        own = await changed(ben)
        assert (own["role"], own["unread"], own["last_number"]) == ("client", 0, 2), "in one's other tabs too"
        try:
            async with asyncio.timeout(0.3):
                raise AssertionError(await stranger.told("conversation"))
        except TimeoutError:
            pass


async def test_reading_changing_deleting_and_agreeing_are_told_too(browser: Browser) -> None:
    browser.parts.live.heartbeat_s = 60
    booking = await booked(browser)
    id = (await write(browser, booking, "Hello")).body["id"]
    async with browser.parts.jobs.running(), following(browser, booking.ben) as ben:
        await ben.told("unread")
        assert await read(browser, booking, "professional", 1) == {"client": 0, "professional": 1}
        assert (await changed(ben))["read_up_to"] == {"client": 0, "professional": 1}
        await edit(browser, booking, id, "Hello!")
        assert (await changed(ben))["last_number"] == 1
        await delete(browser, booking, id)
        assert (await changed(ben))["last_number"] == 1
        path = f"/bookings/{booking.id}/chat-consent"
        assert (await browser.put(path, {"given": True}, by=booking.ada, role="professional")).status == 200
        assert (await changed(ben))["booking_id"] == str(booking.id)


async def test_a_stream_that_was_away_says_nothing_of_what_it_did_not_see_change(browser: Browser) -> None:
    """It tells of changes while it is open: whoever opens one fetches what is unread first."""
    booking = await booked(browser)
    await write(browser, booking, "Before")
    browser.parts.live.heartbeat_s = 0.05
    async with following(browser, booking.ada) as ada:
        await ada.told("unread")
        assert "event" not in await ada.next(), "a heartbeat"
        await write(browser, booking, "After")  # no job runs: the next look finds it all the same
        assert (await changed(ada))["unread"] == 2
