"""Making one copy of a booking what it should be, over the port: put, changed, put right, or taken away.

The rule kept here: twice does no harm, whatever the other side says in between. A copy that its owner changed or
deleted is put right once for each of our own changes; after that it is theirs.
"""

from dataclasses import dataclass

from scheduler.calendars.remote.port import (
    ChangedError,
    Entry,
    GoneError,
    Place,
    RemoteCalendar,
    TemporaryError,
)
from scheduler.calendars.tables import CalendarCopy, CalendarLink


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done about one copy: it should be there as `entry` says while the booking `stands`, else not at
    all. `touched`: somebody else changed it."""

    link: CalendarLink
    copy: CalendarCopy
    entry: Entry
    stands: bool
    touched: bool

    @property
    def place(self) -> Place | None:
        """Where the copy is, as far as we know."""
        return Place(self.copy.href, self.copy.etag or "") if self.copy.href else None


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a step: where the copy is now (None: nowhere), and its state."""

    place: Place | None
    state: str


async def act(calendar: RemoteCalendar, step: Step) -> Done:
    """Do one step at the other server. Twice does no harm. Raises RemoteError."""
    address = step.link.address
    if not step.stands:
        await _take_away(calendar, address, step.entry, step.place)
        return Done(None, "")
    if not step.touched:
        return Done(await _put(calendar, address, step.entry, step.place), "written")
    found = await calendar.look(address, step.entry, step.place)
    if found is not None and found[1] is not None and found[1].is_right(step.entry):
        return Done(found[0], step.copy.state)
    if step.copy.state == "restored":
        return Done(found[0] if found else step.place, "left")
    return Done(await _put(calendar, address, step.entry, found[0] if found else None), "restored")


async def _put(calendar: RemoteCalendar, address: str, entry: Entry, place: Place | None) -> Place:
    for _ in range(3):
        try:
            return await calendar.put(address, entry, place)
        except ChangedError:
            found = await calendar.look(address, entry, place)
            place = found[0] if found else None
        except GoneError:
            if place is None:
                raise
            place = None
    raise TemporaryError("The entry changes faster than it can be written.")


async def _take_away(calendar: RemoteCalendar, address: str, entry: Entry, place: Place | None) -> None:
    try:
        # A copy whose making nobody could note is found by making it once more.
        place = place or await _put(calendar, address, entry, None)
        for _ in range(3):
            try:
                return await calendar.delete(address, place)
            except ChangedError:
                found = await calendar.look(address, entry, place)
                if found is None:
                    return None
                place = found[0]
    except GoneError:
        return None
    raise TemporaryError("The entry changes faster than it can be taken away.")
