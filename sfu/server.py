"""The composition of one media node: port, rooms, signalling, server API, webhooks, timers.

Ports are opened first and everything is undone in reverse, so a start that fails leaves nothing behind.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from auth.keys import public_keys
from auth.room_token import Verifier
from sfu import memory
from sfu.api.app import add_routes
from sfu.api.control import Control
from sfu.api.forwarded import behind_gateway
from sfu.api.oneshots import Asked
from sfu.api.webhooks import Webhooks
from sfu.api.whep import whep
from sfu.api.whip import whip
from sfu.config import Settings
from sfu.net.doorbell import Doorbell
from sfu.recording.service import Recordings
from sfu.rooms.clock import Clock
from sfu.rooms.draining import Draining
from sfu.rooms.life import Refusal
from sfu.rooms.link import Observer
from sfu.rooms.litter import Litter
from sfu.rooms.node import Node, NodeSettings
from sfu.rooms.ticks import Ticker
from sfu.signal.oneshot import OfferRefusedError, OneShot
from sfu.signal.server import SignalServer
from sfu.signal.tokens import ClosedGate, Gate, OpenGate

log = logging.getLogger(__name__)

_MAX_BODY: Final = 1 << 20  # bytes of a server API call
_MAX_QUERY: Final = 128 << 10  # bytes of a request line
_JWKS_RETRY: Final = 1.0
_JWKS_PERIOD: Final = 60.0
MAX_SKEW: Final = 10.0  # seconds: the leeway of tokens
_TIDY_PERIOD: Final = 2.0
TRIM_AFTER, TRIM_S = 64, 30.0
"""Departures after which freed memory is given back at once, and seconds after which it is for one: about 1 ms."""
COLLECT_AFTER, COLLECT_S = 5000, 3600.0
"""The same of looking for cycles in everything, which takes long where there are many people. It should find next to
nothing: who leaves is freed without.
"""


@dataclass(slots=True)
class Running:
    """A node that serves. `http_port` and `node.udp_port` are the ports really taken."""

    node: Node
    http_port: int
    ticker: Ticker
    refresh_tokens: Callable[[], None]
    draining: Draining


@contextlib.asynccontextmanager
async def running(settings: Settings, clock: Clock | None = None) -> AsyncIterator[Running]:
    """A node, from its first open port to its last goodbye. Raises OSError when a port is taken."""
    clock = clock or Clock.with_offset(settings.clock_offset)
    async with contextlib.AsyncExitStack() as stack:
        webhooks = await _webhooks(settings, clock, stack)
        litters = [
            Litter(memory.trim, many=TRIM_AFTER, latest_s=TRIM_S),
            Litter(memory.collect, many=COLLECT_AFTER, latest_s=COLLECT_S),
        ]
        observers: list[Observer] = [*litters, *([webhooks] if webhooks is not None else [])]
        node = Node(
            NodeSettings(
                node_id=settings.node_id,
                advertise=settings.advertise,
                advertise_port=settings.advertise_port,
                rooms=settings.rooms,
                region=settings.region,
                observers=observers,
                kernel=settings.kernel,
                limits=settings.limits,
                room_max_seconds=settings.room_max_seconds,
                remote_unmute=settings.remote_unmute,
                advertise_udp=settings.advertise_udp,
                net_limits=settings.net_limits,
                turn=settings.turn,
            ),
            clock,
        )
        node.open(settings.bind, settings.udp_port)
        stack.callback(node.close)
        bell = Doorbell(settings.api_secret, node.drops)
        node.port.register(bell.credentials.ufrag, bell)
        if settings.tcp_port is not None:
            await node.open_tcp(settings.bind, settings.tcp_port)
        gate = _gate(settings, clock)
        signal = SignalServer(node, gate, settings.trusted_proxies)
        ticker = Ticker(node)
        draining = Draining(node)
        control: Control | None = None
        app = web.Application(client_max_size=_MAX_BODY)
        if settings.gateway_secret is not None:
            control = Control(node, settings.gateway_secret, gate, draining.begin)
            node.settings.observers.append(control)
            app.middlewares.append(behind_gateway(settings.gateway_secret))
            app.add_routes(control.routes())
        app.add_routes(signal.routes())
        app.add_routes(whip(signal.admit, publisher_of).routes())
        app.add_routes(whep(signal.admit, viewer_of).routes())
        verifier = Verifier(api_keys={settings.api_key: settings.api_secret})
        checks = {"keys": lambda: _keys_missing(gate), "clock": lambda: clock_wrong(gate)}
        recordings = Recordings(node, settings.recordings)
        add_routes(
            app, node, verifier, webhooks=webhooks, checks=checks, room_tokens=gate.verify, recordings=recordings
        )
        http_port = await _listen(app, settings, stack)
        duties: list[Coroutine[Any, Any, None]] = [
            ticker.run(),
            signal.refresh_tokens(),
            recordings.run(),
            _tidy(litters, node),
        ]
        if isinstance(gate, ClosedGate):
            duties.append(_read_keys(gate, clock))
        for duty in duties:
            stack.push_async_callback(_cancel, asyncio.create_task(duty))
        stack.push_async_callback(recordings.close)
        stack.callback(node.close)  # before the listener goes: clients get their goodbye
        if control is not None:
            stack.push_async_callback(control.say_goodbye)  # and before that: their rooms are lost with us, not ended
        yield Running(node, http_port, ticker, signal.refresh_now, draining)


async def _tidy(litters: list[Litter], node: Node) -> None:
    while True:
        await asyncio.sleep(_TIDY_PERIOD)
        idle = not any(room.everybody() for room in node.rooms.values())
        for litter in litters:
            litter.tidy(node.clock.monotonic(), idle=idle)


async def _webhooks(settings: Settings, clock: Clock, stack: contextlib.AsyncExitStack) -> Webhooks | None:
    if settings.webhook_url is None:
        return None
    webhooks = Webhooks(settings.webhook_url, settings.api_key, settings.api_secret, settings.node_id, clock.wall)
    await webhooks.start()
    stack.push_async_callback(webhooks.close)
    return webhooks


def skew(date: str, wall: float) -> float | None:
    """Seconds our clock is ahead of the one in a Date header (RFC 9110 section 6.6.1); None if that says nothing."""
    try:
        return wall - parsedate_to_datetime(date).timestamp()
    except ValueError:
        return None


def _gate(settings: Settings, clock: Clock) -> Gate:
    if settings.rooms == "open":
        return OpenGate(settings.api_key, settings.api_secret)

    async def fetch() -> dict[str, Ed25519PublicKey]:
        timeout = aiohttp.ClientTimeout(total=5)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.get(settings.jwks_url, allow_redirects=False) as response,
        ):
            response.raise_for_status()
            gate.skew = skew(response.headers.get("Date", ""), clock.wall())
            return public_keys(await response.json())

    gate = ClosedGate(settings.node_id, fetch)
    return gate


def _keys_missing(gate: Gate) -> str | None:
    if isinstance(gate, ClosedGate) and not gate.ready:
        return "the scheduler's keys have not been read yet"
    return None


def clock_wrong(gate: Gate) -> str | None:
    """Windows and tokens mean nothing to a node that lives in another time than the scheduler."""
    if isinstance(gate, ClosedGate) and gate.skew is not None and abs(gate.skew) > MAX_SKEW:
        return f"this node's clock is {gate.skew:+.0f} s off the scheduler's (VISAVIS_CLOCK_OFFSET? NTP?)"
    return None


async def _read_keys(gate: ClosedGate, clock: Clock) -> None:
    """Reads the scheduler's keys, and its clock with them, once it is up and then every minute."""
    tries = 0
    while True:
        try:
            await gate.fetch(clock.wall())
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            tries += 1
            # Both start at once and we are the faster: only a long wait is worth a word.
            if tries % 10 == 0:
                log.warning("the scheduler's keys cannot be read: %s", error)
            await asyncio.sleep(_JWKS_RETRY)
            continue
        tries = 0
        wrong = clock_wrong(gate)
        if wrong is not None:
            log.error(wrong)
        await asyncio.sleep(_JWKS_PERIOD)


def publisher_of(asked: Asked) -> OneShot | Refusal:
    """WHIP's participants are signalling's."""
    try:
        return OneShot.publisher(asked.room, asked.grant, asked.offer, asked.on_end)
    except OfferRefusedError as refused:
        return Refusal(refused.status, refused.words, refused.retry_after_s)


def viewer_of(asked: Asked) -> OneShot | Refusal:
    """And WHEP's."""
    wanted = asked.query.get("participant", "")
    try:
        return OneShot.viewer(asked.room, asked.grant, asked.offer, asked.on_end, wanted)
    except OfferRefusedError as refused:
        return Refusal(refused.status, refused.words, refused.retry_after_s)


async def _listen(app: web.Application, settings: Settings, stack: contextlib.AsyncExitStack) -> int:
    # Join requests travel in the query, with an offer inside; from React Native they are not even compressed.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0, max_line_size=_MAX_QUERY)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.http_host, settings.http_port)
    await site.start()
    port: int = runner.addresses[0][1]
    return port


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
