"""Which classes of which stream somebody has or waits for: only these are made.

The rule: a layer without cut or spatial classes is its own only class and costs nothing; a class that comes into use
again begins anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from sfu.wire.sequence import newer16

from .classes import SPATIAL, spatial_of
from .records import NO_LAYER
from .source import SourceLayer
from .thinning import Thinning


class Feeds:
    """The streams (SSRCs, by their layer) of one publication. `source` gives the numbering of a class."""

    def __init__(self, mime: str, source: Callable[[int], SourceLayer]) -> None:
        self._mime = mime
        self._source = source
        self._thinnings: dict[int, Thinning] = {}
        self._classes: dict[int, list[int]] = {}
        self._fed: dict[int, set[int]] = {}
        self._since: dict[int, int | None] = {}
        self._clocks: dict[int, object] = {}
        self._cut: bool | None = None
        self.scalable = False

    def release(self) -> None:
        """The publication ended: no class is made any more, and whoever numbers them is let go of."""
        self._thinnings.clear()
        self._source = _no_source

    def scale(self, descriptor_id: int) -> None:
        """The one stream carries all spatial layers. `descriptor_id`: see Thinning."""
        self.scalable = True
        thinning = self._thinnings.setdefault(0, Thinning(self._mime))
        thinning.descriptor_id = descriptor_id

    def stream_of(self, number: int) -> int:
        """The layer of the stream that has a class."""
        return 0 if self.scalable else spatial_of(number)

    def frame_rate(self, now: float) -> float:
        """Pictures a second of one stream with all spatial layers."""
        thinning = self._thinnings.get(0)
        return 0.0 if thinning is None else thinning.frame_rate(now)

    def octets(self) -> dict[int, int] | None:
        """Octets so far by spatial layer, of one stream with all of them; None for others."""
        thinning = self._thinnings.get(0) if self.scalable else None
        return {layer: thinning.octets[layer] for layer in thinning.seen} if thinning is not None else None

    def clock_of(self, number: int) -> object:
        """The same for all classes of one stream."""
        return self._clocks.setdefault(self.stream_of(number), object())

    def cut(self, rows: Any) -> bool:
        """Whether somebody has, or waits for, a part of a stream only."""
        if self._cut is None:
            wanted = rows["target"][rows["flags"] == 0]
            self._cut = self.scalable or bool((rows["layer"] >= SPATIAL).any() or (wanted >= SPATIAL).any())
        return self._cut

    def thinning(self, layer: int, rows: Any) -> Thinning | None:
        """What makes the classes of a layer's stream; None while nobody has any but the whole."""
        if not self.cut(rows):
            return None
        if not self.scalable and not any(number >= SPATIAL for number in self.classes(layer, rows)):
            return None
        found = self._thinnings.get(layer)
        if found is None:
            found = self._thinnings[layer] = Thinning(self._mime)
        return found

    def seen(self) -> dict[int, float]:
        """Of one stream with all spatial layers: each that the encoder says it sends, to when a packet of it came."""
        thinning = self._thinnings.get(0)
        if thinning is None:
            return {}
        active = thinning.active_layers
        return {layer: at for layer, at in thinning.seen.items() if active is None or layer in active}

    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Of one stream with all spatial layers: see `Thinning.sizes`."""
        thinning = self._thinnings.get(0)
        return () if thinning is None else thinning.sizes

    def classes(self, layer: int, rows: Any) -> list[int]:
        """The classes of a layer's stream to make now, ascending. `rows`: the table's."""
        found = self._classes.get(layer)
        if found is None:
            wanted = rows["target"][rows["flags"] == 0]
            numbers = {int(n) for n in np.unique(np.concatenate((rows["layer"], wanted))) if n != NO_LAYER}
            if not self.scalable:
                numbers.add(layer)  # it may go without thinning again
            found = self._classes[layer] = sorted(n for n in numbers if self.stream_of(n) == layer)
            for number in found:
                self.include(layer, number)
            self._fed[layer] = set(found)
        return found

    def include(self, layer: int, number: int) -> None:
        """Makes one more class. One that was not made for a while would see a gap: it goes on with new numbers."""
        fed = self._fed.setdefault(layer, set())
        if number not in fed:
            fed.add(number)
            thinning = self._thinnings.get(layer)
            self._since[number] = thinning.newest if thinning is not None else None
            if number != layer or self.scalable:
                self._source(number).restart()

    def has_since(self, number: int, sequence: int) -> bool:
        """Whether a class was made of all that came and was sent after this packet (its RTP sequence number)."""
        since = self._since.get(number)
        return since is None or newer16(sequence, since)

    def changed(self) -> None:
        """Rows changed: ask them again."""
        self._classes.clear()
        self._cut = None


def _no_source(number: int) -> SourceLayer:
    raise RuntimeError(f"class {number} of a publication that ended")
