"""The media ports, dialled by every address that clients are told: a real check each, by UDP and by TCP.

Where no server runs the doctor opens the ports itself for the moment, so that firewalls and addresses can be tried
before the node is started.
"""

import contextlib
import errno
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sfu.config import Settings
from sfu.doctor.checking import Answer, ask_tcp, ask_udp
from sfu.doctor.findings import Finding
from sfu.net.doorbell import Doorbell, doorbell_credentials
from sfu.net.drops import Drops
from sfu.net.port import UdpPort
from sfu.net.tcp import TcpPort

Protocol = Literal["UDP", "TCP"]

_VARIABLE = {"UDP": "VISAVIS_SFU_UDP_PORT", "TCP": "VISAVIS_SFU_TCP_PORT"}


@dataclass(slots=True)
class Ports:
    """How the doctor found the ports: held by somebody (a node, one hopes), free, or in `trouble`."""

    udp_taken: bool = False
    tcp_taken: bool = False
    trouble: str = ""


@contextlib.asynccontextmanager
async def answering(settings: Settings) -> AsyncIterator[Ports]:
    """Within the block the media ports answer: the node's, or the doctor's own where they were free."""
    drops, found = Drops(), Ports()
    bell = Doorbell(settings.api_secret, drops)
    port = UdpPort(drops, limits=settings.net_limits)
    port.register(bell.credentials.ufrag, bell)
    tcp = TcpPort(port, drops, limits=settings.net_limits)
    try:
        try:
            port.open(settings.bind, settings.udp_port)
        except OSError as error:
            found.udp_taken = _taken(error, found)
        try:
            if settings.tcp_port is not None:
                await tcp.open(settings.bind, settings.tcp_port)
        except OSError as error:
            found.tcp_taken = _taken(error, found)
        yield found
    finally:
        tcp.close()
        port.close()


def _taken(error: OSError, found: Ports) -> bool:
    if error.errno == errno.EADDRINUSE:
        return True
    found.trouble = str(error)
    return False


async def look(settings: Settings, ports: Ports, own: Collection[str]) -> list[Finding]:
    """Dials itself. `own`: addresses of this machine; one that is none of them may be out of reach from inside."""
    found = []
    if ports.trouble:
        advice = "VISAVIS_SFU_BIND: addresses of this machine; a port below 1024 needs a right"
        found.append(Finding("media ports", "failed", f"cannot be opened: {ports.trouble}", advice))
    udp, tcp = settings.udp_port, settings.tcp_port
    found += [await _ask("UDP", udp, a, settings, own, taken=ports.udp_taken) for a in settings.advertise]
    found += [await _ask("TCP", tcp, a, settings, own, taken=ports.tcp_taken) for a in settings.advertise]
    return found


async def look_from_outside(settings: Settings, addresses: Iterable[str]) -> list[Finding]:
    """Dials a node that runs elsewhere with the same secret and ports."""
    found = []
    for address in addresses:
        found.append(await _ask("UDP", settings.udp_port, address, settings, {address}, taken=True))
        found.append(await _ask("TCP", settings.tcp_port, address, settings, {address}, taken=True))
    return found


async def _ask(
    protocol: Protocol, port: int | None, address: str, settings: Settings, own: Collection[str], *, taken: bool
) -> Finding:
    place = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    name = f"{protocol} {place}"
    if port is None:
        return Finding(f"{protocol} {address}", "not checked", f"switched off ({_VARIABLE[protocol]}=off)")
    if port == 0:
        return Finding(f"{protocol} {address}", "not checked", f"{_VARIABLE[protocol]}=0: it may be any port")
    bell = doorbell_credentials(settings.api_secret)
    try:
        answer = await (ask_udp if protocol == "UDP" else ask_tcp)(address, port, bell)
        trouble = "no answer"
    except (OSError, TimeoutError) as error:
        answer, trouble = None, str(error) or "no connection"
    if answer is not None:
        return Finding(name, "ok", _answered(answer, taken=taken))
    if address not in own:
        seen = f"{trouble} from inside; that need not be so from outside (NAT)"
        return Finding(name, "not checked", seen, f"from another machine: python -m sfu doctor --dial {address}")
    if taken:
        advice = f"is it a node with this LIVEKIT_API_SECRET that holds {protocol} {port}? Does a firewall drop it?"
    else:
        advice = f"VISAVIS_SFU_BIND must have {address}, and no firewall may drop {protocol} {port}"
    return Finding(name, "failed", trouble, advice)


def _answered(answer: Answer, *, taken: bool) -> str:
    who = "the running node" if taken else "no node runs: the doctor's own port"
    return f"{who} answered in {answer.seconds * 1000:.1f} ms and saw {answer.seen[0]}:{answer.seen[1]}"
