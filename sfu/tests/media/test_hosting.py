"""Host tools and the server API's moving and calling, with libwebrtc clients that know nothing of Visavis."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from livekit import api, rtc

from auth.room_token import Grant, encode_hs256
from sfu.tests.media.people import person
from sfu.tests.servers import KEY, SECRET, MediaServer, media_server

pytestmark = pytest.mark.media


@pytest.fixture
async def server() -> AsyncIterator[MediaServer]:
    async with media_server() as running:
        yield running


async def call(server: MediaServer, path: str, token: str, **body: Any) -> Any:
    async with (
        aiohttp.ClientSession() as session,
        session.post(
            f"{server.http}/twirp/{path}", json=body, headers={"Authorization": f"Bearer {token}"}
        ) as answer,
    ):
        found = await answer.json()
        assert answer.status == 200, found
        return found


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_one_who_waits_gets_nothing_and_once_let_in_is_heard(server: MediaServer, single: bool) -> None:
    token = server.token("host", room_admin=True)
    async with person(server, "host", room_admin=True) as host:
        a_audio = await host.microphone()
        assert (await call(server, "visavis.HostService/SetLobby", token, enabled=True))["lobby"]
        async with person(server, "ann", single=single) as ann:
            me = ann.room.local_participant
            assert me.attributes == {"visavis.lobby": "waiting"}
            assert not ann.room.remote_participants
            await host.until(
                lambda: any(
                    json.loads(a[0].data)["event"] == "waiting" and a[0].topic == "visavis.host"
                    for a in host.happened("data_received")
                ),
                "the host was told who waits",
            )
            assert not ann.happened("track_subscribed")
            assert not host.happened("participant_connected")
            await call(server, "visavis.HostService/Admit", token, identity="ann")
            await ann.until(lambda: ann.audio[a_audio.sid] > 20, "the host was heard")
            await ann.until(lambda: not me.attributes, "nothing says any more that they wait")
            b_audio = await ann.microphone()
            await host.until(lambda: host.loudest[b_audio.sid] > 8000, "who was let in was heard")
            await call(server, "visavis.HostService/Mute", token, identity="ann")
            await ann.hears_of("track_muted")
            await call(server, "visavis.HostService/AskToUnmute", token, identity="ann")
            await ann.hears_of("data_received")
            packet = ann.happened("data_received")[-1][0]
            assert (packet.topic, json.loads(packet.data)["event"]) == ("visavis.host", "ask_to_unmute")
            await call(server, "visavis.HostService/Remove", token, identity="ann")
            await ann.hears_of("disconnected")
            assert ann.happened("disconnected")[0][0] == rtc.DisconnectReason.PARTICIPANT_REMOVED
        with pytest.raises(rtc.ConnectError):
            await rtc.Room().connect(server.url, server.token("ann"))


async def test_a_client_answers_a_servers_call_and_moves_with_its_track(server: MediaServer) -> None:
    admin = Grant(room="room", room_admin=True, destination_room="other", expires_at=4e9)
    token = encode_hs256(admin, KEY, SECRET)
    async with person(server, "ann") as ann, person(server, "cy", room="other") as cy:
        audio = await ann.microphone()

        async def greet(data: rtc.RpcInvocationData) -> str:
            if data.payload == "nobody":
                raise rtc.RpcError(7, "whom?", "data")
            return f"hello {data.payload}"

        ann.room.local_participant.register_rpc_method("greet", greet)
        rpc = "livekit.RoomService/PerformRpc"
        wanted = {"room": "room", "destination_identity": "ann", "method": "greet"}
        assert (await call(server, rpc, token, **wanted, payload="world"))["payload"] == "hello world"
        with pytest.raises(AssertionError, match="whom"):
            await call(server, rpc, token, **wanted, payload="nobody")
        with pytest.raises(AssertionError, match="invalid_argument"):
            await call(server, rpc, token, **{**wanted, "method": "unknown"})

        client = api.LiveKitAPI.with_token(token, server.http)
        await client.room.move_participant(
            api.MoveParticipantRequest(room="room", identity="ann", destination_room="other")
        )
        await client.aclose()
        await ann.hears_of("moved")
        await ann.until(lambda: ann.room.name == "other", "the client knows where it is")
        await cy.until(lambda: cy.loudest[audio.sid] > 8000, "the other room hears the track that came along")
        back = await cy.microphone()
        await ann.until(lambda: ann.loudest[back.sid] > 8000, "and is heard")
        assert not ann.happened("disconnected")
