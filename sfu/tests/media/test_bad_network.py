"""libwebrtc clients behind the UDP proxy: losses are repaired and sound stays whole; on a line that narrows the
picture becomes smaller and sound goes on.
"""

import asyncio

import pytest

from sfu.bench.lossy import measure_loss
from sfu.netem import Conditions
from sfu.netem.proxy import HOST, udp_proxy
from sfu.tests.media.people import Person, person
from sfu.tests.servers import media_server

pytestmark = pytest.mark.media

WAY = 0.03


async def test_five_percent_lost_each_way_costs_hardly_a_frame_and_no_sound() -> None:
    seen = await measure_loss(8.0)
    assert seen.frames_sent > 100
    assert seen.frames > 0.95
    assert seen.concealed < 0.01


async def hears(person: Person, sid: str, seconds: float) -> float:
    """Share of sound that came in `seconds` (frames of 10 ms)."""
    before = person.audio[sid]
    await asyncio.sleep(seconds)
    return (person.audio[sid] - before) / (seconds * 100)


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_on_a_line_that_narrows_the_picture_becomes_smaller_and_sound_goes_on(single: bool) -> None:
    async with udp_proxy() as proxy:
        ports = {"VISAVIS_SFU_ADVERTISE_PORT": str(proxy.port), "VISAVIS_SFU_TCP_PORT": "off"}
        async with media_server(**ports) as server:
            proxy.server = (HOST, server.udp_port)
            async with person(server, "alice", single=single) as alice:
                audio, video = await alice.microphone(), await alice.camera()
                wide = Conditions(delay=WAY, rate=3_000_000.0)
                since = len(proxy.flows)
                proxy.change(up=Conditions(delay=WAY), down=wide, since=since)
                async with person(server, "bob", single=single) as bob:
                    await bob.sees_more(1280)
                    proxy.change(down=Conditions(delay=WAY, rate=200_000.0), since=since)
                    await bob.until(lambda: any(w < 1280 for w, _ in bob.sizes), "the picture became smaller")
                    assert await hears(bob, audio.sid, 3.0) > 0.9
                    proxy.change(down=wide, since=since)
                    await bob.sees_more(1280)
                    assert video.sid in bob.video
