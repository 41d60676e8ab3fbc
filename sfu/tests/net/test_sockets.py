"""The system sorts feedback out into a socket of its own, and a port that is taken stays taken."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.net.sockets import bound, patient
from sfu.tests.peers import binding_request
from sfu.wire import rtcp, rtp

FEEDBACK = rtcp.build([rtcp.TransportFeedback(1, 2, 3, 100, 0, (4, None, 4))])
RECEIVER = rtcp.build([rtcp.ReceiverReport(1, (rtcp.ReportBlock(9),))])
AT_ONCE = {
    "a check": binding_request("a:b", "password"),
    "media": rtp.build(96, 1, 0, 7, b"payload"),
    "a NACK": rtcp.build([rtcp.Nack(1, 2, (3,))]),
    "a request for a keyframe": rtcp.build([rtcp.Pli(1, 2)]),
    "a sender report": rtcp.build([rtcp.SenderReport(1, 2, 3, 4, 5)]),
    "nothing": b"",
    "an octet": b"\x80",
}


class Pair:
    """The two sockets of a host, and somebody who sends."""

    def __init__(self, host: str) -> None:
        self.prompt = bound(host, 0, shared=True)
        found = patient(self.prompt)
        assert found is not None, "this Linux has no SO_ATTACH_REUSEPORT_CBPF"
        self.waits = found
        self.sender = socket.socket(self.prompt.family, socket.SOCK_DGRAM)

    def woken(self, datagram: bytes) -> bool:
        """Whether it came to the socket that is waited for. On loopback it is there when the call returns."""
        self.sender.sendto(datagram, self.prompt.getsockname())
        came = [each for each in (self.prompt, self.waits) if _got(each) == datagram]
        assert len(came) == 1
        return came[0] is self.prompt

    def close(self) -> None:
        for each in (self.prompt, self.waits, self.sender):
            each.close()


def _got(sock: socket.socket) -> bytes | None:
    try:
        return sock.recv(2048)
    except BlockingIOError:
        return None


@pytest.fixture(params=["127.0.0.1", "::1"])
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    made = Pair(request.param)
    yield made
    made.close()


@pytest.mark.parametrize("datagram", AT_ONCE.values(), ids=AT_ONCE)
def test_what_cannot_wait_wakes(pair: Pair, datagram: bytes) -> None:
    assert pair.woken(datagram)


@pytest.mark.parametrize("datagram", [FEEDBACK, RECEIVER], ids=["feedback", "a receiver report"])
def test_feedback_and_receiver_reports_wait(pair: Pair, datagram: bytes) -> None:
    assert not pair.woken(datagram)


def test_whatever_comes_goes_by_its_first_two_octets() -> None:
    pair = Pair("127.0.0.1")

    def check(datagram: bytes) -> None:
        waits = len(datagram) > 1 and (
            (datagram[0] & 0xDF == 0x8F and datagram[1] == 205) or (datagram[0] & 0xE0 == 0x80 and datagram[1] == 201)
        )
        assert pair.woken(datagram) is not waits

    given(st.binary(max_size=3))(check)()
    for first in (0x8F, 0xAF, 0x80, 0x9F, 0xA1):
        for kind in (201, 205):
            check(bytes([first, kind]))
    pair.close()


def test_a_taken_port_is_refused_though_its_owner_shares_it_with_itself() -> None:
    pair = Pair("127.0.0.1")
    with pytest.raises(OSError, match="in use"):
        bound("127.0.0.1", pair.prompt.getsockname()[1], shared=True)
    pair.close()
