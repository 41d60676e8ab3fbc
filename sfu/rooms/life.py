"""How long a room lives and who may come in when: pure decisions over times.

A room of a booking (closed mode) carries `{"opens_at", "ends_at", "grace_s"}` in its metadata. It is created by
the scheduler, entered from `opens_at`, ended by this node at `ends_at + grace_s` whether or not the scheduler is up.
Any room may have a longest time, `{"max_seconds"}` from when the first person came in; the sooner end counts.
All instants are unix seconds.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

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
class Deadline:
    """When a room ends: people are warned before `ends_at` and sent away at `closes_at`."""

    ends_at: float
    closes_at: float


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody does not get in: the HTTP status and the body, as LiveKit's clients read them."""

    status: int
    body: str
    retry_after_s: int | None = None


NO_ROOM: Final = Refusal(404, "requested room does not exist")


def window_of(metadata: str) -> Window | None:
    """The window in a room's metadata, None when there is none. Raises ValueError naming a broken field."""
    found = _object(metadata)
    if found is None or "ends_at" not in found:
        return None
    window = Window(_seconds(found, "opens_at"), _seconds(found, "ends_at"), _seconds(found, "grace_s", 0))
    if window.ends_at <= window.opens_at:
        raise ValueError("metadata.ends_at must be after opens_at")
    return window


def max_seconds_of(metadata: str) -> float | None:
    """The longest time in a room's metadata (0: none), None when it says nothing. Raises ValueError."""
    found = _object(metadata)
    return _seconds(found, "max_seconds") if found is not None and "max_seconds" in found else None


def deadline(window: Window | None, started_at: float | None, max_seconds: float) -> Deadline | None:
    """When the room ends, by its booking and by its longest time (0: none) from `started_at` (None: not begun)."""
    ends = [Deadline(window.ends_at, window.closes_at)] if window is not None else []
    if max_seconds and started_at is not None:
        ends.append(Deadline(started_at + max_seconds, started_at + max_seconds))
    return Deadline(min(e.ends_at for e in ends), min(e.closes_at for e in ends)) if ends else None


def _object(metadata: str) -> dict[str, Any] | None:
    if not metadata.lstrip().startswith("{"):
        return None
    try:
        found = json.loads(metadata)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _seconds(found: dict[str, Any], name: str, default: float | None = None) -> float:
    value = found.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise ValueError(f"metadata.{name} must be a number of seconds")
    return float(value)


def admission(window: Window | None, now: float) -> Refusal | None:
    """None when the room may be entered at `now`."""
    if window is None:
        return None
    if now < window.opens_at:
        return Refusal(403, f"room is not open yet: it opens at {int(window.opens_at)} (unix seconds)")
    if now >= window.closes_at:
        return NO_ROOM
    return None


def ended(end: Deadline | None, now: float) -> bool:
    """Whether the room's time and grace are over."""
    return end is not None and now >= end.closes_at


def abandoned(
    *, empty_since: float | None, had_people: bool, empty_timeout: float, departure_timeout: float, now: float
) -> bool:
    """Whether an empty room may go: never used for `empty_timeout`, or left for `departure_timeout` (seconds)."""
    if empty_since is None:
        return False
    return now - empty_since >= (departure_timeout if had_people else empty_timeout)


def warnings_due(end: Deadline | None, told: frozenset[float], now: float) -> list[float]:
    """Which warnings (seconds before `ends_at`) to give now; the caller adds them to `told`.

    Joining late gives only the nearest: nobody is told "five minutes" with one left.
    """
    if end is None or now >= end.ends_at:
        return []
    left = end.ends_at - now
    passed = [before for before in _WARN_BEFORE if left <= before]
    return [min(passed)] if passed and min(passed) not in told else []
