"""The room's chat, kept on its booking: only while both agree, and taken back with one's own agreement.

The rule kept here: agreeing and writing hold the same conversation, so no line is kept after a withdrawal. The lines
come from who said them: the media server passes them on and keeps none.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import ColumnElement, delete, func, insert, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.booking.tables import Booking
from scheduler.http import Api, Context, Instant, Problem, Strict
from scheduler.messages import storage
from scheduler.messages.access import OTHER, mine, person_of, talk_of
from scheduler.messages.rules import NoKeeping, Side, why_not_keep
from scheduler.messages.tables import ChatConsent, Message
from scheduler.rooms.rules import OPENS_BEFORE

NOT_KEPT: Final[dict[NoKeeping, str]] = {
    "class": "The chat of a class is not kept.",
    "closed": "The room is not open, so there is nothing to keep of its chat.",
    "consent": "This was not kept: both of you must agree to it first.",
}


class GiveConsent(Strict):
    """Whether I agree that the room's chat is kept."""

    given: bool


class ChatConsentView(BaseModel):
    """Who agrees that the room's chat is kept; it is where both do. `mine_at`: when I last said so, null if never.
    `lines`: how many of mine are kept."""

    mine: bool
    mine_at: Instant | None
    theirs: bool
    kept: bool
    lines: int


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody last said."""

    given: bool = False
    at: datetime | None = None


async def consents(session: AsyncSession, booking_id: UUID) -> dict[UUID, Given]:
    """What each of the two last said; who said nothing is not there."""
    query = (
        select(ChatConsent.person_id, ChatConsent.given, ChatConsent.at)
        .ext(distinct_on(ChatConsent.person_id))
        .where(ChatConsent.booking_id == booking_id)
        .order_by(ChatConsent.person_id, ChatConsent.id.desc())
    )
    return {person_id: Given(given, at) for person_id, given, at in await session.execute(query)}


async def check(session: AsyncSession, booking: Booking, grace_s: int, now: datetime) -> None:
    """Raises 409, with `why`, unless a line of the room's chat may be kept; the conversation is held."""
    said = await consents(session, booking.id)
    both = all(said.get(each, Given()).given for each in (booking.client_id, booking.professional_id))
    grace = timedelta(seconds=grace_s)
    why = why_not_keep(talk_of(booking), OPENS_BEFORE, grace, both_agree=both, now=now)
    if why is not None:
        raise Problem("conflict", NOT_KEPT[why], extensions={"why": why})


async def show_chat_consent(ctx: Context, session: AsyncSession, id: UUID) -> ChatConsentView:
    """Show who agrees that the chat of a booking's room is kept."""
    booking, side = await mine(ctx, session, id)
    return await _view(session, booking, side)


async def give_chat_consent(ctx: Context, session: AsyncSession, id: UUID, body: GiveConsent) -> ChatConsentView:
    """Agree that the room's chat is kept with the booking, or withdraw that.

    It is kept while both agree. Withdrawing removes one's own lines that were kept."""
    booking, side = await mine(ctx, session, id)
    now = ctx.clock.now()
    conversation = await storage.hold(session, booking, now)
    before = (await consents(session, id)).get(ctx.account.id, Given())
    if before.at is None or before.given != body.given:
        row = {"booking_id": id, "person_id": ctx.account.id, "given": body.given, "at": now}
        await session.execute(insert(ChatConsent).values(**row))
        if not body.given:
            await session.execute(delete(Message).where(*_lines(id, ctx.account.id)))
        await storage.changed(session, conversation, now)
    return await _view(session, booking, side)


async def _view(session: AsyncSession, booking: Booking, side: Side) -> ChatConsentView:
    me, other = person_of(booking, side), person_of(booking, OTHER[side])
    said = await consents(session, booking.id)
    mine_, theirs = said.get(me, Given()), said.get(other, Given())
    lines = await session.scalar(select(func.count()).select_from(Message).where(*_lines(booking.id, me)))
    return ChatConsentView(
        mine=mine_.given,
        mine_at=mine_.at,
        theirs=theirs.given,
        kept=mine_.given and theirs.given and booking.class_id is None,
        lines=lines or 0,
    )


def _lines(booking_id: UUID, person_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (Message.booking_id == booking_id, Message.sender_id == person_id, Message.source == "room")


def routes(api: Api) -> None:
    """The consent to keep a room's chat."""
    both = ("client", "professional")
    api.get("/bookings/{id}/chat-consent", show_chat_consent, roles=both, problems=("forbidden",))
    api.put("/bookings/{id}/chat-consent", give_chat_consent, roles=both, problems=("forbidden",))
