"""Sending: at least once, again and again for three days, and never where it must not go."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver
from sqlalchemy import text

from scheduler.app import Parts, assemble
from scheduler.clock import ManualClock
from scheduler.notifications import outgoing
from scheduler.notifications.outgoing import Outgoing
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs, serving
from scheduler.tests.webhooks.receiver import Receiver, listen, receiving
from scheduler.webhooks import endpoints, sending
from scheduler.webhooks.schedule import LASTS


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


class Told:
    """A professional with one endpoint."""

    def __init__(self, browser: Browser, ada: SignedInAs, path: str) -> None:
        self.browser, self.ada, self.path = browser, ada, path

    async def do(self, method: str, below: str = "", body: Any = None) -> Answer:
        by = self.browser.token_now(self.ada)
        return await self.browser.send(method, self.path + below, body, by=by, role="professional")

    async def test(self) -> str:
        """Send a test event; its delivery's id."""
        made = await self.do("POST", "/test")
        assert made.status == 202, made.body
        await self.browser.parts.jobs.drain()
        return str(made.body["id"])

    async def shown(self) -> dict[str, Any]:
        found: dict[str, Any] = (await self.do("GET")).body
        return found

    async def delivery(self, id: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.do("GET", f"/deliveries/{id}")).body
        return found

    async def later(self, **by: float) -> None:
        """Let time pass, and what is due happen."""
        self.browser.parts.clock.move(**by)  # type: ignore[attr-defined]
        await self.browser.parts.jobs.drain()


async def told_at(browser: Browser, url: str) -> Told:
    ada, _ = await professional(browser, "Ada Example")
    made = await listen(browser, ada, url)
    assert made.status == 201, made.body
    return Told(browser, ada, f"/webhook-endpoints/{made.body['endpoint']['id']}")


