"""Requests to addresses that people gave us: only to the public internet, bounded in size and time.

The rule kept here: every name is resolved by us and every address it has is looked at before we connect to it, so a
name cannot lead to a machine of ours; redirects are not followed.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

TIMEOUT_S: Final = 10.0
MAX_ANSWER: Final = 64 * 1024
MAX_URL: Final = 1000


class AwayError(Exception):
    """No answer: trying again may help."""


class ForbiddenAddressError(Exception):
    """An address that is not asked, now or later."""


class TooLargeError(Exception):
    """An answer of more bytes than were allowed."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, of its body as much as was asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet; those that hide another are judged by it."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour
        if hidden is not None:
            return is_public(str(hidden))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(ip.packed[-4:])))
        if ip.is_site_local or ip.teredo is not None:
            return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved and not ip.is_unspecified


_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")


def why_not(url: str, *, private: bool) -> str | None:
    """Why an address cannot be asked, in words; None where it can. `private`: machines of ours are allowed
    (development and tests), by plain http too."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if not host or len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        return "is not an address"
    if parts.username is not None or parts.password is not None or parts.fragment:
        return "holds more than an address"
    if private:
        return None if parts.scheme in {"http", "https"} else "must begin with https"
    if parts.scheme != "https" or port not in {None, 443}:
        return "must begin with https, at the usual port"
    try:
        public = is_public(host)
    except ValueError:
        public = "." in host and not host.endswith((".local", ".internal", ".localhost"))
    return None if public else "is not on the public internet"


class _PublicOnly(AbstractResolver):
    """The system's resolver, without answers that lead home."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [each for each in found if is_public(each["host"])]
        if not public:
            raise ForbiddenAddressError(host)
        return public

    async def close(self) -> None:
        await self._inner.close()


class Outgoing:
    """A pool of connections to strangers. `start` inside the event loop, `close` at the end."""

    def __init__(self, *, private: bool) -> None:
        """`private`: machines of ours are allowed too (development and tests)."""
        self.private = private
        self._session: aiohttp.ClientSession | None = None

    async def start(self) -> None:
        """Open the pool."""
        self._opened()

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            resolver = ThreadedResolver() if self.private else _PublicOnly()
            self._session = aiohttp.ClientSession(
                timeout=aiohttp.ClientTimeout(total=TIMEOUT_S, connect=5.0),
                cookie_jar=aiohttp.DummyCookieJar(),
                connector=aiohttp.TCPConnector(resolver=resolver, limit=50, limit_per_host=10),
            )
        return self._session

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()

    async def post(self, url: str, headers: Mapping[str, str], body: bytes, *, body_s: float | None = None) -> Reply:
        """One request. `body_s`: the status is what counts, so the answer's body is waited for so long only. Raises
        AwayError, ForbiddenAddressError."""
        self._allowed(url)
        options: dict[str, Any] = {"headers": dict(headers), "data": body, "allow_redirects": False}
        try:
            async with self._opened().post(url, **options) as response:
                answer = b""
                try:
                    async with asyncio.timeout(body_s):
                        async for chunk in response.content.iter_any():
                            answer += chunk[: MAX_ANSWER - len(answer)]
                            if len(answer) == MAX_ANSWER:
                                break
                except (aiohttp.ClientError, TimeoutError, OSError):
                    if body_s is None:
                        raise
                return Reply(response.status, response.headers.copy(), answer)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if isinstance(error.__cause__, ForbiddenAddressError):
                raise error.__cause__ from None
            raise AwayError(type(error).__name__) from None

    async def get(self, url: str, headers: Mapping[str, str], *, largest: int, total_s: float) -> Reply:
        """What stands at an address; a redirect is an answer, for the caller to look at. Of a larger body one byte
        more than `largest` comes back. Raises AwayError (also for a body that was cut off), ForbiddenAddressError."""
        return await self._whole("GET", URL(url), headers, b"", largest=largest, total_s=total_s)

    async def request(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes, *, largest: int, total_s: float
    ) -> Reply:
        """One request of any method, to an address exactly as it is spelled; as `get`, but a larger body is an error.
        Raises TooLargeError too."""
        spelled = URL(url, encoded=True)
        reply = await self._whole(method, spelled, headers, body, largest=largest, total_s=total_s)
        if len(reply.body) > largest:
            raise TooLargeError
        return reply

    async def _whole(
        self, method: str, url: URL, headers: Mapping[str, str], body: bytes, *, largest: int, total_s: float
    ) -> Reply:
        self._allowed(str(url))
        timeout = aiohttp.ClientTimeout(total=total_s, connect=5.0)
        options: dict[str, Any] = {"headers": dict(headers), "allow_redirects": False, "timeout": timeout}
        if body:
            options["data"] = body
        try:
            async with self._opened().request(method, url, **options) as response:
                answer = bytearray()
                async for chunk in response.content.iter_any():
                    answer += chunk[: largest + 1 - len(answer)]
                    if len(answer) > largest:
                        break
                return Reply(response.status, response.headers.copy(), bytes(answer))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            if isinstance(error.__cause__, ForbiddenAddressError):
                raise error.__cause__ from None
            raise AwayError(type(error).__name__) from None

    def _allowed(self, url: str) -> None:
        if why_not(url, private=self.private) is not None:
            raise ForbiddenAddressError(urlsplit(url).hostname or "")
