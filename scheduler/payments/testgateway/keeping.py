"""Cards that are kept without paying, at the test gateway: asked for, confirmed by their owner's browser, detached.

The rule kept here: a card is kept only by its owner's own confirmation, with the secret of what was asked.
"""

import hmac
import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.payments.testgateway import rules, store
from scheduler.payments.testgateway.rules import MethodDoc, Refusal, SetupDoc


class NewSetupBody(BaseModel):
    """POST /v1/setup_intents."""

    model_config = ConfigDict(extra="forbid", strict=True)
    customer: str = Field(min_length=1, max_length=64)
    card_id: str = Field(max_length=64)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is done, each in the transaction of its request."""

    clock: Clock

    async def create(self, session: AsyncSession, _request: web.Request, body: NewSetupBody) -> dict[str, Any]:
        """Ask for a card."""
        setup_id = f"seti_{secrets.token_hex(12)}"
        secret = f"{setup_id}_secret_{secrets.token_urlsafe(24)}"
        setup = SetupDoc(id=setup_id, client_secret=secret, **body.model_dump())
        await store.put(session, setup, self.clock.now())
        return store.shown(setup)

    async def fetch(self, session: AsyncSession, request: web.Request) -> dict[str, Any]:
        """How it stands."""
        return store.shown(await store.get(session, SetupDoc, request.match_info["id"]))

    async def confirm(self, session: AsyncSession, request: web.Request, body: Any) -> dict[str, Any]:
        """Its owner gives a card."""
        setup = await self._theirs(session, request, body.client_secret)
        return await self._changed(session, rules.set_up(setup, body.card, _new_method()))

    async def authenticate(self, session: AsyncSession, request: web.Request, body: Any) -> dict[str, Any]:
        """Its owner answered their bank."""
        setup = await self._theirs(session, request, body.client_secret)
        return await self._changed(session, rules.authenticate_setup(setup, body.accept, _new_method()))

    async def method(self, session: AsyncSession, request: web.Request) -> dict[str, Any]:
        """What a kept card is known by."""
        method = await store.get(session, MethodDoc, request.match_info["id"])
        brand, last4 = rules.FACES[method.card]
        return store.shown(method, brand=brand, last4=last4)

    async def detach(self, session: AsyncSession, request: web.Request, _body: BaseModel) -> dict[str, Any]:
        """Keep it no longer."""
        method = await store.get(session, MethodDoc, request.match_info["id"])
        if method.detached:
            raise Refusal("payment_method_not_attached")
        method = method.model_copy(update={"detached": True})
        await store.put(session, method, self.clock.now())
        return store.shown(method)

    async def _theirs(self, session: AsyncSession, request: web.Request, client_secret: str) -> SetupDoc:
        setup = await store.get(session, SetupDoc, request.match_info["id"])
        if not hmac.compare_digest(setup.client_secret.encode(), client_secret.encode("utf-8", "replace")):
            raise Refusal("resource_missing", 404)
        return setup

    async def _changed(self, session: AsyncSession, setup: SetupDoc) -> dict[str, Any]:
        now = self.clock.now()
        if setup.method is not None and setup.card is not None:
            await store.put(session, MethodDoc(id=setup.method, customer=setup.customer, card=setup.card), now)
        await store.put(session, setup, now)
        kind = "setup_failed" if setup.failure else setup.status
        await store.tell(session, f"setup_intent.{kind}", None, now, setup_id=setup.id)
        return {name: getattr(setup, name) for name in ("id", "status", "failure")}


def _new_method() -> str:
    return f"pm_{secrets.token_hex(12)}"
