"""RTP: what is built is read back, padding and extensions stay in bounds, RTX gives back the original packet."""

from __future__ import annotations

import pytest
from aiortc.rtp import RtpPacket
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.wire import extensions, rtp, rtx
from sfu.wire.errors import WireError
from sfu.wire.sequence import Unwrapper, diff, diff16, diff32, newer16

from .samples import RTP_PACKETS

one_byte = st.dictionaries(st.integers(1, 14), st.binary(min_size=1, max_size=16), max_size=6)
two_byte = st.dictionaries(st.integers(1, 255), st.binary(max_size=40), max_size=6)


@given(
    st.integers(0, 127),
    st.integers(0, 0xFFFF),
    st.integers(0, 2**32 - 1),
    st.integers(0, 2**32 - 1),
    st.binary(max_size=60),
    st.booleans(),
    st.one_of(one_byte, two_byte),
    st.integers(0, 255),
    st.lists(st.integers(0, 2**32 - 1), max_size=15),
)
@settings(derandomize=True, deadline=None)
def test_what_is_built_is_read_back(  # noqa: PLR0917
    payload_type: int,
    sequence: int,
    timestamp: int,
    ssrc: int,
    payload: bytes,
    marker: bool,
    extension: dict[int, bytes],
    padding: int,
    csrcs: list[int],
) -> None:
    data = rtp.build(
        payload_type,
        sequence,
        timestamp,
        ssrc,
        payload,
        marker=marker,
        extensions=extension,
        padding=padding,
        csrcs=csrcs,
    )
    for given_as in (data, memoryview(data), bytearray(data)):
        header = rtp.parse(given_as)
        assert (header.payload_type, header.marker, header.sequence) == (payload_type, marker, sequence)
        assert (header.timestamp, header.ssrc, header.csrc_count) == (timestamp, ssrc, len(csrcs))
        assert header.extensions == extension
        assert data[header.payload_offset : header.payload_end] == payload
        assert header.padding == padding
        assert header.payload_size == len(payload)


def test_another_implementation_reads_the_same() -> None:
    data = rtp.build(96, 4711, 90_000, 0xCAFE, b"payload", marker=True, csrcs=(5, 6), padding=9)
    theirs = RtpPacket.parse(data)
    assert (theirs.payload_type, theirs.sequence_number, theirs.timestamp) == (96, 4711, 90_000)
    assert (theirs.ssrc, theirs.marker, theirs.csrc, theirs.payload) == (0xCAFE, 1, [5, 6], b"payload")
    assert theirs.padding_size == 9


def test_the_one_byte_block_of_rfc_8285() -> None:
    """Section 4.2's figure: ids 1, 2 and 3 with 1, 2 and 4 bytes, two padding bytes in between."""
    block = bytes.fromhex("bede0003 10aa 21bbbb 0000 33cccccccc".replace(" ", ""))
    header = rtp.parse(bytes.fromhex("906000010000000200000003") + block + b"x")
    assert header.extensions == {1: b"\xaa", 2: b"\xbb\xbb", 3: b"\xcc\xcc\xcc\xcc"}
    assert header.payload_size == 1


def test_id_15_ends_the_one_byte_block() -> None:
    header = rtp.parse(bytes.fromhex("906000010000000200000003bede000110aaf0bb"))
    assert header.extensions == {1: b"\xaa"}


def test_an_unknown_extension_profile_is_stepped_over() -> None:
    header = rtp.parse(bytes.fromhex("9060000100000002000000031234000110aaf0bb") + b"payload")
    assert header.extensions == {}
    assert header.payload_size == 7


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        ("8060000100000002000000", "rtp-short"),
        ("406000010000000200000003", "rtp-version"),
        ("826000010000000200000003", "rtp-short"),
        ("906000010000000200000003bede", "rtp-extension-short"),
        ("906000010000000200000003bede0001", "rtp-extension-short"),
        ("906000010000000200000003bede000100001faa", "rtp-extension-overrun"),
        ("90600001000000020000000310000001000000aa", "rtp-extension-overrun"),
        ("a0600001000000020000000300", "rtp-padding"),
        ("a0600001000000020000000302", "rtp-padding"),
    ],
)
def test_a_malformed_packet_is_named(packet: str, reason: str) -> None:
    with pytest.raises(WireError) as caught:
        rtp.parse(bytes.fromhex(packet))
    assert caught.value.reason == reason


