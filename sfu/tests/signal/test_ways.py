"""Another way in on request (LiveKit's switch_candidate_protocol): at once, when one joins anew, for a while."""

import aiohttp
from livekit.protocol import rtc
from livekit.protocol.models import ClientConfigSetting

from sfu.net.turn import TurnServers
from sfu.rooms.ways import KEPT, MOST, Ways
from sfu.tests.signal.conftest import World, world
from sfu.tests.signalling import ask, hear
from sfu.wire import sdp

TCP, TLS, UDP = rtc.CandidateProtocol.TCP, rtc.CandidateProtocol.TLS, rtc.CandidateProtocol.UDP
TURN = TurnServers(("turn:192.0.2.1:3478?transport=udp", "turns:relay.example:443"), "secret-of-the-relay", 600)


async def offered(socket: aiohttp.ClientWebSocketResponse) -> tuple[str, set[str]]:
    """(ufrag, protocols of the candidates) of the next offer."""
    offer = sdp.parse((await hear(socket, "offer")).offer.sdp)
    credentials = offer.ice_credentials
    assert credentials is not None
    return credentials[0], {c.protocol for section in offer.media for c in section.candidates}


async def switch(socket: aiohttp.ClientWebSocketResponse, way: rtc.CandidateProtocol) -> None:
    await ask(socket, rtc.SignalRequest(simulate=rtc.SimulateScenario(switch_candidate_protocol=way)))


async def first_offer(there: World, identity: str = "alice") -> set[str]:
    """What somebody who joins now is told."""
    async with there.connect(there.token(there.grant(identity)), single=False) as socket:
        return (await offered(socket))[1]


async def test_by_tcp_at_once_and_on_the_next_join_of_the_same_person_until_it_is_taken_back() -> None:
    async with world(tcp_port=0) as there:
        async with there.connect(there.token(), single=False) as socket:
            before, ways = await offered(socket)
            assert ways == {"udp", "tcp"}
            await switch(socket, TCP)
            after, ways = await offered(socket)
            assert (ways, after != before) == ({"tcp"}, True)
        assert await first_offer(there) == {"tcp"}
        assert await first_offer(there, "bob") == {"udp", "tcp"}
        async with there.connect(there.token(), single=False) as socket:
            await offered(socket)
            await switch(socket, UDP)
            assert (await offered(socket))[1] == {"udp", "tcp"}
            await switch(socket, TCP)
            await offered(socket)
        there.time.advance(KEPT)
        assert await first_offer(there) == {"udp", "tcp"}


async def test_a_node_without_tcp_has_no_other_way_to_offer() -> None:
    async with world() as there, there.connect(there.token(), single=False) as socket:
        await offered(socket)
        await switch(socket, TCP)
        assert (await offered(socket))[1] == {"udp"}


async def test_by_tls_only_secure_relays_are_told_and_forced() -> None:
    async with world(turn=TURN) as there:
        async with there.connect(there.token()) as socket:
            join = (await hear(socket, "join")).join
            assert tuple(join.ice_servers[0].urls) == TURN.urls
            assert not join.HasField("client_configuration")
            await switch(socket, TLS)
            await ask(socket, rtc.SignalRequest(ping=1))
            await hear(socket, "pong")
        again = rtc.JoinRequest(reconnect=True, participant_sid=join.participant.sid)
        for request, kind in ((again, "reconnect"), (None, "join")):
            async with there.connect(there.token(), request) as socket:
                answer = getattr(await hear(socket, kind), kind)
                assert list(answer.ice_servers[0].urls) == ["turns:relay.example:443"]
                assert answer.client_configuration.force_relay == ClientConfigSetting.ENABLED


async def test_by_tls_without_a_secure_relay_nothing_is_forced() -> None:
    async with world(turn=TurnServers(TURN.urls[:1], TURN.secret)) as there:
        for _ in range(2):
            async with there.connect(there.token()) as socket:
                join = (await hear(socket, "join")).join
                assert tuple(join.ice_servers[0].urls) == TURN.urls[:1]
                assert not join.HasField("client_configuration")
                await switch(socket, TLS)


def test_only_so_many_are_kept_and_the_oldest_goes_first() -> None:
    ways = Ways()
    for number in range(MOST + 1):
        ways.ask("room", str(number), TCP, 0.0)
    assert ways.of("room", "0", 1.0) == UDP
    assert [ways.of("room", str(number), 1.0) for number in (1, MOST)] == [TCP, TCP]
