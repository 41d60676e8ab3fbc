"""Closing the room of a cancelled booking or class, letting one person out of it, giving it a later end: durable
jobs, tried until the node confirms or the room's time is over."""

from typing import Any, Final
from uuid import UUID

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.rooms.meeting import LoadMeeting
from scheduler.rooms.node import Node
from scheduler.rooms.rules import Window, identity_of, room_name
from scheduler.store.engine import Sessions

JOB: Final = "close-room"
LEAVE: Final = "leave-room"
TIMES: Final = "room-times"


def closing_job(sessions: Sessions, clock: Clock, node: Node, load: LoadMeeting, grace_s: int) -> Handler:
    """The handler of `close-room`: {"booking_id"}. Raises NodeError, and so is tried again."""

    async def close(payload: dict[str, Any]) -> None:
        booking_id = UUID(payload["booking_id"])
        async with sessions() as session:
            meeting = await load(session, booking_id)
        if meeting is not None and clock.now() >= Window.of(meeting, grace_s).closes_at:
            return  # the node has ended it by itself
        await node.delete_room(room_name(booking_id))

    return close


def leaving_job(sessions: Sessions, clock: Clock, node: Node, load: LoadMeeting, grace_s: int) -> Handler:
    """The handler of `leave-room`, of a seat that was given up: {"booking_id"}. Raises NodeError."""

    async def leave(payload: dict[str, Any]) -> None:
        async with sessions() as session:
            meeting = await load(session, UUID(payload["booking_id"]))
        if meeting is None or meeting.client_id is None or meeting.confirmed:
            return
        if clock.now() < Window.of(meeting, grace_s).closes_at:
            await node.remove(room_name(meeting.room_id), identity_of(meeting.client_id, "client"))

    return leave


def times_job(sessions: Sessions, clock: Clock, node: Node, load: LoadMeeting, grace_s: int) -> Handler:
    """The handler of `room-times`, of a booking whose end was put off: {"booking_id"}. Raises NodeError."""

    async def tell(payload: dict[str, Any]) -> None:
        async with sessions() as session:
            meeting = await load(session, UUID(payload["booking_id"]))
        if meeting is not None and meeting.confirmed and clock.now() < Window.of(meeting, grace_s).closes_at:
            await node.set_metadata(room_name(meeting.room_id), Window.of(meeting, grace_s).metadata())

    return tell
