"""The port, spoken to the test gateway over HTTP."""

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

import aiohttp

from scheduler.payments.port import DisputeState as Dispute
from scheduler.payments.port import (
    Event,
    Face,
    GatewayAwayError,
    GatewayRefusedError,
    Intent,
    IntentStatus,
    MalformedEventError,
    NewIntent,
    RefundState,
    SavedCard,
    Setup,
    Transfer,
    verify,
)
from scheduler.payments.testgateway.deliver import SIGNATURE_HEADER

TIMEOUT_S: Final = 10
_STATUS: Final[Mapping[str, IntentStatus]] = {
    "requires_payment_method": "open",
    "requires_action": "open",
    "processing": "open",
    "requires_capture": "authorised",
    "succeeded": "captured",
    "canceled": "cancelled",
}


class TestGatewayClient:
    """Speaks to the test gateway at `url`; set it before the first call."""

    name = "test"

    def __init__(self, secret: str, webhook_secret: str, url: str = "") -> None:
        self.url = url
        self._secret = secret
        self._webhook_secret = webhook_secret

    def public_url(self) -> str | None:
        """Where a browser confirms."""
        return self.url

    async def create_intent(self, new: NewIntent, key: str) -> Intent:
        """Ask for a payment."""
        body = {
            "amount": new.amount_minor,
            "currency": new.currency,
            "hold": new.hold,
            "title": new.title,
            "charge_id": str(new.charge_id),
            "keeps_card": new.keeps_card,
            "customer": new.card.customer if new.card else None,
        }
        return _intent(await self._ask("POST", "/v1/payment_intents", body, key))

    async def take(self, intent_id: str, card: SavedCard, key: str) -> Intent:
        """Pay with a kept card."""
        path = f"/v1/payment_intents/{quote(intent_id, safe='')}/take"
        return _intent(await self._ask("POST", path, {"method": card.method}, key))

    async def fetch_intent(self, intent_id: str) -> Intent:
        """All that is known of it."""
        return _intent(await self._ask("GET", f"/v1/payment_intents/{quote(intent_id, safe='')}"))

    async def capture(self, intent_id: str, amount_minor: int, key: str) -> Intent:
        """Take what is held."""
        path = f"/v1/payment_intents/{quote(intent_id, safe='')}/capture"
        return _intent(await self._ask("POST", path, {"amount": amount_minor}, key))

    async def cancel(self, intent_id: str, key: str) -> Intent:
        """Let it go."""
        return _intent(await self._ask("POST", f"/v1/payment_intents/{quote(intent_id, safe='')}/cancel", {}, key))

    async def refund(self, intent_id: str, amount_minor: int, refund_id: UUID, key: str) -> RefundState:
        """Give back."""
        body = {"payment_intent": intent_id, "amount": amount_minor, "refund_id": str(refund_id)}
        return _refund(await self._ask("POST", "/v1/refunds", body, key))

    async def create_setup(self, customer: str, card_id: UUID, key: str) -> Setup:
        """Ask for a card to be kept."""
        body = {"customer": customer, "card_id": str(card_id)}
        return _setup(await self._ask("POST", "/v1/setup_intents", body, key))

    async def fetch_setup(self, setup_id: str) -> Setup:
        """All that is known of it."""
        return _setup(await self._ask("GET", f"/v1/setup_intents/{quote(setup_id, safe='')}"))

    async def fetch_face(self, card: SavedCard) -> Face:
        """Brand and last four."""
        found = await self._ask("GET", f"/v1/payment_methods/{quote(card.method, safe='')}")
        return Face(found["brand"], found["last4"])

    async def forget_card(self, card: SavedCard, key: str) -> None:
        """Detach it."""
        await self._ask("POST", f"/v1/payment_methods/{quote(card.method, safe='')}/detach", {}, key)

    async def transfer(self, destination: str, amount_minor: int, currency: str, key: str) -> Transfer:
        """Send to a professional."""
        body = {"destination": destination, "amount": amount_minor, "currency": currency}
        answer = await self._ask("POST", "/v1/transfers", body, key)
        return Transfer(answer["id"], answer["status"], answer["failure"])

    def read_event(self, headers: Mapping[str, str], body: bytes, now: float) -> Event:
        """A verified webhook."""
        verify(headers.get(SIGNATURE_HEADER, ""), body, self._webhook_secret, now)
        return read_body(body, lambda event: event.get("payment_intent"), lambda event: event.get("setup_intent"))

    async def _ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, key: str | None = None
    ) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self._secret}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        try:
            async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as http:
                request = http.request(method, f"{self.url}{path}", json=body, headers=headers)
                async with request as answer:
                    status, found = answer.status, await answer.json()
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise GatewayAwayError(type(error).__name__) from None
        if status >= 500 or status == 429:
            raise GatewayAwayError(str(status))
        if status >= 400:
            raise GatewayRefusedError(str(found["error"]["code"]))
        return dict(found)


def read_body(body: bytes, intent_of: Any, setup_of: Any) -> Event:
    """An event from a signed body: texts of sensible length. Raises MalformedEventError."""
    try:
        event = json.loads(body)
        texts = (event["id"], event["type"])
        intent_id, setup_id = intent_of(event), setup_of(event)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise MalformedEventError("the body is not an event") from None
    for each in (*texts, intent_id, setup_id):
        if not (each is None or (isinstance(each, str) and 0 < len(each) <= 128 and "\0" not in each)):
            raise MalformedEventError("the event's ids are not usable")
    if None in texts:
        raise MalformedEventError("the event's ids are not usable")
    return Event(id=event["id"], kind=event["type"], intent_id=intent_id, setup_id=setup_id)


def _setup(found: Mapping[str, Any]) -> Setup:
    return Setup(
        id=found["id"],
        status="kept" if found["status"] == "succeeded" else "open",
        client_secret=found["client_secret"],
        failure=found["failure"],
        card=SavedCard(found["customer"], found["method"]) if found["method"] else None,
    )


def _intent(found: Mapping[str, Any]) -> Intent:
    return Intent(
        id=found["id"],
        status=_STATUS[found["status"]],
        amount_minor=found["amount"],
        currency=found["currency"],
        captured_minor=found["captured"],
        fee_minor=found["fee"],
        charge_id=uuid_or_none(found["charge_id"]),
        client_secret=found["client_secret"],
        failure=found["failure"],
        under_way=found["status"] == "processing",
        attempt=f"{found['id']} {found['attempt']}",
        card=SavedCard(found["customer"], found["method"]) if found["method"] else None,
        refunds=tuple(_refund(each) for each in found["refunds"]),
        disputes=tuple(
            Dispute(each["id"], each["amount"], each["status"], each["reason"]) for each in found["disputes"]
        ),
    )


def _refund(found: Mapping[str, Any]) -> RefundState:
    return RefundState(found["id"], found["amount"], found["status"], uuid_or_none(found["refund_id"]))


def uuid_or_none(value: Any) -> UUID | None:
    """An id of ours that we gave to the gateway; None when it is not one."""
    try:
        return UUID(str(value))
    except ValueError:
        return None
