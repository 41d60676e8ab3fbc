"""What a stream says of conversations: which has changed since it last looked, and how it stands.

The rule kept here: the state is compared, not events counted, so a wake-up that was missed or came twice loses and
repeats nothing. The words themselves are fetched by who may read them.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http.stream import ServerSent
from scheduler.notifications.following import Changes

EVENT: Final = "conversation"
WATCHED: Final = 200

_STATE: Final = text(
    "SELECT c.booking_id, c.role, k.version, k.last_number FROM correspondent c"
    " JOIN conversation k ON k.booking_id = c.booking_id WHERE c.person_id = :person"
    " ORDER BY k.changed_at DESC, k.booking_id LIMIT :watched"
)
_DETAIL: Final = text(
    "SELECT c.booking_id, mine.read_up_to AS mine, theirs.read_up_to AS theirs,"
    " (SELECT count(*) FROM message m WHERE m.booking_id = c.booking_id AND m.number > mine.read_up_to"
    "  AND m.role <> mine.role AND m.source = 'message' AND m.deleted_at IS NULL) AS unread"
    " FROM conversation c"
    " JOIN correspondent mine ON mine.booking_id = c.booking_id AND mine.person_id = :person"
    " JOIN correspondent theirs ON theirs.booking_id = c.booking_id AND theirs.person_id <> :person"
    " WHERE c.booking_id = ANY(CAST(:bookings AS uuid[]))"
)


def follow(person_id: UUID) -> Changes:
    """The changes of somebody's conversations since the last call; the first call only looks."""
    known: dict[UUID, int] | None = None

    async def changes(session: AsyncSession) -> Sequence[ServerSent]:
        nonlocal known
        rows = (await session.execute(_STATE, {"person": person_id, "watched": WATCHED})).all()
        seen, known = known, {row.booking_id: row.version for row in rows}
        if seen is None:
            return []
        fresh = [row for row in rows if seen.get(row.booking_id) != row.version]
        if not fresh:
            return []
        ids = [row.booking_id for row in fresh]
        found = await session.execute(_DETAIL, {"person": person_id, "bookings": ids})
        details = {row.booking_id: row for row in found}
        return [
            ServerSent(
                EVENT,
                {
                    "booking_id": str(row.booking_id),
                    "role": row.role,
                    "last_number": row.last_number,
                    "unread": details[row.booking_id].unread,
                    "read_up_to": {
                        row.role: details[row.booking_id].mine,
                        "client" if row.role == "professional" else "professional": details[row.booking_id].theirs,
                    },
                },
            )
            for row in reversed(fresh)
            if row.booking_id in details
        ]

    return changes
