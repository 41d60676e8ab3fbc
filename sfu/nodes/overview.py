"""What the gateway answers itself: is it alive and ready, the nodes' figures in one, who is there, and draining.

The rule: a question to the nodes has a short time limit, and a node that does not answer is left out and named.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

import aiohttp
from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from auth.room_token import Grant, TokenError, Verifier
from sfu.nodes.exposition import merge
from sfu.nodes.fleet import Fleet
from sfu.nodes.gateway import Gateway
from sfu.nodes.link import LinkError, RefusedError
from sfu.nodes.locator import BusyError, Locator
from sfu.nodes.naming import token_of
from sfu.nodes.proxy import Proxy

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_ASK_SECONDS: Final = 2.0
_MAX_ANSWER: Final = 4 << 20
DRAIN_SECONDS: Final = 3600.0


class Overview:
    """`/healthz`, `/readyz`, `/metrics`, `/nodes`, `/nodes/{id}/drain`, `/nodes/{id}/start`."""

    def __init__(
        self,
        fleet: Fleet,
        locator: Locator,
        *,
        gateway: Gateway,
        proxy: Proxy,
        session: aiohttp.ClientSession,
        verifier: Verifier,
        wall: Callable[[], float],
    ) -> None:
        self._fleet = fleet
        self._locator = locator
        self._session = session
        self._verifier = verifier
        self._wall = wall
        self._registry = CollectorRegistry()
        self._registry.register(_Figures(fleet, locator, gateway, proxy))

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/healthz", self._live),
            web.get("/readyz", self._ready),
            web.get("/metrics", self._metrics),
            web.get("/nodes", self._nodes),
            web.post("/nodes/{id}/drain", self._drain),
            web.post("/nodes/{id}/start", self._start),
        ]

    async def _live(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok", "nodes": len(self._fleet.members)})

    async def _ready(self, request: web.Request) -> web.Response:
        """200 when a node is; each node's own words beside it."""
        answers = await self._of_members("/readyz")
        words = {node_id: _json(text) for node_id, (_, text) in answers.items()}
        ready = any(status == 200 for status, _ in answers.values()) and not self._locator.closing
        body = {"ready": ready, "nodes": words}
        return web.json_response(body, status=200 if ready else 503)

    async def _metrics(self, request: web.Request) -> web.Response:
        """This machine's nodes; another machine's gateway has its own."""
        answers = await self._of_members("/metrics")
        text = merge({node_id: text for node_id, (status, text) in answers.items() if status == 200})
        own = generate_latest(self._registry).decode()
        return web.Response(text=own + text, headers={"Content-Type": CONTENT_TYPE})

    # ---- for operators ----

    async def _nodes(self, request: web.Request) -> web.Response:
        """Every node of the registry; of this machine's also what their processes do."""
        self._check(request, lambda grant: grant.room_list, "roomList")
        try:
            known = await self._locator.nodes()
        except BusyError as error:
            raise web.HTTPServiceUnavailable(text=str(error)) from None
        nodes: dict[str, dict[str, Any]] = {node.name: asdict(node) for node in known.values()}
        for node_id, member in self._fleet.members.items():
            nodes.setdefault(node_id, {}).update(state=member.state, starts=member.starts, pid=member.pid)
        return web.json_response({"nodes": nodes})

    async def _drain(self, request: web.Request) -> web.Response:
        """Body: {"deadline_s": seconds}, an hour when it is left out."""
        self._check(request, lambda grant: grant.room_create, "roomCreate")
        body = _json(await request.text() or "{}")
        seconds = body.get("deadline_s", DRAIN_SECONDS) if isinstance(body, dict) else None
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 1e7:
            raise web.HTTPBadRequest(text="deadline_s must be a number of seconds")
        member = self._fleet.members.get(request.match_info["id"])
        if member is None:
            raise web.HTTPNotFound(text="no such node on this machine")
        try:
            await member.drain(float(seconds))
        except (LinkError, RefusedError) as error:
            raise web.HTTPConflict(text=f"the node does not drain: {error}") from None
        return web.json_response({"state": "draining"})

    async def _start(self, request: web.Request) -> web.Response:
        """A node that was drained comes back."""
        self._check(request, lambda grant: grant.room_create, "roomCreate")
        if request.match_info["id"] not in self._fleet.members:
            raise web.HTTPNotFound(text="no such node on this machine")
        if not self._fleet.up_again(request.match_info["id"]):
            raise web.HTTPConflict(text="the node was not drained, or is not gone yet")
        return web.json_response({"state": "starting"})

    def _check(self, request: web.Request, right: Callable[[Grant], bool], name: str) -> None:
        try:
            grant = self._verifier.verify(token_of({}, request.headers.get("Authorization", "")), self._wall())
        except TokenError as error:
            raise web.HTTPUnauthorized(text=f"invalid token: {error.reason}") from None
        if not right(grant):
            raise web.HTTPForbidden(text=f"the token lacks {name}")

    # ---- asking ----

    async def _of_members(self, path: str) -> dict[str, tuple[int, str]]:
        """(status, text) by node id; status 0 where there was no answer."""

        async def ask(url: str) -> tuple[int, str]:
            try:
                timeout = aiohttp.ClientTimeout(total=_ASK_SECONDS)
                async with self._session.get(url + path, timeout=timeout) as answer:
                    return answer.status, (await answer.content.read(_MAX_ANSWER)).decode(errors="replace")
            except (aiohttp.ClientError, TimeoutError, OSError):
                return 0, ""

        up = {m.place.name: m.status.url for m in self._fleet.members.values() if m.status is not None}
        answers = await asyncio.gather(*(ask(url) for url in up.values()))
        found = dict(zip(up, answers, strict=True))
        return {node_id: found.get(node_id, (0, "")) for node_id in self._fleet.members}


class _Figures(Collector):
    """The gateway's own."""

    def __init__(self, fleet: Fleet, locator: Locator, gateway: Gateway, proxy: Proxy) -> None:
        self._fleet, self._locator, self._gateway, self._proxy = fleet, locator, gateway, proxy

    def collect(self) -> list[Metric]:
        up = GaugeMetricFamily("sfu_node_up", "1 while the node is there", labels=["node"])
        starts = CounterMetricFamily("sfu_node_starts", "How often the node's process was started", labels=["node"])
        for node_id, member in self._fleet.members.items():
            up.add_metric([node_id], int(member.status is not None))
            starts.add_metric([node_id], member.starts)
        tunnels = GaugeMetricFamily(
            "sfu_gateway_websockets", "WebSockets that pass the gateway", value=self._proxy.tunnels
        )
        moved = CounterMetricFamily("sfu_gateway_moved_rooms", "Rooms placed anew", value=self._locator.moved)
        refused = CounterMetricFamily(
            "sfu_gateway_refused_requests", "Requests told to try again later", value=self._gateway.refused
        )
        return [up, starts, tunnels, moved, refused]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
