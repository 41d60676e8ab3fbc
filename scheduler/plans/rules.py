"""What packages and subscriptions go by, pure: months on the wall clock, what a credit is worth, when a card is asked
again.

The rules kept here: a period begins at the wall time the subscription began at, in the host's zone, on the same day
of the month or the month's last; so Jan 31 → Feb 28 → Mar 31, and periods meet without gap or overlap. Credits are
worth the price split over all of them: whatever becomes of each, exactly the price is given out.
"""

import calendar
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from scheduler.availability import zones
from scheduler.payments.policy import Policy, when_nobody_came

Kind = Literal["package", "subscription"]
PrepaymentStatus = Literal["unpaid", "active", "closed"]
SubscriptionStatus = Literal["unpaid", "active", "past_due", "ended"]
ClosedFor = Literal["unpaid", "expired", "refunded"]
EndReason = Literal["unpaid", "client", "professional", "gone"]

RETRIES: Final = (timedelta(days=1), timedelta(days=3), timedelta(days=5))
"""How long after it was due a card that gave nothing is asked again."""
PAID_WITHIN: Final = timedelta(hours=1)
"""How long a purchase waits for its first payment."""
TOLD_BEFORE: Final = timedelta(days=14)
"""How long before they expire a client is told of sessions that are left."""
_DAYS: Final = 2 * 86_400
_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - wall time has no zone


def months_after(wall: datetime, months: int) -> datetime:
    """The same wall time so many months later: on the same day of the month, or on its last."""
    index = wall.year * 12 + wall.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return wall.replace(year=year, month=month + 1, day=min(wall.day, last))


def wall_of(instant: datetime, zone: str) -> datetime:
    """What the wall clock of a zone shows, to the second."""
    return zones.load(zone).local(int(instant.timestamp()))


def instant_of(wall: datetime, zone: str) -> datetime:
    """The instant of a wall time; in a gap the transition, of two the first."""
    seconds = int((wall - _EPOCH).total_seconds())
    spans = zones.load(zone).spans(seconds - _DAYS, seconds + _DAYS)
    return datetime.fromtimestamp(zones.earliest(spans, seconds), UTC)


def period_of(anchor: datetime, zone: str, number: int) -> tuple[datetime, datetime]:
    """[start, end) of the `number`th month, from 0, of what began at wall time `anchor`."""
    return instant_of(months_after(anchor, number), zone), instant_of(months_after(anchor, number + 1), zone)


def expiry(paid_at: datetime, zone: str, months: int) -> datetime:
    """When a package that was paid at an instant expires, where its host lives."""
    return instant_of(months_after(wall_of(paid_at, zone), months), zone)


def given_out(price_minor: int, sessions: int, settled: int) -> int:
    """How much of a price is given out once `settled` of its sessions are held, lapsed or given back.

    >>> [given_out(1000, 3, done) for done in range(4)]
    [0, 333, 666, 1000]
    """
    if not 0 <= settled <= sessions:
        raise ValueError("no more sessions are settled than were bought")
    return price_minor * settled // sessions


def worth(price_minor: int, sessions: int, settled: int, count: int) -> int:
    """What the next `count` sessions are worth, when `settled` of them are through already."""
    return given_out(price_minor, sessions, settled + count) - given_out(price_minor, sessions, settled)


def is_spent(policy: Policy, *, absent: str | None, share: int) -> bool:
    """Whether the credit of a meeting that did not take place stays with the professional: of a client who did not
    come, or when not all money (`share`, in percent) would have come back. A credit is one, it cannot be shared."""
    if absent is not None:
        return absent == "client" and when_nobody_came(policy, "client", 100).kept_minor > 0
    return share < 100


def asked_again(due: datetime, declined: int) -> datetime | None:
    """When a card that gave nothing for the `declined`th time is asked again; None: it is not, all is over."""
    return due + RETRIES[declined - 1] if 1 <= declined <= len(RETRIES) else None
