"""The server API and webhooks around real clients (PyPI `livekit`): what a server orders, the client sees."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit import api, rtc
from livekit.protocol.models import DataPacket

from auth.room_token import Grant, encode_hs256
from sfu import config
from sfu.server import running

from .stage import KEY, SECRET

pytestmark = pytest.mark.media


class Seen(asyncio.Queue[Any]):
    """Events of clients and webhooks; `until` takes them until one is as wanted."""

    async def until(self, *wanted: Any) -> Any:
        async with asyncio.timeout(15):
            while True:
                event = await self.get()
                if event[: len(wanted)] == wanted:
                    return event


class Stage:
    """A running node with webhooks, and an API client of it."""

    def __init__(self, url: str, client: api.LiveKitAPI, hooks: Seen) -> None:
        self.url = url
        self.client = client
        self.hooks = hooks

    async def join(self, identity: str, seen: Seen) -> rtc.Room:
        """A client whose events go to `seen`."""
        room = rtc.Room()
        room.on("disconnected", lambda reason: seen.put_nowait(("disconnected", reason)))
        room.on("data_received", lambda packet: seen.put_nowait(("data", packet.data, packet.topic)))
        room.on("room_metadata_changed", lambda old, new: seen.put_nowait(("metadata", new)))
        room.on("participant_name_changed", lambda who, old, new: seen.put_nowait(("name", who.identity, new)))
        room.on("track_muted", lambda who, publication: seen.put_nowait(("muted", publication.sid)))
        room.on("track_subscribed", lambda track, publication, who: seen.put_nowait(("track", publication.sid)))
        grant = Grant(identity=identity, room="chess", room_join=True, expires_at=9e9)
        await room.connect(self.url.replace("http", "ws"), encode_hs256(grant, KEY, SECRET))
        return room


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    hooks = Seen()

    async def hook(request: web.Request) -> web.Response:
        event = json.loads(await request.text())
        hooks.put_nowait((event["event"], event.get("participant", {}).get("identity"), event))
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", hook)
    receiver = TestServer(app, host="127.0.0.1")
    await receiver.start_server()
    settings = config.load(
        {
            "VISAVIS_ENV": "test",
            "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
            "VISAVIS_SFU_HTTP_PORT": "0",
            "VISAVIS_SFU_UDP_PORT": "0",
            "VISAVIS_SFU_BIND": "127.0.0.1",
            "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
            "VISAVIS_WEBHOOK_URL": str(receiver.make_url("/hook")),
            "LIVEKIT_API_KEY": KEY,
            "LIVEKIT_API_SECRET": SECRET,
        }
    )
    async with running(settings) as node:
        url = f"http://127.0.0.1:{node.http_port}"
        client = api.LiveKitAPI(url, KEY, SECRET)
        try:
            yield Stage(url, client, hooks)
        finally:
            await client.aclose()
    await receiver.close()


async def test_what_a_server_orders_the_clients_see() -> None:
    async with stage() as on:
        ann_sees, bob_sees = Seen(), Seen()
        ann = await on.join("ann", ann_sees)
        bob = await on.join("bob", bob_sees)
        await on.hooks.until("participant_joined", "bob")
        service = on.client.room

        source = rtc.AudioSource(48000, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        published = await ann.local_participant.publish_track(track, rtc.TrackPublishOptions())
        await bob_sees.until("track", published.sid)
        _, _, event = await on.hooks.until("track_published", "ann")
        assert event["track"]["sid"] == published.sid

        await service.send_data(
            api.SendDataRequest(
                room="chess", data=b"e4", kind=DataPacket.RELIABLE, topic="moves", destination_identities=["bob"]
            )
        )
        await bob_sees.until("data", b"e4", "moves")

        await service.update_room_metadata(api.UpdateRoomMetadataRequest(room="chess", metadata="endgame"))
        await bob_sees.until("metadata", "endgame")

        await service.update_participant(api.UpdateParticipantRequest(room="chess", identity="ann", name="Ann K."))
        await bob_sees.until("name", "ann", "Ann K.")

        await service.mute_published_track(
            api.MuteRoomTrackRequest(room="chess", identity="ann", track_sid=published.sid, muted=True)
        )
        await bob_sees.until("muted", published.sid)

        listed = await service.list_participants(api.ListParticipantsRequest(room="chess"))
        assert {p.identity: [t.muted for t in p.tracks] for p in listed.participants} == {"ann": [True], "bob": []}

        await service.remove_participant(api.RoomParticipantIdentity(room="chess", identity="ann"))
        await ann_sees.until("disconnected", rtc.DisconnectReason.PARTICIPANT_REMOVED)
        _, _, left = await on.hooks.until("participant_left", "ann")
        assert left["room"]["name"] == "chess"

        await service.delete_room(api.DeleteRoomRequest(room="chess"))
        await bob_sees.until("disconnected", rtc.DisconnectReason.ROOM_DELETED)
        _, _, finished = await on.hooks.until("room_finished")
        assert finished["sequence"] > left["sequence"]
        await ann.disconnect()
        await bob.disconnect()
        await source.aclose()
