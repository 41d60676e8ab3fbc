"""Calendars that are read at an address: asked by tags, told what went wrong, never led home."""

import tracemalloc
import zlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from auth.sealing import Sealer
from scheduler.calendars.checking import CHECK, Checker
from scheduler.calendars.ics import MAX_BYTES
from scheduler.calendars.pace import next_check
from scheduler.calendars.source import Asked, Changes, Kept, SourceError
from scheduler.calendars.subscribing import Subscription, address_of, host_of, wrong_with
from scheduler.clock import ManualClock
from scheduler.notifications.outgoing import Outgoing, Reply
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.calendars.files import calendar
from scheduler.tests.calendars.test_busy import DENTIST, FRIDAY, hand_over
from scheduler.tests.calendars.world import link, shelf, shown
from scheduler.tests.fixtures import NOON, Browser

NINE = "2027-03-12T09:00:00Z"


async def test_a_subscription_is_read_at_once_and_again_and_asked_by_its_tag(
    browser: Browser, clock: ManualClock
) -> None:
    ada, service = await professional(browser, "Ada")
    async with shelf() as there:
        there.text = calendar(DENTIST)
        made = await link(browser, ada, "ics", url=f"{there.url}/private-abc/basic.ics")
        assert (made.status, made.body["checked_at"], made.body["address"]) == (201, None, "127.0.0.1")
        assert "private-abc" not in str(made.body)
        await browser.parts.jobs.drain()
        assert NINE not in await slots_of(browser, service, *FRIDAY)
        told = await shown(browser, ada, made.body["id"])
        assert (told["state"], told["events"], told["problem"]) == ("active", 1, None)
        clock.move(minutes=40)
        await hand_over(browser)
        assert there.asked[-1]["if-none-match"] == '"1"'
        assert there.asked[-1]["if-modified-since"] == "Wed, 10 Mar 2027 08:00:00 GMT"
        assert NINE not in await slots_of(browser, service, *FRIDAY)
        there.text, there.etag = calendar(), '"2"'
        clock.move(minutes=40)
        await hand_over(browser)
        assert NINE in await slots_of(browser, service, *FRIDAY)
        assert len(there.asked) == 3


async def test_what_goes_wrong_is_told_and_takes_nothing_away(browser: Browser, clock: ManualClock) -> None:
    ada, service = await professional(browser, "Ada")
    async with shelf() as there:
        there.text = calendar(DENTIST.replace("20270312", "20270409"))
        made = await link(browser, ada, "ics", url=f"{there.url}/a.ics")
        await browser.parts.jobs.drain()
        for answer, word in (
            (404, "404"),
            ((503, {"Retry-After": "90000"}), "503"),
            (200, "no calendar"),
            ((302, {"Location": "/again"}), None),
        ):
            there.answers = [answer] * (1 if word else 9)
            clock.move(days=2)
            await hand_over(browser)
            told = await shown(browser, ada, made.body["id"])
            assert told["state"] == "failing"
            assert (word or "without an end") in told["problem"]
            assert there.url not in str(told)
            assert len(await slots_of(browser, service, "2027-04-09T09:00:00Z", "2027-04-09T10:00:00Z")) == 0
        there.answers = []
        clock.move(days=2)
        await hand_over(browser)
        told = await shown(browser, ada, made.body["id"])
        assert (told["state"], told["problem"]) == ("active", None)


async def test_one_that_fails_for_more_than_a_day_is_told_by_mail_once(browser: Browser, clock: ManualClock) -> None:
    ada, _ = await professional(browser, "Ada")
    async with shelf() as there:
        there.answers = [404] * 9
        await link(browser, ada, "ics", url=f"{there.url}/a.ics")
        told = []
        for _ in range(9):
            told.append(len(await browser.mails(ada.email)))
            clock.move(days=2)
            await hand_over(browser)
        assert told == [0, 0, 0, 0, 0, 1, 1, 1, 1]
        assert (await browser.mails(ada.email))[0]["subject"] == "One of your calendars cannot be read"


