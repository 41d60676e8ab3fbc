"""The inventory: every table there is, whose its rows are, what is given out, and what becomes of it.

A new table needs a rule here (or registered beside it): tests/privacy/test_inventory.py fails without.
"""

from typing import Final

from scheduler.privacy.calendar_rules import CALENDARS
from scheduler.privacy.more_rules import CALENDAR, FILES, MONEY, TALK, TOLD
from scheduler.privacy.plan_rules import PLANS
from scheduler.privacy.program_rules import PROGRAMS
from scheduler.privacy.reasons import MINE, OTHERS, PERSON, SECRET, SHORT, TECHNICAL, gone
from scheduler.privacy.registry import Registry, TableRule

# The address is what other rules find a person's mails by: the account comes last.
RULES: Final = (
    TableRule(
        "mail",
        "to_address = (SELECT email FROM account WHERE id = :id)",
        ("kind", "to_address", "subject", "created_at", "sent_at"),
        {
            "id": TECHNICAL,
            "message_id": TECHNICAL,
            "refused": TECHNICAL,
            "text": SECRET,
            "html": SECRET,
            "calendar": SECRET,
            "unsubscribe": SECRET,
        },
        gone("mail", "to_address = (SELECT email FROM account WHERE id = :id)"),
    ),
    TableRule("account_role", MINE, ("account_id", "role", "granted_at"), erase=gone("account_role", MINE)),
    TableRule(
        "mail_token",
        MINE,
        ("account_id", "purpose", "created_at", "expires_at", "used_at"),
        {"hash": SECRET},
        gone("mail_token", MINE),
    ),
    TableRule(
        "login_session",
        MINE,
        (
            "id",
            "account_id",
            "created_at",
            "last_used_at",
            "ended_at",
            "end_reason",
            "proven_at",
            "methods",
            "device",
            "network",
        ),
        erase=gone("login_session", MINE),
    ),
    TableRule(
        "refresh_token",
        excluded=dict.fromkeys(("hash", "session_id", "salt", "issued_at", "expires_at", "rotated_at"), SECRET),
        kept="goes with its login_session",
    ),
    TableRule("rate_limit", excluded=dict.fromkeys(("key", "due"), TECHNICAL), kept="a hash and a time; a day"),
    TableRule(
        "security_event",
        MINE,
        ("id", "account_id", "at", "kind", "detail", "device", "network"),
        erase=gone("security_event", MINE),
    ),
    TableRule(
        "challenge",
        excluded=dict.fromkeys(("hash", "purpose", "account_id", "data", "created_at", "expires_at", "tries"), SHORT),
        erase=gone("challenge", MINE),
    ),
    TableRule(
        "totp",
        MINE,
        ("account_id", "created_at", "confirmed_at"),
        {"sealed": SECRET, "last_step": TECHNICAL},
        gone("totp", MINE),
    ),
    TableRule("recovery_code", MINE, ("account_id", "created_at"), {"hash": SECRET}, gone("recovery_code", MINE)),
    TableRule(
        "passkey",
        MINE,
        ("id", "account_id", "name", "backed_up", "sign_count", "created_at", "last_used_at"),
        {"credential_id": SECRET, "public_key": SECRET},
        gone("passkey", MINE),
    ),
    TableRule(
        "identity",
        MINE,
        ("id", "account_id", "provider", "issuer", "subject", "email", "created_at", "last_used_at"),
        erase=gone("identity", MINE),
    ),
    TableRule("client_profile", PERSON, ("person_id", "bio", "updated_at"), erase=gone("client_profile", PERSON)),
    TableRule(
        "vetting",
        PERSON,
        ("person_id", "credentials", "submitted_at", "decided_at", "reason"),
        erase=gone("vetting", PERSON),
    ),
    TableRule(
        "professional",
        PERSON,
        (
            "person_id",
            "slug",
            "headline",
            "bio",
            "languages",
            "categories",
            "skills",
            "credentials",
            "active",
            "vetting",
            "updated_at",
        ),
        erase=(
            "UPDATE professional SET slug = 'former-' || replace(person_id::text, '-', ''), headline = '', bio = '',"
            " languages = '{}', categories = '{}', skills = '{}', credentials = '[]', active = false,"
            " updated_at = :now WHERE person_id = :id",
        ),
    ),
    TableRule(
        "service",
        "professional_id = :id",
        (
            "id",
            "professional_id",
            "title",
            "description",
            "duration_minutes",
            "price_minor",
            "currency",
            "buffer_before_minutes",
            "buffer_after_minutes",
            "notice_minutes",
            "window_days",
            "step_minutes",
            "cancel_cutoff_minutes",
            "approval",
            "intake",
            "secret",
            "schedule_id",
            "max_per_day",
            "max_per_week",
            "max_per_month",
            "lengths",
            "payment",
            "deposit_percent",
            "policy",
            "seats",
            "min_seats",
            "decide_minutes",
            "active",
            "created_at",
            "deleted_at",
        ),
        erase=(
            "UPDATE service SET title = '', description = '', active = false,"
            " deleted_at = coalesce(deleted_at, :now) WHERE professional_id = :id",
        ),
    ),
    TableRule(
        "schedule",
        PERSON,
        ("id", "person_id", "name", "is_default", "zone", "ranges", "created_at", "updated_at"),
        erase=(
            "UPDATE service SET schedule_id = NULL WHERE professional_id = :id",
            "DELETE FROM schedule WHERE person_id = :id",
        ),
    ),
    TableRule(
        "schedule_day",
        "schedule_id IN (SELECT id FROM schedule WHERE person_id = :id)",
        ("schedule_id", "day", "ranges", "updated_at"),
        kept="goes with its schedule",
    ),
    *FILES,
    *TALK,
    *CALENDAR,
    *TOLD,
    *MONEY,
    *PLANS,
    *PROGRAMS,
    *CALENDARS,
    TableRule(
        "booking",
        "client_id = :id OR professional_id = :id",
        (
            "id",
            "service_id",
            "professional_id",
            "client_id",
            "status",
            "starts_at",
            "ends_at",
            "local_start",
            "zone",
            "title",
            "duration_minutes",
            "price_minor",
            "currency",
            "note",
            "class_id",
            "answers",
            "payment",
            "deposit_percent",
            "commission_bp",
            "policy",
            "cancel_cutoff_minutes",
            "buffer_before_minutes",
            "buffer_after_minutes",
            "approval",
            "created_at",
            "expires_at",
            "held_for",
            "sequence",
            "evidence",
            "absent",
            "settled_at",
        ),
        # It is the other party's too, and an invoice may rest on it: it stays, without what the client wrote.
        erase=("UPDATE booking SET note = '', answers = '[]' WHERE client_id = :id",),
    ),
    TableRule(
        "booking_event",
        "actor_id = :id",
        ("id", "booking_id", "at", "actor_id", "actor_role", "before", "after", "reason", "detail"),
        kept="the trail of a booking, which is the other party's too; its actor is a pseudonym then",
    ),
    TableRule(
        "occupancy",
        PERSON,
        ("booking_id", "class_id", "person_id", "role", "during", "expires_at"),
        kept="times of a pseudonym; part of the other party's booking",
    ),
    TableRule(
        "attendance",
        PERSON,
        (
            "participant_sid",
            "booking_id",
            "person_id",
            "role",
            "joined_at",
            "last_seen_at",
            "left_at",
            "closed_by",
        ),
        kept="whether a meeting was held, for disputes of the other party; its person is a pseudonym then",
    ),
    TableRule(
        "room_knock",
        PERSON,
        ("booking_id", "person_id", "role", "first_at", "last_at"),
        kept="shows that a meeting failed by our fault; names a pseudonym then",
    ),
    TableRule(
        "room_denial",
        PERSON,
        ("booking_id", "person_id", "reason", "created_at"),
        kept="keeps who was removed from a room out of it; names a pseudonym then",
    ),
    TableRule(
        "idempotency_key",
        excluded=dict.fromkeys(
            ("account_id", "operation", "key", "fingerprint", "answer", "sealed", "created_at"), SHORT
        ),
        erase=gone("idempotency_key", MINE),
    ),
    TableRule(
        "due_job",
        excluded=dict.fromkeys(("id", "entrypoint", "payload", "due_at", "dedupe_key"), TECHNICAL),
        kept="ids of things to be done",
    ),
    TableRule(
        "webhook_event",
        excluded=dict.fromkeys(("id", "event", "room", "received_at"), TECHNICAL),
        kept="rooms, not people",
    ),
    TableRule(
        "room_placement",
        excluded=dict.fromkeys(("room_sid", "node_id", "seen_at"), TECHNICAL),
        kept="rooms, not people",
    ),
    TableRule(
        "report",
        "reporter_id = :id",
        (
            "id",
            "reporter_id",
            "kind",
            "subject_id",
            "reason",
            "state",
            "created_at",
            "decided_at",
            "decision",
        ),
        erase=("UPDATE report SET reporter_id = NULL, reason = '' WHERE reporter_id = :id",),
    ),
    TableRule(
        "admin_audit",
        excluded=dict.fromkeys(("id", "at", "admin_id", "action", "target", "target_id", "reason", "detail"), OTHERS),
        kept="who of us did what and why: we answer for it, and an append-only journal is the proof",
    ),
    TableRule(
        "consent",
        PERSON,
        ("id", "person_id", "kind", "granted", "version", "at", "source"),
        kept="the proof of what was agreed to, by a pseudonym then",
    ),
    TableRule(
        "data_export",
        PERSON,
        ("id", "person_id", "requested_at", "ready_at", "expires_at", "size"),
        {"file": "the exports themselves"},
        gone("data_export", PERSON),
    ),
    TableRule(
        "erasure",
        PERSON,
        ("person_id", "requested_at", "due_at", "done_at"),
        kept="the proof that an erasure was asked for and done",
    ),
    TableRule(
        "person",
        "id = :id",
        ("id", "name", "zone", "locale", "created_at", "updated_at"),
        erase=(
            "UPDATE person SET name = 'Former member', zone = 'UTC', locale = 'en', updated_at = :now WHERE id = :id",
        ),
    ),
    TableRule(
        "account",
        "id = :id",
        ("id", "email", "email_verified_at", "disabled_at", "created_at"),
        {"password_hash": SECRET},
        (
            "UPDATE account SET email = id || '@erased.invalid', password_hash = '', email_verified_at = NULL,"
            " disabled_at = :now WHERE id = :id",
        ),
    ),
)


def known() -> Registry:
    """Everything that is known of people, by these rules; ideas may register more."""
    registry = Registry()
    for rule in RULES:
        registry.register_table(rule)
    return registry
