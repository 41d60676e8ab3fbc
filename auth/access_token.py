"""The access token: who calls, for ten minutes (JWT EdDSA, RFC 9068's `at+jwt`).

It says only the account and its sign-in. Roles are not in it: they are asked of the database with each request, so
that a role taken away is gone at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth import jws
from auth.jws import TokenError

LIFETIME_S: Final = 600
LEEWAY_S: Final = 10.0
ISSUER: Final = "visavis"
AUDIENCE: Final = "visavis-api"
KIND: Final = "at+jwt"


@dataclass(frozen=True, slots=True)
class Access:
    """An account and the sign-in (login session) the token came from. Times are unix seconds."""

    account_id: UUID
    session_id: UUID
    expires_at: float


def encode(account_id: UUID, session_id: UUID, now: float, signing_key: Ed25519PrivateKey, kid: str) -> str:
    """A token valid from `now` for LIFETIME_S."""
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(account_id),
        "sid": str(session_id),
        "iat": int(now),
        "exp": int(now) + LIFETIME_S,
    }
    return jwt.encode(claims, signing_key, algorithm="EdDSA", headers={"kid": kid, "typ": KIND})


def verify(token: str, now: float, public_keys: Mapping[str, Ed25519PublicKey]) -> Access:
    """What a token valid at `now` says. Raises TokenError: EdDSA is the only algorithm, `public_keys` the only
    keys."""
    header = jws.header_of(token)
    if header.get("alg") != "EdDSA":
        raise TokenError("wrong-algorithm")
    key = public_keys.get(str(header.get("kid")))
    if key is None:
        raise TokenError("unknown-key")
    claims = jws.verified_payload(token, "EdDSA", key)
    if claims.get("iss") != ISSUER or claims.get("aud") != AUDIENCE or header.get("typ") != KIND:
        raise TokenError("missing-claim")
    jws.check_times(claims, now, LEEWAY_S)
    try:
        account_id, session_id = UUID(jws.text(claims, "sub")), UUID(jws.text(claims, "sid"))
    except ValueError:
        raise TokenError("malformed") from None
    return Access(account_id, session_id, jws.instant(claims, "exp") or 0.0)
