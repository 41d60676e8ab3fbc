"""The client's address. `Forwarded` (RFC 7239) is believed only from trusted proxies, and only as far as they
reach."""

import ipaddress
import re
from collections.abc import Iterable, Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_FOR = re.compile(r'(?:^|[;\s])for=("(?:[^"\\]|\\.)*"|[^;,\s]+)', re.IGNORECASE)


def client_address(peer: str | None, forwarded: Iterable[str], trusted: Sequence[Network]) -> str:
    """The nearest address that is not a trusted proxy: the peer, or what the proxies say stood before them."""
    address = peer or "unknown"
    hops = [hop for line in forwarded for hop in line.split(",")]
    while hops and is_trusted(address, trusted):
        found = _node(hops.pop())
        if found is None:
            break
        address = found
    return address


def is_trusted(address: str, trusted: Sequence[Network]) -> bool:
    """Whether this is one of the proxies we trust: then what it asks, it asks for itself."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = getattr(ip, "ipv4_mapped", None)
    return any((mapped or ip) in network for network in trusted)


def subscriber(address: str) -> str:
    """Whom an address stands for: IPv4 itself, of IPv6 the /64 that one subscriber has at least (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found.packed[:8] + bytes(8), 64)))


def _node(hop: str) -> str | None:
    """The address in one element of Forwarded, without its port; None for `unknown` and obfuscated ones."""
    match = _FOR.search(hop)
    if match is None:
        return None
    text = match.group(1).strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None
