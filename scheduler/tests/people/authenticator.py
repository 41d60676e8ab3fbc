"""A software authenticator: ES256 keys, real signatures, a counter; what a browser and a security key do together."""

import hashlib
import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ES256 = {1: 2, 3: -7, -1: 1}  # COSE: EC2, ES256, P-256
USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One credential at one origin. `verifies`: it asks for the user's finger."""

    def __init__(self, origin: str = "http://localhost:3000", rp_id: str = "localhost", *, verifies: bool = True):
        self.origin, self.rp_id = origin, rp_id
        self.key, self.id = ec.generate_private_key(ec.SECP256R1()), os.urandom(32)
        self.handle, self.counter = b"", 0
        self.flags = USER_PRESENT | (USER_VERIFIED if verifies else 0)

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _head(self, flags: int) -> bytes:
        return hashlib.sha256(self.rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """navigator.credentials.create()."""
        self.handle, point = unb64(options["user"]["id"]), self.key.public_key().public_numbers()
        cose = cbor2.dumps({**ES256, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._head(self.flags | ATTESTED) + attested
        made = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client_data("webauthn.create", options["challenge"])
        response = {"clientDataJSON": b64(client), "attestationObject": b64(made)}
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """navigator.credentials.get()."""
        self.counter += 1
        data, client = self._head(self.flags), self._client_data("webauthn.get", options["challenge"])
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signature)}
        response["userHandle"] = b64(self.handle)
        return {"id": b64(self.id), "rawId": b64(self.id), "type": "public-key", "response": response}
