"""SDP as WebRTC uses it (RFC 8866, 8829, 8839, 8842, 8843, 8851, 8853): one model, `parse` from text, `write` to
text.

The rule: the model holds what a media server negotiates and nothing else; attributes not modelled are skipped when
read. `parse(write(d)) == d` for every description that can be written.
"""

from __future__ import annotations

from .model import (
    Candidate,
    Codec,
    Direction,
    Fingerprint,
    MediaSection,
    Msid,
    Rid,
    SessionDescription,
    Simulcast,
    SsrcGroup,
)
from .parse import MAX_BYTES, MAX_LINES, MAX_SECTIONS, parse
from .write import write

__all__ = [
    "MAX_BYTES",
    "MAX_LINES",
    "MAX_SECTIONS",
    "Candidate",
    "Codec",
    "Direction",
    "Fingerprint",
    "MediaSection",
    "Msid",
    "Rid",
    "SessionDescription",
    "Simulcast",
    "SsrcGroup",
    "parse",
    "write",
]
