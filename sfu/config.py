"""The media server's configuration, from environment variables (12-factor), checked at start.

A wrong value is a ConfigError that names the variable and says what it may be.
"""

import ipaddress
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final, Literal, NoReturn, TypeVar

from aioice.ice import get_host_addresses

from auth.addresses import Network
from sfu.net.limits import NetLimits
from sfu.net.turn import TurnServers, parse_url
from sfu.recording.settings import RecordingSettings
from sfu.rooms.limits import Limits

DEV_KEY: Final = "devkey"
DEV_SECRET: Final = "visavis-development-secret-0123456789"  # noqa: S105  published on purpose, refused in production
_MIN_SECRET: Final = 32
_LOOPBACK: Final = "127.0.0.0/8,::1"
_MOST: Final = 1 << 40  # of any limit
DEV_TURN_SECRET: Final = "visavis-development-turn-secret"  # noqa: S105  published, refused in production
_MIN_TURN_SECRET: Final = 16
_UDP_PORT: Final = 7882

_Limits = TypeVar("_Limits", Limits, NetLimits)

_NODE_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ConfigError(ValueError):
    """A variable that cannot be used; the text names it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """One node. Ports 0 mean: any free one."""

    environment: Literal["development", "test", "production"]
    clock_offset: float
    node_id: str
    http_host: str
    http_port: int
    udp_port: int
    bind: tuple[str, ...]
    advertise: tuple[str, ...]
    rooms: Literal["open", "closed"]
    api_key: str
    api_secret: str = field(repr=False)
    jwks_url: str
    webhook_url: str | None
    region: str
    kernel: bool  # the packet path in C, where it was built
    trusted_proxies: tuple[Network, ...] = ()
    room_max_seconds: int = 0  # 0: rooms may go on
    remote_unmute: bool = False
    limits: Limits = field(default_factory=Limits)
    net_limits: NetLimits = field(default_factory=NetLimits)
    tcp_port: int | None = None
    """Of ICE over TCP; None: switched off."""
    advertise_udp: bool = True
    turn: TurnServers | None = None
    gateway_secret: str | None = None
    """Of the gateway in front of this node (sfu/nodes), None when there is none."""
    drain_seconds: float = 3600.0
    """How long a node behind a gateway waits for its rooms to end when it is told to go (SIGTERM)."""
    recordings: RecordingSettings = field(default_factory=RecordingSettings)
    advertise_port: int = 0
    """Where clients send media, when that is not `udp_port` (a mapped port); 0: it is."""


def load(environment: Mapping[str, str]) -> Settings:
    """The settings in `environment`. Raises ConfigError."""
    name = environment.get("VISAVIS_ENV", "development")
    if name not in ("development", "test", "production"):
        _refuse("VISAVIS_ENV", name, "development, test or production")
    production = name == "production"
    rooms = environment.get("VISAVIS_ROOMS", "open")
    if rooms not in ("open", "closed"):
        _refuse("VISAVIS_ROOMS", rooms, "open (rooms are made by joining) or closed (by the scheduler)")
    return Settings(
        environment=name,  # type: ignore[arg-type]  # checked above
        clock_offset=_offset(environment, production=production),
        node_id=_node_id(environment),
        http_host=environment.get("VISAVIS_SFU_HTTP_BIND", "0.0.0.0"),  # noqa: S104  a public server
        http_port=_port(environment, "VISAVIS_SFU_HTTP_PORT", 7880),
        udp_port=_port(environment, "VISAVIS_SFU_UDP_PORT", _UDP_PORT),
        bind=_addresses(environment, "VISAVIS_SFU_BIND") or _all_interfaces(),
        advertise=_addresses(environment, "VISAVIS_SFU_ADVERTISE") or own_addresses(production=production),
        rooms=rooms,  # type: ignore[arg-type]  # checked above
        api_key=environment.get("LIVEKIT_API_KEY", DEV_KEY),
        api_secret=_secret(environment, production=production),
        jwks_url=environment.get("VISAVIS_JWKS_URL", "http://127.0.0.1:8000/.well-known/jwks.json"),
        webhook_url=environment.get("VISAVIS_WEBHOOK_URL") or None,
        region=environment.get("VISAVIS_REGION", ""),
        kernel=_on(environment, "VISAVIS_SFU_KERNEL"),
        trusted_proxies=_networks(environment, "VISAVIS_TRUSTED_PROXIES", "" if production else _LOOPBACK),
        room_max_seconds=_number(environment, "VISAVIS_ROOM_MAX_SECONDS", 0),
        remote_unmute=_on(environment, "VISAVIS_REMOTE_UNMUTE", "off"),
        limits=_limits(environment, Limits),
        net_limits=_limits(environment, NetLimits),
        tcp_port=_tcp_port(environment),
        advertise_udp=_on(environment, "VISAVIS_SFU_ADVERTISE_UDP"),
        turn=_turn(environment, production=production),
        gateway_secret=environment.get("VISAVIS_SFU_GATEWAY_SECRET") or None,
        drain_seconds=_seconds(environment, "VISAVIS_SFU_DRAIN_SECONDS", 3600.0),
        recordings=_recordings(environment),
        advertise_port=_port(environment, "VISAVIS_SFU_ADVERTISE_PORT", 0),
    )


def own_addresses(*, production: bool) -> tuple[str, ...]:
    """This host's addresses; loopback last, and only where that serves a developer or there is nothing else."""
    found = tuple(get_host_addresses(use_ipv4=True, use_ipv6=True))
    return found if found and production else (*found, "127.0.0.1")


