"""S3's requests, signed (AWS Signature Version 4): pure, bytes and times in, headers out.

The rule: the payload's hash is always part of what is signed, so what arrives is what was meant, over whatever way it
came; a secret is in no name, no URL and no repr.
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
_SAFE: Final = "-_.~"


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket and who may write to it. `endpoint`: scheme, host and port; "" is AWS's of the region."""

    name: str
    access_key: str
    secret: str = field(repr=False)
    session_token: str = field(default="", repr=False)
    region: str = "us-east-1"
    endpoint: str = ""
    path_style: bool = False

    def url(self, key: str = "", query: Mapping[str, str] | None = None) -> str:
        """Of an object; of the bucket itself without a key."""
        scheme, _, host = (self.endpoint or f"https://s3.{self.region}.amazonaws.com").rstrip("/").partition("://")
        path = f"/{_quoted(key, slash=True)}"
        place = f"{host}/{_quoted(self.name)}{path}" if self.path_style else f"{self.name}.{host}{path}"
        return f"{scheme}://{place}" + (f"?{_query(query)}" if query else "")

    def signed(
        self, method: str, url: str, wall: float, *, payload: str = EMPTY, headers: Mapping[str, str] | None = None
    ) -> dict[str, str]:
        """All headers of a request. `payload`: SHA-256 of its body, hexadecimal; `headers`: others to be sent."""
        at = datetime.fromtimestamp(wall, UTC).strftime("%Y%m%dT%H%M%SZ")
        parts = urlsplit(url)
        sent = {name.lower(): " ".join(value.split()) for name, value in (headers or {}).items()}
        sent |= {"host": parts.netloc, "x-amz-content-sha256": payload, "x-amz-date": at}
        if self.session_token:
            sent["x-amz-security-token"] = self.session_token
        names = ";".join(sorted(sent))
        canonical = [method, parts.path or "/", parts.query]
        canonical += [*(f"{name}:{sent[name]}" for name in sorted(sent)), "", names, payload]
        scope = f"{at[:8]}/{self.region}/{_SERVICE}/aws4_request"
        digest = hashlib.sha256("\n".join(canonical).encode()).hexdigest()
        key = f"AWS4{self.secret}".encode()
        for step in (at[:8], self.region, _SERVICE, "aws4_request"):
            key = hmac.new(key, step.encode(), hashlib.sha256).digest()
        text = f"AWS4-HMAC-SHA256\n{at}\n{scope}\n{digest}"
        signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
        sent["authorization"] = (
            f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope},SignedHeaders={names},Signature={signature}"
        )
        return sent


def _quoted(text: str, *, slash: bool = False) -> str:
    return quote(text, safe=_SAFE + "/" if slash else _SAFE)


def _query(query: Mapping[str, str]) -> str:
    """In canonical order, which is as good as any."""
    return "&".join(f"{name}={value}" for name, value in sorted((_quoted(n), _quoted(v)) for n, v in query.items()))
