"""Several nodes look like one server, and lose nothing that a booking said when one of them dies."""

import asyncio
import base64
import json
import os
import signal
import sys
import time
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from livekit import api
from livekit.protocol import rtc
from livekit.protocol.models import DisconnectReason

from sfu.tests.nodes.world import World, until_closed, world
from sfu.tests.servers import KEY, SECRET
from sfu.tests.signalling import hear

WINDOW = {"opens_at": int(time.time()) - 60, "ends_at": int(time.time()) + 3600, "grace_s": 60}


async def test_several_nodes_look_like_one_server() -> None:
    async with world(2) as place, AsyncExitStack() as stack:
        server = place.server
        for i in range(4):
            socket = await stack.enter_async_context(place.connect(server.token("alice", f"room{i}")))
            assert (await hear(socket, "join")).join.room.name == f"room{i}"
        # Placed where there is room, listed as one, each room's call to its node.
        rooms = (await place.api.room.list_rooms(api.ListRoomsRequest())).rooms
        assert sorted(room.name for room in rooms) == [f"room{i}" for i in range(4)]
        async with asyncio.timeout(5):
            while [node["people"] for node in (await place.nodes()).values()] != [2, 2]:
                await asyncio.sleep(0.05)
        for i in range(4):
            asked = api.ListParticipantsRequest(room=f"room{i}")
            people = (await place.api.room.list_participants(asked)).participants
            assert [person.identity for person in people] == ["alice"]
        # A second person comes to the same node, and hears of the first.
        bob = await stack.enter_async_context(place.connect(server.token("bob", "room2")))
        assert [p.identity for p in (await hear(bob, "join")).join.other_participants] == ["alice"]
        # Refusals are the node's own words.
        assert await place.validate("nonsense") == (401, "invalid token: malformed")
        assert await place.validate(server.token("carol", "room0")) == (200, "success")
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with place.connect("nonsense"):
                pass
        assert refused.value.status == 401
        with pytest.raises(api.TwirpError, match="requested room does not exist"):
            await place.api.room.list_participants(api.ListParticipantsRequest(room="nowhere"))
        async with place.http.post(server.http + "/twirp/livekit.RoomService/ListRooms", json={}) as answer:
            assert (answer.status, (await answer.json())["code"]) == (401, "unauthenticated")
        # What a node tells its gateway is nobody else's, and neither are the operator's words.
        for path in ("/node/events", "/node/state"):
            async with place.http.get(server.http + path) as answer:
                assert answer.status == 404
        async with place.http.get(server.http + "/nodes") as answer:
            assert answer.status == 401
        # The figures of both, told apart.
        assert await server.metric("sfu_joins_total") == 5
        async with place.http.get(server.http + "/metrics") as answer:
            text = await answer.text()
        assert 'sfu_rooms{node="n-1"} 2.0' in text
        assert 'sfu_rooms{node="n-2"} 2.0' in text
        assert text.count("# TYPE sfu_rooms gauge") == 1
        assert "sfu_gateway_websockets 5.0" in text
        # For people: one list of both, one room of one of them.
        key = {"Authorization": "Basic " + base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()}
        async with place.http.get(server.http + "/rooms?limit=3", headers=key) as answer:
            page = await answer.json()
        assert [room["name"] for room in page["rooms"]] == ["room0", "room1", "room2"]
        assert {room["node"] for room in page["rooms"]} == {"n-1", "n-2"}
        assert page["next"] == "room2"
        async with place.http.get(server.http + "/rooms/room2", headers=key) as answer:
            assert [person["identity"] for person in (await answer.json())["people"]] == ["alice", "bob"]
        # A host's calls go to the room in their token.
        host = {"Authorization": "Bearer " + server.token("host", "room1", room_admin=True)}
        async with place.http.post(
            server.http + "/twirp/visavis.HostService/SetLock", json={"locked": True}, headers=host
        ) as answer:
            assert answer.status == 200, await answer.text()
        assert await place.validate(server.token("late", "room1")) == (403, "the room is locked")
        # A WHIP session's own address names no room: whichever node has it answers.
        async with place.http.delete(server.http + "/whip/nobody") as answer:
            assert answer.status == 404
        # A goodbye passes through, and so does the room's end.
        await bob.send_bytes(rtc.SignalRequest(leave=rtc.LeaveRequest()).SerializeToString())
        await until_closed(bob)
        await place.api.room.delete_room(api.DeleteRoomRequest(room="room3"))
        assert (await hear(socket, "leave")).leave.reason == DisconnectReason.ROOM_DELETED
        await until_closed(socket)
        rooms = (await place.api.room.list_rooms(api.ListRoomsRequest(names=["room2", "room3"]))).rooms
        assert [(room.name, room.num_participants) for room in rooms] == [("room2", 1)]


