"""A token bucket: how much of something may happen in a time. Pure: time is an argument.

The rule: a bucket starts full, so a burst at the beginning is nobody's fault; a clock that goes back gives nothing.
"""


class Bucket:
    """Holds up to `burst`, gains `rate` a second; units are the caller's (messages, bytes). A rate of 0: no limit."""

    __slots__ = ("_at", "_level", "burst", "rate")

    def __init__(self, rate: float, burst: float) -> None:
        self.rate = rate
        self.burst = burst
        self._level = burst
        self._at: float | None = None

    def take(self, amount: float, now: float) -> bool:
        """Takes `amount` if it is there; False (and nothing taken) if not. More than `burst` is never there."""
        if not self.rate:
            return True
        self._fill(now)
        if amount > self._level:
            return False
        self._level -= amount
        return True

    def owe(self, amount: float, now: float) -> float:
        """Takes `amount` whether it is there or not; the seconds after which it would have been."""
        if not self.rate:
            return 0.0
        self._fill(now)
        self._level -= amount
        return max(0.0, -self._level / self.rate)

    def _fill(self, now: float) -> None:
        if self._at is not None and now > self._at:
            self._level = min(self.burst, self._level + (now - self._at) * self.rate)
        if self._at is None or now > self._at:
            self._at = now
