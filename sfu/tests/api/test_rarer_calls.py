"""The server API's rarer calls: options of rooms, moving, calling a participant, revoking, repeating."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from livekit import api
from livekit.protocol.models import DataPacket, ParticipantInfo
from livekit.protocol.room import PerformRpcRequest, PerformRpcResponse

from auth.room_token import Grant, encode_hs256
from sfu.api.room_service import RoomService
from sfu.api.twirp import TwirpError
from sfu.net.channels import RELIABLE
from sfu.rooms import data, rpc
from sfu.rooms.link import RoomEvent
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room
from sfu.signal.sections import put_track
from sfu.wire.sdp import MediaSection

from .stage import KEY, SECRET, KeptLink, Stage, stage

ADMIN = Grant(room="chess", room_admin=True, room_create=True)


# ---- rooms ----


async def test_asking_again_brings_a_room_up_to_date() -> None:
    async with stage() as on:
        rooms = on.client.room
        await rooms.create_room(api.CreateRoomRequest(name="chess", empty_timeout=60, max_participants=3))
        again = await rooms.create_room(api.CreateRoomRequest(name="chess", departure_timeout=7, max_participants=4))
        assert (again.empty_timeout, again.departure_timeout, again.max_participants) == (60, 7, 4)


@pytest.mark.parametrize(
    "option",
    [
        {"room_preset": "webinar"},
        {"egress": api.RoomEgress()},
        {"agents": [api.RoomAgentDispatch(agent_name="a")]},
        {"min_playout_delay": 100},
        {"max_playout_delay": 100},
        {"replay_enabled": True},
    ],
)
async def test_what_would_not_be_done_is_refused_by_name(option: dict[str, Any]) -> None:
    async with stage() as on:
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.create_room(api.CreateRoomRequest(name="chess", **option))
        assert (caught.value.code, caught.value.status) == ("unimplemented", 501)
        assert next(iter(option)) in caught.value.message
        assert not on.node.rooms


async def test_a_room_for_another_node_is_not_made_here() -> None:
    async with stage() as on:
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.create_room(api.CreateRoomRequest(name="chess", node_id="node-2"))
        assert caught.value.code == "failed_precondition"
        await on.client.room.create_room(api.CreateRoomRequest(name="chess", node_id="node-1"))


@pytest.mark.parametrize(
    ("stream", "msid"), [("camera", "camera"), ("", None), ("TR_x", None), ("a b\r\na=x", None), ("ä|b", None)]
)
async def test_in_a_synchronised_room_a_persons_tracks_share_their_stream(stream: str, msid: str | None) -> None:
    """Clients play the tracks of one stream in lip sync; a name that would break the description is not used."""
    async with stage() as on:
        await on.client.room.create_room(api.CreateRoomRequest(name="chess", sync_streams=True))
        room = on.node.rooms["chess"]
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        publication = on.publish(ann)
        publication.info.stream = stream
        bob.subscribing.add(publication)
        subscription = bob.subscribing.get(publication.sid)
        assert subscription is not None
        section = MediaSection(kind="audio", mid="1")
        put_track(section, subscription, rtx=False)
        assert section.msid is not None
        assert section.msid.stream == f"{ann.sid}|{msid or publication.sid}"
        room.sync_streams = False
        put_track(section, subscription, rtx=False)
        assert section.msid.stream == f"{ann.sid}|{publication.sid}"


# ---- people ----


async def test_a_revoked_token_opens_nothing_and_a_newer_one_does() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        on.join(room, "ann")
        await on.client.room.remove_participant(
            api.RoomParticipantIdentity(room="chess", identity="ann", revoke_token_ts=1000)
        )
        old = Grant(identity="ann", room="chess", room_join=True, not_before=999.0)
        for grant, status in (
            (old, 401),
            (replace(old, not_before=None), 401),
            (replace(old, not_before=1000.0), None),
            (replace(old, identity="bob"), None),
        ):
            admitted = on.node.admit(grant)
            assert (None if isinstance(admitted, Room) else admitted.status) == status
        with pytest.raises(api.TwirpError) as caught:  # nobody there, and yet revoked
            await on.client.room.remove_participant(
                api.RoomParticipantIdentity(room="chess", identity="cy", revoke_token_ts=1000)
            )
        assert caught.value.code == "not_found"
        assert not isinstance(on.node.admit(replace(old, identity="cy")), Room)


async def test_unmuting_from_afar_only_where_the_operator_allows_it() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, link = on.join(room, "ann")
        publication = on.publish(ann)
        publication.set_muted(True)
        request = api.MuteRoomTrackRequest(room="chess", identity="ann", track_sid=publication.sid, muted=False)
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.mute_published_track(request)
        assert caught.value.code == "failed_precondition"
        on.node.settings = replace(on.node.settings, remote_unmute=True)
        answer = await on.client.room.mute_published_track(request)
        assert not answer.track.muted
        mute = next(m.mute for m in link.sent if m.WhichOneof("message") == "mute")
        assert (mute.sid, mute.muted) == (publication.sid, False)


async def test_attributes_are_bounded_together_with_those_that_are_there() -> None:
    async with stage() as on:
        on.join(on.node.create_room("chess"), "ann")

        async def set_attribute(key: str) -> None:
            await on.client.room.update_participant(
                api.UpdateParticipantRequest(room="chess", identity="ann", attributes={key: "x" * 40_000})
            )

        await set_attribute("a")
        await set_attribute("a")
        with pytest.raises(api.TwirpError) as caught:
            await set_attribute("b")
        assert caught.value.code == "invalid_argument"


class Watching:
    """Keeps what the node tells the world."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str, str]] = []

    def on_event(self, event: RoomEvent, room: Room, participant: Participant | None, track: object) -> None:
        self.events.append((event, room.name, participant.identity if participant else ""))


