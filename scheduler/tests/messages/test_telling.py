"""Who does not read is told: by one push and one mail to a burst, never what was written, as they want it."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.messages import storage, telling
from scheduler.tests.fixtures import Browser
from scheduler.tests.messages.world import Booked, booked, change, drain, read, write

SECRET = "The account number is 4711"


async def mails(browser: Browser, booking: Booked, role: str = "professional") -> list[dict[str, Any]]:
    """The mails about messages that somebody was sent."""
    who = booking.ada if role == "professional" else booking.ben
    return [mail for mail in await browser.mails(who.email) if "wrote to you" in mail["subject"]]


async def later(browser: Browser, clock: ManualClock, **time: float) -> None:
    clock.move(**time)
    await drain(browser)


async def test_a_mail_is_written_when_it_is_still_unread_after_five_minutes(
    browser: Browser, clock: ManualClock
) -> None:
    booking = await booked(browser)
    await write(browser, booking, SECRET)
    await drain(browser)
    await later(browser, clock, minutes=4, seconds=59)
    assert await mails(browser, booking) == []
    await later(browser, clock, seconds=1)
    (mail,) = await mails(browser, booking)
    assert mail["subject"] == "Ben Example wrote to you"
    assert "about Tax advice" in mail["text"]
    assert mail["links"][0] == f"http://localhost:3000/as/professional/bookings/{booking.id}"
    assert "unsubscribe" in mail["text"]
    assert SECRET not in mail["text"] + mail["html"] + mail["subject"]
    assert await mails(browser, booking, "client") == []
    lines = await change(browser, "SELECT title, body, path FROM notification WHERE kind = 'message'")
    assert [(title, path) for title, _, path in lines] == [
        ("Ben Example wrote to you", f"/as/professional/bookings/{booking.id}")
    ]
    await later(browser, clock, days=3)
    assert len(await mails(browser, booking)) == 1


async def test_what_was_read_or_deleted_needs_no_mail(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await write(browser, booking, "Read at once")
    await drain(browser)
    clock.move(minutes=3)
    await read(browser, booking, "professional", 1)
    taken_back = (await write(browser, booking, "Never mind")).body["id"]
    path = f"/bookings/{booking.id}/messages/{taken_back}"
    assert (await browser.delete(path, by=browser.token_now(booking.ben), role="client")).status == 204
    await later(browser, clock, minutes=30)
    assert await mails(browser, booking) == []


async def test_a_burst_is_one_mail(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    for n in range(10):
        await write(browser, booking, str(n))
        await later(browser, clock, seconds=40)
    assert len(await mails(browser, booking)) == 1, "five minutes after the first, not after the last"
    for n in range(5):  # still unread: what follows within the hour waits for it
        await write(browser, booking, str(n))
        await later(browser, clock, minutes=6)
    assert len(await mails(browser, booking)) == 1
    await later(browser, clock, minutes=60)
    assert len(await mails(browser, booking)) == 2


async def test_what_is_left_after_reading_the_first_waits_its_own_five_minutes(
    browser: Browser, clock: ManualClock
) -> None:
    booking = await booked(browser)
    await write(browser, booking, "one")
    await drain(browser)
    clock.move(minutes=4)
    await write(browser, booking, "two")
    await read(browser, booking, "professional", 1)
    await later(browser, clock, minutes=2)
    assert await mails(browser, booking) == []
    await later(browser, clock, minutes=3)
    assert len(await mails(browser, booking)) == 1


async def test_each_side_is_told_of_the_others_words(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await write(browser, booking, "Hello")
    await write(browser, booking, "Good day", "professional")
    await drain(browser)
    await later(browser, clock, minutes=5)
    assert len(await mails(browser, booking)) == len(await mails(browser, booking, "client")) == 1


async def test_who_wants_no_such_mails_gets_none(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    wishes = {"reminders": [], "channels": {"messages": {"mail": False, "in_app": False}}}
    answer = await browser.put("/me/notification-preferences", wishes, by=booking.ada)
    assert answer.status == 200, answer.body
    await write(browser, booking, "Hello")
    await drain(browser)
    await later(browser, clock, minutes=6)
    assert await mails(browser, booking) == []
    assert await change(browser, "SELECT 1 FROM notification WHERE kind = 'message'") == []


async def test_the_job_run_twice_or_at_once_tells_once(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    message = (await write(browser, booking, "Hello")).body["id"]
    await drain(browser)
    clock.move(minutes=5)
    handlers = browser.parts.jobs._handlers
    payload = {"booking_id": str(booking.id), "role": "professional", "step": "mail"}
    await asyncio.gather(*(handlers[telling.UNREAD](payload) for _ in range(5)))
    await asyncio.gather(*(handlers[storage.TOLD]({"message_id": message}) for _ in range(5)))
    await drain(browser)
    assert len(await mails(browser, booking)) == 1


async def test_phones_ring_when_nobody_looks_and_once_to_a_burst(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    await change(
        browser,
        "INSERT INTO push_target (id, person_id, session_id, channel, address, label, created_at) VALUES"
        " (gen_random_uuid(), :person, :session, 'mobile-push', 'ExponentPushToken[x]', '', :now)",
        person=booking.ada.id,
        session=booking.ada.session_id,
        now=clock.now(),
    )

    async def nothing(_payload: dict[str, Any]) -> None:
        """No phone is rung: what matters is what is handed over."""

    browser.parts.jobs.register("push", nothing)

    async def pushes() -> list[Any]:
        return await change(browser, "SELECT data FROM delivery WHERE kind = 'message' AND channel = 'mobile-push'")

    await write(browser, booking, "seen at once")
    await drain(browser)
    await read(browser, booking, "professional", 1)
    await later(browser, clock, seconds=30)
    assert await pushes() == []
    for n in range(4):
        await write(browser, booking, SECRET + str(n))
        await later(browser, clock, seconds=15)
    ((data,),) = await pushes()
    assert (data["title"], data["role"]) == ("Ben Example wrote to you", "professional")
    assert SECRET not in str(data)
    await later(browser, clock, minutes=10)
    assert len(await pushes()) == 1
    assert len(await mails(browser, booking)) == 1


async def test_a_rolled_back_message_tells_nobody(browser: Browser) -> None:
    booking = await booked(browser)
    refused = await write(browser, booking, "x", files=["00000000-0000-0000-0000-000000000001"])
    assert refused.status == 422
    async with browser.parts.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint LIKE 'message%'")) == 0
    assert timedelta(minutes=5) == telling.MAIL_AFTER
