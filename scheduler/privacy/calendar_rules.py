"""The inventory's rules for calendars outside."""

from typing import Final

from scheduler.privacy.reasons import PERSON, SECRET, TECHNICAL
from scheduler.privacy.registry import TableRule

_COPY: Final = "what another calendar says, as its owner has it there"

CALENDARS: Final = (
    TableRule(
        "calendar_feed",
        PERSON,
        ("person_id", "shows", "created_at", "read_at"),
        {"secret_hash": SECRET},
        ("DELETE FROM calendar_feed WHERE person_id = :id",),
    ),
    TableRule(
        "calendar_file",
        excluded={"link_id": TECHNICAL, "body": _COPY, "digest": TECHNICAL, "received_at": TECHNICAL},
        kept="goes with its calendar_link",
    ),
    TableRule(
        "external_event",
        excluded=dict.fromkeys(("link_id", "uid", "recurrence", "href", "etag", "body"), _COPY),
        kept="goes with its calendar_link",
    ),
    TableRule(
        "calendar_copy",
        excluded=dict.fromkeys(
            ("link_id", "booking_id", "href", "etag", "sequence", "state"), "where a copy of a booking lies"
        ),
        kept="goes with its calendar_link",
    ),
    TableRule(
        "external_busy",
        PERSON,
        ("link_id", "person_id", "during"),
        erase=("DELETE FROM external_busy WHERE person_id = :id",),
    ),
    # What belongs to a link goes with it.
    TableRule(
        "calendar_link",
        PERSON,
        (
            "id",
            "person_id",
            "kind",
            "name",
            "address",
            "counts_busy",
            "writes",
            "zone",
            "state",
            "checked_at",
            "next_at",
            "problem",
            "events",
            "skipped",
            "created_at",
        ),
        {
            "credentials": SECRET,
            "token": SECRET,
            "etag": TECHNICAL,
            "last_modified": TECHNICAL,
            "failures": TECHNICAL,
            "expanded_until": TECHNICAL,
            "revision": TECHNICAL,
        },
        ("DELETE FROM calendar_link WHERE person_id = :id",),
    ),
)
