"""ICE over TCP against a real peer on a real connection, and against strangers and slow readers."""

import asyncio
import contextlib
import gc
import socket
import weakref
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import uvloop
from aiortc.rtcdtlstransport import RTCCertificate
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from sfu.core.records import TransportTable
from sfu.net.drops import Drops
from sfu.net.kernel import Kernel
from sfu.net.kernel_shapes import extension
from sfu.net.limits import NetLimits
from sfu.net.port import UdpPort
from sfu.net.tcp import TcpConnection, TcpPort
from sfu.net.transport import Transport
from sfu.tests.net.owner import RR, RTP, Owner, World, connected, dropped
from sfu.tests.peers import LeanPeer, TcpPeer, binding_request

LIMITS = NetLimits(unproven_tcp=4, unproven_tcp_per_host=3, unproven_tcp_seconds=1)


@contextlib.asynccontextmanager
async def opened(host: str, *, native: bool = False) -> AsyncIterator[World]:
    if native and extension() is None:
        pytest.skip("the packet path in C was not built")
    drops = Drops()
    kernel = Kernel(TransportTable(), segmentation=True) if native else None
    port = UdpPort(drops, kernel=kernel, limits=LIMITS)
    udp = (host, port.open([host], 0))
    tcp = TcpPort(port, drops, limits=LIMITS)
    address = (host, await tcp.open([host], 0))
    yield World(port, drops, RTCCertificate.generateCertificate(), udp, tcp, address)
    tcp.close()
    port.close()


@pytest.fixture(params=["127.0.0.1", "::1", "native"])
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    native = request.param == "native"
    async with opened("127.0.0.1" if native else request.param, native=native) as made:
        yield made


async def over_tcp(world: World, owner: Owner) -> tuple[Transport, TcpPeer]:
    peer = TcpPeer()
    transport, _ = await connected(world, owner, peer, world.tcp_address)
    return transport, peer


async def until(world: World, connections: int) -> None:
    assert world.tcp is not None
    async with asyncio.timeout(5):
        while world.tcp.connections != connections:
            await asyncio.sleep(0)


async def stranger(world: World) -> TcpPeer:
    """A connection that says nothing yet, and that the server knows of."""
    assert world.tcp is not None
    peer, before = TcpPeer(), world.tcp.accepted
    await peer.open(world.tcp_address)
    async with asyncio.timeout(5):
        while world.tcp.accepted == before:
            await asyncio.sleep(0)
    return peer


async def test_media_and_data_flow_both_ways_over_tcp(world: World) -> None:
    owner, peer = Owner(), TcpPeer()
    transport, _ = await connected(world, owner, peer, world.tcp_address)
    assert transport.address is not None
    assert peer.stream is not None
    assert transport.address[:2] == peer.stream.get_extra_info("sockname")[:2]
    peer.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    peer.send_rtcp(RR)
    assert await asyncio.wait_for(owner.rtcp.get(), 5) == RR
    picture = [RTP[:3] + bytes([n]) + RTP[4:] + b"x" * size for n, size in enumerate([900] * 5 + [70])]
    for packet in picture:
        assert transport.gather_rtp(packet, last=packet is picture[-1])
    assert [await asyncio.wait_for(peer.rtp.get(), 5) for _ in picture] == picture
    assert transport.send_rtcp(RR)
    assert await asyncio.wait_for(peer.rtcp.get(), 5) == RR
    transport.channels.open()
    sctp = RTCSctpTransport(peer.dtls)
    got: asyncio.Queue[bytes] = asyncio.Queue()
    sctp.on("datachannel", lambda channel: channel.on("message", got.put_nowait))
    await sctp.start(RTCSctpCapabilities(maxMessageSize=65536), 5000)
    assert transport.channels.send("_reliable", b"x" * 20_000)
    assert await asyncio.wait_for(got.get(), 5) == b"x" * 20_000
    transport.close()
    await until(world, 0)
    await sctp.stop()
    await peer.close()


