"""Spatial and temporal classes of a VP9 stream by its payload descriptor (RFC 9628), where no dependency descriptor
came.

The rule: a class takes the frames of its spatial layer, and of the lower ones those that are referred to across
layers (Z not set). Higher spatial layers are entered at keyframes; lower ones at any picture while all layers are
referred to; frame rates at a switching up point (U), downward at any picture.
"""

from __future__ import annotations

from typing import NamedTuple

from sfu.wire.vp9 import Vp9Descriptor

from .classes import EVERY, START, Verdict, mask_of, spatial_of, temporal_of


class _Picture(NamedTuple):
    """The first packet of a frame. `up`: U is set; `whole`: every frame since the keyframe was referred to by the
    layer above.
    """

    spatial: int
    temporal: int
    up: bool
    whole: bool
    top: int

    @property
    def inside(self) -> bool:
        return True

    def opens(self, before: int | None, after: int) -> bool:
        if before is None:
            return False
        had, wanted = temporal_of(before), temporal_of(after)
        if had < self.temporal or wanted < self.temporal:
            return False  # the frame refers to others of its layer
        if wanted > had and not self.up:
            return False
        here, there = min(spatial_of(before), self.top), min(spatial_of(after), self.top)
        if there == here:
            return True
        return there < here and self.whole and self.spatial == 0


class Vp9Classes:
    """The state of one stream: its highest spatial layer, and how its layers refer to each other."""

    def __init__(self) -> None:
        self.top = 0
        self.sizes: tuple[tuple[int, int], ...] = ()
        """Width and height of each spatial layer (0: not told), none before a structure came."""
        self._whole = True

    def classify(self, found: Vp9Descriptor | None, starts: bool) -> Verdict:
        """A packet by its descriptor (None: unreadable); `starts`: it begins a keyframe."""
        if found is None:
            return Verdict(EVERY, gate=None)
        spatial, temporal = found.spatial_id or 0, found.temporal_id or 0
        if starts:
            self.top = max(found.spatial_layers - 1, 0)
            self._whole = True
            if found.spatial_layers:
                self.sizes = found.resolutions or ((0, 0),) * found.spatial_layers
        elif spatial > self.top:
            self.top = spatial  # a stream that told no structure
        if found.not_reference and spatial < self.top:
            self._whole = False
        takes = self._takes(spatial, temporal, found.not_reference)
        marks = takes & _only(spatial) if found.end else 0
        if starts:
            return Verdict(takes, marks, START)
        if not found.begin:
            return Verdict(takes, marks)
        return Verdict(takes, marks, _Picture(spatial, temporal, found.switching_up, self._whole, self.top))

    def _takes(self, spatial: int, temporal: int, not_reference: bool) -> int:
        """Higher classes than the stream has layers are as its highest."""
        takes = mask_of(least_spatial=spatial, least_temporal=temporal)
        if not_reference and spatial < self.top:
            takes &= ~mask_of(least_spatial=spatial + 1)
        return takes


def _only(spatial: int) -> int:
    return mask_of(least_spatial=spatial) & ~mask_of(least_spatial=spatial + 1)
