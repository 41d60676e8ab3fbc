"""What strangers and clients may ask of a node's media ports at most: the bounds, and the counting. Pure.

The rule: a flood costs its sender more than us. What is over a bound is refused before it is parsed, and no table
here grows with the number of senders.
"""

import socket
from dataclasses import dataclass
from typing import Final

from sfu.core.bucket import Bucket
from sfu.net.ice import Address

_BURST_S: Final = 2.0
"""Seconds of the rate that may come at once."""
_SOURCES: Final = 4096
"""Senders remembered by a `Buckets`; beyond it the one that was quiet for longest is forgotten."""

_HANDSHAKE: Final = b"\x16"
_TYPE_AT: Final = 13  # after the record's header
_CLIENT_HELLO: Final = b"\x01"


@dataclass(frozen=True, slots=True)
class NetLimits:
    """Each is a variable `VISAVIS_LIMIT_…` of the same name in capitals; 0: no limit."""

    checks: int = 100
    """Connectivity checks a second for one session; twice that at once. libwebrtc sends at most 21 a second."""
    checks_of_strangers: int = 200
    """The same from one host that has no session yet (an IPv6 host: its /64)."""
    handshake_records: int = 200
    """Unencrypted DTLS datagrams (hellos among them) of one peer connection, ever. A slow handshake needs 30."""
    hellos: int = 500
    """DTLS ClientHellos a second of all clients, twice that at once: each costs us a signature. One that is over is
    lost, and sent again by the client a little later.
    """
    hellos_per_host: int = 100
    """The same from one host; a whole office may stand behind it. Loopback is not counted."""
    unproven_tcp: int = 512
    """TCP connections that passed no check yet."""
    unproven_tcp_per_host: int = 64
    """The same from one host; a whole office may stand behind it."""
    unproven_tcp_seconds: int = 5
    """How long a TCP connection may take to pass its first check."""


class Buckets:
    """A token bucket for each key: `rate` a second, twice that at once; 0: no limit."""

    __slots__ = ("_buckets", "_capacity", "_rate")

    def __init__(self, rate: float, capacity: int = _SOURCES) -> None:
        self._rate = rate
        self._capacity = capacity
        self._buckets: dict[object, Bucket] = {}  # the longest quiet first

    def take(self, key: object, now: float) -> bool:
        """Whether one more is within the bound; counts it if so. `now`: monotonic seconds."""
        bucket = self._buckets.pop(key, None) or Bucket(self._rate, _BURST_S * self._rate)
        self._buckets[key] = bucket
        if len(self._buckets) > self._capacity:
            del self._buckets[next(iter(self._buckets))]
        return bucket.take(1, now)

    def forget(self, key: object) -> None:
        """It will not come again."""
        self._buckets.pop(key, None)

    def __len__(self) -> int:
        return len(self._buckets)


class Hellos:
    """The beginnings of handshakes, over all connections."""

    __slots__ = ("_hosts", "_node")

    def __init__(self, limits: NetLimits) -> None:
        self._hosts = Buckets(limits.hellos_per_host)
        self._node = Bucket(limits.hellos, _BURST_S * limits.hellos)

    def take(self, datagram: bytes, source: Address, now: float) -> bool:
        """Whether an unencrypted DTLS datagram may come in; what is no ClientHello may (RFC 6347 section 4.3.2)."""
        if datagram[:1] != _HANDSHAKE or datagram[_TYPE_AT : _TYPE_AT + 1] != _CLIENT_HELLO:
            return True
        if not _is_loopback(source) and not self._hosts.take(host_of(source), now):
            return False
        return self._node.take(1, now)


def _is_loopback(source: Address) -> bool:
    return source[0].startswith("127.") or source[0] == "::1"


def host_of(source: Address) -> str | bytes:
    """What counts as one sender: an IPv4 address, or the /64 that an IPv6 host may change its address within."""
    address = source[0]
    if ":" not in address:
        return address
    try:
        return socket.inet_pton(socket.AF_INET6, address.partition("%")[0])[:8]
    except OSError:
        return address