async def move(on: Stage, identity: str, to: str, *, destination_room: str | None = None) -> None:
    grant = Grant(
        room="chess", room_admin=True, destination_room=to if destination_room is None else destination_room
    )
    token = encode_hs256(replace(grant, expires_at=time.time() + 60), KEY, SECRET)
    client = api.LiveKitAPI.with_token(token, on.url)
    try:
        await client.room.move_participant(
            api.MoveParticipantRequest(room="chess", identity=identity, destination_room=to)
        )
    finally:
        await client.aclose()


def of(link: KeptLink, kind: str) -> list[Any]:
    return [getattr(m, kind) for m in link.sent if m.WhichOneof("message") == kind]


async def test_a_participant_moves_with_their_tracks() -> None:
    watching = Watching()
    async with stage() as on:
        on.node.settings.observers.append(watching)
        on.node.mint = lambda participant: f"token for {participant.grant.room}"
        chess, go = on.node.create_room("chess"), on.node.create_room("go", metadata="stones")
        (ann, ann_link), (bob, bob_link) = on.join(chess, "ann"), on.join(chess, "bob")
        cy, cy_link = on.join(go, "cy")
        for person in (ann, bob, cy):
            person.on_connected(person.subscriber)
        ours, theirs, there = on.publish(ann), on.publish(bob), on.publish(cy)
        assert bob.subscribing.get(ours.sid) is not None
        del watching.events[:]
        await move(on, "ann", "go")
        assert (set(chess.participants), set(go.participants)) == ({"bob"}, {"cy", "ann"})
        moved = of(ann_link, "room_moved")[0]
        assert (moved.room.name, moved.room.metadata, moved.token) == ("go", "stones", "token for go")
        assert (moved.participant.identity, [p.identity for p in moved.other_participants]) == ("ann", ["cy"])
        # For the old room she left, and her tracks with her; for the new one she came with them.
        last = of(bob_link, "update")[-1].participants[0]
        assert (last.identity, last.state) == ("ann", ParticipantInfo.DISCONNECTED)
        came = of(cy_link, "update")[-1].participants[0]
        assert (came.identity, [t.sid for t in came.tracks]) == ("ann", [ours.sid])
        assert bob.subscribing.get(ours.sid) is None
        assert ann.subscribing.get(theirs.sid) is None
        assert ann.subscribing.get(there.sid) is not None
        assert cy.subscribing.get(ours.sid) is not None
        assert watching.events == [
            ("participant_left", "chess", "ann"),
            ("participant_joined", "go", "ann"),
            ("track_published", "go", "ann"),
        ]
        assert not ann_link.left
        go.leave(ann, 0)  # type: ignore[arg-type]
        assert "ann" not in go.participants
        assert on.node.rooms["chess"].empty_since is None