async def test_a_closed_transport_is_freed_without_the_collector(world: World) -> None:
    transport, peer = await over_tcp(world, Owner())
    transport.channels.open()
    freed = weakref.ref(transport)
    gc.collect()
    gc.disable()
    try:
        transport.close()
        del transport
        async with asyncio.timeout(5):
            while freed() is not None:
                await asyncio.sleep(0.02)
    finally:
        gc.enable()
    await peer.close()


async def test_a_peer_that_can_do_both_is_followed_from_udp_to_tcp_and_back(world: World) -> None:
    owner = Owner()
    transport, by_udp = await connected(world, owner)
    by_tcp = TcpPeer()
    await by_tcp.open(world.tcp_address)
    by_tcp._rx, by_tcp._tx = by_udp._rx, by_udp._tx
    mine = transport.credentials
    for peer in (by_tcp, by_udp, by_tcp):
        await peer.check(mine.ufrag, mine.password)
        assert transport.send_rtp(RTP[:3] + bytes([peer.stun_replies + (peer is by_tcp) * 10]) + RTP[4:])
        assert (await asyncio.wait_for(peer.rtp.get(), 5))[4:] == RTP[4:]
    # The connection ends; the next check, on whatever path, brings media back.
    assert by_tcp.stream is not None
    by_tcp.stream.close()
    await until(world, 0)
    assert transport.address is None
    assert not transport.send_rtp(RTP)
    await by_udp.check(mine.ufrag, mine.password)
    assert transport.send_rtp(RTP[:3] + b"\x63" + RTP[4:])
    assert (await asyncio.wait_for(by_udp.rtp.get(), 5))[3] == 0x63
    transport.close()
    await by_udp.close()


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        (b"\x00\x01\x00\x00short", "stun_malformed"),
        (binding_request("nobody", "x" * 24), "stun_unknown_ufrag"),
        (b"\x16\xfe\xfd" + b"x" * 40, "unknown_address"),
        (b"\x80\x60" + b"x" * 40, "unknown_address"),
        (b"\x50garbage", "not_webrtc"),
    ],
    ids=["no-stun", "nobodys", "dtls", "media", "other"],
)
async def test_a_connection_whose_first_word_is_no_check_is_cut_at_once(
    world: World, first: bytes, reason: str
) -> None:
    peer = await stranger(world)
    peer.send_raw(first)
    await dropped(world, reason)
    await asyncio.wait_for(peer.lost.wait(), 5)
    assert peer.stun_replies == 0


async def test_a_wrong_password_is_cut_and_a_frame_too_long_too(world: World) -> None:
    transport = world.transport(Owner())
    peer = await stranger(world)
    peer.send_raw(binding_request(transport.credentials.ufrag, "wrong-password-of-24-chars"))
    await dropped(world, "stun_integrity")
    await asyncio.wait_for(peer.lost.wait(), 5)
    peer = await stranger(world)
    assert peer.stream is not None
    peer.stream.write(b"GET / HTTP/1.1\r\n")
    await dropped(world, "tcp_framing")
    await asyncio.wait_for(peer.lost.wait(), 5)
    transport.close()


async def test_a_silent_connection_ends_after_a_while_and_a_proven_one_does_not(world: World) -> None:
    owner = Owner()
    transport, client = await over_tcp(world, owner)
    peer = await stranger(world)
    assert peer.stream is not None
    peer.stream.write(b"\x00")  # a byte now and then does not buy time
    await asyncio.wait_for(peer.lost.wait(), 5)
    assert world.drops.counts["tcp_unproven"] == 1
    client.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    transport.close()
    await client.close()


