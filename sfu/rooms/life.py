"""How long a room lives and who may come in when: pure decisions over times.

A room of a booking (closed mode) carries `{"opens_at", "ends_at", "grace_s"}` in its metadata. It is created by
the scheduler, entered from `opens_at`, ended by this node at `ends_at + grace_s` whether or not the scheduler is up.
All instants are unix seconds.
"""

import json
from dataclasses import dataclass
from typing import Final

_WARN_BEFORE: Final = (300.0, 60.0)  # seconds before the end at which clients are told


@dataclass(frozen=True, slots=True)
class Window:
    """A booking's window; `grace_s` is how long after `ends_at` people may finish their sentence."""

    opens_at: float
    ends_at: float
    grace_s: float = 0.0

    @property
    def closes_at(self) -> float:
        return self.ends_at + self.grace_s


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not get in: the HTTP status and the body, as LiveKit's clients read them."""

    status: int
    body: str
    retry_after_s: int | None = None


NO_ROOM: Final = Refusal(404, "requested room does not exist")


def window_of(metadata: str) -> Window | None:
    """The window in a room's metadata, None when there is none. Raises ValueError naming a broken field."""
    if not metadata.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(metadata)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or "ends_at" not in found:
        return None
    numbers = {}
    for name, default in (("opens_at", None), ("ends_at", None), ("grace_s", 0)):
        value = found.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
            raise ValueError(f"metadata.{name} must be a number of seconds")
        numbers[name] = float(value)
    if numbers["ends_at"] <= numbers["opens_at"]:
        raise ValueError("metadata.ends_at must be after opens_at")
    return Window(**numbers)


def admission(window: Window | None, now: float) -> Refusal | None:
    """None when the room may be entered at `now`."""
    if window is None:
        return None
    if now < window.opens_at:
        return Refusal(403, f"room is not open yet: it opens at {int(window.opens_at)} (unix seconds)")
    if now >= window.closes_at:
        return NO_ROOM
    return None


def ended(window: Window | None, now: float) -> bool:
    """Whether the booking's time and grace are over."""
    return window is not None and now >= window.closes_at


def abandoned(
    *, empty_since: float | None, had_people: bool, empty_timeout: float, departure_timeout: float, now: float
) -> bool:
    """Whether an empty room may go: never used for `empty_timeout`, or left for `departure_timeout` (seconds)."""
    if empty_since is None:
        return False
    return now - empty_since >= (departure_timeout if had_people else empty_timeout)


def warnings_due(window: Window | None, told: frozenset[float], now: float) -> list[float]:
    """Which warnings (seconds before `ends_at`) to give now; the caller adds them to `told`.

    Joining late gives only the nearest: nobody is told "five minutes" with one left.
    """
    if window is None or now >= window.ends_at:
        return []
    left = window.ends_at - now
    passed = [before for before in _WARN_BEFORE if left <= before]
    return [min(passed)] if passed and min(passed) not in told else []
