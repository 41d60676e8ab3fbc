"""A session that nobody is in: the port answers checks on it, so that `doctor` can ask whether the node is reached.

Its credentials follow from the API secret, so a doctor with the node's environment knows them and nobody else does.
Nothing but an answer comes of such a check: no address is learnt, no connection is kept.
"""

import hashlib
import hmac

from sfu.net.drops import Drops
from sfu.net.ice import Credentials
from sfu.net.kernel import KernelTransport
from sfu.net.path import Path


def doorbell_credentials(secret: str) -> Credentials:
    """Of the node whose API secret this is."""
    digest = hmac.new(secret.encode(), b"visavis doorbell", hashlib.sha256).hexdigest()
    return Credentials(ufrag="bell" + digest[:12], password=digest[12:])


class Doorbell:
    """Implements Endpoint. Register it by its `credentials.ufrag`."""

    native: KernelTransport | None = None

    def __init__(self, secret: str, drops: Drops) -> None:
        self.credentials = doorbell_credentials(secret)
        self._drops = drops

    def password_of(self, ufrag: str) -> str | None:
        return self.credentials.password if ufrag == self.credentials.ufrag else None

    def on_check(self, path: Path, ufrag: str, nominated: bool, now: float) -> None:
        """It was answered; that is all."""

    def on_path_closed(self, path: Path) -> None:
        """No path is ever taken."""

    def on_handshake(self, datagram: bytes) -> None:
        self._drops.add("unknown_address")

    def on_media(self, datagram: bytes, now: float) -> None:
        self._drops.add("unknown_address")

    def on_feedback(self, now: float) -> None:
        """Nothing was sent that could be told of."""

    def on_plain(self, packet: bytes, now: float, *, rtcp: bool) -> None:
        self._drops.add("unknown_address")

    def deliver(self, packet: bytes) -> None:
        self._drops.add("send_failed")
