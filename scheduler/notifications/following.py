"""My notifications: the list, what was read, and the stream of what is new."""

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from auth import accounts
from scheduler.http import Api, Caller, Context, Instant, Problem, Strict, decode_cursor, encode_cursor, invalid
from scheduler.http.stream import MEDIA_TYPE, Events, EventStream, ServerSent
from scheduler.notifications import inbox
from scheduler.notifications.live import Live
from scheduler.notifications.tables import Notification
from scheduler.store.engine import Sessions

BATCH: Final = 50
MAX_ID: Final = 2**63 - 1
Changes = Callable[[AsyncSession], Awaitable[Sequence[ServerSent]]]
Follow = Callable[[UUID], Changes]
"""What else of a person's a stream tells: made for each stream, asked at each look for what has changed since."""
NotificationId = Annotated[int, Field(ge=1, le=MAX_ID)]


class NotificationView(BaseModel):
    """One line; `role` is the one it concerns me in, `path` where it leads in the web."""

    id: int
    role: str
    kind: str
    title: str
    body: str
    path: str
    created_at: Instant
    read_at: Instant | None


class NotificationList(BaseModel):
    """The newest first; `unread` counts all of them."""

    items: list[NotificationView]
    unread: int
    next_cursor: str | None = None


class MarkRead(Strict):
    """Those named, and all up to an id."""

    ids: Annotated[list[NotificationId], Field(max_length=200, default_factory=list)]
    up_to: NotificationId | None = None


class Unread(BaseModel):
    """How many are left."""

    unread: int


async def list_notifications(
    ctx: Context,
    session: AsyncSession,
    limit: Annotated[int, Field(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Field(max_length=200)] = None,
    unread: bool = False,
) -> NotificationList:
    """List my notifications, in both my roles, the newest first."""
    before = None if cursor is None else decode_cursor(cursor, int)[0]
    found = await inbox.page(session, ctx.account.id, limit + 1, before=before, unread=unread)
    more = len(found) > limit
    return NotificationList(
        items=[view(each) for each in found[:limit]],
        unread=await inbox.unread_count(session, ctx.account.id),
        next_cursor=encode_cursor(found[limit - 1].id) if more else None,
    )


async def mark_notifications_read(ctx: Context, session: AsyncSession, body: MarkRead) -> Unread:
    """Mark notifications of mine as read; ids that are not mine are passed over."""
    await inbox.mark_read(session, ctx.account.id, ctx.clock.now(), body.ids, body.up_to)
    return Unread(unread=await inbox.unread_count(session, ctx.account.id))


def view(row: Notification) -> NotificationView:
    """A row as it goes over the wire."""
    return NotificationView.model_validate(row, from_attributes=True)


def routes(api: Api, sessions: Sessions, engine: AsyncEngine, live: Live, also: Follow) -> None:
    """`/me/notifications`, its marks and its stream, which tells `also` what is not a notification."""
    reading = engine.execution_options(isolation_level="AUTOCOMMIT")

    async def stream_notifications(ctx: Context) -> EventStream:
        """Follow my notifications (server-sent events).

        `notification` events carry one line each, `unread` the count whenever it changed, `conversation` how a
        booking's messages stand now that they changed (fetch what is newer); a comment is a heartbeat.
        With `Last-Event-ID` the stream begins with what came after it, else with what comes from now on. It ends
        when the sign-in does, and when more streams of mine are opened than are allowed: the oldest first."""
        caller, after = ctx.account, _last_event_id(ctx.request.headers.get("Last-Event-ID"))
        if live.full:
            raise Problem("unavailable", "Too many follow already; please try again.", headers={"Retry-After": "5"})
        if after is None:
            async with sessions() as session:
                after = await inbox.newest(session, caller.id)
        return EventStream(follow(caller, after))

    async def follow(caller: Caller, after: int) -> Events:
        watcher, unread, changes = live.join(caller.id), -1, also(caller.id)
        try:
            while not watcher.ended and await signed_in(caller):
                async with sessions() as session:
                    found = await inbox.since(session, caller.id, after, BATCH)
                    count = await inbox.unread_count(session, caller.id)
                    changed = await changes(session)
                for row in found:
                    after = row.id
                    yield ServerSent("notification", view(row).model_dump(mode="json"), str(row.id))
                for event in changed:
                    yield event
                if count != unread:
                    unread = count
                    yield ServerSent("unread", {"unread": count})
                elif not found and not changed:
                    yield ServerSent()
                if len(found) < BATCH:
                    await watcher.sleep(live.heartbeat_s)
        finally:
            live.leave(watcher)

    async def signed_in(caller: Caller) -> bool:
        assert caller.session is not None  # a token always names its sign-in
        async with reading.connect() as connection:
            return await accounts.live_roles(connection, caller.id, caller.session) is not None

    api.get("/me/notifications", list_notifications, account=True)
    api.post("/me/notifications/read", mark_notifications_read, account=True)
    api.get(
        "/me/notifications/stream",
        stream_notifications,
        account=True,
        problems=("unavailable",),
        media_type=MEDIA_TYPE,
    )


def _last_event_id(text: str | None) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > MAX_ID:
        raise invalid("Last-Event-ID", "is not one of ours", "Send the id of the last event you had, or none.")
    return int(text)
