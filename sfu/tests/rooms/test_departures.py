"""Who leaves is freed at once, by counting references: the collector is off in all these tests."""

import asyncio
import contextlib
import gc
import weakref
from collections.abc import AsyncIterator, Iterator

import pytest
from livekit.protocol import rtc
from livekit.protocol.models import DisconnectReason

from sfu.bench.clients import Publisher
from sfu.bench.processes import KEY, SECRET, token
from sfu.bench.resuming import Resuming, Speaker, Viewer
from sfu.bench.source import LAYERS
from sfu.config import load
from sfu.rooms.clock import Clock
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Publication
from sfu.rooms.room import RETURN_SECONDS, Room
from sfu.server import Running, running
from sfu.signal.client import Client
from sfu.signal.oneshot import OneShot
from sfu.tests.api.stage import stage
from sfu.tests.rooms.test_red import redundant, speak
from sfu.tests.signal.conftest import World, open_world
from sfu.tests.signalling import hear
from sfu.wire import sdp

__all__ = ["open_world"]

Watched = dict[str, "weakref.ref[object]"]
PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def without_the_collector() -> Iterator[None]:
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@pytest.fixture
async def server(kernel: bool) -> AsyncIterator[Running]:
    environment = {
        "VISAVIS_ENV": "test",
        "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
        "VISAVIS_SFU_HTTP_PORT": "0",
        "VISAVIS_SFU_UDP_PORT": "0",
        "VISAVIS_SFU_BIND": "127.0.0.1",
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
        "VISAVIS_SFU_KERNEL": "on" if kernel else "off",
        "LIVEKIT_API_KEY": KEY,
        "LIVEKIT_API_SECRET": SECRET,
    }
    async with running(load(environment)) as running_server:
        assert (running_server.node.kernel is not None) == kernel
        running_server.node.settings.observers.clear()  # those that would call the collector
        yield running_server


def parts(of: Participant) -> dict[str, object]:
    """All that a participant is made of."""
    found: dict[str, object] = {
        "participant": of,
        "link": of.link,
        "receiving": of.receiving,
        "sending": of.sending,
        "downlink": of.downlink,
        "subscribing": of.subscribing,
        "data tracks": of.data_tracks,
        "calls": of.calls,
    }
    for side, transport in (("publisher", of.publisher), ("subscriber", of.subscriber)):
        found |= {
            side: transport,
            f"{side}'s DTLS": transport._dtls,
            f"{side}'s channels": transport.channels,
            f"{side}'s SCTP": transport.channels._sctp,
        }
    if isinstance(of.link, Client):
        found["answering"], found["offering"] = of.link._answering, of.link._offering
    for source in of.sources():
        found |= parts_of_track(source)
    return {name: each for name, each in found.items() if each is not None}


def parts_of_track(source: Publication) -> dict[str, object]:
    name = source.encoding.mime if source.encoding is not None else ""
    found: dict[str, object] = {name: source, f"{name}'s forwarder": source.forwarder}
    for number, layer in source.forwarder._sources.items():
        found |= {f"{name}'s layer {number}": layer}
    return found


def watch(*people: Participant) -> Watched:
    return {f"{of.identity}: {name}": weakref.ref(each) for of in people for name, each in parts(of).items()}


