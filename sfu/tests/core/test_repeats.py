"""What a subscriber missed comes again: by RTX or as the identical octets, not too often, never as something else."""

from __future__ import annotations

import random
from functools import partial

import pytest

from sfu.core.forwarding import MUTED, Forwarder, Negotiated, Outgoing
from sfu.core.plans import PythonPlans
from sfu.core.records import HISTORY, TransportTable
from sfu.core.repeats import BUDGET_BURST
from sfu.wire import rtp

from .samples import Layer, Owner, read, send


def setting(*, rtx: bool, vector_from: int = 100) -> tuple[Forwarder, Owner, TransportTable]:
    transports = TransportTable()
    forwarder = Forwarder(
        "video",
        "video/VP8",
        90000,
        transports,
        rng=random.Random(2),
        plans=partial(PythonPlans, vector_from=vector_from),
    )
    owner = Owner()
    terms = Negotiated(
        ssrc=7,
        payload_type=101,
        transport=transports.add(),
        rtx_ssrc=900 if rtx else 0,
        rtx_payload_type=99 if rtx else 0,
        mid=b"4",
        mid_id=1,
        twcc_id=3,
        abs_send_time_id=4,
    )
    forwarder.add(owner, terms)
    forwarder.set_target(owner.row, 0)
    return forwarder, owner, transports


def octets(out: list[Outgoing]) -> list[bytes]:
    return [bytes(data) for _, data in out]


@pytest.mark.parametrize("vector_from", [100, 1])
def test_without_rtx_the_identical_octets_come_again(vector_from: int) -> None:
    forwarder, owner, _ = setting(rtx=False, vector_from=vector_from)
    low, high = Layer(0), Layer(1, sequence=60000, picture=300)
    sent: dict[int, bytes] = {}
    for i in range(300):
        if i == 100:
            forwarder.set_target(owner.row, 1)
        if i == 200:
            forwarder.set_target(owner.row, 0)
        samples = [low.probe(), *low.frame(keyframe=i in {0, 210}), *high.frame(keyframe=i == 110)]
        if i % 7 == 0:
            samples[0], samples[1] = samples[1], samples[0]
        for data in octets(send(forwarder, samples, i / 30)):
            assert read(data).sequence not in sent
            sent[read(data).sequence] = data
        if i % 10 == 9:
            asked = sorted(sent)[-60:]
            for data in octets(forwarder.retransmit(owner.row, asked, i / 30 + 0.01)):
                assert data == sent[read(data).sequence]
    again = octets(forwarder.retransmit(owner.row, sorted(sent)[-40:], 20.0))
    assert len(again) == 40


def test_with_rtx_the_payload_comes_on_its_own_stream() -> None:
    forwarder, owner, transports = setting(rtx=True)
    layer = Layer(0)
    sent = octets(send(forwarder, [*layer.frame(3, keyframe=True), *layer.frame(2)], 0.0))
    before = int(transports.feedback_sequence[0])
    wanted = [read(sent[1]).sequence, read(sent[4]).sequence]
    again = [read(data) for data in octets(forwarder.retransmit(owner.row, wanted, 1.0))]
    assert [each.payload[2:] for each in again] == [read(sent[1]).payload, read(sent[4]).payload]
    assert [int.from_bytes(each.payload[:2], "big") for each in again] == wanted
    assert {(each.ssrc, each.payload_type) for each in again} == {(900, 99)}
    assert [each.timestamp for each in again] == [read(sent[1]).timestamp, read(sent[4]).timestamp]
    assert again[1].sequence == again[0].sequence + 1
    assert [int.from_bytes(each.extensions[3], "big") for each in again] == [before, before + 1]
    assert again[0].extensions[1] == b"4"
    assert again[0].extensions[4] == (1 << 18).to_bytes(3, "big"), "sent now, not when it first came"
    assert again[1].marker


def test_after_a_switch_the_old_layers_packets_still_come_as_they_were() -> None:
    forwarder, owner, _ = setting(rtx=True)
    low, high = Layer(0), Layer(1, picture=999)
    before = octets(send(forwarder, low.frame(2, keyframe=True), 0.0))
    forwarder.set_target(owner.row, 1)
    send(forwarder, high.frame(2, keyframe=True), 0.1)
    again = octets(forwarder.retransmit(owner.row, [read(before[1]).sequence], 0.2))
    assert read(again[0]).payload[2:] == read(before[1]).payload


def test_a_packet_is_repeated_about_once_a_round_trip() -> None:
    forwarder, owner, _ = setting(rtx=True)
    sequence = read(octets(send(forwarder, Layer(0).frame(1, keyframe=True), 0.0))[0]).sequence
    forwarder.table.rows["rtt"][owner.row] = 0.2
    counts = [len(forwarder.retransmit(owner.row, [sequence, sequence], at)) for at in (1.0, 1.1, 1.14, 1.16, 1.25)]
    assert counts == [1, 0, 0, 1, 0]


def test_repeats_stay_within_a_budget() -> None:
    forwarder, owner, _ = setting(rtx=True)
    layer = Layer(0)
    sequences = []
    for i in range(HISTORY):
        data = rtp.build(96, i, i * 3000, 1, layer.frame(1, keyframe=i == 0)[0].data[12:] + bytes(1200))
        out = forwarder.on_packet(0, rtp.parse(data), data, i / 300)
        sequences += [read(each).sequence for _, each in out]
    out = forwarder.retransmit(owner.row, sequences, 2.0)
    assert BUDGET_BURST <= sum(len(data) for _, data in out) < BUDGET_BURST + 1500
    assert len(forwarder.retransmit(owner.row, sequences, 2.1)) < 25, "what a tenth of a second refills"


def test_what_was_never_sent_or_is_forgotten_is_left_out() -> None:
    forwarder, owner, _ = setting(rtx=True)
    layer = Layer(0)
    assert forwarder.retransmit(owner.row, [5], 0.0) == []
    got = octets(send(forwarder, layer.frame(2, keyframe=True), 0.0))
    first, last = read(got[0]).sequence, read(got[-1]).sequence
    assert forwarder.retransmit(owner.row, [first - 1, last + 1, (last + 30000) & 0xFFFF], 0.1) == []
    lost = layer.frame(1)
    assert len(lost) == 1
    after = octets(send(forwarder, layer.frame(1), 0.1))
    assert forwarder.retransmit(owner.row, [read(after[0]).sequence - 1], 0.2) == [], "the publisher's loss"
    for i in range(HISTORY):
        send(forwarder, layer.frame(1), 0.2 + i / 1000)
    assert forwarder.retransmit(owner.row, [first], 0.8) == []


def test_nothing_is_repeated_to_who_may_not_have_it() -> None:
    forwarder, owner, _ = setting(rtx=True)
    got = octets(send(forwarder, Layer(0).frame(1, keyframe=True), 0.0))
    forwarder.pause(owner.row, MUTED)
    assert forwarder.retransmit(owner.row, [read(got[0]).sequence], 0.1) == []


def test_after_renegotiation_the_old_packets_are_not_sent_with_another_header() -> None:
    forwarder, owner, _ = setting(rtx=False)
    layer = Layer(0)
    before = octets(send(forwarder, layer.frame(1, keyframe=True), 0.0))
    forwarder.renegotiate(owner.row, Negotiated(ssrc=7, payload_type=96, transport=0, twcc_id=9))
    after = octets(send(forwarder, layer.frame(1), 0.1))
    asked = [read(before[0]).sequence, read(after[0]).sequence]
    assert asked[1] == asked[0] + 1
    assert octets(forwarder.retransmit(owner.row, asked, 0.2)) == after
