"""RTCP: published vectors, round trips, and the same reading as another implementation's."""

from __future__ import annotations

import pytest
from aiortc.rtp import RtcpByePacket, RtcpPacket, RtcpPsfbPacket, RtcpRrPacket, RtcpRtpfbPacket, RtcpSrPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.wire import rtcp
from sfu.wire.errors import WireError

from .samples import REPORT, RTCP_PACKETS

u32 = st.integers(0, 2**32 - 1)
deltas = st.lists(st.one_of(st.none(), st.integers(0, 255), st.integers(-0x8000, 0x7FFF)), min_size=1, max_size=300)


def test_a_compound_is_read_back_in_order() -> None:
    assert rtcp.parse(rtcp.build(RTCP_PACKETS)) == RTCP_PACKETS


def test_another_implementation_reads_the_same() -> None:
    sender, receiver, _, bye, nack, pli = RTCP_PACKETS[:6]
    theirs = RtcpPacket.parse(rtcp.build([sender, receiver, bye, nack, pli]))
    sr, rr, goodbye, generic, picture = theirs
    assert isinstance(sr, RtcpSrPacket)
    assert (sr.ssrc, sr.sender_info.ntp_timestamp) == (1, 0xE000_0000_8000_0000)
    assert (sr.sender_info.rtp_timestamp, sr.sender_info.packet_count) == (4_000_000_000, 10)
    assert isinstance(rr, RtcpRrPacket)
    block = rr.reports[0]
    assert (block.ssrc, block.fraction_lost, block.packets_lost) == REPORT[:3]
    assert (block.highest_sequence, block.jitter, block.lsr, block.dlsr) == REPORT[3:]
    assert isinstance(goodbye, RtcpByePacket)
    assert goodbye.sources == [1, 2]
    assert isinstance(generic, RtcpRtpfbPacket)
    assert [lost & 0xFFFF for lost in generic.lost] == [5, 6, 21, 22, 65535, 15]
    assert isinstance(picture, RtcpPsfbPacket)
    assert (picture.fmt, picture.ssrc, picture.media_ssrc) == (1, 1, 2)


def test_transport_feedback_as_libwebrtc_sends_it() -> None:
    """One packet received 37 ms after the reference time, one byte of padding."""
    data = bytes.fromhex("afcd0005fa17fa1743032fa0009900013de8021720019401")
    expected = rtcp.TransportFeedback(0xFA17FA17, 0x43032FA0, 153, 0x3DE802, 23, (0x94,))
    assert rtcp.parse(data) == [expected]
    assert expected.arrivals_us() == [(153, 0x3DE802 * 64_000 + 37_000)]
    again = rtcp.build([expected])
    assert rtcp.parse(again) == [expected]
    assert len(again) == len(data)


def test_the_bandwidth_estimate_of_a_known_packet() -> None:
    data = bytes.fromhex("8fce0005000000010000000052454d42011a20df4874ed16")
    assert rtcp.parse(data) == [rtcp.Remb(1, 8_927_168, (0x4874ED16,))]
    assert rtcp.build(rtcp.parse(data)) == data


def test_missing_packets_are_gathered_by_seventeen() -> None:
    data = rtcp.build([rtcp.Nack(1, 2, tuple(range(100, 117)))])
    assert data == bytes.fromhex("81cd000300000001000000020064ffff")


@given(u32, u32, st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=100, unique=True))
@settings(derandomize=True, deadline=None)
def test_no_lost_packet_is_forgotten(sender: int, media: int, lost: list[int]) -> None:
    (nack,) = rtcp.parse(rtcp.build([rtcp.Nack(sender, media, tuple(lost))]))
    assert isinstance(nack, rtcp.Nack)
    assert (nack.sender_ssrc, nack.media_ssrc) == (sender, media)
    assert sorted(nack.lost) == sorted(lost)