async def all_gone(watched: Watched) -> None:
    """Waits for it, and says what stays."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while any(each() is not None for each in watched.values()):
                await asyncio.sleep(0.02)
    assert [name for name, each in watched.items() if each() is not None] == []


async def until_everything_flows(room: Room, tracks: int) -> None:
    async with asyncio.timeout(10):
        while sum(s.active for p in room.participants.values() for s in p.subscribing.all()) < tracks or not all(
            source.layers for p in room.participants.values() for source in p.sources()
        ):
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def meeting(server: Running) -> AsyncIterator[tuple[list[Resuming], Watched]]:
    """Two publishers and a viewer, all of whom came back once; and what they are made of."""
    url = f"ws://127.0.0.1:{server.http_port}"
    speakers = [Speaker(url, token(name, "room")) for name in ("ann", "ben")]
    people = [*speakers, Viewer(url, token("cat", "room"))]
    sending = []
    for person in people:
        await person.join()
        if isinstance(person, Speaker):
            sending.append(asyncio.create_task(person.run(60)))
    room = server.node.rooms["room"]
    await until_everything_flows(room, tracks=4)  # cat's; ann and ben have no sections to get each other's in
    for person in people:
        await person.hang_up()
        await person.resume()
    watched = watch(*room.participants.values())
    del room
    try:
        yield people, watched
    finally:
        for task in sending:
            task.cancel()
        await asyncio.gather(*sending, return_exceptions=True)


@pytest.mark.media
async def test_publishers_and_viewers_who_came_back_and_left(server: Running) -> None:
    async with meeting(server) as (people, watched):
        assert len(watched) > 60
        for person in people:
            await person.leave()
        await all_gone(watched)


@pytest.mark.media
async def test_who_vanished_and_is_given_up(server: Running) -> None:
    async with meeting(server) as (people, watched):
        for person in people:
            await person.vanish()
        room = server.node.rooms["room"]
        for participant in room.everybody():
            room.leave(participant, DisconnectReason.SIGNAL_CLOSE)
        del participant
        await all_gone(watched)


@pytest.mark.media
async def test_a_room_that_is_closed_with_people_inside(server: Running) -> None:
    async with meeting(server) as (people, watched):
        watched["room"] = weakref.ref(server.node.rooms["room"])
        server.node.close_room(server.node.rooms["room"], DisconnectReason.ROOM_DELETED)
        await all_gone(watched)
        for person in people:
            await person.leave()


async def test_one_with_two_connections_that_never_connected(open_world: World) -> None:
    open_world.server.node.settings.observers.clear()
    async with open_world.connect(open_world.token(), single=False) as socket:
        await hear(socket, "offer")
        watched = watch(*open_world.server.node.rooms["room"].participants.values())
        assert any("offering" in name for name in watched)
        await socket.send_bytes(rtc.SignalRequest(leave=rtc.LeaveRequest()).SerializeToString())
        await hear(socket, "leave")
    await all_gone(watched)


async def test_who_was_lost_is_remembered_for_a_while_only() -> None:
    now = 1000.0
    async with stage(clock=Clock(monotonic=lambda: now, wall=lambda: 1_800_000_000.0)) as on:
        room = on.node.create_room("room")
        for number in range(5):
            room.leave(on.join(room, f"person {number}")[0], DisconnectReason.CONNECTION_TIMEOUT)
            now += RETURN_SECONDS - 1
        assert room._lost.keys() == {"person 3", "person 4"}
        assert room.returning() == {"person 4"}


async def test_redundant_sound_and_its_plain_twin(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        speaker = on.join(on.node.create_room("room"), "ann")[0]
        publication = redundant(on, speaker)
        speak(speaker, range(3))
        watched = watch(speaker)
        assert {"ann: audio/red", "ann: audio/opus"} <= watched.keys()
        speaker.room.leave(speaker, DisconnectReason.CLIENT_INITIATED)
        del speaker, publication
        await all_gone(watched)


def _media_only(offer: str) -> str:
    """Without the section of data channels, which WHIP does not take."""
    description = sdp.parse(offer)
    description.media = [section for section in description.media if section.kind != "application"]
    description.bundle = tuple(section.mid for section in description.media)
    return sdp.write(description)


async def test_one_who_came_by_http(open_world: World) -> None:
    node = open_world.server.node
    node.settings.observers.clear()
    ended: list[str] = []
    room = node.create_room("room")
    url = f"ws://127.0.0.1:{open_world.server.http_port}"
    offer = Publisher(url, "", layers=LAYERS[-1:])._offer()
    made = OneShot.publisher(room, open_world.grant(), _media_only(offer.sdp), lambda: ended.append("end"))
    watched = watch(made.participant)
    made.end()
    del made
    await all_gone(watched)
    assert ended == ["end"]
