"""Who may come in, by token; and the fresh tokens a connected client gets so that it can come back.

Open mode: LiveKit's HS256 tokens by API key and secret. Closed mode: only the scheduler's EdDSA key lets people in, a
node only verifies. Refreshed tokens are then signed by this node's own key, which never leaves it, and only serve to
resume. A node that takes over the rooms of one that was lost also knows that one's public key, for these rooms only.
"""

import asyncio
import base64
import binascii
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from auth.jws import header_of
from auth.room_token import Grant, TokenError, Verifier, encode_eddsa, encode_hs256

log = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 600.0  # how long a refreshed token is good
MAX_INHERITED: Final = 10_000  # keys of lost nodes, one a room
_REFETCH_SECONDS: Final = 5.0  # an unknown key id asks for the key set again, this often at most

KeySource = Callable[[], Awaitable[Mapping[str, Ed25519PublicKey]]]


class OpenGate:
    """Standalone: whoever has the API secret makes tokens, as with LiveKit."""

    def __init__(self, key: str, secret: str) -> None:
        self._key, self._secret = key, secret
        self._verifier = Verifier(api_keys={key: secret})

    async def verify(self, token: str, now: float) -> tuple[Grant, bool]:
        """(the grant, whether it only serves to resume). Raises TokenError. `now` in unix seconds."""
        return self._verifier.verify(token, now), False

    def refresh(self, grant: Grant, now: float, not_after: float | None) -> str:
        """A fresh token for a client that is in the room."""
        return encode_hs256(_renewed(grant, now, not_after), self._key, self._secret)

    def keys_for(self, room: str) -> dict[str, str]:
        """None are needed: every node knows the secret."""
        return {}

    def inherit(self, room: str, keys: Mapping[str, str], now: float) -> None:
        """Nothing to learn."""


class ClosedGate:
    """With the scheduler: its keys come from a JWKS; ours is made at start and never leaves."""

    def __init__(self, node_id: str, source: KeySource) -> None:
        self._source = source
        # A node that is started again has another key: its name alone would not tell them apart.
        self._own_kid = f"node-{node_id}-{secrets.token_hex(4)}"
        self._own_key = Ed25519PrivateKey.generate()
        self._own = Verifier(public_keys={self._own_kid: self._own_key.public_key()})
        self._scheduler = Verifier(public_keys={})
        self._inherited: dict[tuple[str, str], tuple[Ed25519PublicKey, float]] = {}  # (room, kid) → key, until when
        self._fetched = float("-inf")
        self.skew: float | None = None  # seconds our clock is ahead of the scheduler's, as last seen
        self._lock = asyncio.Lock()

    @property
    def ready(self) -> bool:
        """Whether the scheduler's keys have been read once."""
        return self._fetched > float("-inf")

    async def fetch(self, now: float) -> None:
        """Reads the scheduler's keys. Whatever the source raises leaves."""
        self._scheduler = Verifier(public_keys=await self._source())
        self._fetched = now

    async def verify(self, token: str, now: float) -> tuple[Grant, bool]:
        """(the grant, whether it only serves to resume). Raises TokenError. `now` in unix seconds."""
        try:
            return self._own.verify(token, now), True
        except TokenError as error:
            if error.reason != "unknown-key":
                raise
        inherited = self._verify_inherited(token, now)
        if inherited is not None:
            return inherited, True
        try:
            return self._scheduler.verify(token, now), False
        except TokenError as error:
            if error.reason not in ("unknown-key", "wrong-algorithm") or not await self._refetch(now):
                raise
        return self._scheduler.verify(token, now), False

    def refresh(self, grant: Grant, now: float, not_after: float | None) -> str:
        """A fresh token for a client that is in the room; only this node accepts it, only to resume."""
        return encode_eddsa(_renewed(grant, now, not_after), self._own_key, self._own_kid)

    # ---- rooms of nodes that were lost ----

    def keys_for(self, room: str) -> dict[str, str]:
        """The public keys (base64 of 32 bytes, by key id) of the tokens that people of this room may hold."""
        keys = {self._own_kid: self._own_key.public_key()}
        keys |= {kid: key for (name, kid), (key, _) in self._inherited.items() if name == room}
        return {
            kid: base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
            for kid, key in keys.items()
        }

    def inherit(self, room: str, keys: Mapping[str, str], now: float) -> None:
        """Tokens for this room by these keys serve to resume here too, while they last. Raises ValueError."""
        self._inherited = {entry: found for entry, found in self._inherited.items() if found[1] > now}
        for kid, text in list(keys.items())[:16]:
            if kid == self._own_kid or len(self._inherited) >= MAX_INHERITED:
                continue
            try:
                key = Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
            except (binascii.Error, ValueError) as error:
                raise ValueError("a key must be base64 of 32 bytes") from error
            self._inherited[room, kid] = (key, now + REFRESH_SECONDS)

    def _verify_inherited(self, token: str, now: float) -> Grant | None:
        """The grant of a token by a lost node for a room that came from it. Raises TokenError; None: no such key."""
        if not self._inherited:
            return None
        kid = str(header_of(token).get("kid"))
        known = {room: key for (room, name), (key, until) in self._inherited.items() if name == kid and until > now}
        if not known:
            return None
        grant = Verifier(public_keys={kid: next(iter(known.values()))}).verify(token, now)
        if grant.room not in known:
            raise TokenError("unknown-key")
        return grant

    async def _refetch(self, now: float) -> bool:
        """Keys rotate: an unknown one may be new. True if the set was read again."""
        async with self._lock:
            if now - self._fetched < _REFETCH_SECONDS:
                return False
            try:
                await self.fetch(now)
            except Exception as error:  # the scheduler being down must not take the node's door with it
                log.warning("the scheduler's keys cannot be read: %s", error)
                return False
            return True


Gate = OpenGate | ClosedGate


def _renewed(grant: Grant, now: float, not_after: float | None) -> Grant:
    end = now + REFRESH_SECONDS
    return replace(grant, not_before=now, expires_at=end if not_after is None else min(end, not_after))
