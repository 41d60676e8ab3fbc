"""The jobs that make devices ring: one fans a delivery out to its person's devices, one sends to one device, one asks
for Expo's receipt.

The rule kept here: a device's row is locked while it is sent to, and says afterwards what became of it. A device that
is gone is forgotten; a service that is busy is asked again until the push is of no use.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.tables import LoginSession
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue, schedule
from scheduler.jobs.runner import Handler
from scheduler.notifications import expo, webpush
from scheduler.notifications.deliver import Office
from scheduler.notifications.expo import Answer, Expo
from scheduler.notifications.kinds import KINDS
from scheduler.notifications.outgoing import ForbiddenAddressError, Outgoing, Reply
from scheduler.notifications.tables import Delivery, PushSending, PushTarget
from scheduler.notifications.webpush import BrowserKeys, FindVapid

log = logging.getLogger("scheduler.push")
SEND: Final = "push-send"
RECEIPT: Final = "push-receipt"
LASTS: Final = timedelta(hours=24)
RECEIPT_AFTER: Final = timedelta(minutes=15)
LATER_S: Final = 60
LATEST_S: Final = 3600


@dataclass(frozen=True, slots=True)
class Pusher:
    """What pushing needs from outside. Without a key (`vapid`) browsers are not told."""

    office: Office
    outgoing: Outgoing
    clock: Clock
    vapid: FindVapid
    expo: Expo


def push_job(pusher: Pusher) -> Handler:
    """The handler of `push`: {"delivery_id"}."""

    async def fan_out(payload: dict[str, Any]) -> None:
        async with pusher.office.sessions.begin() as session:
            query = select(Delivery).where(Delivery.id == UUID(payload["delivery_id"]), Delivery.state == "waiting")
            found = await session.scalar(query.with_for_update())
            if found is None:
                return
            if not await _holds(session, pusher, found):
                found.state = "dropped"
                return
            for target_id in await _targets(session, found):
                row = {"delivery_id": found.id, "target_id": target_id}
                await session.execute(insert(PushSending).values(**row).on_conflict_do_nothing())
                await enqueue(session, SEND, {name: str(value) for name, value in row.items()})
            found.state = "done"

    return fan_out


async def _holds(session: AsyncSession, pusher: Pusher, found: Delivery) -> bool:
    """Whether a push that may have waited is still worth sending."""
    if found.until is not None and pusher.clock.now() >= found.until:
        return False
    if found.booking_id is None or not KINDS[found.kind].stands:
        return True
    meeting = await pusher.office.load(session, found.booking_id)
    return meeting is not None and meeting.confirmed and meeting.start.isoformat() == found.data.get("start")


async def _targets(session: AsyncSession, found: Delivery) -> list[UUID]:
    """The person's devices of this channel; those whose sign-in has ended are forgotten."""
    mine = (PushTarget.person_id == found.person_id, PushTarget.channel == found.channel)
    over = select(LoginSession.id).where(LoginSession.id == PushTarget.session_id, LoginSession.ended_at.is_not(None))
    await session.execute(delete(PushTarget).where(*mine, over.exists()))
    return list(await session.scalars(select(PushTarget.id).where(*mine).order_by(PushTarget.id)))


def send_job(pusher: Pusher) -> Handler:
    """The handler of `push-send`: {"delivery_id", "target_id"}. Raises (and so is tried again) when there is no
    answer."""

    async def send(payload: dict[str, Any]) -> None:
        now = pusher.clock.now()
        async with pusher.office.sessions.begin() as session:
            sending = await _locked(session, payload)
            if sending is None:
                return
            told = await session.get_one(Delivery, sending.delivery_id)
            target = await session.get_one(PushTarget, sending.target_id)
            left = _left(told, now)
            if left <= 0:
                sending.refused = "too late"
                return
            answer, wait_s = await _ask(pusher, target, told, left)
            if answer.outcome == "later":
                key = f"{SEND}:{sending.delivery_id}:{sending.target_id}"
                await schedule(session, SEND, payload, now + timedelta(seconds=wait_s), dedupe_key=key)
                return
            await _note(session, sending, target, answer, now)
            if target.channel == "mobile-push" and sending.ticket:
                await _ask_later(session, payload, now)

    return send