def test_what_does_not_fit_is_refused() -> None:
    for extension in ({0: b"x"}, {256: b"x"}, {1: bytes(256)}):
        with pytest.raises(WireError):
            rtp.build(96, 1, 1, 1, b"", extensions=extension)
    with pytest.raises(WireError):
        rtp.build(128, 1, 1, 1, b"")


def test_rtcp_is_told_apart_by_its_second_byte() -> None:
    assert rtp.is_rtcp(b"\x80\xc8\x00\x00")
    assert rtp.is_rtcp(b"\x81\xce")
    assert not rtp.is_rtcp(RTP_PACKETS[0])
    assert not rtp.is_rtcp(b"\x80")


@given(st.sampled_from(RTP_PACKETS), st.integers(0, 2**32 - 1), st.integers(0, 127), st.integers(0, 0xFFFF))
@settings(derandomize=True, deadline=None)
def test_rtx_gives_the_original_back(packet: bytes, ssrc: int, payload_type: int, sequence: int) -> None:
    header = rtp.parse(packet)
    wrapped = rtx.wrap(packet, ssrc, payload_type, sequence)
    outer = rtp.parse(wrapped)
    assert (outer.ssrc, outer.payload_type, outer.sequence) == (ssrc, payload_type, sequence)
    assert (outer.timestamp, outer.marker, outer.padding) == (header.timestamp, header.marker, 0)
    assert rtx.original_sequence(wrapped, outer) == header.sequence
    again = rtx.unwrap(wrapped, outer, header.ssrc, header.payload_type)
    inner = rtp.parse(again)
    assert again[inner.payload_offset :] == packet[header.payload_offset : header.payload_end]
    assert (inner.sequence, inner.ssrc, inner.payload_type) == (header.sequence, header.ssrc, header.payload_type)
    assert inner.extensions == header.extensions


def test_an_rtx_probe_holds_no_packet() -> None:
    probe = rtp.build(97, 1, 2, 3, b"", padding=200)
    with pytest.raises(WireError, match="rtx-short"):
        rtx.original_sequence(probe, rtp.parse(probe))


def test_distances_around_the_wrap() -> None:
    assert diff16(2, 65535) == 3
    assert diff16(65535, 2) == -3
    assert diff16(0x8000, 0) == -0x8000
    assert diff32(5, 0xFFFFFFFB) == 10
    assert diff(1, 127, bits=7) == 2
    assert newer16(0, 65535)
    assert not newer16(65535, 0)
    assert not newer16(5, 5)


@given(st.integers(0, 0xFFFF), st.lists(st.integers(-1000, 1000), max_size=200))
@settings(derandomize=True, deadline=None)
def test_unwrapping_follows_any_walk_of_small_steps(start: int, steps: list[int]) -> None:
    unwrapper, position = Unwrapper(), start
    assert unwrapper.unwrap(start) == start
    highest = start
    for step in steps:
        position = highest + step
        assert unwrapper.unwrap(position & 0xFFFF) == position
        highest = max(highest, position)
        assert unwrapper.highest == highest


def test_values_of_extensions() -> None:
    assert extensions.decode_audio_level(b"\x9e") == (30, True)
    assert extensions.encode_audio_level(127, False) == b"\x7f"
    assert extensions.decode_transport_sequence(extensions.encode_transport_sequence(65536 + 7)) == 7
    assert extensions.encode_abs_send_time(64.5) == b"\x02\x00\x00"
    assert extensions.decode_abs_send_time(b"\x02\x00\x00") == 0.5
    assert extensions.decode_mid(b"0") == "0"
    assert extensions.decode_rid(b"f") == "f"
    assert extensions.decode_playout_delay(extensions.encode_playout_delay(100, 40950)) == (100, 40950)
    assert extensions.decode_video_orientation(b"\x0d") == (90, True, True)


def test_values_out_of_range_are_refused() -> None:
    for call in (
        lambda: extensions.decode_audio_level(b""),
        lambda: extensions.encode_audio_level(128, False),
        lambda: extensions.decode_transport_sequence(b"1"),
        lambda: extensions.decode_abs_send_time(b"12"),
        lambda: extensions.decode_mid(b"a b"),
        lambda: extensions.decode_rid(b"\xff"),
        lambda: extensions.encode_playout_delay(20, 10),
    ):
        with pytest.raises(WireError):
            call()
