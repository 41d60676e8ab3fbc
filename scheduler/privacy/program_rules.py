"""The inventory's rules for what programs use: API keys, webhooks, widgets."""

from typing import Final

from scheduler.privacy.reasons import PERSON, SECRET, TECHNICAL
from scheduler.privacy.registry import TableRule

PROGRAMS: Final = (
    TableRule(
        "api_key",
        PERSON,
        (
            "id",
            "person_id",
            "hint",
            "label",
            "scopes",
            "roles",
            "created_at",
            "expires_at",
            "revoked_at",
            "last_used_on",
        ),
        {"hash": SECRET, "due": TECHNICAL},
        ("DELETE FROM api_key WHERE person_id = :id",),
    ),
    TableRule(
        "widget_settings",
        PERSON,
        ("person_id", "enabled", "origins", "updated_at"),
        erase=("DELETE FROM widget_settings WHERE person_id = :id",),
    ),
    TableRule(
        "webhook_endpoint",
        PERSON,
        (
            "id",
            "person_id",
            "role",
            "url",
            "description",
            "events",
            "sequence",
            "active",
            "failing_since",
            "disabled_at",
            "disabled_reason",
            "created_at",
        ),
        {"secret": SECRET, "previous_secret": SECRET, "previous_until": TECHNICAL},
        ("DELETE FROM webhook_endpoint WHERE person_id = :id",),
    ),
    TableRule(
        "webhook_message",
        excluded=dict.fromkeys(
            (
                "id",
                "endpoint_id",
                "cause",
                "type",
                "sequence",
                "data",
                "at",
                "state",
                "attempts",
                "first_at",
                "next_at",
            ),
            "a copy of what stands with bookings and payments; thirty days",
        ),
        kept="goes with its webhook_endpoint",
    ),
    TableRule(
        "webhook_attempt",
        excluded=dict.fromkeys(
            ("id", "message_id", "number", "at", "ms", "status", "error", "excerpt"),
            "what another server answered; thirty days",
        ),
        kept="goes with its webhook_endpoint",
    ),
)
