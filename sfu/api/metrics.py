"""What the node does, for Prometheus: the packet path counts in plain integers, they are read when somebody asks.

The rule: names begin with sfu_, labels have few values (never a room, a person or an address).
"""

from collections.abc import Iterator
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from sfu.api.webhooks import Webhooks
from sfu.core.histogram import Histogram
from sfu.rooms.node import Node

_COUNTERS: Final = {
    "forwarded": ("sfu_forwarded_packets", "RTP packets sent to subscribers"),
    "retransmitted": ("sfu_retransmitted_packets", "RTP packets sent again on a subscriber's request"),
    "probes": ("sfu_bandwidth_probes", "Probes sent to find out what subscribers' lines carry"),
    "nacks_sent": ("sfu_nacked_packets_sent", "Packets asked for again from publishers"),
    "nacks_received": ("sfu_nacked_packets_received", "Packets that subscribers asked for again"),
    "plis_sent": ("sfu_keyframe_requests_sent", "Keyframes asked from publishers"),
    "plis_received": ("sfu_keyframe_requests_received", "Keyframes that subscribers asked for"),
    "joins": ("sfu_joins", "Participants that joined"),
    "resumes": ("sfu_resumes", "Connections that clients resumed"),
    "data_messages": ("sfu_data_messages", "Data messages sent to participants"),
}
_PORT: Final = {
    "received": ("sfu_udp_received_datagrams", "Datagrams read from the media port"),
    "sent": ("sfu_udp_sent_datagrams", "Datagrams written to the media port"),
    "bytes_received": ("sfu_udp_received_bytes", "Bytes read from the media port"),
    "bytes_sent": ("sfu_udp_sent_bytes", "Bytes written to the media port"),
}
_TCP: Final = {
    "accepted": ("sfu_tcp_accepted_connections", "Connections to the TCP media port"),
    "received": ("sfu_tcp_received_datagrams", "Datagrams read from the TCP media port"),
    "sent": ("sfu_tcp_sent_datagrams", "Datagrams written to the TCP media port"),
    "bytes_received": ("sfu_tcp_received_bytes", "Bytes of datagrams read from the TCP media port"),
    "bytes_sent": ("sfu_tcp_sent_bytes", "Bytes of datagrams written to the TCP media port"),
}


_SINGLE: Final = {
    "sfu_join_seconds": ("From a client's request to its media connection", "join"),
    "sfu_forward_delay_seconds": ("From a packet's receive to its send, a pacer's wait aside", "forward_delay"),
    "sfu_event_loop_lag_seconds": ("How late the node's timer runs", "loop_lag"),
    "sfu_round_trip_seconds": ("To subscribers and back, by their receiver reports", "round_trip"),
}
_BY_DIRECTION: Final = {  # in: from publishers, a stream every few seconds; out: to subscribers, by their reports
    "sfu_packet_loss_ratio": ("Share of a stream's packets that were lost", "loss"),
    "sfu_jitter_seconds": ("A stream's interarrival jitter (RFC 3550)", "jitter"),
    "sfu_stream_bits_per_second": ("A stream's rate while it flows", "bitrate"),
}


class NodeCollector(Collector):
    """Reads a node (and its webhooks) at each scrape."""

    def __init__(self, node: Node, webhooks: Webhooks | None) -> None:
        self._node = node
        self._webhooks = webhooks

    def collect(self) -> Iterator[Metric]:
        self._node.count()
        tables = ((self._node.counters, _COUNTERS), (self._node.port, _PORT), (self._node.tcp, _TCP))
        for source, table in tables:
            for field, (name, text) in table.items():
                yield CounterMetricFamily(name, text, value=getattr(source, field))
        dropped = CounterMetricFamily("sfu_dropped_packets", "What the node refused, by reason", labels=["reason"])
        for reason, count in sorted(self._node.drops.counts.items()):
            dropped.add_metric([reason], count)
        yield dropped
        yield from self._present()
        yield from self._distributions()
        if self._webhooks is not None:
            yield from self._sent(self._webhooks)

    def _present(self) -> Iterator[Metric]:
        rooms = self._node.rooms.values()
        people = [p for room in rooms for p in room.participants.values()]
        waiting = sum(len(room.lobby.waiting) for room in rooms)
        yield GaugeMetricFamily("sfu_rooms", "Rooms that are open", value=len(rooms))
        yield GaugeMetricFamily("sfu_participants", "Participants in all rooms", value=len(people))
        yield GaugeMetricFamily("sfu_waiting_participants", "People in all lobbies", value=waiting)
        publications = GaugeMetricFamily("sfu_publications", "Tracks published", labels=["kind"])
        subscriptions = GaugeMetricFamily("sfu_subscriptions", "Tracks subscribed to", labels=["kind"])
        for kind in ("audio", "video"):
            tracks = [t for p in people for t in p.publications.values() if t.kind == kind]
            publications.add_metric([kind], len(tracks))
            subscriptions.add_metric([kind], sum(len(t.subscriptions) for t in tracks))
        yield publications
        yield subscriptions
        yield GaugeMetricFamily("sfu_tcp_connections", "Open TCP media connections", value=self._node.tcp.connections)
        yield GaugeMetricFamily("sfu_draining", "1 while the node is shutting down", value=int(self._node.draining))

    def _distributions(self) -> Iterator[Metric]:
        figures = self._node.figures
        for name, (text, field) in _SINGLE.items():
            found = HistogramMetricFamily(name, text)
            _fill(found, [], getattr(figures, field))
            yield found
        both = {"in": figures.incoming, "out": figures.outgoing}
        for name, (text, field) in _BY_DIRECTION.items():
            found = HistogramMetricFamily(name, text, labels=["direction"])
            for direction, quality in both.items():
                _fill(found, [direction], getattr(quality, field))
            yield found
        expected = CounterMetricFamily("sfu_expected_packets", "RTP packets that were due", labels=["direction"])
        lost = CounterMetricFamily("sfu_lost_packets", "Of those, never arrived", labels=["direction"])
        rate = GaugeMetricFamily("sfu_udp_bits_per_second", "On the media port, lately", labels=["direction"])
        for direction, quality in both.items():
            expected.add_metric([direction], quality.packets)
            lost.add_metric([direction], quality.lost)
            rate.add_metric([direction], figures.bits_in if direction == "in" else figures.bits_out)
        yield from (expected, lost, rate)

    def _sent(self, webhooks: Webhooks) -> Iterator[Metric]:
        outcomes = CounterMetricFamily("sfu_webhooks", "Webhook events, by what became of them", labels=["outcome"])
        for outcome, count in webhooks.outcomes.items():
            outcomes.add_metric([outcome], count)
        yield outcomes
        yield GaugeMetricFamily("sfu_webhooks_waiting", "Webhook events not delivered yet", value=webhooks.waiting)
        waiting = webhooks.waiting_bytes
        yield GaugeMetricFamily("sfu_webhooks_waiting_bytes", "What those hold in memory", value=waiting)


def _fill(family: HistogramMetricFamily, labels: list[str], histogram: Histogram) -> None:
    family.add_metric(labels, histogram.cumulative(), histogram.total)


class Metrics:
    """Serves /metrics from a registry of its own, so that several nodes may live in one process."""

    def __init__(self, node: Node, webhooks: Webhooks | None) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(NodeCollector(node, webhooks))
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        GCCollector(registry=self._registry)

    async def handle(self, request: web.Request) -> web.Response:
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
