"""Each minute: who is still in which room? What the node does not know of any more has ended."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable
from uuid import UUID

from scheduler.clock import Clock
from scheduler.rooms import attendance
from scheduler.rooms.attendance import SILENT_AFTER, Open
from scheduler.rooms.node import Node, NodeAwayError, NodeError
from scheduler.rooms.rules import room_name
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.rooms")


def sweeper(sessions: Sessions, clock: Clock, node: Node) -> Callable[[], Awaitable[None]]:
    """The periodic work that compares open stays with the node's rooms."""

    async def sweep() -> None:
        async with sessions() as session:
            stays = await attendance.open_stays(session)
        rooms: dict[UUID, list[Open]] = defaultdict(list)
        for stay in stays:
            rooms[stay.booking_id].append(stay)
        away: NodeAwayError | None = None
        for booking_id, people in rooms.items():
            away = await _compare(booking_id, people, away)

    async def _compare(booking_id: UUID, people: list[Open], away: NodeAwayError | None) -> NodeAwayError | None:
        """Compare one room; the error when the node is away (with `away` it was found to be, and is not asked)."""
        now = clock.now()
        try:
            if away is not None:
                raise away
            present = await node.participants(room_name(booking_id))
        except NodeError as error:
            # Unknown is not absent. Only after a long silence is the last sighting taken for the end.
            log.warning("the node does not answer", extra={"booking_id": str(booking_id), "kind": str(error)})
            absent = [stay.participant_sid for stay in people if now - stay.last_seen_at > SILENT_AFTER]
            present = frozenset()
            away = error if isinstance(error, NodeAwayError) else None
        else:
            absent = [stay.participant_sid for stay in people if stay.participant_sid not in present]
        async with sessions.begin() as session:
            await attendance.seen(session, sorted(present), now)
            await attendance.gone(session, absent)
        return away

    return sweep
