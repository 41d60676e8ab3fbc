"""WHIP and WHEP over HTTP, as RFC 9725 and its sibling say; and media through both with aiortc at either end."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from livekit.protocol.models import ParticipantInfo
from livekit.protocol.rtc import ICEServer

from auth.room_token import Grant, encode_hs256
from sfu import config
from sfu.api.oneshots import links
from sfu.server import Running, running
from sfu.tests.api.rtcclients import loopback, receiving_offer, sending_offer, session
from sfu.tests.servers import KEY, SECRET

__all__ = ["loopback"]  # the fixture

SDP = "application/sdp"
FRAGMENT = "application/trickle-ice-sdpfrag"


@dataclass
class Server:
    node: Running
    http: aiohttp.ClientSession

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.node.http_port}"

    def token(self, identity: str = "obs", **fields: Any) -> str:
        grant = Grant(identity=identity, room="studio", room_join=True, expires_at=9e9, **fields)
        return encode_hs256(grant, KEY, SECRET)

    async def ask(
        self, method: str, path: str, body: str = "", *, token: str | None = None, **headers: str
    ) -> tuple[int, Any, str]:
        """(status, headers, body)."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if token is not None:
            named["Authorization"] = f"Bearer {token}"
        async with self.http.request(method, self.url + path, data=body or None, headers=named) as answer:
            return answer.status, answer.headers, await answer.text()

    async def post(self, path: str, offer: str, token: str) -> tuple[int, Any, str]:
        return await self.ask("POST", path, offer, token=token, Content_Type=SDP)


@contextlib.asynccontextmanager
async def serving(**environment: str) -> AsyncIterator[Server]:
    settings = config.load(
        {
            "VISAVIS_ENV": "test",
            "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
            "VISAVIS_SFU_HTTP_PORT": "0",
            "VISAVIS_SFU_UDP_PORT": "0",
            "VISAVIS_SFU_BIND": "127.0.0.1",
            "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
            "LIVEKIT_API_KEY": KEY,
            "LIVEKIT_API_SECRET": SECRET,
            **environment,
        }
    )
    async with running(settings) as node, aiohttp.ClientSession() as http:
        yield Server(node, http)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with serving() as made:
        yield made


async def test_an_offer_makes_a_participant_that_publishes_until_it_is_deleted(server: Server) -> None:
    status, headers, answer = await server.post("/whip", await sending_offer(), server.token())
    assert (status, headers["Content-Type"].split(";")[0]) == (201, SDP)
    assert re.fullmatch(r"/whip/[\w-]{24}", headers["Location"])
    assert re.fullmatch(r'"[\w-]+"', headers["ETag"])
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Location" in headers["Access-Control-Expose-Headers"]
    for line in ("a=ice-lite", "a=setup:passive", "a=recvonly", "a=rtcp-mux", "a=end-of-candidates"):
        assert line in answer
    room = server.node.node.rooms["studio"]
    participant = room.participants["obs"]
    assert participant.info.kind == ParticipantInfo.INGRESS
    assert {p.info.mime_type for p in participant.publications.values()} == {"audio/opus", "video/VP8"}
    assert not participant.info.permission.can_subscribe
    location = headers["Location"]
    assert (await server.ask("DELETE", location, token=server.token("other")))[0] == 401
    assert (await server.ask("DELETE", location))[0] == 401
    assert (await server.ask("DELETE", location, token=server.token()))[0] == 200
    assert not room.participants
    assert (await server.ask("DELETE", location, token=server.token()))[0] == 404


async def test_octets_that_are_no_text_are_the_token_of_nobody(server: Server) -> None:
    _, headers, _ = await server.post("/whip", await sending_offer(), server.token())
    reader, writer = await asyncio.open_connection("127.0.0.1", server.node.http_port)
    head = f"DELETE {headers['Location']} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
    writer.write(head.encode() + b"\xff\xfe\r\n\r\n")
    assert (await reader.readline()).split()[1] == b"401"
    writer.close()
    assert server.node.node.rooms["studio"].participants


