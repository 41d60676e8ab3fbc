"""What stands above the ports in their tests: an owner of transports that keeps what it hears, and a small world."""

import asyncio
from dataclasses import dataclass, field

from aiortc.rtcdtlstransport import RTCCertificate

from sfu.net.drops import Drops
from sfu.net.port import UdpPort
from sfu.net.tcp import TcpPort
from sfu.net.transport import Transport
from sfu.tests.peers import LeanPeer

RTP = bytes([0x80, 96, 0, 1, 0, 0, 0, 1, 0, 0, 0, 9]) + b"payload"
RR = bytes([0x80, 201, 0, 1, 0, 0, 0, 9])


@dataclass
class Owner:
    """What a room would be to the transport: it keeps what it is told."""

    rtp: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    rtcp: asyncio.Queue[bytes] = field(default_factory=asyncio.Queue)
    data: asyncio.Queue[tuple[str, bytes]] = field(default_factory=asyncio.Queue)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    closed: "asyncio.Future[str]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def on_rtp(self, transport: Transport, packet: bytes, now: float) -> None:
        self.rtp.put_nowait(packet)

    def on_rtcp(self, transport: Transport, packet: bytes, now: float) -> None:
        self.rtcp.put_nowait(packet)

    def on_feedback(self, transport: Transport, now: float) -> None:
        """Nothing is asked of it that would tell."""

    def on_data(self, transport: Transport, label: str, message: bytes) -> None:
        self.data.put_nowait((label, message))

    def on_connected(self, transport: Transport) -> None:
        self.connected.set()

    def on_closed(self, transport: Transport, reason: str) -> None:
        self.closed.set_result(reason)


@dataclass
class World:
    """A UDP port, and a TCP port where the test wants one."""

    port: UdpPort
    drops: Drops
    certificate: RTCCertificate
    address: tuple[str, int]
    tcp: TcpPort | None = None
    tcp_address: tuple[str, int] = ("", 0)

    @property
    def fingerprint(self) -> str:
        return next(f.value for f in self.certificate.getFingerprints() if f.algorithm == "sha-256")

    def transport(self, owner: Owner) -> Transport:
        return Transport(self.port, self.drops, self.certificate, owner)


async def connected(
    world: World, owner: Owner, peer: LeanPeer | None = None, server: tuple[str, int] | None = None
) -> tuple[Transport, LeanPeer]:
    """A transport with a peer that shook hands with it."""
    transport, peer = world.transport(owner), peer or LeanPeer()
    transport.set_remote([peer.fingerprint], (5000, 65536))
    mine = transport.credentials
    await peer.connect(server or world.address, mine.ufrag, mine.password, world.fingerprint)
    await asyncio.wait_for(owner.connected.wait(), 5)
    return transport, peer


async def dropped(world: World, reason: str, times: int = 1) -> None:
    """Waits until the counter moved: the packet was seen and refused."""
    async with asyncio.timeout(5):
        while world.drops.counts[reason] < times:
            world.port.take_drops()
            await asyncio.sleep(0)
