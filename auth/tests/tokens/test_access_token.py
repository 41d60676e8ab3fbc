"""Access tokens: only ours, only EdDSA, only for ten minutes, and never something else signed by the same key."""

import base64
import hashlib
import hmac
import json
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from auth import keys
from auth.access_token import LEEWAY_S, LIFETIME_S, encode, verify
from auth.jws import TokenError
from auth.room_token import Grant, encode_eddsa

SIGNING = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PREVIOUS = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))
FOREIGN = Ed25519PrivateKey.from_private_bytes(bytes(range(3, 35)))
RING = keys.ring_of(SIGNING, PREVIOUS)
NOW = 1_800_000_000.0
ACCOUNT, LOGIN = UUID(int=1), UUID(int=2)


def token(**change: Any) -> str:
    claims = {
        "iss": "visavis",
        "aud": "visavis-api",
        "sub": str(ACCOUNT),
        "sid": str(LOGIN),
        "exp": int(NOW) + 60,
        **change,
    }
    claims = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode(claims, SIGNING, algorithm="EdDSA", headers={"kid": RING.kid, "typ": "at+jwt"})


def reason_of(text: str, now: float = NOW) -> str:
    with pytest.raises(TokenError) as caught:
        verify(text, now, RING.public)
    return caught.value.reason


@given(st.uuids(), st.uuids(), st.floats(0, LIFETIME_S + LEEWAY_S - 1))
def test_what_was_said_is_read_while_it_lasts(account: UUID, login: UUID, later: float) -> None:
    access = verify(encode(account, login, NOW, SIGNING, RING.kid), NOW + later, RING.public)
    assert (access.account_id, access.session_id) == (account, login)


def test_it_ends_after_ten_minutes_and_the_leeway() -> None:
    ours = encode(ACCOUNT, LOGIN, NOW, SIGNING, RING.kid)
    assert reason_of(ours, NOW + LIFETIME_S + LEEWAY_S) == "expired"


def test_both_keys_of_a_rotation_verify_and_a_foreign_one_does_not() -> None:
    kid = keys.thumbprint(PREVIOUS.public_key())
    assert verify(encode(ACCOUNT, LOGIN, NOW, PREVIOUS, kid), NOW, RING.public).account_id == ACCOUNT
    foreign = keys.thumbprint(FOREIGN.public_key())
    assert reason_of(encode(ACCOUNT, LOGIN, NOW, FOREIGN, foreign)) == "unknown-key"
    assert reason_of(encode(ACCOUNT, LOGIN, NOW, FOREIGN, RING.kid)) == "bad-signature"


@pytest.mark.parametrize("encoding", ["raw", "pem"])
def test_the_published_key_is_no_hmac_secret(encoding: str) -> None:
    public = SIGNING.public_key()
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    pem = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    payload = jwt.decode(token(), options={"verify_signature": False})
    assert reason_of(_hmac_token(payload, raw if encoding == "raw" else pem)) == "wrong-algorithm"


def _hmac_token(payload: dict[str, Any], secret: bytes) -> str:
    """HS256 by hand: PyJWT itself refuses a PEM as an HMAC secret."""

    def part(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "typ": "at+jwt", "kid": RING.kid}).encode())
    body = f"{head}.{part(json.dumps(payload).encode())}"
    return f"{body}.{part(hmac.digest(secret, body.encode(), hashlib.sha256))}"


def test_no_algorithm_is_a_wrong_algorithm() -> None:
    head, body, _ = token().split(".")
    unsigned = jwt.encode({"sub": "x"}, key=None, algorithm="none").split(".")[0]  # type: ignore[arg-type]
    assert reason_of(f"{unsigned}.{body}.") == "wrong-algorithm"
    assert reason_of(f"{head}.{body}.") == "bad-signature"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"aud": "visavis-room"}, "missing-claim"),
        ({"iss": "elsewhere"}, "missing-claim"),
        ({"exp": None}, "missing-claim"),
        ({"nbf": NOW + 60}, "not-yet-valid"),
        ({"sub": "nobody"}, "malformed"),
        ({"sid": None}, "malformed"),
    ],
)
def test_wrong_claims_are_named(change: dict[str, Any], reason: str) -> None:
    assert reason_of(token(**change)) == reason


def test_a_room_token_is_no_access_token() -> None:
    grant = Grant(identity=str(uuid4()), room="rm", room_join=True, expires_at=NOW + 60)
    assert reason_of(encode_eddsa(grant, SIGNING, RING.kid)) == "missing-claim"


@given(st.text(max_size=80))
def test_garbage_never_crashes(text: str) -> None:
    assert reason_of(text) in {"malformed", "wrong-algorithm"}
