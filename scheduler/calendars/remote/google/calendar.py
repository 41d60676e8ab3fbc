"""A Google account behind the port.

The rule kept here: events come expanded within a window, and what changed since by the sync token; a 410 reads all of
it anew. An update names the version it saw.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from scheduler.calendars.remote.asking import Answer, waits
from scheduler.calendars.remote.google import messages
from scheduler.calendars.remote.oauth import Access, unless_done
from scheduler.calendars.remote.occurrence import list_in
from scheduler.calendars.remote.port import (
    MOST_CALENDARS,
    MOST_EVENTS,
    MOST_PAGES,
    ChangedError,
    Changes,
    Entry,
    Found,
    GoneError,
    Item,
    Place,
    RefusedError,
    RemoteError,
    Standing,
    TemporaryError,
    TokenRefusedError,
    Window,
)

PAGE: Final = "250"


@dataclass(frozen=True, slots=True)
class Google:
    """One account. `api`: where the API is."""

    access: Access
    api: str = messages.API

    async def calendars(self) -> list[Found]:
        """The calendars whose events we may read."""
        found: list[Found] = []
        page: str | None = ""
        while page is not None and len(found) < MOST_CALENDARS:
            said = await self._said("/users/me/calendarList", {"maxResults": PAGE, "pageToken": page})
            read = [messages.calendar(each) for each in list_in(said, "items")]
            found += [each for each in read if each is not None]
            page = said.get("nextPageToken") or None
        return found[:MOST_CALENDARS]

    async def changes(self, address: str, token: str, window: Window) -> Changes:
        """What changed since the token; without one, all within the window."""
        values = {"singleEvents": "true", "maxResults": PAGE}
        if token:
            values["syncToken"] = token
        else:
            values |= {"timeMin": window.begin.isoformat(), "timeMax": window.end.isoformat()}
        items: dict[str, Item] = {}
        gone: set[str] = set()
        page = ""
        for _ in range(MOST_PAGES):
            said = await self._said(f"/calendars/{quote(address, safe='')}/events", {**values, "pageToken": page})
            for each in list_in(said, "items"):
                read = messages.item(each)
                if isinstance(read, str):
                    gone.add(read)
                    items.pop(read, None)
                elif read is not None:
                    items[read.href] = read
                    gone.discard(read.href)
            page = said.get("nextPageToken") or ""
            if len(items) > MOST_EVENTS:
                raise RefusedError(f"The calendar has more than {MOST_EVENTS} events in the time that counts.")
            if not page:
                new = str(said.get("nextSyncToken") or "")
                return Changes(new, tuple(items.values()), frozenset(gone), whole=not token)
        raise RefusedError("The calendar's list has no end.")

    async def put(self, address: str, entry: Entry, place: Place | None) -> Place:
        """Make an event under an id of our own, or change the one at `place`."""
        body, headers = messages.event(entry), {"If-Match": place.etag} if place and place.etag else None
        if place is None:
            body["id"] = messages.event_id(entry)
            answer = await self.access.send("POST", self._url(address, ""), body)
            if answer.status == 409:  # there already, perhaps as one that was deleted
                raise ChangedError("The calendar has this event already.")
        else:
            answer = await self.access.send("PUT", self._url(address, place.href), body, headers)
        return _place(self._read(answer))

    async def look(self, address: str, entry: Entry, place: Place | None) -> tuple[Place, Standing | None] | None:
        """The copy as it stands; one that was deleted is still there, as cancelled, and can be put again."""
        id_ = place.href if place else messages.event_id(entry)
        answer = await self.access.send("GET", self._url(address, id_))
        if answer.status in {404, 410}:
            return None
        said = self._read(answer)
        return _place(said), messages.standing(said)

    async def delete(self, address: str, place: Place) -> None:
        """Take an event away."""
        headers = {"If-Match": place.etag} if place.etag else None
        answer = await self.access.send("DELETE", self._url(address, place.href), None, headers)
        if answer.status not in {404, 410}:
            self._read(answer)

    async def let_go(self) -> None:
        """Give our access back."""
        await self.access.let_go()

    def _url(self, address: str, id_: str) -> str:
        below = f"/{quote(id_, safe='')}" if id_ else ""
        return f"{self.api}/calendars/{quote(address, safe='')}/events{below}"

    async def _said(self, path: str, values: dict[str, str]) -> dict[str, Any]:
        query = urlencode({name: value for name, value in values.items() if value})
        answer = await self.access.send("GET", f"{self.api}{path}?{query}")
        if answer.status == 410 and "syncToken" in values:
            raise TokenRefusedError("Google does not know that token any more.")
        return self._read(answer)

    def _read(self, answer: Answer) -> dict[str, Any]:
        error: RemoteError | None = unless_done(answer, self.access, 200, 201, 204)
        if error is None:
            return answer.json()
        if answer.status == 403 and messages.slows_down(answer.json()):
            raise TemporaryError("Google asks us to slow down.", waits(answer.headers, self.access.clock.now()))
        if isinstance(error, GoneError):
            raise GoneError("The calendar or the event is not there any more.")
        raise error


def _place(said: dict[str, Any]) -> Place:
    id_ = said.get("id")
    if not isinstance(id_, str) or not id_:
        raise RefusedError("Google answered something that is not understood.")
    return Place(id_, str(said.get("etag") or ""))
