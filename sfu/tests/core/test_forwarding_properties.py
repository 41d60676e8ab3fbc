"""Whatever the network does to a publisher's layers and whatever subscribers want: each gets one seamless stream.

A publisher of three layers sends frames, keyframes and padding; packets are lost, doubled, shuffled and late;
subscribers change their minds. What each received is then explained packet by packet.
"""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby, pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sfu.core.forwarding import PAUSED, Forwarder, Negotiated
from sfu.core.plans import PythonPlans
from sfu.core.records import RowOwner, TransportTable
from sfu.wire.sequence import Unwrapper

from .samples import Got, Layer, Owner, Sample, read

TICK = 1 / 30
LAYERS = 3


@dataclass(frozen=True)
class Step:
    """One frame time: what each layer sends, what the network does with it, what a subscriber wants."""

    keyframes: int  # bit per layer
    restarts: int  # bit per layer: a new source, all its numbers elsewhere
    probes: int  # bit per layer: padding before the frame
    packets: int  # of each frame
    fates: tuple[int, ...]  # per packet: 0 lost, 1 doubled, 2..4 late by as many ticks, else arrives
    shuffle: int
    wishes: tuple[tuple[int, int], ...]  # (subscriber, -1 none, 0..2 layer, 3 pause, 4 resume)


STEPS = st.lists(
    st.builds(
        Step,
        keyframes=st.sampled_from([0, 0, 0, 1, 2, 4, 7]),
        restarts=st.sampled_from([0] * 9 + [1, 2]),
        probes=st.sampled_from([0, 0, 1, 5, 7]),
        packets=st.integers(1, 3),
        fates=st.lists(st.integers(0, 30), min_size=12, max_size=12).map(tuple),
        shuffle=st.integers(0, 5),
        wishes=st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 4)), max_size=2).map(tuple),
    ),
    min_size=5,
    max_size=40,
)


@dataclass
class Run:
    """A whole run: what was sent (per layer, in order), what arrived when, what each subscriber got in order, and
    when each of its mappings began.
    """

    sent: list[list[Sample]] = field(default_factory=lambda: [[] for _ in range(LAYERS)])
    arrived: dict[int, int] = field(default_factory=dict)  # token → place in the order of arrival
    got: list[list[tuple[int, Got]]] = field(default_factory=list)  # (place in the order of arrival, packet)
    begun: list[list[int]] = field(default_factory=list)


@dataclass
class Sources:
    """The sources of one layer that were heard. One of which nothing came before its successor did is never heard:
    its packets would tell of a new one, for all that anybody can know.
    """

    heard: set[int] = field(default_factory=set)

    def hears(self, ssrc: int) -> bool:
        if ssrc not in self.heard and ssrc < max(self.heard, default=0):
            return False
        self.heard.add(ssrc)
        return True


def play(steps: list[Step], subscribers: int, *, vector_from: int = 1000) -> Run:
    transports = TransportTable()
    forwarder = Forwarder(
        "video",
        "video/VP8",
        90000,
        transports,
        rng=random.Random(7),
        plans=partial(PythonPlans, vector_from=vector_from),
    )
    layers = [
        Layer(i, sequence=(65500, 300, 40000)[i], timestamp=(0xFFFFF000, 5, 1 << 31)[i], picture=(32760, 0, 900)[i])
        for i in range(LAYERS)
    ]
    owners: list[RowOwner] = [Owner() for _ in range(subscribers)]
    for i, owner in enumerate(owners):
        forwarder.add(owner, Negotiated(ssrc=i + 1, payload_type=100 + i % 3, transport=transports.add(), twcc_id=5))
        forwarder.set_target(owner.row, i % LAYERS)
    run = Run(got=[[] for _ in owners], begun=[[] for _ in owners])
    delayed: list[list[Sample]] = [[] for _ in range(len(steps) + 6)]
    sources = [Sources() for _ in layers]
    clock = 0
    for i, step in enumerate([*steps, *[Step(0, 0, 0, 1, (9,) * 12, 0, ())] * 5]):
        for who, wish in step.wishes:
            row = owners[who].row
            if wish == 3:
                forwarder.pause(row, PAUSED)
            elif wish == 4:
                forwarder.resume(row, PAUSED)
            else:
                forwarder.set_target(row, None if wish < 0 else wish)
        for sample in _through_network(step, i, layers, delayed, run):
            if not sources[sample.layer].hears(sample.header.ssrc):
                continue
            clock += 1
            run.arrived.setdefault(sample.token, clock)
            out = forwarder.on_packet(sample.layer, sample.header, sample.data, i * TICK)
            for owner, data in out:
                run.got[owners.index(owner)].append((clock, read(data)))
            for begun, owner in zip(run.begun, owners, strict=True):
                if forwarder.table.rows["segment_count"][owner.row] > len(begun):
                    begun.append(clock)
    return run