async def test_checking_now_is_bounded(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada")
    async with shelf() as there:
        there.text = calendar()
        made = await link(browser, ada, "ics", url=f"{there.url}/a.ics")
        path = f"/calendar-links/{made.body['id']}/check"
        statuses = [(await browser.post(path, by=ada, role="professional")).status for _ in range(4)]
        assert statuses == [202, 202, 202, 429]
        file = await link(browser, ada)
        refused = await browser.post(f"/calendar-links/{file.body['id']}/check", by=ada, role="professional")
        assert refused.slug == "conflict"


async def test_addresses_cannot_be_tried_by_the_dozen(browser: Browser) -> None:
    ada = await browser.person("Ada")
    async with shelf() as there:
        made = await link(browser, ada, "ics", role="client", url=f"{there.url}/0.ics")
        path = f"/calendar-links/{made.body['id']}"
        tries = [
            await browser.patch(path, {"url": f"{there.url}/{number}.ics"}, by=ada, role="client")
            for number in range(1, 11)
        ]
        assert [each.status for each in tries] == [200] * 9 + [429]
        assert int(tries[-1].headers["Retry-After"]) > 0


async def test_another_address_says_nothing_of_the_one_before(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    async with shelf() as there, shelf() as elsewhere:
        there.text = calendar(DENTIST)
        elsewhere.text, elsewhere.etag = calendar(), there.etag
        made = await link(browser, ada, "ics", url=f"{there.url}/a.ics")
        await browser.parts.jobs.drain()
        path = f"/calendar-links/{made.body['id']}"
        changed = await browser.patch(path, {"url": f"{elsewhere.url}/b.ics"}, by=ada, role="professional")
        assert (changed.status, changed.body["checked_at"], changed.body["events"]) == (200, None, 0)
        assert NINE in await slots_of(browser, service, *FRIDAY)
        await browser.parts.jobs.drain()
        assert "if-none-match" not in elsewhere.asked[0]
        assert (await shown(browser, ada, made.body["id"]))["checked_at"] is not None


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "ics"}, "url"),
        ({"kind": "file", "url": "https://calendar.example.com/a.ics"}, "url"),
        ({"kind": "ics", "url": "ftp://calendar.example.com/a.ics"}, "url"),
        ({"kind": "ics", "url": "https://ada:secret@calendar.example.com/"}, "url"),
        ({"kind": "file", "zone": "Middle-earth/Shire"}, "zone"),
        ({"kind": "google"}, "kind"),
    ],
)
async def test_what_cannot_be_is_refused_by_its_field(browser: Browser, body: dict[str, Any], field: str) -> None:
    ada = await browser.person("Ada")
    answer = await browser.post("/calendar-links", {"name": "Work", **body}, by=ada, role="client")
    assert (answer.status, answer.fields) == (422, [field])


def test_addresses_that_lead_home_are_none() -> None:
    for url in ("https://localhost/a.ics", "https://10.0.0.1/a.ics", "http://calendar.example.com/a.ics", "webcal:"):
        assert wrong_with(address_of(url), private=False) is not None
    assert address_of("WEBCAL://calendar.example.com/a.ics") == "https://calendar.example.com/a.ics"
    assert wrong_with(address_of("webcal://calendar.example.com/a.ics"), private=False) is None
    assert host_of("https://calendar.example.com/secret") == "calendar.example.com"


class LeadsHome(Outgoing):
    """The public internet, where every address leads to a machine of ours."""

    def __init__(self, target: str) -> None:
        super().__init__(private=False)
        self.target = target

    async def get(self, url: str, headers: Mapping[str, str], *, largest: int, total_s: float) -> Reply:
        if url == "https://calendar.example.com/a.ics":
            return Reply(302, {"Location": self.target}, b"")
        return await super().get(url, headers, largest=largest, total_s=total_s)


