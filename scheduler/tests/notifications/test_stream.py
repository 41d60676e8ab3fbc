"""The list and its stream: one's own, in order, resumed without a gap, and over when the sign-in is."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import ClientResponse
from sqlalchemy import text

from scheduler.notifications import live
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.notifications.world import Booked, booked, change, happens

STREAM = "/api/v1/me/notifications/stream"


class Follower:
    """Reads one stream, event by event."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> dict[str, Any]:
        """The next event; a heartbeat is empty. Raises EOFError when the stream is over."""
        event: dict[str, Any] = {}
        while True:
            line = (await asyncio.wait_for(self.response.content.readline(), 10)).decode()
            if not line:
                raise EOFError
            if line == "\n":
                return event
            name, _, value = line.rstrip("\n").partition(": ")
            if name:
                event[name] = json.loads(value) if name == "data" else value

    async def told(self, name: str = "notification") -> dict[str, Any]:
        """The next event of a type."""
        while (event := await self.next()).get("event") != name:
            pass
        return event

    async def end(self) -> None:
        """Read until it is over."""
        with suppress(EOFError):
            while True:
                await self.next()


@asynccontextmanager
async def following(browser: Browser, by: SignedInAs, after: str = "") -> AsyncIterator[Follower]:
    headers = {"Authorization": f"Bearer {by.access_token}", **({"Last-Event-ID": after} if after else {})}
    async with browser.client.get(STREAM, headers=headers) as response:
        assert response.status == 200, await response.text()
        assert response.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        yield Follower(response)


async def ring(browser: Browser, booking: Booked, event_id: int) -> None:
    await happens(browser, booking, "dispute-opened", event_id=event_id)


async def listed(browser: Browser, by: SignedInAs, **params: Any) -> dict[str, Any]:
    answer = await browser.get("/me/notifications", by=by, params=params)
    assert answer.status == 200, answer.body
    return dict(answer.body)


async def test_the_list_is_ones_own_page_by_page(browser: Browser) -> None:
    booking = await booked(browser)
    for number in range(4):
        await ring(browser, booking, number)
    first = await listed(browser, booking.ben, limit=3)
    rest = await listed(browser, booking.ben, limit=3, cursor=first["next_cursor"])
    items = first["items"] + rest["items"]
    assert [item["kind"] for item in items] == ["dispute-opened"] * 4 + ["confirmed"]
    assert [item["id"] for item in items] == sorted((item["id"] for item in items), reverse=True)
    assert (first["unread"], rest["next_cursor"]) == (5, None)
    assert items[-1]["role"] == "client"
    assert items[-1]["path"] == f"/as/client/bookings/{booking.id}"
    assert items[-1]["title"] == "Booked: Tax advice with Ada Demo"
    assert items[-1]["body"] == "Fri, 12 Mar 2027, 12:00–13:00 · New York (GMT−5)"
    theirs = await listed(browser, booking.ada)
    assert {item["role"] for item in theirs["items"]} == {"professional"}
    assert not {item["id"] for item in items} & {item["id"] for item in theirs["items"]}


async def test_marking_as_read_reaches_ones_own_only(browser: Browser) -> None:
    booking = await booked(browser)
    for number in range(3):
        await ring(browser, booking, number)
    mine = [item["id"] for item in (await listed(browser, booking.ben))["items"]]
    theirs = [item["id"] for item in (await listed(browser, booking.ada))["items"]]
    answer = await browser.post("/me/notifications/read", {"ids": [mine[0], theirs[0]]}, by=booking.ben)
    assert answer.body == {"unread": 3}
    assert (await listed(browser, booking.ada))["unread"] == 4
    assert [item["id"] for item in (await listed(browser, booking.ben, unread="true"))["items"]] == mine[1:]
    assert (await browser.post("/me/notifications/read", {"up_to": mine[1]}, by=booking.ben)).body == {"unread": 0}
    wrong = await browser.post("/me/notifications/read", {"ids": [0]}, by=booking.ben)
    assert (wrong.status, wrong.fields) == (422, ["ids.0"])
    assert (await browser.get("/me/notifications", by=booking.ben, params={"cursor": "x"})).status == 422


