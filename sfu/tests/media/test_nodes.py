"""What people notice when a node is killed under them, and when their WebSocket is: as little as can be.

Real libwebrtc clients for the loss of a node, and for a WebSocket through which nothing passes for 10 s. A WebSocket
that breaks and cannot be opened again for 10 s is tried with lean clients: libwebrtc's SDK gives up its media after
the first refused try, livekit-client and these keep it (see `test_cut.py` in tests/signal).
"""

import asyncio
import os
import signal
import time
from typing import Final

import pytest

from sfu.tests.media.cutting import behind_relay
from sfu.tests.media.people import Person, person
from sfu.tests.nodes.world import world
from sfu.tests.servers import media_server

pytestmark = pytest.mark.media

BACK_S: Final = 10.0


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_a_killed_nodes_people_are_back_in_the_room_within_ten_seconds(single: bool) -> None:
    async with (
        world(2) as place,
        person(place.server, "alice", single=single) as alice,
        person(place.server, "bob", single=single) as bob,
    ):
        camera = await alice.camera(simulcast=False, width=320, height=180)
        await alice.microphone()
        await bob.sees(camera.sid, 3)
        node_id = await place.node_of(2)
        os.kill((await place.nodes())[node_id]["pid"], signal.SIGKILL)
        killed = time.monotonic()
        frames, sounds = _counts(bob)
        for who in (alice, bob):
            await who.until(lambda who=who: bool(who.happened("reconnected")), "it is back", BACK_S)  # type: ignore[misc]
        await bob.until(lambda: _counts(bob)[0] > frames + 5, "the picture is back", BACK_S)
        await bob.until(lambda: _counts(bob)[1] > sounds + 20, "the sound is back", BACK_S)
        assert time.monotonic() - killed < BACK_S
        assert not alice.happened("disconnected")
        assert list(bob.room.remote_participants) == ["alice"]
        assert await place.node_of(2) != node_id


def _counts(who: Person) -> tuple[int, int]:
    return sum(who.video.values()), sum(who.audio.values())


async def test_nothing_passes_the_websocket_for_ten_seconds_and_nobody_notices() -> None:
    async with (
        media_server() as server,
        behind_relay(server) as (reached, relay),
        person(reached, "alice") as alice,
        person(reached, "bob") as bob,
    ):
        camera = await alice.camera(simulcast=False, width=320, height=180)
        await alice.microphone()
        await bob.sees(camera.sid, 3)
        relay.flowing.clear()
        for _ in range(10):
            frames, sounds = _counts(bob)
            await asyncio.sleep(1)
            now = _counts(bob)
            assert now[0] > frames + 5, "pictures went on"
            assert now[1] > sounds + 50, "sound went on"
        relay.flowing.set()
        # What was said meanwhile arrives, and the session goes on.
        await alice.room.local_participant.publish_data(b"still here", topic="t")
        second = await alice.camera(simulcast=False, width=160, height=96)
        await bob.sees(second.sid, 3)
        assert not alice.happened("disconnected") + bob.happened("disconnected")
        assert await server.metric("sfu_joins_total") == 2
