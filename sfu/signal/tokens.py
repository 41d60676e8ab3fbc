"""Who may come in, by token; and the fresh tokens a connected client gets so that it can come back.

Open mode: LiveKit's HS256 tokens by API key and secret. Closed mode: only the scheduler's EdDSA key lets people in, a
node only verifies. Refreshed tokens are then signed by this node's own key, which never leaves it, and only serve to
resume.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth.room_token import Grant, TokenError, Verifier, encode_eddsa, encode_hs256

log = logging.getLogger(__name__)

REFRESH_SECONDS: Final = 600.0  # how long a refreshed token is good
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


class ClosedGate:
    """With the scheduler: its keys come from a JWKS; ours is made at start and never leaves."""

    def __init__(self, node_id: str, source: KeySource) -> None:
        self._source = source
        self._own_kid = f"node-{node_id}"
        self._own_key = Ed25519PrivateKey.generate()
        self._own = Verifier(public_keys={self._own_kid: self._own_key.public_key()})
        self._scheduler = Verifier(public_keys={})
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
        try:
            return self._scheduler.verify(token, now), False
        except TokenError as error:
            if error.reason not in ("unknown-key", "wrong-algorithm") or not await self._refetch(now):
                raise
        return self._scheduler.verify(token, now), False

    def refresh(self, grant: Grant, now: float, not_after: float | None) -> str:
        """A fresh token for a client that is in the room; only this node accepts it, only to resume."""
        return encode_eddsa(_renewed(grant, now, not_after), self._own_key, self._own_kid)

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
