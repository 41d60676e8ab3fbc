"""Where the classes of a series go when it is moved, and which of them have to stay. Pure.

The rule kept here: all move by the same number of days to the same time of day, as the one that was pointed at does.
Who stays keeps the time they have, and nobody else is put into it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple, Self
from uuid import UUID

Span = tuple[int, int]


class Shift(NamedTuple):
    """A move of a series, in wall time."""

    days: timedelta
    time: time

    @classmethod
    def between(cls, planned: datetime, wanted: datetime) -> Self:
        """The move that takes one class from where the series has it to where it is wanted."""
        return cls(wanted.date() - planned.date(), wanted.time())

    def of(self, planned: datetime) -> datetime:
        """Where another class of the series goes."""
        return datetime.combine(planned.date() + self.days, self.time)


class Wish(NamedTuple):
    """One class that is to move: what it takes of its host now and then, buffers included, and when it starts then.
    In seconds, half open."""

    id: UUID
    there: Span
    wanted: Span
    start: int


def staying(wishes: Sequence[Wish], busy: Collection[Span], now: int) -> list[UUID]:
    """The classes that cannot move, in their order: it is past then, or their host is busy; with something of `busy`
    (which has none of these classes in it), with one that stays where it is, or with one before it that moves."""
    settled: list[Wish] = []
    stay: set[UUID] = set()
    new: list[Wish] = []
    for wish in wishes:
        if wish.start <= now or any(_meet(wish.wanted, each) for each in (*busy, *(one.wanted for one in settled))):
            new.append(wish)
        else:
            settled.append(wish)
    while new:
        stays = new.pop()
        stay.add(stays.id)
        new += [wish for wish in settled if _meet(wish.wanted, stays.there)]
        settled = [wish for wish in settled if not _meet(wish.wanted, stays.there)]
    return [wish.id for wish in wishes if wish.id in stay]


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
