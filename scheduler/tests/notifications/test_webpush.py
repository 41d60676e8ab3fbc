"""Web push: opened by the browser it was sealed for, once shown, over when the device or the sign-in is."""

import socket
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from auth.keys import KeyFileError
from scheduler.clock import ManualClock
from scheduler.jobs.queue import enqueue
from scheduler.notifications import webpush
from scheduler.notifications.outgoing import ForbiddenAddressError, Outgoing, is_public, why_not
from scheduler.notifications.planning import plan_reminders
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.notifications.services import PushService, push_service
from scheduler.tests.notifications.world import START, Booked, booked, change, happens

PATH = "/me/push-subscriptions"


@pytest.fixture
async def service() -> AsyncIterator[PushService]:
    async with push_service() as found:
        yield found


async def subscribe(browser: Browser, service: PushService, who: SignedInAs, name: str) -> str:
    answer = await browser.post(PATH, service.subscribe(name), by=who)
    assert answer.status == 201, answer.body
    return str(answer.body["id"])


async def subscribed(browser: Browser, service: PushService, *names: str) -> Booked:
    booking = await booked(browser)
    for name in names or ("laptop",):
        await subscribe(browser, service, booking.ben, name)
    return booking


async def test_a_browser_opens_what_was_told(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service)
    await happens(browser, booking, "cancelled", event_id=1, actor_role="professional")
    ((name, data),) = service.received
    assert name == "laptop"
    assert data["title"] == "Cancelled: Tax advice with Ada Demo"
    assert data["body"] == "Fri, 12 Mar 2027, 12:00–13:00 · New York (GMT−5)"
    assert (data["path"], data["role"], data["kind"]) == ("/as/client/calendar", "client", "cancelled")
    assert service.headers[0]["TTL"] == "86400"
    key = (await browser.get(f"{PATH}/key", by=booking.ben)).body["public_key"]
    assert key in service.headers[0]["Authorization"], "the key that browsers subscribe with"


async def test_every_browser_once_however_often_the_jobs_run(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service, "laptop", "desktop")
    for _ in range(2):
        await happens(browser, booking, "dispute-opened", event_id=1)
    for delivery, target in await change(browser, "SELECT delivery_id, target_id FROM push_sending"):
        async with browser.parts.sessions.begin() as session:
            await enqueue(session, "push", {"delivery_id": str(delivery)})
            await enqueue(session, "push-send", {"delivery_id": str(delivery), "target_id": str(target)})
    await browser.parts.jobs.drain()
    assert sorted(name for name, _ in service.received) == ["desktop", "laptop"]


@pytest.mark.parametrize("status", [404, 410])
async def test_a_browser_that_is_gone_is_forgotten(browser: Browser, service: PushService, status: int) -> None:
    booking = await subscribed(browser, service)
    service.answers = [status]
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert (await browser.get(PATH, by=booking.ben)).body == {"items": []}
    await happens(browser, booking, "dispute-opened", event_id=2)
    assert service.received == []


async def test_a_busy_service_is_asked_again_when_it_says(
    browser: Browser, service: PushService, clock: ManualClock
) -> None:
    booking = await subscribed(browser, service)
    service.answers = [(429, {"Retry-After": "120"}), 503]
    await happens(browser, booking, "dispute-opened", event_id=1)
    for seconds, arrived in ((119, 0), (1, 0), (59, 0), (1, 1)):
        clock.move(seconds=seconds)
        await browser.parts.jobs.drain()
        assert len(service.received) == arrived, seconds


async def test_a_refusal_for_good_is_noted_and_not_repeated(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service)
    service.answers = [413]
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert [row.refused for row in await change(browser, "SELECT refused FROM push_sending")] == ["answered 413"]
    assert service.received == []


async def test_a_service_that_redirects_is_not_followed(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service)
    service.answers = [(307, {"Location": f"{service.url}/push/laptop"})]
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert service.received == []
    assert [row.refused for row in await change(browser, "SELECT refused FROM push_sending")] == ["answered 307"]


