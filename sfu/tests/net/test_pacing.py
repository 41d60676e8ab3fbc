"""Video waits its turn and goes in order; nothing is left behind."""

import asyncio

from sfu.core.pacer import FACTOR
from sfu.net.pacing import PacedVideo


async def test_a_burst_is_spread_and_comes_out_whole_and_in_order() -> None:
    loop = asyncio.get_running_loop()
    sent: list[tuple[float, bytes]] = []
    begun = loop.time()
    video = PacedVideo(lambda packet: sent.append((loop.time() - begun, packet)), loop.time)
    video.limit(4_000_000.0)  # 750 kB/s
    packets = [bytes([number]) * 1000 for number in range(60)]
    at_once = [packet for packet in packets if not video.keeps(packet)]
    assert 0 < len(at_once) < 25  # 25 ms of the pace are 19 packets
    while len(sent) < 60 - len(at_once):
        await asyncio.sleep(0.005)
    assert at_once + [packet for _, packet in sent] == packets
    assert sent[-1][0] > 0.5 * 60_000 / (4_000_000 * FACTOR / 8)


async def test_the_end_of_pacing_lets_everything_go_and_closing_nothing() -> None:
    sent: list[bytes] = []
    video = PacedVideo(sent.append, asyncio.get_running_loop().time)
    assert not video.keeps(b"x" * 1000)  # nobody paces yet
    video.limit(30_000.0)
    kept = sum(video.keeps(b"y" * 1000) for _ in range(20))
    video.told(100_000)
    assert video.keeps(b"z")
    video.limit(None)
    assert len(sent) == kept + 1
    assert sent[-1] == b"z"
    video.limit(30_000.0)
    while not video.keeps(b"w" * 1000):
        pass
    count = len(sent)
    video.close()
    await asyncio.sleep(0.1)
    assert len(sent) == count
