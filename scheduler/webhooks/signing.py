"""Signatures as Standard Webhooks has them (standardwebhooks.com, v1): HMAC-SHA256 over id, time and body. Pure."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Final
from uuid import UUID

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32


def new_secret() -> str:
    """A secret as it is shown: its bytes in base64, after the prefix."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def message_id(id: UUID) -> str:
    """`webhook-id`: the same for every attempt, so a receiver knows what it has had."""
    return f"msg_{id.hex}"


def headers_of(id: UUID, timestamp: int, body: bytes, keys: Sequence[str]) -> dict[str, str]:
    """The headers of one attempt; one signature for each secret that is valid now."""
    signatures = " ".join(sign(key, message_id(id), timestamp, body) for key in keys)
    return {
        "Content-Type": "application/json",
        "User-Agent": "Visavis-Webhooks/1",
        "webhook-id": message_id(id),
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signatures,
    }


def sign(secret: str, id: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the signature."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"
