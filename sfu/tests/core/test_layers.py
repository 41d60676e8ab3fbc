"""Which layer a subscriber gets, and which the publisher sends."""

from __future__ import annotations

import pytest

from sfu.core.layers import (
    HIGH,
    LOW,
    MEDIUM,
    OFF,
    LayerSize,
    TrackSetting,
    carried,
    choose_layer,
    dynacast_enabled,
    dynacast_quality,
    layer_of,
    live_layers,
    temporal_limit,
    wanted_quality,
)

SIZES = (LayerSize(LOW, 320, 180), LayerSize(MEDIUM, 640, 360), LayerSize(HIGH, 1280, 720))


@pytest.mark.parametrize(
    ("width", "height", "quality"),
    [
        (100, 50, LOW),
        (320, 180, LOW),
        (350, 197, LOW),
        (360, 203, MEDIUM),
        (180, 320, LOW),
        (640, 360, MEDIUM),
        (1280, 720, HIGH),
        (4000, 3000, HIGH),
    ],
)
def test_by_size_the_smallest_layer_that_covers_it(width: int, height: int, quality: int) -> None:
    assert wanted_quality(TrackSetting(width=width, height=height), SIZES) == quality


def test_by_quality_as_named() -> None:
    assert [wanted_quality(TrackSetting(quality=q), SIZES) for q in (LOW, MEDIUM, HIGH, 9)] == [
        LOW,
        MEDIUM,
        HIGH,
        HIGH,
    ]
    assert wanted_quality(TrackSetting(disabled=True, quality=HIGH), SIZES) == OFF
    assert wanted_quality(TrackSetting(width=10, height=10), ()) == HIGH, "nothing is known of sizes"


@pytest.mark.parametrize(
    ("quality", "live", "layer"),
    [
        (HIGH, [0, 1, 2], 2),
        (HIGH, [0, 1], 1),
        (MEDIUM, [0, 2], 0),
        (LOW, [1, 2], 1),
        (MEDIUM, [], 1),
        (LOW, [0, 1, 2], 0),
    ],
)
def test_the_wanted_layer_or_the_nearest_that_is_sent(quality: int, live: list[int], layer: int) -> None:
    assert choose_layer(TrackSetting(quality=quality), SIZES, live) == layer


def test_nothing_when_disabled() -> None:
    assert choose_layer(TrackSetting(disabled=True), SIZES, [0, 1, 2]) is None


def test_one_layer_serves_every_quality() -> None:
    only = (LayerSize(HIGH, 1280, 720),)
    assert [layer_of(q, only) for q in (LOW, MEDIUM, HIGH)] == [0, 0, 0]
    assert [layer_of(q, ()) for q in (LOW, MEDIUM, HIGH)] == [0, 1, 2]


@pytest.mark.parametrize(
    ("told", "lowest"),
    [
        ([], LOW),
        ([(0, 0)] * 3, LOW),
        ([(0, 0)] * 2, MEDIUM),
        ([(0, 0)], HIGH),
        ([(640, 360), (1280, 720)], MEDIUM),
        ([(320, 180), (640, 360)], LOW),
        ([(360, 640)], MEDIUM),
        ([(1920, 1080)], HIGH),
        ([(160, 90)] * 4, LOW),
    ],
)
def test_a_stream_of_fewer_layers_tells_which_by_the_size_of_its_highest(
    told: list[tuple[int, int]], lowest: int
) -> None:
    assert carried(SIZES, told) == SIZES[lowest:]
    unsized = tuple(LayerSize(size.quality) for size in SIZES)
    assert carried(unsized, told) == unsized[max(0, 3 - len(told)) if told else 0 :]


def test_a_layer_is_live_while_packets_come() -> None:
    assert live_layers({2: 9.0, 0: 9.9, 1: 8.0}, 10.0) == [0, 2]


def test_dynacast_sends_what_somebody_wants() -> None:
    assert dynacast_quality([LOW, OFF, MEDIUM]) == MEDIUM
    assert dynacast_quality([OFF]) == dynacast_quality([]) == OFF
    assert dynacast_enabled(MEDIUM, SIZES) == {LOW: True, MEDIUM: True, HIGH: False}
    assert dynacast_enabled(OFF, SIZES) == {LOW: False, MEDIUM: False, HIGH: False}
    assert dynacast_enabled(LOW, (LayerSize(HIGH),)) == {HIGH: True}, "a single layer serves every wish"


@pytest.mark.parametrize(
    ("fps", "rate", "limit"),
    [(0, 30, None), (30, 30, None), (20, 30, None), (15, 30, 1), (8, 30, 0), (7, 30, 0), (15, 0, None), (5, 15, 1)],
)
def test_a_frame_rate_is_served_by_the_fewest_temporal_layers(fps: int, rate: float, limit: int | None) -> None:
    assert temporal_limit(fps, rate) == limit
