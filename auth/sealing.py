"""Secrets that must be read again (an authenticator's seed), encrypted at rest: AES-256-GCM, bound to their owner.

The first key seals, every key opens: a key is changed by putting the new one before it.
"""

import hashlib
import os
from collections.abc import Sequence
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES: Final = 12


class Sealer:
    """Seals with the first of `keys` (texts of high entropy), opens with any."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._ciphers = [AESGCM(hashlib.sha256(b"visavis sealing" + key.encode()).digest()) for key in keys]

    def seal(self, secret: bytes, owner: str) -> bytes:
        """nonce ‖ ciphertext; `owner` must be said again to open it."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._ciphers[0].encrypt(nonce, secret, owner.encode())

    def open(self, sealed: bytes, owner: str) -> bytes:
        """The secret. Raises ValueError when no key opens it for this owner."""
        for cipher in self._ciphers if len(sealed) > NONCE_BYTES else ():
            try:
                return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], owner.encode())
            except InvalidTag:
                continue
        raise ValueError("sealed with a key that is not here, or for somebody else")
