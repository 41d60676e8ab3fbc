"""Several nodes' figures in one text that Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from sfu.nodes.exposition import merge


def figures(number: float) -> str:
    registry = CollectorRegistry()
    Gauge("sfu_rooms", "Rooms", registry=registry).set(number)
    dropped = Counter("sfu_dropped_packets", "Dropped", ["reason"], registry=registry)
    dropped.labels('odd {}" \\ name, with a comma').inc(number)
    Histogram("sfu_join_seconds", "Join", registry=registry, buckets=(1, 2)).observe(number)
    return generate_latest(registry).decode()


def test_every_sample_says_whose_it_is_and_every_family_stands_once() -> None:
    whole = merge({"n-1": figures(1), "n-2": figures(2)})
    families = list(text_string_to_metric_families(whole))
    names = [family.name for family in families]
    assert len(names) == len(set(names))
    assert {"sfu_rooms", "sfu_dropped_packets", "sfu_join_seconds"} <= set(names)
    samples = {(s.name, s.labels["node"]): s.value for family in families for s in family.samples}
    assert (samples["sfu_rooms", "n-1"], samples["sfu_rooms", "n-2"]) == (1, 2)
    assert samples["sfu_dropped_packets_total", "n-2"] == 2
    assert samples["sfu_join_seconds_sum", "n-1"] == 1
    reasons = {s.labels.get("reason") for family in families for s in family.samples} - {None}
    assert reasons == {'odd {}" \\ name, with a comma'}


def test_nothing_is_nothing() -> None:
    assert merge({}) == ""
    assert merge({"n": "no metrics\n\n# just words\n"}) == ""
