"""Whose request it is behind a gateway: `Forwarded` (RFC 7239), believed only with the gateway's secret beside it."""

import ipaddress
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from auth.addresses import client_address
from sfu.api.control import from_gateway

_EVERY: Final = (ipaddress.ip_network("0.0.0.0/0"), ipaddress.ip_network("::/0"))


def behind_gateway(secret: str) -> Middleware:
    """A middleware: `request.remote` is the client's address in what the gateway passed on.

    The gateway writes one hop, having judged those before it.
    """

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if from_gateway(request, secret):
            hop = request.headers.get("Forwarded", "")
            request = request.clone(remote=client_address(request.remote, [hop], _EVERY))
        return await handler(request)

    return middleware
