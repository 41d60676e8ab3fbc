"""Relays in the join and reconnect answers: credentials of the one who asks, fresh each time."""

from livekit.protocol import rtc

from sfu.net.turn import TurnServers
from sfu.tests.signal.conftest import World, world
from sfu.tests.signalling import hear

TURN = TurnServers(("turn:192.0.2.1:3478?transport=udp", "turns:relay.example"), "secret-of-the-relay", 600)


async def test_joining_and_resuming_give_credentials_that_end() -> None:
    async with world(turn=TURN) as there:
        async with there.connect(there.token()) as socket:
            join = (await hear(socket, "join")).join
            [server] = join.ice_servers
            assert tuple(server.urls) == TURN.urls
            sid = join.participant.sid
            assert (server.username, server.credential) == TURN.credentials(sid, there.time.wall)
            assert server.username == f"{int(there.time.wall) + 600}:{sid}"
            await socket.close()
        there.time.advance(5)
        again = rtc.JoinRequest(reconnect=True, participant_sid=sid)
        async with there.connect(there.token(), again) as socket:
            [fresh] = (await hear(socket, "reconnect")).reconnect.ice_servers
            assert (fresh.username, fresh.credential) == TURN.credentials(sid, there.time.wall)
            assert fresh.username != server.username


async def test_without_relays_none_are_told(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        assert not (await hear(socket, "join")).join.ice_servers
