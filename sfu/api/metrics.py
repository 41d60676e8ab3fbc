"""What the node does, for Prometheus: the packet path counts in plain integers, they are read when somebody asks.

The rule: names begin with sfu_, labels have few values (never a room, a person or an address).
"""

from collections.abc import Iterator
from typing import Final

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from sfu.api.webhooks import Webhooks
from sfu.rooms.node import Node

_COUNTERS: Final = {
    "forwarded": ("sfu_forwarded_packets", "RTP packets sent to subscribers"),
    "retransmitted": ("sfu_retransmitted_packets", "RTP packets sent again on a subscriber's request"),
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


class NodeCollector(Collector):
    """Reads a node (and its webhooks) at each scrape."""

    def __init__(self, node: Node, webhooks: Webhooks | None) -> None:
        self._node = node
        self._webhooks = webhooks

    def collect(self) -> Iterator[Metric]:
        self._node.count()
        for source, table in ((self._node.counters, _COUNTERS), (self._node.port, _PORT)):
            for field, (name, text) in table.items():
                yield CounterMetricFamily(name, text, value=getattr(source, field))
        dropped = CounterMetricFamily("sfu_dropped_packets", "What the node refused, by reason", labels=["reason"])
        for reason, count in sorted(self._node.drops.counts.items()):
            dropped.add_metric([reason], count)
        yield dropped
        yield from self._present()
        if self._webhooks is not None:
            yield from self._sent(self._webhooks)

    def _present(self) -> Iterator[Metric]:
        people = [p for room in self._node.rooms.values() for p in room.participants.values()]
        yield GaugeMetricFamily("sfu_rooms", "Rooms that are open", value=len(self._node.rooms))
        yield GaugeMetricFamily("sfu_participants", "Participants in all rooms", value=len(people))
        publications = GaugeMetricFamily("sfu_publications", "Tracks published", labels=["kind"])
        subscriptions = GaugeMetricFamily("sfu_subscriptions", "Tracks subscribed to", labels=["kind"])
        for kind in ("audio", "video"):
            tracks = [t for p in people for t in p.publications.values() if t.kind == kind]
            publications.add_metric([kind], len(tracks))
            subscriptions.add_metric([kind], sum(len(t.subscriptions) for t in tracks))
        yield publications
        yield subscriptions
        yield GaugeMetricFamily("sfu_draining", "1 while the node is shutting down", value=int(self._node.draining))

    def _sent(self, webhooks: Webhooks) -> Iterator[Metric]:
        outcomes = CounterMetricFamily("sfu_webhooks", "Webhook events, by what became of them", labels=["outcome"])
        for outcome, count in webhooks.outcomes.items():
            outcomes.add_metric([outcome], count)
        yield outcomes
        yield GaugeMetricFamily("sfu_webhooks_waiting", "Webhook events not delivered yet", value=webhooks.waiting)


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