async def test_what_is_of_no_use_any_more_is_not_sent(
    browser: Browser, service: PushService, clock: ManualClock
) -> None:
    booking = await subscribed(browser, service)
    service.answers = [(503, {"Retry-After": "3600"})]
    await happens(browser, booking, "dispute-opened", event_id=1)
    clock.move(days=2)
    await browser.parts.jobs.drain()
    assert service.received == []


async def test_a_device_goes_with_its_sign_in(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service)
    await browser.post("/auth/logout", {"refresh_token": booking.ben.refresh_token})
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert service.received == []
    assert await change(browser, "SELECT id FROM push_target") == []


async def test_a_browser_that_changes_hands_rings_for_the_new_person_only(
    browser: Browser, service: PushService
) -> None:
    booking = await booked(browser)
    shared = service.subscribe("shared")
    await browser.post(PATH, shared, by=booking.ben)
    await browser.post(PATH, shared, by=booking.ada)
    assert (await browser.get(PATH, by=booking.ben)).body["items"] == []
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert [data["role"] for _, data in service.received] == ["professional"]


async def test_devices_are_ones_own_and_bounded(browser: Browser, service: PushService, clock: ManualClock) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    first = await subscribe(browser, service, ada, "first")
    assert (await browser.delete(PATH, by=ben, params={"id": first})).status == 404
    for number in range(20):
        clock.move(seconds=1)
        await subscribe(browser, service, ada, f"b{number}")
    items = (await browser.get(PATH, by=ada)).body["items"]
    assert len(items) == 20
    assert first not in {item["id"] for item in items}, "the oldest makes room"
    assert "push/" not in str(items), "the address stays here"
    assert (await browser.delete(PATH, by=ada, params={"id": items[0]["id"]})).status == 204
    assert len((await browser.get(PATH, by=ada)).body["items"]) == 19


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"endpoint": "ftp://push.example/x"}, "endpoint"),
    ({"endpoint": "https://user:pw@push.example/x"}, "endpoint"),
    ({"endpoint": "https://push.example/\u00e4"}, "endpoint"),
    ({"keys": {"p256dh": "A" * 87, "auth": "A" * 22}}, "keys.p256dh"),
    ({"keys": {"auth": "A" * 20}}, "keys.auth"),
]


async def test_what_no_browser_gives_is_refused(browser: Browser, service: PushService) -> None:
    ada = await browser.person("Ada")
    sent = service.subscribe("x")
    for changed, field in WRONG:
        body = {**sent, **changed, "keys": {**sent["keys"], **changed.get("keys", {})}}
        answer = await browser.post(PATH, body, by=ada)
        assert (answer.status, answer.fields) == (422, [field])


async def test_quiet_hours_hold_a_push_back_and_nothing_else(
    browser: Browser, service: PushService, clock: ManualClock
) -> None:
    """New York: noon UTC is seven in the morning there."""
    booking = await subscribed(browser, service)
    body = {"reminders": [60], "quiet_hours": {"start": "22:00", "end": "09:00"}}
    await browser.put("/me/notification-preferences", body, by=booking.ben)
    mails = len(await browser.mails(booking.ben.email))
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert len(await browser.mails(booking.ben.email)) == mails + 1
    assert service.received == []
    clock.move(hours=2, seconds=-1)
    await browser.parts.jobs.drain()
    assert service.received == []
    clock.move(seconds=1)
    await browser.parts.jobs.drain()
    assert len(service.received) == 1


@pytest.mark.parametrize(("end", "rings_at_once"), [("12:30", True), ("11:30", False)])
async def test_a_reminder_that_would_come_too_late_rings_anyway(
    browser: Browser, service: PushService, clock: ManualClock, end: str, rings_at_once: bool
) -> None:
    """The start is at noon in New York, the reminder at eleven."""
    booking = await subscribed(browser, service)
    body = {"reminders": [60], "quiet_hours": {"start": "22:00", "end": end}}
    await browser.put("/me/notification-preferences", body, by=booking.ben)
    async with browser.parts.sessions.begin() as session:
        await plan_reminders(session, booking.id, START, [booking.ben.id], clock.now())
    clock.set(START - timedelta(hours=1))
    await browser.parts.jobs.drain()
    assert len(service.received) == rings_at_once
    clock.set(START - timedelta(minutes=30))
    await browser.parts.jobs.drain()
    assert len(service.received) == 1
    assert service.headers[0]["Urgency"] == "high"


