"""Floods end at a bound, in words LiveKit's clients act on, and are counted; who stays within it notices nothing."""

import asyncio
import dataclasses
import time
from collections.abc import AsyncIterator
from ipaddress import ip_network

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol import rtc
from livekit.protocol.models import DataPacket, TrackType

from sfu.net.channels import RELIABLE
from sfu.rooms import data
from sfu.rooms.limits import Limits
from sfu.signal.door import Door, address_key
from sfu.tests.signal.conftest import World, world
from sfu.tests.signalling import ask, hear

LIMITS = Limits(
    joins_per_address=5,
    joins_per_room=8,
    signal_messages=20,
    data_messages=10,
    data_bytes=1000,
    metadata=2000,
    metadata_rate=1000,
    tracks=2,
    participants=3,
)
TRUSTED = (ip_network("127.0.0.0/8"),)


@pytest.fixture
async def narrow_world() -> AsyncIterator[World]:
    """A node with narrow bounds, behind a proxy on loopback."""
    async with world("open", limits=LIMITS, trusted_proxies=TRUSTED) as found:
        yield found


async def knock(world: World, address: str, room: str, identity: str = "alice") -> tuple[int, str, str | None]:
    """(status, words, Retry-After) of a WebSocket request that comes from `address` through the proxy."""
    token = world.token(world.grant(identity, room))
    params, headers = {"access_token": token}, {"Forwarded": f"for={address}"}
    try:
        async with world.http.ws_connect(f"{world.url}/rtc", params=params, headers=headers):
            return 101, "", None
    except aiohttp.WSServerHandshakeError as refused:
        status = refused.status
    async with world.http.get(f"{world.url}/rtc/validate", params=params, headers=headers) as answer:
        assert answer.status == status  # livekit-client asks for the words, which a failed upgrade does not give it
        return answer.status, await answer.text(), answer.headers.get("Retry-After")


# ---- joins ----


async def test_an_address_that_floods_is_told_to_wait_and_others_are_not(narrow_world: World) -> None:
    for i in range(5):
        assert (await knock(narrow_world, "192.0.2.1", f"room{i}"))[0] == 101
    status, words, retry_after = await knock(narrow_world, "192.0.2.1", "room5")
    assert (status, retry_after) == (429, "12")
    assert "too many joins for this address" in words
    assert (await knock(narrow_world, "192.0.2.2", "room5"))[0] == 101
    narrow_world.time.advance(12)
    assert (await knock(narrow_world, "192.0.2.1", "room5"))[0] == 101
    assert narrow_world.server.node.drops.counts["join_rate"] == 2  # the try, and the asking why


async def test_attempts_with_bad_tokens_count_too(narrow_world: World) -> None:
    headers = {"Forwarded": "for=192.0.2.1"}
    statuses = []
    for _ in range(7):
        async with narrow_world.http.get(
            f"{narrow_world.url}/rtc/validate", params={"access_token": "x.y.z"}, headers=headers
        ) as answer:
            statuses.append(answer.status)
    assert statuses == [401] * 5 + [429] * 2


async def test_a_room_that_is_flooded_from_everywhere_is_told_to_wait(narrow_world: World) -> None:
    for i in range(8):
        assert (await knock(narrow_world, f"192.0.2.{i}", "room"))[0] == 101
    assert (await knock(narrow_world, "192.0.2.100", "other"))[0] == 101
    token = narrow_world.token(narrow_world.grant("alice", "room"))
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with narrow_world.http.ws_connect(f"{narrow_world.url}/rtc", params={"access_token": token}):
            pass
    assert refused.value.status == 429


async def test_this_machine_itself_is_not_counted(narrow_world: World) -> None:
    for _ in range(50):
        assert (await narrow_world.validate(narrow_world.token()))[0] == 200


