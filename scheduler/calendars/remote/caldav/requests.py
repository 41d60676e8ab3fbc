"""WebDAV's requests as one account makes them: each answered by what it found, or by an error of the port."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from scheduler.calendars.remote.asking import Answer, ask, error_of, join, may_follow
from scheduler.calendars.remote.caldav import xml
from scheduler.calendars.remote.caldav.xml import Multistatus, NotXmlError, Response
from scheduler.calendars.remote.port import GoneError, RefusedError
from scheduler.clock import Clock
from scheduler.notifications.outgoing import Outgoing

XML: Final = "application/xml; charset=utf-8"
_PLAIN: Final = "/~!$&'()*+,;=:@-._"


@dataclass(frozen=True, slots=True)
class Dav:
    """An account at a server, proven by Basic (RFC 7617) over what `Outgoing` allows."""

    outgoing: Outgoing
    clock: Clock
    user: str
    password: str

    async def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """One request; any status. Raises TemporaryError, RefusedError."""
        pair = b64encode(f"{self.user}:{self.password}".encode()).decode()
        sent = {"Authorization": f"Basic {pair}", "User-Agent": "Visavis", **headers}
        return await ask(self.outgoing, method, url, sent, body)

    async def asked(self, method: str, url: str, depth: str, body: bytes) -> tuple[Answer, Multistatus | None]:
        """A PROPFIND or REPORT: its answer, and the multi-status if it is one. Raises RefusedError for what is not
        understood."""
        answer = await self.send(method, url, {"Depth": depth, "Content-Type": XML}, body)
        if answer.status != 207:
            return answer, None
        try:
            return answer, xml.multistatus(answer.body)
        except NotXmlError:
            raise RefusedError("The server answered something that is not understood.") from None

    async def many(self, url: str, depth: str, *names: str) -> tuple[str, tuple[Response, ...]]:
        """Properties of a resource and, with depth 1, of those in it; and where that was, after redirects."""
        answer, found = await self.asked("PROPFIND", url, depth, xml.propfind(*names))
        if found is None:
            raise self.error(answer)
        return answer.url, found.responses

    async def one(self, url: str, *names: str) -> tuple[str, Response]:
        """Properties of one resource. Raises GoneError when the server says nothing of it."""
        at, responses = await self.many(url, "0", *names)
        if not responses or responses[0].status in {404, 410}:
            raise GoneError("It is not there any more.")
        return at, responses[0]

    def error(self, answer: Answer) -> Exception:
        """What an answer that is no success means. A 2xx is no success where a multi-status was asked for."""
        if answer.status < 400:
            return RefusedError("This is no CalDAV server.")
        if answer.status in {405, 501}:
            return RefusedError("This is no CalDAV server.")
        return error_of(answer, self.clock.now())

    @staticmethod
    def led(first: str, then: str) -> str:
        """An address that the server named, if it may be told who we are. Raises RefusedError."""
        if not may_follow(first, then):
            raise RefusedError(f"The server leads to {urlsplit(then).hostname}: give that address instead.")
        return then


def path_of(address: str, href: str) -> str:
    """An event's path, spelled one way however the server spelled it."""
    path = urlsplit(join(address, href)).path
    return path if "%2f" in path.lower() else quote(unquote(path), safe=_PLAIN)
