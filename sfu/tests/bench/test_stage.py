"""Rooms of lean clients on a real server: all get what all others send, and percentiles are read right."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sfu.bench import delay, janus, meeting, source, viewers
from sfu.bench.delay import percentile
from sfu.bench.janus.__main__ import own_network
from sfu.bench.processes import media_server
from sfu.bench.stage import stage


async def test_a_small_meeting_is_measured_against_the_model(tmp_path: Path) -> None:
    figures = await meeting.compare(tmp_path, rounds=1, seconds=1.0, people=3)
    figure = figures["sfu.server_vs_c.meeting3"]
    assert 0 < figure.value < 1000
    assert "feedback" in figure.how


async def test_a_few_viewers_in_two_rooms_hold(tmp_path: Path) -> None:
    figures = await viewers.measure(tmp_path, 1.0, rooms=2, viewers=2, most=4)
    assert figures["sfu.subscriptions_per_core"].value == 4


async def test_the_node_tells_the_delay_it_adds(tmp_path: Path) -> None:
    async with media_server() as (pid, url), stage(tmp_path, url, pid) as house:
        await house.publish("room", 1, layers=[source.PLAIN])
        await house.watch("room", 1)
        await house.everybody_gets()
        load = await house.measure(0.5)
        found = await delay.buckets(url)
    assert load.got.loss == 0.0
    assert math.isinf(found[-1][0])
    assert found[-1][1] > 50
    assert 0 < percentile(found, 0.5) <= percentile(found, 0.99)


def test_a_percentile_lies_within_its_bucket() -> None:
    window = [(0.001, 50.0), (0.002, 90.0), (0.004, 100.0), (math.inf, 100.0)]
    assert percentile(window, 0.5) == pytest.approx(0.001)
    assert percentile(window, 0.25) == pytest.approx(0.0005)
    assert percentile(window, 0.95) == pytest.approx(0.003)
    assert percentile([(0.1, 1.0), (math.inf, 100.0)], 0.99) == 0.1  # it has no upper edge: at least that
    with pytest.raises(ValueError, match="empty"):
        percentile([(0.1, 0.0), (math.inf, 0.0)], 0.5)


async def test_without_janus_its_figure_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert await janus.compare(tmp_path, 1, 1.0) == {}
    assert "left out: no janus here" in capsys.readouterr().err


def test_only_a_fresh_network_is_rearranged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.if_nameindex", lambda: [(1, "lo"), (2, "eth0")])
    with pytest.raises(RuntimeError, match="no fresh network"):
        own_network()
