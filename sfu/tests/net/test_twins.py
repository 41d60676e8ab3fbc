"""The packet path in C does what the one in Python does, byte for byte, whatever comes."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.forwarding import PAUSED
from sfu.wire import rtp, rtx

from .twins import IDS, PAYLOAD_TYPE, RTX_PAYLOAD_TYPE, World

SUBSCRIBERS = 5
TICK = 0.033


@dataclass
class Source:
    """One layer's sender: packets of a codec as they might be, with everything a header may have."""

    codec: str
    rid: str
    rng: random.Random
    ssrc: int = 1000
    sequence: int = 65_530
    timestamp: int = 0xFFFFFF00
    picture: int = 32_760
    sent: list[bytes] = field(default_factory=list)

    def restart(self) -> None:
        """Another SSRC, other numbers."""
        self.ssrc += 10
        self.sequence = self.rng.getrandbits(16)
        self.timestamp = self.rng.getrandbits(32)

    def jump(self) -> None:
        """The same SSRC goes on elsewhere."""
        self.sequence = (self.sequence + 20_000) & 0xFFFF

    def picture_packets(self, count: int, *, keyframe: bool, numbers: list[int]) -> list[bytes]:
        """One picture (or a few audio packets) of `count` packets. `numbers`: the transport's, taken from its end."""
        self.timestamp = (self.timestamp + 3000) & 0xFFFFFFFF
        self.picture += 1
        packets = []
        for i in range(count):
            extensions = {IDS.mid: b"0", IDS.transport_sequence: (numbers[-1] & 0xFFFF).to_bytes(2, "big")}
            numbers[-1] += 1
            if self.rid:
                extensions[IDS.rid] = self.rid.encode()
            if self.codec == "audio/opus":
                extensions[IDS.audio_level] = bytes((self.rng.randrange(256),))
            if self.rng.random() < 0.1:
                extensions[20] = bytes(self.rng.randrange(4))  # makes the headers two bytes long
            packet = rtp.build(
                PAYLOAD_TYPE,
                self.sequence,
                self.timestamp,
                self.ssrc,
                self._payload(i, keyframe=keyframe),
                marker=i == count - 1,
                extensions=extensions,
                padding=self.rng.choice((0, 0, 0, 7)),
                csrcs=(1, 2) if self.rng.random() < 0.05 else (),
            )
            self.sequence = (self.sequence + 1) & 0xFFFF
            packets.append(packet)
        self.sent += packets
        return packets

    def probe(self, numbers: list[int]) -> bytes:
        """Nothing but padding."""
        extensions = {IDS.mid: b"0", IDS.transport_sequence: (numbers[-1] & 0xFFFF).to_bytes(2, "big")}
        if self.rid:
            extensions[IDS.rid] = self.rid.encode()
        numbers[-1] += 1
        packet = rtp.build(
            PAYLOAD_TYPE, self.sequence, self.timestamp, self.ssrc, b"", padding=100, extensions=extensions
        )
        self.sequence = (self.sequence + 1) & 0xFFFF
        return packet

    def _payload(self, i: int, *, keyframe: bool) -> bytes:
        tail = self.rng.randbytes(self.rng.randrange(1, 40))
        if self.codec == "video/VP8":
            return self._vp8(i, keyframe=keyframe) + tail
        if self.codec == "video/H264":
            if not keyframe:
                return self.rng.choice((b"\x41", b"\x7c\x81", b"\x7c\x01", b"\x78\x00\x02\x09\xf0")) + tail
            return self.rng.choice((b"\x67", b"\x65", b"\x7c\x85", b"\x7c\x05", b"\x78\x00\x02\x67\x01")) + tail
        if self.codec == "video/VP9":
            return (
                bytes(((0x88 if keyframe else 0xC8) if i == 0 else 0x80, 0x80 | self.picture >> 8 & 0x7F, 5)) + tail
            )
        if self.codec == "video/AV1":
            return bytes((0x18 if keyframe and i == 0 else 0x10,)) + tail
        return tail

    def _vp8(self, i: int, *, keyframe: bool) -> bytes:
        start, flags = 0x10 if i == 0 else 0, self.rng.choice((0xF0, 0xF0, 0x80, 0xE0, 0x40, 0x10, 0))
        if not flags:
            return bytes((start, not keyframe))
        head = bytearray((0x80 | start, flags))
        if flags & 0x80:
            long = self.rng.random() < 0.8
            head += (0x8000 | self.picture & 0x7FFF).to_bytes(2, "big") if long else bytes((self.picture & 0x7F,))
        if flags & 0x40:
            head.append(self.picture & 0xFF)
        if flags & 0x30:
            head.append(self.rng.randrange(256))
        return bytes(head) + bytes((not keyframe,))


@dataclass(frozen=True)
class Step:
    """What happens in one picture's time."""

    packets: int
    keyframe: bool
    event: int  # see `play`
    fates: tuple[int, ...]  # per packet: 0 lost, 1 twice, 2 late, 3 by RTX later, else arrives
    wish: tuple[int, int]