async def _locked(session: AsyncSession, payload: Mapping[str, Any]) -> PushSending | None:
    """The row of this push, locked; None when it was sent or given up."""
    query = select(PushSending).where(
        PushSending.delivery_id == UUID(payload["delivery_id"]),
        PushSending.target_id == UUID(payload["target_id"]),
        PushSending.sent_at.is_(None),
        PushSending.refused.is_(None),
    )
    found: PushSending | None = await session.scalar(query.with_for_update())
    return found


def _left(told: Delivery, now: datetime) -> int:
    """For how many seconds it is still of use."""
    lasts = told.created_at + LASTS
    return int((min(lasts, told.until or lasts) - now).total_seconds())


async def _ask(pusher: Pusher, target: PushTarget, told: Delivery, ttl: int) -> tuple[Answer, int]:
    """Send to one device; what became of it, and how long to wait where it is to be tried later."""
    shown = {**told.data, "kind": told.kind}
    if target.channel == "mobile-push":
        body = expo.message(target.address, told.id, shown, ttl=ttl)
        reply = await pusher.outgoing.post(pusher.expo.url + expo.SEND, pusher.expo.headers(), body)
        return expo.read_ticket(reply), _wait(reply)
    vapid = pusher.vapid()
    if vapid is None or target.p256dh is None or target.auth is None:
        return Answer("refused", "web push is off"), 0
    keys = BrowserKeys(target.p256dh, target.auth)
    now = pusher.clock.unix()
    headers, body = webpush.request(vapid, target.address, keys, told.id, shown, ttl=ttl, now=now)
    try:
        reply = await pusher.outgoing.post(target.address, headers, body)
    except ForbiddenAddressError:
        return Answer("gone"), 0
    return _web_answer(reply), _wait(reply)


def _web_answer(reply: Reply) -> Answer:
    """What a push service's status means (RFC 8030, section 5)."""
    if reply.status in {200, 201, 202, 204}:
        return Answer("ok")
    if reply.status in {404, 410}:
        return Answer("gone")
    if reply.status == 429 or reply.status >= 500:
        return Answer("later")
    return Answer("refused", f"answered {reply.status}")


def _wait(reply: Reply) -> int:
    """How long the service asks to wait, within bounds (only seconds are read; a date is as if nothing was said)."""
    asked = next((value for name, value in reply.headers.items() if name.lower() == "retry-after"), "")
    return max(1, min(int(asked), LATEST_S)) if asked.isascii() and asked.isdigit() and len(asked) < 9 else LATER_S


async def _note(
    session: AsyncSession, sending: PushSending, target: PushTarget, answer: Answer, now: datetime
) -> None:
    if answer.outcome == "gone":
        log.info("a device is gone", extra={"channel": target.channel})
        await session.execute(delete(PushTarget).where(PushTarget.id == target.id))
    elif answer.outcome == "refused":
        log.warning("a push was refused for good", extra={"channel": target.channel, "why": answer.detail})
        sending.refused = answer.detail
    else:
        sending.sent_at, sending.ticket = now, answer.detail or None


async def _ask_later(session: AsyncSession, payload: Mapping[str, Any], now: datetime) -> None:
    key = f"{RECEIPT}:{payload['delivery_id']}:{payload['target_id']}"
    await schedule(session, RECEIPT, payload, now + RECEIPT_AFTER, dedupe_key=key)


def receipt_job(pusher: Pusher) -> Handler:
    """The handler of `push-receipt`: {"delivery_id", "target_id"}, a while after Expo gave a ticket."""

    async def ask(payload: dict[str, Any]) -> None:
        now = pusher.clock.now()
        async with pusher.office.sessions.begin() as session:
            key = {"delivery_id": UUID(payload["delivery_id"]), "target_id": UUID(payload["target_id"])}
            sending = await session.get(PushSending, key, with_for_update=True)
            if sending is None or sending.ticket is None or sending.sent_at is None:
                return
            body = expo.receipts([sending.ticket])
            reply = await pusher.outgoing.post(pusher.expo.url + expo.RECEIPTS, pusher.expo.headers(), body)
            answer = expo.read_receipt(reply, sending.ticket)
            if answer.outcome == "later" and now < sending.sent_at + LASTS:
                await _ask_later(session, payload, now)
                return
            sending.ticket = None
            if answer.outcome in {"gone", "refused"}:
                target = await session.get_one(PushTarget, sending.target_id)
                await _note(session, sending, target, answer, now)

    return ask
