"""The job that sends one message once, and notes what came of it.

The rule kept here: what is sent is read before, and what came back is noted after, each in a transaction of its own;
nobody waits for a stranger's server with a lock in hand. Killed in between, it is sent again, under the same id.
"""

import asyncio
import contextlib
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from auth.sealing import Sealer
from auth.tables import Account
from scheduler.clock import Clock
from scheduler.jobs.queue import schedule
from scheduler.notifications.outgoing import AwayError, ForbiddenAddressError, Outgoing
from scheduler.people import mails
from scheduler.store.engine import Sessions
from scheduler.webhooks import signing
from scheduler.webhooks.emitting import SEND
from scheduler.webhooks.events import body_of
from scheduler.webhooks.schedule import is_off, next_attempt
from scheduler.webhooks.tables import WebhookAttempt, WebhookEndpoint, WebhookMessage

EXCERPT: Final = 1000
BODY_S: Final = 2.0
AT_ONCE: Final = 40
AT_ONCE_EACH: Final = 4
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that is due: where it goes and what is sent. `keys`: its secrets, the newest first."""

    endpoint_id: UUID
    url: str
    body: bytes
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt: a status and the beginning of the answer, or why there was none."""

    ms: int
    status: int | None = None
    error: str | None = None
    excerpt: str = ""
    asked: timedelta = timedelta()

    @property
    def taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(slots=True)
class Turns:
    """At most AT_ONCE under way in this process, and of one endpoint AT_ONCE_EACH: a slow one holds up itself."""

    _all: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))
    _each: dict[UUID, tuple[asyncio.Semaphore, list[None]]] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def of(self, endpoint_id: UUID) -> AsyncIterator[None]:
        """One of the endpoint's turns."""
        turn, waiting = self._each.setdefault(endpoint_id, (asyncio.Semaphore(AT_ONCE_EACH), []))
        waiting.append(None)
        try:
            async with turn, self._all:
                yield
        finally:
            waiting.pop()
            if not waiting:
                self._each.pop(endpoint_id, None)