STEPS = st.lists(
    st.builds(
        Step,
        packets=st.integers(1, 4),
        keyframe=st.sampled_from([False, False, True]),
        event=st.sampled_from([0] * 12 + list(range(1, 9))),
        fates=st.lists(st.integers(0, 15), min_size=12, max_size=12).map(tuple),
        wish=st.tuples(st.integers(0, SUBSCRIBERS - 1), st.integers(-1, 6)),
    ),
    min_size=4,
    max_size=24,
)


def play(world: World, codec: str, rids: list[str], steps: list[Step], checks: list[dict[str, object]]) -> None:
    """The same story for either world: everything comes from `steps` and fixed seeds."""
    sources = [Source(codec, rid, random.Random(i), ssrc=1000 + i) for i, rid in enumerate(rids)]
    numbers, now = [65_500], 1000.0
    late: list[bytes] = []
    forwarder = world.publication.forwarder
    for who in range(SUBSCRIBERS):
        forwarder.set_target(world.subscribers[who].row, who % len(rids))
    for step in steps:
        now += TICK
        who, wish = step.wish
        row = world.subscribers[who].row
        if wish < 4:
            forwarder.set_target(row, None if wish < 0 else wish % len(rids))
        elif wish == 4:
            forwarder.pause(row, PAUSED)
        elif wish == 5:
            forwarder.resume(row, PAUSED)
        else:
            world.repeat(who, [rtp.parse(packet).sequence for packet in world.subscribers[who].got[-5:]], now)
        arriving, late = late, []
        _event(world, step.event, sources, arriving, numbers)
        fates = list(step.fates)
        for source in sources:
            for packet in source.picture_packets(step.packets, keyframe=step.keyframe, numbers=numbers):
                fate = fates.pop() if fates else 9
                if fate == 2:
                    late.append(packet)
                elif fate == 3:
                    late.append(_rtx(source, packet))
                elif fate:
                    arriving += [packet] * (2 if fate == 1 else 1)
        for i, packet in enumerate(arriving):
            world.take(packet, now + i * 0.0007)
        checks.append(world.told(now + 0.02))


def _event(world: World, event: int, sources: list[Source], arriving: list[bytes], numbers: list[int]) -> None:
    if event == 1:
        sources[0].restart()
    elif event == 2:
        sources[-1].jump()
    elif event == 3:
        arriving += [source.probe(numbers) for source in sources]
    elif event in (4, 5):
        world.publication.set_muted(event == 4)
    elif event == 6:
        arriving.append(b"\x80\x60" + bytes(9))  # too short
    elif event == 7:
        arriving.append(sources[0].sent[-1][:-1] + b"\xff" if sources[0].sent else b"\xb0" * 20)
    elif event == 8:
        world.publication.forwarder.restart_layer(0)


def _rtx(source: Source, packet: bytes) -> bytes:
    wrapped = rtx.wrap(packet, source.ssrc + 5000, RTX_PAYLOAD_TYPE, source.sequence)
    header = rtp.parse(wrapped)
    extensions = {**header.extensions, IDS.repaired_rid: source.rid.encode()} if source.rid else header.extensions
    payload = wrapped[header.payload_offset : header.payload_end]
    return rtp.build(RTX_PAYLOAD_TYPE, header.sequence, header.timestamp, header.ssrc, payload, extensions=extensions)


@pytest.mark.parametrize(
    ("codec", "rids"),
    [
        ("video/VP8", ["q", "h", "f"]),
        ("video/VP8", [""]),
        ("video/H264", ["q", "h", "f"]),
        ("video/VP9", [""]),
        ("video/AV1", [""]),
        ("audio/opus", [""]),
    ],
)
@settings(derandomize=True, deadline=None, max_examples=12)
@given(steps=STEPS)
def test_c_and_python_give_the_same_bytes_and_remember_the_same(
    codec: str, rids: list[str], steps: list[Step]
) -> None:
    told: list[list[dict[str, object]]] = [[], []]
    for checks, kernel in zip(told, (False, True), strict=True):
        world = World(
            kernel=kernel,
            kind=codec.partition("/")[0],
            mime=codec,
            layered=len(rids) > 1,
            subscribers=SUBSCRIBERS,
        )
        play(world, codec, rids, steps, checks)
        world.close()
    for step, (python, c) in enumerate(zip(*told, strict=True)):
        for name, value in python.items():
            assert c[name] == value, f"step {step}: {name}"


def test_steady_packets_never_reach_python() -> None:
    """Else the comparison above would compare Python with itself."""
    world = World(kernel=True, kind="video", mime="video/VP8", layered=False, subscribers=SUBSCRIBERS)
    checks: list[dict[str, object]] = []
    steady = [Step(3, i == 0, 0, (9,) * 12, (0, 0)) for i in range(100)]
    play(world, "video/VP8", [""], steady, checks)
    assert world.node.kernel is not None
    stats = world.node.kernel.stats
    assert stats.fast > 290
    assert stats.slow < 10
    assert [len(subscriber.got) for subscriber in world.subscribers] == [300] * SUBSCRIBERS
    world.close()
