"""A CalDAV account behind the port.

The rule kept here: what changed is asked for by the sync token where the server has one (RFC 6578), else by its ctag
and the events' tags; events come whole by multiget, a few dozen at a time. Every write names the version it saw.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from scheduler.calendars.remote.asking import Answer, join
from scheduler.calendars.remote.caldav import discovery, objects, xml
from scheduler.calendars.remote.caldav.requests import Dav, path_of
from scheduler.calendars.remote.caldav.xml import CTAG, Multistatus, c, d
from scheduler.calendars.remote.port import (
    MOST_EVENTS,
    MOST_PAGES,
    MOST_UID,
    ChangedError,
    Changes,
    Entry,
    Found,
    GoneError,
    Item,
    Place,
    RefusedError,
    Standing,
    TokenRefusedError,
    Window,
)

AT_ONCE: Final = 50
SYNC, CTAGGED = "sync ", "ctag "


@dataclass(frozen=True, slots=True)
class CalDav:
    """One account. `address`: what its owner typed."""

    dav: Dav
    address: str

    async def calendars(self) -> list[Found]:
        """The calendars with events that the account has."""
        return await discovery.find(self.dav, self.address)

    async def changes(self, address: str, token: str, window: Window) -> Changes:
        """What changed since the token; without one, all within the window."""
        if token.startswith(SYNC):
            return await self._since(address, token.removeprefix(SYNC))
        at, here = await self.dav.one(address, d("resourcetype"), d("sync-token"), CTAG)
        if not here.holds(d("resourcetype"), c("calendar")):
            raise GoneError("The calendar is not there any more.")
        sync, ctag = here.text(d("sync-token")), here.text(CTAG)
        new = SYNC + sync if sync else CTAGGED + ctag if ctag else ""
        if token and token == new:
            return Changes(token)
        # The token is read first: what changes while we read is told once more next time.
        return await self._whole(at, new, window)

    async def _whole(self, address: str, token: str, window: Window) -> Changes:
        found = await self._report(address, xml.query(window.begin, window.end))
        return Changes(token, tuple(await self._get(address, _hrefs(address, found))), whole=True)

    async def _since(self, address: str, token: str) -> Changes:
        changed: dict[str, None] = {}
        gone: set[str] = set()
        for _ in range(MOST_PAGES):
            answer, found = await self.dav.asked("REPORT", address, "0", xml.sync_collection(token))
            if found is None:
                raise self._refused_token(answer)
            cut = False
            for each in found.responses:
                href = path_of(address, each.href)
                if href == path_of(address, ""):
                    cut = cut or each.status == 507
                elif each.status == 404:
                    gone.add(href)
                    changed.pop(href, None)
                else:
                    changed[href] = None
                    gone.discard(href)
            if not found.sync_token or (cut and found.sync_token == token):
                raise TokenRefusedError("The server gives no new token.")
            token = found.sync_token
            if not cut:
                break
        items = await self._get(address, changed)
        missing = set(changed) - {each.href for each in items}
        return Changes(SYNC + token, tuple(items), frozenset(gone | missing))

    def _refused_token(self, answer: Answer) -> Exception:
        """A token that is too old, or a server that has forgotten how to: either way all is read anew."""
        named = xml.conditions(answer.body)
        if d("valid-sync-token") in named or answer.status in {400, 403, 405, 409, 410, 412, 415, 501}:
            return TokenRefusedError("The server does not know that token any more.")
        return self.dav.error(answer)

    async def _get(self, address: str, hrefs: Iterable[str]) -> list[Item]:
        wanted = list(hrefs)
        if len(wanted) > MOST_EVENTS:
            raise RefusedError(f"The calendar has more than {MOST_EVENTS} events in the time that counts.")
        items = []
        for index in range(0, len(wanted), AT_ONCE):
            found = await self._report(address, xml.multiget(wanted[index : index + AT_ONCE]))
            for each in found.responses:
                body = each.text(c("calendar-data"))
                if 0 < len(body) <= objects.MOST_BODY:
                    href = path_of(address, each.href)
                    items.append(Item(href, each.text(d("getetag")), objects.uid_of(body)[:MOST_UID], body))
        return items

    async def _report(self, address: str, body: bytes) -> Multistatus:
        answer, found = await self.dav.asked("REPORT", address, "1", body)
        if found is None:
            raise self.dav.error(answer)
        return found

    async def put(self, address: str, entry: Entry, place: Place | None) -> Place:
        """Make an event, or make the one at `place` say this if it is still the version we know."""
        href = place.href if place else path_of(address, f"visavis-{entry.id}.ics")
        condition = {"If-None-Match": "*"} if place is None else {"If-Match": place.etag} if place.etag else {}
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        answer = await self.dav.send("PUT", join(address, href), headers, objects.build(entry))
        if answer.status not in {200, 201, 204}:
            raise self._not_put(answer)
        etag = answer.headers.get("ETag", "")
        if etag and not etag.startswith("W/"):
            return Place(href, etag)
        _, here = await self.dav.one(join(address, href), d("getetag"))  # the server wrote it its own way
        return Place(href, here.text(d("getetag")))

    def _not_put(self, answer: Answer) -> Exception:
        if answer.status in {403, 409} and c("no-uid-conflict") in xml.conditions(answer.body):
            return ChangedError("The calendar has this event already.")  # its owner took the invitation there
        if answer.status == 409:
            return GoneError("The calendar is not there any more.")  # RFC 4918, section 9.7.1: no parent
        return self.dav.error(answer)

    async def look(self, address: str, entry: Entry, place: Place | None) -> tuple[Place, Standing | None] | None:
        """The copy as it stands, by its place or by its UID; None: there is none."""
        href = place.href if place else path_of(address, f"visavis-{entry.id}.ics")
        found = await self._get(address, [href])
        if not found:
            report = await self._report(address, xml.by_uid(entry.uid))
            found = await self._get(address, _hrefs(address, report)[:1])
        for item in found:
            if item.uid == entry.uid:
                return Place(item.href, item.etag), objects.standing(item.body, entry.uid)
        return None

    async def delete(self, address: str, place: Place) -> None:
        """Take an event away."""
        condition = {"If-Match": place.etag} if place.etag else {}
        answer = await self.dav.send("DELETE", join(address, place.href), condition)
        if answer.status not in {200, 202, 204, 404, 410}:
            raise self.dav.error(answer)

    async def let_go(self) -> None:
        """A password cannot be given back; it is forgotten."""


def _hrefs(address: str, found: Multistatus) -> list[str]:
    """The events that a report names."""
    named = ((path_of(address, each.href), each.status) for each in found.responses)
    return [href for href, status in named if href != path_of(address, "") and status not in {404, 507}]