def _recordings(environment: Mapping[str, str]) -> RecordingSettings:
    return RecordingSettings(
        folder=Path(environment.get("VISAVIS_RECORDINGS_DIR") or ".visavis/recordings"),
        most=_count(environment, "VISAVIS_RECORDINGS_MAX", 16),
        longest=float(_count(environment, "VISAVIS_RECORDINGS_MAX_SECONDS", 6 * 3600)),
        spare=_count(environment, "VISAVIS_RECORDINGS_SPARE_MB", 1024) << 20,
        s3_endpoints=_endpoints(environment, "VISAVIS_RECORDINGS_S3_ENDPOINTS"),
    )


def _endpoints(environment: Mapping[str, str], variable: str) -> tuple[str, ...]:
    text = environment.get(variable, "")
    found = tuple(part.strip().rstrip("/") for part in text.split(",") if part.strip())
    if not all(re.fullmatch(r"https?://[A-Za-z0-9.\-\[\]:]+", each) for each in found):
        _refuse(variable, text, "https://host or https://host:port, with commas")
    return found


def _count(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable, str(default))
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        _refuse(variable, text, "a whole number from 0 on")
    return int(text)


def _refuse(variable: str, value: str, allowed: str) -> NoReturn:
    raise ConfigError(f"{variable}={value!r} cannot be used: it may be {allowed}")


def _port(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable, str(default))
    if not (text.isascii() and text.isdigit() and int(text) <= 65535):
        _refuse(variable, text, "a port, 0 to 65535 (0: any free one)")
    return int(text)


def _number(environment: Mapping[str, str], variable: str, default: int) -> int:
    text = environment.get(variable, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 16 and int(text) <= _MOST):
        _refuse(variable, text, f"a whole number, 0 to {_MOST}")
    return int(text)


def _limits(environment: Mapping[str, str], kind: type[_Limits]) -> _Limits:
    """Each field of Limits and NetLimits is a variable of its name."""
    default, found = kind(), {}
    for name in (each.name for each in fields(kind)):
        found[name] = _number(environment, f"VISAVIS_LIMIT_{name.upper()}", getattr(default, name))
    return kind(**found)


def _networks(environment: Mapping[str, str], variable: str, default: str) -> tuple[Network, ...]:
    text = environment.get(variable, default)
    try:
        return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())
    except ValueError:
        _refuse(variable, text, "addresses or networks with commas between them, 10.0.0.0/8,::1")


def _tcp_port(environment: Mapping[str, str]) -> int | None:
    if environment.get("VISAVIS_SFU_TCP_PORT") == "off":
        return None
    udp = _port(environment, "VISAVIS_SFU_UDP_PORT", _UDP_PORT)
    return _port(environment, "VISAVIS_SFU_TCP_PORT", max(0, udp - 1))  # 7881; a second node moves both by one word


