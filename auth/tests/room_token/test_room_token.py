"""Room tokens: what LiveKit's own SDK makes is read, what it reads is made, all else is refused by name."""

import base64
import dataclasses
import datetime as dt
import json
import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from livekit import api as livekit

from auth.room_token import Grant, TokenError, Verifier, claims_of, encode_eddsa, encode_hs256

KEY, SECRET = "devkey", "visavis-development-secret-0123456789"
SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
NOW = 1_800_000_000.0
VERIFIER = Verifier({KEY: SECRET}, {"k1": SIGNING.public_key()})
GRANT = Grant(
    identity="ada:professional",
    name="Dr. Ada Demo",
    metadata='{"role":"professional"}',
    attributes={"role": "professional"},
    room="rm_1",
    room_join=True,
    room_admin=True,
    can_publish_sources=("camera", "microphone"),
    not_before=NOW - 5,
    expires_at=NOW + 600,
)


def reason_of(token: str, now: float = NOW, verifier: Verifier = VERIFIER) -> str:
    with pytest.raises(TokenError) as caught:
        verifier.verify(token, now)
    return caught.value.reason


def signed(claims: dict[str, Any], key: Any = SECRET, algorithm: str = "HS256", **headers: str) -> str:
    return jwt.encode(claims, key, algorithm=algorithm, headers=headers)


def test_a_grant_survives_both_ways_of_signing() -> None:
    assert VERIFIER.verify(encode_hs256(GRANT, KEY, SECRET), NOW) == GRANT
    assert VERIFIER.verify(encode_eddsa(GRANT, SIGNING, "k1"), NOW) == GRANT


def test_a_token_of_livekits_sdk_is_understood() -> None:
    token = (
        livekit.AccessToken(KEY, SECRET)
        .with_identity("bob")
        .with_name("Bob")
        .with_metadata("m")
        .with_attributes({"a": "b"})
        .with_grants(livekit.VideoGrants(room_join=True, room="r", can_publish=False, can_publish_data=False))
        .with_ttl(dt.timedelta(minutes=5))
        .to_jwt()
    )
    grant = VERIFIER.verify(token, time.time())
    assert (grant.identity, grant.name, grant.metadata, grant.attributes) == ("bob", "Bob", "m", {"a": "b"})
    assert (grant.room, grant.room_join, grant.can_publish, grant.can_publish_data) == ("r", True, False, False)
    assert grant.can_subscribe


def test_livekits_sdk_understands_ours() -> None:
    grant = dataclasses.replace(GRANT, expires_at=time.time() + 60, not_before=None)
    claims = livekit.TokenVerifier(KEY, SECRET).verify(encode_hs256(grant, KEY, SECRET))
    assert claims.identity == grant.identity
    assert claims.video is not None
    assert claims.video.room == "rm_1"
    assert claims.video.room_admin is True
    assert claims.video.can_publish_sources == ["camera", "microphone"]


def test_absent_rights_are_livekits_defaults() -> None:
    claims = {"iss": KEY, "sub": "x", "exp": NOW + 9, "video": {"roomJoin": True, "room": "r"}}
    grant = VERIFIER.verify(signed(claims), NOW)
    assert grant.can_publish
    assert grant.can_subscribe
    assert grant.can_publish_data
    claims["video"] = {"roomJoin": True, "room": "r", "canPublish": False}
    assert VERIFIER.verify(signed(claims), NOW).can_publish_data is False


def test_times_have_ten_seconds_of_leeway_and_no_more() -> None:
    token = encode_hs256(GRANT, KEY, SECRET)
    assert VERIFIER.verify(token, NOW + 609.9)
    assert reason_of(token, NOW + 610) == "expired"
    assert VERIFIER.verify(token, NOW - 15)
    assert reason_of(token, NOW - 15.1) == "not-yet-valid"


def test_foreign_signatures_and_unknown_keys_are_told_apart() -> None:
    assert reason_of(encode_hs256(GRANT, KEY, "f" * 36)) == "bad-signature"
    assert reason_of(encode_hs256(GRANT, "somebody", SECRET)) == "unknown-key"
    assert reason_of(encode_eddsa(GRANT, OTHER, "k1")) == "bad-signature"
    assert reason_of(encode_eddsa(GRANT, SIGNING, "k2")) == "unknown-key"


