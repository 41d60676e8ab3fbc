"""The dependency descriptor (AV1 RTP specification 1.0, appendix A): a header extension that says of each frame which
decode targets need it and which frames it needs. AV1 has it, VP9 and others may.

The rule: it holds what a forwarder needs to choose layers without looking into the frames. The structure comes with
keyframes only, so its owner keeps it and hands it to `parse` and `build`. `parse(build(d)) == d` for every descriptor
that can be written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from .bits import BitReader, BitWriter
from .errors import WireError

MAX_OCTETS: Final = 255
"""A header extension's value holds no more."""
MAX_TEMPLATES: Final = 64
MAX_TARGETS: Final = 32
MAX_SPATIAL_ID: Final = 3
MAX_TEMPORAL_ID: Final = 7

NOT_PRESENT: Final = 0
DISCARDABLE: Final = 1
SWITCH: Final = 2
REQUIRED: Final = 3
"""Decode target indications (section A.4): what a frame is to a target. SWITCH: who can decode this frame can decode
all of the target's that follow.
"""


class Template(NamedTuple):
    """What frames of one kind have in common. `targets`: an indication (NOT_PRESENT … REQUIRED) for each decode
    target. The diffs count frames back: to those it refers to (1..16), and to the one before it in each chain (0..15,
    0: none).
    """

    spatial_id: int
    temporal_id: int
    targets: tuple[int, ...]
    frame_diffs: tuple[int, ...]
    chain_diffs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DependencyStructure:
    """Comes with a keyframe and holds until the next: templates numbered from `offset` on (modulo 64)."""

    offset: int
    target_count: int
    templates: tuple[Template, ...]
    chain_count: int
    protected_by: tuple[int, ...]
    """For each decode target the chain that protects it (empty without chains)."""
    resolutions: tuple[tuple[int, int], ...]
    """(width, height) a spatial layer, lowest first; empty when not told."""

    @property
    def spatial_layers(self) -> int:
        return 1 + max(t.spatial_id for t in self.templates)

    @property
    def temporal_layers(self) -> int:
        return 1 + max(t.temporal_id for t in self.templates)

    @property
    def target_layers(self) -> tuple[tuple[int, int], ...]:
        """(spatial id, temporal id) of each decode target: the highest of the templates that it has (A.8.3)."""
        layers = []
        for target in range(self.target_count):
            having = [t for t in self.templates if t.targets[target] != NOT_PRESENT]
            spatial = max((t.spatial_id for t in having), default=0)
            layers.append((spatial, max((t.temporal_id for t in having), default=0)))
        return tuple(layers)


@dataclass(frozen=True, slots=True)
class DependencyDescriptor:
    """One packet's descriptor. `structure` is not None when this packet brings a new one (it begins a keyframe).

    spatial_id, temporal_id, targets, frame_diffs and chain_diffs are None/empty when no structure is known yet: then
    only the mandatory fields were read.
    """

    start_of_frame: bool
    end_of_frame: bool
    template_id: int
    frame_number: int
    structure: DependencyStructure | None = None
    active_targets: int | None = None
    """Bit mask of the decode targets still sent (bit i: target i); None when unchanged."""
    spatial_id: int | None = None
    temporal_id: int | None = None
    targets: tuple[int, ...] = field(default=())
    frame_diffs: tuple[int, ...] = field(default=())
    chain_diffs: tuple[int, ...] = field(default=())

    @property
    def keyframe(self) -> bool:
        """Whether a keyframe begins here: a structure travels on the first packet of a keyframe."""
        return self.structure is not None and self.start_of_frame


