"""The EdDSA keys: one signs, all in the folder are published and verify.

The folder holds `signing.pem` and, during a rotation, `previous.pem`. A rotation moves signing to previous and
makes a new signing key; tokens of both verify until the next one. A key's id is its RFC 7638 thumbprint, so it
names the key itself.
"""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from auth.key_files import write_key

SIGNING, PREVIOUS = "signing.pem", "previous.pem"


class KeyFileError(Exception):
    """A key folder that cannot be used; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """`signing` makes tokens under `kid`; `public` (kid → key) verifies them, the previous key's included."""

    signing: Ed25519PrivateKey
    kid: str
    public: Mapping[str, Ed25519PublicKey]

    def jwks(self) -> dict[str, Any]:
        """The published key set (RFC 7517, RFC 8037)."""
        return {
            "keys": [
                {"kty": "OKP", "crv": "Ed25519", "x": _x(key), "kid": kid, "alg": "EdDSA", "use": "sig"}
                for kid, key in self.public.items()
            ]
        }


def ring_of(signing: Ed25519PrivateKey, *previous: Ed25519PrivateKey) -> KeyRing:
    """A ring of given keys."""
    public = {thumbprint(key.public_key()): key.public_key() for key in (signing, *previous)}
    return KeyRing(signing, thumbprint(signing.public_key()), public)


def load(folder: Path, *, create: bool) -> KeyRing:
    """The keys in `folder`; with `create`, a missing signing key is made. Raises KeyFileError."""
    path = folder / SIGNING
    if not path.exists():
        if not create:
            raise KeyFileError(f"{path} is missing: make one with `python -m scheduler keys`")
        write_key(path, Ed25519PrivateKey.generate())
    previous = folder / PREVIOUS
    return ring_of(_read(path), *([_read(previous)] if previous.exists() else []))


def rotate(folder: Path) -> KeyRing:
    """A new signing key; the one so far stays valid as the previous. Restart the schedulers one by one afterwards."""
    path = folder / SIGNING
    if path.exists():
        path.replace(folder / PREVIOUS)
    return load(folder, create=True)


def public_keys(jwks: Mapping[str, Any]) -> dict[str, Ed25519PublicKey]:
    """The Ed25519 signature keys of a published set, by kid; others are passed over. Raises ValueError if it is no
    set."""
    entries = jwks.get("keys")
    if not isinstance(entries, list):
        raise ValueError("not a key set: no list `keys`")
    found = {}
    for entry in entries:
        if isinstance(entry, dict) and entry.get("crv") == "Ed25519" and entry.get("use", "sig") == "sig":
            try:
                raw = base64.urlsafe_b64decode(str(entry["x"]) + "=")
                found[str(entry["kid"])] = Ed25519PublicKey.from_public_bytes(raw)
            except (KeyError, ValueError) as error:
                raise ValueError("not a key set: a broken Ed25519 key") from error
    return found


def thumbprint(key: Ed25519PublicKey) -> str:
    """RFC 7638's thumbprint of an Ed25519 key (RFC 8037, appendix A.3)."""
    members = json.dumps({"crv": "Ed25519", "kty": "OKP", "x": _x(key)}, separators=(",", ":"), sort_keys=True)
    return _base64url(hashlib.sha256(members.encode()).digest())


def _x(key: Ed25519PublicKey) -> str:
    return _base64url(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _read(path: Path) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path} cannot be read as a PEM private key") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} is not an Ed25519 key")
    return key
