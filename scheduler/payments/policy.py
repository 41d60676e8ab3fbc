"""What of a price comes back when a meeting is cancelled, comes late or not at all: pure, in minor units, in words.

The rules kept here: a policy is a list of (hours before the start → percent given back). The booking keeps its policy
as JSON, as it was agreed. A professional who cancels gives back everything. A client who moves a booking never gets
back more of it than they would have at that moment; of what its professional moved, all comes back.
"""

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
class Bounds:
    """What moves have made of the share, in percent, that comes back when the client cancels."""

    at_least: int = 0
    at_most: int = 100

    def of(self, share: int) -> int:
        """A share within them; what the professional's move promised comes first."""
        return max(self.at_least, min(self.at_most, share))


UNMOVED: Final = Bounds()
MOVED_BY_PROFESSIONAL: Final = Bounds(at_least=100)


@dataclass(frozen=True, slots=True)
class Settlement:
    """What comes back of what was paid, and what is kept; together they are what was paid."""

    back_minor: int
    kept_minor: int


def when_given_up(policy: Policy, paid_minor: int, share: int) -> Settlement:
    """Of what a client gives up so many percent come back, and less by the late fee when that is not all."""
    back = percent(paid_minor, share)
    if back < paid_minor:
        back = max(0, min(back, paid_minor - policy.late_fee_minor))
    return Settlement(back, paid_minor - back)


def share_at(policy: Policy, start: datetime, now: datetime, bounds: Bounds = UNMOVED) -> int:
    """How many percent come back to a client who cancels at `now` what starts at `start`. Exactly at a step's hour
    counts as in time."""
    for step in policy.steps:
        if start - now >= timedelta(hours=step.hours_before):
            return bounds.of(step.percent)
    return bounds.of(0)


def within(policy: Policy, bounds: Bounds) -> Policy:
    """The policy as it is after the moves: each step within their bounds, none that says what the next says too."""
    steps = [Step(hours_before=each.hours_before, percent=bounds.of(each.percent)) for each in policy.steps]
    if bounds.at_least and (not steps or steps[-1].hours_before):
        steps.append(Step(hours_before=0, percent=bounds.at_least))
    ends = [one for one, other in pairwise(steps) if one.percent != other.percent]
    return policy.model_copy(update={"steps": ends + steps[-1:]})


def when_nobody_came(policy: Policy, missing: Side, paid_minor: int) -> Settlement:
    """Somebody did not come: a client leaves the professional's share, a professional gives back everything."""
    kept = percent(paid_minor, policy.no_show_percent) if missing == "client" else 0
    return Settlement(paid_minor - kept, kept)


def words(policy: Policy, bounds: Bounds = UNMOVED) -> str:
    """The policy in one sentence, for whoever is about to book; of what was moved, as it is since then.

    >>> words(STRICT)
    'Cancel at least 7 days before the start for 50 %; after that nothing comes back.'
    >>> words(FLEXIBLE, Bounds(at_most=50))
    'Cancel until the start for 50 %; after that nothing comes back. It was moved when no more came back.'
    """
    parts = []
    for step in within(policy, bounds).steps:
        if step.percent == 0:
            continue
        until = f"at least {_span(step.hours_before)} before the start" if step.hours_before else "until the start"
        parts.append(f"{until} for {_share(step.percent)}")
    said = f"Cancel {', or '.join(parts)}; after that nothing comes back." if parts else _NOTHING
    if bounds.at_least:
        return f"{said} It was moved by the professional."
    held_down = any(step.percent > bounds.at_most for step in policy.steps)
    return f"{said} It was moved when no more came back." if held_down else said


def words_before_move(policy: Policy, share: int) -> str | None:
    """What a client is told who is about to move a booking of which `share` percent come back now; nothing where
    they lose nothing by it.

    >>> words_before_move(FLEXIBLE, 50)
    'When you move it now and cancel it later, no more than 50 % comes back, as now.'
    """
    if all(step.percent <= share for step in policy.steps):
        return None
    most = f"no more than {share} % comes back, as now" if share else "nothing comes back, as now"
    return f"When you move it now and cancel it later, {most}."


_NOTHING: Final = "Nothing comes back when you cancel."


def _share(share: int) -> str:
    return "a full refund" if share == 100 else f"{share} %"


def _span(hours: int) -> str:
    number, unit = (hours // 24, "day") if hours >= 48 and hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
