"""An Outlook account behind the port.

The rule kept here: the delta link is the token and is followed only to the API it came from; a token that is refused
reads all of it anew. A transaction id makes two makings of one event one.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from scheduler.calendars.remote.asking import Answer
from scheduler.calendars.remote.oauth import Access, unless_done
from scheduler.calendars.remote.occurrence import list_in, text_in
from scheduler.calendars.remote.outlook import messages
from scheduler.calendars.remote.port import (
    MOST_CALENDARS,
    MOST_EVENTS,
    MOST_PAGES,
    Changes,
    Entry,
    Found,
    Place,
    RefusedError,
    Standing,
    TokenRefusedError,
    Window,
)

HEADERS: Final = {"Prefer": messages.PREFER}


@dataclass(frozen=True, slots=True)
class Outlook:
    """One account. `api`: where the API is."""

    access: Access
    api: str = messages.API

    async def calendars(self) -> list[Found]:
        """The calendars of the account."""
        found: list[Found] = []
        url = f"{self.api}/me/calendars?{urlencode({'$top': '50'})}"
        while url and len(found) < MOST_CALENDARS:
            said = self._read(await self.access.send("GET", url, None, HEADERS))
            read = [messages.calendar(each) for each in list_in(said, "value")]
            found += [each for each in read if each is not None]
            url = self._led(said, "@odata.nextLink")
        return found[:MOST_CALENDARS]

    async def changes(self, address: str, token: str, window: Window) -> Changes:
        """What changed since the token; without one, all within the window."""
        span = {"startDateTime": _wire(window.begin), "endDateTime": _wire(window.end)}
        url = token or f"{self._url(address)}/calendarView/delta?{urlencode(span)}"
        changed: dict[str, dict[str, Any]] = {}
        for _ in range(MOST_PAGES):
            answer = await self.access.send("GET", url, None, {"Prefer": f"{messages.PREFER}, odata.maxpagesize=200"})
            if token and answer.status in {400, 404, 410}:
                raise TokenRefusedError("Outlook does not know that token any more.")
            said = self._read(answer)
            changed |= {text_in(each, "id"): each for each in list_in(said, "value")}
            if len(changed) > MOST_EVENTS:
                raise RefusedError(f"The calendar has more than {MOST_EVENTS} events in the time that counts.")
            url = self._led(said, "@odata.nextLink")
            if not url:
                new = self._led(said, "@odata.deltaLink")
                gone = frozenset(id_ for id_, each in changed.items() if messages.is_gone(each))
                return Changes(new, tuple(messages.items(changed.values())), gone, whole=not token)
        raise RefusedError("The calendar's list has no end.")

    async def put(self, address: str, entry: Entry, place: Place | None) -> Place:
        """Make an event, or change the one at `place`."""
        body = messages.event(entry)
        if place is None:
            body["transactionId"] = messages.transaction(entry)
            return _place(self._read(await self.access.send("POST", f"{self._url(address)}/events", body, HEADERS)))
        headers = {**HEADERS, **({"If-Match": place.etag} if place.etag else {})}
        return _place(self._read(await self.access.send("PATCH", self._event(place.href), body, headers)))

    async def look(self, address: str, entry: Entry, place: Place | None) -> tuple[Place, Standing | None] | None:
        """The copy as it stands. Without its place it is not looked for: making it again finds it."""
        if place is None:
            return None
        answer = await self.access.send("GET", self._event(place.href), None, HEADERS)
        if answer.status in {404, 410}:
            return None
        said = self._read(answer)
        return _place(said), messages.standing(said)

    async def delete(self, address: str, place: Place) -> None:
        """Take an event away."""
        headers = {**HEADERS, **({"If-Match": place.etag} if place.etag else {})}
        answer = await self.access.send("DELETE", self._event(place.href), None, headers)
        if answer.status not in {404, 410}:
            self._read(answer)

    async def let_go(self) -> None:
        """Microsoft takes no single consent back: our token is forgotten, the rest is its owner's (account page)."""
        await self.access.let_go()

    def _url(self, address: str) -> str:
        return f"{self.api}/me/calendars/{quote(address, safe='')}"

    def _event(self, id_: str) -> str:
        return f"{self.api}/me/events/{quote(id_, safe='')}"

    def _led(self, said: dict[str, Any], name: str) -> str:
        """A link of the answer's, or empty. Raises RefusedError for one that leads away."""
        url = str(said.get(name) or "")
        if url and not url.startswith(f"{self.api}/"):
            raise RefusedError("Outlook leads to another server.")
        return url

    def _read(self, answer: Answer) -> dict[str, Any]:
        error = unless_done(answer, self.access, 200, 201, 202, 204)
        if error is not None:
            raise error
        return answer.json()


def _wire(at: Any) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _place(said: dict[str, Any]) -> Place:
    id_ = said.get("id")
    if not isinstance(id_, str) or not id_:
        raise RefusedError("Outlook answered something that is not understood.")
    return Place(id_, str(said.get("@odata.etag") or ""))
