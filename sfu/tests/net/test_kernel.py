"""The packet path in C at its edges: what it is built against, trains, padding, bounds, addresses, sanitizers."""

from __future__ import annotations

import os
import random
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.core.records import HISTORY, SUBSCRIPTION, SubscriptionTable, TransportTable
from sfu.core.state import ARRIVALS, LEVELS
from sfu.net.kernel import Kernel, KernelTransport
from sfu.net.kernel_shapes import address_of, extension, layout_problem, sockaddr
from sfu.wire import rtp

from .test_twins import SUBSCRIBERS, Step, play
from .twins import World

HERE = Path(__file__).resolve()


@pytest.fixture
def receiver() -> Iterator[socket.socket]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.bind(("127.0.0.1", 0))
        sock.settimeout(2.0)
        yield sock


class Sender:
    """A kernel with one socket and one transport that sends plain packets to a receiver."""

    def __init__(self, receiver: socket.socket, *, segmentation: bool = True, padding: bool = True) -> None:
        self.kernel = Kernel(TransportTable(), segmentation=segmentation, padding=padding)
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        self.sock.bind(("127.0.0.1", 0))
        self.transport: KernelTransport = self.kernel.transport(self)
        self.transport.path(self.kernel.add_socket(self.sock), receiver.getsockname())

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self.transport.close()
        self.sock.close()


def received(receiver: socket.socket, count: int) -> list[bytes]:
    return [receiver.recv(4096) for _ in range(count)]


def packet(size: int, sequence: int = 1) -> bytes:
    """An RTP packet of `size` octets in all."""
    return rtp.build(96, sequence, 0, 7, random.Random(sequence).randbytes(size - 12))


# ---- what it is built against ----


def test_the_extension_is_built_against_these_records() -> None:
    built = extension()
    assert built is not None, "make setup builds it"
    assert layout_problem(built.ffi) is None


def test_another_layout_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    built = extension()
    assert built is not None
    moved = np.dtype(
        [("ssrc", np.uint32), *[(n, SUBSCRIPTION[n]) for n in (SUBSCRIPTION.names or ())[2:]]], align=True
    )
    monkeypatch.setattr("sfu.core.records.SUBSCRIPTION", moved)
    problem = layout_problem(built.ffi)
    assert problem is not None
    assert problem.startswith("row_t")


def test_sizes_written_twice_agree() -> None:
    from sfu.core import history, reception, source
    from sfu.core.bandwidth import delay

    header = (HERE.parents[2] / "net" / "kernel.h").read_text()
    for name, value in {
        "HISTORY": HISTORY,
        "TREND": delay.WINDOW,
        "SEEN_STREAM": reception.WINDOW,
        "SEEN_LAYER": source.SEEN,
        "SLOTS": history.SLOTS,
        "ARRIVALS": ARRIVALS,
        "LEVELS": LEVELS,
    }.items():
        assert f"#define {name} {value} " in header


# ---- sending ----


