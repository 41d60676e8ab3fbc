"""Whose request it is behind a gateway: `Forwarded` (RFC 7239), believed only with the gateway's secret beside it."""

import re
from typing import Final

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from sfu.api.control import from_gateway

_FOR: Final = re.compile(r'for="?\[?([0-9A-Fa-f:.]{2,45})\]?"?')


def client_of(forwarded: str) -> str | None:
    """The address that the gateway wrote down, None when it wrote none."""
    found = _FOR.match(forwarded)
    return found[1] if found is not None else None


def behind_gateway(secret: str) -> Middleware:
    """A middleware: `request.remote` is the client's address in what the gateway passed on."""

    @web.middleware
    async def middleware(request: web.Request, handler: Handler) -> web.StreamResponse:
        if from_gateway(request, secret):
            client = client_of(request.headers.get("Forwarded", ""))
            if client is not None:
                request = request.clone(remote=client)
        return await handler(request)

    return middleware
