"""One request, passed to one node, and the node's answer passed back.

The rule: end to end headers pass, those of one hop do not, and whose request it is (Forwarded) is said by the gateway
alone. Bodies of requests are read whole and bounded, answers are streamed. Queries carry tokens: they are not logged.
"""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Final

import aiohttp
from aiohttp import web
from multidict import CIMultiDict
from yarl import URL

from auth.addresses import Network, client_address
from sfu.nodes.link import HEADER
from sfu.nodes.model import NodeStatus
from sfu.nodes.tunnel import Tunnel

CHUNK: Final = 64 << 10
ANSWER_SECONDS: Final = 30.0
"""How long a node may take between two pieces of an answer."""
_ONE_HOP: Final = frozenset(
    ("connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding")
)
_OURS: Final = frozenset(("forwarded", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip"))
_UPGRADE: Final = frozenset(("upgrade",))
_AUTO: Final = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class NodeGoneError(Exception):
    """The node took no connection, or (`sent`) ended before it answered: it may have done what it was asked."""

    def __init__(self, error: BaseException, *, sent: bool) -> None:
        super().__init__(type(error).__name__)
        self.sent = sent


class Proxy:
    """Over the gateway's client session and secret. `tunnels` counts the WebSockets that stand.

    `trusted`: the proxies before this gateway whose word about the client's address counts.
    """

    def __init__(self, session: aiohttp.ClientSession, secret: str, trusted: Sequence[Network] = ()) -> None:
        self._session = session
        self._secret = secret
        self._trusted = trusted
        self.tunnels = 0

    async def ask(self, request: web.Request, node: NodeStatus, body: bytes) -> tuple[int, CIMultiDict[str], bytes]:
        """The node's answer, whole: for answers that are put together. Raises NodeGoneError."""
        async with self._sent(request, node, body, upgrade=False) as answer:
            try:
                return answer.status, _end_to_end(answer.headers, _ONE_HOP | _UPGRADE), await answer.read()
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                raise NodeGoneError(error, sent=True) from None

    async def passed(self, request: web.Request, node: NodeStatus, body: bytes) -> web.StreamResponse:
        """The node's answer, streamed to the client. Raises NodeGoneError before the first byte of it."""
        upgrade = request.headers.get("Upgrade", "").lower() == "websocket"
        async with self._sent(request, node, body, upgrade=upgrade) as answer:
            if answer.status == 101:
                return await self._tunnel(request, answer)
            response = web.StreamResponse(
                status=answer.status, reason=answer.reason, headers=_end_to_end(answer.headers, _ONE_HOP | _UPGRADE)
            )
            await response.prepare(request)
            async for chunk in answer.content.iter_chunked(CHUNK):
                await response.write(chunk)
            await response.write_eof()
            return response

    async def _tunnel(self, request: web.Request, answer: aiohttp.ClientResponse) -> web.StreamResponse:
        tunnel = Tunnel(answer)
        self.tunnels += 1
        try:
            await tunnel.run(request)
        finally:
            self.tunnels -= 1
        return tunnel

    def _sent(self, request: web.Request, node: NodeStatus, body: bytes, *, upgrade: bool) -> "_Answer":
        headers = _end_to_end(request.headers, _ONE_HOP | _OURS | (frozenset() if upgrade else _UPGRADE))
        headers.popall(HEADER, None)
        headers[HEADER] = self._secret
        client = client_address(request.remote, request.headers.getall("Forwarded", []), self._trusted)
        headers["Forwarded"] = forwarded(client, request.scheme, request.host)
        if upgrade:
            headers["Connection"] = "Upgrade"
        # The path as it came: decoding and encoding it again might change it.
        url = URL(node.url + request.raw_path, encoded=True)
        return _Answer(
            self._session.request(
                request.method,
                url,
                headers=headers,
                data=body or None,
                skip_auto_headers=_AUTO,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=2.0, sock_read=ANSWER_SECONDS),
            )
        )


class _Answer:
    """A request whose failure before the answer is a NodeGoneError."""

    def __init__(self, context: "aiohttp.client._RequestContextManager") -> None:
        self._context = context

    async def __aenter__(self) -> aiohttp.ClientResponse:
        try:
            return await self._context.__aenter__()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NodeGoneError(error, sent=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NodeGoneError(error, sent=True) from None

    async def __aexit__(self, *exc: object) -> None:
        await self._context.__aexit__(*exc)  # type: ignore[arg-type]  # passed on as they came


def forwarded(remote: str, scheme: str, host: str) -> str:
    """RFC 7239, one hop: the client as this gateway saw it."""
    try:
        address = ipaddress.ip_address(remote)
    except ValueError:
        return f"for=unknown;proto={scheme}"
    who = f'"[{address}]"' if address.version == 6 else str(address)
    named = f';host="{host}"' if host and '"' not in host and "\\" not in host else ""
    return f"for={who};proto={scheme}{named}"


def _end_to_end(headers: Mapping[str, str], dropped: frozenset[str]) -> CIMultiDict[str]:
    found: CIMultiDict[str] = CIMultiDict(headers)
    one_hop = {name.strip().lower() for name in found.get("Connection", "").split(",")}
    for name in set(found):
        if name.lower() in dropped or name.lower() in one_hop - {"upgrade"}:
            found.popall(name, None)
    return found
