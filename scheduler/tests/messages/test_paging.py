"""Pages in both directions, while messages arrive and chat lines go: nothing is lost, nothing comes twice."""

from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from scheduler.booking.tables import Booking
from scheduler.http import encode_cursor
from scheduler.messages import storage
from scheduler.messages.storage import New
from scheduler.tests.fixtures import Browser
from scheduler.tests.messages.world import Booked, booked, listed, write


class Room:
    """A conversation that is filled past the endpoints, quickly."""

    def __init__(self, browser: Browser, booking: Booked) -> None:
        self.browser = browser
        self.booking = booking
        self.written: list[str] = []

    async def empty(self) -> None:
        self.written = []
        async with self.browser.parts.sessions.begin() as session:
            await session.execute(text("DELETE FROM conversation"))

    async def arrive(self, count: int, source: str = "message") -> None:
        async with self.browser.parts.sessions.begin() as session:
            row = await session.get_one(Booking, self.booking.id)
            conversation = await storage.hold(session, row, self.browser.parts.clock.now())
            for _ in range(count):
                words = str(conversation.last_number + 1)
                new = New(uuid4(), self.booking.ben.id, "client", source, words, ())
                assert await storage.add(session, conversation, new, self.browser.parts.clock.now())
                if source == "message":
                    self.written.append(words)

    async def withdraw(self) -> None:
        """Chat lines leave gaps in the numbers."""
        async with self.browser.parts.sessions.begin() as session:
            await session.execute(text("DELETE FROM message WHERE source = 'room'"))

    async def page(self, limit: int, cursor: str | None = None) -> tuple[list[str], dict[str, Any]]:
        params = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        found = await listed(self.browser, self.booking, "professional", **params)
        return [item["text"] for item in found["items"] if item["source"] == "message"], found


steps = st.lists(
    st.tuples(st.sampled_from(["arrive", "line", "older", "newer", "withdraw"]), st.integers(1, 4)), max_size=12
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(begin=st.integers(0, 9), limit=st.integers(1, 4), script=steps)
async def test_reading_both_ways_while_more_arrives(
    room: Room, begin: int, limit: int, script: list[tuple[str, int]]
) -> None:
    await room.empty()
    await room.arrive(begin)
    seen, first = await room.page(limit)
    older, newer = first["next_cursor"], first["newer_cursor"]
    for step, count in [*script, *[("older", 0)] * 40, *[("newer", 0)] * 40]:
        if step == "arrive":
            await room.arrive(count)
        elif step == "line":
            await room.arrive(count, "room")
        elif step == "withdraw":
            await room.withdraw()
        elif step == "older" and older is not None:
            texts, page = await room.page(limit, older)
            seen, older = texts + seen, page["next_cursor"]
        elif step == "newer":
            texts, page = await room.page(limit, newer)
            if count == 0 and not page["items"]:
                break
            seen, newer = seen + texts, page["newer_cursor"]
    assert seen == room.written


@pytest.fixture
async def room(browser: Browser) -> Room:
    return Room(browser, await booked(browser))


async def test_pages_say_where_they_go_on(browser: Browser) -> None:
    booking = await booked(browser)
    for n in range(5):
        await write(browser, booking, str(n))
    newest = await listed(browser, booking, limit=2)
    assert [item["text"] for item in newest["items"]] == ["3", "4"]
    older = await listed(browser, booking, limit=2, cursor=newest["next_cursor"])
    assert [item["text"] for item in older["items"]] == ["1", "2"]
    oldest = await listed(browser, booking, limit=2, cursor=older["next_cursor"])
    assert ([item["text"] for item in oldest["items"]], oldest["next_cursor"]) == (["0"], None)
    nothing = await listed(browser, booking, limit=2, cursor=newest["newer_cursor"])
    assert (nothing["items"], nothing["next_cursor"]) == ([], None)
    assert nothing["newer_cursor"] == newest["newer_cursor"]
    for n in range(5, 8):
        await write(browser, booking, str(n), "professional")
    newer = await listed(browser, booking, limit=2, cursor=newest["newer_cursor"])
    assert [item["text"] for item in newer["items"]] == ["5", "6"]
    assert newer["next_cursor"] == newer["newer_cursor"]
    last = await listed(browser, booking, limit=2, cursor=newer["next_cursor"])
    assert ([item["text"] for item in last["items"]], last["next_cursor"]) == (["7"], None)


async def test_cursors_of_others_are_refused(browser: Browser) -> None:
    booking = await booked(browser)
    for cursor in (
        "x",
        "",
        encode_cursor(1),
        encode_cursor("before", "1"),
        encode_cursor("beside", 1),
        encode_cursor("after", -1),
        encode_cursor("after", 2**31),
        encode_cursor("after", 2**70),
        encode_cursor("before", 1, 2),
    ):
        answer = await browser.get(
            f"/bookings/{booking.id}/messages", by=booking.ben, role="client", params={"cursor": cursor}
        )
        assert (answer.status, answer.fields) == (422, ["cursor"]), cursor
