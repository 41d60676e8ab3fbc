"""S3's requests, signed (AWS Signature Version 4, header form). Pure: a request and a time in, headers out.

The rule kept here: the body's hash is part of what is signed, and the secret is in no URL, no repr and no log.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote, urlsplit

EMPTY: Final = hashlib.sha256(b"").hexdigest()
_SERVICE: Final = "s3"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket, addressed by path below an endpoint (scheme, host, port), and who may use it."""

    endpoint: str
    region: str
    name: str
    access_key: str
    secret_key: str = field(repr=False)

    def url(self, key: str) -> str:
        """Of an object, as it is signed and sent."""
        return f"{self.endpoint}/{quote(self.name, safe='')}/{quote(key, safe='/-_.~')}"

    def signed(
        self, method: str, key: str, unix: float, *, payload: str = EMPTY, headers: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """All headers of a request for `key`. `payload`: the body's SHA-256, hexadecimal; `unix`: real time, which S3
        compares with its own (15 minutes)."""
        at = datetime.fromtimestamp(unix, UTC).strftime("%Y%m%dT%H%M%SZ")
        parts = urlsplit(self.url(key))
        sent = {name.lower(): " ".join(value.split()) for name, value in (headers or {}).items()}
        sent |= {"host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": at}
        names = ";".join(sorted(sent))
        lines = [method, parts.path, "", *(f"{name}:{sent[name]}" for name in sorted(sent)), "", names, payload]
        scope = f"{at[:8]}/{self.region}/{_SERVICE}/aws4_request"
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
        signature = _hmac(self._signing_key(at[:8]), f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{digest}").hex()
        sent["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope},SignedHeaders={names},Signature={signature}"
        )
        return sent

    def _signing_key(self, day: str, service: str = _SERVICE) -> bytes:
        key = f"AWS4{self.secret_key}".encode()
        for step in (day, self.region, service, "aws4_request"):
            key = _hmac(key, step)
        return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
