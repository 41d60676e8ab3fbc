"""Is the process alive, and may it be given work? Two questions, for supervisors and load balancers."""

from collections.abc import Callable, Mapping

from aiohttp import web

from sfu.rooms.node import Node

Checks = Mapping[str, Callable[[], str | None]]


class Health:
    """Answers from what the node knows; never waits for anything."""

    def __init__(self, node: Node, checks: Checks) -> None:
        self._node = node
        self._checks = checks

    async def live(self, request: web.Request) -> web.Response:
        """200 as long as the loop turns."""
        return web.json_response({"status": "ok", "node": self._node.settings.node_id})

    async def ready(self, request: web.Request) -> web.Response:
        """200, or 503 with what is missing by name."""
        missing = self.missing()
        body = {"ready": not missing, "node": self._node.settings.node_id, "missing": missing}
        return web.json_response(body, status=503 if missing else 200)

    def missing(self) -> dict[str, str]:
        found: dict[str, str] = {}
        if not self._node.udp_port:
            found["media"] = "the UDP port is not open"
        if self._node.draining:
            found["draining"] = "the node is shutting down"
        for name, check in self._checks.items():
            words = check()
            if words is not None:
                found[name] = words
        return found
