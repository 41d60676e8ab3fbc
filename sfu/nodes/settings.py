"""What a gateway is told, from the same environment as its nodes, and what it tells each of them."""

import hashlib
import hmac
import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from sfu.config import ConfigError, Settings
from sfu.nodes.fleet import Place

MAX_NODES: Final = 64


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """`settings` as for one node: its HTTP address is the public one, its UDP port that of the first node."""

    settings: Settings
    nodes: int
    address: str
    redis_url: str | None = field(repr=False)
    secret: str = field(repr=False)


def load(environment: Mapping[str, str], settings: Settings, nodes: int) -> GatewaySettings:
    """Raises ConfigError."""
    if not 1 <= nodes <= MAX_NODES:
        raise ConfigError(f"--nodes {nodes}: it may be 1 to {MAX_NODES}")
    last = settings.udp_port + nodes - 1
    if settings.udp_port and last > 65535:
        raise ConfigError(f"VISAVIS_SFU_UDP_PORT={settings.udp_port}: {nodes} nodes would need ports up to {last}")
    address = environment.get("VISAVIS_SFU_NODE_ADDRESS", "127.0.0.1")
    try:
        ipaddress.ip_address(address)
    except ValueError:
        raise ConfigError(
            f"VISAVIS_SFU_NODE_ADDRESS={address!r} cannot be used: it may be the IP address at which this machine's "
            "nodes are reached by the other machines' gateways"
        ) from None
    redis_url = environment.get("REDIS_URL") or None
    if redis_url is not None and not redis_url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("REDIS_URL cannot be used: it may begin with redis://, rediss:// or unix://")
    return GatewaySettings(settings, nodes, address, redis_url, gateway_secret(settings.api_secret))


def gateway_secret(api_secret: str) -> str:
    """What gateways show to nodes: the same on every machine that shares the API secret, and not that secret."""
    return hmac.new(api_secret.encode(), b"visavis sfu gateway", hashlib.sha256).hexdigest()


def places(gateway: GatewaySettings, environment: Mapping[str, str]) -> list[Place]:
    """The environment of each node: ports one after the other, everything else as for one node."""
    found = []
    for i in range(gateway.nodes):
        name = f"{gateway.settings.node_id[:60]}-{i + 1}"
        own = {
            "VISAVIS_SFU_NODE_ID": name,
            "VISAVIS_SFU_HTTP_BIND": gateway.address,
            "VISAVIS_SFU_HTTP_PORT": "0",
            "VISAVIS_SFU_GATEWAY_SECRET": gateway.secret,
            **_shifted(environment, "VISAVIS_SFU_UDP_PORT", 7882, i),
            **(_shifted(environment, "VISAVIS_SFU_TCP_PORT", 0, i) if "VISAVIS_SFU_TCP_PORT" in environment else {}),
        }
        host = f"[{gateway.address}]" if ":" in gateway.address else gateway.address
        found.append(Place(name, host, {**environment, **own}))
    return found


def _shifted(environment: Mapping[str, str], variable: str, default: int, by: int) -> dict[str, str]:
    """A port for the node `by` places after the first; 0 (any) and words (off) are the same for all."""
    text = environment.get(variable, str(default))
    number = int(text) if text.isascii() and text.isdigit() else 0
    return {variable: str(number + by) if number else text}
