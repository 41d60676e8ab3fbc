"""How well the node does, as distributions; metrics read them, whoever knows a value observes it.

The rule: nothing here knows a room, a person or an address, so what it holds does not grow with them.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from sfu.core.histogram import Histogram
from sfu.net.kernel import DELAY_EDGES

if TYPE_CHECKING:
    from sfu.rooms.node import Node
    from sfu.rooms.publication import Layer

# Seconds, unless the name says otherwise.
JOIN: Final = (0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 45.0)
LOOP_LAG: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
ROUND_TRIP: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0)
JITTER: Final = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2)
LOSS_RATIO: Final = (0.0, 0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
BITS_PER_SECOND: Final = (10e3, 30e3, 60e3, 100e3, 200e3, 500e3, 1e6, 1.5e6, 2e6, 3e6, 5e6, 10e6)


@dataclass(slots=True)
class Quality:
    """One direction's: publishers to us, or us to subscribers (by their receiver reports)."""

    packets: int = 0  # that should have come
    lost: int = 0
    loss: Histogram = field(default_factory=lambda: Histogram(LOSS_RATIO))
    jitter: Histogram = field(default_factory=lambda: Histogram(JITTER))
    bitrate: Histogram = field(default_factory=lambda: Histogram(BITS_PER_SECOND))

    def observe(self, expected: int, lost: int, jitter: float) -> None:
        """One stream over a few seconds: packets that should have come, of which were lost, and jitter (seconds)."""
        if expected <= 0:
            return
        lost = min(max(lost, 0), expected)
        self.packets += expected
        self.lost += lost
        self.loss.observe(lost / expected)
        self.jitter.observe(jitter)


class Figures:
    """One node's."""

    def __init__(self) -> None:
        self.join = Histogram(JOIN)  # from the request to a media connection
        self.forward_delay = Histogram(DELAY_EDGES)  # from the port's receive to its send, a pacer's wait aside
        self.loop_lag = Histogram(LOOP_LAG)
        self.round_trip = Histogram(ROUND_TRIP)  # to subscribers, by their receiver reports
        self.incoming = Quality()
        self.outgoing = Quality()
        self.bits_in = self.bits_out = 0.0  # a second, on the port, over the last sample


class _Seen(NamedTuple):
    """A stream's totals at the last sample."""

    packets: int
    lost: int
    octets: int


class Sampler:
    """Turns running totals into distributions; call `sample` every few seconds. `now` in monotonic seconds."""

    def __init__(self, node: "Node") -> None:
        self._node = node
        self._streams: dict[tuple[str, int], _Seen] = {}  # by the track's sid and SSRC
        self._sent: dict[str, int] = {}  # octets by subscriber's and track's sid
        self._port = (0, 0)
        self._at: float | None = None

    def sample(self, now: float) -> None:
        """What came and went since the last call; the first one only begins."""
        elapsed = now - self._at if self._at is not None else 0.0
        self._at = now
        streams, sent = self._streams, self._sent
        self._streams, self._sent = {}, {}
        for room in list(self._node.rooms.values()):
            for participant in room.participants.values():
                for source in participant.sources():
                    for layer in source.layers.values():
                        name = (source.sid, layer.stream.ssrc)
                        self._received(name, layer, streams.get(name), elapsed)
                for publication in participant.publications.values():
                    for subscriber, subscription in publication.subscriptions.items():
                        if subscription.active:
                            key = f"{subscriber} {subscription.sid}"
                            octets = int(subscription.forwarder.table.rows["octets"][subscription.row])
                            self._forwarded(key, octets, sent.get(key), elapsed)
        self._on_port(elapsed)

    def _received(self, name: tuple[str, int], layer: "Layer", before: _Seen | None, elapsed: float) -> None:
        stream = layer.stream
        seen = _Seen(stream.packets, stream.lost, stream.octets)
        self._streams[name] = seen
        if before is None or elapsed <= 0 or seen.packets < before.packets:
            return
        incoming = self._node.figures.incoming
        lost = seen.lost - before.lost
        incoming.observe(seen.packets - before.packets + max(lost, 0), lost, stream.jitter_seconds)
        if seen.octets > before.octets:
            incoming.bitrate.observe((seen.octets - before.octets) * 8 / elapsed)

    def _forwarded(self, key: str, octets: int, before: int | None, elapsed: float) -> None:
        self._sent[key] = octets
        if before is not None and elapsed > 0 and octets > before:
            self._node.figures.outgoing.bitrate.observe((octets - before) * 8 / elapsed)

    def _on_port(self, elapsed: float) -> None:
        port, before = self._node.port, self._port
        self._port = (port.bytes_received, port.bytes_sent)
        if elapsed > 0:
            figures = self._node.figures
            figures.bits_in = (self._port[0] - before[0]) * 8 / elapsed
            figures.bits_out = (self._port[1] - before[1]) * 8 / elapsed
