"""The crowd counts what comes and what is missing, and tells it as a receiver must: real sockets, real SRTCP."""

from __future__ import annotations

import select
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pylibsrtp import Policy, Session

from sfu.bench import source
from sfu.bench.crowd import Crowd
from sfu.net.srtp import SrtpSession
from sfu.wire import extensions, rtcp, rtp

KEY = bytes(range(28))


def srtp(direction: int) -> SrtpSession:
    profile = Policy.SRTP_PROFILE_AEAD_AES_128_GCM
    return SrtpSession(Session(Policy(key=KEY, ssrc_type=direction, srtp_profile=profile)))


class Line:
    """A crowd of one at one end, the test at the other."""

    def __init__(self, state: Path) -> None:
        self.crowd = Crowd(state)
        self.far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.near = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
        for end in (self.far, self.near):
            end.bind(("127.0.0.1", 0))
        self.far.connect(self.near.getsockname())
        self.near.connect(self.far.getsockname())
        self.others: list[bytes] = []
        self.person = self.crowd.add(self.near, self.others.append)
        self._rx = srtp(Policy.SSRC_ANY_INBOUND)

    def send(self, sequence: int, number: int, ssrc: int = 7, *, timestamp: int = 0) -> None:
        extension = {source.TRANSPORT_ID: extensions.encode_transport_sequence(number)}
        self.far.send(rtp.build(96, sequence & 0xFFFF, timestamp, ssrc, b"x" * 100, extensions=extension))

    def report(self) -> None:
        tx = srtp(Policy.SSRC_ANY_OUTBOUND)
        self.crowd.report(self.person, tx, ssrc=1, sequence_id=source.TRANSPORT_ID)

    def told(self, seconds: float = 3.0) -> list[rtcp.Packet]:
        """What the crowd says next."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.crowd.turn()
            if select.select([self.far], [], [], 0.005)[0]:
                return rtcp.parse(self._rx.unprotect_rtcp(self.far.recv(2048)))
        raise TimeoutError("the crowd said nothing")

    def close(self) -> None:
        self.crowd.remove(self.person)
        self.far.close()
        self.near.close()


@pytest.fixture
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Line]:
    made = Line(tmp_path_factory.getbasetemp())  # one build for all
    yield made
    made.close()


def until(line: Line, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 3
    while not condition():
        assert time.monotonic() < deadline
        line.crowd.turn()


def test_a_gap_in_a_stream_is_loss_and_other_datagrams_come_up(line: Line) -> None:
    for sequence in (65534, 65535, 0, 3):  # 1 and 2 are missing
        line.send(sequence, sequence)
    line.send(10, 10, ssrc=8)
    line.far.send(b"\x16\xfe\xfdhello")
    until(line, lambda: line.crowd.totals.packets == 5 and bool(line.others))
    totals = line.crowd.totals
    assert (totals.expected, totals.received, totals.streams) == (7, 5, 2)
    assert totals.loss == pytest.approx(2 / 7)
    assert line.crowd.streams(line.person) == 2
    assert line.others == [b"\x16\xfe\xfdhello"]
    assert totals.feedbacks == totals.reports == 0  # nobody asked for them


def test_feedback_names_what_came_and_what_did_not(line: Line) -> None:
    line.report()
    line.send(1, 65535)
    first = line.told()
    while not isinstance(first[0], rtcp.TransportFeedback):
        first = line.told()
    assert (first[0].base_sequence, len(first[0].deltas)) == (65535, 1)
    for number in (0, 1, 4):  # 2 and 3 are lost
        line.send(number + 2, number)
    second = line.told()
    while not isinstance(second[0], rtcp.TransportFeedback):
        second = line.told()
    feedback = second[0]
    assert feedback.base_sequence == 0
    assert [delta is not None for delta in feedback.deltas] == [True, True, False, False, True]
    assert feedback.feedback_count == first[0].feedback_count + 1
    gap = feedback.arrivals_us()[0][1] - first[0].arrivals_us()[0][1]
    assert 0 <= gap < 2_000_000  # the same clock in both


def test_receiver_reports_count_loss_and_name_the_sender_report(line: Line) -> None:
    line.report()
    line.crowd.sender_report(line.person, 7, 0x1122334455667788)
    for sequence in (1, 2, 5):
        line.send(sequence, sequence)
    found = line.told()
    while not isinstance(found[0], rtcp.ReceiverReport):
        found = line.told()
    (block,) = found[0].reports
    assert (block.ssrc, block.packets_lost, block.highest_sequence) == (7, 2, 5)
    assert block.fraction_lost == 2 * 255 // 5
    assert block.last_sr == 0x33445566
    assert 0 <= block.delay_since_last_sr < 3 * 65536
