"""The inventory's rules for the calendar beside bookings, classes, reviews, what people are told, and money."""

from typing import Final

from scheduler.privacy.reasons import HOST, LAW, MADE, PERSON, SECRET, TECHNICAL, gone
from scheduler.privacy.registry import TableRule

FILES: Final = (
    TableRule(
        "profile_photo",
        PERSON,
        ("person_id", "side", "large_id", "small_id", "updated_at"),
        erase=gone("profile_photo"),
    ),
    # The bytes are collected after the row says so; what was written goes with its message.
    TableRule(
        "file",
        "owner_id = :id",
        ("id", "owner_id", "purpose", "name", "media_type", "size", "created_at", "attached_at", "deleted_at"),
        {"sha256": TECHNICAL, "stored_at": TECHNICAL},
        ("UPDATE file SET deleted_at = coalesce(deleted_at, :now), name = '' WHERE owner_id = :id",),
    ),
)
TALK: Final = (
    # Of somebody who has left, the other one keeps that something was written, and when.
    TableRule(
        "message",
        "sender_id = :id",
        (
            "id",
            "booking_id",
            "number",
            "sender_id",
            "role",
            "source",
            "text",
            "file_ids",
            "created_at",
            "edited_at",
            "deleted_at",
            "reported_at",
        ),
        {"digest": TECHNICAL},
        (
            "DELETE FROM message WHERE sender_id = :id AND source = 'room'",
            "UPDATE message SET text = '', file_ids = '{}', digest = '', deleted_at = coalesce(deleted_at, :now)"
            " WHERE sender_id = :id",
        ),
    ),
    TableRule(
        "correspondent",
        PERSON,
        ("booking_id", "role", "person_id", "read_up_to", "read_at", "mailed_up_to", "mailed_at"),
        kept="part of the other one's conversation; names a pseudonym then",
    ),
    TableRule(
        "conversation",
        excluded=dict.fromkeys(("booking_id", "last_number", "version", "changed_at"), TECHNICAL),
        kept="part of its booking",
    ),
    TableRule(
        "chat_consent",
        PERSON,
        ("id", "booking_id", "person_id", "given", "at"),
        kept="the proof of what was agreed to, by a pseudonym then",
    ),
)
CALENDAR: Final = (
    TableRule(
        "time_off",
        PERSON,
        ("id", "person_id", "starts_local", "ends_local", "note", "created_at"),
        erase=gone("time_off"),
    ),
    TableRule(
        "travel",
        PERSON,
        ("id", "person_id", "first_day", "last_day", "zone", "created_at"),
        erase=gone("travel"),
    ),
    TableRule(
        "booking_limit",
        PERSON,
        ("person_id", "max_per_day", "max_per_week", "max_per_month", "updated_at"),
        erase=gone("booking_limit"),
    ),
    TableRule(
        "booking_link",
        "service_id IN (SELECT id FROM service WHERE professional_id = :id)",
        ("id", "service_id", "label", "created_at", "expires_at", "uses_left"),
        {"hash": SECRET},
        gone("booking_link", "service_id IN (SELECT id FROM service WHERE professional_id = :id)"),
    ),
    TableRule(
        "booking_extension",
        excluded=dict.fromkeys(("booking_id", "asked_by", "minutes", "price_minor", "lapses_at"), "gone in minutes"),
        kept="a wish of five minutes, part of a booking",
    ),
    TableRule(
        "class_series",
        HOST,
        ("id", "professional_id", "service_id", "first_local", "zone", "rule", "created_at"),
        kept="part of classes that others had seats in; names a pseudonym then",
    ),
    TableRule(
        "class_session",
        HOST,
        (
            "id",
            "series_id",
            "service_id",
            "professional_id",
            "status",
            "starts_at",
            "ends_at",
            "local_start",
            "zone",
            "missing_wall",
            "title",
            "duration_minutes",
            "price_minor",
            "currency",
            "capacity",
            "taken",
            "min_seats",
            "decide_at",
            "cancel_cutoff_minutes",
            "buffer_before_minutes",
            "buffer_after_minutes",
            "sequence",
            "created_at",
            "settled_at",
        ),
        kept="what others had seats in; names a pseudonym then",
    ),
    TableRule(
        "class_waiting",
        PERSON,
        ("id", "class_id", "person_id", "since", "status", "booking_id"),
        erase=gone("class_waiting"),
    ),
    TableRule(
        "review",
        "author_id = :id OR (about_id = :id AND shown_from <= current_timestamp)",
        (
            "id",
            "booking_id",
            "side",
            "about_id",
            "rating",
            "text",
            "created_at",
            "shown_from",
            "reply",
            "replied_at",
            "hidden_at",
            "hidden_reason",
        ),
        {"author_id": "would tell who wrote of whom beside the booking"},
        ("UPDATE review SET text = '' WHERE author_id = :id", "UPDATE review SET reply = '' WHERE about_id = :id"),
    ),
    TableRule("former_slug", PERSON, ("slug", "person_id", "left_at"), erase=gone("former_slug")),
    TableRule(
        "search_document",
        excluded=dict.fromkeys(
            (
                "person_id",
                "listed",
                "sort_name",
                "tsv",
                "ranked",
                "haystack",
                "categories",
                "languages",
                "prices",
                "shortest_minutes",
                "longest_minutes",
                "notice_minutes",
                "rating_sum",
                "rating_count",
                "updated_at",
            ),
            MADE,
        ),
        erase=gone("search_document"),
    ),
    TableRule("free_until", excluded=dict.fromkeys(("person_id", "until"), MADE), erase=gone("free_until")),
    TableRule(
        "free_window", excluded=dict.fromkeys(("person_id", "opens", "closes"), MADE), erase=gone("free_window")
    ),
)

