"""The life of a booking, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.booking.states import ImpossibleError, NoCancel, Side, Status, after, why_not_cancel

START = datetime(2027, 3, 11, 16, tzinfo=UTC)
END = START + timedelta(hours=1)


def test_a_booking_is_booked_once_and_cancelled_once() -> None:
    assert after(None, "book") == "confirmed"
    assert after("confirmed", "cancel") == "cancelled"
    impossible = [("cancelled", "cancel"), ("cancelled", "book"), ("confirmed", "book"), (None, "cancel")]
    for status, action in impossible:
        with pytest.raises(ImpossibleError):
            after(status, action)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "side", "minutes_before_start", "expected"),
    [
        ("confirmed", "client", 121, None),
        ("confirmed", "client", 120, "too-late"),
        ("confirmed", "client", -59, "too-late"),
        ("confirmed", "client", -60, "over"),
        ("confirmed", "professional", 120, None),
        ("confirmed", "professional", -59, None),
        ("confirmed", "professional", -60, "over"),
        ("cancelled", "client", 999, "cancelled"),
        ("cancelled", "professional", 999, "cancelled"),
    ],
)
def test_who_may_cancel_until_when(
    status: Status, side: Side, minutes_before_start: int, expected: NoCancel | None
) -> None:
    now = START - timedelta(minutes=minutes_before_start)
    assert why_not_cancel(status, side, start=START, end=END, cutoff_minutes=120, now=now) == expected