@pytest.mark.parametrize("target", ["http://127.0.0.1:5432/", "https://[::1]/", "//169.254.169.254/", "file:///etc"])
async def test_a_redirect_that_leads_home_is_not_followed(target: str) -> None:
    outgoing = LeadsHome(target)
    url = b"https://calendar.example.com/a.ics"
    asked = Asked(id=uuid4(), person_id=uuid4(), kind="ics", address="", secret=url, zone="UTC")
    with pytest.raises(SourceError, match="not on the public internet"):
        await Subscription(outgoing).changes(asked)
    await outgoing.close()


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_a_small_answer_that_unpacks_to_a_huge_one_is_stopped_at_the_limit(coding: str) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31 if coding == "gzip" else 15)
    zeros = b"BEGIN:VCALENDAR\r\n" + bytes(1 << 20)
    bomb = b"".join(packer.compress(zeros) for _ in range(300)) + packer.flush()
    assert len(bomb) < 400_000

    async def give(_request: web.Request) -> web.Response:
        return web.Response(body=bomb, headers={"Content-Encoding": coding, "Content-Type": "text/calendar"})

    server = TestServer(web.Application(), host="127.0.0.1")
    server.app.router.add_get("/a.ics", give)
    await server.start_server()
    pool = Outgoing(private=True)
    asked = Asked(uuid4(), uuid4(), "ics", "127.0.0.1", str(server.make_url("/a.ics")).encode(), "UTC")
    tracemalloc.start()
    try:
        with pytest.raises(SourceError, match="larger than 10 MB"):
            await Subscription(pool).changes(asked)
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BYTES, "what it would unpack to is thirty times the limit"
    finally:
        tracemalloc.stop()
        await pool.close()
        await server.close()


def test_each_failure_waits_longer_and_never_longer_than_a_day_or_so() -> None:
    waits = [next_check("ics", uuid4(), NOON, failures) - NOON for failures in range(20)]
    assert timedelta(minutes=27) <= waits[0] <= timedelta(minutes=33)
    assert max(waits) <= timedelta(hours=26.5)
    assert waits[3] > waits[1] > waits[0]
    assert next_check("ics", uuid4(), NOON, 0, 7200) == NOON + timedelta(hours=2)


class Telling:
    """A source that tells changes one by one, from a list."""

    def __init__(self, *changes: Changes) -> None:
        self.left = list(changes)
        self.tokens: list[str | None] = []

    async def changes(self, link: Asked) -> Changes:
        self.tokens.append(link.token)
        return self.left.pop(0)


async def test_a_kind_that_tells_its_changes_one_by_one_plugs_in(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    made = await link(browser, ada)
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("UPDATE calendar_link SET kind = 'caldav'"))

    def event(uid: str, hour: int, href: str) -> Kept:
        body = f"BEGIN:VEVENT\nUID:{uid}\nDTSTART:20270312T{hour:02}0000Z\nDURATION:PT1H\nSUMMARY:x\nEND:VEVENT"
        return Kept(uid * 3000, body, href=href, etag='"1"')

    source = Telling(
        Changes(events=(event("a", 9, "/a"), event("b", 12, "/b")), whole=True, token="1"),
        Changes(events=(event("a", 15, "/a"),), gone=("/b",), token="2"),
        Changes(events=(event("c", 9, "/c"),), whole=True, token="3"),
    )
    parts = browser.parts
    checker = Checker(parts.sessions, parts.clock, Sealer(parts.settings.secret_keys), {"caldav": source})
    parts.jobs.register(CHECK, checker.check)
    for busy in (["09", "12"], ["15"], ["09"]):
        await checker.check({"link_id": made.body["id"]})
        await parts.jobs.drain()
        starts = {each[11:13] for each in await slots_of(browser, service, *FRIDAY) if each[14:16] == "00"}
        assert [hour for hour in ("09", "12", "15") if hour not in starts] == busy
    assert source.tokens == [None, "1", "2"]
    assert (await shown(browser, ada, made.body["id"]))["events"] == 1