def _through_network(step: Step, i: int, layers: list[Layer], delayed: list[list[Sample]], run: Run) -> list[Sample]:
    samples: list[Sample] = []
    for layer in layers:
        bit = 1 << layer.index
        if step.restarts & bit:
            layer.restart(i)
        made = [layer.probe()] if step.probes & bit else []
        made += layer.frame(step.packets, keyframe=bool(step.keyframes & bit))
        run.sent[layer.index] += made
        samples += made
    arriving: list[Sample] = delayed[i]
    for sample, fate in zip(samples, step.fates, strict=False):
        if fate == 1:
            arriving += [sample, sample]
        elif 2 <= fate <= 4:
            delayed[i + fate] = [*delayed[i + fate], sample] if i + fate < len(delayed) else []
        elif fate > 4:
            arriving.append(sample)
    random.Random(step.shuffle).shuffle(arriving) if step.shuffle > 3 else None
    return arriving


def explain(run: Run, who: int) -> None:
    """Asserts that a subscriber's stream is one it can decode: see the module."""
    by_token = {sample.token: sample for layer in run.sent for sample in layer}
    unwrap = Unwrapper()
    numbered = [(unwrap.unwrap(got.sequence), clock, got) for clock, got in run.got[who]]
    numbered.sort(key=lambda each: each[0])
    assert len({sequence for sequence, _, _ in numbered}) == len(numbered), "a number was used twice"
    fillers = {sequence for sequence, _, got in numbered if not got.payload}
    media = [
        Heard(sequence, clock, got, by_token[got.token], bisect(run.begun[who], clock))
        for sequence, clock, got in numbered
        if got.payload
    ]
    tokens = [heard.got.token for heard in media]
    assert len(set(tokens)) == len(tokens), "a packet was sent twice"
    segments = [list(group) for _, group in groupby(media, key=lambda heard: heard.mapping)]
    for segment in segments:
        assert segment[0].sample.keyframe_start, "a mapping begins at a keyframe"
        last = max(heard.clock for heard in segment)
        for one, two in pairwise(segment):
            _explain_gap(run, one, two, fillers, last)
            frames = two.sample.frame - one.sample.frame
            assert (two.picture - one.picture) & 0x7FFF == frames
            assert (two.got.timestamp - one.got.timestamp) & 0xFFFFFFFF >= frames
            assert (two.got.timestamp == one.got.timestamp) == (frames == 0)
    for before, after in pairwise(segments):
        one, two = before[-1], after[0]
        holes = [sequence for sequence in range(one.sequence + 1, two.sequence) if sequence not in fillers]
        assert holes == [], "a switch leaves no gap"
        assert 0 < (two.got.timestamp - one.got.timestamp) & 0xFFFFFFFF < 1 << 31, "time runs on"
        assert (two.picture - one.picture) & 0x7FFF == 1
        numbers = one.got.picture, two.got.picture
        assert ((numbers[1].tl0picidx or 0) - (numbers[0].tl0picidx or 0)) & 0xFF == 1
        assert ((numbers[1].key_index or 0) - (numbers[0].key_index or 0)) & 0x1F == 1


