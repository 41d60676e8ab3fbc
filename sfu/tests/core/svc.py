"""Layered streams as libwebrtc's encoders make them (scalability modes L1T2 … L3T3_KEY, S3T3), each frame with what
it refers to, and each packet as it goes out: dependency descriptor, VP9 or VP8 payload descriptor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sfu.wire import dependency_descriptor as dd
from sfu.wire import rtp
from sfu.wire.dependency_descriptor import DISCARDABLE, NOT_PRESENT, REQUIRED, SWITCH, DependencyStructure, Template
from sfu.wire.rtp import RtpHeader

MODES = ("L1T1", "L1T2", "L1T3", "L2T1", "L2T2", "L3T3", "L2T2_KEY", "L3T1_KEY", "L3T3_KEY", "S2T1", "S3T3")
PATTERNS = {1: (0,), 2: (0, 1), 3: (0, 2, 1, 2)}
DD_ID = 7


@dataclass(frozen=True)
class Frame:
    """One spatial layer of one picture. `refs`: numbers of the frames it cannot be decoded without."""

    number: int
    picture: int
    spatial: int
    temporal: int
    refs: tuple[int, ...]
    key: bool
    up: bool  # VP9's U, VP8's Y
    targets: tuple[int, ...]


@dataclass
class Packet:
    header: RtpHeader
    data: bytes
    frame: Frame
    first: bool
    last: bool


@dataclass
class Encoder:
    """`codec` "vp9", "av1" or "vp8" (one spatial layer); `described`: packets carry the dependency descriptor."""

    mode: str
    codec: str = "av1"
    described: bool = True
    ssrc: int = 9
    sequence: int = 65_000
    timestamp: int = 0xFFFF_F000
    number: int = 65_500
    picture: int = 32_700
    tl0: int = 250
    offset: int = 60
    step: int = 0
    latest: dict[tuple[int, int], int] = field(default_factory=dict)  # (spatial, temporal) → number of the last frame
    anew: list[int] = field(default_factory=lambda: [0] * 4)
    temporal_of: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.independent = self.mode[0] == "S"
        self.spatial = int(self.mode[1])
        self.sending = self.spatial  # fewer when the line carries no more
        self.temporal = int(self.mode[3])
        self.key_only = self.mode.endswith("_KEY")

    @property
    def layers(self) -> list[tuple[int, int]]:
        return [(s, t) for s in range(self.spatial) for t in range(self.temporal)]

    def structure(self) -> DependencyStructure:
        """One template a layer; what differs from it a frame says itself."""
        templates = tuple(Template(s, t, tuple(self._indications(s, t, key=False)), (), ()) for s, t in self.layers)
        return DependencyStructure(self.offset, len(self.layers), templates, 0, (), ())

    def _indications(self, spatial: int, temporal: int, *, key: bool) -> list[int]:
        """As ScalabilityStructureFullSvc, …KeySvc and …Simulcast say them."""
        found = []
        for s, t in self.layers:
            if s < spatial or t < temporal or (s > spatial and (self.independent or (self.key_only and not key))):
                found.append(NOT_PRESENT)
            elif s == spatial and t == temporal and t > 0:
                found.append(DISCARDABLE)
            elif s == spatial or key:
                found.append(SWITCH)
            else:
                found.append(REQUIRED)
        return found

    def frames(self, *, key: bool, top: int | None = None) -> list[Frame]:
        """The next picture; `top`: its highest spatial layer, all when None."""
        key = key or not self.latest
        if key:
            self.step = 0
            self.latest.clear()
            self.offset = (self.offset + len(self.layers)) & 63
        pattern = PATTERNS[self.temporal]
        temporal = pattern[self.step % len(pattern)]
        self.step += 1
        if self.fresh:  # it says U: no higher temporal layer refers to its own kind from before
            self.anew[temporal + 1 :] = [self.number] * len(self.anew[temporal + 1 :])
        if self.fresh and not self.described:
            top = None  # what U promises, it promises of the whole picture
        made: list[Frame] = []
        self.picture += 1
        if temporal == 0:
            self.tl0 += 1
        for spatial in range(self.sending if top is None or key else top + 1):
            if not key and (spatial, 0) not in self.latest:
                break
            refs = [] if key else self._references(spatial, temporal)
            if spatial and not self.independent and (key or not self.key_only):
                refs.append(made[-1].number)
            up = self.fresh and (self.codec == "vp9" or all(self.temporal_of[ref] == 0 for ref in refs))
            targets = tuple(self._indications(spatial, temporal, key=key))
            made.append(Frame(self.number, self.picture, spatial, temporal, tuple(refs), key, up, targets))
            self.temporal_of[self.number] = temporal
            self.number += 1
        for frame in made:
            self.latest[frame.spatial, temporal] = frame.number
        return made

    @property
    def fresh(self) -> bool:
        """Every second pass of the pattern begins its higher temporal layers anew."""
        return (self.step - 1) // len(PATTERNS[self.temporal]) % 2 == 0

    def _references(self, spatial: int, temporal: int) -> list[int]:
        """The last frame of a lower temporal layer (of its own for the lowest); without descriptors, which then would
        say so, also the last of its own layer.
        """
        refs = {max(self.latest.get((spatial, t), -1) for t in range(max(temporal, 1)))}
        own = self.latest.get((spatial, temporal), -1)
        if temporal and not self.described and not self.fresh and own >= self.anew[temporal]:
            refs.add(own)
        return sorted(refs)

    def send(self, frames: list[Frame], sizes: int = 2) -> list[Packet]:
        """`sizes` packets a frame, the last of the picture with the marker."""
        self.timestamp = (self.timestamp + 3000) & 0xFFFFFFFF
        packets = []
        for frame in frames:
            for i in range(sizes):
                first, last = i == 0, i == sizes - 1
                extensions = {DD_ID: self._descriptor(frame, first, last)} if self.described else None
                payload = self._payload(frame, first, last, frames) + frame.number.to_bytes(4, "big") + bytes((i,))
                data = rtp.build(
                    96,
                    self.sequence,
                    self.timestamp,
                    self.ssrc,
                    payload,
                    marker=last and frame is frames[-1],
                    extensions=extensions,
                )
                self.sequence = (self.sequence + 1) & 0xFFFF
                packets.append(Packet(rtp.parse(data), data, frame, first, last))
        return packets

    def _descriptor(self, frame: Frame, first: bool, last: bool) -> bytes:
        structure = self.structure()
        begins = frame.key and first and (frame.spatial == 0)
        return dd.build(
            dd.DependencyDescriptor(
                first,
                last,
                (self.offset + self.layers.index((frame.spatial, frame.temporal))) & 63,
                frame.number & 0xFFFF,
                structure if begins else None,
                (1 << len(self.layers)) - 1 if begins else None,
                frame.spatial,
                frame.temporal,
                frame.targets,
                tuple(frame.number - ref for ref in frame.refs),
                (),
            ),
            structure,
        )

    def _payload(self, frame: Frame, first: bool, last: bool, frames: list[Frame]) -> bytes:
        if self.codec == "av1":
            return bytes((0x18 if frame.key and first and frame.spatial == 0 else 0x10,))
        if self.codec == "vp8":
            head = bytes((0x90 if first else 0x80, 0xE0, 0x80 | self.picture >> 8 & 0x7F, self.picture & 0xFF))
            tail = bytes((self.tl0 & 0xFF, frame.temporal << 6 | (0x20 if frame.up else 0)))
            return head + tail + bytes((0x00 if frame.key else 0x01,))
        referred = any(frame.number in other.refs for other in frames) or frame is frames[-1]
        if self.key_only and not frame.key:
            referred = False
        structure = frame.key and first and frame.spatial == 0
        crosses = frame.spatial > 0 and not self.independent and (frame.key or not self.key_only)
        first_octet = 0xA0 | (0x40 if not frame.key else 0) | (8 if first else 0) | (4 if last else 0)
        first_octet |= (2 if structure else 0) | (0 if referred else 1)
        layers = frame.temporal << 5 | (0x10 if frame.up else 0) | frame.spatial << 1 | crosses
        octets = (first_octet, 0x80 | self.picture >> 8 & 0x7F, self.picture & 0xFF, layers, self.tl0 & 0xFF)
        return bytes(octets) + self._sizes(structure)

    def _sizes(self, structure: bool) -> bytes:
        return bytes(((self.spatial - 1) << 5,)) if structure else b""


def frame_of(payload: bytes) -> tuple[int, int]:
    """(frame number, packet of the frame) that `send` wrote at a payload's end."""
    return int.from_bytes(payload[-5:-1], "big"), payload[-1]
