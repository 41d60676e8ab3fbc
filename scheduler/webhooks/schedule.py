"""When to try again, and when to give up. Pure.

    attempt   1    2     3      4      5      6      7      8 …
    after     0   10 s  40 s   3 min  11 min 43 min  3 h   then every 9 h, until three days after the first

The rule kept here: waits grow fourfold up to LONGEST, spread by a tenth either way so that a receiver that comes back
is not met by everything at once; the last attempt is at the end of the three days.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

LASTS: Final = timedelta(days=3)
FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST: Final = timedelta(hours=9)
GROWS: Final = 4
# An endpoint that took nothing for so long is switched off.
OFF_AFTER: Final = timedelta(days=5)


def next_attempt(
    first: datetime, number: int, now: datetime, seed: UUID, asked: timedelta = timedelta()
) -> datetime | None:
    """When to try again after attempt `number` (from 1) failed at `now`; None: never. `asked`: what the receiver's
    Retry-After says."""
    end = first + LASTS
    if now >= end:
        return None
    wait = min(FIRST_WAIT * float(GROWS ** min(number - 1, 12)), LONGEST) * _spread(seed, number)
    return min(now + max(wait, min(asked, LONGEST)), end)


def _spread(seed: UUID, number: int) -> float:
    """0.9 to 1.1, the same each time it is asked."""
    drawn = hashlib.sha256(seed.bytes + number.to_bytes(4, "big")).digest()
    return 0.9 + 0.2 * int.from_bytes(drawn[:4], "big") / 2**32


def is_off(failing_since: datetime | None, now: datetime) -> bool:
    """Whether an endpoint that fails has done so for too long."""
    return failing_since is not None and now - failing_since >= OFF_AFTER