async def test_half_open_connections_are_bounded_and_clients_still_get_in(world: World) -> None:
    assert world.tcp is not None
    crowd = [await stranger(world) for _ in range(8)]
    assert world.tcp.unproven == LIMITS.unproven_tcp_per_host
    assert world.drops.counts["tcp_unproven"] == 8 - LIMITS.unproven_tcp_per_host
    for peer in crowd[: 8 - LIMITS.unproven_tcp_per_host]:
        await asyncio.wait_for(peer.lost.wait(), 5)
    transport, client = await over_tcp(world, Owner())
    assert world.drops.counts["tcp_unproven"] == 9 - LIMITS.unproven_tcp_per_host
    transport.close()
    await client.close()
    for peer in crowd:
        assert peer.stream is not None
        peer.stream.close()


async def test_half_open_connections_are_bounded_over_all_hosts() -> None:
    async with opened("127.0.0.1") as world:
        assert world.tcp is not None
        held = []
        for n in range(6):
            before = world.tcp.accepted
            held.append(socket.create_connection(world.tcp_address, source_address=(f"127.0.0.{10 + n}", 0)))
            async with asyncio.timeout(5):
                while world.tcp.accepted == before:
                    await asyncio.sleep(0)
        assert world.tcp.unproven == LIMITS.unproven_tcp
        assert world.drops.counts["tcp_unproven"] == 2
        for sock in held:
            sock.close()


def test_it_is_the_same_on_the_loop_that_nodes_run_on() -> None:
    async def meet() -> None:
        async with opened("127.0.0.1") as world:
            await test_media_and_data_flow_both_ways_over_tcp(world)
            await test_a_client_that_reads_too_slowly_loses_pictures_before_sound_and_no_memory(world)

    with ThreadPoolExecutor(1) as apart:  # the loops of other tests are this thread's own matter
        apart.submit(uvloop.run, meet()).result()


async def test_a_client_that_reads_too_slowly_loses_pictures_before_sound_and_no_memory(world: World) -> None:
    owner = Owner()
    transport, peer = await over_tcp(world, owner)
    assert peer.stream is not None
    peer.stream.pause_reading()
    large, small = RTP + b"p" * 1100, RTP + b"s" * 100
    number = 0

    def send(packet: bytes) -> None:
        nonlocal number
        number += 1
        assert transport.send_rtp(packet[:2] + number.to_bytes(2, "big") + packet[4:])

    while not world.drops.counts["tcp_blocked"]:
        send(large)
        await asyncio.sleep(0)
        assert number < 20_000
    path = transport.path
    assert isinstance(path, TcpConnection)
    lost = world.drops.counts["tcp_blocked"]
    for _ in range(100):
        send(small)
    await asyncio.sleep(0)
    assert world.drops.counts["tcp_blocked"] == lost, "sound still finds room"
    for n in range(5000):
        send(small)
        send(large)
        if n % 50 == 0:
            await asyncio.sleep(0)
    assert path._transport is not None
    assert path._transport.get_write_buffer_size() < 200 << 10
    peer.stream.resume_reading()
    sounds = 0
    async with asyncio.timeout(5):
        while sounds < 100:
            sounds += len(await peer.rtp.get()) == len(small)
    transport.close()
    await peer.close()


async def test_a_port_that_is_taken_leaves_nothing_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        tcp = TcpPort(UdpPort(Drops()), Drops())
        with pytest.raises(OSError, match="in use"):
            await tcp.open(["127.0.0.2", "127.0.0.1"], taken.getsockname()[1])
        with socket.socket() as again:
            again.bind(("127.0.0.2", taken.getsockname()[1]))


async def test_the_ninth_connection_of_a_client_ends_its_oldest(world: World) -> None:
    owner = Owner()
    transport, first = await connected(world, owner, LeanPeer())
    mine = transport.credentials
    peers: list[TcpPeer] = []
    for _ in range(9):
        peer = TcpPeer()
        await peer.open(world.tcp_address)
        await peer.check(mine.ufrag, mine.password)
        peers.append(peer)
    await asyncio.wait_for(peers[0].lost.wait(), 5)
    assert world.tcp is not None
    assert world.tcp.connections == 8
    transport.close()
    await first.close()
    for peer in peers:
        await peer.close()
