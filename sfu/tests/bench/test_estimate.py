"""A real publisher believes our transport-wide feedback: its bandwidth estimate goes up, not down."""

from __future__ import annotations

import asyncio

import pytest
from livekit import rtc

from sfu.bench.join import HEIGHT, WIDTH, capture
from sfu.bench.processes import media_server, token


async def available(track: rtc.LocalVideoTrack) -> float:
    """What libwebrtc thinks it may send, bit/s."""
    for stats in await track.get_stats():
        if stats.WhichOneof("stats") == "candidate_pair" and stats.candidate_pair.candidate_pair.nominated:
            return stats.candidate_pair.candidate_pair.available_outgoing_bitrate
    return 0.0


@pytest.mark.media
async def test_a_publishers_estimate_reaches_what_720p_needs() -> None:
    """Feedback that libwebrtc does not take for its own lets the estimate decay after 3 s."""
    async with media_server() as (_, url):
        publisher = rtc.Room()
        await publisher.connect(url, token("publisher", "estimate"))
        source = rtc.VideoSource(WIDTH, HEIGHT)
        capturing = asyncio.create_task(capture(source))
        try:
            track = rtc.LocalVideoTrack.create_video_track("camera", source)
            await publisher.local_participant.publish_track(track, rtc.TrackPublishOptions(simulcast=True))
            async with asyncio.timeout(20):
                while await available(track) < 2_500_000:
                    await asyncio.sleep(0.2)
        finally:
            capturing.cancel()
            await asyncio.gather(capturing, return_exceptions=True)
            await publisher.disconnect()
            await source.aclose()
