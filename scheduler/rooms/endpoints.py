"""Joining a booking's room, and the node's webhooks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from auth.keys import KeyRing
from auth.room_token import Verifier, encode_eddsa
from scheduler.http import Api, Context, Problem, not_found
from scheduler.rooms import attendance
from scheduler.rooms.meeting import LoadMeeting, Meeting
from scheduler.rooms.node import Node, NodeError, RoomRefused
from scheduler.rooms.rules import Window, admit, grant_of, room_name
from scheduler.rooms.webhook import WebhookRefusedError, read_webhook


class Myself(BaseModel):
    """Who the caller is in the room."""

    identity: str
    name: str


class Entrance(BaseModel):
    """What a client needs to enter: connect to `url` with `token` (LiveKit's protocol)."""

    url: str
    token: str
    room: str
    role: Literal["client", "professional"]
    opens_at: datetime
    ends_at: datetime
    closes_at: datetime
    participant: Myself


@dataclass(frozen=True, slots=True)
class Rooms:
    """The endpoints, over the node, the keys and the bookings they need."""

    node: Node
    ring: KeyRing
    load: LoadMeeting
    load_class: LoadMeeting
    public_url: str
    grace_s: int
    webhooks: Verifier
    count_webhook: Callable[[str], None]

    async def join_booking(self, ctx: Context, id: UUID) -> Entrance:
        """Enter the room of a booking.

        From ten minutes before the start until the end and its grace, for its two people, each in the role of this
        booking. The token lasts at most ten minutes; ask again to come back. Who is turned away by a 503 counts as
        having come."""
        return await self._enter(ctx, id, self.load)

    async def join_class(self, ctx: Context, id: UUID) -> Entrance:
        """Enter the room of a class, as its host.

        Clients enter by the booking of their seat. The times are those of any room."""
        return await self._enter(ctx, id, self.load_class)

    async def _enter(self, ctx: Context, id: UUID, load: LoadMeeting) -> Entrance:
        meeting = await self._meeting(ctx, id, load)
        now = ctx.clock.now()
        window = Window.of(meeting, self.grace_s)
        side = admit(meeting, ctx.account.id, ctx.role, window, now)
        try:
            await self._make_room(meeting, window, now)
        except NodeError:
            async with ctx.sessions.begin() as session:
                await attendance.knocked(session, meeting.room_id, ctx.account.id, side, now)
            raise _unavailable() from None
        if not (await self._meeting(ctx, id, load)).confirmed:
            # Cancelled while the room was made: the job that closes it may have run before there was one.
            if meeting.room_id == id:
                await self._unmake_room(meeting)
            raise Problem("over", "This booking was cancelled, so its room stays closed.")
        grant = grant_of(meeting, side, window, now)
        return Entrance(
            url=self.public_url,
            token=encode_eddsa(grant, self.ring.signing, self.ring.kid),
            room=grant.room,
            role=side,
            opens_at=window.opens_at,
            ends_at=window.ends_at,
            closes_at=window.closes_at,
            participant=Myself(identity=grant.identity, name=grant.name),
        )

    async def _meeting(self, ctx: Context, id: UUID, load: LoadMeeting) -> Meeting:
        async with ctx.sessions() as session:
            meeting = await load(session, id)
            if meeting is None:
                raise not_found("booking")
            if await attendance.denied(session, meeting.room_id, ctx.account.id):
                raise Problem("forbidden", "You were removed from this room.")
        return meeting

    async def _make_room(self, meeting: Meeting, window: Window, now: datetime) -> None:
        """Raises NodeError, and 410 for a room that was closed for good."""
        try:
            name = room_name(meeting.room_id)
            await self.node.create_room(name, window.metadata(), window.empty_timeout_s(now))
        except RoomRefused:
            raise Problem("over", "This room was closed and stays closed.") from None

    async def _unmake_room(self, meeting: Meeting) -> None:
        try:
            await self.node.delete_room(room_name(meeting.room_id))
        except NodeError:
            raise _unavailable() from None

    async def receive_webhook(self, ctx: Context, raw: bytes) -> None:
        """What the media node reports, signed as LiveKit signs.

        Each event counts once, by its id; the token's `sha256` must be the body's; a node reports only on rooms that
        are placed on it."""
        token = ctx.request.headers.get("Authorization", "")
        try:
            event, node_id = read_webhook(token, raw, self.webhooks, ctx.clock.unix())
        except WebhookRefusedError as refused:
            self.count_webhook(refused.outcome)
            raise Problem("malformed-request" if refused.authentic else "unauthenticated", str(refused)) from None
        try:
            async with ctx.sessions.begin() as session:
                fresh = await attendance.apply(session, event, node_id, ctx.clock.now())
        except attendance.WrongNodeError:
            self.count_webhook("wrong-node")
            raise Problem("forbidden", "This room is placed on another node.") from None
        self.count_webhook("applied" if fresh else "repeated")


def _unavailable() -> Problem:
    return Problem(
        "media-unavailable", "The room cannot be reached just now. Please try again.", headers={"Retry-After": "2"}
    )


def routes(api: Api, rooms: Rooms) -> None:
    """Join, and the webhooks' receiver."""
    api.post(
        "/bookings/{id}/join",
        rooms.join_booking,
        roles=("client", "professional"),
        problems=("not-open-yet", "forbidden", "over", "media-unavailable"),
    )
    api.post(
        "/classes/{id}/join",
        rooms.join_class,
        roles=("professional",),
        problems=("not-open-yet", "forbidden", "over", "media-unavailable"),
    )
    api.post(
        "/webhooks/livekit", rooms.receive_webhook, status=204, prefix="", problems=("unauthenticated", "forbidden")
    )
