"""Targets over sfu.core's forwarding: what a publisher may send of a layered stream, and watchers that change their
minds. No packet may be sent twice under one number, whatever comes.
"""

from __future__ import annotations

import contextlib
import random
from typing import Final

from sfu.core.classes import CLASSES
from sfu.core.forwarding import Forwarder
from sfu.core.records import Negotiated, TransportTable
from sfu.fuzz.wire import split
from sfu.wire import rtp
from sfu.wire.errors import WireError

DESCRIPTOR_ID: Final = 7
_CODECS: Final = ("video/AV1", "video/VP9", "video/VP8", "video/H264")
_WATCHERS: Final = 3


class _Watcher:
    """Holds a row."""

    def __init__(self) -> None:
        self.row = -1


def layered(data: bytes) -> None:
    """The first byte chooses codec and layering; then (length byte, packet) …, where one byte alone is a wish: whose,
    and which class.
    """
    if not data:
        return
    transports = TransportTable()
    forwarder = Forwarder("video", _CODECS[data[0] & 3], 90_000, transports, rng=random.Random(1))
    if data[0] & 4:
        forwarder.feeds.scale(DESCRIPTOR_ID if data[0] & 8 else 0)
    watchers = [_Watcher() for _ in range(_WATCHERS)]
    for i, watcher in enumerate(watchers):
        terms = Negotiated(i + 1, 100, transports.add(), rtx_ssrc=i + 50, twcc_id=3, descriptor_id=9)
        forwarder.add(watcher, terms)
        forwarder.set_target(watcher.row, (0, 2, 5)[i])
    sent: set[tuple[int, int]] = set()
    now = 1000.0
    for packet in split(data[1:]):
        now += 0.003
        if len(packet) == 1:
            forwarder.set_target(watchers[packet[0] % _WATCHERS].row, packet[0] // _WATCHERS % CLASSES)
            continue
        with contextlib.suppress(WireError):
            header = rtp.parse(packet)
            for _, out in forwarder.on_packet(0, header, packet, now):
                made = rtp.parse(out)
                assert (made.ssrc, made.sequence) not in sent, "one number twice"
                sent.add((made.ssrc, made.sequence))
    forwarder.keyframe_requests(now)
    for watcher in watchers:
        forwarder.retransmit(watcher.row, range(0, 0x8000, 97), now)


TARGETS: Final = {"layered": layered}
