"""The UDP port against a real peer (real sockets, real DTLS), and against strangers; with the packet path in C and
without it.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc.rtcdtlstransport import RTCCertificate
from aiortc.rtcsctptransport import RTCSctpCapabilities, RTCSctpTransport

from sfu.core.records import TransportTable
from sfu.net.drops import Drops
from sfu.net.kernel import Kernel
from sfu.net.port import UdpPort
from sfu.net.transport import Phase
from sfu.tests.net.owner import RR, RTP, Owner, World, connected, dropped
from sfu.tests.peers import LeanPeer, binding_request


@pytest.fixture(params=[(host, kernel) for host in ("127.0.0.1", "::1") for kernel in (True, False)], ids=str)
async def world(request: pytest.FixtureRequest) -> AsyncIterator[World]:
    host, kernel = request.param
    drops = Drops()
    port = UdpPort(drops, kernel=Kernel(TransportTable(), segmentation=True) if kernel else None)
    number = port.open([host], 0)
    yield World(port, drops, RTCCertificate.generateCertificate(), (host, number))
    port.close()


async def test_media_flows_both_ways_after_the_handshake(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    peer.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    peer.send_rtcp(RR)
    world.port.read()  # with the C kernel nobody is woken for it
    assert await asyncio.wait_for(owner.rtcp.get(), 5) == RR
    assert transport.send_rtp(RTP)
    assert await asyncio.wait_for(peer.rtp.get(), 5) == RTP
    assert transport.send_rtcp(RR)
    assert await asyncio.wait_for(peer.rtcp.get(), 5) == RR
    transport.close()
    await peer.close()


async def test_gcm_is_negotiated_first(world: World) -> None:
    transport, peer = await connected(world, Owner())
    assert transport._dtls._ssl is not None
    assert transport._dtls._ssl.get_selected_srtp_profile() == b"SRTP_AEAD_AES_128_GCM"
    transport.close()
    await peer.close()


async def test_data_channels_carry_messages(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    transport.channels.open()
    sctp = RTCSctpTransport(peer.dtls)
    got: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue()

    @sctp.on("datachannel")
    def _opened(channel: object) -> None:
        channel.on("message", lambda message: got.put_nowait((channel.label, message)))  # type: ignore[attr-defined]
        channel.send(b"hello from " + channel.label.encode())  # type: ignore[attr-defined]

    await sctp.start(RTCSctpCapabilities(maxMessageSize=65536), 5000)
    heard = {await asyncio.wait_for(owner.data.get(), 5) for _ in range(3)}
    assert heard == {(label, b"hello from " + label.encode()) for label in ("_reliable", "_lossy", "_data_track")}
    assert transport.channels.send("_reliable", b"answer")
    assert await asyncio.wait_for(got.get(), 5) == ("_reliable", b"answer")
    assert not transport.channels.send("_reliable", b"x" * (3 << 20))
    assert world.drops.counts["data_buffer_full"] == 1
    transport.close()
    await sctp.stop()
    await peer.close()


async def test_a_wrong_fingerprint_never_connects(world: World) -> None:
    owner = Owner()
    transport, peer = world.transport(owner), LeanPeer()
    transport.set_remote([("sha-256", ":".join(["00"] * 32))], None)
    mine = transport.credentials
    await peer.connect(world.address, mine.ufrag, mine.password, world.fingerprint)
    assert await asyncio.wait_for(owner.closed, 5) == "DTLS handshake failed"
    assert not transport.send_rtp(RTP)
    await peer.close()


async def test_a_check_with_a_wrong_password_or_ufrag_gets_no_answer(world: World) -> None:
    owner, peer = Owner(), LeanPeer()
    transport = world.transport(owner)
    await peer.open(world.address)
    peer.send_raw(binding_request(transport.credentials.ufrag, "wrong-password-of-24-chars"))
    await dropped(world, "stun_integrity")
    peer.send_raw(binding_request("nobody", "x" * 24))
    await dropped(world, "stun_unknown_ufrag")
    assert transport.address is None
    assert peer.stun_replies == 0
    transport.close()
    await peer.close()


@pytest.mark.parametrize(
    ("datagram", "reason"),
    [
        (b"\x50garbage", "not_webrtc"),
        (b"\x00\x01\x00\x00short", "stun_malformed"),
        (b"\x00\x01\xff\xff\x21\x12\xa4\x42" + b"t" * 12, "stun_malformed"),
        (b"\x01\x01\x00\x00\x21\x12\xa4\x42" + b"t" * 12, "stun_malformed"),
        (b"\x16\xfe\xfd" + b"x" * 40, "unknown_address"),
        (b"\x80\x60" + b"x" * 40, "unknown_address"),
        (b"\x80\x60" + b"x" * 3000, "oversized"),
    ],
)
async def test_strangers_packets_are_counted_and_change_nothing(world: World, datagram: bytes, reason: str) -> None:
    peer = LeanPeer()
    await peer.open(world.address)
    peer.send_raw(datagram)
    await dropped(world, reason)
    await peer.close()


async def test_forged_and_replayed_media_is_refused(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    protected = peer.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    peer.send_raw(protected)
    await dropped(world, "srtp_replay")
    peer.send_raw(bytes([0x80, 96, 0, 7]) + b"x" * 60)
    await dropped(world, "srtp_auth")
    peer.send_raw(protected[:9])
    async with asyncio.timeout(5):
        while world.drops.counts["srtp_auth"] < 2:
            world.port.take_drops()
            await asyncio.sleep(0)
    assert owner.rtp.empty()
    transport.close()
    await peer.close()


async def test_after_an_ice_restart_new_credentials_work_and_old_ones_end(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    old = transport.credentials
    transport.restart_ice()
    new = transport.credentials
    assert new.ufrag != old.ufrag
    await peer.check(old.ufrag, old.password)  # still alive until the new ones are used
    await peer.check(new.ufrag, new.password)
    peer.send_raw(binding_request(old.ufrag, old.password))
    await dropped(world, "stun_unknown_ufrag")
    peer.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    transport.close()
    await peer.close()


async def test_media_follows_a_peer_that_moves_to_another_address(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    moved = LeanPeer()
    await moved.open(world.address)
    await moved.check(transport.credentials.ufrag, transport.credentials.password)
    moved._rx, moved._tx = peer._rx, peer._tx
    assert transport.send_rtp(RTP)
    assert await asyncio.wait_for(moved.rtp.get(), 5) == RTP
    moved.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    transport.close()
    await peer.close()
    await moved.close()


async def test_a_peer_that_leaves_closes_its_transport(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    await peer.close()
    assert await asyncio.wait_for(owner.closed, 5) == "closed by the peer"
    assert transport.phase is Phase.CLOSED


async def test_a_closed_transport_leaves_no_trace_in_the_port(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    transport.close()
    async with asyncio.timeout(5):
        while world.port._by_address or world.port._by_ufrag:
            await asyncio.sleep(0)
    assert not transport.send_rtp(RTP)
    await peer.close()


async def test_handshake_floods_are_bounded(world: World) -> None:
    owner, peer = Owner(), LeanPeer()
    transport = world.transport(owner)
    await peer.open(world.address)
    await peer.check(transport.credentials.ufrag, transport.credentials.password)
    for _ in range(600):
        transport.on_handshake(b"\x16\xfe\xfd" + b"x" * 40)
    assert world.drops.counts["dtls_overflow"] == 600 - 256
    transport.close()
    await peer.close()


async def test_a_message_sent_before_the_channel_is_open_is_not_lost(world: World) -> None:
    transport, peer = await connected(world, Owner())
    assert transport.channels.send("_reliable", b"early")
    assert not transport.channels.send("_lossy", b"early")
    transport.channels.open()
    sctp = RTCSctpTransport(peer.dtls)
    got: asyncio.Queue[bytes] = asyncio.Queue()
    sctp.on("datachannel", lambda channel: channel.on("message", got.put_nowait))
    await sctp.start(RTCSctpCapabilities(maxMessageSize=65536), 5000)
    assert await asyncio.wait_for(got.get(), 5) == b"early"
    transport.close()
    await sctp.stop()
    await peer.close()


async def test_packets_of_a_picture_leave_together_and_arrive_apart(world: World) -> None:
    transport, peer = await connected(world, Owner())
    head = bytes([0x80, 96])
    picture = [
        head + bytes([0, n, 0, 0, 0, 1, 0, 0, 0, 9]) + bytes([n]) * size for n, size in enumerate([900] * 5 + [70])
    ]
    for packet in picture:
        assert transport.gather_rtp(packet, last=packet is picture[-1])
    assert [await asyncio.wait_for(peer.rtp.get(), 5) for _ in picture] == picture
    transport.close()
    await peer.close()


async def test_a_picture_without_its_end_leaves_within_milliseconds(world: World) -> None:
    transport, peer = await connected(world, Owner())
    sizes = [500, 900, 900, 400, 1000]
    packets = [bytes([0x80, 96, 0, n, 0, 0, 0, 1, 0, 0, 0, 9]) + bytes([n]) * size for n, size in enumerate(sizes)]
    for packet in packets:
        assert transport.gather_rtp(packet, last=False)
    assert [await asyncio.wait_for(peer.rtp.get(), 5) for _ in packets] == packets
    transport.close()
    await peer.close()


async def test_where_the_kernel_cannot_segment_packets_go_one_by_one(world: World) -> None:
    transport, peer = await connected(world, Owner())
    world.port.segmentation = False
    packets = [bytes([0x80, 96, 0, n, 0, 0, 0, 1, 0, 0, 0, 9]) + bytes([n]) * 700 for n in range(20)]
    for packet in packets:
        assert transport.gather_rtp(packet, last=packet is packets[-1])
    assert [await asyncio.wait_for(peer.rtp.get(), 5) for _ in packets] == packets
    transport.close()
    await peer.close()
