"""The streams of the classes: for each class that somebody has, the stream a publisher would send that sends only
this.

The rule: what a class does not take vanishes from its numbering as padding does, the rest is marked and numbered so
that a receiver notices nothing. So numbering, history, switching and forwarding need know nothing of classes: to them
a class is a layer. A packet that comes late and is not taken fills its place as an empty one.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final, NamedTuple

from sfu.wire import dependency_descriptor, rtp, vp8, vp9
from sfu.wire.codec import keyframe_detector
from sfu.wire.dependency_descriptor import DependencyDescriptor
from sfu.wire.errors import WireError
from sfu.wire.rtp import Buffer, RtpHeader
from sfu.wire.sequence import newer16
from sfu.wire.vp8 import Vp8Descriptor

from .classes import EVERY, NOTHING, SPATIAL, START, Verdict
from .headers import pack_16
from .history import DESCRIPTOR_ID, LEAST_PICTURES, RATE
from .reception import PATIENCE
from .targets import Fresh, TargetClasses, targets_below
from .vp8_classes import Vp8Classes
from .vp9_classes import Vp9Classes

WAITING: Final = 64
"""Packets that may wait for the beginning of their keyframe."""
_VP8_HEAD: Final = 16  # octets that surely hold a VP8 descriptor


class Look(NamedTuple):
    """What one packet of the publisher turned out to be. `newest`: none that was sent later came before;
    `settled`: none that was sent earlier is still waited for; `spatial`: its layer.
    """

    header: RtpHeader
    data: Buffer
    verdict: Verdict
    newest: bool = True
    settled: bool = True
    spatial: int = 0
    picture: Vp8Descriptor | None = None
    descriptor: DependencyDescriptor | None = None


class Gaps:
    """Which packets of a stream are missing and may still come."""

    def __init__(self) -> None:
        self.newest: int | None = None
        self.missing: dict[int, float] = {}

    def arrived(self, sequence: int, now: float) -> bool:
        """Notes a packet; whether it is the newest."""
        self.missing.pop(sequence, None)
        while self.missing:
            oldest, since = next(iter(self.missing.items()))
            if now - since < PATIENCE and len(self.missing) <= WAITING:
                break
            del self.missing[oldest]
        highest = self.newest
        if highest is not None and not newer16(sequence, highest):
            return False
        self.newest = sequence
        if highest is not None:
            ahead = (sequence - highest) & 0xFFFF
            for step in range(max(1, ahead - WAITING), ahead):
                self.missing[(highest + step) & 0xFFFF] = now
        return True


class Thinning:
    """One SSRC's classes. `descriptor_id`: of the dependency descriptor in the publisher's packets, 0: none."""

    def __init__(self, mime: str, descriptor_id: int = 0) -> None:
        self._mime = mime.lower()
        self.descriptor_id = descriptor_id
        self._starts = keyframe_detector(mime)
        self._described = False
        self._gaps = Gaps()
        self.seen: dict[int, float] = {}
        """Spatial layer to when a packet of it last came."""
        self._pictures: deque[tuple[float, int]] = deque(maxlen=128)
        self.octets = [0] * SPATIAL
        """Octets that came so far for who has the whole of each spatial layer."""
        self._waiting: deque[tuple[RtpHeader, Buffer]] = deque(maxlen=WAITING)
        self._targets = TargetClasses()
        self._vp8 = Vp8Classes()
        self._vp9 = Vp9Classes()

    @property
    def newest(self) -> int | None:
        """The RTP sequence number of the newest packet; None before the first."""
        return self._gaps.newest

    def frame_rate(self, now: float) -> float:
        """Pictures a second lately; 0 when there were few."""
        pictures = sum(at >= now - RATE for at, _ in self._pictures)
        return pictures / RATE if pictures >= LEAST_PICTURES else 0.0

    @property
    def active_layers(self) -> list[int] | None:
        """Spatial layers that the encoder says it sends; None where it does not say."""
        return self._targets.active_layers if self._described else None

    @property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Width and height of each spatial layer (0: not told) since the last keyframe; none: nothing is known."""
        structure = self._targets.reader.structure if self._described else None
        if structure is None:
            return self._vp9.sizes
        return structure.resolutions or ((0, 0),) * structure.spatial_layers

    def look(self, header: RtpHeader, data: Buffer, now: float) -> list[Look]:
        """Classifies a packet; each packet once, in the order they came. Nothing comes of one that overtook its
        keyframe; then it comes behind that.
        """
        found = self._look(header, data, now)
        if found is None:
            self._waiting.append((header, data))
            return []
        looks = [found]
        if self._waiting and found.descriptor is not None and found.descriptor.structure is not None:
            waited = list(self._waiting)
            self._waiting.clear()
            for packet in waited:
                look = self._look(*packet, now)
                if look is not None:
                    looks.append(look)
                else:
                    self._waiting.append(packet)  # of another keyframe still
        return looks

    def _look(self, header: RtpHeader, data: Buffer, now: float) -> Look | None:
        found = self._classify(header, data)
        if found is None:
            return None
        takes = found.verdict.takes
        if takes:
            self.seen[found.spatial] = now
            if not self._pictures or self._pictures[-1][1] != header.timestamp:
                self._pictures.append((now, header.timestamp))
            for layer in range(SPATIAL):
                if takes >> layer & 1:
                    self.octets[layer] += len(data)
        newest = self._gaps.arrived(header.sequence, now)
        return found._replace(newest=newest, settled=not self._gaps.missing)

    def _classify(self, header: RtpHeader, data: Buffer) -> Look | None:
        payload = data[header.payload_offset : header.payload_end]
        if not payload:
            return Look(header, data, Verdict(EVERY))  # padding: the numbering drops it
        starts = self._starts(payload)
        if self._mime == "video/vp8":
            picture = _vp8(payload[:_VP8_HEAD])
            return Look(header, data, self._vp8.classify(picture, starts), picture=picture)
        value = header.extensions.get(self.descriptor_id) if self.descriptor_id else None
        if value is not None:
            self._described = True
            told = self._targets.classify(value)
            if told is None:
                return None
            verdict, descriptor = told
            spatial = descriptor.spatial_id or 0 if descriptor is not None else 0
            return Look(header, data, verdict, spatial=spatial, descriptor=descriptor)
        if self._described:
            return Look(header, data, NOTHING)
        if self._mime == "video/vp9":
            found = _vp9(payload)
            spatial = found.spatial_id or 0 if found is not None else 0
            return Look(header, data, self._vp9.classify(found, starts), spatial=spatial)
        return Look(header, data, Verdict(EVERY, gate=START if starts else None))

    def packet(self, number: int, look: Look) -> tuple[RtpHeader, Buffer]:
        """The packet as class `number` has it; without payload if the class does not take it."""
        header, data, verdict = look.header, look.data, look.verdict
        if not verdict.takes >> number & 1:
            return _parsed(rtp.build(header.payload_type, header.sequence, header.timestamp, header.ssrc, b""))
        marker = header.marker or bool(verdict.marks >> number & 1)
        extensions = None
        if look.descriptor is not None:
            extensions = {DESCRIPTOR_ID: self._descriptor(number, look)}
        payload: Buffer = data[header.payload_offset : header.payload_end]
        if look.picture is not None:
            payload = self._renumbered(number, look.picture, payload)
        fields = (header.payload_type, header.sequence, header.timestamp, header.ssrc)
        return _parsed(rtp.build(*fields, payload, marker=marker, extensions=extensions))

    def _descriptor(self, number: int, look: Look) -> bytes:
        """The descriptor with the decode targets that the class still has, so that nobody waits for others. It says
        so each time: whoever comes from another class was told of others.
        """
        found = look.descriptor
        assert found is not None
        structure = self._targets.reader.structure
        value = look.header.extensions[self.descriptor_id]
        if structure is None:
            return value
        below = targets_below(structure, self._targets.target_of(number))
        active = self._targets.reader.active
        if active is None:
            return value
        told = replace(found, active_targets=active & below)
        if isinstance(look.verdict.gate, Fresh):
            told = replace(told, structure=structure)  # its keyframe may have brought it in a lower layer's frame
        elif structure.target_count == 1:
            return value
        try:
            return dependency_descriptor.build(told, structure)
        except WireError:
            return value  # there is no room for it

    def _renumbered(self, number: int, picture: Vp8Descriptor, payload: Buffer) -> Buffer:
        left_out = self._vp8.left_out(picture, number)
        if not left_out or picture.picture_id is None:
            return payload
        changed = bytearray(payload)
        at = picture.picture_id_offset
        if picture.picture_id_bits == 15:
            pack_16(changed, at, 0x8000 | (picture.picture_id - left_out) & 0x7FFF)
        else:
            changed[at] = (picture.picture_id - left_out) & 0x7F
        return changed


def _parsed(packet: bytes) -> tuple[RtpHeader, bytes]:
    return rtp.parse(packet), packet


def _vp8(payload: Buffer) -> Vp8Descriptor | None:
    try:
        return vp8.parse(payload)
    except WireError:
        return None


def _vp9(payload: Buffer) -> vp9.Vp9Descriptor | None:
    try:
        return vp9.parse(payload)
    except WireError:
        return None
