"""The server API as livekit-api calls it: each call, its rights, its errors, protobuf and JSON."""

from __future__ import annotations

import contextlib
import io
import json
import time
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from livekit import api
from livekit.protocol.models import DataPacket, DisconnectReason, ParticipantPermission
from livekit.protocol.rtc import LeaveRequest

from auth.room_token import Grant, encode_hs256
from sfu.api.room_service import RoomService
from sfu.api.twirp import TwirpError, decoded
from sfu.rooms.clock import Clock

from .stage import KEY, SECRET, Stage, stage

PATH = "/twirp/livekit.RoomService/"
EVERYTHING = {"room_create": True, "room_list": True, "room_admin": True}


def token(**rights: Any) -> str:
    return encode_hs256(Grant(expires_at=time.time() + 60, **rights), KEY, SECRET)


async def call(
    stage: Stage, method: str, body: bytes, bearer: str | None, content_type: str = "application/json"
) -> tuple[int, Any]:
    """(status, JSON answer) of a bare HTTP call."""
    headers = {"Content-Type": content_type}
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(stage.url + PATH + method, data=io.BytesIO(body), headers=headers) as answer,
    ):
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith(("{", "[")) else text


async def test_rooms_come_and_go() -> None:
    async with stage() as on:
        rooms = on.client.room
        made = await rooms.create_room(
            api.CreateRoomRequest(
                name="chess", metadata="m", empty_timeout=60, departure_timeout=5, max_participants=3
            )
        )
        assert (made.name, made.metadata, made.empty_timeout) == ("chess", "m", 60)
        assert (made.departure_timeout, made.max_participants) == (5, 3)
        assert made.sid.startswith("RM_")
        again = await rooms.create_room(api.CreateRoomRequest(name="chess", metadata="n"))
        assert (again.sid, again.metadata) == (made.sid, "n")
        await rooms.create_room(api.CreateRoomRequest(name="go"))
        assert {r.name for r in (await rooms.list_rooms(api.ListRoomsRequest())).rooms} == {"chess", "go"}
        named = await rooms.list_rooms(api.ListRoomsRequest(names=["go", "no such"]))
        assert [r.name for r in named.rooms] == ["go"]
        changed = await rooms.update_room_metadata(api.UpdateRoomMetadataRequest(room="go", metadata="new"))
        assert changed.metadata == on.node.rooms["go"].metadata == "new"
        await rooms.delete_room(api.DeleteRoomRequest(room="go"))
        assert set(on.node.rooms) == {"chess"}
        with pytest.raises(api.TwirpError) as caught:
            await rooms.delete_room(api.DeleteRoomRequest(room="go"))
        assert (caught.value.code, caught.value.status) == ("not_found", 404)


async def test_a_full_node_says_so_and_not_that_the_room_is_over() -> None:
    async with stage() as on:
        on.node.settings = replace(on.node.settings, max_rooms=1)
        await on.client.room.create_room(api.CreateRoomRequest(name="chess"))
        with pytest.raises(api.TwirpError) as caught:
            await on.client.room.create_room(api.CreateRoomRequest(name="go"))
        assert (caught.value.code, caught.value.status) == ("resource_exhausted", 429)


async def test_participants_are_listed_and_removed() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        _, link = on.join(room, "ann")
        on.join(room, "bob")
        service = on.client.room
        listed = await service.list_participants(api.ListParticipantsRequest(room="chess"))
        assert [(p.identity, p.name) for p in listed.participants] == [("ann", "Ann"), ("bob", "Bob")]
        found = await service.get_participant(api.RoomParticipantIdentity(room="chess", identity="bob"))
        assert found.sid == room.participants["bob"].sid
        await service.remove_participant(api.RoomParticipantIdentity(room="chess", identity="ann"))
        assert link.left == (DisconnectReason.PARTICIPANT_REMOVED, LeaveRequest.DISCONNECT)
        assert set(room.participants) == {"bob"}
        assert "ann" not in room.denied
        with pytest.raises(api.TwirpError) as caught:
            await service.get_participant(api.RoomParticipantIdentity(room="chess", identity="ann"))
        assert caught.value.code == "not_found"


async def test_a_bookings_room_keeps_the_removed_out_and_stays_deleted() -> None:
    now = 1_800_000_000.0
    async with stage(closed=True, clock=Clock(wall=lambda: now)) as on:
        grant = Grant(room_create=True, room_admin=True, room="rm_1")
        service = RoomService(on.node)
        metadata = json.dumps({"opens_at": now, "ends_at": now + 3600, "grace_s": 60})
        service.create_room(api.CreateRoomRequest(name="rm_1", metadata=metadata), grant)
        room = on.node.rooms["rm_1"]
        on.join(room, "ann")
        service.remove_participant(api.RoomParticipantIdentity(room="rm_1", identity="ann"), grant)
        assert room.denied == {"ann"}
        service.delete_room(api.DeleteRoomRequest(room="rm_1"), grant)
        with pytest.raises(TwirpError) as caught:
            service.create_room(api.CreateRoomRequest(name="rm_1", metadata=metadata), grant)
        assert caught.value.code == "failed_precondition"
        with pytest.raises(TwirpError) as caught:
            service.create_room(api.CreateRoomRequest(name="rm_2", metadata='{"ends_at": "soon"}'), grant)
        assert caught.value.code == "invalid_argument"


