"""The TURN relays that clients are told of: an allocation with such credentials, and a check through it."""

import asyncio
import ssl
import time
from collections.abc import Sequence
from typing import Final

from aioice import stun, turn

from sfu.config import Settings
from sfu.doctor.checking import Answer, Check
from sfu.doctor.findings import Finding
from sfu.net.doorbell import doorbell_credentials
from sfu.net.ice import Address
from sfu.net.turn import TurnServers, parse_url

_SECONDS: Final = 5.0
_THROUGH_SECONDS: Final = 3.0


class _Through(asyncio.DatagramProtocol):
    """Waits for the answer to one check."""

    def __init__(self, check: Check) -> None:
        self._check = check
        self.answer: asyncio.Future[Answer | Exception] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, addr: Address) -> None:
        answer = self._check.read(data)
        if answer is not None and not self.answer.done():
            self.answer.set_result(answer)

    def error_received(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_result(error)


async def look(settings: Settings, addresses: Sequence[str]) -> list[Finding]:
    """A finding a relay, and one for the way through it to this node's first address of the relay's family."""
    if settings.turn is None:
        seen = "none is configured: clients in networks that let nothing but the web out will not get in"
        return [Finding("TURN", "not checked", seen, "VISAVIS_TURN_URLS and VISAVIS_TURN_SECRET, with coturn")]
    found = []
    for url in settings.turn.urls:
        found.extend(await _relay(url, settings.turn, settings, addresses))
    return found


async def _relay(url: str, servers: TurnServers, settings: Settings, addresses: Sequence[str]) -> list[Finding]:
    address = parse_url(url)
    username, password = servers.credentials("doctor", time.time() + settings.clock_offset)
    check = Check(doorbell_credentials(settings.api_secret))
    try:
        async with asyncio.timeout(_SECONDS):
            relay, through = await turn.create_turn_endpoint(
                lambda: _Through(check),
                server_addr=(address.host, address.port),
                username=username,
                password=password,
                ssl=True if address.tls else None,
                transport="tcp" if address.tcp else "udp",
            )
    except stun.TransactionFailed as error:
        code = error.response.attributes.get("ERROR-CODE", (0, ""))[0]
        advice = (
            "VISAVIS_TURN_SECRET must be coturn's static-auth-secret (with use-auth-secret), and the clocks agree"
        )
        return [Finding(url, "failed", f"it refuses our credentials: {error}", advice if code == 401 else "")]
    except (OSError, TimeoutError, stun.TransactionError, ssl.SSLError) as error:
        return [Finding(url, "failed", f"no allocation: {error or 'no answer'}", "is coturn up, and its port open?")]
    try:
        relayed = relay.get_extra_info("sockname")
        same = [address for address in addresses if (":" in address) == (":" in relayed[0])]
        found = [Finding(url, "ok", f"gave {relayed[0]}:{relayed[1]} for our credentials")]
        if same and settings.udp_port:
            relay.sendto(check.datagram, (same[0], settings.udp_port))
            found.append(await _answered(f"through {url}", f"{same[0]}:{settings.udp_port}", through))
        else:
            seen = "there is no fixed UDP port, or no address of the relay's kind, to try"
            found.append(Finding(f"through {url}", "not checked", seen))
        return found
    finally:
        relay.close()


async def _answered(name: str, place: str, through: _Through) -> Finding:
    try:
        answer = await asyncio.wait_for(through.answer, _THROUGH_SECONDS)
    except TimeoutError:
        answer = TimeoutError("no answer")
    if isinstance(answer, Answer):
        return Finding(name, "ok", f"{place} answered in {answer.seconds * 1000:.1f} ms")
    advice = "may the relay reach that address? (coturn: allow-loopback-peers, allowed-peer-ip, denied-peer-ip)"
    return Finding(name, "failed", f"{place} is not reached: {answer}", advice)
