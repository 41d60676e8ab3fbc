"""Signing, waiting, giving up: the rules, without a socket."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from scheduler.notifications.kinds import KINDS
from scheduler.webhooks.document import webhooks
from scheduler.webhooks.events import MEANING, OF_BOOKING, TYPES, body_of
from scheduler.webhooks.schedule import LASTS, LONGEST, OFF_AFTER, is_off, next_attempt
from scheduler.webhooks.signing import headers_of, message_id, new_secret, sign

NOON = datetime(2027, 3, 10, 12, 0, tzinfo=UTC)


def test_a_signature_is_the_one_of_the_standard() -> None:
    """The example of the standard's own libraries."""
    secret, id = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    signed = sign(secret, id, 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_valid_secret_signs() -> None:
    one, two = new_secret(), new_secret()
    assert one != two
    id = uuid4()
    headers = headers_of(id, 1_800_000_000, b"{}", [one, two])
    assert headers["webhook-signature"].split(" ") == [
        sign(each, message_id(id), 1_800_000_000, b"{}") for each in (one, two)
    ]
    assert headers["webhook-timestamp"] == "1800000000"


@given(st.uuids(), st.lists(st.floats(0, 3600), max_size=40))
def test_attempts_grow_apart_and_end_after_three_days(seed: UUID, late: list[float]) -> None:
    """However late each attempt comes to be made."""
    now, number, waits = NOON, 1, []
    while (due := next_attempt(NOON, number, now, seed)) is not None:
        assert now < due <= NOON + LASTS
        waits.append(due - now)
        now = due + timedelta(seconds=late[number - 1] if number <= len(late) else 0)
        number += 1
        assert number < 30
    assert now >= NOON + LASTS, "the last attempt is at the end"
    assert all(wait <= LONGEST * 1.1 for wait in waits)
    growing = [each for each in waits[:-1] if each < LONGEST * 0.9]
    assert growing == sorted(growing)
    assert len(waits) >= 10


@given(st.uuids(), st.integers(1, 8), st.integers(0, 999_999))
def test_a_receivers_wish_to_wait_is_heard_within_bounds(seed: UUID, number: int, asked_s: int) -> None:
    usual = next_attempt(NOON, number, NOON, seed)
    wished = next_attempt(NOON, number, NOON, seed, timedelta(seconds=asked_s))
    assert usual is not None
    assert wished is not None
    assert wished == max(usual, NOON + min(timedelta(seconds=asked_s), LONGEST))


def test_an_endpoint_is_off_after_days_of_failing() -> None:
    assert not is_off(None, NOON)
    assert not is_off(NOON - OFF_AFTER + timedelta(seconds=1), NOON)
    assert is_off(NOON - OFF_AFTER, NOON)


def test_a_body_is_the_same_bytes_each_time() -> None:
    data = json.dumps({"booking": {"title": "Beratung · für dich", "price_minor": 4000}}, ensure_ascii=False)
    one, two = (body_of("booking.confirmed", NOON, 7, "client", data) for _ in range(2))
    assert one == two
    assert json.loads(one) == {
        "type": "booking.confirmed",
        "timestamp": "2027-03-10T12:00:00Z",
        "sequence": 7,
        "role": "client",
        "data": json.loads(data),
    }


def test_every_type_has_a_meaning_and_a_place_in_the_document() -> None:
    assert set(MEANING) == set(TYPES) == set(webhooks())


def test_whatever_people_are_told_of_a_booking_programs_are_told_too() -> None:
    """A new kind of telling needs a word here: which event it is, or why programs are not told."""
    not_told = {
        "reminder": "a program has a clock of its own",
        "changed-zone-rules": "the instant is what it was",
        "payment-failed": "payments tell it",
        "refunded": "payments tell it",
        "class-too-few": "its seats are told of",
        "waitlist-closed": "who waits has no booking; the class's seats are told of",
        "message": "what two people write to each other is for the two",
    }
    of_plans = {kind for kind in KINDS if kind.startswith(("package-", "subscription-"))}  # `plans/told.py` emits
    assert set(OF_BOOKING) | set(not_told) | of_plans == set(KINDS)
    assert not set(OF_BOOKING) & set(not_told)
