"""What of a price comes back when a meeting is cancelled, comes late or not at all: pure, in minor units, in words.

The rule kept here: a policy is a list of (hours before the start → percent given back). The booking keeps its policy
as JSON, as it was agreed. A professional who cancels gives back everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Annotated, Final, Literal

from pydantic import Field, field_validator

from scheduler.http.types import Strict
from scheduler.payments.money import percent

MAX_STEPS: Final = 6
Percent = Annotated[int, Field(ge=0, le=100)]
Side = Literal["client", "professional"]


class Step(Strict):
    """At least so many hours before the start, so many percent come back."""

    hours_before: Annotated[int, Field(ge=0, le=8760)]
    percent: Percent


class Policy(Strict):
    """The terms of a booking: steps from the earliest to the latest, and what is kept otherwise.

    late_fee_minor: kept whenever the client cancels and not everything comes back; never more than was paid.
    no_show_percent: what the professional keeps when the client does not come."""

    steps: Annotated[list[Step], Field(max_length=MAX_STEPS)]
    late_fee_minor: Annotated[int, Field(ge=0, le=100_000_000)] = 0
    no_show_percent: Percent = 100

    @field_validator("steps")
    @classmethod
    def _falling(cls, steps: list[Step]) -> list[Step]:
        for earlier, later in pairwise(steps):
            if later.hours_before >= earlier.hours_before or later.percent > earlier.percent:
                raise ValueError("the steps go from the earliest to the latest, and what comes back does not grow")
        return steps


FLEXIBLE: Final = Policy(steps=[Step(hours_before=24, percent=100), Step(hours_before=0, percent=50)])
MODERATE: Final = Policy(steps=[Step(hours_before=72, percent=100), Step(hours_before=24, percent=50)])
STRICT: Final = Policy(steps=[Step(hours_before=168, percent=50)])


@dataclass(frozen=True, slots=True)
class Settlement:
    """What comes back of what was paid, and what is kept; together they are what was paid."""

    back_minor: int
    kept_minor: int


def when_cancelled(policy: Policy, by: Side, paid_minor: int, start: datetime, now: datetime) -> Settlement:
    """A cancellation at `now` of what starts at `start`. Exactly at a step's hour counts as in time."""
    if by == "professional":
        return Settlement(paid_minor, 0)
    back = percent(paid_minor, _percent_at(policy.steps, start - now))
    if back < paid_minor:
        back = max(0, min(back, paid_minor - policy.late_fee_minor))
    return Settlement(back, paid_minor - back)


def _percent_at(steps: Sequence[Step], left: timedelta) -> int:
    for step in steps:
        if left >= timedelta(hours=step.hours_before):
            return step.percent
    return 0


def when_nobody_came(policy: Policy, missing: Side, paid_minor: int) -> Settlement:
    """Somebody did not come: a client leaves the professional's share, a professional gives back everything."""
    kept = percent(paid_minor, policy.no_show_percent) if missing == "client" else 0
    return Settlement(paid_minor - kept, kept)


def words(policy: Policy) -> str:
    """The policy in one sentence, for whoever is about to book.

    >>> words(STRICT)
    'Cancel at least 7 days before the start for 50 %; after that nothing comes back.'
    """
    parts = []
    for step in policy.steps:
        if step.percent == 0:
            continue
        until = f"at least {_span(step.hours_before)} before the start" if step.hours_before else "until the start"
        share = "a full refund" if step.percent == 100 else f"{step.percent} %"
        parts.append(f"{until} for {share}")
    if not parts:
        return "Nothing comes back when you cancel."
    return f"Cancel {', or '.join(parts)}; after that nothing comes back."


def _span(hours: int) -> str:
    number, unit = (hours // 24, "day") if hours >= 48 and hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
