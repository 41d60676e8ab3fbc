"""Real clients that may only use a relay, and what they get through a real coturn with our credentials."""

from collections.abc import AsyncIterator

import pytest

from sfu.tests.coturn import SECRET, Coturn, coturn, needs_coturn
from sfu.tests.media.people import person, sees_and_hears
from sfu.tests.servers import MediaServer, media_server

pytestmark = [pytest.mark.media, needs_coturn]


@pytest.fixture
async def relay() -> AsyncIterator[Coturn]:
    async with coturn() as running:
        yield running


@pytest.fixture(params=["udp", "tcp"])
async def server(request: pytest.FixtureRequest, relay: Coturn) -> AsyncIterator[MediaServer]:
    url = relay.url if request.param == "udp" else relay.url_tcp
    async with media_server(VISAVIS_TURN_URLS=url, VISAVIS_TURN_SECRET=SECRET) as running:
        yield running


async def test_who_may_only_use_the_relay_meets_who_does_not_need_it(server: MediaServer, relay: Coturn) -> None:
    async with person(server, "alice", only_relay=True) as alice, person(server, "bob") as bob:
        a_audio, a_video = await alice.microphone(), await alice.camera()
        b_audio, b_video = await bob.microphone(), await bob.camera()
        await sees_and_hears(bob, a_video.sid, a_audio.sid)
        await sees_and_hears(alice, b_video.sid, b_audio.sid)
        assert {kind for kind, _ in await alice.ways()} == {"RELAY"}
        assert "RELAY" not in {kind for kind, _ in await bob.ways()}
        await relay.says(alice.room.local_participant.sid)
