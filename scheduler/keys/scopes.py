"""What keys can open: every scope, and the operations it opens, by name.

The rule kept here: this table is all that programs reach. What is not in it refuses keys; what is public, one's own
account, a sign-in or an admin's cannot be put into it (`http.operation.check`).
"""

from collections.abc import Mapping
from typing import Final, Literal, get_args

from scheduler.http import Api

Scope = Literal[
    "bookings:read",
    "bookings:write",
    "services:read",
    "services:write",
    "availability:read",
    "availability:write",
    "calendar:read",
    "payments:read",
    "figures:read",
    "messages:read",
    "messages:write",
    "webhooks:read",
    "webhooks:write",
]
SCOPES: Final[tuple[Scope, ...]] = get_args(Scope)
OPENS: Final[Mapping[Scope, tuple[str, ...]]] = {
    "bookings:read": (
        "list_bookings",
        "show_booking",
        "list_times_to_move_to",
        "show_history",
        "list_charges",
        "list_my_classes",
        "show_class",
        "show_series",
    ),
    "bookings:write": (
        "book_slot",
        "cancel_booking",
        "approve_booking",
        "decline_booking",
        "move_booking",
        "hold_classes",
        "move_class",
        "cancel_class",
        "move_series",
        "cancel_series",
        "book_seat",
    ),
    "services:read": ("list_services", "show_service", "list_links", "list_plans", "show_plan"),
    "services:write": (
        "create_service",
        "change_service",
        "delete_service",
        "make_link",
        "revoke_link",
        "create_plan",
        "change_plan",
        "delete_plan",
    ),
    "availability:read": (
        "show_weekly_hours",
        "list_day_overrides",
        "show_day_override",
        "list_schedules",
        "show_schedule",
        "list_schedule_overrides",
        "show_schedule_override",
        "list_time_off",
        "list_travel",
        "show_limits",
    ),
    "availability:write": (
        "change_weekly_hours",
        "change_day_override",
        "delete_day_override",
        "create_schedule",
        "change_schedule",
        "delete_schedule",
        "change_schedule_override",
        "delete_schedule_override",
        "create_time_off",
        "delete_time_off",
        "create_travel",
        "delete_travel",
        "change_limits",
    ),
    "calendar:read": ("show_calendar",),
    "payments:read": (
        "list_payments",
        "list_balances",
        "list_payouts",
        "download_invoice",
        "list_packages",
        "show_package",
        "list_subscriptions",
        "show_subscription",
    ),
    "figures:read": ("show_figures",),
    "messages:read": ("list_messages", "show_message", "list_unread_messages", "download_attachment"),
    "messages:write": (
        "write_message",
        "mark_messages_read",
        "edit_message",
        "delete_message",
        "upload_file",
        "show_file",
        "delete_file",
    ),
}


def declare(api: Api) -> None:
    """Give every operation of the table its scope; webhooks say their own. Raises TypeError for an unknown name."""
    for scope, names in OPENS.items():
        for name in names:
            api.declare(name, scope=scope)
