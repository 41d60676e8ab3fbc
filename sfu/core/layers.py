"""Which simulcast layer a subscriber shall have, and which the publisher shall send at all (dynacast): pure
functions.

The rule: qualities are LiveKit's numbers (LOW 0, MEDIUM 1, HIGH 2, OFF 3); layers are counted from 0 (smallest)
upward.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

LOW: Final = 0
MEDIUM: Final = 1
HIGH: Final = 2
OFF: Final = 3

SILENCE: Final = 1.5
"""Seconds without a packet after which a video layer counts as not sent."""

TOLERANCE: Final = 0.9
"""A layer a little smaller than what is shown serves too (as in LiveKit)."""


@dataclass(frozen=True, slots=True)
class TrackSetting:
    """What a subscriber's client last said (LiveKit's UpdateTrackSettings). `width` and `height` 0: it named a
    quality. `fps` 0: all frames; else what a choice of temporal layers may go down to. `priority`: 1 is served first
    when the line is narrow, 0: unset.
    """

    disabled: bool = False
    quality: int = HIGH
    width: int = 0
    height: int = 0
    fps: int = 0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class LayerSize:
    """One layer as the publisher declared it (TrackInfo.layers): quality, width and height in pixels (0 = not
    said).
    """

    quality: int
    width: int = 0
    height: int = 0


def live_layers(last_received: Mapping[int, float], now: float, silence: float = SILENCE) -> list[int]:
    """Layers from which a packet came within `silence` seconds, ascending. `last_received`: layer → time."""
    return sorted(layer for layer, at in last_received.items() if now - at < silence)


def wanted_quality(setting: TrackSetting, sizes: Sequence[LayerSize]) -> int:
    """The quality that serves the setting, OFF when disabled.

    By size: the smallest declared layer that covers the wanted one (as LiveKit, by its shorter side too), else
    the greatest.
    """
    if setting.disabled:
        return OFF
    if setting.width <= 0 or setting.height <= 0:
        return min(max(setting.quality, LOW), HIGH)
    known = sorted((size for size in sizes if size.width > 0 and size.height > 0), key=lambda size: size.quality)
    for size in known:
        if _covers(size, setting):
            return size.quality
    return known[-1].quality if known else HIGH


def _covers(size: LayerSize, setting: TrackSetting) -> bool:
    """Whether the layer is about as large as what is shown, turned phones included: the sides are compared in
    order.
    """
    short, long = sorted((size.width, size.height))
    wanted_short, wanted_long = sorted((setting.width, setting.height))
    return short >= wanted_short * TOLERANCE and long >= wanted_long * TOLERANCE


def choose_layer(setting: TrackSetting, sizes: Sequence[LayerSize], live: Collection[int]) -> int | None:
    """The layer to forward now; None when the setting turns the track off.

    `sizes[i]` describes layer i (may be empty). The wanted layer if it is live, else the next lower live one,
    else the lowest live one; with none live the wanted one (it is then waited for).
    """
    quality = wanted_quality(setting, sizes)
    if quality == OFF:
        return None
    wanted = layer_of(quality, sizes)
    if not live:
        return wanted
    lower = [layer for layer in live if layer <= wanted]
    return max(lower) if lower else min(live)


def layer_of(quality: int, sizes: Sequence[LayerSize]) -> int:
    """The layer that carries `quality`: the highest declared one not above it, else the lowest; undeclared: the
    number itself.
    """
    if not sizes:
        return quality
    fitting = [layer for layer, size in enumerate(sizes) if size.quality <= quality]
    if fitting:
        return max(fitting, key=lambda layer: sizes[layer].quality)
    return min(range(len(sizes)), key=lambda layer: sizes[layer].quality)


def carried(declared: Sequence[LayerSize], sizes: Sequence[tuple[int, int]]) -> tuple[LayerSize, ...]:
    """What the spatial layers of one stream are, lowest first: `declared`, less those below its lowest.

    `sizes`: width and height of each spatial layer as the stream itself tells them (0: it tells only that there is
    one; none at all: nothing is known). A stream has fewer than declared where the encoder left out the lowest, of
    small pictures (libwebrtc: under 240 x 135), or the highest, on a poor line. The size of its highest layer tells
    which; without it, the lowest.
    """
    spare = len(declared) - len(sizes)
    if not sizes or spare <= 0:
        return tuple(declared)
    top = math.prod(sizes[-1])

    def unlike(first: int) -> float:
        size = declared[first + len(sizes) - 1]
        return abs(math.log(top / (size.width * size.height))) if top and size.width and size.height else 0.0

    return tuple(declared[min(range(spare, -1, -1), key=unlike) :])


def temporal_limit(fps: int, rate: float) -> int | None:
    """The highest temporal layer needed for `fps` pictures a second (0: all of them) of a stream that has `rate` (0:
    not known); None: all.

    Each layer left out halves the rate, of three as encoders make them; a stream of fewer then has more than asked.
    """
    if fps <= 0 or rate <= 0:
        return None
    for limit, left in ((0, 4.0), (1, 2.0)):
        if rate / left >= fps * TOLERANCE:
            return limit
    return None


def dynacast_quality(wishes: Iterable[int]) -> int:
    """The greatest quality any subscriber wants (values of `wanted_quality`), OFF when nobody wants the track."""
    wanted = [wish for wish in wishes if wish != OFF]
    return max(wanted, default=OFF)


def dynacast_enabled(quality: int, sizes: Sequence[LayerSize]) -> dict[int, bool]:
    """For a SubscribedQualityUpdate: each declared quality (LOW..HIGH when none is declared) → shall it be sent.

    All up to `quality`, so that a subscriber with a poor line has lower layers to fall to.
    """
    declared = sorted({size.quality for size in sizes}) or [LOW, MEDIUM, HIGH]
    if quality == OFF:
        return dict.fromkeys(declared, False)
    lowest = declared[0]
    return {each: each <= quality or each == lowest for each in declared}