async def test_a_reminder_held_back_is_dropped_when_the_booking_ends(
    browser: Browser, service: PushService, clock: ManualClock
) -> None:
    booking = await subscribed(browser, service)
    body = {"reminders": [60], "quiet_hours": {"start": "22:00", "end": "11:30"}}
    await browser.put("/me/notification-preferences", body, by=booking.ben)
    async with browser.parts.sessions.begin() as session:
        await plan_reminders(session, booking.id, START, [booking.ben.id], clock.now())
    clock.set(START - timedelta(hours=1))
    await browser.parts.jobs.drain()
    await change(browser, "UPDATE booking SET status = 'cancelled', settled_at = starts_at")
    clock.set(START - timedelta(minutes=30))
    await browser.parts.jobs.drain()
    assert service.received == []
    states = await change(browser, "SELECT state FROM delivery WHERE channel = 'web-push'")
    assert [row.state for row in states] == ["dropped"]


async def test_switched_off_it_is_not_written(browser: Browser, service: PushService) -> None:
    booking = await subscribed(browser, service)
    body = {"reminders": [], "channels": {"money": {"web_push": False}}}
    await browser.put("/me/notification-preferences", body, by=booking.ben)
    await happens(browser, booking, "dispute-opened", event_id=1)
    assert await change(browser, "SELECT id FROM delivery WHERE channel = 'web-push'") == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1",
        "255.255.255.255", "192.0.2.1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    ],
)  # fmt: skip
def test_our_own_networks_are_not_the_public_internet(address: str) -> None:
    assert not is_public(address)
    host = f"[{address}]" if ":" in address else address
    assert why_not(f"https://{host}/push", private=False)


def test_push_services_are() -> None:
    assert is_public("8.8.8.8")
    assert is_public("2a00:1450:4001:81b::200e")
    assert why_not("https://updates.push.services.mozilla.com/wpush/v2/x", private=False) is None
    for url in (
        "http://push.example/x",
        "https://push.example:8443/x",
        "https://localhost/x",
        "https://db.internal/x",
    ):
        assert why_not(url, private=False), url


async def test_a_name_that_leads_home_is_not_asked(monkeypatch: pytest.MonkeyPatch, service: PushService) -> None:
    async def home(_self: ThreadedResolver, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    monkeypatch.setattr(ThreadedResolver, "resolve", home)
    outgoing = Outgoing(private=False)
    with pytest.raises(ForbiddenAddressError):
        await outgoing.post("https://push.example/x", {}, b"")
    await outgoing.close()


def test_the_key_is_made_once_kept_private_and_refused_when_it_is_none(tmp_path: Path) -> None:
    assert webpush.load(tmp_path, None, "mailto:a@b.test", create=False) is None
    made = webpush.load(tmp_path, None, "mailto:a@b.test", create=True)
    again = webpush.load(tmp_path, None, "mailto:a@b.test", create=True)
    assert made is not None
    assert again is not None
    assert made.public == again.public
    assert len(webpush.from_base64url(made.public)) == 65
    assert (tmp_path / webpush.KEY_FILE).stat().st_mode & 0o077 == 0
    scalar = webpush.base64url(made.private.private_numbers().private_value.to_bytes(32, "big"))
    given = webpush.load(tmp_path / "elsewhere", scalar, "mailto:a@b.test", create=False)
    assert given is not None
    assert given.public == made.public
    (tmp_path / webpush.KEY_FILE).write_text("nonsense")
    with pytest.raises(KeyFileError):
        webpush.load(tmp_path, None, "mailto:a@b.test", create=True)
    with pytest.raises(KeyFileError):
        webpush.load(tmp_path, "A" * 43, "mailto:a@b.test", create=True)
