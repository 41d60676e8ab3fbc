"""Codec descriptors: where the running numbers stand, what a keyframe is, what RED holds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.wire import av1, h264, red, vp8, vp9
from sfu.wire.codec import keyframe_detector
from sfu.wire.errors import WireError

from .samples import KEYFRAME_VP8, RED_PAYLOAD


def test_vp8_descriptor_tells_where_its_numbers_stand() -> None:
    found = vp8.parse(KEYFRAME_VP8)
    assert (found.size, found.start, found.partition, found.non_reference) == (6, True, 0, False)
    assert (found.picture_id, found.picture_id_bits, found.picture_id_offset) == (0x234, 15, 2)
    assert (found.tl0picidx, found.tl0picidx_offset) == (0x11, 4)
    assert (found.key_index, found.key_index_offset) == (None, 0)
    assert (found.temporal_id, found.layer_sync) == (0, True)


def test_vp8_short_forms() -> None:
    bare = vp8.parse(b"\x10\x00")
    assert (bare.size, bare.picture_id, bare.tl0picidx, bare.temporal_id, bare.key_index) == (
        1,
        None,
        None,
        None,
        None,
    )
    seven_bits = vp8.parse(b"\x90\x80\x7f\x00")
    assert (seven_bits.size, seven_bits.picture_id, seven_bits.picture_id_bits) == (3, 0x7F, 7)
    both = vp8.parse(b"\x80\x30\xb7")
    assert (both.temporal_id, both.layer_sync, both.key_index, both.key_index_offset) == (2, True, 0x17, 2)
    with pytest.raises(WireError, match="vp8-short"):
        vp8.parse(b"\x90\xf0\x80\x01\x02")


def test_vp8_keyframe_and_its_size() -> None:
    assert vp8.is_keyframe(KEYFRAME_VP8)
    assert vp8.dimensions(KEYFRAME_VP8) == (1280, 720)
    delta = bytearray(KEYFRAME_VP8)
    delta[6] |= 1
    assert not vp8.is_keyframe(delta)
    assert vp8.dimensions(delta) is None
    later = bytearray(KEYFRAME_VP8)
    later[0] &= 0xEF
    assert not vp8.is_keyframe(later)
    assert vp8.dimensions(KEYFRAME_VP8[:12]) is None


def test_vp9_layers_and_numbers() -> None:
    """Chrome's non-flexible mode: I, L, B, E, V with a 15 bit picture id and three resolutions."""
    payload = bytes.fromhex("ae8123124050014000b402800168050002d0") + b"frame"
    found = vp9.parse(payload)
    assert (found.begin, found.end, found.inter_predicted, found.flexible) == (True, True, False, False)
    assert (found.picture_id, found.picture_id_bits, found.picture_id_offset) == (0x123, 15, 1)
    assert (found.temporal_id, found.switching_up, found.spatial_id, found.inter_layer) == (0, True, 1, False)
    assert (found.tl0picidx, found.tl0picidx_offset) == (0x40, 4)
    assert found.resolutions == ((320, 180), (640, 360), (1280, 720))
    assert (found.spatial_layers, found.not_reference) == (3, False)
    assert vp9.parse(bytes.fromhex("ad8123124040")).not_reference
    assert payload[found.size :] == b"frame"


def test_vp9_keyframe_is_the_base_layer_of_an_unpredicted_picture() -> None:
    assert vp9.is_keyframe(bytes.fromhex("8c0b"))
    assert vp9.is_keyframe(bytes.fromhex("ac81231040"))
    assert not vp9.is_keyframe(bytes.fromhex("ac81231240"))  # spatial layer 1
    assert not vp9.is_keyframe(bytes.fromhex("ac81231140"))  # inter-layer predicted
    assert not vp9.is_keyframe(bytes.fromhex("cc0b"))  # predicted
    assert not vp9.is_keyframe(bytes.fromhex("840b"))  # not its beginning


def test_vp9_flexible_references_are_stepped_over() -> None:
    found = vp9.parse(bytes.fromhex("d8050302") + b"x")
    assert found.size == 4
    assert (found.picture_id, found.picture_id_bits, found.tl0picidx) == (5, 7, None)
    with pytest.raises(WireError, match="vp9-references"):
        vp9.parse(bytes.fromhex("d80503030303"))


def test_h264_keyframes_in_each_packetization() -> None:
    sps, pps, idr = bytes.fromhex("6742c01f"), bytes.fromhex("68ce3c80"), bytes.fromhex("65b800")
    stap = b"\x78" + b"".join(len(n).to_bytes(2, "big") + n for n in (b"\x06\x05", sps, pps, idr))
    assert h264.nal_types(stap) == [6, 7, 8, 5]
    assert h264.is_keyframe(stap)
    assert h264.is_keyframe(idr)
    assert h264.is_keyframe(b"\x7c\x85rest")
    assert not h264.is_keyframe(b"\x7c\x05rest")
    assert not h264.is_keyframe(b"\x7c\x81rest")
    assert not h264.is_keyframe(b"\x41\x9a")
    assert not h264.is_keyframe(b"")
    assert h264.nal_types(b"\x78\x00\x02\x06\x05\x00\xff\x67") == [6]


def test_av1_aggregation_header() -> None:
    assert av1.parse_aggregation_header(b"\xe8x") == (True, True, 2, True)
    assert av1.is_keyframe(b"\x18\x0a\x0b")
    assert not av1.is_keyframe(b"\x98\x0a\x0b")
    assert not av1.is_keyframe(b"\x10\x32")
    assert not av1.is_keyframe(b"")


def test_red_holds_earlier_frames_and_the_newest() -> None:
    assert red.parse(RED_PAYLOAD) == [(111, 960, b"earlier"), (111, 480, b""), (111, 0, b"now")]
    assert red.primary(RED_PAYLOAD) == (111, 0, b"now")
    assert red.parse(b"\x6fopus") == [(111, 0, b"opus")]
    for short in (b"", RED_PAYLOAD[:3], RED_PAYLOAD[:12]):
        with pytest.raises(WireError):
            red.parse(short)


blocks = st.lists(
    st.builds(red.RedBlock, st.integers(0, 127), st.integers(0, (1 << 14) - 1), st.binary(max_size=40)), max_size=5
)


@given(blocks, st.integers(0, 127), st.binary(max_size=40))
@settings(derandomize=True, deadline=None)
def test_red_is_read_back(earlier: list[red.RedBlock], payload_type: int, newest: bytes) -> None:
    every = [*earlier, red.RedBlock(payload_type, 0, newest)]
    assert red.parse(red.build(every)) == every


def test_detectors_by_mime_type() -> None:
    assert keyframe_detector("video/VP8")(KEYFRAME_VP8)
    assert keyframe_detector("video/h264")(b"\x65x")
    assert keyframe_detector("video/vp9")(b"\x8c\x0b")
    assert keyframe_detector("video/AV1")(b"\x18x")
    assert not keyframe_detector("audio/opus")(KEYFRAME_VP8)
