"""Whatever layered stream comes and whatever subscribers want of it: each gets a stream that it can decode.

Checked against what the encoder knows: every frame with all its references, numbers without gaps, a marker at the end
of each picture and nowhere else.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfu.core.classes import class_of, spatial_of, temporal_of
from sfu.core.forwarding import PAUSED, Forwarder, Negotiated
from sfu.core.records import TransportTable
from sfu.wire import dependency_descriptor as dd
from sfu.wire import rtp, vp8
from sfu.wire.sequence import Unwrapper

from .samples import Owner
from .svc import DD_ID, MODES, Encoder, Frame, Packet, frame_of

TICK = 1 / 30
SUBSCRIBERS = 3
OUT_DD = 9
LEVEL_ID = 1  # as the offers of browsers have it, for the whole connection
STREAMS = [(mode, "av1", True) for mode in MODES]
STREAMS += [(mode, "vp9", described) for mode in MODES for described in (True, False) if mode[0] == "L"]
STREAMS += [(mode, "vp8", False) for mode in ("L1T1", "L1T2", "L1T3")]


@dataclass(frozen=True)
class Step:
    """One picture: what the encoder does, what the network does with its packets, what a subscriber wants."""

    key: bool
    top: int | None
    fates: tuple[int, ...]
    wishes: tuple[tuple[int, int, int], ...]  # (subscriber, spatial or -1 pause or -2 resume, temporal)


def steps(fates: st.SearchStrategy[int]) -> st.SearchStrategy[list[Step]]:
    wish = st.tuples(st.integers(0, SUBSCRIBERS - 1), st.integers(-2, 3), st.integers(0, 3))
    return st.lists(
        st.builds(
            Step,
            key=st.sampled_from([False] * 11 + [True]),
            top=st.sampled_from([None] * 6 + [0, 1]),
            fates=st.lists(fates, min_size=6, max_size=6).map(tuple),
            wishes=st.lists(wish, max_size=2).map(tuple),
        ),
        min_size=4,
        max_size=40,
    )


@dataclass
class Got:
    """A packet as a subscriber has it."""

    sequence: int
    timestamp: int
    marker: bool
    number: int  # the frame's
    part: int
    data: bytes
    header: rtp.RtpHeader


@dataclass
class Run:
    frames: dict[int, Frame] = field(default_factory=dict)
    arrived: dict[tuple[int, int], int] = field(default_factory=dict)  # (frame, part) → when
    lost: int = 0
    got: list[list[tuple[int, Got]]] = field(default_factory=list)
    fillers: list[set[int]] = field(default_factory=list)
    forwarder: Forwarder | None = None
    owners: list[Owner] = field(default_factory=list)


def play(stream: tuple[str, str, bool], plan: Sequence[Step]) -> Run:
    mode, codec, described = stream
    encoder = Encoder(mode, codec, described)
    transports = TransportTable()
    mime = f"video/{codec.upper()}"
    forwarder = Forwarder("video", mime, 90000, transports, audio_level_id=LEVEL_ID, rng=random.Random(7))
    if codec != "vp8":
        forwarder.feeds.scale(DD_ID if described else 0)
    owners = [Owner() for _ in range(SUBSCRIBERS)]
    for i, owner in enumerate(owners):
        forwarder.add(owner, Negotiated(i + 1, 100, transports.add(), rtx_ssrc=50 + i, descriptor_id=OUT_DD))
        forwarder.set_target(owner.row, class_of(0 if codec == "vp8" else i, 3 - i))
    run = Run(got=[[] for _ in owners], fillers=[set() for _ in owners], forwarder=forwarder, owners=owners)
    unwrap = [Unwrapper() for _ in owners]
    delayed: list[tuple[int, Packet]] = []
    clock = 0
    for i, step in enumerate(plan):
        for who, spatial, temporal in step.wishes:
            row = owners[who].row
            if spatial == -1:
                forwarder.pause(row, PAUSED)
            elif spatial == -2:
                forwarder.resume(row, PAUSED)
            else:
                forwarder.set_target(row, class_of(0 if codec == "vp8" else spatial, temporal))
        made = encoder.frames(key=step.key or bool(forwarder.keyframe_requests(i * TICK)), top=step.top)
        run.frames.update({frame.number: frame for frame in made})
        arriving = [packet for at, packet in delayed if at == i]
        for packet, fate in zip(encoder.send(made), step.fates, strict=False):
            if fate == 0:
                run.lost += 1
            elif fate < 4:
                delayed.append((i + fate, packet))
            else:
                arriving += [packet] * (2 if fate == 4 else 1)
        for packet in arriving:
            clock += 1
            run.arrived.setdefault(frame_of(packet.data), clock)
            for holder, data in forwarder.on_packet(0, packet.header, packet.data, i * TICK):
                who = owners.index(holder)  # type: ignore[arg-type]
                header = rtp.parse(data)
                sequence = unwrap[who].unwrap(header.sequence)
                payload = bytes(data[header.payload_offset : header.payload_end])
                if not payload:
                    run.fillers[who].add(sequence)
                    continue
                number, part = frame_of(payload)
                got = Got(sequence, header.timestamp, header.marker, number, part, bytes(data), header)
                run.got[who].append((clock, got))
    return run


@pytest.mark.parametrize("codec", ["av1", "vp9"])
def test_what_is_repeated_says_the_same_of_its_frame(codec: str) -> None:
    run = play(("L2T2", codec, True), [Step(False, None, (9,) * 6, ())] * 20)
    assert run.forwarder is not None
    for owner, packets in zip(run.owners, run.got, strict=True):
        (_, *_, (_, last)) = packets
        ((_, again),) = run.forwarder.retransmit(owner.row, [last.sequence & 0xFFFF], 21 * TICK)
        assert rtp.parse(again).extensions[OUT_DD] == last.header.extensions[OUT_DD]


IN_ORDER = st.just(9)
ROUGH = st.sampled_from([0, 1, 2, 3, 4] + [9] * 25)


@pytest.mark.parametrize("stream", STREAMS, ids=lambda s: f"{s[1]}-{s[0]}-{'dd' if s[2] else 'plain'}")
@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(plan=steps(IN_ORDER))
def test_every_frame_comes_whole_with_all_it_refers_to(stream: tuple[str, str, bool], plan: list[Step]) -> None:
    run = play(stream, plan)
    for who, each in enumerate(run.got):
        packets = [got for _, got in each]
        assert run.fillers[who] == set()
        if packets:
            first = packets[0].sequence
            assert [got.sequence for got in packets] == list(range(first, first + len(packets))), "a gap of our own"
        have: set[int] = set()
        for number, parts in groupby(packets, key=lambda got: got.number):
            assert [got.part for got in parts] == [0, 1], "half a frame"
            missing = set(run.frames[number].refs) - have
            assert not missing, f"frame {number} refers to {missing}"
            have.add(number)
        for _, picture in groupby(packets, key=lambda got: got.timestamp):
            assert list(picture)[-1].marker, "no end of the picture"
        for _, picture in groupby(packets, key=lambda got: got.timestamp):
            assert sum(got.marker for got in picture) == 1, "the picture goes on after its end"
        if stream[1] == "vp8":
            check_pictures(packets)
        if stream[2]:
            check_descriptors(packets)


def check_pictures(packets: list[Got]) -> None:
    """PictureID goes on by one a picture, TL0PICIDX with every lowest layer's frame."""
    pictures = []
    for _, group in groupby(packets, key=lambda got: got.number):
        got = next(group)
        pictures.append(vp8.parse(got.data[got.header.payload_offset : got.header.payload_end]))
    for one, two in pairwise(pictures):
        assert one.picture_id is not None
        assert two.picture_id == (one.picture_id + 1) & 0x7FFF
        assert one.tl0picidx is not None
        assert two.tl0picidx == (one.tl0picidx + (two.temporal_id == 0)) & 0xFF


