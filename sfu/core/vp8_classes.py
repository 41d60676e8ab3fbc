"""Temporal classes of a VP8 stream (RFC 7741), by TID and Y of its descriptor.

The rule: a frame refers to frames of its own temporal layer and lower ones; with Y set to those of layer 0 alone. So
a cut class is closed, and a subscriber climbs one temporal layer at a time, at a frame of that layer with Y set.
Its picture numbers go on by one over the pictures that were left out.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from sfu.wire.sequence import Unwrapper
from sfu.wire.vp8 import Vp8Descriptor

from .classes import EVERY, SPATIAL, START, Verdict, mask_of, spatial_of, temporal_of

PICTURES: Final = 512
"""Pictures back from the newest whose place in each class is remembered; a power of two."""


class _Climb(NamedTuple):
    """The first packet of a frame of temporal layer `temporal`; `highest`: the stream's own."""

    temporal: int
    sync: bool
    highest: int

    @property
    def inside(self) -> bool:
        return True

    def opens(self, before: int | None, after: int) -> bool:
        if before is None or spatial_of(before) != spatial_of(after):
            return False
        if temporal_of(after) < self.temporal or temporal_of(before) < self.temporal - self.sync:
            return False
        reached = temporal_of(after) == self.temporal or self.temporal == self.highest
        return reached or temporal_of(after) < temporal_of(before)


class Vp8Classes:
    """The state of one stream: which temporal layers it has, and how many pictures each cut class left out."""

    def __init__(self) -> None:
        self.highest = 0
        self._bits = 0
        self._pictures = Unwrapper()
        self._out = [0, 0, 0]  # pictures left out of a frame rate cut to one, two, three temporal layers
        self._before = [(0, 0, 0)] * PICTURES  # the same, before each picture

    def classify(self, found: Vp8Descriptor | None, starts: bool) -> Verdict:
        """A packet by its descriptor (None: unreadable); `starts`: it begins a keyframe."""
        if found is None or found.temporal_id is None:
            return Verdict(EVERY, gate=START if starts else None)
        temporal = found.temporal_id
        self._number(found, temporal)
        self.highest = max(self.highest, temporal)
        takes = mask_of(least_temporal=temporal)
        if starts:
            return Verdict(takes, gate=START)
        if found.start and found.partition == 0:
            return Verdict(takes, gate=_Climb(temporal, found.layer_sync and temporal > 0, self.highest))
        return Verdict(takes)

    def _number(self, found: Vp8Descriptor, temporal: int) -> None:
        """Notes what was left out before this picture. One that is missing counts as taken: comes it late, it fills
        its place, and if a class has no use for it the class lacks one number.
        """
        if found.picture_id is None:
            return
        if found.picture_id_bits != self._bits:
            self._bits, self._pictures = found.picture_id_bits, Unwrapper(found.picture_id_bits)
        highest = self._pictures.highest
        number = self._pictures.unwrap(found.picture_id)
        if highest is not None and number <= highest:
            return
        before = (self._out[0], self._out[1], self._out[2])
        for each in range(max(number - PICTURES, -1 if highest is None else highest) + 1, number + 1):
            self._before[each & (PICTURES - 1)] = before
        for cut in range(temporal):
            if cut < len(self._out):
                self._out[cut] += 1

    def left_out(self, found: Vp8Descriptor, number: int) -> int:
        """Pictures that class `number` left out before this one."""
        cut = number // SPATIAL
        if not cut or found.picture_id is None:
            return 0
        return self._before[self._pictures.unwrap(found.picture_id) & (PICTURES - 1)][cut - 1]
