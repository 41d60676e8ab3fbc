"""AV1 in RTP (AV1 RTP specification 1.0): the aggregation header, and what a keyframe is. Its layers are told by the
dependency descriptor.
"""

from __future__ import annotations

from typing import NamedTuple

from .errors import WireError
from .rtp import Buffer


class AggregationHeader(NamedTuple):
    """Section 4.4: the first byte of a payload. `obu_count` 0 means that every element carries its length."""

    continues: bool
    continued: bool
    obu_count: int
    new_sequence: bool


def parse_aggregation_header(payload: Buffer) -> AggregationHeader:
    if not payload:
        raise WireError("av1-short")
    first = payload[0]
    return AggregationHeader(bool(first & 0x80), bool(first & 0x40), first >> 4 & 3, bool(first & 0x08))


def is_keyframe(payload: Buffer) -> bool:
    """Whether a new coded video sequence begins here: N set, and not in the middle of an OBU."""
    return len(payload) > 1 and payload[0] & 0x88 == 0x08