def test_a_public_key_is_never_an_hmac_secret() -> None:
    """The classic confusion: HS256 signed with the PEM, or the raw bytes, of the published verification key."""
    raw = SIGNING.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    claims = {"iss": "visavis", "aud": "visavis-room", **claims_of(GRANT)}
    forged = signed(claims, raw, kid="k1")
    assert reason_of(forged) == "unknown-key"
    assert reason_of(forged, verifier=Verifier(public_keys={"k1": SIGNING.public_key()})) == "wrong-algorithm"


def test_no_algorithm_and_other_algorithms_are_refused() -> None:
    claims = {"iss": KEY, **claims_of(GRANT)}
    assert reason_of(signed(claims, None, "none")) == "wrong-algorithm"
    assert reason_of(signed(claims, SECRET * 2, "HS512")) == "wrong-algorithm"
    only_hs = Verifier({KEY: SECRET})
    assert reason_of(encode_eddsa(GRANT, SIGNING, "k1"), verifier=only_hs) == "wrong-algorithm"


def test_an_access_token_of_the_same_key_opens_no_room() -> None:
    claims = {**claims_of(GRANT), "aud": "visavis-api"}
    assert reason_of(signed(claims, SIGNING, "EdDSA", kid="k1")) == "missing-claim"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"exp": None}, "missing-claim"),
        ({"iss": None}, "missing-claim"),
        ({"sub": ""}, "missing-claim"),
        ({"video": {"roomJoin": True}}, "missing-claim"),
        ({"exp": "soon"}, "malformed"),
        ({"exp": True}, "malformed"),
        ({"exp": float("nan")}, "malformed"),
        ({"exp": 10**400}, "malformed"),
        ({"nbf": []}, "malformed"),
        ({"sub": 7}, "malformed"),
        ({"video": "all"}, "malformed"),
        ({"video": {"roomJoin": "yes", "room": "r"}}, "malformed"),
        ({"video": {"canPublishSources": "camera"}}, "malformed"),
        ({"attributes": {"a": 1}}, "malformed"),
    ],
)
def test_claims_of_a_wrong_kind_are_named(change: dict[str, Any], reason: str) -> None:
    claims = {"iss": KEY, **claims_of(GRANT), **change}
    body = json.dumps({k: v for k, v in claims.items() if v is not None}).encode()
    token = jwt.PyJWS().encode(body, SECRET, algorithm="HS256")
    assert reason_of(token) == reason


@given(st.text(max_size=60) | st.from_regex(r"[A-Za-z0-9_-]{0,20}(\.[A-Za-z0-9_-]{0,20}){0,4}", fullmatch=True))
def test_garbage_is_malformed_and_never_crashes(text: str) -> None:
    assert reason_of(text) in {"malformed", "wrong-algorithm"}


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_any_changed_byte_ends_the_token(where: int, flip: int) -> None:
    head, body, mark = encode_eddsa(GRANT, SIGNING, "k1").split(".")
    raw = bytearray(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    raw[where % len(raw)] ^= flip
    changed = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    assert reason_of(f"{head}.{changed}.{mark}") == "bad-signature"


@given(
    st.builds(
        Grant,
        identity=st.text(min_size=1, max_size=40),
        name=st.text(max_size=40),
        metadata=st.text(max_size=40),
        attributes=st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
        room=st.text(min_size=1, max_size=20),
        room_join=st.just(True),
        room_admin=st.booleans(),
        can_publish=st.booleans(),
        can_subscribe=st.booleans(),
        can_publish_data=st.booleans(),
        can_publish_sources=st.lists(st.sampled_from(["camera", "microphone", "screen_share"])).map(tuple),
        can_update_own_metadata=st.booleans(),
        hidden=st.booleans(),
        expires_at=st.integers(int(NOW), int(NOW) + 10**6),
    )
)
def test_every_grant_comes_back_as_it_went(grant: Grant) -> None:
    assert VERIFIER.verify(encode_eddsa(grant, SIGNING, "k1"), NOW) == grant


def test_an_oversized_token_is_not_even_parsed() -> None:
    assert reason_of(encode_hs256(dataclasses.replace(GRANT, metadata="x" * 20_000), KEY, SECRET)) == "malformed"
