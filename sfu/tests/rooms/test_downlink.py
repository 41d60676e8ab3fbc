"""A viewer's line that narrows: audio goes on, video takes a layer that fits or is paused and told so, and all comes
back. The whole server, real sockets and a lean client behind the UDP proxy.
"""

import asyncio
from dataclasses import replace

import pytest
from livekit.protocol.rtc import StreamState

from sfu.bench.network import WAY, WIDE, comes_back, lean_pair, rate_drop
from sfu.netem import Conditions

pytestmark = pytest.mark.media  # a line's time is real time: nothing else may run beside it

LINE = Conditions(delay=WAY, rate=WIDE)


async def test_a_line_that_falls_to_500_kbit_and_rises_again() -> None:
    """How fast is the benchmark's to say (sfu.rate_drop_settle_s): here only that it happens."""
    drop = await rate_drop(before=1.0, narrow=5.0, after=40.0)
    assert drop.settled is not None
    assert drop.back is not None
    assert drop.audio_lost <= 0.01 * drop.audio_expected


async def test_video_is_paused_rather_than_break_audio_and_the_client_is_told() -> None:
    loop = asyncio.get_running_loop()
    async with lean_pair(60) as (proxy, viewer, since):
        seen = viewer.seen
        assert await comes_back(seen, 20) is not None
        proxy.change(down=replace(LINE, rate=120_000.0), since=since)
        async with asyncio.timeout(15):
            while not seen.paused:
                await asyncio.sleep(0.05)
        await asyncio.sleep(1.0)  # what was on its way
        begun = loop.time()
        await asyncio.sleep(2.0)
        ended = loop.time()
        assert seen.video_rate(begun, ended) == 0.0
        lost, expected = seen.audio_lost(begun, ended)
        assert lost == 0
        assert expected > 90
        proxy.change(down=LINE, since=since)
        assert await comes_back(seen, 20) is not None
        states = [state for _, state in seen.states]
        assert states[:2] == [StreamState.PAUSED, StreamState.ACTIVE]
        assert not seen.paused


async def test_a_client_that_reports_nothing_is_not_limited_and_one_that_may_is_believed_at_first() -> None:
    """Without transport-wide numbers in its sections the server knows nothing of the line."""
    async with lean_pair(30, feedback=False) as (_, viewer, _since):
        assert await comes_back(viewer.seen, 20) is not None
        assert viewer.seen.padding == 0
        assert viewer.seen.states == []