async def test_what_is_told_arrives_at_once_and_to_its_person_only(browser: Browser) -> None:
    browser.parts.live.heartbeat_s = 60
    booking = await booked(browser)
    eve = await browser.person("Eve")
    async with following(browser, booking.ben) as ben, following(browser, eve) as other:
        assert (await ben.next())["data"] == {"unread": 1}
        assert (await other.next())["data"] == {"unread": 0}
        await ring(browser, booking, 1)
        event = await ben.told()
        assert event["data"]["kind"] == "dispute-opened"
        assert event["id"] == str(event["data"]["id"])
        assert (await ben.next())["data"] == {"unread": 2}
        await browser.post("/me/notifications/read", {"up_to": event["data"]["id"]}, by=booking.ben)
        assert (await ben.told("unread"))["data"] == {"unread": 0}
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(other.told(), 0.2)  # heartbeats may come


async def test_a_reader_who_comes_back_has_missed_nothing(browser: Browser) -> None:
    booking = await booked(browser)
    async with following(browser, booking.ben) as ben:
        await ben.next()
        await ring(browser, booking, 1)
        last = (await ben.told())["id"]
    await ring(browser, booking, 2)
    await ring(browser, booking, 3)
    async with following(browser, booking.ben, after=last) as ben:
        ids = [int((await ben.told())["id"]) for _ in range(2)]
    assert ids == sorted(ids)
    assert ids[0] > int(last)
    async with following(browser, booking.ben) as ben:
        assert (await ben.next())["event"] == "unread", "without an id, what comes from now on"
    for wrong in ("x", "-1", "9" * 30):
        headers = {"Last-Event-ID": wrong}
        assert (await browser.get(STREAM, by=booking.ben, headers=headers)).status == 422


async def test_it_shows_that_it_lives_and_ends_with_the_sign_in(browser: Browser) -> None:
    browser.parts.live.heartbeat_s = 0.05
    ben = await browser.person("Ben")
    async with following(browser, ben) as follower:
        assert (await follower.next())["event"] == "unread"
        assert await follower.next() == {}
        await browser.post("/auth/logout", {"refresh_token": ben.refresh_token})
        await follower.end()
    assert browser.parts.live.count(ben.id) == 0
    assert (await browser.get(STREAM, by=ben)).status == 401


async def test_of_too_many_streams_the_oldest_ends(browser: Browser) -> None:
    ben = await browser.person("Ben")
    async with following(browser, ben) as oldest:
        await oldest.next()
        others = [following(browser, ben) for _ in range(live.PER_PERSON)]
        for other in others:
            await (await other.__aenter__()).next()
        await oldest.end()
        assert browser.parts.live.count(ben.id) == live.PER_PERSON
        for other in others:
            await other.__aexit__(None, None, None)


async def test_a_process_that_is_full_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    ben = await browser.person("Ben")
    monkeypatch.setattr(live, "PER_PROCESS", 0)
    answer = await browser.get(STREAM, by=ben)
    assert (answer.status, answer.slug) == (503, "unavailable")


async def test_a_listener_that_was_cut_off_hears_again(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RECONNECT_S", 0.05)
    browser.parts.live.heartbeat_s = 60
    booking = await booked(browser)
    async with following(browser, booking.ben) as ben:
        await ben.next()
        await ring(browser, booking, 1)
        await ben.told()
        cut = (
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE application_name = 'visavis-live' AND datname = current_database()"
        )
        assert (await change(browser, cut))[0][0] == 1
        await ring(browser, booking, 2)
        assert (await ben.told())["data"]["kind"] == "dispute-opened"


async def test_streams_end_when_the_server_goes(browser: Browser) -> None:
    browser.parts.live.heartbeat_s = 60
    ben = await browser.person("Ben")
    async with following(browser, ben) as follower:
        await follower.next()
        browser.parts.live.end_all()
        await follower.end()


async def test_writers_of_one_list_wait_for_each_other(browser: Browser) -> None:
    """Ids rise in the order of the commits: the second writer's line is not there before the first's."""
    from scheduler.notifications import inbox

    ben = await browser.person("Ben")
    async with browser.parts.sessions() as first, browser.parts.sessions() as second:
        await first.begin()
        await inbox.hold(first, [ben.id])
        await second.execute(text("SET LOCAL lock_timeout = '50ms'"))
        with pytest.raises(Exception, match="lock timeout"):
            await inbox.hold(second, [ben.id])