def parse(value: bytes, known: DependencyStructure | None = None) -> DependencyDescriptor:
    """The dependency descriptor in a header extension's value, read with the structure `known` from the last
    keyframe.

    WireError when it is cut short, or names a template that the structure does not have.
    """
    if len(value) < 3:
        raise WireError("dd-short")
    if len(value) > MAX_OCTETS:
        raise WireError("dd-long")
    bits = BitReader(value)
    start, end, template_id, number = bits.flag(), bits.flag(), bits.read(6), bits.read(16)
    structure: DependencyStructure | None = None
    active: int | None = None
    custom_targets = custom_diffs = custom_chains = False
    if len(value) > 3:
        has_structure, has_active = bits.flag(), bits.flag()
        custom_targets, custom_diffs, custom_chains = bits.flag(), bits.flag(), bits.flag()
        if has_structure:
            structure = _read_structure(bits)
            active = (1 << structure.target_count) - 1
        in_force = structure or known
        if has_active:
            if in_force is None:
                return DependencyDescriptor(start, end, template_id, number)
            active = bits.read(in_force.target_count)
    in_force = structure or known
    if in_force is None:
        return DependencyDescriptor(start, end, template_id, number)
    index = (template_id - in_force.offset) & 63
    if index >= len(in_force.templates):
        raise WireError("dd-template")
    template = in_force.templates[index]
    targets, diffs, chains = template.targets, template.frame_diffs, template.chain_diffs
    if custom_targets:
        targets = tuple(bits.read(2) for _ in range(in_force.target_count))
    if custom_diffs:
        diffs = _read_custom_diffs(bits)
    if custom_chains:
        chains = tuple(bits.read(8) for _ in range(in_force.chain_count))
    return DependencyDescriptor(
        start,
        end,
        template_id,
        number,
        structure,
        active,
        template.spatial_id,
        template.temporal_id,
        targets,
        diffs,
        chains,
    )


def _read_custom_diffs(bits: BitReader) -> tuple[int, ...]:
    diffs: list[int] = []
    while size := bits.read(2):
        diffs.append(bits.read(4 * size) + 1)
    return tuple(diffs)


def _read_structure(bits: BitReader) -> DependencyStructure:
    offset = bits.read(6)
    targets = bits.read(5) + 1
    layers = _read_layers(bits)
    indications = [tuple(bits.read(2) for _ in range(targets)) for _ in layers]
    diffs = [_read_diffs(bits) for _ in layers]
    chains = bits.read_non_symmetric(targets + 1)
    protected: tuple[int, ...] = ()
    chain_diffs: list[tuple[int, ...]] = [()] * len(layers)
    if chains:
        protected = tuple(bits.read_non_symmetric(chains) for _ in range(targets))
        chain_diffs = [tuple(bits.read(4) for _ in range(chains)) for _ in layers]
    resolutions: tuple[tuple[int, int], ...] = ()
    if bits.flag():
        resolutions = tuple((bits.read(16) + 1, bits.read(16) + 1) for _ in range(layers[-1][0] + 1))
    templates = tuple(
        Template(spatial, temporal, indications[i], diffs[i], chain_diffs[i])
        for i, (spatial, temporal) in enumerate(layers)
    )
    return DependencyStructure(offset, targets, templates, chains, protected, resolutions)


def _read_layers(bits: BitReader) -> list[tuple[int, int]]:
    """(spatial id, temporal id) of each template: they are sorted, so two bits say how the next one differs."""
    spatial = temporal = 0
    layers: list[tuple[int, int]] = []
    while True:
        if len(layers) >= MAX_TEMPLATES:
            raise WireError("dd-templates")
        layers.append((spatial, temporal))
        step = bits.read(2)
        if step == 3:
            return layers
        if step == 1:
            temporal += 1
        elif step == 2:
            spatial, temporal = spatial + 1, 0
        if spatial > MAX_SPATIAL_ID or temporal > MAX_TEMPORAL_ID:
            raise WireError("dd-layers")


def _read_diffs(bits: BitReader) -> tuple[int, ...]:
    diffs: list[int] = []
    while bits.flag():
        diffs.append(bits.read(4) + 1)
    return tuple(diffs)