@dataclass(frozen=True, slots=True)
class Sender:
    """What sending needs from outside."""

    sessions: Sessions
    clock: Clock
    outgoing: Outgoing
    sealer: Sealer
    turns: Turns = field(default_factory=Turns)

    async def send(self, payload: dict[str, Any]) -> None:
        """The handler of `webhook-send`: {"message_id"}."""
        message_id = UUID(payload["message_id"])
        async with self.sessions() as session:
            query = select(WebhookMessage.endpoint_id).where(WebhookMessage.id == message_id)
            endpoint_id = await session.scalar(query)
        if endpoint_id is None:
            return
        async with self.turns.of(endpoint_id):
            ready = await self._ready(message_id)
            if ready is not None:
                outcome = await self._ask(message_id, ready)
                await self.note(message_id, outcome)

    async def _ready(self, message_id: UUID) -> Ready | None:
        """The message, if it is due. What an endpoint that was switched off still has to get has failed, and so has
        what is for an owner who was suspended meanwhile."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            found = await _locked(session, message_id)
            if found is None:
                return None
            endpoint, message = found
            if message.next_at is None:
                return None
            if message.next_at > now:  # another scheduler's clock is ahead, or this job was run twice
                await _again(session, message.id, message.next_at)
                return None
            owner = await session.get(Account, endpoint.person_id)
            off = not endpoint.active or endpoint.disabled_at is not None
            if off or owner is None or owner.disabled_at is not None:
                message.state, message.next_at = "failed", None
                return None
            return Ready(
                endpoint_id=endpoint.id,
                url=endpoint.url,
                body=body_of(message.type, message.at, message.sequence, endpoint.role, message.data),
                keys=secrets_of(endpoint, self.sealer, now),
            )

    async def _ask(self, message_id: UUID, ready: Ready) -> Outcome:
        headers = signing.headers_of(message_id, int(self.clock.unix()), ready.body, ready.keys)
        started = time.perf_counter()

        def took() -> int:
            return round((time.perf_counter() - started) * 1000)

        try:
            reply = await self.outgoing.post(ready.url, headers, ready.body, body_s=BODY_S)
        except ForbiddenAddressError:
            return Outcome(took(), error="the address is not one of the public internet")
        except AwayError as away:
            return Outcome(took(), error=f"no answer ({away})")
        asked = reply.headers.get("Retry-After", "")
        wait = timedelta(seconds=int(asked)) if re.fullmatch(r"[0-9]{1,6}", asked) else timedelta()
        return Outcome(took(), status=reply.status, excerpt=_excerpt(reply.body), asked=wait)

    async def note(self, message_id: UUID, outcome: Outcome) -> None:
        """Write down what came of an attempt, and what follows from it."""
        now = self.clock.now()
        async with self.sessions.begin() as session:
            found = await _locked(session, message_id)
            if found is None:
                return
            endpoint, message = found
            message.attempts += 1
            session.add(
                WebhookAttempt(
                    message_id=message_id,
                    number=message.attempts,
                    at=now,
                    ms=outcome.ms,
                    status=outcome.status,
                    error=outcome.error,
                    excerpt=outcome.excerpt,
                )
            )
            if outcome.taken:
                message.state, message.next_at, endpoint.failing_since = "delivered", None, None
            else:
                await self._failed(session, endpoint, message, outcome, now)

    async def _failed(
        self,
        session: AsyncSession,
        endpoint: WebhookEndpoint,
        message: WebhookMessage,
        outcome: Outcome,
        now: datetime,
    ) -> None:
        endpoint.failing_since = endpoint.failing_since or now
        gone = outcome.status == GONE
        if endpoint.disabled_at is None and (gone or is_off(endpoint.failing_since, now)):
            endpoint.disabled_at, endpoint.disabled_reason = now, "gone" if gone else "failing"
            await mails.tell(session, "webhook-off", endpoint.person_id, path="/settings/webhooks")
        if message.state == "delivered":
            return  # two of one message were under way, and the other arrived
        due = None
        if endpoint.disabled_at is None:
            due = next_attempt(message.first_at, message.attempts, now, message.id, outcome.asked)
        message.state, message.next_at = ("failed", None) if due is None else ("pending", due)
        if due is not None:
            await _again(session, message.id, due)


def secrets_of(endpoint: WebhookEndpoint, sealer: Sealer, now: datetime) -> list[str]:
    """The secrets that are valid now, the newest first."""
    sealed = [endpoint.secret]
    if endpoint.previous_secret is not None and endpoint.previous_until is not None and endpoint.previous_until > now:
        sealed.append(endpoint.previous_secret)
    return [sealer.open(each, owner_of(endpoint.id)).decode() for each in sealed]


def owner_of(endpoint_id: UUID) -> str:
    """What an endpoint's secrets are bound to."""
    return f"webhook {endpoint_id}"


async def _again(session: AsyncSession, message_id: UUID, due: datetime) -> None:
    await schedule(session, SEND, {"message_id": str(message_id)}, due, dedupe_key=f"{SEND}:{message_id}")


async def _locked(session: AsyncSession, message_id: UUID) -> tuple[WebhookEndpoint, WebhookMessage] | None:
    """A message and its endpoint, held until the commit: the endpoint first, as who writes messages does."""
    query = (
        select(WebhookEndpoint)
        .join(WebhookMessage, WebhookMessage.endpoint_id == WebhookEndpoint.id)
        .where(WebhookMessage.id == message_id)
        .with_for_update(of=WebhookEndpoint)
    )
    endpoint = await session.scalar(query)
    message = await session.get(WebhookMessage, message_id, with_for_update=True) if endpoint is not None else None
    return None if endpoint is None or message is None else (endpoint, message)


def _excerpt(body: bytes) -> str:
    """The beginning of an answer, as text of one's own."""
    text = body[: EXCERPT * 4].decode(errors="replace")
    return "".join(char if char.isprintable() or char in "\n\t" else "\ufffd" for char in text)[:EXCERPT]
