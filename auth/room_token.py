"""The room token: LiveKit's grant as a signed JWT, encoded and verified.

The rule kept here: the algorithm decides which set of keys may be asked, never the token alone. HS256 is looked up by
`iss` among the API keys (LiveKit's own way), EdDSA by `kid` among the public keys (Visavis' scheduler signs, media
nodes only verify). The two sets never mix, so a public key can never be used as an HMAC secret. Time is an argument.

Claims on the wire are those of livekit/protocol `auth/grants.go`; an EdDSA token also carries `aud: visavis-room`, so
that an access token signed by the same key is not a way into a room.
"""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth import jws
from auth.jws import Reason, TokenError

AUDIENCE: Final = "visavis-room"
ISSUER: Final = "visavis"

__all__ = ["Grant", "Reason", "TokenError", "Verifier", "claims_of", "encode_eddsa", "encode_hs256"]


@dataclass(frozen=True, slots=True)
class Grant:
    """What a token says: who, in which room, with which rights, and when. Times are unix seconds.

    `can_publish`, `can_subscribe` and `can_publish_data` are the effective rights: absent on the wire they mean yes
    (data: as publish), as in LiveKit. `can_publish_sources` empty means every source; otherwise only those named
    (`camera`, `microphone`, `screen_share`, `screen_share_audio`). `destination_room`: where an admin of `room` may
    move its people. `sha256` (base64) binds a webhook's body.
    """

    identity: str = ""
    name: str = ""
    kind: str = ""
    metadata: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    room: str = ""
    destination_room: str = ""
    room_join: bool = False
    room_admin: bool = False
    room_create: bool = False
    room_list: bool = False
    room_record: bool = False
    can_publish: bool = True
    can_subscribe: bool = True
    can_publish_data: bool = True
    can_publish_sources: tuple[str, ...] = ()
    can_update_own_metadata: bool = False
    hidden: bool = False
    recorder: bool = False
    agent: bool = False
    sha256: str = ""
    not_before: float | None = None
    expires_at: float = 0.0


_FLAGS: Final = {
    "room_join": "roomJoin",
    "room_admin": "roomAdmin",
    "room_create": "roomCreate",
    "room_list": "roomList",
    "room_record": "roomRecord",
    "can_update_own_metadata": "canUpdateOwnMetadata",
    "hidden": "hidden",
    "recorder": "recorder",
    "agent": "agent",
}
_TEXTS: Final = ("name", "kind", "metadata", "sha256")


def claims_of(grant: Grant) -> dict[str, Any]:
    """The grant as LiveKit's claims, empty ones left out; without `iss` and `aud`, which the encoders add."""
    video: dict[str, Any] = {wire: True for name, wire in _FLAGS.items() if getattr(grant, name)}
    if grant.room:
        video["room"] = grant.room
    if grant.destination_room:
        video["destinationRoom"] = grant.destination_room
    if grant.room_join:
        video["canPublish"] = grant.can_publish
        video["canSubscribe"] = grant.can_subscribe
        video["canPublishData"] = grant.can_publish_data
    if grant.can_publish_sources:
        video["canPublishSources"] = list(grant.can_publish_sources)
    claims: dict[str, Any] = {name: getattr(grant, name) for name in _TEXTS if getattr(grant, name)}
    if video:
        claims["video"] = video
    if grant.attributes:
        claims["attributes"] = dict(grant.attributes)
    if grant.identity:
        claims["sub"] = grant.identity
    if grant.not_before is not None:
        claims["nbf"] = int(grant.not_before)
    claims["exp"] = int(grant.expires_at)
    return claims


def encode_hs256(grant: Grant, key: str, secret: str) -> str:
    """A token as every LiveKit server SDK makes it: `iss` names the API key, HMAC-SHA256 with its secret."""
    return jwt.encode({"iss": key, **claims_of(grant)}, secret, algorithm="HS256")