async def test_a_room_takes_as_many_as_the_node_lets_it_whatever_it_was_made_for(narrow_world: World) -> None:
    room = narrow_world.server.node.create_room("room", max_participants=100)
    async with (
        narrow_world.connect(narrow_world.token(narrow_world.grant("a"))) as a,
        narrow_world.connect(narrow_world.token(narrow_world.grant("b"))) as b,
        narrow_world.connect(narrow_world.token(narrow_world.grant("c"))) as c,
    ):
        for socket in (a, b, c):
            await hear(socket, "join")
        assert room.full
        assert await narrow_world.validate(narrow_world.token()) == (403, "the room is full")


def test_an_address_is_counted_by_what_one_customer_has() -> None:
    assert address_key("192.0.2.1") == "192.0.2.1"
    assert address_key("::ffff:192.0.2.1") == "192.0.2.1"
    assert address_key("2001:db8:1:2:3::4") == address_key("2001:db8:1:2::9") == "2001:db8:1:2::/64"
    assert address_key("127.0.0.1") is address_key("::1") is None
    assert address_key("unknown") == "unknown"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 30)), max_size=80))
def test_no_address_gets_more_than_its_minute_and_burst(knocks: list[tuple[str, float]]) -> None:
    door, now, let_in = Door(LIMITS), 0.0, dict.fromkeys("abc", 0)
    for who, pause in knocks:
        now += pause
        refusal = door.knock(who, (), now)
        if refusal is None:
            let_in[who] += 1
        else:
            assert refusal.retry_after_s is not None
            assert refusal.retry_after_s >= 1
    assert all(count <= 5 + now / 12 + 1e-6 for count in let_in.values())


def test_a_limit_of_zero_is_none() -> None:
    door = Door(dataclasses.replace(LIMITS, joins_per_address=0, joins_per_room=0))
    assert all(door.knock("192.0.2.1", (), 0.0) is None and door.enter("room", 0.0) is None for _ in range(10_000))


# ---- one client's signalling ----


async def test_messages_that_come_too_fast_are_read_later_and_none_is_lost(narrow_world: World) -> None:
    async with narrow_world.connect(narrow_world.token()) as socket:
        await hear(socket, "join")
        begin = time.monotonic()
        for i in range(130):
            await ask(socket, rtc.SignalRequest(ping_req=rtc.Ping(timestamp=i)))
        heard = [(await hear(socket, "pong_resp")).pong_resp.last_ping_timestamp for _ in range(130)]
    assert heard == list(range(130))
    assert time.monotonic() - begin > 1.4  # 30 more than the burst of five seconds, at 20 a second
    assert narrow_world.server.node.drops.counts["signal_rate"]


async def test_tracks_end_at_the_limit_with_its_word(narrow_world: World) -> None:
    async with narrow_world.connect(narrow_world.token()) as socket:
        for cid in ("a", "b", "c"):
            await ask(socket, rtc.SignalRequest(add_track=rtc.AddTrackRequest(cid=cid, type=TrackType.AUDIO)))
        refused = (await hear(socket, "request_response")).request_response
        assert (refused.reason, refused.add_track.cid) == (rtc.RequestResponse.LIMIT_EXCEEDED, "c")
        long = rtc.AddTrackRequest(cid="x" * 300, type=TrackType.AUDIO)
        await ask(socket, rtc.SignalRequest(add_track=long))
        assert (await hear(socket, "request_response")).request_response.add_track.cid == long.cid
    assert narrow_world.server.node.drops.counts["track_limit"] == 2


# ---- metadata ----


async def change(socket: aiohttp.ClientWebSocketResponse, **fields: object) -> "rtc.RequestResponse.Reason":
    await ask(socket, rtc.SignalRequest(update_metadata=rtc.UpdateParticipantMetadata(**fields)))  # type: ignore[arg-type]
    return (await hear(socket, "request_response")).request_response.reason


