"""Classes of a layered stream: what of one SSRC a subscriber gets that wants no more than some spatial layer and some
frame rate.

The rule: what a class takes can always be decoded by itself: every frame it takes refers only to frames it takes.
A subscriber goes from one class to another only where the stream says that it can (a gate).

A class has a number: the spatial layer (0..3), and in steps of 4 how far its frame rate is cut: 0 not at all, 1 to
the lowest temporal layer, 2 to the two lowest, 3 to the three lowest. So 0..3 are "the whole of layer 0..3", which is
what a simulcast layer is, and an 8 bit field holds every class.
"""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

SPATIAL: Final = 4
CLASSES: Final = 16
EVERY: Final = (1 << CLASSES) - 1
WHOLE: Final = 99
"""The temporal limit of a class whose frame rate is not cut."""


def class_of(spatial: int, temporal: int | None = None) -> int:
    """The class of a spatial layer (0..3) with temporal layers up to `temporal` (None, or from 3 on: all)."""
    cut = 0 if temporal is None or temporal > 2 else temporal + 1
    return min(max(spatial, 0), SPATIAL - 1) + SPATIAL * cut


def spatial_of(number: int) -> int:
    """The spatial (or simulcast) layer of a class."""
    return number % SPATIAL


def temporal_of(number: int) -> int:
    """The highest temporal layer of a class, WHOLE when it has all."""
    cut = number // SPATIAL
    return cut - 1 if cut else WHOLE


def mask_of(*, least_spatial: int = 0, least_temporal: int = 0) -> int:
    """The classes, a bit each, that reach so far up in both."""
    return _MASKS[min(least_spatial, SPATIAL)][min(least_temporal, SPATIAL)]


_MASKS: Final = tuple(
    tuple(
        sum(1 << n for n in range(CLASSES) if spatial_of(n) >= spatial and temporal_of(n) >= temporal)
        for temporal in range(SPATIAL + 1)
    )
    for spatial in range(SPATIAL + 1)
)


class Gate(Protocol):
    """A packet at which subscribers may change their class. Where there is none, none may."""

    @property
    def inside(self) -> bool:
        """Whether who enters may have the lower part of the picture from the class before."""

    def opens(self, before: int | None, after: int) -> bool:
        """Whether one that got class `before` so far (None: nothing) may get `after` from this packet on."""


class Start:
    """A keyframe: everybody may begin, whatever came before."""

    inside = False

    def opens(self, before: int | None, after: int) -> bool:
        return True


START: Final = Start()


class Verdict(NamedTuple):
    """What one packet is to the classes (masks, a bit each).

    `takes`: they get it; `marks`: for them it ends the picture, so its marker bit is set; `gate`: here some may be
    entered.
    """

    takes: int
    marks: int = 0
    gate: Gate | None = None


NOTHING: Final = Verdict(0)
"""No class gets it: nothing is known of where it belongs."""


def next_step(before: int | None, target: int, verdict: Verdict) -> int | None:
    """The class to go to at this packet, on the way to `target`: it, or if the frame rate can only climb by steps the
    highest of those between; None: stay. Whoever enters a class gets the packet.
    """
    gate = verdict.gate
    if gate is None or before == target:
        return None
    candidates = [target]
    if before is not None and spatial_of(before) == spatial_of(target):
        limits = range(min(temporal_of(target), 3) - 1, temporal_of(before), -1)
        candidates += [class_of(spatial_of(target), limit) for limit in limits]
    return next((each for each in candidates if verdict.takes >> each & 1 and gate.opens(before, each)), None)
