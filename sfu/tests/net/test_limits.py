"""Floods are bounded: checks by session and by host, hellos by connection; all counted, clients still get in."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiortc.rtcdtlstransport import RTCCertificate
from hypothesis import given
from hypothesis import strategies as st

from sfu.net.checks import Checks
from sfu.net.drops import Drops
from sfu.net.ice import Credentials, StunRefusedError, ufrag_of
from sfu.net.limits import Buckets, Hellos, NetLimits, host_of
from sfu.net.port import UdpPort
from sfu.tests.net.owner import RTP, Owner, World, connected, dropped
from sfu.tests.peers import LeanPeer, binding_request

MINE = Credentials("myufrag1", "my-password-of-24-chars!")
FINISHED = b"\x16\xfe\xfd\x00\x00" + b"\x00" * 6 + b"\x00\x28\x14" + b"x" * 39
LIMITS = NetLimits(checks=5, checks_of_strangers=10, handshake_records=50)
HELLO = b"\x16\xfe\xfd\x00\x00" + b"\x00" * 6 + b"\x00\x28\x01" + b"x" * 39


def password_of(ufrag: str) -> str | None:
    return MINE.password if ufrag == MINE.ufrag else None


# ---- pure ----


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 2)), max_size=200))
def test_no_key_ever_gets_more_than_its_rate_and_one_burst(calls: list[tuple[str, float]]) -> None:
    buckets, now, taken = Buckets(3.0), 100.0, dict.fromkeys("abc", 0)
    for key, later in calls:
        now += later
        taken[key] += buckets.take(key, now)
        assert taken[key] <= 6 + 3.0 * (now - 100.0) + 1e-6


def test_who_stays_below_the_rate_is_never_refused() -> None:
    buckets = Buckets(10.0)
    assert all(buckets.take("a", n / 10.0) for n in range(1000))


def test_the_table_of_senders_is_bounded_and_forgets_the_longest_quiet() -> None:
    buckets = Buckets(1.0, capacity=3)
    for _ in range(2):
        assert buckets.take("loud", 0.0)
    for n in range(50):
        buckets.take(n, 0.0)
        assert not buckets.take("loud", 0.0)
    assert len(buckets) == 3


def test_a_host_is_an_ipv4_address_or_an_ipv6_network() -> None:
    assert host_of(("192.0.2.1", 5)) == host_of(("192.0.2.1", 6)) != host_of(("192.0.2.2", 5))
    one, near, far = (host_of((f"2001:db8::{part}", 1, 0, 0)) for part in ("1", "ffff:1", "1:0:0:0:1"))
    assert one == near
    assert one != far
    assert host_of(("fe80::1%eth0", 1, 0, 2)) == host_of(("fe80::2%eth0", 1, 0, 2))


@given(st.binary(max_size=200))
def test_looking_for_the_ufrag_raises_nothing_but_a_refusal(tail: bytes) -> None:
    header = b"\x00\x01" + len(tail).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + b"t" * 12
    for datagram in (tail, header + tail):
        try:
            assert isinstance(ufrag_of(datagram), str)
        except StunRefusedError as refused:
            assert refused.reason == "stun_malformed"  # noqa: PT017


def test_the_ufrag_is_found_where_it_stands() -> None:
    assert ufrag_of(binding_request(MINE.ufrag, MINE.password)) == MINE.ufrag


def refusal(checks: Checks, datagram: bytes, source: tuple[str, int], now: float, *, known: bool) -> str | None:
    try:
        checks.answer(datagram, source, password_of, now, known=known)
    except StunRefusedError as refused:
        return refused.reason
    return None


def test_checks_of_one_session_are_bounded_wherever_they_come_from() -> None:
    checks, check = Checks(LIMITS), binding_request(MINE.ufrag, MINE.password)
    reasons = [refusal(checks, check, ("192.0.2.1", n), 0.0, known=True) for n in range(30)]
    assert reasons == [None] * 10 + ["stun_flood"] * 20
    assert refusal(checks, check, ("192.0.2.1", 1), 1.0, known=True) is None


def test_strangers_of_one_host_are_bounded_and_others_are_not_in_their_way() -> None:
    checks = Checks(LIMITS)
    garbage, check = b"\x00\x01\x00\x00nonsense", binding_request(MINE.ufrag, MINE.password)
    reasons = [refusal(checks, garbage, ("192.0.2.1", n), 0.0, known=False) for n in range(30)]
    assert reasons == ["stun_malformed"] * 20 + ["stun_flood"] * 10
    assert refusal(checks, check, ("192.0.2.1", 1), 0.0, known=False) == "stun_flood"
    assert refusal(checks, check, ("192.0.2.2", 1), 0.0, known=False) is None
    assert refusal(checks, check, ("192.0.2.1", 1), 0.0, known=True) is None  # a client on that host


def test_handshakes_begun_are_bounded_by_host_and_by_node_and_others_records_are_not() -> None:
    hellos = Hellos(NetLimits(hellos_per_host=5, hellos=10))
    one, two, three = (("192.0.2.1", 1), ("192.0.2.2", 1), ("192.0.2.3", 1))
    assert [hellos.take(HELLO, one, 0.0) for _ in range(15)] == [True] * 10 + [False] * 5
    assert [hellos.take(HELLO, two, 0.0) for _ in range(15)] == [True] * 10 + [False] * 5
    assert not hellos.take(HELLO, three, 0.0)  # the node has had all it takes
    assert all(hellos.take(other, one, 0.0) for other in (b"", HELLO[:13], b"\x14" + HELLO[1:], FINISHED) * 20)
    assert [hellos.take(HELLO, three, 0.5) for _ in range(6)] == [True] * 5 + [False]
    assert not hellos.take(HELLO, one, 0.5)
    assert hellos.take(HELLO, one, 1.0)
    lonely = Hellos(NetLimits(hellos_per_host=1))
    assert all(lonely.take(HELLO, ("127.0.0.1", 1), 0.0) for _ in range(20))


def test_without_a_bound_every_handshake_may_begin() -> None:
    hellos = Hellos(NetLimits(hellos_per_host=0, hellos=0))
    assert all(hellos.take(HELLO, ("192.0.2.1", 1), 0.0) for _ in range(2000))


# ---- on real sockets ----


@pytest.fixture
async def world() -> AsyncIterator[World]:
    drops = Drops()
    port = UdpPort(drops, clock=lambda: 1000.0, limits=LIMITS)  # no second passes: the bursts are all there is
    number = port.open(["127.0.0.1"], 0)
    yield World(port, drops, RTCCertificate.generateCertificate(), ("127.0.0.1", number))
    port.close()


async def test_a_flood_of_checks_leaves_a_running_call_alone(world: World) -> None:
    owner = Owner()
    transport, peer = await connected(world, owner)
    flood = LeanPeer()
    await flood.open(world.address)
    for n in range(300):
        flood.send_raw(binding_request(f"guess{n}", "x" * 24))
        if n % 50 == 49:  # loopback holds only so much
            await dropped(world, "stun_flood", max(1, n - 20))
    await dropped(world, "stun_flood", 280)
    assert world.drops.counts["stun_unknown_ufrag"] == 19  # the call's own first check took one of twenty
    assert flood.stun_replies == 0
    await peer.check(transport.credentials.ufrag, transport.credentials.password)
    peer.send_rtp(RTP)
    assert await asyncio.wait_for(owner.rtp.get(), 5) == RTP
    transport.close()
    await peer.close()
    await flood.close()


async def test_a_client_that_floods_its_own_session_gets_no_more_answers_than_allowed(world: World) -> None:
    transport, peer = await connected(world, Owner())
    before = peer.stun_replies
    for _ in range(100):
        peer.send_raw(binding_request(transport.credentials.ufrag, transport.credentials.password))
    await dropped(world, "stun_flood", 91)
    assert peer.stun_replies - before <= 9
    transport.close()
    await peer.close()


async def test_hellos_of_strangers_cost_nothing_and_those_of_a_client_are_bounded(world: World) -> None:
    stranger, peer, transport = LeanPeer(), LeanPeer(), world.transport(Owner())
    await stranger.open(world.address)
    for _ in range(60):
        stranger.send_raw(HELLO)
    await dropped(world, "unknown_address", 60)
    await peer.open(world.address)
    await peer.check(transport.credentials.ufrag, transport.credentials.password)
    for _ in range(120):
        peer.send_raw(HELLO)
    await dropped(world, "dtls_flood", 70)
    assert transport._handshake.qsize() == 50
    transport.close()
    await stranger.close()
    await peer.close()


async def test_handshakes_over_the_bound_are_lost_and_counted_over_all_connections() -> None:
    drops, limits = Drops(), NetLimits(hellos=3)
    port = UdpPort(drops, clock=lambda: 1000.0, limits=limits)  # no second passes
    number = port.open(["127.0.0.1"], 0)
    world = World(port, drops, RTCCertificate.generateCertificate(), ("127.0.0.1", number))
    peers, transports = [LeanPeer() for _ in range(4)], [world.transport(Owner()) for _ in range(4)]
    for peer, transport in zip(peers, transports, strict=True):
        await peer.open(world.address)
        await peer.check(transport.credentials.ufrag, transport.credentials.password)
        for _ in range(2):
            peer.send_raw(HELLO)
    await dropped(world, "dtls_hello_flood", 2)
    assert sum(transport._handshake.qsize() for transport in transports) == 6
    for peer, transport in zip(peers, transports, strict=True):
        transport.close()
        await peer.close()
    port.close()
