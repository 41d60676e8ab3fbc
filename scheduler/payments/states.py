"""The state of a charge, pure: facts that only grow, and the one status that follows from them.

The rule kept here: what the gateway says is joined into what is known (`join`), never written over it. Joining is
commutative and idempotent, so events in any order, twice or late, end in the same status.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

from scheduler.payments.port import Intent

Status = Literal[
    "created",
    "pending",
    "authorised",
    "paid",
    "partially_refunded",
    "refunded",
    "failed",
    "cancelled",
    "disputed",
]
Mode = Literal["full", "deposit", "rest", "hold"]
_AFTER_PAID: Final = frozenset({"paid", "partially_refunded", "refunded", "disputed"})

TRANSITIONS: Final[Mapping[Status, frozenset[str]]] = {
    "created": frozenset({"pending", "authorised", "cancelled", "failed"}) | _AFTER_PAID,
    "pending": frozenset({"authorised", "cancelled", "failed"}) | _AFTER_PAID,
    # An unpaid charge that was let go may turn out to have been paid in the same moment: the money is a fact.
    "authorised": frozenset({"cancelled", "failed"}) | _AFTER_PAID,
    "cancelled": _AFTER_PAID,
    "failed": _AFTER_PAID | {"cancelled"},
    "paid": frozenset({"partially_refunded", "refunded", "disputed"}),
    "partially_refunded": frozenset({"refunded", "disputed"}),
    "refunded": frozenset({"disputed"}),
    "disputed": frozenset({"paid", "partially_refunded", "refunded"}),  # won
}
"""Every change that may be seen from one look to the next; several steps may lie between."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a charge. `refunded`: settled refunds. `disputed`: in disputes that are open or lost."""

    intent: bool = False
    authorised: bool = False
    captured: int = 0
    refunded: int = 0
    disputed: int = 0
    cancelled: bool = False
    failed: bool = False


def join(known: Facts, intent: Intent) -> Facts:
    """What is known after a look at the gateway's intent; refunds and disputes are joined by their own ids."""
    return replace(
        known,
        intent=True,
        authorised=known.authorised or intent.status in {"authorised", "captured"},
        captured=max(known.captured, intent.captured_minor),
        cancelled=known.cancelled or intent.status == "cancelled",
    )


def status_of(facts: Facts) -> Status:
    """The status that follows. Money comes first: what was captured counts, whatever else was wished."""
    if facts.captured:
        if facts.disputed:
            return "disputed"
        if facts.refunded >= facts.captured:
            return "refunded"
        return "partially_refunded" if facts.refunded else "paid"
    if facts.cancelled:
        return "cancelled"
    if facts.failed:
        return "failed"
    if facts.authorised:
        return "authorised"
    return "pending" if facts.intent else "created"
