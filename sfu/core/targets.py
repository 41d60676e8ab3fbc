"""Classes of a stream by its dependency descriptor: decode targets, where the encoder itself says what needs what.

The rule: a class is the decode target that comes nearest to it from below, from keyframe to keyframe. It takes the
frames that are present in its target, and is entered at a frame that is a switch for it, by whoever got all frames
that this one refers to.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from sfu.wire import dependency_descriptor as wire
from sfu.wire.dependency_descriptor import (
    NOT_PRESENT,
    SWITCH,
    DependencyDescriptor,
    DependencyStructure,
)
from sfu.wire.errors import WireError
from sfu.wire.sequence import Unwrapper

from .classes import CLASSES, EVERY, NOTHING, START, Gate, Verdict, spatial_of, temporal_of

FRAMES: Final = 1024
"""Frames back whose classes are remembered, for those that refer to them; a power of two."""


class DescriptorReader:
    """One stream's descriptors, read with the structure in force: that of the last keyframe, and for what comes late
    the one before it.
    """

    def __init__(self) -> None:
        self.structure: DependencyStructure | None = None
        self.active: int | None = None
        """Decode targets that the encoder still sends (a bit each)."""
        self._before: DependencyStructure | None = None
        self._since = 0
        self._told = 0
        self._numbers = Unwrapper()

    def read(self, value: bytes) -> tuple[int, DependencyDescriptor, DependencyStructure] | None:
        """(extended frame number, what is said, the structure it is said in); None before the first keyframe. Raises
        WireError.
        """
        if len(value) < 3:
            raise WireError("dd-short")
        number = self._peek(value)
        known = self._before if self.structure is not None and number < self._since else self.structure
        found = wire.parse(value, known)
        self._numbers.unwrap(found.frame_number)
        if found.structure is not None:
            self._learn(number, found.structure)
            known = found.structure
        if known is None:
            return None
        if found.active_targets is not None and number >= self._told:
            self.active, self._told = found.active_targets, number
        return number, found, known

    def _peek(self, value: bytes) -> int:
        number = value[1] << 8 | value[2]
        highest = self._numbers.highest
        return number if highest is None else highest + ((number - highest + 0x8000) & 0xFFFF) - 0x8000

    def _learn(self, number: int, structure: DependencyStructure) -> None:
        if self.structure is None or number > self._since:
            self._before, self.structure, self._since = self.structure, structure, number
        elif number < self._since and self._before is None:
            self._before = structure


@lru_cache(maxsize=256)
def targets_of(structure: DependencyStructure, active: int) -> tuple[int, ...]:
    """The decode target of each class: of those in `active` that go not beyond it the highest, else the lowest of
    all.
    """
    layers = structure.target_layers
    ordered = sorted((t for t in range(structure.target_count) if active >> t & 1), key=lambda t: layers[t])
    if not ordered:
        ordered = [min(range(structure.target_count), key=lambda t: layers[t])]
    found = []
    for number in range(CLASSES):
        spatial, temporal = spatial_of(number), temporal_of(number)
        fitting = [t for t in ordered if layers[t][0] <= spatial and layers[t][1] <= temporal]
        found.append(fitting[-1] if fitting else ordered[0])
    return tuple(found)


@lru_cache(maxsize=1024)
def targets_below(structure: DependencyStructure, target: int) -> int:
    """The decode targets (a bit each) that go not beyond `target`."""
    layers = structure.target_layers
    spatial, temporal = layers[target]
    return sum(1 << t for t, layer in enumerate(layers) if layer[0] <= spatial and layer[1] <= temporal)


@lru_cache(maxsize=4096)
def _classes(indications: tuple[int, ...], targets: tuple[int, ...]) -> tuple[int, int]:
    """Masks of the classes in whose target a frame is present, and for whose it is a switch."""
    present = switch = 0
    for number, target in enumerate(targets):
        if indications[target] != NOT_PRESENT:
            present |= 1 << number
        if indications[target] == SWITCH:
            switch |= 1 << number
    return present, switch


class _Switch(NamedTuple):
    """The first packet of a frame. `classes`: it is a switch for them; `among`: they got all that it refers to."""

    classes: int
    among: int

    @property
    def inside(self) -> bool:
        return True

    def opens(self, before: int | None, after: int) -> bool:
        return bool(before is not None and self.classes >> after & 1 and self.among >> before & 1)


class Fresh(NamedTuple):
    """The first packet of a frame that refers to nothing, and for `classes` is a switch: they begin here."""

    classes: int

    @property
    def inside(self) -> bool:
        return False

    def opens(self, before: int | None, after: int) -> bool:
        return bool(self.classes >> after & 1)


class TargetClasses:
    """The state of one stream that carries dependency descriptors."""

    def __init__(self) -> None:
        self.reader = DescriptorReader()
        self._targets: tuple[int, ...] = ()
        self._takes = [0] * FRAMES
        self._known = [-1] * FRAMES
        self._spatial: tuple[int, ...] = ()

    @property
    def active_layers(self) -> list[int] | None:
        """Spatial layers that some active decode target has; None before the first keyframe."""
        structure, active = self.reader.structure, self.reader.active
        if structure is None or active is None:
            return None
        layers = structure.target_layers
        return sorted({layers[t][0] for t in range(structure.target_count) if active >> t & 1})

    def target_of(self, number: int) -> int:
        """The decode target that class `number` stands for since the last keyframe."""
        return self._targets[number]

    def classify(self, value: bytes) -> tuple[Verdict, DependencyDescriptor | None] | None:
        """A packet by its descriptor; nobody gets one that cannot be read. None: it waits for a structure, which is
        on its way; ask again when one came.
        """
        try:
            read = self.reader.read(value)
        except WireError as error:
            return None if error.reason == "dd-template" else (NOTHING, None)
        if read is None:
            return None
        number, found, structure = read
        if found.structure is not None:
            every = (1 << structure.target_count) - 1
            active = found.active_targets if found.active_targets is not None else every
            targets = targets_of(structure, active)
            if structure is self.reader.structure:
                self._use(structure, targets)
            elif structure != self.reader.structure:
                return NOTHING, None  # of another keyframe than the one in force, late or at odds with it
        elif structure is not self.reader.structure:
            return NOTHING, None  # late, and from before the keyframe: nobody waits for it
        return self._verdict(number, found), found

    def _use(self, structure: DependencyStructure, targets: tuple[int, ...]) -> None:
        self._targets = targets
        layers = structure.target_layers
        self._spatial = tuple(layers[target][0] for target in targets)

    def _verdict(self, number: int, found: DependencyDescriptor) -> Verdict:
        takes, switch = _classes(found.targets, self._targets)
        slot = number & (FRAMES - 1)
        self._takes[slot], self._known[slot] = takes, number
        marks = 0
        if found.end_of_frame:
            marks = sum(1 << n for n, top in enumerate(self._spatial) if top == found.spatial_id) & takes
        if not found.start_of_frame:
            return Verdict(takes, marks)
        return Verdict(takes, marks, self._gate(number, found, switch))

    def _gate(self, number: int, found: DependencyDescriptor, switch: int) -> Gate | None:
        if found.keyframe:
            return START
        if not switch:
            return None
        if not found.frame_diffs:
            return Fresh(switch)
        among = EVERY
        for diff in found.frame_diffs:
            slot = (number - diff) & (FRAMES - 1)
            among &= self._takes[slot] if self._known[slot] == number - diff else 0
        # Lower layers already had their picture's end: going up inside of a picture would split it.
        higher = sum(1 << n for n, top in enumerate(self._spatial) if top >= (found.spatial_id or 0))
        return _Switch(switch, among & higher) if among & higher else None
