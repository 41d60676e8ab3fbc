"""Writing to the other side of a booking, reading, marking as read, changing and deleting one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, cast
from uuid import UUID

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from auth.limits import Rate
from auth.rates import StoredLimiter
from scheduler.booking.tables import Booking
from scheduler.files import storage as files
from scheduler.files.endpoints import view as file_view
from scheduler.files.purposes import MESSAGE
from scheduler.http import Api, Context, Problem, decode_cursor, encode_cursor, invalid, not_found
from scheduler.http.rates import refuse
from scheduler.messages import keeping, storage
from scheduler.messages.access import mine, talk_of
from scheduler.messages.models import (
    EditMessage,
    MarkMessagesRead,
    MessageList,
    MessageView,
    NewMessage,
    ReadUpTo,
    UnreadMessages,
    UnreadOfBooking,
)
from scheduler.messages.rules import NoEdit, NoMessage, Side, clean, why_not_edit, why_not_write
from scheduler.messages.storage import New
from scheduler.messages.tables import Message

WRITING: Final = StoredLimiter("message", Rate(30, 2.0))
LINES: Final = StoredLimiter("chat line", Rate(120, 0.5))
NOT_WRITTEN: Final[dict[NoMessage, str]] = {
    "not-told": "This is not booked yet. Once it is, you can write to each other.",
    "ended": "This booking did not come about, and its time is long over: nothing can be written any more.",
}
NOT_EDITED: Final[dict[NoEdit, str]] = {
    "deleted": "This message was deleted.",
    "room": "What was said in the room stays as it was said. It can be deleted.",
    "reported": "This message was reported and stays as it is until that is decided.",
    "late": "A message can be changed for fifteen minutes. It can still be deleted.",
}


@dataclass(frozen=True, slots=True)
class Messages:
    """The endpoints. `grace_s`: how long a room stays open after the end."""

    grace_s: int

    async def write_message(self, ctx: Context, session: AsyncSession, id: UUID, body: NewMessage) -> MessageView:
        """Write to the other side of a booking.

        Up to 4,000 characters and ten files. The other side sees it at once, and is told by mail if it is still
        unread after five minutes. About a booking that did not come about nothing can be written two weeks after its
        time. A line of the room's chat (`source` room) is kept only while both agree (`chat-consent`): else 409."""
        booking, side = await mine(ctx, session, id)
        new = _new(ctx, side, body)
        known = await session.get(Message, new.id)
        if known is not None:
            return await self._again(session, known, new, booking)
        room, now = new.source == "room", ctx.clock.now()
        refuse(await (LINES if room else WRITING).hit(session, str(ctx.account.id), ctx.clock.unix()))
        if (why := why_not_write(talk_of(booking), now)) is not None:
            raise Problem("conflict", NOT_WRITTEN[why], extensions={"why": why})
        conversation = await storage.hold(session, booking, now)
        if room:
            await keeping.check(session, booking, self.grace_s, now)
        made = await storage.add(session, conversation, new, now)
        if made is None:
            return await self._again(session, await session.get_one(Message, new.id), new, booking)
        await files.attach(session, ctx.account.id, MESSAGE.name, new.files, now)
        return (await _views(session, [made], side))[0]

    async def _again(self, session: AsyncSession, known: Message, new: New, booking: Booking) -> MessageView:
        """The message of an id that was used before, if it is the same. Raises 409."""
        if (known.sender_id, known.booking_id, known.digest) != (new.sender_id, booking.id, new.digest):
            raise Problem("conflict", "This id is another message's. Write each message with a new id of its own.")
        return (await _views(session, [known], new.role))[0]

    async def list_messages(
        self,
        ctx: Context,
        session: AsyncSession,
        id: UUID,
        limit: Annotated[int, Field(ge=1, le=100)] = 30,
        cursor: Annotated[str, Field(max_length=200)] | None = None,
    ) -> MessageList:
        """List the messages of a booking of mine: the newest ones first to come, then further back.

        With a `newer_cursor`, what was written since."""
        booking, side = await mine(ctx, session, id)
        direction, number = _position(cursor)
        found = await storage.page(session, booking.id, limit + 1, direction, number)
        more = len(found) > limit
        if direction == "after":
            found = found[:limit]
            following = found[-1].number if more else None
        else:
            found = found[1:] if more else found
            following = found[0].number if more else None
        return MessageList(
            items=await _views(session, found, side),
            next_cursor=None if following is None else encode_cursor(direction, following),
            newer_cursor=encode_cursor("after", found[-1].number if found else _edge(direction, number)),
            read_up_to=cast(Any, await storage.read_marks(session, booking.id)),
            closed=why_not_write(talk_of(booking), ctx.clock.now()),
        )

    async def mark_messages_read(
        self, ctx: Context, session: AsyncSession, id: UUID, body: MarkMessagesRead
    ) -> ReadUpTo:
        """Mark the messages of a booking as read up to a number; a mark only moves forward."""
        booking, side = await mine(ctx, session, id)
        conversation = await storage.hold(session, booking, ctx.clock.now())
        if await storage.mark_read(session, booking.id, side, body.up_to, ctx.clock.now()):
            await storage.changed(session, conversation, ctx.clock.now())
        return ReadUpTo(read_up_to=cast(Any, await storage.read_marks(session, booking.id)))

    async def show_message(self, ctx: Context, session: AsyncSession, id: UUID, message_id: UUID) -> MessageView:
        """Show one message of a booking of mine, by either of the two."""
        booking, side = await mine(ctx, session, id)
        message = await storage.one(session, booking.id, message_id)
        if message is None:
            raise not_found("message")
        return (await _views(session, [message], side))[0]

    async def edit_message(
        self, ctx: Context, session: AsyncSession, id: UUID, message_id: UUID, body: EditMessage
    ) -> MessageView:
        """Change the words of a message of mine, within fifteen minutes. It says that it was changed."""
        booking, side = await mine(ctx, session, id)
        conversation = await storage.hold(session, booking, ctx.clock.now())
        message = await _own(ctx, session, id, message_id)
        deleted, reported = message.deleted_at is not None, message.reported_at is not None
        why = why_not_edit(
            message.source, message.created_at, deleted=deleted, reported=reported, now=ctx.clock.now()
        )
        if why is not None:
            raise Problem("conflict", NOT_EDITED[why])
        message.text, message.edited_at = _words(body.text, bool(message.file_ids)), ctx.clock.now()
        await session.flush()
        await storage.changed(session, conversation, ctx.clock.now())
        return (await _views(session, [message], side))[0]

    async def delete_message(self, ctx: Context, session: AsyncSession, id: UUID, message_id: UUID) -> None:
        """Delete a message of mine, with its files, for both of us; its place stays."""
        booking, _ = await mine(ctx, session, id)
        now = ctx.clock.now()
        conversation = await storage.hold(session, booking, now)
        message = await _own(ctx, session, id, message_id)
        if message.deleted_at is not None:
            return
        message.deleted_at = now
        if message.reported_at is None:
            await files.let_go(session, message.file_ids, now)
            message.text, message.file_ids = "", []
        await session.flush()
        await storage.changed(session, conversation, now)

    async def list_unread_messages(self, ctx: Context, session: AsyncSession) -> UnreadMessages:
        """List how many messages I have not read, by booking, in the role in force."""
        found, total = await storage.unread(session, ctx.account.id, ctx.role)
        items = [UnreadOfBooking(booking_id=e.booking_id, unread=e.unread, newest_at=e.newest_at) for e in found]
        return UnreadMessages(items=items, total=total)


