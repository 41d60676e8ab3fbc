"""Real clients whose address changes in the middle of a call, as a phone's does: pictures and sound come back by
themselves, by UDP and by TCP, without a new join.
"""

import pytest

from sfu.tests.media.nat import ADDRESS, nat
from sfu.tests.media.people import person, sees_and_hears
from sfu.tests.servers import media_server

pytestmark = pytest.mark.media


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
@pytest.mark.parametrize("udp", ["on", "off"], ids=["udp", "tcp"])
async def test_the_call_goes_on_from_another_address(single: bool, udp: str) -> None:
    environment = {"VISAVIS_SFU_ADVERTISE": ADDRESS, "VISAVIS_SFU_ADVERTISE_UDP": udp}
    async with (
        media_server(**environment) as server,
        nat(server) as between,
        person(server, "alice", single=single) as alice,
        person(server, "bob", single=single) as bob,
    ):
        audio, video = await alice.microphone(), await alice.camera(simulcast=False, width=320, height=180)
        await sees_and_hears(bob, video.sid, audio.sid)
        between.move()
        await bob.until(lambda: between.brought > 5_000, "media came by the new way")
        await sees_and_hears(bob, video.sid, audio.sid)
        assert await server.metric("sfu_joins_total") == 2
        assert not bob.happened("participant_disconnected")
        assert {protocol for _, protocol in await bob.ways()} == {"udp" if udp == "on" else "tcp"}