def build(descriptor: DependencyDescriptor, known: DependencyStructure | None = None) -> bytes:
    """The extension's value. `known`: the structure in force, if the descriptor brings none.

    Without any only the mandatory fields are written. WireError when a field does not fit.
    """
    in_force = descriptor.structure or known
    bits = BitWriter()
    bits.write(descriptor.start_of_frame, 1)
    bits.write(descriptor.end_of_frame, 1)
    bits.write(descriptor.template_id, 6)
    bits.write(descriptor.frame_number, 16)
    if in_force is not None:
        _write_extended(bits, descriptor, in_force)
    value = bits.bytes()
    if len(value) > MAX_OCTETS:
        raise WireError("dd-long")
    return value


def _write_extended(bits: BitWriter, d: DependencyDescriptor, in_force: DependencyStructure) -> None:
    index = (d.template_id - in_force.offset) & 63
    if index >= len(in_force.templates):
        raise WireError("dd-template")
    template = in_force.templates[index]
    every = (1 << in_force.target_count) - 1
    active = d.active_targets
    if active is not None and not 0 <= active <= every:
        raise WireError("dd-range")
    has_active = active is not None and not (d.structure is not None and active == every)
    custom = (
        d.targets != template.targets,
        d.frame_diffs != template.frame_diffs,
        d.chain_diffs != template.chain_diffs,
    )
    if d.structure is None and not has_active and not any(custom):
        return  # three octets say it all
    bits.write(d.structure is not None, 1)
    bits.write(has_active, 1)
    for each in custom:
        bits.write(each, 1)
    if d.structure is not None:
        _write_structure(bits, d.structure)
    if has_active and active is not None:
        bits.write(active, in_force.target_count)
    if len(d.targets) != in_force.target_count or len(d.chain_diffs) != in_force.chain_count:
        raise WireError("dd-range")
    if custom[0]:
        _write_all(bits, d.targets, 2)
    if custom[1]:
        for diff in d.frame_diffs:
            size = max(1, ((diff - 1).bit_length() + 3) // 4)
            if diff < 1 or size > 3:
                raise WireError("dd-range")
            bits.write(size, 2)
            bits.write(diff - 1, 4 * size)
        bits.write(0, 2)
    if custom[2]:
        _write_all(bits, d.chain_diffs, 8)


def _write_structure(bits: BitWriter, structure: DependencyStructure) -> None:
    templates, targets, chains = structure.templates, structure.target_count, structure.chain_count
    if not 0 < len(templates) <= MAX_TEMPLATES or not 0 < targets <= MAX_TARGETS:
        raise WireError("dd-range")
    bits.write(structure.offset, 6)
    bits.write(targets - 1, 5)
    _write_layers(bits, templates)
    for template in templates:
        if len(template.targets) != targets or len(template.chain_diffs) != chains:
            raise WireError("dd-range")
        _write_all(bits, template.targets, 2)
    for template in templates:
        for diff in template.frame_diffs:
            bits.write(1, 1)
            bits.write(diff - 1, 4)
        bits.write(0, 1)
    if not 0 <= chains <= targets or len(structure.protected_by) != (targets if chains else 0):
        raise WireError("dd-range")
    bits.write_non_symmetric(chains, targets + 1)
    if chains:
        for chain in structure.protected_by:
            bits.write_non_symmetric(chain, chains)
        for template in templates:
            _write_all(bits, template.chain_diffs, 4)
    bits.write(bool(structure.resolutions), 1)
    if structure.resolutions and len(structure.resolutions) != templates[-1].spatial_id + 1:
        raise WireError("dd-range")
    for width, height in structure.resolutions:
        bits.write(width - 1, 16)
        bits.write(height - 1, 16)


def _write_layers(bits: BitWriter, templates: tuple[Template, ...]) -> None:
    """Each template's layer as a step from the one before; they must be sorted so."""
    at = (0, 0)
    for i, template in enumerate(templates):
        layer = (template.spatial_id, template.temporal_id)
        steps = {at: 0, (at[0], at[1] + 1): 1, (at[0] + 1, 0): 2}
        if layer not in steps or (i == 0 and layer != at):
            raise WireError("dd-layers")
        if i:
            bits.write(steps[layer], 2)
        at = layer
    bits.write(3, 2)


def _write_all(bits: BitWriter, values: Iterable[int], width: int) -> None:
    for value in values:
        bits.write(value, width)
