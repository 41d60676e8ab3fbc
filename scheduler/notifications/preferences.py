"""How somebody wants to be told, and what they cannot switch off.

The rule kept here: mail and the list about bookings and money stay on. A contract's confirmation, change and end and
what is paid or paid back must reach both sides on something that lasts (Directive 2011/83/EU, article 8(7)), and the
list is their record. Everything else may be switched off; marketing is off until it is asked for (Directive
2002/58/EC, article 13).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.notifications.kinds import CATEGORIES, CHANNELS, Category, Channel
from scheduler.notifications.quiet import Quiet
from scheduler.notifications.tables import NotificationPreference

USUAL_REMINDERS: Final = (1440, 60)
MAX_REMINDERS: Final = 5
EARLIEST_REMINDER: Final = 4 * 7 * 1440
LOCKED: Final[frozenset[tuple[Category, Channel]]] = frozenset(
    {("bookings", "mail"), ("bookings", "in-app"), ("money", "mail"), ("money", "in-app")}
)
Choices = Mapping[Category, Mapping[Channel, bool]]


@dataclass(frozen=True, slots=True)
class Preferences:
    """One person's. `choices` holds what differs from the usual."""

    reminders: Sequence[int] = USUAL_REMINDERS
    quiet: Quiet | None = None
    choices: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    def wants(self, category: Category, channel: Channel) -> bool:
        """Whether to tell what belongs to this category by this channel."""
        if (category, channel) in LOCKED:
            return True
        return self.choices.get(category, {}).get(channel, category != "marketing")

    def whole(self) -> dict[Category, dict[Channel, bool]]:
        """Every choice, the usual ones too."""
        return {each: {channel: self.wants(each, channel) for channel in CHANNELS} for each in CATEGORIES}


def transactional(category: Category) -> bool:
    """Whether mails of this category cannot be ended, and so carry no way to end them."""
    return (category, "mail") in LOCKED


async def of(session: AsyncSession, person_id: UUID) -> Preferences:
    """Somebody's preferences; the usual ones before they chose."""
    row = await session.scalar(
        select(NotificationPreference)
        .where(NotificationPreference.person_id == person_id)
        .execution_options(populate_existing=True)
    )
    if row is None:
        return Preferences()
    quiet = None if row.quiet_from is None or row.quiet_until is None else (row.quiet_from, row.quiet_until)
    return Preferences(tuple(row.reminders), quiet, row.choices)


async def keep(session: AsyncSession, person_id: UUID, wanted: Preferences, now: datetime) -> None:
    """Write somebody's preferences, whole."""
    changes = {
        "reminders": sorted(set(wanted.reminders), reverse=True),
        "quiet_from": wanted.quiet[0] if wanted.quiet else None,
        "quiet_until": wanted.quiet[1] if wanted.quiet else None,
        "choices": {category: dict(channels) for category, channels in wanted.choices.items()},
        "updated_at": now,
    }
    statement = insert(NotificationPreference).values(person_id=person_id, **changes)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[NotificationPreference.person_id], set_=changes)
    )


async def end_mails(session: AsyncSession, person_id: UUID, category: Category, now: datetime) -> None:
    """Switch off the mails of a category, and nothing else; a change made meanwhile is waited for."""
    statement = insert(NotificationPreference).values(
        person_id=person_id, reminders=list(USUAL_REMINDERS), choices={}, updated_at=now
    )
    await session.execute(statement.on_conflict_do_nothing())
    row = (
        await session.scalars(
            select(NotificationPreference)
            .where(NotificationPreference.person_id == person_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
    row.choices = {**row.choices, category: {**row.choices.get(category, {}), "mail": False}}
    row.updated_at = now