async def test_huge_metadata_is_refused_with_the_limits_word(narrow_world: World) -> None:
    token = narrow_world.token(narrow_world.grant(can_update_own_metadata=True))
    exceeded = rtc.RequestResponse.LIMIT_EXCEEDED
    async with narrow_world.connect(token) as socket:
        assert await change(socket, metadata="ä" * 1001) == exceeded
        assert await change(socket, name="n" * 257) == exceeded
        assert await change(socket, attributes={"a": "x" * 1500}) == rtc.RequestResponse.OK
        assert await change(socket, attributes={"b": "x" * 1500}) == exceeded  # together with what is there
        assert narrow_world.server.node.drops.counts["metadata_oversized"] == 3
        assert dict(narrow_world.server.node.rooms["room"].participants["alice"].info.attributes) == {"a": "x" * 1500}


async def test_metadata_that_changes_without_end_is_refused_with_the_limits_word(narrow_world: World) -> None:
    token = narrow_world.token(narrow_world.grant(can_update_own_metadata=True))
    async with narrow_world.connect(token) as socket:
        answers = [await change(socket, metadata=f"{i:2000}") for i in range(8)]
        assert answers == [rtc.RequestResponse.OK] * 4 + [rtc.RequestResponse.LIMIT_EXCEEDED] * 4
        assert narrow_world.server.node.drops.counts["metadata_rate"] == 4
        narrow_world.time.advance(2)
        assert await change(socket, metadata="calm again") == rtc.RequestResponse.OK


async def test_the_nodes_own_attributes_cannot_be_set(narrow_world: World) -> None:
    grant = narrow_world.grant(can_update_own_metadata=True, attributes={"visavis.lobby": "waiting", "role": "x"})
    async with narrow_world.connect(narrow_world.token(grant)) as socket:
        assert dict((await hear(socket, "join")).join.participant.attributes) == {"role": "x"}
        assert await change(socket, attributes={"visavis.lobby": "waiting"}) == rtc.RequestResponse.NOT_ALLOWED


async def test_a_token_that_brings_too_much_is_refused(narrow_world: World) -> None:
    for grant in (
        narrow_world.grant(metadata="x" * 2001),
        narrow_world.grant(attributes={"a": "x" * 2001}),
        narrow_world.grant(name="x" * 257),
        narrow_world.grant(identity="x" * 257),
        narrow_world.grant(room="x" * 257),
    ):
        assert (await narrow_world.validate(narrow_world.token(grant)))[0] == 400
    assert narrow_world.server.node.drops.counts["metadata_oversized"] == 5


# ---- data ----


async def test_data_beyond_the_rate_is_dropped_and_the_sender_told_once_in_a_while(narrow_world: World) -> None:
    node = narrow_world.server.node
    packet = DataPacket()
    packet.user.payload = b"x"
    async with narrow_world.connect(narrow_world.token()) as socket:
        await hear(socket, "join")
        alice = node.rooms["room"].participants["alice"]
        for _ in range(30):
            data.relay(alice, RELIABLE, packet.SerializeToString())
        assert node.drops.counts["data_rate"] == 10  # two seconds' worth came at once
        answer = (await hear(socket, "request_response")).request_response
        assert answer.reason == rtc.RequestResponse.LIMIT_EXCEEDED
        assert "data" in answer.message
        narrow_world.time.advance(1)
        for _ in range(11):
            data.relay(alice, RELIABLE, packet.SerializeToString())
        assert node.drops.counts["data_rate"] == 11
        await ask(socket, rtc.SignalRequest(ping=1))
        await asyncio.wait_for(hear(socket, "pong"), 5)


async def test_data_is_bounded_in_bytes_too(narrow_world: World) -> None:
    node = narrow_world.server.node
    packet = DataPacket()
    packet.user.payload = b"x" * 900
    async with narrow_world.connect(narrow_world.token()) as socket:
        await hear(socket, "join")
        alice = node.rooms["room"].participants["alice"]
        for _ in range(4):
            data.relay(alice, RELIABLE, packet.SerializeToString())
        assert node.drops.counts["data_rate"] == 2
