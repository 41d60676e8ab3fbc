"""What the node measures of itself is what happened, and does not grow with who it happened to."""

from __future__ import annotations

import random

import aiohttp
from livekit.protocol.models import ClientInfo

from auth.room_token import Grant
from sfu.rooms.figures import Figures, Quality, Sampler
from sfu.rooms.participant import Participant
from sfu.tests.api.stage import KeptLink, Stage, stage


async def scraped(on: Stage) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(on.url + "/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


async def test_loss_jitter_and_rate_of_a_publisher_are_measured_over_the_time_between_two_looks() -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        publication = on.publish(ann)
        layer = publication.bind(1, "")
        sampler = Sampler(on.node)
        layer.stream.on_packet(0, 0, 1000, 0.0)
        sampler.sample(0.0)
        for i in range(1, 101):
            if i % 10:
                layer.stream.on_packet(i, i * 960, 1000, i * 0.02)
        layer.stream.on_packet(101, 101 * 960, 1000, 2.02)
        sampler.sample(5.0)
        sampler.sample(10.0)  # silence is no observation
        found = await scraped(on)
    assert found['sfu_expected_packets_total{direction="in"}'] == 101.0
    assert found['sfu_lost_packets_total{direction="in"}'] == 10.0
    assert found['sfu_packet_loss_ratio_bucket{direction="in",le="0.05"}'] == 0.0
    assert found['sfu_packet_loss_ratio_bucket{direction="in",le="0.1"}'] == 1.0
    assert found['sfu_packet_loss_ratio_count{direction="in"}'] == 1.0
    assert found['sfu_jitter_seconds_bucket{direction="in",le="0.001"}'] == 1.0
    # 91 packets of 1,000 octets in five seconds
    assert found['sfu_stream_bits_per_second_sum{direction="in"}'] == 91 * 8000 / 5
    assert found['sfu_stream_bits_per_second_count{direction="out"}'] == 0.0


async def test_a_source_that_begins_anew_is_no_loss() -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        publication = on.publish(ann)
        sampler = Sampler(on.node)
        for ssrc in (1, 2):
            layer = publication.bind(ssrc, "")
            for i in range(50):
                layer.stream.on_packet(1000 * ssrc + i, i * 960, 100, i * 0.02)
            sampler.sample(5.0 * ssrc)
        assert on.node.figures.incoming.lost == 0


async def test_joining_is_timed_from_the_request_to_the_connection() -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        ann.joined_at -= 0.4
        ann.on_connected(ann.subscriber)
        ann.on_connected(ann.subscriber)  # an ICE restart is no second joining
        found = await scraped(on)
    assert found['sfu_join_seconds_bucket{le="0.3"}'] == 0.0
    assert found['sfu_join_seconds_bucket{le="0.5"}'] == 1.0
    assert found["sfu_join_seconds_count"] == 1.0


async def test_what_metrics_there_are_does_not_grow_with_rooms_and_people() -> None:
    async with stage() as on:
        before = set(await scraped(on))
        for i in range(20):
            room = on.node.create_room(f"room-{i}", metadata='{"visavis": {"lobby": true}}')
            ann, _ = on.join(room, f"person-{i}")
            waiting = Participant(
                room, Grant(identity="w"), ClientInfo(), single=True, auto_subscribe=True, link=KeptLink()
            )
            room.join(waiting)
            room.lobby.admit(room.lobby.waiting[f"person-{i}"])
            on.publish(ann).bind(random.getrandbits(31), "")
        Sampler(on.node).sample(0.0)
        found = await scraped(on)
    assert set(found) == before
    assert not [name for name in found if "person" in name or "room-" in name]
    assert (found["sfu_participants"], found["sfu_waiting_participants"]) == (20.0, 20.0)
    for name in ("process_resident_memory_bytes", "sfu_udp_received_bytes_total", "sfu_nacked_packets_sent_total"):
        assert name in found
    assert found['sfu_forward_delay_seconds_bucket{le="0.0005"}'] == 0.0
    assert found['sfu_event_loop_lag_seconds_bucket{le="1.0"}'] == 0.0


def test_reports_that_contradict_themselves_stay_within_bounds() -> None:
    """A client may report anything: more lost than there was, less than nothing."""
    quality = Quality()
    quality.observe(10, 1000, 0.0)
    quality.observe(10, -5, 0.0)
    quality.observe(0, 5, 0.0)
    quality.observe(-3, 5, 0.0)
    assert (quality.packets, quality.lost) == (20, 10)
    assert sum(quality.loss.counts) == 2


def test_the_kernel_may_feed_the_forward_delay_by_its_own_counts() -> None:
    delay = Figures().forward_delay
    assert (delay.bounds[0], delay.bounds[-1]) == (0.0005, 0.1)
    delay.add([1] * len(delay.bounds) + [0], 0.25)
    delay.observe(0.2)
    assert delay.cumulative()[-1] == ("+Inf", len(delay.bounds) + 1.0)