async def test_a_track_is_muted_and_its_publisher_told() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, link = on.join(room, "ann")
        publication = on.publish(ann)
        service = on.client.room
        answer = await service.mute_published_track(
            api.MuteRoomTrackRequest(room="chess", identity="ann", track_sid=publication.sid, muted=True)
        )
        assert answer.track.muted
        assert publication.info.muted
        mute = next(m.mute for m in link.sent if m.WhichOneof("message") == "mute")
        assert (mute.sid, mute.muted) == (publication.sid, True)
        with pytest.raises(api.TwirpError) as caught:
            await service.mute_published_track(
                api.MuteRoomTrackRequest(room="chess", identity="ann", track_sid=publication.sid, muted=False)
            )
        assert caught.value.code == "failed_precondition"
        with pytest.raises(api.TwirpError) as caught:
            await service.mute_published_track(
                api.MuteRoomTrackRequest(room="chess", identity="ann", track_sid="TR_none", muted=True)
            )
        assert caught.value.code == "not_found"


async def test_a_participant_is_updated() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        publication = on.publish(ann)
        _, others = on.join(room, "bob")
        answer = await on.client.room.update_participant(
            api.UpdateParticipantRequest(
                room="chess",
                identity="ann",
                name="Dr. Ann",
                metadata="m",
                attributes={"hand": "up"},
                permission=ParticipantPermission(can_subscribe=True, can_publish=False),
            )
        )
        assert (answer.name, answer.metadata, dict(answer.attributes)) == ("Dr. Ann", "m", {"hand": "up"})
        assert publication.sid not in ann.publications
        told = [p.name for m in others.sent for p in m.update.participants]
        assert "Dr. Ann" in told
        kept = await on.client.room.update_participant(api.UpdateParticipantRequest(room="chess", identity="ann"))
        assert (kept.name, kept.metadata, kept.permission.can_publish) == ("Dr. Ann", "m", False)


async def test_subscriptions_are_changed() -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        bob, _ = on.join(room, "bob")
        publication = on.publish(ann)
        service = on.client.room

        async def update(subscribe: bool) -> None:
            await service.update_subscriptions(
                api.UpdateSubscriptionsRequest(
                    room="chess", identity="bob", track_sids=[publication.sid, "TR_gone"], subscribe=subscribe
                )
            )

        await update(True)
        assert bob.subscribing.get(publication.sid) is not None
        await update(False)
        assert bob.subscribing.get(publication.sid) is None


