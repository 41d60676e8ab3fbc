"""Real clients where UDP does not get through: libwebrtc over ICE-TCP."""

from collections.abc import AsyncIterator

import pytest

from sfu.tests.media.people import person, sees_and_hears
from sfu.tests.servers import MediaServer, media_server

pytestmark = pytest.mark.media


@pytest.fixture
async def server() -> AsyncIterator[MediaServer]:
    async with media_server(VISAVIS_SFU_ADVERTISE_UDP="off") as running:
        yield running


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_two_people_meet_over_tcp(server: MediaServer, single: bool) -> None:
    async with person(server, "alice", single=single) as alice, person(server, "bob", single=single) as bob:
        a_audio, a_video = await alice.microphone(), await alice.camera()
        b_audio, b_video = await bob.microphone(), await bob.camera()
        await sees_and_hears(bob, a_video.sid, a_audio.sid)
        await sees_and_hears(alice, b_video.sid, b_audio.sid)
        await alice.room.local_participant.publish_data(b"by tcp", reliable=True)
        await bob.until(lambda: bool(bob.happened("data_received")), "data came")
        assert await server.metric("sfu_udp_received_datagrams_total") == 0
        assert await server.metric("sfu_tcp_connections") >= (2 if single else 4)
        assert await server.metric("sfu_tcp_sent_datagrams_total") > 100
        assert {protocol for _, protocol in await alice.ways()} == {"tcp"}
