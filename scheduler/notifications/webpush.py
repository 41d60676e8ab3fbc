"""Web push: what goes to a browser's push service (RFC 8030), sealed for the browser (RFC 8291) and signed as ours
(VAPID, RFC 8292). Pure but for the salt and the one-time key.

The rule kept here: the push service sees addresses and lengths, never words; a copy of a push that was sent before
replaces it (the Topic while it waits, the tag in its data when it is shown).
"""

import base64
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

import http_ece
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from auth.key_files import write_key
from auth.keys import KeyFileError

TOKEN_LASTS_S: Final = 12 * 3600
KEY_FILE: Final = "vapid.pem"
MAX_PLAIN: Final = 3000  # of the 4,096 octets that a push service must take, sealed


@dataclass(frozen=True, slots=True)
class Vapid:
    """Our key pair towards push services. `subject` is how they reach us (a mailto or https address)."""

    private: ec.EllipticCurvePrivateKey
    subject: str

    @property
    def public(self) -> str:
        """The public key as browsers take it: an uncompressed point in base64url."""
        return base64url(point(self.private.public_key()))

    def header(self, endpoint: str, now: float) -> str:
        """The Authorization for a push service at `now`."""
        parts = urlsplit(endpoint)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(now) + TOKEN_LASTS_S,
            "sub": self.subject,
        }
        return f"vapid t={jwt.encode(claims, self.private, algorithm='ES256')}, k={self.public}"


@dataclass(frozen=True, slots=True)
class BrowserKeys:
    """What a browser gave with its subscription."""

    p256dh: bytes
    auth: bytes


def sealed(plain: bytes, keys: BrowserKeys) -> bytes:
    """`plain` for this browser only (aes128gcm)."""
    body: bytes = http_ece.encrypt(
        plain,
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=keys.p256dh,
        auth_secret=keys.auth,
        version="aes128gcm",
    )
    return body


def request(
    vapid: Vapid, endpoint: str, keys: BrowserKeys, delivery: UUID, shown: Mapping[str, Any], *, ttl: int, now: float
) -> tuple[dict[str, str], bytes]:
    """Headers and body of the request. `shown`: title, body, path, role, kind; `ttl` in seconds."""
    data = {**shown, "tag": str(delivery)}
    plain = json.dumps(data, ensure_ascii=False).encode()
    if len(plain) > MAX_PLAIN:
        data["body"] = ""
        plain = json.dumps(data, ensure_ascii=False).encode()
    headers = {
        "Authorization": vapid.header(endpoint, now),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl),
        "Urgency": "high" if shown.get("kind") == "reminder" else "normal",
        "Topic": base64url(delivery.bytes),
    }
    return headers, sealed(plain, keys)


FindVapid = Callable[[], Vapid | None]


def loader(folder: Path, given: str | None, sender: str, *, create: bool) -> FindVapid:
    """The key, read when it is first asked for. `sender`: who our mails are from, whom push services write to."""
    subject = f"mailto:{parseaddr(sender)[1]}"
    return cache(lambda: load(folder, given, subject, create=create))


def load(folder: Path, given: str | None, subject: str, *, create: bool) -> Vapid | None:
    """The key from the environment, else from the folder; with `create` a missing one is made. None: web push is
    off. Raises KeyFileError."""
    path = folder / KEY_FILE
    if given is not None:
        try:
            return Vapid(private_key(given), subject)
        except ValueError:
            raise KeyFileError("VISAVIS_VAPID_KEY is no private key of P-256") from None
    if not path.exists():
        if not create:
            return None
        write_key(path, ec.generate_private_key(ec.SECP256R1()))
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path} cannot be read as a PEM private key") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise KeyFileError(f"{path} is not a P-256 key")
    return Vapid(key, subject)


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """A P-256 key from its private scalar in base64url. Raises ValueError."""
    raw = from_base64url(text)
    if len(raw) != 32:
        raise ValueError("32 bytes are needed")
    return ec.derive_private_key(int.from_bytes(raw, "big"), ec.SECP256R1())


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key's 65 bytes."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def base64url(data: bytes) -> str:
    """Without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """With or without padding. Raises ValueError."""
    padded = text.rstrip("=")
    return base64.b64decode(padded + "=" * (-len(padded) % 4), altchars=b"-_", validate=True)