TOLD: Final = (
    TableRule(
        "delivery",
        PERSON,
        ("id", "cause", "person_id", "channel", "kind", "booking_id", "created_at", "until"),
        {"data": "the same words as in the notification", "state": TECHNICAL},
        gone("delivery"),
    ),
    TableRule(
        "notification",
        PERSON,
        ("id", "person_id", "role", "kind", "title", "body", "path", "created_at", "read_at"),
        erase=(
            "DELETE FROM notification WHERE person_id = :id",
            # The other side's name them.
            "DELETE FROM notification USING booking WHERE (client_id = :id OR professional_id = :id)"
            " AND notification.person_id IN (client_id, professional_id) AND path LIKE '%' || booking.id || '%'",
        ),
    ),
    TableRule(
        "notification_preference",
        PERSON,
        ("person_id", "reminders", "quiet_from", "quiet_until", "choices", "updated_at"),
        erase=gone("notification_preference"),
    ),
    TableRule(
        "push_target",
        PERSON,
        ("id", "person_id", "session_id", "channel", "label", "created_at"),
        {"address": SECRET, "p256dh": SECRET, "auth": SECRET},
        gone("push_target"),
    ),
    TableRule(
        "push_sending",
        excluded=dict.fromkeys(("delivery_id", "target_id", "sent_at", "refused", "ticket"), TECHNICAL),
        kept="goes with its delivery",
    ),
)

