"""Two machines (here: two gateways with their nodes) that share a Redis: one may die, and so may the Redis."""

import asyncio
import json
import os
import signal
import time
from pathlib import Path

import pytest
from livekit import api
from livekit.protocol import rtc
from livekit.protocol.models import DisconnectReason

from sfu.tests.nodes.redis_server import redis_server
from sfu.tests.nodes.world import World, until_closed, world
from sfu.tests.signalling import hear

WINDOW = {"opens_at": int(time.time()) - 60, "ends_at": int(time.time()) + 3600, "grace_s": 60}


async def until_valid(place: World, token: str) -> list[tuple[int, str]]:
    """The answers before the one that lets in."""
    before = []
    async with asyncio.timeout(10):
        while (answer := await place.validate(token))[0] != 200:
            before.append(answer)
    return before


async def test_a_lost_machines_rooms_are_found_on_the_other(tmp_path: Path) -> None:
    async with (
        redis_server(tmp_path) as redis,
        world(1, REDIS_URL=redis.url, VISAVIS_ROOMS="closed", VISAVIS_SFU_NODE_ID="right") as right,
    ):
        jwks = {"VISAVIS_JWKS_URL": right.jwks_url}
        async with world(1, REDIS_URL=redis.url, VISAVIS_ROOMS="closed", VISAVIS_SFU_NODE_ID="left", **jwks) as left:
            async with asyncio.timeout(5):  # a machine is known to the others by its first beat that they read
                while sorted(await right.nodes()) != ["left-1", "right-1"]:
                    await asyncio.sleep(0.05)
            request = api.CreateRoomRequest(name="rm_a", metadata=json.dumps(WINDOW), node_id="left-1")
            await right.api.room.create_room(request)  # asked here, made there
            assert (await left.nodes())["right-1"]["rooms"] == 0
            token, eves = right.booking_token("alice", "rm_a"), right.booking_token("eve", "rm_a")
            async with right.connect(token) as alice, left.connect(eves) as eve:
                await hear(alice, "join")
                assert [p.identity for p in (await hear(eve, "join")).join.other_participants] == ["alice"]
                # Said through the other gateway, kept for both.
                await right.api.room.remove_participant(api.RoomParticipantIdentity(room="rm_a", identity="eve"))
                assert (await hear(eve, "leave")).leave.reason == DisconnectReason.PARTICIPANT_REMOVED
                os.kill(left.server.pid, signal.SIGKILL)
                lost = time.monotonic()
                await until_closed(alice)
            before = await until_valid(right, token)
            assert time.monotonic() - lost < 10
            assert {status for status, _ in before} <= {503}
            assert await right.validate(eves) == (403, "you were removed from this room")
            async with right.connect(token) as alice:
                join = (await hear(alice, "join")).join
            assert json.loads(join.room.metadata) == WINDOW
            assert join.server_info.node_id == "right-1"


async def test_a_redis_outage_ends_no_call(tmp_path: Path) -> None:
    async with redis_server(tmp_path) as redis, world(2, REDIS_URL=redis.url) as place:
        token = place.server.token("alice", "here")
        async with place.connect(token) as alice:
            sid = (await hear(alice, "join")).join.participant.sid
            node_id = await place.node_of(1)
            await redis.kill()
            # The call goes on, the known room stays open, a lost WebSocket is resumed.
            async with place.connect(place.server.token("bob", "here")) as bob:
                assert [p.identity for p in (await hear(bob, "join")).join.other_participants] == ["alice"]
                resume = rtc.JoinRequest(reconnect=True, participant_sid=sid)
                async with place.connect(token, resume) as again:
                    await hear(again, "reconnect")
                    # Only what has no place yet cannot get one.
                    status, text = await place.validate(place.server.token("carol", "new"))
                    assert (status, text) == (503, "Redis does not answer")
                    with pytest.raises(api.TwirpError) as refused:
                        await place.api.room.create_room(api.CreateRoomRequest(name="new"))
                    assert refused.value.code == "unavailable"
                    await redis.start()  # empty
                    # Alice's room stays where she is, though Redis knew nothing of it.
                    await until_valid(place, place.server.token("carol", "new"))
                    async with place.connect(place.server.token("carol", "here")) as carol:
                        others = (await hear(carol, "join")).join.other_participants
                        assert sorted(p.identity for p in others) == ["alice", "bob"]
                    assert (await place.nodes())[node_id]["draining"] is False
                    await again.send_bytes(rtc.SignalRequest(ping=1).SerializeToString())
                    await hear(again, "pong")
