"""`python -m sfu`: one media node. `--dev` is LiveKit's development mode: open rooms, known key and secret."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys
import time

import uvloop

from sfu import config, memory
from sfu.nodes import commands
from sfu.nodes.child import Ports, tell_ready
from sfu.server import Running, running

_EPILOG = """environment:
  LIVEKIT_API_KEY, LIVEKIT_API_SECRET   who may call the server API (and, with open rooms, make tokens)
  VISAVIS_ROOMS            open: rooms are made by joining, as LiveKit does · closed: only the scheduler makes rooms
  VISAVIS_JWKS_URL         closed: where the scheduler's public keys are
  VISAVIS_WEBHOOK_URL      where signed webhooks go
  VISAVIS_ROOM_MAX_SECONDS longest time of a room whose metadata names none (0: none)
  VISAVIS_REMOTE_UNMUTE    on: servers may unmute people, as LiveKit's enable_remote_unmute
  VISAVIS_LIMIT_…          what an address, a room, a person may ask for: sfu/rooms/limits.py, sfu/net/limits.py
  VISAVIS_TRUSTED_PROXIES  networks whose Forwarded header is believed (loopback; none in production)
  VISAVIS_SFU_HTTP_PORT    HTTP and WebSocket (7880)      VISAVIS_SFU_UDP_PORT    media (7882)
  VISAVIS_SFU_TCP_PORT     media over TCP (7881, or off)  VISAVIS_SFU_ADVERTISE_UDP  off: clients are told of TCP only
  VISAVIS_SFU_BIND         addresses to listen on         VISAVIS_SFU_ADVERTISE   addresses clients are told
  VISAVIS_SFU_KERNEL       off: media is forwarded by Python although the packet path in C was built
  VISAVIS_TURN_URLS        relays clients are told of (turn:host:3478?transport=udp, …)
  VISAVIS_TURN_SECRET      coturn's static-auth-secret    VISAVIS_TURN_LIFETIME   seconds a credential lasts (21600)
  VISAVIS_RECORDINGS_DIR   where recordings go (.visavis/recordings)
  VISAVIS_RECORDINGS_MAX, VISAVIS_RECORDINGS_MAX_SECONDS, VISAVIS_RECORDINGS_SPARE_MB
                           recordings at once (16), seconds of one (21600), MB of the disk to leave free (1024)
  VISAVIS_RECORDINGS_S3_ENDPOINTS   S3 servers besides AWS that requests may name (https://minio.example:9000, …)
  VISAVIS_SFU_ADVERTISE_PORT   the UDP port clients are told, where a router maps it to another
  VISAVIS_ENV              development, test or production (which refuses published secrets)

try it:
  make sfu                                    this server with the development key
  python -m sfu --dev --print-token alice     a token for room "demo", for any LiveKit client
  python -m sfu doctor                        tries what a node needs of its machine and network

several nodes (--nodes N: one process each, a gateway before them; UDP and TCP ports count up from the first's):
  REDIS_URL                where gateways of several machines keep which node has which room
  VISAVIS_SFU_NODE_ADDRESS the address at which other machines' gateways reach these nodes (127.0.0.1)
  VISAVIS_SFU_DRAIN_SECONDS  how long a node that is told to go (SIGTERM) waits for its rooms to end (3600)
  python -m sfu nodes · drain NODE [--deadline S] · start NODE
"""


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message; which node, where there are several."""

    def __init__(self, node_id: str | None = None) -> None:
        super().__init__()
        self._node = {"node": node_id} if node_id is not None else {}

    def format(self, record: logging.LogRecord) -> str:
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        entry = {
            "time": stamp,
            **self._node,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            entry["exception"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)


def main() -> int:
    """The exit code: 0 after a clean stop, 1 when a port is taken, 2 for a wrong configuration."""
    if sys.argv[1:2] == ["doctor"]:
        from sfu.doctor.command import main as doctor

        return doctor(sys.argv[2:])
    environment = dict(os.environ)
    if sys.argv[1:] and sys.argv[1] in commands.NAMES:
        return _command(environment, sys.argv[1:])
    arguments = _arguments()
    if arguments.dev:
        for name, value in (("LIVEKIT_API_KEY", config.DEV_KEY), ("LIVEKIT_API_SECRET", config.DEV_SECRET)):
            environment.setdefault(name, value)
        environment["VISAVIS_ROOMS"] = "open"
    try:
        settings = config.load(environment)
    except config.ConfigError as error:
        print(f"sfu: {error}", file=sys.stderr)
        return 2
    if arguments.print_token:
        print(_token(settings, arguments.print_token, arguments.room))
        return 0
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(settings.node_id if settings.gateway_secret is not None else None))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    try:
        if arguments.nodes is not None:
            return _serve_nodes(settings, environment, arguments.nodes)
        memory.tune(environment)
        uvloop.run(_serve(settings))
    except OSError as error:
        ports = (
            f"HTTP {settings.http_port} (VISAVIS_SFU_HTTP_PORT), UDP {settings.udp_port} (VISAVIS_SFU_UDP_PORT), "
            f"TCP {'off' if settings.tcp_port is None else settings.tcp_port} (VISAVIS_SFU_TCP_PORT)"
        )
        print(f"sfu: cannot listen: {error}. Ports: {ports}", file=sys.stderr)
        return 1
    return 0


def _command(environment: dict[str, str], arguments: list[str]) -> int:
    try:
        code, text = commands.run(config.load(environment), arguments)
    except config.ConfigError as error:
        print(f"sfu: {error}", file=sys.stderr)
        return 2
    print(text)
    return code


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m sfu",
        description="A LiveKit-compatible media server: routes audio and video between people without decoding it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--dev", action="store_true", help="open rooms with the development key and secret")
    parser.add_argument("--print-token", metavar="IDENTITY", help="print a token for this person and exit")
    parser.add_argument("--nodes", type=int, metavar="N", help="so many node processes behind one gateway address")
    parser.add_argument("--room", default="demo", help="the room of --print-token (demo)")
    return parser.parse_args()


def _serve_nodes(settings: config.Settings, environment: dict[str, str], count: int) -> int:
    """As `main`: the exit code."""
    from sfu.nodes import settings as gateways
    from sfu.nodes.child import StartError
    from sfu.nodes.run import serve

    async def run() -> None:
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, stop.set)
        await serve(told, environment, stop)

    try:
        told = gateways.load(environment, settings, count)
        uvloop.run(run())
    except config.ConfigError as error:
        print(f"sfu: {error}", file=sys.stderr)
        return 2
    except StartError as error:
        print(f"sfu: {error}", file=sys.stderr)
        return 1
    return 0


