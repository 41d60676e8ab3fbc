"""A WebSocket that breaks and stays broken for 10 s: media goes on meanwhile, and then the session resumes."""

import asyncio
from typing import Final

from sfu.bench.resuming import Speaker, Viewer
from sfu.tests.media.cutting import behind_relay
from sfu.tests.servers import media_server

CUT_S: Final = 10


async def test_media_goes_on_and_the_session_resumes() -> None:
    async with media_server() as server, behind_relay(server) as (reached, relay):
        speaker = Speaker(reached.url, server.token("speaker"))
        viewer = Viewer(reached.url, server.token("viewer"))
        try:
            await speaker.join()
            sending = asyncio.create_task(speaker.run(3600))
            await viewer.join()
            async with asyncio.timeout(10):
                while len(viewer.counting.highest) < 2:
                    await asyncio.sleep(0.05)
            await asyncio.sleep(1)
            await relay.cut()
            for _ in range(CUT_S):
                sent, came = speaker.top_sent, viewer.counting.packets
                await asyncio.sleep(1)
                assert viewer.counting.packets - came > 0.8 * (speaker.top_sent - sent)
            await relay.open()
            await asyncio.gather(speaker.resume(), viewer.resume())
            # The same people on the same connections: nobody left, nobody joined again.
            sent, came = speaker.top_sent, viewer.counting.packets
            await asyncio.sleep(1)
            assert viewer.counting.packets - came > 0.8 * (speaker.top_sent - sent)
            assert await server.metric("sfu_joins_total") == 2
            assert await server.metric("sfu_resumes_total") == 2
            sending.cancel()
        finally:
            await asyncio.gather(speaker.leave(), viewer.leave())
