"""ICE restarts and moves between networks in the middle of a call: what is said before, meanwhile and after is heard.

Lean clients over real signalling, real DTLS and real sockets; one packet at a time, so that each has a moment.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from livekit.protocol.models import TrackSource, TrackType
from livekit.protocol.rtc import AddTrackRequest, SessionDescription, SignalRequest, SignalResponse

from sfu.bench import source
from sfu.bench.clients import Client
from sfu.net.transport import Transport
from sfu.rooms.participant import Participant
from sfu.tests.peers import LeanPeer, binding_request
from sfu.tests.signal.conftest import World
from sfu.wire import rtp, sdp

RTP = bytes([0x80, 111, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9]) + b"from nowhere"


class Lean(Client):
    """A single peer connection that can restart its ICE: the answer to its last offer is in `answers`."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        self.answers: asyncio.Queue[sdp.SessionDescription] = asyncio.Queue()

    async def _on_answer(self, answer: sdp.SessionDescription) -> None:
        self.answers.put_nowait(answer)
        await super()._on_answer(answer)

    async def restart(self) -> tuple[str, str]:
        """Offers with credentials of a new generation; the server's, from its answer."""
        while not self.answers.empty():
            self.answers.get_nowait()
        self._ufrag, self._password = self._ufrag + "x", self._password + "x"
        for section in self.sections:
            section.ice_ufrag, section.ice_pwd = self._ufrag, self._password
        await self._send(SignalRequest(offer=self._offer()))
        answer = await asyncio.wait_for(self.answers.get(), 5)
        credentials = answer.ice_credentials
        assert credentials is not None
        self._remote = credentials
        return credentials


class Talker(Lean):
    """Publishes a microphone."""

    def __init__(self, url: str, token: str) -> None:
        super().__init__(url, token)
        section = self._media_section("audio", "sendonly")
        section.msid = sdp.Msid("-", "microphone")
        self.sections.append(section)
        self._stream, self._numbers = source.AudioStream(section.mid, seed=1), source.TransportNumbers()

    def tracks(self) -> list[AddTrackRequest]:
        return [AddTrackRequest(cid="microphone", type=TrackType.AUDIO, source=TrackSource.MICROPHONE)]

    def say(self) -> None:
        self.peer.send_rtp(self._stream.packet(self._numbers))