async def _serve(settings: config.Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as server:
        memory.settle()
        if settings.gateway_secret is not None:
            # A node among others lets its calls end; the gateway, which stops them all, says SIGINT.
            loop.add_signal_handler(signal.SIGTERM, server.draining.begin, settings.drain_seconds)
            tell_ready(Ports(server.http_port, server.node.udp_port), os.environ)
        else:
            _say_ready(settings, server)
        waits = {asyncio.create_task(stop.wait()), asyncio.create_task(server.draining.over())}
        _, left = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for task in left:
            task.cancel()


def _say_ready(settings: config.Settings, server: Running) -> None:
    logging.getLogger("sfu").info(
        "media server ready: http %d, udp %d, tcp %s, %s rooms, advertising %s",
        server.http_port,
        server.node.udp_port,
        server.node.tcp_port or "off",
        settings.rooms,
        ", ".join(settings.advertise),
    )


def _token(settings: config.Settings, identity: str, room: str) -> str:
    from auth.room_token import Grant, encode_hs256

    now = time.time()
    grant = Grant(
        identity=identity,
        name=identity.title(),
        room=room,
        room_join=True,
        can_update_own_metadata=True,
        expires_at=now + 6 * 3600,
    )
    return encode_hs256(grant, settings.api_key, settings.api_secret)


if __name__ == "__main__":
    sys.exit(main())