async def test_data_is_for_those_it_names(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        people = {name: on.join(room, name)[0] for name in ("ann", "bob", "cy")}
        got: dict[str, list[DataPacket]] = {name: [] for name in people}
        for name, participant in people.items():
            channels = participant.subscriber.channels

            def keep(label: str, message: bytes, into: list[DataPacket] = got[name]) -> bool:
                into.append(DataPacket.FromString(message))
                return True

            monkeypatch.setattr(channels, "send", keep)
        request = api.SendDataRequest(
            room="chess", data=b"e4", kind=DataPacket.LOSSY, topic="moves", destination_identities=["bob"]
        )
        request.destination_sids.append(people["cy"].sid)
        await on.client.room.send_data(request)
        assert not got["ann"]
        for name in ("bob", "cy"):
            (packet,) = got[name]
            assert (packet.kind, packet.user.payload, packet.user.topic) == (DataPacket.LOSSY, b"e4", "moves")
            assert packet.participant_identity == ""
        await on.client.room.send_data(api.SendDataRequest(room="chess", data=b"all", kind=DataPacket.RELIABLE))
        assert [p.user.payload for p in got["ann"]] == [b"all"]


@pytest.mark.parametrize(
    ("method", "body", "right"),
    [
        ("CreateRoom", {"name": "new"}, "room_create"),
        ("ListRooms", {}, "room_list"),
        ("UpdateRoomMetadata", {"room": "chess", "metadata": "m"}, "room_admin"),
        ("ListParticipants", {"room": "chess"}, "room_admin"),
        ("GetParticipant", {"room": "chess", "identity": "ann"}, "room_admin"),
        ("UpdateParticipant", {"room": "chess", "identity": "ann"}, "room_admin"),
        ("UpdateSubscriptions", {"room": "chess", "identity": "ann"}, "room_admin"),
        ("SendData", {"room": "chess", "data": "ZTQ="}, "room_admin"),
        ("RemoveParticipant", {"room": "chess", "identity": "ann"}, "room_admin"),
        ("DeleteRoom", {"room": "chess"}, "room_create"),
    ],
)
async def test_each_call_takes_its_right(method: str, body: dict[str, str], right: str) -> None:
    async with stage() as on:
        on.join(on.node.create_room("chess"), "ann")
        request = json.dumps(body).encode()
        assert (await call(on, method, request, None))[0] == 401
        others = {name: True for name in EVERYTHING if name != right}
        status, problem = await call(on, method, request, token(**others, room="chess"))
        assert (status, problem["code"]) == (403, "permission_denied")
        if right == "room_admin":
            elsewhere = token(room_admin=True, room="other")
            assert (await call(on, method, request, elsewhere))[0] == 403
        status, answer = await call(on, method, request, token(**{right: True}, room="chess"))
        assert (status, "code" in answer) == (200, False)


async def test_json_answers_have_every_field_by_its_proto_name() -> None:
    async with stage() as on:
        status, answer = await call(on, "CreateRoom", b'{"name":"a","unknown":1}', token(room_create=True))
        assert status == 200
        assert (answer["name"], answer["num_participants"], answer["empty_timeout"]) == ("a", 0, 300)


@pytest.mark.parametrize(
    ("method", "body", "content_type", "status", "code"),
    [
        ("CreateRoom", b"{}", "application/json", 400, "invalid_argument"),
        ("CreateRoom", b'{"name":"' + b"x" * 300 + b'"}', "application/json", 400, "invalid_argument"),
        ("CreateRoom", b"{", "application/json", 400, "malformed"),
        ("CreateRoom", b"[" * 100_000, "application/json", 400, "malformed"),
        ("CreateRoom", b'{"name": 5}', "application/json", 400, "malformed"),
        ("CreateRoom", b"\xff\xff", "application/protobuf", 400, "malformed"),
        ("CreateRoom", b"x" * (2 << 20), "application/protobuf", 400, "invalid_argument"),
        ("CreateRoom", b"{}", "text/plain", 404, "bad_route"),
        ("NoSuchCall", b"{}", "application/json", 404, "bad_route"),
        ("ListParticipants", b'{"room":"none"}', "application/json", 404, "not_found"),
    ],
)
async def test_bad_requests_are_answered_in_twirps_words(
    method: str, body: bytes, content_type: str, status: int, code: str
) -> None:
    async with stage() as on:
        got, problem = await call(on, method, body, token(**EVERYTHING, room="none"), content_type)
        assert (got, problem["code"]) == (status, code)
        assert problem["msg"]


@pytest.mark.parametrize(
    ("bearer", "reason"),
    [
        ("x", "malformed"),
        (encode_hs256(Grant(expires_at=1.0, room_list=True), KEY, SECRET), "expired"),
        (encode_hs256(Grant(expires_at=9e9, room_list=True, not_before=8e9), KEY, SECRET), "not-yet-valid"),
        (encode_hs256(Grant(expires_at=9e9, room_list=True), KEY, SECRET + "x"), "bad-signature"),
        (encode_hs256(Grant(expires_at=9e9, room_list=True), "stranger", SECRET), "unknown-key"),
    ],
)
async def test_a_bad_token_is_named(bearer: str, reason: str) -> None:
    async with stage() as on:
        status, problem = await call(on, "ListRooms", b"{}", bearer)
        assert (status, problem["code"]) == (401, "unauthenticated")
        assert reason in problem["msg"]


@given(st.binary(max_size=300), st.booleans())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_body_is_read_or_malformed(body: bytes, as_json: bool) -> None:
    for kind in (api.CreateRoomRequest, api.UpdateParticipantRequest, api.SendDataRequest):
        with contextlib.suppress(TwirpError):
            decoded(kind, body, as_json)


async def test_health_readiness_and_metrics() -> None:
    async with stage() as on, aiohttp.ClientSession() as session:
        room = on.node.create_room("chess")
        ann, _ = on.join(room, "ann")
        on.publish(ann)
        on.node.drops.add("srtp_replay", 3)
        on.node.counters.forwarded = 42
        async with session.get(on.url + "/healthz") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "ok")
        async with session.get(on.url + "/readyz") as answer:
            assert (answer.status, (await answer.json())["ready"]) == (200, True)
        async with session.get(on.url + "/metrics") as answer:
            assert answer.content_type == "text/plain"
            lines = (await answer.text()).splitlines()
        for line in (
            "sfu_rooms 1.0",
            "sfu_participants 1.0",
            'sfu_publications{kind="audio"} 1.0',
            "sfu_forwarded_packets_total 42.0",
            "sfu_joins_total 1.0",
            'sfu_dropped_packets_total{reason="srtp_replay"} 3.0',
        ):
            assert line in lines
        on.node.draining = True
        async with session.get(on.url + "/readyz") as answer:
            assert answer.status == 503
            assert "draining" in (await answer.json())["missing"]