async def test_candidates_are_taken_and_ice_restarts(server: Server) -> None:
    token = server.token()
    _, headers, answer = await server.post("/whip", await sending_offer(), token)
    location, tag = headers["Location"], headers["ETag"]
    trickle = "a=ice-ufrag:x\r\na=ice-pwd:yyyyyyyyyyyyyyyyyyyyyyyy\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n"
    trickle += "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n"

    async def patch(body: str, **more: str) -> tuple[int, Any, str]:
        return await server.ask("PATCH", location, body, token=token, **{"Content_Type": FRAGMENT, **more})

    assert (await patch(trickle))[0] == 428
    assert (await patch(trickle, If_Match='"other"'))[0] == 412
    status, headers, _ = await patch(trickle, If_Match=tag)
    assert (status, "ETag" in headers) == (204, False)
    assert (await patch(trickle, If_Match=tag, Content_Type=SDP))[0] == 415
    assert (await patch("nonsense", If_Match=tag))[0] == 400
    before = re.findall(r"a=ice-ufrag:(\S+)", answer)[0]
    status, headers, fragment = await patch(trickle, If_Match="*")
    assert status == 200
    assert headers["Content-Type"].split(";")[0] == FRAGMENT
    assert headers["ETag"] != tag
    (ufrag,) = re.findall(r"a=ice-ufrag:(\S+)", fragment)
    assert ufrag != before
    assert "a=candidate:" in fragment
    transport = server.node.node.rooms["studio"].participants["obs"].publisher
    assert transport.credentials.ufrag == ufrag
    assert transport.password_of(before) is not None, "the old credentials hold until the new are used"
    assert (await patch(trickle, If_Match=tag))[0] == 412
    assert (await patch(trickle, If_Match="*"))[0] == 204, "the same again is no restart"


async def test_what_is_no_offer_is_refused_and_leaves_nobody(server: Server) -> None:
    offer, watching = await sending_offer(), await receiving_offer()
    token = server.token()
    no_codec = re.sub(r"a=rtpmap:(\d+) VP8/90000", r"a=rtpmap:\1 H265/90000", offer)
    assert no_codec != offer
    data = offer.replace("m=audio", "m=application")
    cases = [
        ("/whip", offer, None, SDP, 401),
        ("/whip", offer, "nonsense", SDP, 401),
        ("/whip", offer, token, "text/plain", 415),
        ("/whip", "v=1", token, SDP, 400),
        ("/whip", "", token, SDP, 400),
        ("/whip", watching, token, SDP, 422),
        ("/whip", data, token, SDP, 422),
        ("/whip", offer.replace("a=group:BUNDLE", "a=x-group:BUNDLE"), token, SDP, 422),
        ("/whip", offer.replace("a=setup:actpass", "a=setup:passive"), token, SDP, 422),
        ("/whip", re.sub(r"a=ice-ufrag:\S+\r\n", "", offer), token, SDP, 400),
        ("/whip", no_codec, token, SDP, 422),
        ("/whip", offer, server.token(can_publish=False), SDP, 403),
        ("/whip", offer, server.token(can_publish_sources=("microphone",)), SDP, 403),
        ("/whip", "v=0\r\n" + "a=x\r\n" * 60_000, token, SDP, 413),
        ("/whep", offer, token, SDP, 422),
        ("/whep", watching, token, SDP, 409),
        ("/whep", watching, server.token(can_subscribe=False), SDP, 403),
        ("/whep", watching, None, SDP, 401),
    ]
    for path, body, bearer, kind, wanted in cases:
        status, headers, words = await server.ask("POST", path, body, token=bearer, Content_Type=kind)
        assert status == wanted, (path, kind, wanted, words)
        assert words
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert (status == 409) == ("Retry-After" in headers)
        room = server.node.node.rooms.get("studio")
        assert room is None or not room.participants, words