@pytest.mark.parametrize("segmentation", [True, False])
@settings(derandomize=True, deadline=None, max_examples=30)
@given(sizes=st.lists(st.integers(12, 1300), min_size=1, max_size=40))
def test_every_packet_arrives_whole_and_in_order(segmentation: bool, sizes: list[int]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(2.0)
        with Sender(receiver, segmentation=segmentation) as sender:
            packets = [packet(size, i) for i, size in enumerate(sizes)]
            for each in packets:
                assert sender.transport.send(each)
            sender.kernel.flush(0.0)
            assert received(receiver, len(packets)) == packets
            assert sender.kernel.stats.sent == len(packets)
            assert sender.kernel.stats.sent_octets == sum(sizes)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(seed=st.integers(0, 1 << 30), spread=st.sampled_from([0, 3, 20, 60]))
def test_padding_changes_nothing_that_a_receiver_reads(seed: int, spread: int) -> None:
    """Rows with RTX may be padded to travel together: the payload stays, the packet grows by 24 octets at most."""
    rng = random.Random(seed)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver:
        receiver.bind(("127.0.0.1", 0))
        receiver.settimeout(2.0)
        with Sender(receiver) as sender:
            table, transports = SubscriptionTable(), TransportTable()
            kernel = sender.kernel
            kernel._transports = transports
            kernel._use_feedback()
            owner = type("Owner", (), {"row": -1})()
            number = table.add(owner)
            row = table.rows[number]
            row["ssrc"], row["rtx_ssrc"], row["payload_type"], row["transport"] = 9, 10, 96, transports.add()
            row["floor"] = -1
            sender.transport.serve(0)
            publication = kernel.publication("video", "video/H264")(table, transports)
            sizes = [rng.randrange(1000, 1001 + spread) for _ in range(rng.randrange(1, 30))]
            payloads = [rng.randbytes(size) for size in sizes]
            for i, payload in enumerate(payloads):
                data = rtp.build(96, i, 0, 7, payload)
                publication.forward(0, _Source(i, data), -1, 0.0, [])
            kernel.flush(0.0)
            for payload, data in zip(payloads, received(receiver, len(payloads)), strict=True):
                header = rtp.parse(data)
                assert data[header.payload_offset : header.payload_end] == payload
                assert len(data) - 12 - len(payload) <= 24


class _Source:
    def __init__(self, sequence: int, data: bytes) -> None:
        self.sequence, self.data, self.header, self.at = sequence, data, rtp.parse(data), 0.0


def test_what_no_row_may_pad_is_not_padded(receiver: socket.socket) -> None:
    """Packets that Python queues may be repeats of identical octets: another header under the same key stream would
    give the key away.
    """
    with Sender(receiver) as sender:
        packets = [packet(size, i) for i, size in enumerate((500, 501, 499, 503))]
        for each in packets:
            sender.transport.send(each)
        sender.kernel.flush(0.0)
        assert received(receiver, 4) == packets


def test_too_many_packets_are_dropped_and_counted(receiver: socket.socket) -> None:
    with Sender(receiver) as sender:
        sender.transport.path(-1, None)  # nobody takes them
        sent = sum(sender.transport.send(packet(100, i & 0xFFFF)) for i in range(9000))
        sender.kernel.flush(0.0)
        assert sent == 8192
        assert sender.kernel.take_drops() == {"send_exhausted": 9000 - 8192}
        assert sender.kernel.take_drops() == {}
        assert sum(1 for _ in sender.kernel.outbox()) == 8192
        assert sender.transport.send(packet(100))


def test_a_destination_that_cannot_be_reached_is_counted_and_the_rest_arrives(receiver: socket.socket) -> None:
    with Sender(receiver) as sender:
        nowhere = sender.kernel.transport(None)
        nowhere.path(0, ("255.255.255.255", 9))
        for i in range(5):
            nowhere.send(packet(100, i))
            sender.transport.send(packet(100, i))
        sender.kernel.flush(0.0)
        assert len(received(receiver, 5)) == 5
        assert sender.kernel.take_drops() == {"send_failed": 5}
        nowhere.close()


@pytest.mark.parametrize("size", [0, 11, 1901, 4000])
def test_what_cannot_be_a_packet_is_not_queued(receiver: socket.socket, size: int) -> None:
    with Sender(receiver) as sender:
        assert not sender.transport.send(bytes(size) if size else b"")


def test_a_closed_transport_leaves_nothing_behind(receiver: socket.socket) -> None:
    with Sender(receiver) as sender:
        sender.transport.send(packet(100))
        sender.transport.close()
        sender.kernel.flush(0.0)
        other = sender.kernel.transport(sender)
        other.path(-1, None)
        other.send(packet(50))
        sender.kernel.flush(0.0)
        other.close()
        assert [owner for _, owner, _ in sender.kernel.outbox()] == [None]


# ---- addresses ----


@pytest.mark.parametrize("address", [("127.0.0.1", 5000), ("10.1.2.3", 65535), ("::1", 5000, 0, 0)])
def test_addresses_go_to_c_and_back(address: Any) -> None:
    assert address_of(sockaddr(address).ljust(28, b"\0")) == address


@settings(derandomize=True, deadline=None, max_examples=30)
@given(choices=st.lists(st.integers(0, 400), max_size=300))
def test_addresses_and_streams_are_found_until_they_are_taken_back(choices: list[int]) -> None:
    """The hash tables against a dictionary: learnt, forgotten, grown, with collisions."""
    kernel = Kernel(TransportTable(), segmentation=False)
    lib, native = kernel.lib, kernel.native
    transports = [kernel.transport(i) for i in range(3)]
    known: dict[int, int] = {}
    for choice in choices:
        port = 1 + choice // 2
        who = transports[port % 3]
        if choice % 2:
            kernel.learn(("127.0.0.1", port), who)
            known[port] = port % 3
        else:
            kernel.forget(("127.0.0.1", port), who)
            known.pop(port, None)
    route = kernel.ffi.new("route_t *")
    for port, owner in known.items():
        lib.kernel_route(native, transports[owner].native, port, route)
    for port, owner in known.items():
        lib.kernel_unroute(native, transports[owner].native, port)
        kernel.forget(("127.0.0.1", port), transports[(owner + 1) % 3])  # not its own: nothing happens
        kernel.forget(("127.0.0.1", port), transports[owner])
    for transport in transports:
        transport.close()


# ---- under the sanitizers ----


def test_everything_here_holds_under_the_sanitizers(tmp_path: Path) -> None:
    """The same tests against a build with AddressSanitizer and UndefinedBehaviorSanitizer, in another process."""
    if os.environ.get("VISAVIS_TEST_KERNEL"):
        return  # this is that process
    compiler = shutil.which("cc")
    assert compiler is not None, "apt-get install gcc"
    flags = ["-fsanitize=address,undefined", "-fno-sanitize-recover=undefined", "-g", "-O1"]
    build = [sys.executable, "-m", "sfu.net.kernel_build", str(tmp_path), *flags]
    subprocess.run(build, check=True, capture_output=True, cwd=HERE.parents[3])
    (built,) = tmp_path.glob("_kernel*.so")
    runtime = subprocess.run(
        [compiler, "-print-file-name=libasan.so"], check=True, capture_output=True, text=True
    ).stdout.strip()
    environment = {
        **os.environ,
        "LD_PRELOAD": runtime,
        "ASAN_OPTIONS": "detect_leaks=0:verify_asan_link_order=0",
        "VISAVIS_TEST_KERNEL": str(built),
        "PYTHONMALLOC": "malloc",
    }
    names = (
        HERE.name,
        "test_twins.py",
        "test_kernel_line.py",
        "test_kernel_turns.py",
        "test_kernel_reports.py",
        "test_kernel_told.py",
    )
    tests = [str(HERE.with_name(name)) for name in names]
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "-p", "no:cacheprovider", *tests],
        env=environment,
        capture_output=True,
        text=True,
        cwd=HERE.parents[3],
        timeout=300,
        check=False,
    )
    assert found.returncode == 0, found.stdout[-4000:] + found.stderr[-4000:]


def test_rubbish_given_as_packets_touches_nothing() -> None:
    """Random octets, cut and changed packets on a known stream: it neither crashes nor reads beyond their end."""
    world = World(kernel=True, kind="video", mime="video/VP8", layered=False, subscribers=SUBSCRIBERS)
    play(world, "video/VP8", [""], [Step(2, True, 0, (9,) * 12, (0, 0))] * 3, [])
    native = world.publisher.publisher.native
    assert native is not None
    rng, now = random.Random(5), 2000.0
    good = world.subscribers[0].got[-1]
    for i in range(3000):
        data = bytearray(good[: rng.randrange(len(good) + 1)] if i % 2 else rng.randbytes(rng.randrange(60)))
        for _ in range(rng.randrange(4)):
            if data:
                data[rng.randrange(len(data))] = rng.randrange(256)
        if len(data) >= 12 and i % 3:
            stream = next(iter(world.publication.layers.values())).stream
            data[2:4] = (stream.state.highest + 1 & 0xFFFF).to_bytes(2, "big")
            data[8:12] = stream.ssrc.to_bytes(4, "big")
        world.take(bytes(data), now + i * 0.001)
    world.told(now)
    world.close()
