"""The room's chat is kept while both agree, in the room's time, and goes with one's own agreement."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from scheduler.clock import ManualClock
from scheduler.tests.fixtures import Answer, Browser
from scheduler.tests.messages.test_messages import edit
from scheduler.tests.messages.world import Booked, booked, change, listed, unread, write
from scheduler.tests.notifications.world import START


async def agree(browser: Browser, booking: Booked, role: str, given: bool = True) -> dict[str, Any]:
    by = browser.token_now(booking.ben if role == "client" else booking.ada)
    answer = await browser.put(f"/bookings/{booking.id}/chat-consent", {"given": given}, by=by, role=role)
    assert answer.status == 200, answer.body
    return dict(answer.body)


async def say(browser: Browser, booking: Booked, words: str, role: str = "client") -> Answer:
    return await write(browser, booking, words, role, source="room")


async def kept(browser: Browser, booking: Booked) -> list[str]:
    items = (await listed(browser, booking, limit=100))["items"]
    return [item["text"] for item in items if item["source"] == "room"]


async def test_nothing_is_kept_before_both_agree(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    clock.set(START)
    for agreed in ((), ("client",)):
        for role in agreed:
            await agree(browser, booking, role)
        for role in ("client", "professional"):
            refused = await say(browser, booking, "Unheard", role)
            assert (refused.status, refused.body["why"]) == (409, "consent")
    assert await change(browser, "SELECT 1 FROM message") == []
    assert await agree(browser, booking, "professional") == {
        "mine": True,
        "mine_at": "2027-03-12T17:00:00Z",
        "theirs": True,
        "kept": True,
        "lines": 0,
    }
    assert (await say(browser, booking, "Kept")).status == 201
    assert (await say(browser, booking, "This too", "professional")).status == 201
    assert await kept(browser, booking) == ["Kept", "This too"]
    assert await unread(browser, booking, "professional") == {}, "it was said in the room"


async def test_withdrawing_takes_ones_own_lines_away(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    clock.set(START)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
        await write(browser, booking, f"A message of the {role}", role)
    await say(browser, booking, "Mine")
    await say(browser, booking, "Theirs", "professional")
    clock.move(minutes=1)
    after = await agree(browser, booking, "client", False)
    assert (after["mine"], after["kept"], after["lines"], after["mine_at"]) == (
        False,
        False,
        0,
        "2027-03-12T17:01:00Z",
    )
    assert await kept(browser, booking) == ["Theirs"]
    assert await change(browser, "SELECT text FROM message WHERE source = 'room'") == [("Theirs",)]
    assert len((await listed(browser, booking))["items"]) == 3, "messages stay"
    for role in ("client", "professional"):
        assert (await say(browser, booking, "No more", role)).body["why"] == "consent"
    await agree(browser, booking, "client")
    assert await kept(browser, booking) == ["Theirs"], "what went does not come back"
    assert (await say(browser, booking, "Again")).status == 201
    rows = await change(
        browser, "SELECT given, at FROM chat_consent WHERE person_id = :id ORDER BY id", id=booking.ben.id
    )
    assert [given for given, _ in rows] == [True, False, True]
    assert rows[1][1] == START + timedelta(minutes=1)
    await agree(browser, booking, "client")
    assert len(await change(browser, "SELECT 1 FROM chat_consent")) == 4, "said again, nothing changed"


async def test_a_withdrawal_and_lines_at_once_leave_none(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    clock.set(START)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
    lines = [say(browser, booking, str(n)) for n in range(10)]
    await asyncio.gather(*lines[:5], agree(browser, booking, "client", False), *lines[5:])
    assert await kept(browser, booking) == []


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (START - timedelta(minutes=11), 409),
        (START - timedelta(minutes=10), 201),
        (START + timedelta(minutes=69), 201),
        (START + timedelta(minutes=71), 409),
    ],
)
async def test_lines_come_while_the_room_is_open(
    browser: Browser, clock: ManualClock, at: datetime, status: int
) -> None:
    booking = await booked(browser)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
    clock.set(at)
    assert (await say(browser, booking, "In time?")).status == status


async def test_lines_are_words_as_they_were_said(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    clock.set(START)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
    said = (await say(browser, booking, "As it was said")).body
    assert (await edit(browser, booking, said["id"], "Otherwise")).status == 409
    with_file = await write(browser, booking, "x", source="room", files=[str(uuid4())])
    assert (with_file.status, with_file.fields) == (422, ["files"])
    again = await write(browser, booking, "As it was said", source="room", id=said["id"])
    assert (again.status, again.body) == (201, said)
    assert await kept(browser, booking) == ["As it was said"]


async def test_the_chat_of_a_class_is_not_kept(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
    await change(
        browser,
        "INSERT INTO class_session (id, service_id, professional_id, status, starts_at, ends_at, local_start, zone,"
        " missing_wall, sequence, title, duration_minutes, price_minor, currency, capacity, taken, min_seats,"
        " cancel_cutoff_minutes, buffer_before_minutes, buffer_after_minutes, created_at)"
        " SELECT id, service_id, professional_id, 'scheduled', starts_at, ends_at, local_start, zone, false, 0,"
        " title, duration_minutes, price_minor, currency, 5, 1, 1, 0, 0, 0, created_at FROM booking",
    )
    await change(browser, "UPDATE booking SET class_id = id")
    clock.set(START)
    refused = await say(browser, booking, "To all")
    assert (refused.status, refused.body["why"]) == (409, "class")
    assert (await agree(browser, booking, "client"))["kept"] is False
    assert (await write(browser, booking, "To you alone")).status == 201