def encode_eddsa(grant: Grant, signing_key: Ed25519PrivateKey, kid: str) -> str:
    """A token only the holder of `signing_key` can make (RFC 8037); verifiers find the public half by `kid`."""
    claims = {"iss": ISSUER, "aud": AUDIENCE, **claims_of(grant)}
    return jwt.encode(claims, signing_key, algorithm="EdDSA", headers={"kid": kid})


class Verifier:
    """Checks tokens against fixed keys. `api_keys`: API key → secret (HS256). `public_keys`: kid → key (EdDSA).

    Leave one of the two empty and its algorithm is refused as `wrong-algorithm`. Safe to share between tasks.
    """

    def __init__(
        self,
        api_keys: Mapping[str, str] | None = None,
        public_keys: Mapping[str, Ed25519PublicKey] | None = None,
        leeway_s: float = 10.0,
    ) -> None:
        self._api_keys = dict(api_keys or {})
        self._public_keys = dict(public_keys or {})
        self._leeway = leeway_s

    def verify(self, token: str, now: float) -> Grant:
        """The grant of a token valid at `now` (unix seconds). Raises TokenError; no other error leaves."""
        header = jws.header_of(token)
        algorithm = header.get("alg")
        if algorithm == "HS256" and self._api_keys:
            claims = jws.verified_payload(token, "HS256", self._secret_for(token))
        elif algorithm == "EdDSA" and self._public_keys:
            public_key = self._public_keys.get(str(header.get("kid")))
            if public_key is None:
                raise TokenError("unknown-key")
            claims = jws.verified_payload(token, "EdDSA", public_key)
            if claims.get("aud") != AUDIENCE:
                raise TokenError("missing-claim")
        else:
            raise TokenError("wrong-algorithm")
        jws.check_times(claims, now, self._leeway)
        return _grant_of(claims)

    def knows(self, key: str, secret: str) -> bool:
        """Whether these are an API key and its secret; takes as long for any guess of a secret."""
        known = self._api_keys.get(key, "")
        return hmac.compare_digest(known.encode(), secret.encode("utf-8", "surrogatepass")) and bool(known)

    def _secret_for(self, token: str) -> str:
        """The secret of the API key the token claims to be issued by; the claim is believed only once it verifies."""
        parts = jws.unverified_payload(token)
        issuer = parts.get("iss")
        if issuer is None:
            raise TokenError("missing-claim")
        secret = self._api_keys.get(issuer) if isinstance(issuer, str) else None
        if secret is None:
            raise TokenError("unknown-key")
        return secret


def _flag(video: Mapping[str, Any], name: str, default: bool = False) -> bool:
    value = video.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise TokenError("malformed")
    return value


def _strings(value: object) -> Sequence[str]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TokenError("malformed")
    return value


def _attributes(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise TokenError("malformed")
    return value


def _grant_of(claims: Mapping[str, Any]) -> Grant:
    """The grant in verified claims. Raises TokenError: malformed (a wrong type), missing-claim (a join by nobody)."""
    video = claims.get("video") or {}
    if not isinstance(video, dict):
        raise TokenError("malformed")
    can_publish = _flag(video, "canPublish", default=True)
    fields: dict[str, Any] = {name: jws.text(claims, name) for name in _TEXTS}
    fields |= {name: _flag(video, wire) for name, wire in _FLAGS.items()}
    grant = Grant(
        **fields,
        identity=jws.text(claims, "sub"),
        attributes=_attributes(claims.get("attributes")),
        room=jws.text(video, "room"),
        destination_room=jws.text(video, "destinationRoom"),
        can_publish=can_publish,
        can_subscribe=_flag(video, "canSubscribe", default=True),
        can_publish_data=_flag(video, "canPublishData", default=can_publish),
        can_publish_sources=tuple(_strings(video.get("canPublishSources"))),
        not_before=jws.instant(claims, "nbf"),
        expires_at=jws.instant(claims, "exp") or 0.0,
    )
    if grant.room_join and not (grant.identity and grant.room):
        raise TokenError("missing-claim")
    return grant
