"""The node's clock: intervals by a monotonic clock, instants by the wall clock moved by VISAVIS_CLOCK_OFFSET."""

import time
from collections.abc import Callable
from dataclasses import dataclass

_NTP_EPOCH = 2_208_988_800  # seconds from 1900 to 1970


@dataclass(frozen=True, slots=True)
class Clock:
    """`monotonic()` and `wall()` in seconds; both replaceable in tests."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time

    @classmethod
    def with_offset(cls, seconds: float) -> "Clock":
        """The real clock, its wall moved by `seconds`."""
        return cls(wall=(lambda: time.time() + seconds) if seconds else time.time)


def ntp64(wall: float) -> int:
    """A unix time as 64-bit NTP, 32.32 fixed point (RFC 5905)."""
    return int((wall + _NTP_EPOCH) * (1 << 32)) & 0xFFFF_FFFF_FFFF_FFFF
