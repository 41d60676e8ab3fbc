"""The inventory's rules for what was paid in advance: plans, packages, subscriptions, their credits."""

from typing import Final

from scheduler.privacy.reasons import HOST, LAW, TECHNICAL
from scheduler.privacy.registry import TableRule

EITHER: Final = "client_id = :id OR professional_id = :id"
SHARED: Final = "part of the other side's books, as the bookings are; names a pseudonym then"
_CARD: Final = "the gateway's name of a card, which its owner knows"
_OURS: Final = "(SELECT id FROM prepayment WHERE client_id = :id OR professional_id = :id)"

PLANS: Final = (
    TableRule(
        "plan",
        HOST,
        (
            "id",
            "professional_id",
            "kind",
            "title",
            "description",
            "service_ids",
            "sessions",
            "price_minor",
            "currency",
            "valid_months",
            "active",
            "created_at",
            "deleted_at",
        ),
        # What was bought of it names it: the row stays, off the offer.
        erase=(
            "UPDATE plan SET active = false, description = '', deleted_at = coalesce(deleted_at, :now)"
            " WHERE professional_id = :id",
        ),
    ),
    TableRule(
        "subscription",
        EITHER,
        (
            "id",
            "plan_id",
            "client_id",
            "professional_id",
            "title",
            "service_ids",
            "sessions",
            "price_minor",
            "currency",
            "zone",
            "anchor",
            "status",
            "period",
            "paid_until",
            "ends_then",
            "created_at",
            "ended_at",
            "end_reason",
        ),
        {"commission_bp": TECHNICAL, "customer": _CARD, "method": _CARD},
        # Nobody leaves while one runs, and one that has ended keeps no card.
        ("UPDATE subscription SET customer = NULL, method = NULL WHERE client_id = :id",),
    ),
    TableRule(
        "prepayment",
        EITHER,
        (
            "id",
            "plan_id",
            "subscription_id",
            "period",
            "client_id",
            "professional_id",
            "title",
            "service_ids",
            "sessions",
            "credits_left",
            "settled",
            "price_minor",
            "currency",
            "valid_months",
            "zone",
            "status",
            "created_at",
            "starts_at",
            "ends_at",
            "closed_at",
            "closed_for",
        ),
        kept=LAW,
    ),
    TableRule(
        "credit_use",
        f"prepayment_id IN {_OURS}",
        ("booking_id", "prepayment_id", "status", "taken_at", "changed_at"),
        kept=SHARED,
    ),
    TableRule(
        "plan_event",
        f"subject_id IN {_OURS} OR subject_id IN (SELECT id FROM subscription WHERE {EITHER})",  # noqa: S608
        ("id", "subject_id", "at", "actor_role", "what", "reason", "detail"),
        {"actor_id": "would tell about somebody else"},
        ("UPDATE plan_event SET reason = '' WHERE actor_id = :id",),
    ),
)
