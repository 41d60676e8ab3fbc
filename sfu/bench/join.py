"""From opening the WebSocket to the first decoded picture, with the real client (PyPI `livekit`, libwebrtc)."""

import asyncio
import contextlib
import random
import statistics
import sys
import time
from typing import Final

from livekit import rtc

from sfu.bench.figures import Figure, spread
from sfu.bench.processes import media_server, token

WIDTH: Final = 1280
HEIGHT: Final = 720
FRAME_RATE: Final = 30
_TIMEOUT_S: Final = 20
_PAUSE_S: Final = (0.8, 1.6)
"""Between two joins: people do not come within the time in which a node spares the publisher another keyframe."""


async def measure(joins: int) -> dict[str, Figure]:
    """`joins` people join one after the other a room in which somebody already publishes 720p simulcast."""
    async with media_server() as (_, url):
        publisher = rtc.Room()
        await publisher.connect(url, token("publisher", "join"))
        source = rtc.VideoSource(WIDTH, HEIGHT)
        capturing = asyncio.create_task(capture(source))
        try:
            track = rtc.LocalVideoTrack.create_video_track("camera", source)
            options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA, simulcast=True)
            await publisher.local_participant.publish_track(track, options)
            await _join(url, "warm-up")
            times = []
            for i in range(joins):
                await asyncio.sleep(random.uniform(*_PAUSE_S))
                times.append(await _join(url, f"person-{i}"))
        finally:
            capturing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await capturing
            await publisher.disconnect()
            await source.aclose()
    print(f"join: {spread(times)} ms", file=sys.stderr, flush=True)
    how = f"PyPI livekit, {joins} joins one by one, 720p simulcast already published: {spread(times)} ms"
    return {"sfu.join_ms.p50": Figure(statistics.median(times), "ms", how)}


async def capture(source: rtc.VideoSource) -> None:
    """A picture that changes, 30 times a second."""
    loop = asyncio.get_running_loop()
    begin, count = loop.time(), 0
    chroma = bytes([128]) * (WIDTH * HEIGHT // 2)
    rows = [bytes((x * 3 + shift * 16) & 0xFF for x in range(WIDTH)) * HEIGHT for shift in range(16)]
    frames = [rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, luma + chroma) for luma in rows]
    while True:
        source.capture_frame(frames[count % len(frames)])
        count += 1
        await asyncio.sleep(max(0.0, begin + count / FRAME_RATE - loop.time()))


async def _join(url: str, identity: str) -> float:
    """Milliseconds from connect (which opens the WebSocket first) to the first picture out of the decoder."""
    room = rtc.Room()
    subscribed: asyncio.Future[rtc.Track] = asyncio.get_running_loop().create_future()

    @room.on("track_subscribed")
    def found(track: rtc.Track, publication: object, participant: object) -> None:
        if track.kind == rtc.TrackKind.KIND_VIDEO and not subscribed.done():
            subscribed.set_result(track)

    begin = time.perf_counter()
    await room.connect(url, token(identity, "join"))
    stream = rtc.VideoStream(await asyncio.wait_for(subscribed, _TIMEOUT_S))
    await asyncio.wait_for(anext(aiter(stream)), _TIMEOUT_S)
    taken = (time.perf_counter() - begin) * 1000
    await stream.aclose()
    await room.disconnect()
    return taken