async def test_moving_needs_the_right_for_both_rooms_and_a_place() -> None:
    async with stage() as on:
        chess = on.node.create_room("chess")
        ann, _ = on.join(chess, "ann")

        async def refused(to: str, **options: str) -> str:
            with pytest.raises(api.TwirpError) as caught:
                await move(on, "ann", to, **options)
            return str(caught.value.code)

        assert await refused("go") == "not_found"
        go = on.node.create_room("go", max_participants=1)
        assert await refused("go", destination_room="other") == "permission_denied"
        assert await refused("chess") == "invalid_argument"
        on.join(go, "bob")
        assert await refused("go") == "resource_exhausted"
        go.denied.add("ann")
        assert await refused("go") == "failed_precondition"
        assert ann.room is chess


async def test_forwarding_is_refused_as_not_offered() -> None:
    async with stage() as on:
        on.join(on.node.create_room("chess"), "ann")
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.forward_participant(
                api.ForwardParticipantRequest(room="chess", identity="ann", destination_room="go")
            )
        assert (caught.value.code, caught.value.status) == ("unimplemented", 501)


# ---- data and calls ----


def sent_to(participant: Participant, monkeypatch: pytest.MonkeyPatch) -> list[DataPacket]:
    """What goes out on the participant's data channel from now on."""
    sent: list[DataPacket] = []

    def send(label: str, message: bytes) -> bool:
        sent.append(DataPacket.FromString(message))
        return True

    monkeypatch.setattr(participant.subscriber.channels, "send", send)
    return sent


async def test_a_request_that_is_repeated_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        got = sent_to(ann, monkeypatch)
        service = RoomService(on.node)
        for nonce in (b"1", b"1", b"2", b"", b""):
            service.send_data(api.SendDataRequest(room="chess", data=b"x", nonce=nonce), ADMIN)
        assert [p.user.nonce for p in got] == [b"1", b"2", b"", b""]
        assert on.node.drops.counts["data_repeated"] == 1
        for i in range(5000):
            service.send_data(api.SendDataRequest(room="chess", nonce=i.to_bytes(4, "big")), ADMIN)
        assert len(on.node.rooms["chess"].nonces._seen) == 1000


async def test_data_that_no_channel_carries_is_refused_and_not_lost() -> None:
    async with stage() as on:
        on.node.create_room("chess")
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.send_data(api.SendDataRequest(room="chess", data=b"x" * 65_530))
        assert caught.value.code == "invalid_argument"


def answer_rpc(participant: Participant, sent: list[DataPacket], *, ack: bool = True, **response: Any) -> None:
    """Answers the last request as a client does: addressed to the caller."""
    request = sent[-1]
    if ack:
        packet = DataPacket(destination_identities=[request.participant_identity])
        packet.rpc_ack.request_id = request.rpc_request.id
        data.relay(participant, RELIABLE, packet.SerializeToString())
    if response:
        packet = DataPacket(destination_identities=[request.participant_identity])
        packet.rpc_response.request_id = request.rpc_request.id
        if "payload" in response:
            packet.rpc_response.payload = response["payload"]
        else:
            packet.rpc_response.error.code, packet.rpc_response.error.message = response["error"]
        data.relay(participant, RELIABLE, packet.SerializeToString())


