"""Receiver reports wait in C for the reports' round: the last one counts, and nothing but them waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sfu.net.kernel import EVENT_RTCP
from sfu.net.kernel_shapes import extension
from sfu.tests.net.room import Room
from sfu.wire import rtcp

pytestmark = pytest.mark.skipif(extension() is None, reason="the packet path in C was not built")

NAMES = rtcp.SourceDescription((rtcp.SdesChunk(1, (rtcp.SdesItem(1, b"viewer"),)),))


@pytest.fixture
def room() -> Iterator[Room]:
    made = Room()
    yield made
    made.close()


def report(*ssrcs: int, lost: int = 0) -> rtcp.ReceiverReport:
    return rtcp.ReceiverReport(1, tuple(rtcp.ReportBlock(ssrc, packets_lost=lost) for ssrc in ssrcs))


def heard(room: Room, *packets: rtcp.Packet) -> list[bytes]:
    """What Python sees at once of a compound that comes now."""
    room.send(bytes(room.protecting.protect_rtcp(rtcp.build(list(packets)))))
    assert room.wants()
    return [event.data for event in room.turn() if event.kind == EVENT_RTCP]


def test_the_last_report_waits_until_it_is_asked_for(room: Room) -> None:
    assert heard(room, report(7, 8)) == []
    room.now += 0.5
    assert heard(room, report(7, 8, lost=3), NAMES) == []
    kept = room.transport.take_reports()
    assert kept is not None
    assert kept[0] == rtcp.build([report(7, 8, lost=3)])
    assert kept[1] == pytest.approx(room.now, abs=0.4)
    assert room.transport.take_reports() is None


@pytest.mark.parametrize("other", [(7,), (7, 9), (8, 7), (7, 8, 9)])
def test_a_report_that_does_not_stand_for_the_kept_one_is_told_at_once(room: Room, other: tuple[int, ...]) -> None:
    assert heard(room, report(7, 8)) == []
    assert heard(room, report(*other)) == [rtcp.build([report(*other)])]
    kept = room.transport.take_reports()
    assert kept is not None
    assert kept[0] == rtcp.build([report(7, 8)])


@pytest.mark.parametrize(
    "packets",
    [
        (report(),),
        (report(7), rtcp.Pli(1, 7)),
        (report(7), NAMES, rtcp.Nack(1, 7, (3,))),
        (rtcp.SenderReport(1, 2, 3, 4, 5, (rtcp.ReportBlock(7),)),),
        (rtcp.Bye((1,)),),
        (report(*range(100, 122)),),
    ],
    ids=["empty", "with a PLI", "with a NACK", "a sender's", "a goodbye", "longer than is kept"],
)
def test_whatever_else_comes_is_told_at_once(room: Room, packets: tuple[rtcp.Packet, ...]) -> None:
    assert heard(room, *packets) == [rtcp.build(list(packets))]
    assert room.transport.take_reports() is None


def test_a_report_with_another_length_inside_is_pythons_to_refuse(room: Room) -> None:
    whole = bytearray(rtcp.build([report(7, 8)]))
    for count in (1, 3):
        whole[0] = 0x80 | count
        room.send(bytes(room.protecting.protect_rtcp(bytes(whole))))
        assert room.wants()
        assert [event.data for event in room.turn()] == [bytes(whole)]
    assert room.transport.take_reports() is None


def test_a_patient_socket_is_read_in_turns_that_are_due_anyway(room: Room) -> None:
    room.kernel.add_socket(room.peer, patient=True)
    room.ours.sendto(b"\x00 waits", room.peer.getsockname())
    assert not room.wants(0.02)
    room.send(b"\x00 wakes")
    assert room.wants()
    assert sorted(event.data for event in room.turn()) == [b"\x00 waits", b"\x00 wakes"]
    room.ours.sendto(b"\x00 waits again", room.peer.getsockname())
    assert [event.data for event in room.turn()] == [b"\x00 waits again"]
