"""How the server behaves on bad networks: a rate that falls and rises again, seen by a lean viewer behind the UDP
proxy; losses, seen by libwebrtc's decoders.
"""

import asyncio
import contextlib
import statistics
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from sfu.bench import source
from sfu.bench.clients import Publisher
from sfu.bench.figures import Figure, spread
from sfu.bench.lossy import measure_loss
from sfu.bench.processes import behind_proxy, token
from sfu.bench.viewer import Seen, Viewer
from sfu.netem import Conditions
from sfu.netem.proxy import UdpProxy

WIDE: Final = 3_000_000.0
NARROW: Final = 500_000.0
WAY: Final = 0.03
"""Seconds one way: 60 ms round trip."""
STEP: Final = 0.5
"""Seconds of video that are looked at together."""
NEVER: Final = 99.0
"""Seconds, in a figure: it did not happen in the time it was given."""


@dataclass(frozen=True)
class Drop:
    """What a fall of the rate and its rise did. Seconds; None: not within the time it was given."""

    settled: float | None
    back: float | None
    audio_lost: int
    audio_expected: int
    longest_silence: float


@contextlib.asynccontextmanager
async def lean_pair(publishing: float, *, feedback: bool = True) -> AsyncIterator[tuple[UdpProxy, Viewer, int]]:
    """A publisher of 720p simulcast on a perfect line and a viewer on one of 3 Mbit/s: (proxy, viewer, the number of
    the viewer's first flow). `feedback`: the viewer tells what arrived.
    """
    async with behind_proxy() as (proxy, url):
        publisher = Publisher(url, token("publisher", "net"))
        viewer = Viewer(url, token("viewer", "net"), feedback=feedback)
        await publisher.join()
        sending = asyncio.create_task(publisher.run(publishing))
        try:
            since = len(proxy.flows)
            proxy.change(up=Conditions(delay=WAY), down=Conditions(delay=WAY, rate=WIDE), since=since)
            await viewer.join()
            yield proxy, viewer, since
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)
            await viewer.leave()
            await publisher.leave()


async def rate_drop(*, before: float = 5.0, narrow: float = 10.0, after: float = 20.0) -> Drop:
    """The viewer's line falls from 3 Mbit/s to 500 kbit/s for `narrow` seconds and rises again, until the top layer
    is back or for `after` seconds.
    """
    loop = asyncio.get_running_loop()
    async with lean_pair(before + narrow + after + 30) as (proxy, viewer, since):
        seen = viewer.seen
        assert await comes_back(seen, 20) is not None, "the viewer never got the top layer"
        begun = loop.time()
        await asyncio.sleep(before)
        proxy.change(down=Conditions(delay=WAY, rate=NARROW), since=since)
        fell = loop.time()
        await asyncio.sleep(narrow)
        proxy.change(down=Conditions(delay=WAY, rate=WIDE), since=since)
        rose = loop.time()
        back = await comes_back(seen, after)
        ended = loop.time()
    lost, expected = seen.audio_lost(begun, ended)
    return Drop(
        settled=_settled(seen, fell, rose),
        back=back,
        audio_lost=lost,
        audio_expected=expected,
        longest_silence=seen.longest_silence(begun, ended),
    )


async def comes_back(seen: Seen, seconds: float) -> float | None:
    """Seconds until the top layer begins to come for a whole second; None: not within `seconds`."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    while (now := loop.time()) - begun < seconds + 1.0:
        if now - begun >= 1.0 and seen.video_rate(now - 1.0, now) >= 0.9 * source.LAYERS[-1].bitrate:
            return now - 1.0 - begun
        await asyncio.sleep(STEP / 5)
    return None


def _settled(seen: Seen, fell: float, rose: float) -> float | None:
    """Seconds until the last change to a layer, if that one fits and still comes."""
    fitting = {layer.width for layer in source.LAYERS if layer.bitrate < NARROW}
    before = [change for change in seen.layers if change[0] < rose]
    if not before or before[-1][1] not in fitting or not seen.video_rate(rose - 1.0, rose):
        return None
    begun = before[0][0]
    for (_, earlier), (at, width) in pairwise(before):
        if width != earlier:
            begun = at
    return max(0.0, begun - fell)


async def measure(rounds: int, seconds: float) -> dict[str, Figure]:
    """`rounds` falls and rises of the rate (about 25 s each), and `seconds` of losses with libwebrtc."""
    drops = []
    for _ in range(rounds):
        drops.append(await rate_drop())
        print(f"network: {drops[-1]}", file=sys.stderr, flush=True)
    lossy = await measure_loss(seconds)
    print(f"network: {lossy}", file=sys.stderr, flush=True)
    # What never came to rest counts as the whole time it was given.
    settled = [NEVER if drop.settled is None else drop.settled for drop in drops]
    back = [NEVER if drop.back is None else drop.back for drop in drops]
    lost = sum(drop.audio_lost for drop in drops) * 100 / max(1, sum(drop.audio_expected for drop in drops))
    line = "60 ms round trip, 200 ms drop-tail queue, lean viewer behind the UDP proxy, 720p simulcast sent in full"
    losses = f"libwebrtc on both ends, 5 % random loss each way, 60 ms round trip, {seconds:g} s"
    fall, rise = f"3 Mbit/s to 500 kbit/s, {line}: {spread(settled)}", f"and back, {line}: {spread(back)}"
    return {
        "sfu.rate_drop_settle_s": Figure(statistics.median(settled), "s", fall),
        "sfu.rate_rise_back_s": Figure(statistics.median(back), "s", rise),
        "sfu.rate_drop_audio_lost_pct": Figure(lost, "%", f"audio packets lost over both steps, {line}"),
        "sfu.loss5_frames_pct": Figure(100 * lossy.frames, "%", f"frames decoded of those sent; {losses}"),
        "sfu.loss5_concealed_pct": Figure(100 * lossy.concealed, "%", f"audio samples concealed; {losses}"),
    }