@given(u32, u32, st.integers(0, 0xFFFF), st.integers(-0x800000, 0x7FFFFF), st.integers(0, 255), deltas)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_transport_feedback_is_read_back(  # noqa: PLR0917
    sender: int, media: int, base: int, reference: int, count: int, statuses: list[int | None]
) -> None:
    feedback = rtcp.TransportFeedback(sender, media, base, reference, count, tuple(statuses))
    assert rtcp.parse(rtcp.build([feedback])) == [feedback]


@given(
    st.integers(0, 0xFFFF),
    st.lists(st.one_of(st.none(), st.integers(0, 10**8)), max_size=200),
    st.integers(0, 10**12),
)
@settings(derandomize=True, deadline=None, max_examples=300)
def test_arrivals_come_out_to_a_quarter_millisecond(base: int, steps: list[int | None], start: int) -> None:
    """The feedbacks together name each arrival once, 250 µs exact, modulo the 24 bits of the reference."""
    arrivals = [None if step is None else start + step for step in steps]
    feedbacks = rtcp.feedbacks_from_arrivals(1, 2, base, 7, arrivals)
    assert [f.feedback_count for f in feedbacks] == [(7 + i) & 0xFF for i in range(len(feedbacks))]
    seen: list[tuple[int, int]] = []
    for feedback in feedbacks:
        (again,) = rtcp.parse(rtcp.build([feedback]))
        assert isinstance(again, rtcp.TransportFeedback)
        seen += again.arrivals_us()
    expected = [((base + i) & 0xFFFF, a) for i, a in enumerate(arrivals) if a is not None]
    assert [sequence for sequence, _ in seen] == [sequence for sequence, _ in expected]
    for (_, got), (_, wanted) in zip(seen, expected, strict=True):
        assert (wanted - got) % (2**24 * 64_000) < 250


def test_long_runs_are_short_on_the_wire() -> None:
    feedback = rtcp.TransportFeedback(1, 2, 0, 0, 0, (0, *[None] * 4000, 0))
    assert len(rtcp.build([feedback])) <= 32


def test_a_feedback_that_names_too_many_packets_is_refused() -> None:
    """65535 statuses in 20 bytes: what a run-length chunk can claim is bounded before it is unrolled."""
    data = bytes.fromhex("8fcd000500000001000000020000ffff000000001fff1fff")
    with pytest.raises(WireError, match="rtcp-transport-count"):
        rtcp.parse(data)


def test_a_reserved_symbol_is_refused() -> None:
    data = bytes.fromhex("8fcd000400000001000000020000000100000000") + b"\x60\x01\x00\x00"
    with pytest.raises(WireError):
        rtcp.parse(data[:2] + b"\x00\x05" + data[4:])


def test_padding_belongs_to_the_last_packet_only() -> None:
    padded = bytes.fromhex("a1ce0003000000010000000200000004")
    assert rtcp.parse(padded) == [rtcp.Pli(1, 2)]
    with pytest.raises(WireError, match="rtcp-padding"):
        rtcp.parse(padded + rtcp.build([rtcp.Pli(1, 2)]))
    feedback = rtcp.TransportFeedback(1, 2, 0, 0, 0, (0,))
    with pytest.raises(WireError, match="rtcp-padding"):
        rtcp.build([feedback, rtcp.Pli(1, 2)])


@pytest.mark.parametrize(
    "packet",
    [
        rtcp.ReceiverReport(2**32),
        rtcp.ReceiverReport(1, (REPORT,) * 32),
        rtcp.ReceiverReport(1, (REPORT._replace(packets_lost=1 << 23),)),
        rtcp.Nack(1, 2, ()),
        rtcp.Remb(1, -1, ()),
        rtcp.Bye((), b"x" * 256),
        rtcp.SourceDescription((rtcp.SdesChunk(1, (rtcp.SdesItem(0, b""),)),)),
        rtcp.Raw(204, 0, b"123"),
        rtcp.TransportFeedback(1, 2, 0, 0, 0, (1 << 15,)),
        rtcp.TransportFeedback(1, 2, 0, 1 << 23, 0, (1,)),
    ],
)
def test_what_does_not_fit_is_refused(packet: rtcp.Packet) -> None:
    with pytest.raises(WireError):
        rtcp.build([packet])
