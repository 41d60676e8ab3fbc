"""Mobile push: a message, its ticket, its receipt; a phone that is gone is forgotten whichever of them says so."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.passwords import Passwords
from scheduler.app import Parts, assemble
from scheduler.clock import ManualClock
from scheduler.config import Settings, load
from scheduler.notifications.expo import read_receipt, read_ticket
from scheduler.notifications.outgoing import Reply
from scheduler.notifications.pushing import RECEIPT_AFTER
from scheduler.tests.fixtures import CHEAP, RING, Browser
from scheduler.tests.notifications.services import ExpoService, expo_service
from scheduler.tests.notifications.world import Booked, booked, change, happens

TOKEN = "ExponentPushToken[abcdefgh12345678]"


@pytest.fixture
async def service() -> AsyncIterator[ExpoService]:
    async with expo_service() as found:
        yield found


@pytest.fixture
def parts(fresh_database: str, settings: Settings, clock: ManualClock, service: ExpoService) -> Parts:
    """The scheduler's parts, with this Expo."""
    variables = {"VISAVIS_EXPO_URL": service.url, "VISAVIS_EXPO_TOKEN": "expo-access"}
    variables |= {"VISAVIS_ENV": "test", "DATABASE_URL": fresh_database, "VISAVIS_STATE_DIR": str(settings.state_dir)}
    return assemble(load(variables), clock=clock, passwords=Passwords(CHEAP), ring=RING)


async def with_phone(browser: Browser) -> Booked:
    booking = await booked(browser)
    answer = await browser.post("/me/push-tokens", {"token": TOKEN, "label": "Phone"}, by=booking.ben)
    assert answer.status == 201, answer.body
    return booking


async def phones(browser: Browser, booking: Booked) -> int:
    return len(await change(browser, "SELECT id FROM push_target WHERE person_id = :id", id=booking.ben.id))


async def test_a_phone_is_told_and_its_receipt_asked_for(
    browser: Browser, service: ExpoService, clock: ManualClock
) -> None:
    booking = await with_phone(browser)
    service.no_receipts_yet = 1
    await happens(browser, booking, "cancelled", event_id=1)
    (message,) = service.received
    assert (message["to"], message["title"]) == (TOKEN, "Cancelled: Tax advice with Ada Demo")
    assert (message["data"]["path"], message["data"]["role"]) == ("/as/client/calendar", "client")
    assert service.authorizations == ["Bearer expo-access"]
    assert service.asked == []
    for _ in range(3):
        clock.move(seconds=RECEIPT_AFTER.total_seconds())
        await browser.parts.jobs.drain()
    assert len(service.asked) == 2, "there was none at first, and one is enough"
    assert await phones(browser, booking) == 1


async def test_a_phone_that_is_gone_by_its_ticket(browser: Browser, service: ExpoService) -> None:
    booking = await with_phone(browser)
    service.errors[TOKEN] = "DeviceNotRegistered"
    await happens(browser, booking, "cancelled", event_id=1)
    assert await phones(browser, booking) == 0


async def test_a_phone_that_is_gone_by_its_receipt(
    browser: Browser, service: ExpoService, clock: ManualClock
) -> None:
    booking = await with_phone(browser)
    service.receipt_errors[TOKEN] = "DeviceNotRegistered"
    await happens(browser, booking, "cancelled", event_id=1)
    assert await phones(browser, booking) == 1
    clock.move(seconds=RECEIPT_AFTER.total_seconds())
    await browser.parts.jobs.drain()
    assert await phones(browser, booking) == 0


async def test_a_busy_service_is_asked_again_and_a_refusal_is_not(
    browser: Browser, service: ExpoService, clock: ManualClock
) -> None:
    booking = await with_phone(browser)
    service.statuses = [503, 429]
    await happens(browser, booking, "cancelled", event_id=1)
    for _ in range(2):
        clock.move(minutes=1)
        await browser.parts.jobs.drain()
    assert len(service.received) == 1
    service.errors[TOKEN] = "MessageTooBig"
    await happens(browser, booking, "dispute-opened", event_id=2)
    rows = await change(browser, "SELECT refused FROM push_sending WHERE sent_at IS NULL")
    assert [row.refused for row in rows] == ["MessageTooBig"]


async def test_what_is_no_token_is_refused(browser: Browser) -> None:
    ada = await browser.person("Ada")
    for inside in ("", "a b c d e f", "a" * 300):
        answer = await browser.post("/me/push-tokens", {"token": f"ExponentPushToken[{inside}]"}, by=ada)
        assert (answer.status, answer.fields) == (422, ["token"])


@given(
    st.one_of(
        st.binary(max_size=60), st.from_regex(r'\{"data": ?(\[.{0,20}\]|\{.{0,20}\}|1|null)\}').map(str.encode)
    ),
    st.sampled_from([200, 400, 429, 500]),
)
def test_any_answer_is_understood_or_asked_again(body: bytes, status: int) -> None:
    reply = Reply(status, {}, body)
    for answer in (read_ticket(reply), read_receipt(reply, "t")):
        assert answer.outcome in {"ok", "gone", "refused", "later"}
