"""A way to one peer: packets go out by it, and what comes in by it belongs to one endpoint.

The rule: a path never queues without bound; what it cannot send now it drops, with a count.
"""

import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sfu.net.ice import Address

if TYPE_CHECKING:
    from sfu.net.port import Endpoint, UdpPort


NO_SOCKET: Final = (-1, None)
"""Of a path that only Python can send by: the C kernel hands its packets up."""


class Path(Protocol):
    """UDP: a socket of ours and an address. TCP: a connection. Paths are compared and kept in tables."""

    @property
    def remote(self) -> Address:
        """Where it leads."""

    @property
    def native(self) -> tuple[int, Address | None]:
        """The C kernel's socket and the address for it to send by itself, or NO_SOCKET."""

    def send(self, datagram: bytes | memoryview) -> None:
        """Sends now or drops with a count. The bytes may change after the call."""

    def send_train(self, packets: memoryview, segment: int, count: int) -> None:
        """Sends packets that lie one behind the other, all of `segment` bytes but the last."""

    def adopt(self, endpoint: "Endpoint") -> None:
        """What comes in by it belongs to `endpoint` from now on."""

    def release(self, endpoint: "Endpoint") -> None:
        """Undoes `adopt`, unless it went to another endpoint meanwhile."""


@dataclass(frozen=True, slots=True)
class UdpPath:
    """A pair of our socket and the peer's address."""

    port: "UdpPort"
    sock: socket.socket
    remote: Address

    @property
    def native(self) -> tuple[int, Address | None]:
        return self.port.socket_index(self.sock), self.remote

    def send(self, datagram: bytes | memoryview) -> None:
        self.port.send(self.sock, datagram, self.remote)

    def send_train(self, packets: memoryview, segment: int, count: int) -> None:
        self.port.send_train(self.sock, packets, segment, count, self.remote)

    def adopt(self, endpoint: "Endpoint") -> None:
        self.port.learn(self.remote, endpoint)

    def release(self, endpoint: "Endpoint") -> None:
        self.port.forget(self.remote, endpoint)
