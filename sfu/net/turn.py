"""What clients are told of relays: TURN addresses, and credentials that end by themselves (coturn's use-auth-secret).

The rule: the relay and we share a secret and no state. A username says until when it is good and for whom, its
password is the secret's HMAC of it (the "REST API" of draft-uberti-behave-turn-rest); the secret is never told.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

_URL: Final = re.compile(
    r"(?:turns?:(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(?P<port>\d{1,5}))?(?:\?transport=(?P<transport>udp|tcp))?)"
)


class TurnAddress(NamedTuple):
    """A TURN URI taken apart (RFC 7065)."""

    host: str
    port: int
    tcp: bool
    tls: bool


def parse_url(url: str) -> TurnAddress:
    """ "turn:host", "turn:host:3478?transport=udp", "turns:[::1]:5349". Raises ValueError."""
    found = _URL.fullmatch(url)
    if found is None or not 0 < int(found["port"] or 1) <= 65535:
        raise ValueError(url)
    tls = url.startswith("turns:")
    port = int(found["port"]) if found["port"] else (5349 if tls else 3478)
    return TurnAddress(found["host"].strip("[]"), port, tls or found["transport"] == "tcp", tls)


@dataclass(frozen=True, slots=True)
class TurnServers:
    """The relays of a node. `lifetime` of credentials in seconds."""

    urls: tuple[str, ...]
    secret: str = field(repr=False)
    lifetime: int = 6 * 3600

    @property
    def secure(self) -> tuple[str, ...]:
        """Those that speak TLS."""
        return tuple(url for url in self.urls if url.startswith("turns:"))

    def credentials(self, user: str, wall: float) -> tuple[str, str]:
        """(username, password) for `user` (the relay logs it, so nobody's name), good until `wall` + lifetime."""
        username = f"{int(wall) + self.lifetime}:{user}"
        digest = hmac.new(self.secret.encode(), username.encode(), hashlib.sha1).digest()
        return username, base64.b64encode(digest).decode()
