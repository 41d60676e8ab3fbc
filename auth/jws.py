"""Reading signed JSON, for every token: the signature under one pinned algorithm, strict JSON, and times as
arguments."""

import json
import math
from collections.abc import Mapping
from typing import Any, Final, Literal, NoReturn

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_TOKEN_CHARS: Final = 16_384
Reason = Literal[
    "malformed", "bad-signature", "expired", "not-yet-valid", "unknown-key", "wrong-algorithm", "missing-claim"
]
_JWS: Final = jwt.PyJWS(algorithms=["HS256", "EdDSA"])


class TokenError(Exception):
    """A token that is not accepted; `reason` is one of `Reason`, fit for a counter's label and an answer's body."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


def header_of(token: str) -> dict[str, Any]:
    """The unverified header, of a token of a sane size. Raises TokenError malformed."""
    if not token or len(token) > MAX_TOKEN_CHARS:
        raise TokenError("malformed")
    try:
        return _JWS.get_unverified_header(token)
    except (jwt.InvalidTokenError, ValueError, RecursionError):
        raise TokenError("malformed") from None


def unverified_payload(token: str) -> dict[str, Any]:
    """The claims before any check: only to look up the key that must then verify them."""
    try:
        payload = _JWS.decode(token, options={"verify_signature": False})
    except (jwt.InvalidTokenError, ValueError):
        raise TokenError("malformed") from None
    return json_object(payload)


def verified_payload(token: str, algorithm: str, key: str | Ed25519PublicKey) -> dict[str, Any]:
    """The claims, signed by `key` under exactly `algorithm`. Raises TokenError."""
    try:
        payload = _JWS.decode(token, key, algorithms=[algorithm])
    except jwt.InvalidSignatureError:
        raise TokenError("bad-signature") from None
    except (jwt.InvalidTokenError, jwt.InvalidKeyError, ValueError):
        raise TokenError("malformed") from None
    return json_object(payload)


def check_times(claims: Mapping[str, Any], now: float, leeway_s: float) -> None:
    """`exp` (required) and `nbf` against `now`, all unix seconds. Raises TokenError."""
    expires = instant(claims, "exp")
    if expires is None:
        raise TokenError("missing-claim")
    if now >= expires + leeway_s:
        raise TokenError("expired")
    not_before = instant(claims, "nbf")
    if not_before is not None and now < not_before - leeway_s:
        raise TokenError("not-yet-valid")


def json_object(payload: bytes) -> dict[str, Any]:
    """A JSON object (RFC 8259: no NaN). Raises TokenError malformed."""
    try:
        value = json.loads(payload, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise TokenError("malformed") from None
    if not isinstance(value, dict):
        raise TokenError("malformed")
    return value


def _no_constant(_name: str) -> NoReturn:
    """NaN and Infinity would slip through every comparison of times."""
    raise ValueError


def instant(claims: Mapping[str, Any], name: str) -> float | None:
    """A claim in unix seconds, None where absent. Raises TokenError malformed."""
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TokenError("malformed")
    try:
        seconds = float(value)
    except OverflowError:
        raise TokenError("malformed") from None
    if not math.isfinite(seconds):
        raise TokenError("malformed")
    return seconds


def text(claims: Mapping[str, Any], name: str) -> str:
    """A text claim, empty where absent. Raises TokenError malformed."""
    value = claims.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TokenError("malformed")
    return value
