"""Telling one thing to one person, by every channel they want, in one transaction.

The rule kept here: the row of `delivery` (cause, person, channel) is written first; who finds it there has nothing to
do. So a job run twice, or by two schedulers at once, tells once.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs.queue import enqueue, schedule
from scheduler.notifications import inbox, outbox, preferences
from scheduler.notifications.kinds import CHANNELS, Category, Channel
from scheduler.notifications.quiet import Walls, push_at
from scheduler.notifications.render import Rendered
from scheduler.notifications.tables import Delivery, PushTarget
from scheduler.notifications.telling import Reader
from scheduler.rooms.meeting import LoadMeeting
from scheduler.store.engine import Sessions

PUSH: Final = "push"
KEPT_FOR: Final = timedelta(days=90)
_DELIVERIES: Final = UUID("0b0f2f3e-9d0f-4a38-8d6c-5d9a7f6f6f11")
_PUSHES: Final[tuple[Channel, ...]] = ("web-push", "mobile-push")

FindReader = Callable[[AsyncSession, UUID], Awaitable[Reader | None]]
Unsubscribe = Callable[[UUID, Category, datetime], str]
"""The token that ends somebody's mails of a category, as of an instant."""


@dataclass(frozen=True, slots=True)
class Office:
    """What telling needs from outside. `sender` is who our mails are from."""

    sessions: Sessions
    load: LoadMeeting
    find: FindReader
    web_url: str
    sender: str
    walls: Walls
    unsubscribe: Unsubscribe


@dataclass(frozen=True, slots=True)
class Letter:
    """The mail of a message: what it is for the outbox."""

    to: str
    rendered: Callable[[str], Rendered]
    calendar: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One thing for one person. `cause` is unique to it; it is of no use after `until`. `data`: what a push that
    waits must know to tell whether it still holds. `channels`: by which it is told, where its person wants them."""

    cause: str
    person_id: UUID
    role: str
    zone: str
    kind: str
    category: Category
    title: str
    body: str
    path: str
    letter: Letter
    booking_id: UUID | None = None
    until: datetime | None = None
    data: tuple[tuple[str, str], ...] = ()
    channels: tuple[Channel, ...] = CHANNELS


async def deliver(session: AsyncSession, office: Office, messages: Sequence[Message], now: datetime) -> int:
    """Tell each message by the channels its person wants; how many were told by any that had not been. Their lists
    are held by the caller (`inbox.hold`)."""
    told = 0
    for message in messages:
        told += await _deliver(session, office, message, now)
    return told


async def _deliver(session: AsyncSession, office: Office, message: Message, now: datetime) -> bool:
    wishes = await preferences.of(session, message.person_id)
    told = False
    if _by(message, wishes, "mail") and (first := await _claim(session, message, "mail", now)):
        told = True
        await _mail(session, office, message, first, now)
    if _by(message, wishes, "in-app") and await _claim(session, message, "in-app", now):
        told = True
        await inbox.add(session, message, now)
    heard = await session.scalars(
        select(PushTarget.channel).where(PushTarget.person_id == message.person_id).distinct()
    )
    for channel in sorted(set(heard)):
        if channel in _PUSHES and _by(message, wishes, channel):
            told |= await _push(
                session, message, channel, push_at(now, message.until, wishes.quiet, message.zone, office.walls), now
            )
    return told


def _by(message: Message, wishes: preferences.Preferences, channel: Channel) -> bool:
    return channel in message.channels and wishes.wants(message.category, channel)


async def _claim(session: AsyncSession, message: Message, channel: Channel, now: datetime) -> UUID | None:
    """The id of the delivery that is now ours to make; None when it was made before."""
    push = channel in _PUSHES
    row: dict[str, Any] = {
        "id": uuid5(_DELIVERIES, f"{message.cause}\n{message.person_id}\n{channel}"),
        "cause": message.cause,
        "person_id": message.person_id,
        "channel": channel,
        "kind": message.kind,
        "booking_id": message.booking_id,
        "data": _shown(message) if push else {},
        "state": "waiting" if push else "done",
        "created_at": now,
        "until": message.until,
    }
    made = await session.execute(insert(Delivery).values(**row).on_conflict_do_nothing().returning(Delivery.id))
    return made.scalar_one_or_none()


def _shown(message: Message) -> dict[str, str]:
    shown = {"title": message.title, "body": message.body, "path": message.path, "role": message.role}
    return {**dict(message.data), **shown}


async def _mail(session: AsyncSession, office: Office, message: Message, delivery: UUID, now: datetime) -> None:
    letter = message.letter
    page = one_click = None
    if not preferences.transactional(message.category):
        token = office.unsubscribe(message.person_id, message.category, now)
        page = f"{office.web_url}/unsubscribe?token={token}"  # asks first: people and link checkers follow it
        one_click = f"{office.web_url}/api/v1/unsubscribe?token={token}"
    await outbox.put(
        session,
        delivery,
        f"booking-{message.kind}",
        letter.to,
        letter.rendered(page or ""),
        now=now,
        calendar=letter.calendar,
        unsubscribe=one_click,
    )


async def _push(session: AsyncSession, message: Message, channel: Channel, due: datetime, now: datetime) -> bool:
    delivery = await _claim(session, message, channel, now)
    if delivery is None:
        return False
    payload = {"delivery_id": str(delivery)}
    if due > now:
        await schedule(session, PUSH, payload, due, dedupe_key=f"push:{delivery}")
    else:
        await enqueue(session, PUSH, payload)
    return True


async def was_told(session: AsyncSession, person_id: UUID, booking_id: UUID, kinds: Sequence[str]) -> bool:
    """Whether somebody was ever told one of these of a booking."""
    query = text(
        "SELECT EXISTS (SELECT 1 FROM delivery"
        " WHERE booking_id = :booking AND person_id = :person AND kind = ANY(:kinds))"
    )
    return bool(await session.scalar(query, {"booking": booking_id, "person": person_id, "kinds": list(kinds)}))


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete deliveries older than KEPT_FOR: no job is run again so late."""
    await session.execute(delete(Delivery).where(Delivery.created_at < now - KEPT_FOR))
