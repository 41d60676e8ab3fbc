"""The test gateway over HTTP: what a provider's API offers, and the confirmation that a client's browser calls.

The rule kept here: a request has its effect, its remembered answer and its webhook in one transaction. Server calls
carry the secret key; a browser has an intent's client secret only.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.payments.money import EXPONENTS, MAX_MINOR
from scheduler.payments.testgateway import rules, store
from scheduler.payments.testgateway.keeping import Keeping, NewSetupBody
from scheduler.payments.testgateway.rules import DisputeDoc, IntentDoc, MethodDoc, RefundDoc, Refusal, TransferDoc
from scheduler.store.engine import Sessions

MAX_BODY: Final = 16 * 1024
# Any page may call the confirmation: what it may do is in the client secret, there is no cookie.
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Allow-Methods": "POST",
}


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class NewIntentBody(_Asked):
    """POST /v1/payment_intents."""

    amount: int = Field(gt=0, le=MAX_MINOR)
    currency: str = Field(pattern="^[A-Z]{3}$")
    hold: bool
    title: str = Field(max_length=500)
    charge_id: str = Field(max_length=64)
    keeps_card: bool = False
    customer: str | None = Field(None, max_length=64)


class TakeBody(_Asked):
    """POST …/take: with a kept card, its owner not there."""

    method: str = Field(min_length=1, max_length=64)


class AmountBody(_Asked):
    """POST …/capture."""

    amount: int = Field(gt=0, le=MAX_MINOR)


class NothingBody(_Asked):
    """POST …/cancel, …/detach."""


class RefundBody(_Asked):
    """POST /v1/refunds."""

    payment_intent: str = Field(max_length=64)
    amount: int = Field(gt=0, le=MAX_MINOR)
    refund_id: str = Field("", max_length=64)


class TransferBody(_Asked):
    """POST /v1/transfers. A destination that begins with `closed` does not take it."""

    destination: str = Field(min_length=1, max_length=100)
    amount: int = Field(gt=0, le=MAX_MINOR)
    currency: str = Field(pattern="^[A-Z]{3}$")


class DisputeBody(_Asked):
    """POST /v1/disputes."""

    payment_intent: str = Field(max_length=64)


class CloseBody(_Asked):
    """POST /v1/disputes/{id}/close."""

    outcome: Literal["won", "lost"]


class ConfirmBody(_Asked):
    """POST …/confirm, from a browser."""

    client_secret: str = Field(max_length=200)
    card: rules.Card


class AuthenticateBody(_Asked):
    """POST …/authenticate, from a browser."""

    client_secret: str = Field(max_length=200)
    accept: bool


Body = TypeVar("Body", bound=BaseModel)
Effect = Callable[[AsyncSession, web.Request, Any], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class TestGateway:
    """The service. `secret` is what server calls are made with."""

    sessions: Sessions
    clock: Clock
    secret: str

    def application(self) -> web.Application:
        """The server."""
        app = web.Application(client_max_size=MAX_BODY)
        one = "/v1/payment_intents/{id}"
        app.router.add_get(one, self._answering(self._fetch))
        app.router.add_get("/v1/balance", self._answering(self._balance))
        app.router.add_post("/v1/payment_intents", self._changing(NewIntentBody, self._create))
        app.router.add_post(f"{one}/take", self._changing(TakeBody, self._take))
        app.router.add_post(f"{one}/capture", self._changing(AmountBody, self._capture))
        app.router.add_post(f"{one}/cancel", self._changing(NothingBody, self._cancel))
        app.router.add_post("/v1/refunds", self._changing(RefundBody, self._refund))
        app.router.add_post("/v1/transfers", self._changing(TransferBody, self._transfer))
        app.router.add_post("/v1/disputes", self._changing(DisputeBody, self._dispute))
        app.router.add_post("/v1/disputes/{id}/close", self._changing(CloseBody, self._close))
        keeping, setup, method = Keeping(self.clock), "/v1/setup_intents/{id}", "/v1/payment_methods/{id}"
        app.router.add_post("/v1/setup_intents", self._changing(NewSetupBody, keeping.create))
        app.router.add_get(setup, self._answering(keeping.fetch))
        app.router.add_get(method, self._answering(keeping.method))
        app.router.add_post(f"{method}/detach", self._changing(NothingBody, keeping.detach))
        for path, body, effect in (
            (f"{one}/confirm", ConfirmBody, self._confirm),
            (f"{one}/authenticate", AuthenticateBody, self._authenticate),
            (f"{setup}/confirm", ConfirmBody, keeping.confirm),
            (f"{setup}/authenticate", AuthenticateBody, keeping.authenticate),
        ):
            app.router.add_post(path, self._in_public(body, effect))
            app.router.add_options(path, _preflight)
        return app

    # ---- what is done ---------------------------------------------------------------------------------------------

    async def _create(self, session: AsyncSession, _request: web.Request, body: NewIntentBody) -> dict[str, Any]:
        if body.currency not in EXPONENTS:
            raise Refusal("currency_not_supported")
        intent_id = f"pi_{secrets.token_hex(12)}"
        client_secret = f"{intent_id}_secret_{secrets.token_urlsafe(24)}"
        intent = IntentDoc(id=intent_id, client_secret=client_secret, **body.model_dump())
        await store.put(session, intent, self.clock.now())
        return await self._shown(session, intent)

    async def _fetch(self, session: AsyncSession, request: web.Request) -> dict[str, Any]:
        return await self._shown(session, await store.get(session, IntentDoc, request.match_info["id"]))

    async def _balance(self, session: AsyncSession, _request: web.Request) -> dict[str, Any]:
        return await store.balance(session)

    async def _take(self, session: AsyncSession, request: web.Request, body: TakeBody) -> dict[str, Any]:
        method = await store.get(session, MethodDoc, body.method)
        intent = await store.get(session, IntentDoc, request.match_info["id"])
        return await self._changed(session, rules.take(intent, method, self.clock.unix()))

    async def _capture(self, session: AsyncSession, request: web.Request, body: AmountBody) -> dict[str, Any]:
        intent = await store.get(session, IntentDoc, request.match_info["id"])
        return await self._changed(session, rules.capture(intent, body.amount, self.clock.unix()))

    async def _cancel(self, session: AsyncSession, request: web.Request, _body: NothingBody) -> dict[str, Any]:
        return await self._changed(
            session, rules.cancel(await store.get(session, IntentDoc, request.match_info["id"]))
        )

    async def _refund(self, session: AsyncSession, _request: web.Request, body: RefundBody) -> dict[str, Any]:
        intent = await store.get(session, IntentDoc, body.payment_intent)
        rules.may_refund(intent, await store.of_intent(session, RefundDoc, intent.id), body.amount)
        refund = RefundDoc(
            id=f"re_{secrets.token_hex(12)}", intent_id=intent.id, amount=body.amount, refund_id=body.refund_id
        )
        await store.put(session, refund, self.clock.now())
        await store.tell(session, "refund.created", intent.id, self.clock.now())
        return store.shown(refund)

    async def _transfer(self, session: AsyncSession, _request: web.Request, body: TransferBody) -> dict[str, Any]:
        await store.lock_all(session)
        if (await store.balance(session)).get(body.currency, 0) < body.amount:
            raise Refusal("balance_insufficient")
        transfer = TransferDoc(id=f"tr_{secrets.token_hex(12)}", **body.model_dump())
        if body.destination.startswith("closed"):
            transfer = transfer.model_copy(update={"status": "failed", "failure": "account_closed"})
        await store.put(session, transfer, self.clock.now())
        return store.shown(transfer)

    async def _dispute(self, session: AsyncSession, _request: web.Request, body: DisputeBody) -> dict[str, Any]:
        intent = await store.get(session, IntentDoc, body.payment_intent)
        return store.shown(await open_dispute(session, intent, self.clock))

    async def _close(self, session: AsyncSession, request: web.Request, body: CloseBody) -> dict[str, Any]:
        dispute = rules.close(await store.get(session, DisputeDoc, request.match_info["id"]), body.outcome)
        await store.put(session, dispute, self.clock.now())
        await store.tell(session, "dispute.closed", dispute.intent_id, self.clock.now())
        return store.shown(dispute)

    async def _confirm(self, session: AsyncSession, request: web.Request, body: ConfirmBody) -> dict[str, Any]:
        intent = await self._theirs(session, request, body.client_secret)
        return _public(await self._changed(session, rules.confirm(intent, body.card, self.clock.unix())))

    async def _authenticate(
        self, session: AsyncSession, request: web.Request, body: AuthenticateBody
    ) -> dict[str, Any]:
        intent = await self._theirs(session, request, body.client_secret)
        return _public(await self._changed(session, rules.authenticate(intent, body.accept, self.clock.unix())))

    async def _theirs(self, session: AsyncSession, request: web.Request, client_secret: str) -> IntentDoc:
        intent = await store.get(session, IntentDoc, request.match_info["id"])
        if not hmac.compare_digest(intent.client_secret.encode(), client_secret.encode("utf-8", "replace")):
            raise Refusal("resource_missing", 404)
        return intent

    async def _changed(self, session: AsyncSession, intent: IntentDoc) -> dict[str, Any]:
        method = rules.kept(intent, f"pm_{secrets.token_hex(12)}")
        if method is not None:
            await store.put(session, method, self.clock.now())
            intent = intent.model_copy(update={"method": method.id, "customer": method.customer})
        await store.put(session, intent, self.clock.now())
        kind = "payment_failed" if intent.failure else intent.status
        await store.tell(session, f"payment_intent.{kind}", intent.id, self.clock.now())
        return await self._shown(session, intent)

    async def _shown(self, session: AsyncSession, intent: IntentDoc) -> dict[str, Any]:
        refunds = [store.shown(each) for each in await store.of_intent(session, RefundDoc, intent.id)]
        disputes = [store.shown(each) for each in await store.of_intent(session, DisputeDoc, intent.id)]
        return store.shown(intent, refunds=refunds, disputes=disputes)

    # ---- how it is asked ------------------------------------------------------------------------------------------

    def _authorised(self, request: web.Request) -> None:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(given.encode("utf-8", "replace"), self.secret.encode()):
            raise Refusal("invalid_api_key", 401)

    def _answering(self, effect: Callable[..., Awaitable[dict[str, Any]]]) -> Callable[..., Any]:
        async def serve(request: web.Request) -> web.Response:
            try:
                self._authorised(request)
                async with self.sessions.begin() as session:
                    return web.json_response(await effect(session, request))
            except Refusal as refusal:
                return _refused(refusal)

        return serve

    def _changing(self, kind: type[BaseModel], effect: Effect) -> Callable[..., Any]:
        async def serve(request: web.Request) -> web.Response:
            try:
                self._authorised(request)
                raw = await request.read()
                body = _read(kind, raw)
                key = request.headers.get("Idempotency-Key", "")
                if not 0 < len(key) <= 255:
                    raise Refusal("idempotency_key_missing")
                return await self._once(key, f"{request.path}\n".encode() + raw, effect, request, body)
            except Refusal as refusal:
                return _refused(refusal)

        return serve

    async def _once(
        self, key: str, asked: bytes, effect: Effect, request: web.Request, body: BaseModel
    ) -> web.Response:
        """The effect, and the first answer for ever after; a refusal is not remembered, it had no effect."""
        async with self.sessions.begin() as session:
            known = await store.remembered(session, key, hashlib.sha256(asked).hexdigest())
            if known is not None:
                return web.json_response(text=known[1], status=known[0])
            answer = json.dumps(await effect(session, request, body))
            await store.remember(session, key, 200, answer)
        return web.json_response(text=answer)

    def _in_public(self, kind: type[BaseModel], effect: Effect) -> Callable[..., Any]:
        async def serve(request: web.Request) -> web.Response:
            try:
                body = _read(kind, await request.read())
                async with self.sessions.begin() as session:
                    return web.json_response(await effect(session, request, body), headers=CORS)
            except Refusal as refusal:
                return _refused(refusal, CORS)

        return serve


async def open_dispute(session: AsyncSession, intent: IntentDoc, clock: Clock) -> DisputeDoc:
    """The bank takes all of it back that was not refunded. One dispute an intent. Raises Refusal."""
    refunds = await store.of_intent(session, RefundDoc, intent.id)
    left = intent.captured - sum(each.amount for each in refunds if each.status == "succeeded")
    if left <= 0 or await store.of_intent(session, DisputeDoc, intent.id):
        raise Refusal("not_disputable", 409)
    dispute = DisputeDoc(id=f"dp_{secrets.token_hex(12)}", intent_id=intent.id, amount=left)
    await store.put(session, dispute, clock.now())
    await store.tell(session, "dispute.created", intent.id, clock.now())
    return dispute


def _read(kind: type[Body], raw: bytes) -> Body:
    try:
        return kind.model_validate_json(raw or b"{}")
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors(include_input=False, include_url=False)[0]["loc"])
        raise Refusal(f"parameter_invalid: {field or 'body'}") from None


def _public(answer: dict[str, Any]) -> dict[str, Any]:
    """What a browser may know of an intent."""
    return {name: answer[name] for name in ("id", "status", "amount", "currency", "failure")}


def _refused(refusal: Refusal, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response({"error": {"code": refusal.code}}, status=refusal.status, headers=headers)


async def _preflight(_request: web.Request) -> web.Response:
    return web.Response(status=204, headers=CORS)
