"""Opaque secrets: 256 random bits to the holder, their SHA-256 to the database."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from typing import Final

MAX_CHARS: Final = 128


def new_secret() -> str:
    """43 URL-safe characters."""
    return secrets.token_urlsafe(32)


def new_salt() -> bytes:
    """16 random bytes."""
    return secrets.token_bytes(16)


def stored(secret: str) -> bytes:
    """What a database keeps of a secret. Plain SHA-256 suffices: 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode()).digest()


def successor(secret: str, salt: bytes) -> str:
    """The secret that follows: always the same one, and unknown to who holds only the secret or only the salt."""
    digest = hmac.digest(secret.encode(), b"visavis refresh successor" + salt, "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