class DualListener:
    """Two peer connections, of which the subscriber's is real: answers what the server offers."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.peer = LeanPeer()
        self.sid = ""
        self.credentials: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._connecting: asyncio.Task[None] | None = None
        self._reading: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def signalling(self, *, resume: bool = False) -> AsyncIterator[None]:
        """One WebSocket, as long as the block lasts; its end is no farewell."""
        query = {"access_token": self.world.token(self.world.grant("bob"))}
        if resume:
            query |= {"reconnect": "1", "sid": self.sid}
        async with self.world.http.ws_connect(f"{self.world.url}/rtc", params=query) as socket:
            self._reading = asyncio.create_task(self._read(socket))
            try:
                yield
            finally:
                self._reading.cancel()

    async def _read(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            response = SignalResponse.FromString(message.data)
            if response.HasField("join"):
                self.sid = response.join.participant.sid
            elif response.HasField("offer"):
                offer = sdp.parse(response.offer.sdp)
                self._follow(offer)
                answer = SessionDescription(type="answer", id=response.offer.id, sdp=self._answer(offer))
                await socket.send_bytes(SignalRequest(answer=answer).SerializeToString())

    def _answer(self, offer: sdp.SessionDescription) -> str:
        algorithm, fingerprint = self.peer.fingerprint
        for section in offer.media:
            section.direction = "recvonly" if section.direction == "sendonly" else section.direction
            section.setup, section.candidates = "active", []
            section.ice_ufrag, section.ice_pwd = "listener", "password-of-the-listener"
            section.ssrcs, section.ssrc_groups, section.msid = {}, [], None
        offer.ice_lite, offer.fingerprints = False, [sdp.Fingerprint(algorithm, fingerprint)]
        return sdp.write(offer)

    def _follow(self, offer: sdp.SessionDescription) -> None:
        credentials, candidate = offer.ice_credentials, offer.media[0].candidates[0]
        assert credentials is not None
        self.credentials.put_nowait(credentials)
        if self._connecting is None:
            address = (candidate.address, candidate.port)
            fingerprint = offer.all_fingerprints[0].value
            self._connecting = asyncio.create_task(self.peer.connect(address, *credentials, fingerprint))

    async def restarted(self) -> tuple[str, str]:
        """The credentials of the newest offer that differ from those before."""
        first = await self.credentials.get()
        while (newer := await asyncio.wait_for(self.credentials.get(), 5)) == first:
            pass
        return newer


def who(world: World, identity: str) -> Participant:
    return world.server.node.rooms["room"].participants[identity]


async def hears(talker: Talker, peer: LeanPeer, seen: list[int]) -> None:
    """What is said now is heard, and is the next after what was heard before."""
    talker.say()
    packet = await asyncio.wait_for(peer.rtp.get(), 5)
    sequence = rtp.parse(packet).sequence
    assert not seen or sequence == (seen[-1] + 1) & 0xFFFF
    seen.append(sequence)


async def begins(talker: Talker, peer: LeanPeer) -> list[int]:
    """Talks until the listener is subscribed; the sequence number it heard first."""
    async with asyncio.timeout(10):
        while peer.rtp.empty():
            talker.say()
            await asyncio.sleep(0.01)
    seen = [0]
    with contextlib.suppress(TimeoutError):
        while True:
            seen = [rtp.parse(await asyncio.wait_for(peer.rtp.get(), 0.1)).sequence]
    return seen


def at(transport: Transport) -> int:
    """The port that media goes to."""
    assert transport.address is not None
    return transport.address[1]


async def refused(world: World, reason: str) -> None:
    """Waits until the node has refused one more packet for this reason."""
    node = world.server.node
    node.count()
    before = node.drops.counts[reason]
    async with asyncio.timeout(5):
        while node.drops.counts[reason] == before:
            await asyncio.sleep(0)
            node.count()


@pytest.fixture
async def bob(open_world: World) -> AsyncIterator[Lean]:
    """A listener with one peer connection."""
    made = Lean(open_world.url, open_world.token(open_world.grant("bob")))
    made.add_sections(1, 0)
    await made.join()
    yield made
    await made.leave()


@pytest.fixture
async def talker(open_world: World) -> AsyncIterator[Talker]:
    made = Talker(open_world.url, open_world.token(open_world.grant("alice")))
    await made.join()
    yield made
    await made.leave()


async def test_a_listener_restarts_and_moves_while_it_listens(open_world: World, talker: Talker, bob: Lean) -> None:
    seen = await begins(talker, bob.peer)
    transport = who(open_world, "bob").subscriber
    old, old_port = transport.credentials, bob.peer.local_port
    new = await bob.restart()
    assert new != (old.ufrag, old.password)
    await hears(talker, bob.peer, seen)  # nothing was checked yet: by the old way
    assert at(transport) == old_port
    former = await bob.peer.move()
    await hears(talker, bob.peer, seen)
    assert at(transport) == old_port
    await bob.peer.check(*new)
    await hears(talker, bob.peer, seen)
    assert at(transport) == bob.peer.local_port != old_port
    former.close()
    bob.peer.send_raw(binding_request(old.ufrag, old.password))
    await refused(open_world, "stun_unknown_ufrag")
    await hears(talker, bob.peer, seen)


async def test_a_talker_restarts_and_moves_while_it_talks(open_world: World, talker: Talker, bob: Lean) -> None:
    seen = await begins(talker, bob.peer)
    transport = who(open_world, "alice").publisher
    new = await talker.restart()
    await hears(talker, bob.peer, seen)
    former = await talker.peer.move()
    talker.peer.send_raw(RTP)  # from an address that proved nothing: nobody's
    await refused(open_world, "unknown_address")
    await talker.peer.check(*new)
    former.close()
    for _ in range(3):
        await hears(talker, bob.peer, seen)
    assert at(transport) == talker.peer.local_port
    assert (transport.credentials.ufrag, transport.credentials.password) == new


async def test_a_phone_changes_networks_without_a_word(open_world: World, talker: Talker, bob: Lean) -> None:
    """A NAT gives it another port, or it roams: no restart, only the next check comes from elsewhere."""
    seen = await begins(talker, bob.peer)
    listening, talking = who(open_world, "bob").subscriber, who(open_world, "alice").publisher
    for peer, transport in ((bob.peer, listening), (talker.peer, talking)):
        mine = transport.credentials
        for _ in range(3):
            (await peer.move()).close()
            await peer.check(mine.ufrag, mine.password)
            await hears(talker, bob.peer, seen)
            assert at(transport) == peer.local_port


async def test_with_two_connections_a_resume_restarts_the_subscribers(open_world: World, talker: Talker) -> None:
    bob = DualListener(open_world)
    try:
        await _resume_and_move(open_world, talker, bob)
    finally:
        await bob.peer.close()


async def _resume_and_move(open_world: World, talker: Talker, bob: DualListener) -> None:
    async with bob.signalling():
        seen = await begins(talker, bob.peer)
    transport = who(open_world, "bob").subscriber
    old = transport.credentials
    await hears(talker, bob.peer, seen)  # without signalling too
    async with bob.signalling(resume=True):
        new = await bob.restarted()
        assert new != (old.ufrag, old.password)
        former = await bob.peer.move()
        await hears(talker, bob.peer, seen)
        await bob.peer.check(*new)
        former.close()
        await hears(talker, bob.peer, seen)
        assert at(transport) == bob.peer.local_port
        bob.peer.send_raw(binding_request(old.ufrag, old.password))
        await refused(open_world, "stun_unknown_ufrag")


async def test_a_client_that_restarts_and_never_connects_does_not_grow_the_server(
    open_world: World, talker: Talker
) -> None:
    node = open_world.server.node
    before = len(node.port._by_ufrag)
    for _ in range(20):
        await talker.restart()
    assert len(node.port._by_ufrag) <= before + 4
    await talker.peer.check(*talker._remote or ("", ""))
    assert len(node.port._by_ufrag) == before
