"""Who gets in: tokens of every kind of wrong, rooms that are shut, and the words clients are told."""

import json
from email.utils import formatdate

import aiohttp
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from livekit.protocol.models import ParticipantInfo

from auth.room_token import encode_eddsa, encode_hs256
from sfu.rooms.link import Reason
from sfu.server import clock_wrong, skew
from sfu.signal.tokens import ClosedGate
from sfu.tests.servers import KEY, SECRET
from sfu.tests.signal.conftest import NOW, World
from sfu.tests.signalling import hear


def booking(opens_in: float = -600, ends_in: float = 3000, grace_s: float = 300) -> str:
    """A room's metadata as the scheduler writes it."""
    return json.dumps({"opens_at": NOW + opens_in, "ends_at": NOW + ends_in, "grace_s": grace_s})


BOOKING = booking()


async def test_a_good_token_opens_a_room(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        join = (await hear(socket, "join")).join
    assert join.participant.identity == "alice"
    assert join.server_info.version
    assert list(open_world.server.node.rooms) == ["room"]


async def test_the_bearer_header_opens_it_too(open_world: World) -> None:
    headers = {"Authorization": f"Bearer {open_world.token()}"}
    async with open_world.http.get(f"{open_world.url}/rtc/validate", headers=headers) as answer:
        assert (answer.status, await answer.text()) == (200, "success")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def wrong_tokens(world: World) -> dict[str, str]:
    grant = world.grant()
    public_half = world.ring.signing.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {
        "token_malformed": "not.a.token",
        "token_bad_signature": encode_hs256(grant, KEY, "another-secret-0123456789-0123456789"),
        "token_unknown_key": encode_hs256(grant, "foreign", SECRET),
        "token_expired": world.token(world.grant(expires_at=NOW - 60)),
        "token_not_yet_valid": world.token(world.grant(not_before=NOW + 60)),
        "token_wrong_algorithm": jwt.encode(
            {"iss": KEY, "sub": "alice", "exp": NOW + 60}, public_half.hex(), "HS512"
        ),
        "token_missing_claim": jwt.encode({"iss": KEY, "sub": "alice"}, SECRET, "HS256"),
    }


@pytest.mark.parametrize(
    "reason",
    [
        "token_malformed",
        "token_bad_signature",
        "token_unknown_key",
        "token_expired",
        "token_not_yet_valid",
        "token_wrong_algorithm",
        "token_missing_claim",
    ],
)
async def test_a_wrong_token_is_refused_and_counted(open_world: World, reason: str) -> None:
    token = wrong_tokens(open_world)[reason]
    assert (await open_world.validate(token))[0] == 401
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with open_world.connect(token):
            pass
    assert refused.value.status == 401
    assert open_world.server.node.drops.counts[reason] == 2
    assert not open_world.server.node.rooms


async def test_a_token_without_a_room_or_identity_is_refused(open_world: World) -> None:
    assert (await open_world.validate(open_world.token(open_world.grant(room_join=False))))[0] == 401
    assert (await open_world.validate(open_world.token(open_world.grant(room=""))))[0] == 401
    assert (await open_world.validate(open_world.token(open_world.grant(identity=""))))[0] in (400, 401)
    assert (await open_world.validate(""))[0] == 401


async def test_in_closed_mode_only_the_schedulers_key_opens(closed_world: World) -> None:
    closed_world.server.node.create_room("room", metadata=BOOKING)
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 200
    stranger = encode_eddsa(closed_world.grant(), Ed25519PrivateKey.generate(), closed_world.ring.kid)
    assert (await closed_world.validate(stranger))[0] == 401
    assert (await closed_world.validate(closed_world.token()))[0] == 401  # the API secret mints no entry


async def test_in_closed_mode_nobody_makes_a_room_by_joining(closed_world: World) -> None:
    status, words = await closed_world.validate(closed_world.booking_token())
    assert (status, words) == (404, "requested room does not exist")
    assert not closed_world.server.node.rooms


async def test_before_the_window_the_time_is_named_and_after_it_nobody_enters(closed_world: World) -> None:
    closed_world.server.node.create_room("room", metadata=booking(opens_in=100, ends_in=1000, grace_s=60))
    status, words = await closed_world.validate(closed_world.booking_token())
    assert status == 403
    assert str(int(NOW + 100)) in words
    closed_world.time.advance(100)
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 200
    closed_world.time.advance(960)
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 404


async def test_the_node_ends_the_room_by_itself_at_the_end_of_grace(closed_world: World) -> None:
    room = closed_world.server.node.create_room("room", metadata=BOOKING)
    async with closed_world.connect(closed_world.booking_token()) as socket:
        await hear(socket, "join")
        room.participants["alice"].info.state = ParticipantInfo.ACTIVE  # as if media were connected
        closed_world.time.advance(3299)
        closed_world.server.ticker.tick(closed_world.time.mono)
        assert not room.closed
        closed_world.time.advance(1)
        closed_world.server.ticker.tick(closed_world.time.mono)
        leave = (await hear(socket, "leave")).leave
    assert leave.reason == Reason.ROOM_CLOSED
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 404


async def test_an_extension_moves_the_end(closed_world: World) -> None:
    node = closed_world.server.node
    room = node.create_room("room", metadata=BOOKING)
    room.set_metadata(booking(ends_in=6000))
    closed_world.time.advance(3301)
    closed_world.server.ticker.tick(closed_world.time.mono)
    assert not room.closed
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 200


async def test_a_deleted_room_stays_dead_until_its_booking_is_over(closed_world: World) -> None:
    node = closed_world.server.node
    node.create_room("room", metadata=BOOKING)
    async with closed_world.connect(closed_world.booking_token()) as socket:
        await hear(socket, "join")
        assert node.delete_room("room")
        assert (await hear(socket, "leave")).leave.reason == Reason.ROOM_DELETED
    assert await closed_world.validate(closed_world.booking_token()) == (404, "requested room does not exist")
    with pytest.raises(LookupError):
        node.create_room("room", metadata=BOOKING)
    closed_world.time.advance(3301)
    closed_world.server.ticker.tick(closed_world.time.mono)
    node.create_room("room")


async def test_a_room_nobody_uses_is_closed_in_open_mode(open_world: World) -> None:
    node = open_world.server.node
    room = node.create_room("room", empty_timeout=60)
    open_world.time.advance(61)
    open_world.server.ticker.tick(open_world.time.mono)
    assert room.closed
    assert not node.rooms


async def test_a_node_in_another_time_than_the_scheduler_is_not_ready(closed_world: World) -> None:
    gate_is_asked = closed_world.validate(closed_world.booking_token())
    await gate_is_asked  # an unknown key makes the node read the key set, and the clock with it
    async with closed_world.http.get(f"{closed_world.url}/readyz") as answer:
        assert (answer.status, (await answer.json())["missing"]) == (200, {})
    assert skew(formatdate(NOW, usegmt=True), NOW + 25) == pytest.approx(25)
    assert skew("yesterday", NOW) is None
    gate = ClosedGate("n", _nothing)
    gate.skew = -25.0
    assert "-25 s" in (clock_wrong(gate) or "")
    gate.skew = 9.0
    assert clock_wrong(gate) is None


async def _nothing() -> dict[str, Ed25519PublicKey]:
    return {}


async def test_a_removed_person_stays_out(closed_world: World) -> None:
    room = closed_world.server.node.create_room("room", metadata=BOOKING)
    room.denied.add("alice")
    assert (await closed_world.validate(closed_world.booking_token()))[0] == 403
    assert (await closed_world.validate(closed_world.booking_token(closed_world.grant("bob"))))[0] == 200


async def test_a_full_room_is_full_but_lets_its_own_people_back(open_world: World) -> None:
    open_world.server.node.create_room("room", max_participants=1)
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        assert (await open_world.validate(open_world.token(open_world.grant("bob"))))[0] == 403
        assert (await open_world.validate(open_world.token()))[0] == 200


async def test_refreshed_tokens_only_serve_to_come_back(closed_world: World) -> None:
    closed_world.server.node.create_room("room", metadata=BOOKING)
    async with closed_world.connect(closed_world.booking_token()) as socket:
        fresh = (await hear(socket, "refresh_token")).refresh_token
    claims = jwt.decode(fresh, options={"verify_signature": False})
    assert claims["sub"] == "alice"
    assert claims["exp"] == int(NOW + 600)
    assert (await closed_world.validate(fresh))[0] == 200  # still inside: the resume window runs
    room = closed_world.server.node.rooms["room"]
    room.leave(room.participants["alice"], Reason.CONNECTION_TIMEOUT)
    assert (await closed_world.validate(fresh))[0] == 200  # lost, not sent away: may come back for a while
    async with closed_world.connect(fresh) as socket:
        await hear(socket, "join")
        room.leave(room.participants["alice"], Reason.PARTICIPANT_REMOVED)
    assert (await closed_world.validate(fresh))[0] == 401
    closed_world.server.node.close_room(room, Reason.ROOM_DELETED)
    assert (await closed_world.validate(fresh))[0] == 401


async def test_a_refreshed_token_never_outlives_the_booking(closed_world: World) -> None:
    closed_world.server.node.create_room("room", metadata=BOOKING)
    closed_world.time.advance(3200)
    async with closed_world.connect(closed_world.booking_token()) as socket:
        fresh = (await hear(socket, "refresh_token")).refresh_token
    assert jwt.decode(fresh, options={"verify_signature": False})["exp"] == int(NOW + 3300)
