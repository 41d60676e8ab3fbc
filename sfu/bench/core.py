"""`python -m sfu.bench.core`: what core alone costs, in µs of processor time: forwarding by number of
subscribers, repeats.

The rule: rounds alternate between the cases and the least of each counts, because other work on the machine only
ever adds.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable
from functools import partial

from sfu.core.forwarding import Forwarder, Negotiated
from sfu.core.plans import VECTOR, PythonPlans
from sfu.core.records import TransportTable
from sfu.wire import rtp

PACKETS = 3000
SIZE = 1100
NEVER = 1 << 30


class _Owner:
    row = -1


def _video(count: int) -> list[bytes]:
    """VP8 packets of SIZE octets with PictureID, TL0PICIDX and KEYIDX, four a frame; the first begins a keyframe."""
    packets = []
    for i in range(count):
        frame = i // 4
        start = 0x90 if i % 4 == 0 else 0x80
        numbers = (0x8000 | frame & 0x7FFF).to_bytes(2, "big") + bytes((frame & 0xFF, 0))
        payload = bytes((start, 0xF0)) + numbers + bytes((frame > 0,)) + bytes(SIZE - 7)
        extensions = {1: b"0", 3: i.to_bytes(4, "big")[2:]}
        packets.append(rtp.build(96, i & 0xFFFF, frame * 3000, 1, payload, marker=i % 4 == 3, extensions=extensions))
    return packets


def _publication(subscribers: int, vector_from: int) -> Forwarder:
    transports = TransportTable()
    forwarder = Forwarder(
        "video",
        "video/VP8",
        90000,
        transports,
        rng=random.Random(1),
        plans=partial(PythonPlans, vector_from=vector_from),
    )
    for i in range(subscribers):
        owner = _Owner()
        terms = Negotiated(
            ssrc=1000 + i,
            payload_type=96 + i % 4,
            transport=transports.add(),
            rtx_ssrc=5000 + i,
            rtx_payload_type=97,
            mid=str(i % 10).encode(),
            mid_id=1,
            twcc_id=3,
        )
        forwarder.add(owner, terms)
        forwarder.set_target(owner.row, 0)
    return forwarder


def forward(subscribers: int, vector_from: int) -> float:
    """µs a packet forwarded, after a layer switch (so that VP8 numbers are rewritten for everybody)."""
    forwarder = _publication(subscribers, vector_from)
    packets = _video(PACKETS)
    headers = [rtp.parse(packet) for packet in packets]
    other = _video(1)[0]
    forwarder.on_packet(1, rtp.parse(other), other, 0.0)
    for row in range(subscribers):
        forwarder.set_target(row, 1)
    forwarder.on_packet(1, rtp.parse(_again(other)), _again(other), 0.0)
    for row in range(subscribers):
        forwarder.set_target(row, 0)
    forwarder.on_packet(0, headers[0], packets[0], 0.1)
    sent = 0
    start = time.process_time()
    for i in range(1, PACKETS):
        sent += len(forwarder.on_packet(0, headers[i], packets[i], 0.1 + i / 500))
    spent = time.process_time() - start
    assert sent == (PACKETS - 1) * subscribers
    return spent / sent * 1e6


def _again(packet: bytes) -> bytes:
    return packet[:2] + (1).to_bytes(2, "big") + packet[4:]


def repeat() -> float:
    """µs a packet repeated by RTX, asked for in lists of ten."""
    forwarder = _publication(1, NEVER)
    packets = _video(PACKETS)
    spent, repeated, now = 0.0, 0, 0.0
    for i, packet in enumerate(packets):
        now = i / 100
        out = forwarder.on_packet(0, rtp.parse(packet), packet, now)
        if i % 40 == 39:
            last = int.from_bytes(out[0][1][2:4], "big")
            start = time.process_time()
            repeated += len(forwarder.retransmit(0, range(last - 9, last + 1), now))
            spent += time.process_time() - start
    return spent / repeated * 1e6


def parse() -> float:
    """µs to parse one header (sfu.wire), for comparison."""
    packets = _video(PACKETS)
    start = time.process_time()
    for packet in packets:
        rtp.parse(packet)
    return (time.process_time() - start) / PACKETS * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sfu.bench.core", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cases: dict[str, Callable[[], float]] = {"parse one header": parse, "repeat one packet by RTX": repeat}
    for n in (1, 2, 5, 10, VECTOR, 20, 50, 200):
        cases[f"forward, {n} subscribers, one by one"] = lambda n=n: forward(n, NEVER)  # type: ignore[misc]
        cases[f"forward, {n} subscribers, one matrix"] = lambda n=n: forward(n, 1)  # type: ignore[misc]
    least = dict.fromkeys(cases, float("inf"))
    for _ in range(rounds):
        for name, case in cases.items():
            least[name] = min(least[name], case())
    sys.stdout.write("| core alone, µs of processor time a packet | |\n|-|-|\n")
    for name, value in least.items():
        sys.stdout.write(f"| {name} | {value:.2f} |\n")


if __name__ == "__main__":
    main()
