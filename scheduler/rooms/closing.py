"""Closing the room of a cancelled booking: a durable job, tried until the node confirms or the room's time is
over."""

from typing import Any, Final
from uuid import UUID

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.rooms.meeting import LoadMeeting
from scheduler.rooms.node import Node
from scheduler.rooms.rules import Window, room_name
from scheduler.store.engine import Sessions

JOB: Final = "close-room"


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
