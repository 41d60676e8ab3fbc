"""Host tools from both sides: the host calls with their own room token, clients are told as LiveKit tells them."""

import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from livekit.protocol import rtc
from livekit.protocol.models import DataPacket, ParticipantInfo, TrackSource, TrackType

from sfu.net.channels import RELIABLE
from sfu.rooms import data
from sfu.rooms.hosting import Hosting
from sfu.rooms.link import Reason
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding, Publication
from sfu.tests.signal.conftest import World
from sfu.tests.signal.test_doors import booking
from sfu.tests.signal.test_sessions import self_or
from sfu.tests.signalling import ask, hear


class Stage:
    """A world with a host in its room."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token

    async def call(self, call: str, *, token: str | None = None, **body: Any) -> Any:
        """The answer of a host call; (status, problem) when it is refused."""
        headers = {"Authorization": f"Bearer {token or self.token}"}
        url = f"{self.world.url}/twirp/visavis.HostService/{call}"
        async with self.world.http.post(url, json=body, headers=headers) as answer:
            found = await answer.json()
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            return found if answer.status == 200 else (answer.status, found["code"])

    @contextlib.asynccontextmanager
    async def join(self, identity: str, **grant: Any) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
        async with self.world.connect(self.world.token(self.world.grant(identity, **grant))) as socket:
            yield socket

    def person(self, identity: str) -> Participant:
        found = self.world.server.node.rooms["room"].find(identity)
        assert found is not None
        return found

    def connected(self, identity: str) -> Participant:
        """As if the person's media connection came up."""
        person = self.person(identity)
        person.on_connected(person.subscriber)
        return person


@contextlib.asynccontextmanager
async def hosted(world: World) -> AsyncIterator[tuple[Stage, aiohttp.ClientWebSocketResponse]]:
    on = Stage(world, world.token(world.grant("host", room_admin=True)))
    async with world.connect(on.token) as socket:
        await hear(socket, "join")
        on.connected("host")
        yield on, socket


def publish(on: Stage, identity: str, source: TrackSource, kind: TrackType = TrackType.AUDIO) -> Publication:
    """A negotiated track of that person."""
    person = on.person(identity)
    cid = str(source)
    publication = person.add_track(rtc.AddTrackRequest(cid=cid, type=kind, source=source))
    mime = "audio/opus" if kind == TrackType.AUDIO else "video/VP8"
    encoding = Encoding(mime, 48000, 111, None, "", 2)
    publication.negotiate(encoding, mid=cid, rids=[], audio_level_id=0, transports=person.node.transports)
    person.publish(publication)
    return publication