async def test_what_was_taken_is_sent_no_more_and_logged(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [(200, {})]
    id = await told.test()
    await told.later(days=1)
    (taken,) = receiver.taken
    found = await told.delivery(id)
    assert found["delivery"]["state"] == "delivered"
    assert found["delivery"]["webhook_id"] == taken.id
    assert found["body"].encode() == taken.body
    (attempt,) = found["log"]
    assert (attempt["number"], attempt["status"], attempt["error"]) == (1, 200, None)
    assert attempt["excerpt"] == "answered 200"


async def test_what_is_refused_is_sent_again_ever_later_for_three_days(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [500] * 100
    id = await told.test()
    for seconds, count in ((8, 1), (4, 2), (32, 2), (13, 3)):
        await told.later(seconds=seconds)
        assert len(receiver.taken) == count, seconds
    for _ in range(40):
        await told.later(hours=2)
    found = await told.delivery(id)
    assert (found["delivery"]["state"], found["delivery"]["next_attempt_at"]) == ("failed", None)
    assert found["delivery"]["attempts"] == len(receiver.taken) >= 10
    assert len({each.id for each in receiver.taken}) == 1, "one message, one id"
    assert len({each.body for each in receiver.taken}) == 1
    stamps = [int(each.headers["webhook-timestamp"]) for each in receiver.taken]
    assert stamps == sorted(set(stamps)), "each attempt is signed at its own time"
    assert stamps[-1] - stamps[0] >= LASTS.total_seconds()
    assert {each["excerpt"] for each in found["log"]} == {"answered 500"}


async def test_a_receiver_that_comes_back_gets_it(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [503, (429, {"Retry-After": "3600"}), 204]
    id = await told.test()
    assert (await told.shown())["failing_since"] == "2027-03-10T12:00:00Z"
    await told.later(minutes=1)
    await told.later(minutes=59)
    assert len(receiver.taken) == 2, "it asked for an hour"
    await told.later(minutes=2)
    assert (await told.delivery(id))["delivery"]["state"] == "delivered"
    assert (await told.shown())["failing_since"] is None
    assert [each["status"] for each in (await told.delivery(id))["log"]] == [204, 429, 503]


async def test_who_does_not_answer_in_time_has_not_taken_it(
    browser: Browser, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "TIMEOUT_S", 0.3)
    told = await told_at(browser, receiver.url)
    receiver.answers = ["hang"]
    id = await told.test()
    (attempt,) = (await told.delivery(id))["log"]
    assert (attempt["status"], attempt["error"]) == (None, "no answer (ServerTimeoutError)") or "Timeout" in str(
        attempt["error"]
    )
    await told.later(seconds=15)
    assert (await told.delivery(id))["delivery"]["state"] == "delivered"


async def test_of_an_answer_that_does_not_end_the_status_counts(
    browser: Browser, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BODY_S", 0.2)
    told = await told_at(browser, receiver.url)
    receiver.answers = ["slow"]
    id = await told.test()
    found = await told.delivery(id)
    assert found["delivery"]["state"] == "delivered"
    assert found["log"][0]["excerpt"] == "one moment"


async def test_of_a_huge_answer_the_beginning_is_kept_without_what_is_no_text(
    browser: Browser, receiver: Receiver
) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = ["huge"]
    excerpt = (await told.delivery(await told.test()))["log"][0]["excerpt"]
    assert len(excerpt) == sending.EXCERPT
    assert excerpt.startswith("\ufffd<b>xxx")


async def test_a_redirect_is_not_followed(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, f"{receiver.url}/hook")
    receiver.answers = [(307, {"Location": f"{receiver.url}/elsewhere"})]
    id = await told.test()
    assert [each.path for each in receiver.taken] == ["/hook"]
    assert (await told.delivery(id))["log"][0]["status"] == 307
    assert (await told.delivery(id))["delivery"]["state"] == "pending"


async def test_nobody_there_is_an_error_that_says_so(browser: Browser) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        told = await told_at(browser, f"http://127.0.0.1:{closed.getsockname()[1]}/")
        id = await told.test()
    assert (await told.delivery(id))["log"][0]["error"] == "no answer (ClientConnectorError)"


async def test_gone_switches_the_endpoint_off_at_once_and_its_owner_is_told(
    browser: Browser, receiver: Receiver
) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [410]
    id = await told.test()
    shown = await told.shown()
    assert (shown["active"], shown["disabled_reason"]) == (True, "gone")
    assert (await told.delivery(id))["delivery"]["state"] == "failed"
    subject = "We have stopped sending to one of your webhook endpoints"
    assert [each["subject"] for each in await browser.mails(told.ada.email)] == [subject]
    assert (await told.do("POST", "/test")).status == 409
    assert (await told.do("POST", f"/deliveries/{id}/redeliver")).status == 409
    await told.later(days=1)
    assert len(receiver.taken) == 1
    on = await told.do("PATCH", "", {"active": True})
    assert (on.body["disabled_at"], on.body["disabled_reason"], on.body["failing_since"]) == (None, None, None)
    assert (await told.do("POST", f"/deliveries/{id}/redeliver")).body["state"] == "pending"
    await browser.parts.jobs.drain()
    assert (await told.delivery(id))["delivery"]["state"] == "delivered"


async def test_days_of_failure_switch_an_endpoint_off_once_and_what_it_takes_keeps_it_on(
    browser: Browser, receiver: Receiver
) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [500] * 1000
    first = await told.test()
    for _ in range(10):
        await told.later(hours=8)  # three days of attempts, and a little more
    assert (await told.delivery(first))["delivery"]["state"] == "failed"
    receiver.answers = [204]
    await told.test()
    receiver.answers = [500] * 1000
    await told.later(days=1)
    pending = [await told.test() for _ in range(2)]
    for _ in range(10):
        await told.later(hours=8)
    assert (await told.shown())["disabled_at"] is None, "a success began the five days anew"
    await told.later(days=2)
    pending.append(await told.test())
    shown = await told.shown()
    assert shown["disabled_reason"] == "failing"
    assert {(await told.delivery(each))["delivery"]["state"] for each in pending} == {"failed"}
    assert len(await browser.mails(told.ada.email)) == 1


async def test_a_delivery_can_be_sent_again_by_hand_under_its_id(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    id = await told.test()
    for _ in range(2):
        assert (await told.do("POST", f"/deliveries/{id}/redeliver")).status == 202
        await browser.parts.jobs.drain()
    assert len(receiver.taken) == 3
    assert len({each.id for each in receiver.taken}) == 1
    assert [each["number"] for each in (await told.delivery(id))["log"]] == [3, 2, 1]
    other = await told_at_other(browser, receiver)
    assert (await other.do("POST", f"/deliveries/{id}/redeliver")).status == 404
    assert (await other.do("GET", f"/deliveries/{id}")).status == 404


async def told_at_other(browser: Browser, receiver: Receiver) -> Told:
    bob, _ = await professional(browser, "Bob Example")
    made = await listen(browser, bob, receiver.url)
    return Told(browser, bob, f"/webhook-endpoints/{made.body['endpoint']['id']}")


async def test_deliveries_are_listed_by_page_and_state(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [204, 500, 204, 500, 204]
    ids = [await told.test() for _ in range(5)]
    first = (await told.do("GET", "/deliveries?limit=2")).body
    second = (await told.do("GET", f"/deliveries?limit=2&cursor={first['next_cursor']}")).body
    third = (await told.do("GET", f"/deliveries?limit=2&cursor={second['next_cursor']}")).body
    assert [each["id"] for part in (first, second, third) for each in part["items"]] == ids[::-1]
    assert third["next_cursor"] is None
    failing = (await told.do("GET", "/deliveries?state=pending")).body["items"]
    assert [each["sequence"] for each in failing] == [4, 2]


async def test_what_was_under_way_when_the_endpoint_was_deleted_or_switched_off_ends(
    browser: Browser, receiver: Receiver
) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [500]
    id = await told.test()
    await told.do("PATCH", "", {"active": False})
    await told.later(minutes=1)
    assert (await told.delivery(id))["delivery"]["state"] == "failed"
    await told.do("PATCH", "", {"active": True})
    receiver.answers = [500]
    await told.test()
    assert (await told.do("DELETE")).status == 204
    await told.later(minutes=1)
    assert len(receiver.taken) == 2
    async with browser.parts.sessions() as session:
        assert await session.scalar(text("SELECT count(*) FROM webhook_message")) == 0


async def test_two_jobs_of_one_message_at_once_leave_it_delivered(browser: Browser, receiver: Receiver) -> None:
    told = await told_at(browser, receiver.url)
    receiver.answers = [500, 204]
    made = await told.do("POST", "/test")
    send = browser.parts.jobs.handler("webhook-send")
    await asyncio.gather(*(send({"message_id": made.body["id"]}) for _ in range(2)))
    await told.later(days=1)
    assert (await told.delivery(made.body["id"]))["delivery"]["state"] == "delivered"
    assert (await told.shown())["disabled_at"] is None


async def test_a_job_that_comes_before_its_time_comes_again(
    browser: Browser, receiver: Receiver, clock: ManualClock
) -> None:
    """Two schedulers' clocks are never quite the same."""
    told = await told_at(browser, receiver.url)
    made = await told.do("POST", "/test")
    clock.move(milliseconds=-5)
    await browser.parts.jobs.drain()
    assert receiver.taken == []
    clock.move(milliseconds=5)
    await browser.parts.jobs.drain()
    assert (await told.delivery(made.body["id"]))["delivery"]["state"] == "delivered"


async def test_a_slow_endpoint_holds_up_itself_only(
    browser: Browser, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its turns are full, and the other's event goes through meanwhile."""
    monkeypatch.setattr(outgoing, "TIMEOUT_S", 5)
    slow, quick = await told_at(browser, f"{receiver.url}/slow"), await told_at_other(browser, receiver)
    receiver.answers = ["hang"] * sending.AT_ONCE_EACH
    ids = [(await slow.do("POST", "/test")).body["id"] for _ in range(5)]
    send = browser.parts.jobs.handler("webhook-send")
    tasks = [asyncio.ensure_future(send({"message_id": each})) for each in ids]
    while len(receiver.taken) < sending.AT_ONCE_EACH:
        await asyncio.sleep(0.01)
    other = (await quick.do("POST", "/test")).body["id"]
    await asyncio.wait_for(send({"message_id": other}), 3)
    assert (await quick.delivery(other))["delivery"]["state"] == "delivered"
    assert len(receiver.taken) == sending.AT_ONCE_EACH + 1, "the fifth waits for its turn"
    receiver.released.set()
    await asyncio.gather(*tasks)
    assert len(receiver.taken) == sending.AT_ONCE_EACH + 2


async def test_old_deliveries_are_forgotten(browser: Browser, receiver: Receiver, clock: ManualClock) -> None:
    told = await told_at(browser, receiver.url)
    await told.test()
    for days, left in ((29, 1), (31, 0)):
        async with browser.parts.sessions.begin() as session:
            await endpoints.forget_old(session, clock.now() + timedelta(days=days))
            assert await session.scalar(text("SELECT count(*) FROM webhook_message")) == left
            assert await session.scalar(text("SELECT count(*) FROM webhook_attempt")) == left


@pytest.fixture
async def strict(parts: Parts) -> AsyncIterator[Browser]:
    """The application as it is in production, as far as addresses go."""
    from scheduler.tests.fixtures import RING

    other = assemble(parts.settings, clock=parts.clock, passwords=parts.passwords, ring=RING)
    service = next(each for each in other.api.operations if each.name == "create_webhook_endpoint").handler
    monkey = service.__self__  # type: ignore[attr-defined]
    object.__setattr__(monkey, "private", False)
    other.outgoing.private = False
    async with serving(other) as browser:
        yield browser


OURS = (
    "http://example.org/hook",
    "https://example.org:8443/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://[::ffff:127.0.0.1]/hook",
    "https://10.0.0.1/hook",
    "https://169.254.169.254/latest/meta-data",
    "https://[fd00::1]/hook",
    "https://0.0.0.0/hook",
    "https://localhost/hook",
    "https://printer.local/hook",
    "https://metadata.google.internal/hook",
)


async def test_no_endpoint_leads_to_machines_of_ours(strict: Browser) -> None:
    ada, _ = await professional(strict, "Ada Example")
    for url in OURS:
        answer = await listen(strict, ada, url)
        assert (answer.status, answer.fields) == (422, ["url"]), url


async def test_a_name_that_leads_home_later_is_not_followed_there(
    strict: Browser, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: the name was fine when it was given, and now is 127.0.0.1; nobody connects."""
    ada, _ = await professional(strict, "Ada Example")
    made = await listen(strict, ada, "https://rebound.example.org/hook")
    assert made.status == 201, made.body
    asked: list[str] = []

    async def resolve(_self: Any, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        asked.append(host)
        return [
            ResolveResult(
                hostname=host, host=address, port=int(receiver.url.rpartition(":")[2]), family=kind, proto=0, flags=0
            )
            for address, kind in (("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6))
        ]

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    told = Told(strict, ada, f"/webhook-endpoints/{made.body['endpoint']['id']}")
    id = await told.test()
    assert asked == ["rebound.example.org"]
    assert receiver.taken == []
    assert (await told.delivery(id))["log"][0]["error"] == "the address is not one of the public internet"
    assert (await told.delivery(id))["delivery"]["state"] == "pending", "names change"


async def test_of_a_names_addresses_only_public_ones_are_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    async def resolve(_self: Any, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:
        found = (("10.0.0.7", socket.AF_INET), ("198.51.100.7", socket.AF_INET), ("8.8.8.8", socket.AF_INET))
        return [
            ResolveResult(hostname=host, host=each, port=port, family=kind, proto=0, flags=0) for each, kind in found
        ]

    async def connect(*, addr_infos: Any, **_options: Any) -> socket.socket:
        tried.extend(each[-1][0] for each in addr_infos)
        raise OSError("nobody is asked by this test")

    monkeypatch.setattr(ThreadedResolver, "resolve", resolve)
    monkeypatch.setattr("aiohappyeyeballs.start_connection", connect)
    strict = Outgoing(private=False)
    with pytest.raises(outgoing.AwayError):
        await strict.post("https://mixed.example.org/hook", {}, b"{}")
    await strict.close()
    assert set(tried) == {"8.8.8.8"}