async def test_a_server_calls_a_participants_method(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        sent, others = sent_to(ann, monkeypatch), sent_to(bob, monkeypatch)
        ann.info.permission.can_publish_data = False  # an answer to the server is no message to others
        token = encode_hs256(replace(ADMIN, expires_at=time.time() + 60), KEY, SECRET)
        body = PerformRpcRequest(
            room="chess", destination_identity="ann", method="move", payload="e4", response_timeout_ms=5000
        ).SerializeToString()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/protobuf"}
        async with aiohttp.ClientSession() as session:
            url = on.url + "/twirp/livekit.RoomService/PerformRpc"
            call = asyncio.create_task(session.post(url, data=body, headers=headers))
            while not sent:
                await asyncio.sleep(0)
            request = sent[0]
            assert (request.rpc_request.method, request.rpc_request.payload) == ("move", "e4")
            assert (request.rpc_request.version, request.rpc_request.response_timeout_ms) == (1, 5000)
            assert list(request.destination_identities) == ["ann"]
            assert request.participant_identity == request.rpc_request.id
            answer_rpc(bob, sent, payload="forged")  # not the one who was asked
            answer_rpc(ann, sent, payload="e5")
            async with await call as answer:
                assert answer.status == 200
                assert PerformRpcResponse.FromString(await answer.read()).payload == "e5"
        assert [p.WhichOneof("value") for p in others] == []
        assert not ann.calls._pending


@pytest.mark.parametrize(
    ("reply", "code", "rpc_code"),
    [
        ({"error": (1400, "Method not supported at destination")}, "invalid_argument", "1400"),
        ({"error": (1500, "Application error in method handler")}, "internal", "1500"),
        ({"error": (7, "of the app's own")}, "internal", "7"),
        ({}, "canceled", "1502"),
    ],
)
async def test_a_call_that_fails_says_how(
    reply: dict[str, Any], code: str, rpc_code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        sent = sent_to(ann, monkeypatch)
        request = PerformRpcRequest(
            room="chess", destination_identity="ann", method="m", response_timeout_ms=5000 if reply else 30
        )
        call = asyncio.create_task(RoomService(on.node).perform_rpc(request, ADMIN))
        while not sent:
            await asyncio.sleep(0)
        answer_rpc(ann, sent, **reply)
        with pytest.raises(TwirpError) as caught:
            await call
        assert caught.value.code == code
        assert caught.value.meta is not None
        assert caught.value.meta["rpc_code"] == rpc_code
        assert not ann.calls._pending


async def test_a_call_ends_with_the_participant_and_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        sent = sent_to(ann, monkeypatch)
        service = RoomService(on.node)
        request = PerformRpcRequest(room="chess", destination_identity="ann", method="m")
        calls = [asyncio.create_task(service.perform_rpc(request, ADMIN)) for _ in range(65)]
        while len(sent) < 64:
            await asyncio.sleep(0)
        room.leave(ann, 0)  # type: ignore[arg-type]
        results = await asyncio.gather(*calls, return_exceptions=True)
        codes = [r.code for r in results if isinstance(r, TwirpError)]
        assert (codes.count("unavailable"), codes.count("internal")) == (64, 1)
        with pytest.raises(TwirpError, match="not_found"):
            await service.perform_rpc(request, ADMIN)


async def test_calls_that_cannot_be_made_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        sent_to(ann, monkeypatch)
        service = RoomService(on.node)
        request = PerformRpcRequest(room="chess", destination_identity="ann", method="m", payload="x" * 15_361)
        with pytest.raises(TwirpError, match="malformed"):
            await service.perform_rpc(request, ADMIN)
        with pytest.raises(TwirpError, match="invalid_argument"):
            await service.perform_rpc(PerformRpcRequest(room="chess", destination_identity="ann"), ADMIN)
        monkeypatch.setattr(ann.subscriber.channels, "send", lambda label, message: False)
        with pytest.raises(TwirpError) as caught:
            await service.perform_rpc(replace_payload(request, "x"), ADMIN)
        assert caught.value.meta == {"rpc_code": "1505", "rpc_data": ""}


async def test_a_call_nobody_acknowledges_ends_early(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        ann, _ = on.join(on.node.create_room("chess"), "ann")
        sent_to(ann, monkeypatch)
        with pytest.raises(rpc.RpcError) as caught:
            await ann.calls.perform("m", "x", 60.0, ack_timeout_s=0.02)
        assert caught.value.code == rpc.CONNECTION_TIMEOUT


def replace_payload(request: PerformRpcRequest, payload: str) -> PerformRpcRequest:
    made = PerformRpcRequest()
    made.CopyFrom(request)
    made.payload = payload
    return made


def test_every_call_of_livekits_service_is_here() -> None:
    from livekit.protocol import room as protocol

    service = protocol.DESCRIPTOR.services_by_name["RoomService"]
    methods = RoomService(None).methods()  # type: ignore[arg-type]
    assert {m.name: m.input_type.full_name for m in service.methods} == {
        name: method.request.DESCRIPTOR.full_name for name, method in methods.items()
    }
