"""The composition of a gateway and its nodes: registry, fleet, locator, HTTP. Undone in reverse."""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Final

import aiohttp
from aiohttp import web

from auth.room_token import Verifier
from sfu.nodes.fleet import Fleet
from sfu.nodes.gateway import MAX_BODY, Gateway
from sfu.nodes.link import Link
from sfu.nodes.locator import Locator
from sfu.nodes.model import NodeStatus
from sfu.nodes.overview import Overview
from sfu.nodes.proxy import Proxy
from sfu.nodes.redis_registry import RedisRegistry
from sfu.nodes.registry import LocalRegistry, Registry
from sfu.nodes.settings import GatewaySettings, places

log = logging.getLogger(__name__)

_MAX_QUERY: Final = 128 << 10  # bytes of a request line: join requests travel in it


@dataclass(slots=True)
class RunningGateway:
    """It serves. `http_port` is the port really taken."""

    http_port: int
    fleet: Fleet
    locator: Locator
    registry: Registry


@contextlib.asynccontextmanager
async def gateway(told: GatewaySettings, environment: Mapping[str, str]) -> AsyncIterator[RunningGateway]:
    """From the first node to the last goodbye. Raises OSError (port taken), StartError (a node does not come)."""
    settings = told.settings

    def wall() -> float:
        return time.time() + settings.clock_offset

    async with contextlib.AsyncExitStack() as stack:
        registry: Registry = (
            LocalRegistry(wall, time.monotonic)
            if told.redis_url is None
            else RedisRegistry(told.redis_url, wall, time.monotonic)
        )
        stack.push_async_callback(registry.close)
        # A connection a request: then a refused one means the node is gone, and never that it was idle for too long.
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False)
        )
        fleet = Fleet(places(told, environment), registry, session, told.secret)

        def link(node: NodeStatus) -> Link:
            return Link(session, node.url, told.secret)

        locator = Locator(registry, link, time.monotonic)
        proxy = Proxy(session, told.secret, settings.trusted_proxies)
        verifier = Verifier(api_keys={settings.api_key: settings.api_secret})
        entry = Gateway(locator, proxy, verifier, wall, open_rooms=settings.rooms == "open")
        overview = Overview(fleet, locator, gateway=entry, proxy=proxy, session=session, verifier=verifier, wall=wall)
        app = web.Application(client_max_size=MAX_BODY)
        app.add_routes([*overview.routes(), *entry.routes()])
        http_port = await _listen(app, settings.http_host, settings.http_port, stack)
        stack.push_async_callback(fleet.stop)
        await fleet.start()
        sweeping = asyncio.create_task(entry.sweep())
        stack.callback(sweeping.cancel)
        try:
            yield RunningGateway(http_port, fleet, locator, registry)
        finally:
            locator.closing = True


async def serve(told: GatewaySettings, environment: Mapping[str, str], stop: asyncio.Event) -> None:
    """Until `stop`."""
    async with gateway(told, environment) as running:
        log.info(
            "media server ready: http %d, udp %d, tcp %s, %s rooms, %d nodes, places kept in %s",
            running.http_port,
            told.settings.udp_port,
            "off" if told.settings.tcp_port is None else told.settings.tcp_port,
            told.settings.rooms,
            told.nodes,
            "this gateway" if told.redis_url is None else "Redis",
        )
        await stop.wait()


async def _listen(app: web.Application, host: str, port: int, stack: contextlib.AsyncExitStack) -> int:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=3.0, max_line_size=_MAX_QUERY)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, host, port)
    await site.start()
    taken: int = runner.addresses[0][1]
    return taken
