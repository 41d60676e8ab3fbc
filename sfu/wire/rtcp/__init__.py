"""RTCP (RFC 3550, 4585, 5104, REMB, transport-wide feedback): typed packets, a parser of compounds, a builder.

`parse(data)` gives the packets of one datagram in their order, `build(packets)` one datagram of them.
"""

from __future__ import annotations

from .build import build, unbroken_feedback
from .packets import (
    Bye,
    Fir,
    FirEntry,
    Nack,
    Packet,
    Pli,
    Raw,
    ReceiverReport,
    Remb,
    ReportBlock,
    SdesChunk,
    SdesItem,
    SenderReport,
    SourceDescription,
)
from .parse import parse
from .transport import TICK_US, TransportFeedback, feedbacks_from_arrivals

__all__ = [
    "TICK_US",
    "Bye",
    "Fir",
    "FirEntry",
    "Nack",
    "Packet",
    "Pli",
    "Raw",
    "ReceiverReport",
    "Remb",
    "ReportBlock",
    "SdesChunk",
    "SdesItem",
    "SenderReport",
    "SourceDescription",
    "TransportFeedback",
    "build",
    "feedbacks_from_arrivals",
    "parse",
    "unbroken_feedback",
]