@dataclass(frozen=True)
class Heard:
    """A packet with media that a subscriber got: its number unwrapped, when, what it was at the publisher, and under
    its how manieth mapping it came.
    """

    sequence: int
    clock: int
    got: Got
    sample: Sample
    mapping: int

    @property
    def picture(self) -> int:
        found = self.got.picture.picture_id
        assert found is not None
        return found


def _explain_gap(run: Run, one: Heard, two: Heard, fillers: set[int], last: int) -> None:
    """Between two neighbours of one mapping (whose last packet came at `last`) only what upstream lost is missing."""
    missing = [sequence for sequence in range(one.sequence + 1, two.sequence) if sequence not in fillers]
    between = run.sent[one.sample.layer]
    between = between[between.index(one.sample) + 1 : between.index(two.sample)]
    absent = [each for each in between if each.token not in run.arrived]
    too_late = [each for each in between if run.arrived.get(each.token, 0) > last]
    unsent = [each for each in between if not each.padding and each not in [*absent, *too_late]]
    assert unsent == []
    assert len(absent) <= len(missing) <= len(absent) + len(too_late), "a gap of our own"


def _step(
    *fates: int,
    keyframes: int = 0,
    restarts: int = 0,
    packets: int = 1,
    wishes: tuple[tuple[int, int], ...] = (),
) -> Step:
    """What has no fate is lost."""
    return Step(keyframes, restarts, 0, packets, fates, 0, wishes)


LATE_OF_A_PAUSE = [
    _step(0, 9, keyframes=2),
    _step(0, 0, 0, 0, 2, 9, packets=3),
    _step(0, 9, keyframes=2, wishes=((1, -1), (1, 1))),
]
"""A frame's packet comes late, when the subscriber stopped and began again meanwhile: it belongs to before."""
LATE_OF_SOURCES_BEFORE = [
    _step(9),
    _step(4),
    _step(9, restarts=1),
    _step(3),
    _step(9, restarts=1),
    _step(2, 9, keyframes=1, packets=2),
]
"""The source changed twice, and packets of both before come late, amidst a keyframe's."""


@settings(derandomize=True, deadline=None, max_examples=250, suppress_health_check=list(HealthCheck))
@example(LATE_OF_A_PAUSE)
@example(LATE_OF_SOURCES_BEFORE)
@given(STEPS)
def test_each_subscriber_gets_one_seamless_stream(steps: list[Step]) -> None:
    run = play(steps, 3)
    for who in range(len(run.got)):
        explain(run, who)


@settings(derandomize=True, deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_one_by_one_and_in_one_matrix_give_the_same_octets(steps: list[Step]) -> None:
    assert play(steps, 7).got == play(steps, 7, vector_from=2).got


def test_the_runs_switch_reorder_and_lose() -> None:
    """The properties above are about something: a plain run has seams, gaps and fillers in it."""
    rng = random.Random(3)
    steps = [
        Step(
            keyframes=rng.choice([0, 0, 1, 7]),
            restarts=rng.choice([0] * 20 + [1, 4]),
            probes=rng.choice([0, 7]),
            packets=rng.randint(1, 3),
            fates=tuple(rng.randint(0, 30) for _ in range(12)),
            shuffle=rng.randint(0, 5),
            wishes=((rng.randint(0, 2), rng.randint(-1, 4)),) if i % 3 == 2 else (),
        )
        for i in range(400)
    ]
    run = play(steps, 3)
    for who in range(len(run.got)):
        explain(run, who)
    layers = [[got.token >> 24 for _, got in stream if got.payload] for stream in run.got]
    assert sum(a != b for each in layers for a, b in pairwise(each)) > 8
    assert sum(not got.payload for stream in run.got for _, got in stream) > 5
    assert min(len(stream) for stream in run.got) > 100
