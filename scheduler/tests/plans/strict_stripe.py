"""What localstripe 1.15 lacks of Stripe for cards that are kept, in front of it: the rest goes through as it came.

Stripe keeps a card with its customer when an intent with `setup_future_usage` is paid, and takes from it at the
confirmation with `payment_method` and `off_session`. localstripe refuses all three words; so they are kept here, held
against Stripe's rules, and what they mean is asked of localstripe in its own: attach, update, confirm. So is a card
that is set up without paying, which localstripe takes and attaches to nobody.
"""

from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web


@dataclass
class StrictStripe:
    """A proxy. `asked`: every form that was posted, by path, as it came."""

    url: str
    own: str = ""
    future: dict[str, str] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def application(self) -> web.Application:
        """The server."""
        app = web.Application()
        app.router.add_post("/v1/payment_intents", self.create)
        app.router.add_post("/v1/payment_intents/{id}/confirm", self.confirm)
        app.router.add_post("/v1/setup_intents/{id}/confirm", self.set_up)
        app.router.add_route("*", "/{rest:.*}", self.through)
        return app

    async def create(self, request: web.Request) -> web.Response:
        form = await self._form(request)
        future = form.pop("setup_future_usage", None)
        if future is not None and "customer" not in form:
            return refused("parameter_missing")
        status, found = await self.ask("POST", request.path, form)
        if future is not None and status == 200:
            self.future[found["id"]] = future
        return web.json_response(self._shown(found), status=status)

    async def confirm(self, request: web.Request) -> web.Response:
        form = await self._form(request)
        intent = f"/v1/payment_intents/{request.match_info['id']}"
        if (method := form.pop("payment_method", None)) is not None:
            _, card = await self.ask("GET", f"/v1/payment_methods/{method}", {})
            _, seen = await self.ask("GET", intent, {})
            alone = form.pop("off_session", None) == "true" and seen["id"] not in self.future
            if not alone or card.get("customer") != seen["customer"]:
                return refused("payment_method_unexpected_state")
            await self.ask("POST", intent, {"payment_method": method})
        status, found = await self.ask("POST", request.path, form)
        if status == 200 and found["status"] == "succeeded" and found["id"] in self.future:
            await self.ask(
                "POST", f"/v1/payment_methods/{found['payment_method']}/attach", {"customer": found["customer"]}
            )
        return web.json_response(self._shown(found), status=status)

    async def set_up(self, request: web.Request) -> web.Response:
        """A card that is set up for a customer is theirs from then on; localstripe attaches it to nobody."""
        status, found = await self.ask("POST", request.path, await self._form(request))
        if status == 200 and found["status"] == "succeeded":
            method = f"/v1/payment_methods/{found['payment_method']}/attach"
            await self.ask("POST", method, {"customer": found["customer"]})
        return web.json_response(found, status=status)

    async def through(self, request: web.Request) -> web.Response:
        form = await self._form(request) if request.method == "POST" else dict(request.query)
        status, found = await self.ask(request.method, request.path, form)
        return web.json_response(self._shown(found), status=status)

    async def ask(self, method: str, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """localstripe itself."""
        headers = {"Authorization": "Bearer sk_test_12345"}
        sent: dict[str, Any] = {"data": form} if method == "POST" else {"params": form}
        async with (
            aiohttp.ClientSession(headers=headers) as http,
            http.request(method, f"{self.url}{path}", **sent) as answer,
        ):
            return answer.status, await answer.json(content_type=None)

    async def _form(self, request: web.Request) -> dict[str, str]:
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append((request.path, dict(form)))
        return form

    def _shown(self, found: Any) -> Any:
        if isinstance(found, dict) and found.get("object") == "payment_intent":
            return {**found, "setup_future_usage": self.future.get(found["id"])}
        return found


def refused(code: str) -> web.Response:
    """As Stripe says no."""
    return web.json_response({"error": {"type": "invalid_request_error", "code": code, "message": code}}, status=400)