MONEY: Final = (
    TableRule(
        "ledger_account",
        "owner_id = :id",
        ("id", "kind", "owner_id", "currency"),
        kept=LAW,
    ),
    TableRule(
        "ledger_transaction",
        excluded=dict.fromkeys(("id", "key", "at", "charge_id"), "told by the charges and the ledger's lines"),
        kept=LAW,
    ),
    TableRule(
        "ledger_entry",
        "account_id IN (SELECT id FROM ledger_account WHERE owner_id = :id)",
        ("id", "transaction_id", "account_id", "amount_minor"),
        kept=LAW,
    ),
    TableRule(
        "charge",
        "payer_id = :id OR payee_id = :id",
        (
            "id",
            "subject_kind",
            "subject_id",
            "payer_id",
            "payee_id",
            "mode",
            "title",
            "amount_minor",
            "currency",
            "commission_bp",
            "status",
            "captured_minor",
            "refunded_minor",
            "disputed_minor",
            "failure",
            "created_at",
            "paid_at",
            "released_at",
            "prepaid",
            "unearned_minor",
            "earned_minor",
            "keeps_card",
        ),
        {
            "attempts": TECHNICAL,
            "declined": TECHNICAL,
            "customer": "the gateway's name of a card, which its owner knows",
            "method": "the gateway's name of a card, which its owner knows",
            "wanted": TECHNICAL,
            "capture_minor": TECHNICAL,
            "intent_id": TECHNICAL,
            "client_secret": SECRET,
            "authorised": TECHNICAL,
            "returning_minor": TECHNICAL,
            "checked_at": TECHNICAL,
        },
        # The books stay, as the law has it, and name a pseudonym then; a card that was kept is forgotten.
        ("UPDATE charge SET customer = NULL, method = NULL WHERE payer_id = :id",),
    ),
    TableRule(
        "charge_refund",
        "charge_id IN (SELECT id FROM charge WHERE payer_id = :id OR payee_id = :id)",
        ("id", "charge_id", "amount_minor", "status", "reason", "created_at", "settled_at"),
        {
            "payee_minor": TECHNICAL,
            "commission_minor": TECHNICAL,
            "unearned_minor": TECHNICAL,
            "gateway_id": TECHNICAL,
        },
        kept=LAW,
    ),
    TableRule(
        "charge_dispute",
        "charge_id IN (SELECT id FROM charge WHERE payer_id = :id OR payee_id = :id)",
        ("id", "charge_id", "amount_minor", "status", "reason", "opened_at", "closed_at"),
        {"payee_minor": TECHNICAL, "commission_minor": TECHNICAL, "unearned_minor": TECHNICAL},
        kept=LAW,
    ),
    TableRule(
        "payment_event",
        excluded=dict.fromkeys(("id", "kind", "received_at"), TECHNICAL),
        kept="ids of what the gateway said",
    ),
    TableRule(
        "payout_destination",
        PERSON,
        ("person_id", "updated_at"),
        {"account": "the gateway's name of a bank account, which its owner knows"},
        gone("payout_destination"),
    ),
    TableRule(
        "payout",
        "payee_id = :id",
        ("id", "payee_id", "currency", "amount_minor", "status", "failure", "created_at", "settled_at"),
        {"destination": TECHNICAL, "gateway_id": TECHNICAL},
        kept=LAW,
    ),
    TableRule(
        "invoice_series",
        excluded=dict.fromkeys(("issuer_id", "last_number"), TECHNICAL),
        kept="so that numbers have no gap",
    ),
    TableRule(
        "invoice",
        "issuer_id = :id OR payer_id = :id",
        (
            "id",
            "issuer_id",
            "number",
            "kind",
            "charge_id",
            "corrects",
            "payer_id",
            "issuer_name",
            "payer_name",
            "locale",
            "zone",
            "title",
            "amount_minor",
            "currency",
            "issued_at",
        ),
        kept="the law keeps invoices, with the names that stand on them, for years",
    ),
    TableRule(
        "test_gateway_object",
        excluded=dict.fromkeys(("id", "kind", "intent_id", "body", "created_at"), "play money, never in production"),
        kept="play money, never in production",
    ),
    TableRule(
        "test_gateway_key",
        excluded=dict.fromkeys(("key", "fingerprint", "status", "answer"), "play money, never in production"),
        kept="play money, never in production",
    ),
    TableRule(
        "test_gateway_event",
        excluded=dict.fromkeys(
            ("id", "seq", "body", "attempts", "due_at", "delivered_at"), "play money, never in production"
        ),
        kept="play money, never in production",
    ),
)
