"""How often an address and a room may be knocked at: floods of joins end here, before a token is even looked at.

The rule: an address is what a trusted proxy says, else who is connected. Loopback is this machine (a gateway, a proxy
that says nothing of its clients): it speaks for many and is not counted. IPv6 counts by its /64, one customer.
"""

import ipaddress
import math
from collections.abc import Iterable, Sequence
from typing import Final

from auth.addresses import Network, client_address
from auth.limits import Limiter, Rate
from sfu.rooms.life import Refusal
from sfu.rooms.limits import Limits

_MINUTE: Final = 60.0
_MOST_KEYS: Final = 50_000


class Door:
    """`knock` at every attempt, `enter` when its token was good. `now` in monotonic seconds."""

    def __init__(self, limits: Limits, trusted_proxies: Sequence[Network] = ()) -> None:
        self._trusted = trusted_proxies
        self._by_address = _limiter(limits.joins_per_address)
        self._by_room = _limiter(limits.joins_per_room)

    def knock(self, peer: str | None, forwarded: Iterable[str], now: float) -> Refusal | None:
        """None when this address may try; `forwarded`: the lines of RFC 7239's header."""
        key = address_key(client_address(peer, forwarded, self._trusted))
        return _refusal(self._by_address, key, now, "this address") if key is not None else None

    def enter(self, room: str, now: float) -> Refusal | None:
        """None when this room may be tried."""
        return _refusal(self._by_room, room, now, "this room")


def address_key(address: str) -> str | None:
    """What an address is counted by; None: not counted."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return None
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, 64), strict=False))


def _limiter(per_minute: int) -> Limiter | None:
    return Limiter(Rate(per_minute, _MINUTE / per_minute), _MOST_KEYS) if per_minute else None


def _refusal(limiter: Limiter | None, key: str, now: float, whose: str) -> Refusal | None:
    wait = limiter.hit(key, now) if limiter is not None else 0.0
    if not wait:
        return None
    seconds = math.ceil(wait)
    return Refusal(429, f"too many joins for {whose}: try again in {seconds} s", retry_after_s=seconds)
