"""What a scrape says after real media flowed: every figure was fed by what really feeds it."""

import asyncio

import aiohttp
import pytest

from sfu.tests.media.people import person
from sfu.tests.servers import MediaServer, media_server

pytestmark = pytest.mark.media

FED = (
    "sfu_join_seconds_count",
    "sfu_event_loop_lag_seconds_count",
    "sfu_forward_delay_seconds_count",
    "sfu_round_trip_seconds_count",
    "sfu_udp_sent_bytes_total",
    "sfu_forwarded_packets_total",
    "process_resident_memory_bytes",
    *(
        f'sfu_{name}{{direction="{direction}"}}'
        for direction in ("in", "out")
        for name in (
            "packet_loss_ratio_count",
            "jitter_seconds_count",
            "stream_bits_per_second_count",
            "expected_packets_total",
            "udp_bits_per_second",
        )
    ),
)


async def scraped(server: MediaServer) -> dict[str, float]:
    async with aiohttp.ClientSession() as session, session.get(f"{server.http}/metrics") as answer:
        lines = (await answer.text()).splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


async def test_a_call_feeds_every_distribution() -> None:
    async with media_server() as server, person(server, "alice") as alice, person(server, "bob") as bob:
        video = await alice.camera(simulcast=False, width=320, height=180)
        await bob.sees(video.sid, 5)
        found: dict[str, float] = {}
        try:
            async with asyncio.timeout(60):
                while not all(found.get(name) for name in FED):
                    await asyncio.sleep(0.5)
                    found = await scraped(server)
        except TimeoutError:
            raise AssertionError(f"never fed: {[name for name in FED if not found.get(name)]}") from None
        assert found["sfu_join_seconds_count"] == 2.0
        assert found["sfu_join_seconds_sum"] < 20.0
        assert found['sfu_expected_packets_total{direction="in"}'] > 10.0
