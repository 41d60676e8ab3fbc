"""Whatever well-formed RTP a publisher sends, core neither raises nor sends what a parser refuses."""

from __future__ import annotations

import random
from functools import partial
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.feedback import FeedbackRecorder
from sfu.core.forwarding import Forwarder, Kind, Negotiated
from sfu.core.plans import PythonPlans
from sfu.core.reception import IncomingStream
from sfu.core.records import TransportTable
from sfu.wire import rtp
from sfu.wire.errors import WireError

from .samples import Owner


class Event(NamedTuple):
    """A packet, how long until the next, and what a subscriber does meanwhile (-1: nothing)."""

    layer: int
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    padding: int
    extensions: dict[int, bytes]
    wait: float
    deed: int

    @property
    def data(self) -> bytes:
        return rtp.build(
            96,
            self.sequence,
            self.timestamp,
            self.ssrc,
            self.payload,
            padding=self.padding,
            extensions=self.extensions,
        )


EVENTS = st.lists(
    st.builds(
        Event,
        layer=st.integers(0, 2),
        sequence=st.one_of(st.integers(0, 0xFFFF), st.integers(0, 40)),
        timestamp=st.one_of(st.integers(0, 0xFFFFFFFF), st.integers(0, 9)),
        ssrc=st.integers(1, 2),
        payload=st.one_of(
            st.binary(max_size=20), st.sampled_from([b"\x90\xf0\x80\x01\x01\x01\x00", b"\x67", b"\x7c\x85", b""])
        ),
        padding=st.integers(0, 5),
        extensions=st.dictionaries(st.integers(1, 20), st.binary(max_size=3), max_size=3),
        wait=st.floats(0, 2.0),
        deed=st.integers(-1, 9),
    ),
    max_size=60,
)


@pytest.mark.parametrize(
    ("kind", "mime"),
    [
        ("video", "video/VP8"),
        ("video", "video/H264"),
        ("video", "video/VP9"),
        ("video", "video/AV1"),
        ("audio", "audio/opus"),
    ],
)
@settings(derandomize=True, deadline=None, max_examples=60)
@given(events=EVENTS)
def test_nothing_raises_and_all_that_leaves_is_rtp(kind: Kind, mime: str, events: list[Event]) -> None:
    transports = TransportTable()
    forwarder = Forwarder(
        kind,
        mime,
        90000,
        transports,
        audio_level_id=7,
        rng=random.Random(1),
        plans=partial(PythonPlans, vector_from=2),
    )
    owners = [Owner() for _ in range(3)]
    for i, owner in enumerate(owners):
        terms = Negotiated(
            ssrc=i + 1,
            payload_type=96,
            transport=transports.add(),
            rtx_ssrc=i and 50 + i,
            rtx_payload_type=i and 97,
            mid=b"m" * i,
            mid_id=1,
            audio_level_id=2,
            twcc_id=3,
            abs_send_time_id=4,
        )
        forwarder.add(owner, terms)
        forwarder.set_target(owner.row, 0)
    stream, recorder = IncomingStream(1, 90000), FeedbackRecorder()
    now = 5.0
    sent: dict[tuple[int, int], bytes] = {}
    for event in events:
        now += event.wait
        data, layer, sequence, timestamp, deed = event.data, *event[:3], event.deed
        try:
            header = rtp.parse(data)
        except WireError:
            continue
        stream.on_packet(sequence, timestamp, len(data), now)
        stream.nacks_due(now)
        recorder.on_packet(sequence, now)
        out = list(forwarder.on_packet(layer, header, data, now))
        row = owners[deed % 3].row
        if deed >= 0:
            forwarder.set_target(row, (None, 0, 1, 2)[deed % 4])
        if deed == 7:
            forwarder.restart_layer(layer)
        out += forwarder.retransmit(row, range(sequence, sequence + 20), now)
        out += forwarder.retransmit(0, [rtp.parse(data).sequence for _, data in out], now + 0.2)
        for _, each in out:
            parsed = rtp.parse(each)
            assert sent.setdefault((parsed.ssrc, parsed.sequence), bytes(each)) == bytes(each), (
                "a key stream used twice"
            )
        forwarder.on_sender_report(layer, sequence << 32, timestamp, now)
        forwarder.sender_report(row, 1 << 50, now)
        forwarder.keyframe_requests(now)
    assert stream.report(now) is None or stream.lost >= 0
    recorder.build(1, 2, now)