async def make(place: World, name: str) -> None:
    request = api.CreateRoomRequest(
        name=name, metadata=json.dumps(WINDOW), empty_timeout=4000, departure_timeout=4000
    )
    await place.api.room.create_room(request)


async def test_a_killed_nodes_rooms_are_as_they_were_on_another() -> None:
    """Closed rooms: their times, who was removed, what was ended for good, and the tokens of those inside survive."""
    async with world(2, VISAVIS_ROOMS="closed") as place:
        await make(place, "rm_a")
        async with place.connect(place.booking_token("alice", "rm_a")) as alice:
            await hear(alice, "join")
            refreshed = (await hear(alice, "refresh_token")).refresh_token
            node_id = await place.node_of(1)
            async with place.connect(place.booking_token("eve", "rm_a")) as eve:
                await hear(eve, "join")
                eves = (await hear(eve, "refresh_token")).refresh_token
                await place.api.room.remove_participant(api.RoomParticipantIdentity(room="rm_a", identity="eve"))
                assert (await hear(eve, "leave")).leave.reason == DisconnectReason.PARTICIPANT_REMOVED
            # More rooms on the same node: one that is ended for good.
            await place.api.room.create_room(
                api.CreateRoomRequest(name="rm_dead", metadata=json.dumps(WINDOW), node_id=node_id)
            )
            await place.api.room.delete_room(api.DeleteRoomRequest(room="rm_dead"))
            await place.kill(node_id)
            killed = time.monotonic()
            await until_closed(alice)
        # At once: the resume is answered by the node that has the room now, with "come back anew".
        resume = rtc.JoinRequest(reconnect=True, participant_sid="PA_x")
        async with place.connect(refreshed, resume) as alice:
            leave = (await hear(alice, "leave")).leave
        assert leave.action == rtc.LeaveRequest.RECONNECT
        # The token that the lost node gave out opens this room to her, who was inside, and to nobody who was not.
        async with place.connect(refreshed) as alice:
            join = (await hear(alice, "join")).join
        assert time.monotonic() - killed < 5
        assert join.participant.identity == "alice"
        assert json.loads(join.room.metadata) == WINDOW
        assert await place.validate(eves) == (401, "this token only serves to resume")
        assert await place.validate(place.booking_token("eve", "rm_a")) == (403, "you were removed from this room")
        assert await place.validate(place.booking_token("bob", "rm_a")) == (200, "success")
        # The dead stay dead, also for who would make them again.
        assert await place.validate(place.booking_token("alice", "rm_dead")) == (404, "requested room does not exist")
        with pytest.raises(api.TwirpError) as refused:
            await make(place, "rm_dead")
        assert refused.value.code == "failed_precondition"
        # The killed one is back, with nothing on it.
        async with asyncio.timeout(15):
            while (await place.nodes())[node_id]["state"] != "running":
                await asyncio.sleep(0.1)
        nodes = await place.nodes()
        assert (nodes[node_id]["starts"], nodes[node_id]["rooms"]) == (2, 0)


