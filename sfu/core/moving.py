"""A subscription from one publication's forwarder to another's: the same stream to the subscriber goes on.

The rule: SSRC, sequence numbers, timestamps, picture numbers and counters continue as over a layer switch; what was
sent before cannot be repeated any more.
"""

from __future__ import annotations

from typing import Any, Final

from .forwarding import Forwarder
from .records import NO_LAYER, Negotiated, RowOwner

_CARRIED: Final = (
    "started",
    "last_sequence",
    "last_timestamp",
    "last_sent",
    "last_picture",
    "last_tl0",
    "last_key",
    "packets",
    "octets",
    "rtx_sequence",
    "repeated",
    "rtt",
    "repeat_budget",
    "repeat_refilled",
    "report_ntp",
    "report_sent",
    "report_next",
)


def move(owner: RowOwner, before: Forwarder, after: Forwarder, negotiated: Negotiated) -> None:
    """Ends `owner`'s row in `before` and gives it one in `after` that goes on where it was; set its target then."""
    before.settle()
    record = before.table.rows[owner.row].copy()
    before.remove(owner.row)
    after.add(owner, negotiated)
    _carry(record, after.table.rows[owner.row])


def _carry(record: Any, row: Any) -> None:
    for name in _CARRIED:
        row[name] = record[name]
    row["repeat_floor"] = int(record["last_sequence"]) + 1
    # One run of no layer of this forwarder: its numbers say nothing about this one's sources.
    segment = row["segments"][0]
    segment["layer"] = NO_LAYER
    segment["first"] = record["last_sequence"]
    row["segment_count"] = 1
