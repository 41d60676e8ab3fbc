"""Targets over what clients and servers say: tokens, HTTP bodies, signalling, data messages, decrypted media.

They run on a whole node without its sockets: what the real handlers do with the bytes is part of the question.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Awaitable
from typing import Any, Final

import jwt
from aiohttp import WSMsgType
from livekit.protocol.models import TrackType
from livekit.protocol.rtc import AddTrackRequest, JoinRequest, SignalRequest
from multidict import MultiDict
from yarl import URL

from auth.room_token import Grant, TokenError, Verifier
from sfu.api.twirp import TwirpError, decoded
from sfu.fuzz.wire import split
from sfu.fuzz.world import NOW, SECRET, World, world
from sfu.net.channels import LOSSY, RELIABLE
from sfu.rooms import data as messages
from sfu.rooms.publication import Encoding
from sfu.rooms.receiving import ExtensionIds
from sfu.signal.client import Client
from sfu.signal.joining import KnockError, read_knock
from sfu.signal.server import read_request

_VERIFIER: Final = Verifier({"key": SECRET})
_EVERYTHING: Final = Grant(room="r", room_admin=True, room_create=True, room_list=True)


def read_token(data: bytes) -> None:
    """A room token; with an even first byte the rest is signed first, so that its claims are read too."""
    if not data:
        return
    token = data[1:].decode("latin-1") if data[0] & 1 else _signed(data[1:])
    with contextlib.suppress(TokenError):
        grant = _VERIFIER.verify(token, NOW)
        assert grant.expires_at > 0


def _signed(claims: bytes) -> str:
    return jwt.PyJWS().encode(claims, SECRET, algorithm="HS256")


def read_door(data: bytes) -> None:
    """The query of /rtc/v1 (even first byte) or /rtc."""
    if not data:
        return
    query: Any = MultiDict(URL("http://node/rtc?" + data[1:].decode("utf-8", "replace"), encoded=True).query)
    with contextlib.suppress(KnockError):
        read_knock(data[0] & 1 == 0, query)


def read_join(data: bytes) -> None:
    """A join_request parameter as such."""
    with contextlib.suppress(KnockError):
        read_knock(True, {"join_request": data.decode("utf-8", "replace")})


def signalling(data: bytes) -> None:
    """What a client says after joining: (two length bytes, frame) …; a frame that begins with { is text."""
    world().run(_signalling, data)


def _signalling(world: World, data: bytes) -> None:
    if not data:
        return
    client = Client()
    world.enter("alice", single=data[0] & 1 == 0, client=client)
    client.greet(JoinRequest())
    for frame in _frames(data[1:]):
        request = _request_of(frame)
        if request is not None and not client.handle(request):
            return


def _request_of(frame: bytes) -> SignalRequest | None:
    if frame.startswith(b"{"):
        return read_request(WSMsgType.TEXT, frame.decode("utf-8", "replace"))
    return read_request(WSMsgType.BINARY, frame)


def _frames(data: bytes) -> list[bytes]:
    """At most 16 of them."""
    frames: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(frames) < 16:
        size = data[at] << 8 | data[at + 1]
        frames.append(data[at + 2 : at + 2 + size])
        at += 2 + size
    return frames


def offer(data: bytes) -> None:
    """An offer's SDP, from a client that announced a camera and a microphone."""
    world().run(_offer, data)


def _offer(world: World, data: bytes) -> None:
    client = Client()
    who = world.enter("alice", single=True, client=client)
    for cid, kind in (("camera", TrackType.VIDEO), ("microphone", TrackType.AUDIO)):
        who.add_track(AddTrackRequest(cid=cid, type=kind))
    client.greet(JoinRequest())
    request = SignalRequest()
    request.offer.sdp = data.decode("utf-8", "replace")
    client.handle(request)


def message(data: bytes) -> None:
    """A data channel message; the first byte chooses the channel."""
    world().run(_message, data)


def _message(world: World, data: bytes) -> None:
    if data:
        sender = world.enter("alice", single=True)
        messages.relay(sender, LOSSY if data[0] & 1 else RELIABLE, data[1:])


def media(data: bytes) -> None:
    """Decrypted packets of a publisher of audio and video: (length byte, packet) …, RTCP told by its second byte."""
    world().run(_media, data)


_ENCODINGS: Final = ("video/VP8", "video/VP9", "video/H264", "video/AV1")


def _media(world: World, data: bytes) -> None:
    if not data:
        return
    who = world.enter("alice", single=True)
    who.receiving.use_extension_ids(ExtensionIds(1, 2, 3, 4, 5))
    world.publish(who, "video", Encoding(_ENCODINGS[data[0] & 3], 90_000, 96, 97, ""))
    world.publish(who, "audio", Encoding("audio/opus", 48_000, 111, None, ""))
    now = 1000.0
    for packet in split(data[1:]):
        now += 0.005
        if len(packet) > 1 and 192 <= packet[1] <= 223:
            who.on_rtcp(who.publisher, packet, now)
        else:
            who.on_rtp(who.publisher, packet, now)
    who.receiving.requests(now)
    who.receiving.reports(now)


def server_call(data: bytes) -> None:
    """A RoomService call with all rights: the first byte chooses method and coding, the rest is the body."""
    world().run(_server_call, data)


async def _server_call(world: World, data: bytes) -> None:
    if not data:
        return
    world.node.draining = False
    methods = list(world.service.values())  # new ones come last, so kept inputs stay what they are
    method = methods[(data[0] >> 1) % len(methods)]
    with contextlib.suppress(TwirpError):
        request = decoded(method.request, data[1:], as_json=data[0] & 1 == 1)
        answer = method.handler(request, _EVERYTHING)
        if inspect.isawaitable(answer):
            await _begin(answer)
        else:
            answer.SerializeToString()


async def _begin(answer: Awaitable[Any]) -> None:
    """Lets a call that waits for a client do what it does until then."""
    task = asyncio.ensure_future(answer)
    await asyncio.sleep(0)
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


TARGETS: Final = {
    "token": read_token,
    "door": read_door,
    "join": read_join,
    "signalling": signalling,
    "offer": offer,
    "message": message,
    "media": media,
    "server-call": server_call,
}