async def test_with_one_node_its_rooms_come_back_with_it() -> None:
    async with world(1, VISAVIS_ROOMS="closed") as place:
        await make(place, "rm_a")
        token = place.booking_token("alice", "rm_a")
        async with place.connect(token) as alice:
            await hear(alice, "join")
            refreshed = (await hear(alice, "refresh_token")).refresh_token
            await place.node_of(1)
            await place.kill("n-1")
            await until_closed(alice)
        # A request waits a while for the room to be placed anew; then it is told to come again.
        statuses = []
        async with asyncio.timeout(20):
            while (answer := await place.validate(refreshed))[0] != 200:
                statuses.append(answer)
        assert set(statuses) <= {(503, "this room is being placed anew"), (503, "no node is up")}


async def test_a_drained_node_lets_its_calls_end_and_then_sends_people_on(tmp_path: Path) -> None:
    async with world(2, VISAVIS_SFU_DRAIN_SECONDS="600") as place:
        token = place.server.token("alice", "here")
        async with place.connect(token) as alice:
            await hear(alice, "join")
            node_id = await place.node_of(1)
            other = "n-1" if node_id == "n-2" else "n-2"
            os.kill((await place.nodes())[node_id]["pid"], signal.SIGTERM)
            async with asyncio.timeout(5):
                while not (await place.nodes())[node_id]["draining"]:
                    await asyncio.sleep(0.05)
            # New rooms go elsewhere, however full it is there; who is here stays, and more may come.
            async with AsyncExitStack() as stack:
                for i in range(3):
                    socket = await stack.enter_async_context(place.connect(place.server.token("bob", f"new{i}")))
                    await hear(socket, "join")
                carol = await stack.enter_async_context(place.connect(place.server.token("carol", "here")))
                assert [p.identity for p in (await hear(carol, "join")).join.other_participants] == ["alice"]
                async with asyncio.timeout(5):
                    while (await place.nodes())[node_id]["people"] != 2 or (await place.nodes())[other][
                        "people"
                    ] != 3:
                        await asyncio.sleep(0.05)
                # The operator loses patience.
                status, _ = await place.post(f"/nodes/{node_id}/drain", {"deadline_s": 0})
                assert status == 200
                for socket in (alice, carol):
                    leave = (await hear(socket, "leave")).leave
                    assert (leave.action, leave.reason) == (
                        rtc.LeaveRequest.RECONNECT,
                        DisconnectReason.SERVER_SHUTDOWN,
                    )
        async with place.connect(token) as alice:
            await hear(alice, "join")
        async with asyncio.timeout(15):
            while (await place.nodes())[node_id]["state"] != "drained":
                await asyncio.sleep(0.05)
        assert (await place.nodes())[node_id]["starts"] == 1
        # By the command line, and back again.
        environment = {
            **os.environ,
            "LIVEKIT_API_KEY": KEY,
            "LIVEKIT_API_SECRET": SECRET,
            "VISAVIS_SFU_HTTP_PORT": str(place.server.http_port),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sfu", "start", node_id, env=environment, stdout=asyncio.subprocess.PIPE
        )
        output, _ = await process.communicate()
        assert (process.returncode, json.loads(output)) == (0, {"state": "starting"})
        async with asyncio.timeout(15):
            while (await place.nodes())[node_id]["state"] != "running":
                await asyncio.sleep(0.05)
        assert (await place.post("/nodes/nobody/drain", {}))[0] == 404
        assert (await place.post(f"/nodes/{node_id}/drain", {"deadline_s": "soon"}))[0] == 400


async def test_nodes_end_with_their_gateway_however_it_ends() -> None:
    async with world(2) as place:
        pids = [node["pid"] for node in (await place.nodes()).values()]
        os.kill(place.server.pid, signal.SIGKILL)
        async with asyncio.timeout(5):
            while any(Path(f"/proc/{pid}").exists() for pid in pids):
                await asyncio.sleep(0.02)