def _turn(environment: Mapping[str, str], *, production: bool) -> TurnServers | None:
    text = environment.get("VISAVIS_TURN_URLS", "")
    urls = tuple(part.strip() for part in text.split(",") if part.strip())
    if not urls:
        return None
    for url in urls:
        try:
            parse_url(url)
        except ValueError:
            _refuse(
                "VISAVIS_TURN_URLS", text, "turn:host:port?transport=udp (or tcp) and turns:host:port, with commas"
            )
    secret = environment.get("VISAVIS_TURN_SECRET", DEV_TURN_SECRET)
    if production and secret == DEV_TURN_SECRET:
        raise ConfigError("VISAVIS_TURN_SECRET is the published development secret: set coturn's static-auth-secret")
    if len(secret) < _MIN_TURN_SECRET:
        raise ConfigError(f"VISAVIS_TURN_SECRET is too short: it needs {_MIN_TURN_SECRET} characters or more")
    lifetime = environment.get("VISAVIS_TURN_LIFETIME", "21600")
    if not (lifetime.isascii() and lifetime.isdigit() and 60 <= int(lifetime) <= 7 * 86400):
        _refuse("VISAVIS_TURN_LIFETIME", lifetime, "seconds, 60 to 604800")
    return TurnServers(urls, secret, int(lifetime))


def _seconds(environment: Mapping[str, str], variable: str, default: float) -> float:
    text = environment.get(variable, str(default))
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e7:
        _refuse(variable, text, "a number of seconds")
    return seconds


def _offset(environment: Mapping[str, str], *, production: bool) -> float:
    text = environment.get("VISAVIS_CLOCK_OFFSET", "0")
    try:
        seconds = float(text)
    except ValueError:
        _refuse("VISAVIS_CLOCK_OFFSET", text, "a number of seconds")
    if production and seconds:
        _refuse("VISAVIS_CLOCK_OFFSET", text, "0 in production")
    if not abs(seconds) < 1e10:
        _refuse("VISAVIS_CLOCK_OFFSET", text, "a number of seconds")
    return seconds


def _on(environment: Mapping[str, str], variable: str, default: str = "on") -> bool:
    text = environment.get(variable, default)
    if text not in ("on", "off"):
        _refuse(variable, text, "on or off")
    return text == "on"


def _node_id(environment: Mapping[str, str]) -> str:
    default = re.sub(r"[^A-Za-z0-9_-]", "-", socket.gethostname())[:64] or "node"
    text = environment.get("VISAVIS_SFU_NODE_ID", default)
    if not _NODE_ID.fullmatch(text):
        _refuse("VISAVIS_SFU_NODE_ID", text, "letters, digits, - and _, at most 64")
    return text


def _secret(environment: Mapping[str, str], *, production: bool) -> str:
    secret = environment.get("LIVEKIT_API_SECRET", DEV_SECRET)
    if production and secret == DEV_SECRET:
        raise ConfigError("LIVEKIT_API_SECRET is the published development secret: set one of your own in production")
    if len(secret) < _MIN_SECRET:
        raise ConfigError(f"LIVEKIT_API_SECRET is too short: it needs {_MIN_SECRET} characters or more")
    return secret


def _addresses(environment: Mapping[str, str], variable: str) -> tuple[str, ...]:
    text = environment.get(variable, "")
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in parts:
        try:
            ipaddress.ip_address(part)
        except ValueError:
            _refuse(variable, text, "IP addresses with commas between them")
    return parts


def _all_interfaces() -> tuple[str, ...]:
    """Every address of this host by itself: a socket on 0.0.0.0 would answer a check from another address than the
    one it was sent to, which no client accepts.
    """
    found = (*get_host_addresses(use_ipv4=True, use_ipv6=True), "127.0.0.1", "::1")
    return tuple(address for address in found if _usable(address))


def _usable(address: str) -> bool:
    """Whether a socket can be bound to it now (an address may be tentative, or IPv6 switched off)."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except OSError:
        return False
    return True