async def test_who_watches_is_hidden_and_gone_with_what_it_watched(server: Server) -> None:
    _, published, _ = await server.post("/whip", await sending_offer(), server.token())
    status, headers, answer = await server.post("/whep", await receiving_offer(), server.token("viewer"))
    assert status == 201
    assert answer.count("a=sendonly") == 2
    room = server.node.node.rooms["studio"]
    assert room.participants["viewer"].hidden
    assert room.info().num_participants == 1
    assert len(room.participants["viewer"].subscribing.all()) == 2
    assert (await server.post("/whep", await receiving_offer("h264"), server.token("v2")))[0] == 201, "sound at least"
    query = "/whep?participant=nobody"
    assert (await server.post(query, await receiving_offer(), server.token("v3")))[0] == 409
    await server.ask("DELETE", published["Location"], token=server.token())
    assert (await server.ask("DELETE", headers["Location"], token=server.token("viewer")))[0] == 404
    assert not room.participants


def test_relays_are_named_in_links() -> None:
    relay = ICEServer(
        urls=["turn:t.example:3478?transport=udp", "turns:t.example:443"], username="1:a", credential="c"
    )
    assert links(relay) == [
        '<turn:t.example:3478?transport=udp>; rel="ice-server"; username="1:a"; credential="c";'
        ' credential-type="password"',
        '<turns:t.example:443>; rel="ice-server"; username="1:a"; credential="c"; credential-type="password"',
    ]
    assert links(ICEServer(urls=["stun:s.example"])) == ['<stun:s.example>; rel="ice-server"']


async def test_relays_come_with_the_answer() -> None:
    relays = {"VISAVIS_TURN_URLS": "turn:127.0.0.1:3478?transport=udp", "VISAVIS_TURN_SECRET": "s" * 40}
    async with serving(**relays) as server:
        _, headers, _ = await server.post("/whip", await sending_offer(), server.token())
        (link,) = headers.getall("Link")
        assert link.startswith('<turn:127.0.0.1:3478?transport=udp>; rel="ice-server"; username="')
        sid = server.node.node.rooms["studio"].participants["obs"].sid
        assert f':{sid}"; credential="' in link


async def test_nobody_slips_past_a_lobby(server: Server) -> None:
    room = server.node.node.create_room("studio", metadata='{"visavis": {"lobby": true}}')
    for path, offer in (("/whip", await sending_offer()), ("/whep", await receiving_offer())):
        status, _, words = await server.post(path, offer, server.token())
        assert (status, room.everybody()) == (403 if path == "/whip" else 409, []), words
    assert (await server.post("/whip", await sending_offer(), server.token("host", room_admin=True)))[0] == 201
    status, _, words = await server.post("/whep", await receiving_offer(), server.token())
    assert (status, "lobby" in words) == (403, True)
    assert [p.identity for p in room.everybody()] == ["host"]


async def test_browsers_and_methods(server: Server) -> None:
    _, made, _ = await server.post("/whip", await sending_offer(), server.token())
    for path, accepts in (("/whip", ("Accept-Post", SDP)), ("/whep", ("Accept-Post", SDP))):
        status, headers, _ = await server.ask(
            "OPTIONS", path, Origin="https://x", Access_Control_Request_Method="POST"
        )
        assert (status, headers[accepts[0]]) == (200, accepts[1])
        assert "Authorization" in headers["Access-Control-Allow-Headers"]
        assert (await server.ask("PUT", path))[0] == 405
    status, headers, _ = await server.ask("OPTIONS", made["Location"])
    assert (status, headers["Accept-Patch"]) == (200, FRAGMENT)
    for method in ("GET", "POST", "PUT"):
        assert (await server.ask(method, made["Location"]))[0] == 405


@pytest.mark.media
@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("codec", ["vp8", "h264"])
async def test_aiortc_publishes_and_aiortc_sees_and_hears(server: Server, codec: str) -> None:
    async with session(server.http, f"{server.url}/whip", server.token(), codec=codec, sends=True):
        room = server.node.node.rooms["studio"]
        async with session(
            server.http, f"{server.url}/whep", server.token("viewer"), codec=codec, sends=False
        ) as viewer:
            frames = await viewer.frames("video", 10)
            assert {(frame.width, frame.height) for frame in frames} == {(640, 480)}
            sounds = await viewer.frames("audio", 20)
            assert {sound.sample_rate for sound in sounds} == {48_000}
            assert room.participants["obs"].active
            assert {p.info.mime_type for p in room.participants["obs"].publications.values()} == {
                "audio/opus",
                f"video/{codec.upper()}",
            }
    assert not room.participants