def told(person: Participant, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """(topic, JSON) of what is sent to a person as data, from now on."""
    heard: list[tuple[str, Any]] = []

    def send(label: str, message: bytes) -> bool:
        packet = DataPacket.FromString(message)
        heard.append((packet.user.topic, json.loads(packet.user.payload)))
        return label == RELIABLE

    monkeypatch.setattr(person.subscriber.channels, "send", send)
    return heard


# ---- the lobby ----


async def test_one_who_waits_learns_nothing_of_the_room(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        publish(on, "host", TrackSource.MICROPHONE)
        room = open_world.server.node.rooms["room"]
        room.set_metadata('{"topic": "secret"}')
        state = await on.call("SetLobby", enabled=True)
        assert (state["lobby"], state["waiting"]) == (True, [])
        async with on.join("ann") as ann:
            join = (await hear(ann, "join")).join
            assert not join.other_participants
            assert join.room.num_participants == 0
            assert json.loads(join.room.metadata) == {
                "visavis": {"lobby": True, "locked": False, "spotlight": []},
            }
            me = join.participant
            assert dict(me.attributes) == {"visavis.lobby": "waiting"}
            may = me.permission
            assert [may.can_publish, may.can_subscribe, may.can_publish_data] == [False] * 3
            person = on.connected("ann")
            await ask(ann, rtc.SignalRequest(add_track=rtc.AddTrackRequest(cid="c", type=TrackType.AUDIO)))
            refused = (await hear(ann, "request_response")).request_response
            assert refused.reason == rtc.RequestResponse.NOT_ALLOWED
            assert not person.subscribing.all()
            room.broadcast_room()
            room.participants["host"].changed()
            await ask(ann, rtc.SignalRequest(ping=1))
            kinds: list[str] = []
            while not kinds or kinds[-1] != "pong":
                message = rtc.SignalResponse.FromString((await ann.receive(timeout=10)).data)
                kinds.append(str(message.WhichOneof("message")))
                for participant in message.update.participants:
                    assert participant.identity == "ann"
            assert "room_update" not in kinds


async def test_no_data_passes_the_lobbys_door(open_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            await hear(ann, "join")
            waiting, host = on.connected("ann"), on.person("host")
            heard_by_ann, heard_by_host = told(waiting, monkeypatch), told(host, monkeypatch)
            packet = DataPacket()
            packet.user.payload = b"{}"
            data.relay(host, RELIABLE, packet.SerializeToString())
            data.relay(waiting, RELIABLE, packet.SerializeToString())
            waiting.room.announce({"ends_at": 1})
            assert not heard_by_ann
            assert heard_by_host == [("visavis.room", {"ends_at": 1})]
            assert open_world.server.node.drops.counts["data_not_permitted"] == 1


async def test_the_host_is_told_who_waits_and_lets_them_in(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hosted(open_world) as (on, host):
        microphone = publish(on, "host", TrackSource.MICROPHONE)
        await on.call("SetLobby", enabled=True)
        heard = told(on.person("host"), monkeypatch)
        async with on.join("ann", name="Ann", attributes={"role": "client"}) as ann:
            await hear(ann, "join")
            person = on.connected("ann")
            assert heard == [("visavis.host", {"event": "waiting", "identity": "ann", "name": "Ann"})]
            waiting = (await on.call("GetState"))["waiting"]
            assert [(w["identity"], w["name"]) for w in waiting] == [("ann", "Ann")]
            assert (await on.call("Admit", identity="ann"))["waiting"] == []
            assert heard[-1] == ("visavis.host", {"event": "admitted", "identity": "ann", "name": "Ann"})
            assert (await hear(ann, "room_update")).room_update.room.num_participants == 2
            seen = {p.identity: p for p in (await hear(ann, "update")).update.participants}
            assert set(seen) == {"ann", "host"}
            assert dict(seen["ann"].attributes) == {"role": "client"}
            assert seen["ann"].permission.can_publish
            assert (await self_or(host, "ann")).state == ParticipantInfo.ACTIVE
            assert person.subscribing.get(microphone.sid) is not None
            again = await on.call("Admit", identity="ann")
            assert again["waiting"] == []


async def test_one_who_was_let_in_is_not_asked_again(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            await hear(ann, "join")
            await on.call("Admit", identity="ann")
        async with on.join("ann") as ann:
            assert not (await hear(ann, "join")).join.participant.attributes


async def test_one_who_waits_may_lose_their_line_and_waits_on(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            sid = (await hear(ann, "join")).join.participant.sid
        resume = rtc.JoinRequest(reconnect=True, participant_sid=sid)
        token = open_world.token(open_world.grant("ann"))
        async with open_world.connect(token, resume) as ann:
            await hear(ann, "reconnect")
            assert [p.identity for p in (await hear(ann, "update")).update.participants] == ["ann"]
            assert (await hear(ann, "room_update")).room_update.room.num_participants == 0
            assert len((await on.call("GetState"))["waiting"]) == 1
        async with open_world.connect(token) as ann:  # a full reconnect waits too, once
            join = (await hear(ann, "join")).join
            assert dict(join.participant.attributes) == {"visavis.lobby": "waiting"}
            assert len((await on.call("GetState"))["waiting"]) == 1


async def test_one_who_is_refused_reads_why_and_may_knock_again(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            await hear(ann, "join")
            assert (await on.call("Refuse", identity="ann"))["waiting"] == []
            leave = (await hear(ann, "leave")).leave
            assert (leave.reason, leave.action) == (Reason.USER_REJECTED, rtc.LeaveRequest.DISCONNECT)
        async with on.join("ann") as ann:
            assert (await hear(ann, "join")).join.participant.attributes["visavis.lobby"] == "waiting"
        assert await on.call("Refuse", identity="bob") == (404, "not_found")


async def test_without_a_lobby_nobody_waits_any_more(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann, on.join("bob") as bob:
            for socket in (ann, bob):
                await hear(socket, "join")
            state = await on.call("SetLobby", enabled=False)
            assert state["waiting"] == []
            for socket in (ann, bob):
                while not (await hear(socket, "update")).update.participants[0].permission.can_subscribe:
                    pass


async def test_the_lobby_has_a_bound_and_so_has_the_room(open_world: World) -> None:
    node = open_world.server.node
    node.create_room("room", max_participants=2, metadata='{"visavis": {"lobby": true}}')
    async with hosted(open_world) as (on, _), contextlib.AsyncExitStack() as stack:
        for i in range(node.settings.limits.waiting):
            participant = Participant(
                node.rooms["room"],
                open_world.grant(f"w{i}"),
                rtc.JoinRequest().client_info,
                single=True,
                auto_subscribe=True,
                link=on.person("host").link,
            )
            node.rooms["room"].join(participant)
        assert await open_world.validate(open_world.token(open_world.grant("ann"))) == (403, "the lobby is full")
        await on.call("Admit", identity="w0")
        assert await on.call("Admit", identity="w1") == (429, "resource_exhausted")
        assert len((await on.call("AdmitAll"))["waiting"]) == node.settings.limits.waiting - 1
        ann = await stack.enter_async_context(on.join("ann"))
        assert (await hear(ann, "join")).join.participant.attributes["visavis.lobby"] == "waiting"


async def test_who_waits_was_never_there_for_the_world(open_world: World) -> None:
    events = []

    class Watching:
        def on_event(self, event: str, room: object, participant: Participant | None, track: object) -> None:
            events.append((event, participant.identity if participant else None))

    node = open_world.server.node
    node.settings.observers.append(Watching())
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        for admitted in (False, True):
            async with on.join("ann") as ann:
                await hear(ann, "join")
                on.connected("ann")
                await on.call("Admit" if admitted else "Refuse", identity="ann")
                await hear(ann, "update" if admitted else "leave")
    assert [event for event in events if event[1] == "ann"] == [("participant_joined", "ann")]


# ---- lock, remove, end ----


async def test_a_locked_room_takes_nobody_new_and_lets_its_own_come_back(open_world: World) -> None:
    async with hosted(open_world) as (on, host):
        async with on.join("ann") as ann:
            await hear(ann, "join")
            assert (await on.call("SetLock", locked=True))["locked"]
            shown = json.loads((await hear(host, "room_update")).room_update.room.metadata)
            assert shown["visavis"]["locked"]
            assert await open_world.validate(open_world.token(open_world.grant("bob"))) == (403, "the room is locked")
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with on.join("bob"):
                    pass
            assert refused.value.status == 403
            assert open_world.server.node.drops.counts["join_refused"] == 2
            assert (await open_world.validate(open_world.token(open_world.grant("ann"))))[0] == 200
            other_host = open_world.token(open_world.grant("other host", room_admin=True))
            assert (await open_world.validate(other_host))[0] == 200
        await on.call("SetLock", locked=False)
        assert (await open_world.validate(open_world.token(open_world.grant("bob"))))[0] == 200


async def test_a_door_that_closes_during_the_upgrade_is_closed(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the HTTP answer and the first message others have their turn on the loop."""
    async with hosted(open_world):
        node, prepare = open_world.server.node, web.WebSocketResponse.prepare

        async def slowly(self: web.WebSocketResponse, request: web.BaseRequest) -> object:
            made = await prepare(self, request)
            node.rooms["room"].set_hosting(Hosting(locked=True))
            return made

        monkeypatch.setattr(web.WebSocketResponse, "prepare", slowly)
        async with open_world.connect(open_world.token(open_world.grant("ann"))) as ann:
            leave = (await hear(ann, "leave")).leave
        assert (leave.reason, leave.action) == (Reason.JOIN_FAILURE, rtc.LeaveRequest.DISCONNECT)
        assert set(node.rooms["room"].participants) == {"host"}


async def test_one_who_is_removed_stays_out_until_the_host_thinks_again(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        async with on.join("ann") as ann:
            await hear(ann, "join")
            assert (await on.call("Remove", identity="ann"))["removed"] == ["ann"]
            leave = (await hear(ann, "leave")).leave
            assert (leave.reason, leave.action) == (Reason.PARTICIPANT_REMOVED, rtc.LeaveRequest.DISCONNECT)
        token = open_world.token(open_world.grant("ann"))
        assert await open_world.validate(token) == (403, "you were removed from this room")
        await on.call("Remove", identity="bob")  # who left a moment before
        assert (await open_world.validate(open_world.token(open_world.grant("bob"))))[0] == 403
        assert (await on.call("Readmit", identity="ann"))["removed"] == ["bob"]
        assert (await open_world.validate(token))[0] == 200
        assert await on.call("Remove", identity="host") == (400, "invalid_argument")


async def test_one_who_waits_can_be_removed_for_good(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            await hear(ann, "join")
            assert (await on.call("Remove", identity="ann"))["waiting"] == []
            assert (await hear(ann, "leave")).leave.reason == Reason.PARTICIPANT_REMOVED
        assert (await open_world.validate(open_world.token(open_world.grant("ann"))))[0] == 403


async def test_a_removed_host_hosts_no_more(open_world: World) -> None:
    other = open_world.token(open_world.grant("other", room_admin=True))
    async with hosted(open_world) as (on, _):
        assert "room" in await on.call("GetState", token=other)
        await on.call("Remove", identity="other")
        assert await on.call("Readmit", token=other, identity="other") == (403, "permission_denied")


async def test_the_host_ends_it_for_everybody(open_world: World) -> None:
    async with hosted(open_world) as (on, host):
        await on.call("SetLobby", enabled=True)
        async with on.join("ann") as ann:
            await hear(ann, "join")
            assert (await on.call("End"))["ended"]
            for socket in (host, ann):
                assert (await hear(socket, "leave")).leave.reason == Reason.ROOM_DELETED
        assert not open_world.server.node.rooms


# ---- muting, asking, spotlight ----


async def test_a_microphone_is_muted_and_its_client_told(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        async with on.join("ann") as ann:
            await hear(ann, "join")
            on.connected("ann")
            microphone = publish(on, "ann", TrackSource.MICROPHONE)
            camera = publish(on, "ann", TrackSource.CAMERA, TrackType.VIDEO)
            own = publish(on, "host", TrackSource.MICROPHONE)
            await on.call("Mute", identity="ann")
            mute = (await hear(ann, "mute")).mute
            assert (mute.sid, mute.muted) == (microphone.sid, True)
            assert [t.muted for t in (microphone.info, camera.info)] == [True, False]
            await on.call("Mute", identity="ann", source="camera")
            assert camera.info.muted
            microphone.set_muted(False)
            await on.call("MuteAll")
            assert microphone.info.muted
            assert not own.info.muted
        assert await on.call("Mute", identity="nobody") == (404, "not_found")
        assert await on.call("Mute", identity="ann", source="radio") == (400, "invalid_argument")


async def test_asking_to_unmute_asks_and_does_not_unmute(open_world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with hosted(open_world) as (on, _), on.join("ann") as ann:
        await hear(ann, "join")
        heard = told(on.connected("ann"), monkeypatch)
        microphone = publish(on, "ann", TrackSource.MICROPHONE)
        microphone.set_muted(True)
        await on.call("AskToUnmute", identity="ann")
        question = {"event": "ask_to_unmute", "source": "microphone", "by": "host"}
        assert heard == [("visavis.host", question)]
        assert microphone.info.muted


async def test_the_spotlight_is_in_the_rooms_metadata_for_all_and_for_those_who_come(open_world: World) -> None:
    async with hosted(open_world) as (on, host):
        assert (await on.call("SetSpotlight", identities=["ann", "host"]))["spotlight"] == ["ann", "host"]
        shown = json.loads((await hear(host, "room_update")).room_update.room.metadata)
        assert shown["visavis"]["spotlight"] == ["ann", "host"]
        async with on.join("ann") as ann:
            shown = json.loads((await hear(ann, "join")).join.room.metadata)
            assert shown["visavis"]["spotlight"] == ["ann", "host"]
        await on.call("SetSpotlight", identities=[])
        assert (await hear(host, "room_update")).room_update.room.metadata == ""
        assert await on.call("SetSpotlight", identities="ann") == (400, "invalid_argument")


# ---- who may ----


async def test_only_a_host_of_this_room_may_call(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        plain = open_world.token(open_world.grant("ann"))
        assert await on.call("GetState", token=plain) == (403, "permission_denied")
        elsewhere = open_world.token(open_world.grant("host", room="other", room_admin=True))
        assert await on.call("GetState", token=elsewhere) == (404, "not_found")
        assert await on.call("GetState", token="x.y.z") == (401, "unauthenticated")
        assert await on.call("NoSuchCall") == (404, "bad_route")
        assert await on.call("SetLobby", enabled="yes") == (400, "invalid_argument")


async def test_a_browser_may_ask_from_any_origin(open_world: World) -> None:
    url = f"{open_world.url}/twirp/visavis.HostService/GetState"
    async with open_world.http.options(url) as answer:
        assert answer.status == 204
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    async with open_world.http.post(url, data=b"[" * 5000, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 401


async def test_host_calls_have_a_rate(open_world: World) -> None:
    async with hosted(open_world) as (on, _):
        most = int(open_world.server.node.settings.limits.host_bucket().burst)
        for _ in range(most):
            assert "room" in await on.call("GetState")
        assert await on.call("GetState") == (429, "resource_exhausted")
        assert open_world.server.node.drops.counts["host_rate"] == 1


async def test_in_closed_mode_a_host_calls_with_the_schedulers_token_or_a_refreshed_one(closed_world: World) -> None:
    closed_world.server.node.create_room("room", metadata=booking())
    token = closed_world.booking_token(closed_world.grant("host", room_admin=True))
    on = Stage(closed_world, token)
    assert (await on.call("GetState"))["room"] == "room"
    async with closed_world.connect(token) as socket:
        fresh = (await hear(socket, "refresh_token")).refresh_token
        assert (await on.call("GetState", token=fresh))["room"] == "room"
        room = closed_world.server.node.rooms["room"]
        room.leave(room.participants["host"], Reason.CLIENT_INITIATED)
        assert await on.call("GetState", token=fresh) == (403, "permission_denied")
    state = await on.call("SetLobby", enabled=True)
    metadata = json.loads(closed_world.server.node.rooms["room"].info().metadata)
    assert metadata["visavis"]["lobby"]
    assert state["ends_at"] == metadata["ends_at"]  # the booking's window is still what it was
    server = closed_world.token(closed_world.grant("", room_admin=True, room_join=False))
    assert (await on.call("GetState", token=server))["lobby"]


# ---- the longest time ----


async def test_a_room_ends_after_its_longest_time_with_warnings(
    open_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    node, time = open_world.server.node, open_world.time
    node.create_room("room", metadata='{"max_seconds": 600}', empty_timeout=1e6)
    time.advance(5000)  # nobody was in: that does not count
    async with hosted(open_world) as (on, host):
        heard = told(on.person("host"), monkeypatch)
        fresh = (await on.call("GetState"))["ends_at"]
        assert fresh == time.wall + 600
        tick(open_world, 299)
        assert not heard
        tick(open_world, 1)
        tick(open_world, 240)
        assert heard == [("visavis.room", {"ends_at": fresh, "closes_at": fresh})] * 2
        tick(open_world, 59)
        assert node.rooms
        tick(open_world, 1)
        assert not node.rooms
        assert (await hear(host, "leave")).leave.reason == Reason.ROOM_CLOSED


def tick(world: World, seconds: float) -> None:
    """Time passes, and the people are known to be there."""
    world.time.advance(seconds)
    for room in world.server.node.rooms.values():
        for participant in room.participants.values():
            participant.subscriber.last_check = world.time.mono
    world.server.ticker.tick(world.time.mono)


async def test_the_longest_time_of_the_node_holds_where_the_room_says_nothing(open_world: World) -> None:
    settings = open_world.server.node.settings
    object.__setattr__(settings, "room_max_seconds", 60.0)
    async with hosted(open_world) as (on, _):
        assert (await on.call("GetState"))["ends_at"] == open_world.time.wall + 60
        room = open_world.server.node.rooms["room"]
        room.set_metadata('{"max_seconds": 0}')
        assert (await on.call("GetState"))["ends_at"] is None


async def test_a_refreshed_token_never_outlives_the_longest_time(open_world: World) -> None:
    import jwt

    open_world.server.node.create_room("room", metadata='{"max_seconds": 100}')
    async with open_world.connect(open_world.token()) as socket:
        fresh = (await hear(socket, "refresh_token")).refresh_token
    assert jwt.decode(fresh, options={"verify_signature": False})["exp"] == int(open_world.time.wall + 100)
