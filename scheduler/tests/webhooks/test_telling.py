"""What happens is told to the endpoints that want it, signed, once a cause, in the role it happened in."""

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import text

from scheduler.app import Parts
from scheduler.clock import ManualClock
from scheduler.jobs.queue import enqueue
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.keys.holder import key_of
from scheduler.tests.webhooks.receiver import Receiver, check_shape, listen, receiving
from scheduler.webhooks.emitting import emit
from scheduler.webhooks.endpoints import MOST_ENDPOINTS
from scheduler.webhooks.events import Event


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


async def book(browser: Browser, service: object, who: SignedInAs, at: int = 0) -> dict[str, Any]:
    start = (await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z"))[at]
    booked = await browser.post("/bookings", {"service_id": str(service), "start": start}, by=who, role="client")
    assert booked.status == 201, booked.body
    found: dict[str, Any] = booked.body
    return found


async def test_both_people_of_a_booking_are_told_each_in_their_role(browser: Browser, receiver: Receiver) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    secrets = {
        "/ada": (await listen(browser, ada, f"{receiver.url}/ada")).body["secret"],
        "/ben": (await listen(browser, ben, f"{receiver.url}/ben", role="client")).body["secret"],
    }
    await listen(browser, ada, f"{receiver.url}/ada-as-client", role="client")
    booked = await book(browser, service, ben)
    await browser.parts.jobs.drain()
    await browser.post(f"/bookings/{booked['id']}/cancel", {"reason": "ill"}, by=ben, role="client")
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint = 'close-room'"))  # there is no node here
    await browser.parts.jobs.drain()
    for path, role in (("/ada", "professional"), ("/ben", "client")):
        confirmed, cancelled = (each for each in receiver.taken if each.path == path)
        assert confirmed.signed_by(secrets[path])
        assert cancelled.signed_by(secrets[path])
        assert not confirmed.signed_by(secrets["/ben" if path == "/ada" else "/ada"])
        event = confirmed.event
        assert (event["type"], event["sequence"], event["role"]) == ("booking.confirmed", 1, role)
        told = event["data"]["booking"]
        assert (told["id"], told["status"], told["start"]) == (booked["id"], "confirmed", booked["start"])
        assert (told["client"]["name"], told["professional"]["name"]) == ("Ben", "Ada Example")
        assert cancelled.event["data"] | {"booking": None} == {"booking": None, "by": "client", "reason": "ill"}
        assert (cancelled.event["type"], cancelled.event["sequence"]) == ("booking.cancelled", 2)
        assert confirmed.id != cancelled.id
        assert confirmed.headers["content-type"] == "application/json"
    assert {each.path for each in receiver.taken} == {"/ada", "/ben"}
    check_shape(receiver.taken)


async def test_a_move_says_the_time_before(browser: Browser, receiver: Receiver) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    await listen(browser, ada, receiver.url, "booking.rescheduled")
    booked = await book(browser, service, ben)
    later = (await slots_of(browser, service, "2027-03-12T00:00:00Z", "2027-03-13T00:00:00Z"))[0]
    await browser.post(f"/bookings/{booked['id']}/move", {"start": later}, by=ada, role="professional")
    await browser.parts.jobs.drain()
    (moved,) = receiver.taken
    assert moved.event["data"]["booking"]["start"] == later
    assert moved.event["data"]["previous"] == {"start": booked["start"], "end": booked["end"]}


async def test_an_endpoint_is_told_what_it_asked_for_while_it_is_on(browser: Browser, receiver: Receiver) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    await listen(browser, ada, f"{receiver.url}/some", "booking.cancelled", "booking.confirmed")
    await listen(browser, ada, f"{receiver.url}/other", "booking.cancelled")
    off = (await listen(browser, ada, f"{receiver.url}/off")).body["endpoint"]["id"]
    await browser.patch(f"/webhook-endpoints/{off}", {"active": False}, by=ada, role="professional")
    await book(browser, service, ben)
    await browser.parts.jobs.drain()
    assert [each.path for each in receiver.taken] == ["/some"]
    tests = await browser.post(f"/webhook-endpoints/{off}/test", by=ada, role="professional")
    assert (tests.status, tests.slug) == (409, "conflict")


async def test_whoever_is_suspended_is_told_nothing_more_not_even_what_was_on_its_way(
    browser: Browser, receiver: Receiver
) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben, root = await browser.person("Ben"), await browser.person("Root")
    await browser.grant(root, "admin")
    await listen(browser, ada, f"{receiver.url}/ada")
    await listen(browser, ben, f"{receiver.url}/ben", role="client")
    await book(browser, service, ben)
    receiver.answers = [500, 500]  # it is on its way, and will be sent again
    await browser.parts.jobs.drain()
    assert len(receiver.taken) == 2
    path, why = f"/admin/accounts/{ada.id}", {"reason": "fraud"}
    assert (await browser.post(f"{path}/suspend", why, by=root, role="admin")).status == 204
    event = Event(
        "message.received", "message 1", {"professional": ada.id, "client": ben.id}, {}, browser.parts.clock.now()
    )
    async with browser.parts.sessions.begin() as session:
        await emit(session, event)
    browser.parts.clock.move(minutes=1)  # type: ignore[attr-defined]
    await browser.parts.jobs.drain()
    assert [each.path for each in receiver.taken[2:]].count("/ada") == 0
    assert [each.path for each in receiver.taken[2:]].count("/ben") == 2
    assert (await browser.post(f"{path}/reinstate", why, by=root, role="admin")).status == 204
    async with browser.parts.sessions.begin() as session:
        await emit(session, dataclasses.replace(event, cause="message 2"))
    await browser.parts.jobs.drain()
    assert [each.path for each in receiver.taken].count("/ada") == 2, "the first attempt, and what came after"


async def test_one_cause_is_one_message_however_often_and_at_once_it_is_told(
    browser: Browser, receiver: Receiver
) -> None:
    ada, _ = await professional(browser, "Ada Example")
    await listen(browser, ada, receiver.url)
    event = Event("message.received", "message 1", {"professional": ada.id}, {"a": 1}, browser.parts.clock.now())
    for _ in range(3):
        async with browser.parts.sessions.begin() as session:
            await emit(session, event)
    handler = browser.parts.jobs.handler("webhook-event")
    payload = {
        "type": event.type,
        "cause": event.cause,
        "people": {"professional": str(ada.id)},
        "data": {"a": 1},
        "at": event.at.isoformat(),
    }
    await asyncio.gather(*(handler(payload) for _ in range(5)))
    await browser.parts.jobs.drain()
    assert receiver.types == ["message.received"]


async def test_a_bookings_job_run_twice_tells_once(browser: Browser, receiver: Receiver) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    await listen(browser, ada, receiver.url)
    booked = await book(browser, service, ben)
    await browser.parts.jobs.drain()
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "booking-mail", {"booking_id": booked["id"], "kind": "confirmed"})
    await browser.parts.jobs.drain()
    assert receiver.types == ["booking.confirmed"]


