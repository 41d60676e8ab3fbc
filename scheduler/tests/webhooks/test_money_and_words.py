"""Payments, refunds and reviews are told as they happen, in the shape that the document names."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.test_paid import asked, pay, settled
from scheduler.tests.fixtures import Browser
from scheduler.tests.reviews.test_reviews import held, review
from scheduler.tests.webhooks.receiver import Receiver, check_shape, listen, receiving


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as found:
        yield found


def of(receiver: Receiver, path: str) -> list[str]:
    return [each.event["type"] for each in receiver.taken if each.path == path]


async def test_a_payment_and_what_is_given_back_are_told_to_both(browser: Browser, receiver: Receiver) -> None:
    ada, carla, _, booking = await asked(browser)
    await listen(browser, ada, f"{receiver.url}/ada")
    await listen(browser, carla, f"{receiver.url}/carla", role="client")
    await pay(browser, carla, booking, "declined")
    assert of(receiver, "/carla") == ["payment.failed"]
    assert of(receiver, "/ada") == [], "a declined card is the client's own affair"
    await pay(browser, carla, booking)
    await browser.post(f"/bookings/{booking}/cancel", {"reason": ""}, by=ada, role="professional")
    await settled(browser)
    both = ["booking.cancelled", "booking.confirmed", "payment.refunded", "payment.succeeded"]
    assert sorted(of(receiver, "/ada")) == both
    assert sorted(of(receiver, "/carla")) == sorted([*both, "payment.failed"])
    check_shape(receiver.taken)
    (paid,) = [each for each in receiver.taken if each.path == "/ada" and each.event["type"] == "payment.succeeded"]
    told = paid.event["data"]["payment"]
    assert (told["captured_minor"], told["currency"]) == (9000, "EUR")
    assert told["subject"] == {"kind": "booking", "id": booking}


async def test_a_review_is_told_when_it_can_be_read_and_once(
    browser: Browser, receiver: Receiver, clock: ManualClock
) -> None:
    ada, carla, booking = await held(browser, clock)
    await listen(browser, browser.token_now(ada), receiver.url, "review.published")
    assert (await review(browser, carla, "client", booking, 2)).status == 201
    await quiet(browser)
    assert receiver.taken == [], "blind until both are written"
    assert (await review(browser, ada, "professional", booking, 4)).status == 201
    await quiet(browser)
    clock.move(days=30)
    await quiet(browser)
    told = [each.event["data"]["review"] for each in receiver.taken]
    assert sorted((each["by"], each["rating"]) for each in told) == [("client", 2), ("professional", 4)]
    check_shape(receiver.taken)


async def quiet(browser: Browser) -> None:
    async with browser.parts.sessions.begin() as session:
        await session.execute(text("DELETE FROM pgqueuer WHERE entrypoint IN ('close-room', 'leave-room')"))
    await browser.parts.jobs.drain()
