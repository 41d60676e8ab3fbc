"""From what somebody types to the calendars of their account (RFC 6764, section 6; RFC 5397; RFC 4791, section 6.2).

The rule kept here: the address itself is asked first, then its well-known place, then its root; the first that tells
who we are leads on. SRV records are not looked up.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from scheduler.calendars.remote.asking import join
from scheduler.calendars.remote.caldav.requests import Dav
from scheduler.calendars.remote.caldav.xml import CTAG, Response, c, d
from scheduler.calendars.remote.port import (
    MOST_CALENDARS,
    Found,
    GoneError,
    RefusedError,
    RemoteError,
    RevokedError,
    TemporaryError,
)

MOST_HOMES: Final = 5
WHO: Final = (d("current-user-principal"), c("calendar-home-set"), d("resourcetype"))
WHAT: Final = (
    d("resourcetype"),
    d("displayname"),
    d("current-user-privilege-set"),
    d("sync-token"),
    c("supported-calendar-component-set"),
    c("calendar-timezone"),
    CTAG,
)


def typed(address: str) -> str:
    """What was typed, as an address: https unless it says otherwise."""
    address = address.strip()
    url = address if "://" in address else f"https://{address}"
    try:
        return url if urlsplit(url).path else f"{url}/"
    except ValueError:
        return url  # whoever asks it says that it is none


async def find(dav: Dav, address: str) -> list[Found]:
    """The calendars with events of the account that the address leads to. Raises RemoteError's kinds."""
    start = typed(address)
    refused: RemoteError | None = None
    for candidate in dict.fromkeys((start, join(start, "/.well-known/caldav"), join(start, "/"))):
        try:
            found = await _from(dav, candidate)
        except (RevokedError, TemporaryError):
            raise
        except RemoteError as error:
            refused = refused or (None if isinstance(error, GoneError) else error)
            continue
        if found:
            return found
    raise refused or RefusedError("No calendars are found at this address. Give the one your calendar's help names.")


async def _from(dav: Dav, candidate: str) -> list[Found]:
    url, here = await dav.one(candidate, *WHO)
    if here.holds(d("resourcetype"), c("calendar")):
        return calendars_in(*await dav.many(url, "0", *WHAT))
    homes = _homes(url, here)
    if not homes and (principal := here.href_in(d("current-user-principal"))):
        url, there = await dav.one(dav.led(candidate, join(url, principal)), c("calendar-home-set"))
        homes = _homes(url, there)
    found: list[Found] = []
    for home in homes[:MOST_HOMES]:
        at, responses = await dav.many(dav.led(candidate, home), "1", *WHAT)
        found += [each for each in calendars_in(at, responses) if each not in found]
    return found[:MOST_CALENDARS]


def _homes(url: str, response: Response) -> list[str]:
    element = response.props.get(c("calendar-home-set"))
    hrefs = [] if element is None else [(each.text or "").strip() for each in element.findall(d("href"))]
    return [join(url, href) for href in hrefs if href]


def calendars_in(url: str, responses: Iterable[Response]) -> list[Found]:
    """The calendars among these resources that hold events. Pure."""
    found = []
    for each in responses:
        if not each.holds(d("resourcetype"), c("calendar")):
            continue
        kinds = each.props.get(c("supported-calendar-component-set"))
        if kinds is not None and not any(comp.get("name") == "VEVENT" for comp in kinds):
            continue
        address = join(url, each.href)
        name = each.text(d("displayname")) or address.rstrip("/").rpartition("/")[2]
        found.append(Found(address, _shown(name), _may_write(each), _zone(each.text(c("calendar-timezone")))))
    return found


def _may_write(response: Response) -> bool:
    """Whether events may be put there; a server that does not say is believed to let us."""
    if d("current-user-privilege-set") not in response.props:
        return True
    wanted = (d("all"), d("write"), d("write-content"), d("bind"))
    return response.holds(d("current-user-privilege-set"), *wanted)


def _zone(text: str) -> str:
    """The TZID of a calendar's own zone; empty when there is none."""
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name.strip().upper() == "TZID":
            return value.strip()
    return ""


def _shown(name: str) -> str:
    return "".join(char if char.isprintable() else " " for char in name)[:200].strip() or "Calendar"