async def test_telling_programs_costs_a_booking_no_statement(browser: Browser, receiver: Receiver) -> None:
    """The queue holds what it held before: one telling."""
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    await listen(browser, ada, receiver.url)
    await book(browser, service, ben)
    async with browser.parts.sessions() as session:
        queued = (await session.scalars(text("SELECT entrypoint FROM pgqueuer ORDER BY 1"))).all()
    assert "booking-mail" in queued
    assert not [each for each in queued if each.startswith("webhook")]


async def test_what_is_told_later_is_told_then_and_once(
    browser: Browser, receiver: Receiver, clock: ManualClock
) -> None:
    ada, _ = await professional(browser, "Ada Example")
    await listen(browser, ada, receiver.url)
    event = Event("review.published", "review 1", {"professional": ada.id}, {}, clock.now())
    for minutes in (60, 30):  # it can be read earlier than was thought
        due = clock.now().replace(minute=minutes % 60, hour=12 + minutes // 60)
        async with browser.parts.sessions.begin() as session:
            await emit(session, event, due=due)
    clock.move(minutes=29)
    await browser.parts.jobs.drain()
    assert receiver.taken == []
    clock.move(minutes=60)
    await browser.parts.jobs.drain()
    assert receiver.types == ["review.published"]


async def test_an_unknown_type_is_a_mistake_of_ours(parts: Parts) -> None:
    event = Event("booking.exploded", "x", {}, {}, parts.clock.now())  # type: ignore[arg-type]
    async with parts.sessions.begin() as session:
        with pytest.raises(ValueError, match="no type of event"):
            await emit(session, event)


async def test_endpoints_are_ones_own_in_ones_role(browser: Browser, receiver: Receiver) -> None:
    ada, _ = await professional(browser, "Ada Example")
    bob, _ = await professional(browser, "Bob Example")
    made = await listen(browser, ada, receiver.url, description="mine")
    assert made.status == 201
    path = f"/webhook-endpoints/{made.body['endpoint']['id']}"
    shown = await browser.get(path, by=ada, role="professional")
    assert shown.body == made.body["endpoint"]
    for by, role in ((bob, "professional"), (ada, "client")):
        assert (await browser.get("/webhook-endpoints", by=by, role=role)).body["items"] == []
        for method, below in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/secret"), ("POST", "/test")):
            body: dict[str, str] | None = {} if method == "PATCH" else None
            assert (await browser.send(method, path + below, body, by=by, role=role)).status == 404, (method, below)
        assert (await browser.get(f"{path}/deliveries", by=by, role=role)).status == 404
    assert (await browser.delete(path, by=ada, role="professional")).status == 204
    assert (await browser.get(path, by=ada, role="professional")).status == 404


async def test_the_secret_is_told_once_and_sealed_at_rest(browser: Browser, receiver: Receiver) -> None:
    ada, _ = await professional(browser, "Ada Example")
    made = await listen(browser, ada, receiver.url)
    path = f"/webhook-endpoints/{made.body['endpoint']['id']}"
    rotated = await browser.post(f"{path}/secret", by=ada, role="professional")
    secrets = [made.body["secret"], rotated.body["secret"]]
    assert secrets[0] != secrets[1]
    for page in ("/webhook-endpoints", path):
        shown = str((await browser.get(page, by=ada, role="professional")).body)
        assert not [each for each in secrets if each in shown]
    async with browser.parts.sessions() as session:
        kept = (await session.execute(text("SELECT secret, previous_secret FROM webhook_endpoint"))).one()
        answers = (await session.scalars(text("SELECT answer FROM idempotency_key"))).all()
    assert answers == []
    for each in secrets:
        assert each.encode() not in kept.secret + kept.previous_secret


async def test_while_a_new_secret_takes_over_both_are_good_for_a_day(
    browser: Browser, receiver: Receiver, clock: ManualClock
) -> None:
    ada, _ = await professional(browser, "Ada Example")
    made = await listen(browser, ada, receiver.url)
    path = f"/webhook-endpoints/{made.body['endpoint']['id']}"
    old = made.body["secret"]
    new = (await browser.post(f"{path}/secret", by=ada, role="professional")).body["secret"]

    async def signed() -> list[bool]:
        await browser.post(f"{path}/test", by=browser.token_now(ada), role="professional")
        await browser.parts.jobs.drain()
        return [receiver.taken[-1].signed_by(each) for each in (old, new)]

    assert await signed() == [True, True]
    clock.move(hours=24)
    assert await signed() == [False, True]


NONE = (
    "ftp://example.org/x",
    "http://user:pass@127.0.0.1/x",
    "https://example.org/#part",
    "https://exa mple.org",
    "https://",
    "not an address",
    "https://" + "x" * 2000 + ".org",
)


async def test_what_is_no_address_is_refused(browser: Browser) -> None:
    ada, _ = await professional(browser, "Ada Example")
    for url in NONE:
        answer = await listen(browser, ada, url)
        assert (answer.status, answer.fields) == (422, ["url"]), url


async def test_there_is_an_end_to_endpoints_and_tests(browser: Browser, receiver: Receiver) -> None:
    ada, _ = await professional(browser, "Ada Example")
    made = await asyncio.gather(*(listen(browser, ada, receiver.url) for _ in range(MOST_ENDPOINTS + 3)))
    assert sorted(answer.status for answer in made) == [201] * MOST_ENDPOINTS + [409] * 3
    path = next(f"/webhook-endpoints/{each.body['endpoint']['id']}/test" for each in made if each.status == 201)
    tests = [await browser.post(path, by=ada, role="professional") for _ in range(6)]
    assert [answer.status for answer in tests] == [202] * 5 + [409]


async def test_a_program_sets_its_own_endpoint_up_by_a_key(browser: Browser, receiver: Receiver) -> None:
    ada, _ = await professional(browser, "Ada Example")
    key = await key_of(browser, ada, "webhooks:read", "webhooks:write", roles=["professional"])
    made = await listen(browser, key, receiver.url, "booking.confirmed", "booking.confirmed")
    assert (made.status, made.body["endpoint"]["events"]) == (201, ["booking.confirmed"])
    listed = await browser.get("/webhook-endpoints", by=key, role="professional")
    assert len(listed.body["items"]) == 1
