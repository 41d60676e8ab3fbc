"""AV1 in RTP (AV1 RTP specification 1.0): the aggregation header and the dependency descriptor header extension.

The rule: what a forwarder needs to choose layers without looking into the frames: keyframe, spatial and temporal id,
which decode targets need the frame. The structure comes with keyframes only, so its owner keeps it and hands it to
`parse_descriptor`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from .bits import BitReader
from .errors import WireError
from .rtp import Buffer

MAX_TEMPLATES = 64
MAX_SPATIAL_ID = 3
MAX_TEMPORAL_ID = 7


class AggregationHeader(NamedTuple):
    """Section 4.4: the first byte of a payload. `obu_count` 0 means that every element carries its length."""

    continues: bool
    continued: bool
    obu_count: int
    new_sequence: bool


def parse_aggregation_header(payload: Buffer) -> AggregationHeader:
    if not payload:
        raise WireError("av1-short")
    first = payload[0]
    return AggregationHeader(bool(first & 0x80), bool(first & 0x40), first >> 4 & 3, bool(first & 0x08))


def is_keyframe(payload: Buffer) -> bool:
    """Whether a new coded video sequence begins here: N set, and not in the middle of an OBU."""
    return len(payload) > 1 and payload[0] & 0x88 == 0x08


class Template(NamedTuple):
    """What frames of one kind have in common. `targets`: one of 0 not present, 1 discardable, 2 switch, 3 required a
    target.
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


def parse_descriptor(value: bytes, known: DependencyStructure | None = None) -> DependencyDescriptor:
    """The dependency descriptor in a header extension's value, read with the structure `known` from the last
    keyframe.

    WireError when it is cut short, or names a template that the structure does not have.
    """
    if len(value) < 3:
        raise WireError("dd-short")
    if len(value) > 255:
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
