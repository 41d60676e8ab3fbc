"""The lean clients in a room of Janus' videoroom: same sockets, same packets, same reports as in ours."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Final

from sfu.bench import source
from sfu.bench.clients import PASSWORD, Client, Publisher
from sfu.bench.crowd import Crowd, CrowdPeer
from sfu.bench.janus.server import Session, janus
from sfu.bench.stage import Stage, stage
from sfu.net.ice import StunRefusedError, answer_check
from sfu.wire import extensions, sdp

ROOM: Final = 1234
_UFRAG: Final = "peer"  # as LeanPeer's checks say


class JanusPeer(CrowdPeer):
    """Answers checks, since Janus is a full ICE agent. Who offers controls: `controlled` waits to be chosen."""

    def __init__(self, crowd: Crowd, password: str, *, controlled: bool, feedback: bool = True) -> None:
        super().__init__(crowd, feedback=feedback)
        self._password, self._controlled = password, controlled
        self._asked = asyncio.Event()

    async def check(self, ufrag: str, password: str) -> None:
        if self._controlled:
            await asyncio.wait_for(self._asked.wait(), 10)
        else:
            await super().check(ufrag, password)

    def _on_other(self, data: bytes) -> None:
        if data[:2] != b"\x00\x01":
            super()._on_other(data)
            return
        with contextlib.suppress(StunRefusedError):
            self.send_raw(answer_check(data, self.bind(), lambda _: self._password).reply)
            self._asked.set()


class JanusPublisher(Publisher):
    """Joins a room and publishes its sections by one offer, as the DTLS client."""

    def __init__(self, session: Session, peer: JanusPeer, layers: Sequence[source.Layer]) -> None:
        super().__init__("", "", peer, layers=layers)
        self._janus = session
        self.feed = 0
        del self.sections[0]  # no data channel
        for section in self.sections:
            _reach(section, peer)
            if section.rids:  # Janus takes the first for the best
                section.rids.reverse()
                section.simulcast = sdp.Simulcast(send=tuple(rid.id for rid in section.rids))

    async def join(self) -> None:
        handle = await self._janus.attach()
        offer = self._offer().sdp  # names no SSRC: mid and rid in the packets say what they are
        found = await self._janus.ask(
            handle,
            {"request": "joinandconfigure", "room": ROOM, "ptype": "publisher", "display": "publisher"},
            {"type": "offer", "sdp": offer},
        )
        self.feed = int(found["plugindata"]["data"]["id"])
        await self._on_answer(sdp.parse(found["jsep"]["sdp"]))
        await self._until_connected()


class JanusViewer(Client):
    """Subscribes to one publisher: Janus offers, it answers."""

    def __init__(self, session: Session, peer: JanusPeer, publisher: JanusPublisher) -> None:
        super().__init__("", "", peer)
        self._janus = session
        self._publisher = publisher

    async def join(self) -> None:
        handle = await self._janus.attach()
        streams = [{"feed": self._publisher.feed}]
        found = await self._janus.ask(
            handle, {"request": "join", "room": ROOM, "ptype": "subscriber", "streams": streams}
        )
        offer = sdp.parse(found["jsep"]["sdp"])
        self.sections = [self._answered(section) for section in offer.media]
        assert isinstance(self.peer, CrowdPeer)
        self.peer.sequence_id = next(
            (s.extension_id(extensions.TRANSPORT_SEQUENCE) or 0 for s in offer.media if s.kind == "video"), 0
        )
        await self._janus.ask(handle, {"request": "start"}, {"type": "answer", "sdp": self._offer().sdp})
        await self._on_answer(offer)
        await self._until_connected()

    def _answered(self, offered: sdp.MediaSection) -> sdp.MediaSection:
        assert isinstance(self.peer, CrowdPeer)
        answered = sdp.MediaSection(
            offered.kind,
            offered.mid,
            direction="recvonly",
            codecs=list(offered.codecs),
            extmap=dict(offered.extmap),
            rtcp_mux=True,
            rtcp_rsize=True,
            ice_pwd=PASSWORD,
        )
        _reach(answered, self.peer)
        return answered


def _reach(section: sdp.MediaSection, peer: CrowdPeer) -> None:
    """How Janus reaches this peer."""
    section.ice_ufrag, section.setup = _UFRAG, "active"
    section.candidates, section.end_of_candidates = [sdp.Candidate(*peer.bind())], True


class JanusStage(Stage):
    """The same stage before Janus; one room."""

    session: Session

    def _publisher(self, room: str, number: int, layers: Sequence[source.Layer], *, audio: bool) -> Publisher:
        return JanusPublisher(self.session, JanusPeer(self.crowd, PASSWORD, controlled=False), layers)

    def _viewer(self, room: str, number: int, *, feedback: bool) -> Client:
        publisher = self.publishers[0]
        assert isinstance(publisher, JanusPublisher)
        peer = JanusPeer(self.crowd, PASSWORD, controlled=True, feedback=feedback)
        return JanusViewer(self.session, peer, publisher)


@contextlib.asynccontextmanager
async def janus_stage(state: Path) -> AsyncIterator[Stage]:
    """A Janus with an open room, and nobody in it yet."""
    async with janus() as (pid, url):
        session = Session(url)
        await session.open()
        try:
            handle = await session.attach()
            room = {"request": "create", "room": ROOM, "publishers": 6, "audiocodec": "opus", "videocodec": "vp8"}
            await session.ask(handle, {**room, "transport_wide_cc_ext": True, "audiolevel_ext": True, "bitrate": 0})
            async with stage(state, url, pid, JanusStage) as made:
                assert isinstance(made, JanusStage)
                made.session = session
                yield made
        finally:
            await session.close()