def _new(ctx: Context, side: Side, body: NewMessage) -> New:
    if len(set(body.files)) < len(body.files):
        raise invalid("files", "names a file twice", "Name each once.")
    if body.source == "room" and body.files:
        raise invalid("files", "cannot go with a line of the room's chat", "Send files as a message.")
    text = _words(body.text, bool(body.files))
    return New(body.id, ctx.account.id, side, body.source, text, body.files)


def _words(sent: str, with_files: bool) -> str:
    text = clean(sent)
    if not text and not with_files:
        raise invalid("text", "is empty", "Write something, or attach a file.")
    return text


async def _own(ctx: Context, session: AsyncSession, booking_id: UUID, message_id: UUID) -> Message:
    """A message of the caller's, locked. Raises 404 for none, 403 for the other side's."""
    message = await storage.one(session, booking_id, message_id, lock=True)
    if message is None:
        raise not_found("message")
    if message.sender_id != ctx.account.id:
        raise Problem("forbidden", "Only who wrote a message can change or delete it.")
    return message


async def _views(session: AsyncSession, found: Sequence[Message], reader: Side) -> list[MessageView]:
    """Messages as one of the two reads them; their files in one query."""
    shown = {each.id: each.file_ids if each.deleted_at is None else [] for each in found}
    attached = (
        await files.of_ids(session, [id for ids in shown.values() for id in ids]) if any(shown.values()) else {}
    )
    return [
        MessageView(
            id=each.id,
            number=each.number,
            role=cast(Side, each.role),
            mine=each.role == reader,
            source=cast(Any, each.source),
            text="" if each.deleted_at is not None else each.text,
            files=[file_view(attached[id]) for id in shown[each.id] if id in attached],
            created_at=each.created_at,
            edited_at=each.edited_at,
            deleted=each.deleted_at is not None,
        )
        for each in found
    ]


def _edge(direction: storage.Direction, number: int | None) -> int:
    """After which number a page without messages ends."""
    if number is None:
        return 0
    return number if direction == "after" else max(0, number - 1)


def _position(cursor: str | None) -> tuple[storage.Direction, int | None]:
    if cursor is None:
        return "before", None
    direction, number = decode_cursor(cursor, str, int)
    if direction not in {"before", "after"} or not 0 <= number < 2**31:
        raise invalid("cursor", "is not one of ours", "Take next_cursor or newer_cursor of a page, unchanged.")
    return direction, number


def routes(api: Api, messages: Messages) -> None:
    """Everything under /bookings/{id}/messages but files and reports, and what is unread."""
    both = ("client", "professional")
    of_booking, one = "/bookings/{id}/messages", "/bookings/{id}/messages/{message_id}"
    own: dict[str, Any] = {"roles": both, "edits": messages.show_message}
    api.post(
        of_booking,
        messages.write_message,
        roles=both,
        status=201,
        problems=("conflict", "forbidden", "rate-limited"),
        idempotent=True,
    )
    api.get(of_booking, messages.list_messages, roles=both, problems=("forbidden",))
    api.post(f"{of_booking}/read", messages.mark_messages_read, roles=both, problems=("forbidden",), idempotent=True)
    api.get(one, messages.show_message, roles=both, problems=("forbidden",), etag=True)
    api.patch(one, messages.edit_message, problems=("conflict", "forbidden"), **own)
    api.delete(one, messages.delete_message, status=204, problems=("forbidden",), **own)
    api.get("/messages/unread", messages.list_unread_messages, roles=both)
