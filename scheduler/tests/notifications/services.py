"""A push service as RFC 8030 describes it, with the browser behind it that really opens what arrives; and Expo's, by
its documented shape. Both on free ports of 127.0.0.1."""

import base64
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import http_ece
import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec

from scheduler.notifications.webpush import base64url, from_base64url, point


class PushService:
    """Takes pushes at /push/<name>. `answers` are given first, one a request: a status, or one with headers."""

    def __init__(self) -> None:
        self.url = ""
        self.answers: list[int | tuple[int, dict[str, str]]] = []
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[dict[str, str]] = []
        self.browsers: dict[str, tuple[ec.EllipticCurvePrivateKey, bytes]] = {}

    def subscribe(self, name: str) -> dict[str, Any]:
        """What a browser would give: PushSubscription.toJSON()."""
        private, secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.browsers[name] = (private, secret)
        keys = {"p256dh": base64url(point(private.public_key())), "auth": base64url(secret)}
        return {"endpoint": f"{self.url}/push/{name}", "expirationTime": None, "keys": keys}

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What the browsers show: of one tag the last only, as notifications do."""
        tags = {(name, data["tag"]): data["title"] for name, data in self.received}
        return [(name, title) for (name, _), title in tags.items()]

    async def take(self, request: web.Request) -> web.Response:
        """RFC 8030, section 5; the VAPID token is checked as RFC 8292 says."""
        body = await request.read()
        if self.answers:
            answer = self.answers.pop(0)
            status, headers = answer if isinstance(answer, tuple) else (answer, {})
            return web.Response(status=status, headers=headers)
        self.headers.append(dict(request.headers))
        scheme, _, rest = request.headers["Authorization"].partition(" ")
        assert scheme == "vapid"
        fields = dict(part.strip().split("=", 1) for part in rest.split(","))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), from_base64url(fields["k"]))
        options: Any = {"verify_exp": False, "require": ["exp", "sub"]}
        jwt.decode(fields["t"], key, algorithms=["ES256"], audience=self.url, options=options)
        assert request.headers["Content-Encoding"] == "aes128gcm"
        assert int(request.headers["TTL"]) >= 0
        assert len(request.headers["Topic"]) <= 32
        assert len(body) <= 4096
        name = request.match_info["name"]
        private, secret = self.browsers[name]
        plain = http_ece.decrypt(body, private_key=private, auth_secret=secret, version="aes128gcm")
        self.received.append((name, json.loads(plain)))
        return web.Response(status=201, headers={"Location": f"{self.url}/message/1"})


class ExpoService:
    """Takes messages, gives tickets, and receipts for them; `errors` and `receipt_errors` by device token."""

    def __init__(self) -> None:
        self.url = ""
        self.statuses: list[int] = []
        self.errors: dict[str, str] = {}
        self.receipt_errors: dict[str, str] = {}
        self.received: list[dict[str, Any]] = []
        self.tickets: dict[str, str] = {}
        self.asked: list[str] = []
        self.no_receipts_yet = 0
        self.authorizations: list[str | None] = []

    async def send(self, request: web.Request) -> web.Response:
        """POST /--/api/v2/push/send."""
        if self.statuses:
            return web.json_response({"errors": [{"code": "X", "message": "x"}]}, status=self.statuses.pop(0))
        self.authorizations.append(request.headers.get("Authorization"))
        data = []
        for message in await request.json():
            error = self.errors.get(message["to"])
            if error:
                data.append({"status": "error", "message": "no", "details": {"error": error}})
                continue
            ticket = base64.b16encode(os.urandom(8)).decode()
            self.tickets[ticket] = message["to"]
            self.received.append(message)
            data.append({"status": "ok", "id": ticket})
        return web.json_response({"data": data})

    async def receipts(self, request: web.Request) -> web.Response:
        """POST /--/api/v2/push/getReceipts."""
        asked = (await request.json())["ids"]
        self.asked += asked
        if self.no_receipts_yet > 0:
            self.no_receipts_yet -= 1
            return web.json_response({"data": {}})
        found: dict[str, Any] = {}
        for ticket in asked:
            error = self.receipt_errors.get(self.tickets[ticket])
            found[ticket] = (
                {"status": "error", "message": "no", "details": {"error": error}} if error else {"status": "ok"}
            )
        return web.json_response({"data": found})


@asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """A push service, served."""
    service = PushService()
    app = web.Application()
    app.router.add_post("/push/{name}", service.take)
    async with _served(app) as service.url:
        yield service


@asynccontextmanager
async def expo_service() -> AsyncIterator[ExpoService]:
    """Expo's service, served."""
    service = ExpoService()
    app = web.Application()
    app.router.add_post("/--/api/v2/push/send", service.send)
    app.router.add_post("/--/api/v2/push/getReceipts", service.receipts)
    async with _served(app) as service.url:
        yield service


@asynccontextmanager
async def _served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0][:2]
    yield f"http://{host}:{port}"
    await runner.cleanup()