def check_descriptors(packets: list[Got]) -> None:
    """Each can be read, and no decode target is promised of which frames were kept back."""
    structure: dd.DependencyStructure | None = None
    active = 0
    for got in packets:
        found = dd.parse(got.header.extensions[OUT_DD], structure)
        structure = found.structure or structure
        assert structure is not None
        active = found.active_targets if found.active_targets is not None else active
        assert found.frame_number == got.number & 0xFFFF
        assert any(active >> t & 1 and found.targets[t] for t in range(structure.target_count))


@pytest.mark.parametrize("stream", STREAMS, ids=lambda s: f"{s[1]}-{s[0]}-{'dd' if s[2] else 'plain'}")
@settings(derandomize=True, deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
@given(plan=steps(ROUGH))
def test_on_a_rough_way_only_what_was_lost_is_missing(stream: tuple[str, str, bool], plan: list[Step]) -> None:
    run = play(stream, plan)
    for who, each in enumerate(run.got):
        sequences = [got.sequence for _, got in each] + sorted(run.fillers[who])
        assert len(set(sequences)) == len(sequences), "a number was used twice"
        parts = [(got.number, got.part) for _, got in each]
        assert len(set(parts)) == len(parts), "a packet was sent twice"
        had = {(got.number, got.part): at for at, got in each}
        for at, got in each:
            for ref in run.frames[got.number].refs:
                for part in (0, 1):
                    came = run.arrived.get((ref, part), at)
                    assert came >= at or (ref, part) in had, (
                        f"{ref}/{part} is needed by {got.number} and was kept back"
                    )


@pytest.mark.parametrize("stream", STREAMS, ids=lambda s: f"{s[1]}-{s[0]}-{'dd' if s[2] else 'plain'}")
def test_everybody_gets_to_what_they_want_and_no_more(stream: tuple[str, str, bool]) -> None:
    plain = Step(False, None, (9,) * 6, ())
    wishes = ((0, 2, 0), (1, 0, 3), (2, 1, 1))
    run = play(stream, [plain] * 20 + [Step(False, None, (9,) * 6, wishes)] + [plain] * 40)
    assert run.forwarder is not None
    mode = stream[0]
    for owner, (_, spatial, temporal), got in zip(run.owners, wishes, run.got, strict=True):
        row = run.forwarder.table.rows[owner.row]
        assert int(row["layer"]) == int(row["target"])
        assert temporal_of(int(row["layer"])) >= temporal
        assert spatial_of(int(row["layer"])) == (0 if stream[1] == "vp8" else spatial)
        late = (
            {run.frames[g.number].spatial for _, g in got[-12:]},
            {run.frames[g.number].temporal for _, g in got[-12:]},
        )
        assert max(late[0]) == min(spatial, int(mode[1]) - 1)
        assert max(late[1]) == min(temporal, int(mode[3]) - 1)
