"""Puts the server API, health and metrics of one node on an aiohttp application."""

from aiohttp import web

from auth.room_token import Verifier
from sfu.api.egress import EgressService
from sfu.api.health import Checks, Health
from sfu.api.host_service import HostService, TokenCheck
from sfu.api.metrics import Metrics
from sfu.api.room_service import RoomService
from sfu.api.rooms import RoomPages
from sfu.api.twirp import TwirpServices
from sfu.api.webhooks import Webhooks
from sfu.recording.service import Recordings
from sfu.rooms.node import Node


def add_routes(
    app: web.Application,
    node: Node,
    verifier: Verifier,
    *,
    webhooks: Webhooks | None = None,
    checks: Checks | None = None,
    room_tokens: TokenCheck | None = None,
    recordings: Recordings | None = None,
) -> None:
    """Adds /twirp/livekit.RoomService/*, /twirp/visavis.HostService/*, /rooms, /healthz, /readyz, /metrics; with
    `recordings` also /twirp/livekit.Egress/*.

    `verifier` decides which keys may call the API, `room_tokens` reads the tokens of people in rooms. `checks`: what
    must hold besides the port for the node to be ready, by name; each returns None when it does, else a few words.
    """
    app.add_routes(HostService(node, verifier, room_tokens).routes())
    services = {"livekit.RoomService": RoomService(node).methods()}
    if recordings is not None:
        tell = webhooks.on_egress if webhooks is not None else None
        services["livekit.Egress"] = EgressService(node, recordings, tell).methods()
    twirp = TwirpServices(services, verifier, node.clock.wall)
    app.router.add_post("/twirp/{service}/{method}", twirp.handle)
    app.add_routes(RoomPages(node, verifier).routes())
    health = Health(node, checks or {})
    app.router.add_get("/healthz", health.live)
    app.router.add_get("/readyz", health.ready)
    app.router.add_get("/metrics", Metrics(node, webhooks).handle)
