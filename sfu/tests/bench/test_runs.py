"""The benchmarks really run: the C model delivers, and lean clients get what is published through a real server."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from sfu.bench import source
from sfu.bench.cmodel import Model
from sfu.bench.forwarding import server_round
from sfu.bench.join import measure
from sfu.bench.processes import cpu_seconds


def test_the_c_model_delivers_all_it_protects(tmp_path: Path) -> None:
    model = Model(tmp_path, subscribers=3)
    try:
        for _ in range(2):
            measured = model.measure(source.forwarded_sizes(), 150)  # fits any receive buffer
            assert measured.packets == 450
            assert measured.delivered == 1.0
            assert 0.1 < measured.us_per_packet < 1000
    finally:
        model.close()


async def test_lean_clients_get_every_packet_of_the_top_layer() -> None:
    cost = await server_round(subscribers=2, seconds=1.0)
    assert 0.7 < cost.delivered < 1.3  # what is on its way at both ends weighs in a second
    assert 1 < cost.us_per_packet < 10_000


@pytest.mark.media
async def test_a_real_client_joins_and_sees_a_picture() -> None:
    figures = await measure(joins=1)
    assert 0 < figures["sfu.join_ms.p50"].value < 10_000


def test_cpu_time_grows_with_work() -> None:
    before = cpu_seconds(os.getpid())
    deadline = time.process_time() + 0.05  # some ticks of the clock that /proc counts in
    while time.process_time() < deadline:
        pass
    assert cpu_seconds(os.getpid()) > before
