"""The test gateway's webhooks going out: at least once, in no promised order, until they are taken.

What was delivered stays in the outbox, so that a test (or a developer) can send it again.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from sqlalchemy import select

from scheduler.clock import Clock
from scheduler.payments.port import sign
from scheduler.payments.tables import GatewayEvent
from scheduler.payments.testgateway import store
from scheduler.payments.testgateway.rules import IntentDoc, Refusal, decided, is_disputed_by
from scheduler.payments.testgateway.server import open_dispute
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.payments.testgateway")
FAILED: Final = "payment_intent.payment_failed"
SIGNATURE_HEADER: Final = "Visavis-Signature"
EVERY_S: Final = 0.5
TIMEOUT_S: Final = 10


def _http() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))


@dataclass(slots=True)
class Deliverer:
    """Sends what is due to `url`, signed with `secret`."""

    sessions: Sessions
    clock: Clock
    secret: str
    url: str = ""

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver while inside."""
        task = asyncio.create_task(self._forever(), name="test gateway webhooks")
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _forever(self) -> None:
        while True:
            try:
                await self.deliver_due()
            except Exception as error:
                log.error("webhooks could not be delivered", extra={"kind": type(error).__name__})
            await asyncio.sleep(EVERY_S)

    async def deliver_due(self) -> int:
        """Let the banks do what is due, then deliver every due webhook once; how many were taken."""
        await self.let_banks_decide()
        taken = 0
        async with _http() as http, self.sessions.begin() as session:
            for event in await store.due_events(session, self.clock.now()):
                if await self._post(http, event.body):
                    event.delivered_at, taken = self.clock.now(), taken + 1
                else:
                    store.postpone(event, self.clock.now())
        return taken

    async def let_banks_decide(self) -> None:
        """What the cards that do something later stand for."""
        now = self.clock.unix()
        async with self.sessions.begin() as session:
            for intent in await store.every(session, IntentDoc):
                if is_disputed_by(intent, now):
                    with contextlib.suppress(Refusal):
                        await open_dispute(session, intent, self.clock)
                if (changed := decided(intent, now)) is not None:
                    await store.put(session, changed, self.clock.now())
                    kind = "payment_intent.canceled" if changed.status == "canceled" else FAILED
                    await store.tell(session, kind, intent.id, self.clock.now())

    async def events(self) -> list[str]:
        """Every event ever, as it is sent, in the order in which it happened."""
        async with self.sessions() as session:
            return list(await session.scalars(select(GatewayEvent.body).order_by(GatewayEvent.seq)))

    async def send(self, body: str) -> int:
        """Send one event now, whatever was sent before; the status of the answer."""
        post: dict[str, Any] = {"data": body.encode(), "headers": self.headers(body)}
        async with _http() as http, http.post(self.url, **post) as answer:
            return answer.status

    def headers(self, body: str) -> dict[str, str]:
        """The signature, made anew at each attempt, as providers do."""
        signature = sign(body.encode(), self.secret, self.clock.unix())
        return {SIGNATURE_HEADER: signature, "Content-Type": "application/json"}

    async def _post(self, http: aiohttp.ClientSession, body: str) -> bool:
        try:
            async with http.post(self.url, data=body.encode(), headers=self.headers(body)) as answer:
                taken = answer.status < 300
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.info("a webhook was not taken", extra={"kind": type(error).__name__})
            return False
        if not taken:
            log.info("a webhook was not taken", extra={"event": json.loads(body)["id"]})
        return taken
