"""Whatever bytes come, a parser gives a value or raises WireError: random bytes, cut and bent valid packets."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.wire import av1, dependency_descriptor, extensions, h264, red, rtcp, rtp, rtx, sdp, vp8, vp9
from sfu.wire.codec import keyframe_detector
from sfu.wire.errors import WireError

from .samples import (
    CHROME_OFFER,
    DESCRIPTOR_KEY,
    DESCRIPTOR_SECOND_LAYER,
    KEYFRAME_VP8,
    RED_PAYLOAD,
    RTCP_PACKETS,
    RTP_PACKETS,
)

STRUCTURE = dependency_descriptor.parse(DESCRIPTOR_KEY).structure


def parse_rtx(data: bytes) -> None:
    rtp.parse(rtx.unwrap(data, rtp.parse(data), 1, 96))


def wrap_rtx(data: bytes) -> None:
    rtp.parse(rtx.wrap(data, 1, 97, 5))


def parse_values(data: bytes) -> None:
    for read in (
        extensions.decode_audio_level,
        extensions.decode_transport_sequence,
        extensions.decode_abs_send_time,
        extensions.decode_mid,
        extensions.decode_rid,
        extensions.decode_playout_delay,
        extensions.decode_video_orientation,
    ):
        with contextlib.suppress(WireError):
            read(data)


def detect(data: bytes) -> None:
    for mime in ("video/vp8", "video/vp9", "video/h264", "video/av1", "audio/opus"):
        assert keyframe_detector(mime)(data) in {True, False}
    vp8.dimensions(data)
    h264.nal_types(data)


PARSERS: dict[str, tuple[Callable[[bytes], object], list[bytes]]] = {
    "rtp": (rtp.parse, RTP_PACKETS),
    "rtx": (parse_rtx, RTP_PACKETS),
    "rtx-wrap": (wrap_rtx, RTP_PACKETS),
    "rtcp": (rtcp.parse, [rtcp.build([p]) for p in RTCP_PACKETS] + [rtcp.build(RTCP_PACKETS)]),
    "vp8": (vp8.parse, [KEYFRAME_VP8]),
    "vp9": (vp9.parse, [bytes.fromhex("ae8123124050014000b40280016805 0002d0"), bytes.fromhex("d8050302")]),
    "av1": (av1.parse_aggregation_header, [b"\x18x"]),
    "descriptor": (dependency_descriptor.parse, [DESCRIPTOR_KEY, DESCRIPTOR_SECOND_LAYER]),
    "descriptor-known": (
        lambda d: dependency_descriptor.parse(d, STRUCTURE),
        [DESCRIPTOR_KEY, DESCRIPTOR_SECOND_LAYER],
    ),
    "red": (red.parse, [RED_PAYLOAD]),
    "extension-values": (parse_values, [b"\x9e", b"\x00\x01\x02"]),
    "keyframes": (detect, [KEYFRAME_VP8, bytes.fromhex("780002060500046742c01f")]),
    "sdp": (sdp.parse, [CHROME_OFFER.encode()]),
}


def attempt(parser: Callable[[bytes], object], data: bytes) -> None:
    with contextlib.suppress(WireError):
        parser(data)


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.binary(max_size=200))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_random_bytes(name: str, data: bytes) -> None:
    attempt(PARSERS[name][0], data)


@pytest.mark.parametrize("name", PARSERS)
def test_every_truncation(name: str) -> None:
    parser, samples = PARSERS[name]
    for sample in samples:
        for size in range(0, len(sample), 1 + len(sample) // 400):
            attempt(parser, sample[:size])


@st.composite
def bent(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """A valid packet with up to 6 bytes set, removed or inserted."""
    data = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 6))):
        position = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.integers(0, 2)):
            case 0:
                data[position : position + 1] = draw(st.binary(min_size=1, max_size=1))
            case 1:
                del data[position : position + draw(st.integers(1, 8))]
            case _:
                data[position:position] = draw(st.binary(max_size=8))
    return bytes(data)


@pytest.mark.parametrize("name", PARSERS)
@given(choices=st.data())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_bent_packets(name: str, choices: st.DataObject) -> None:
    parser, samples = PARSERS[name]
    attempt(parser, choices.draw(bent(samples)))


@st.composite
def bent_offer(draw: st.DrawFn) -> str:
    """The offer with lines swapped, doubled, and with their values cut or replaced."""
    lines = CHROME_OFFER.split("\r\n")
    for _ in range(draw(st.integers(1, 8))):
        at, other = draw(st.integers(1, len(lines) - 1)), draw(st.integers(1, len(lines) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                lines[at], lines[other] = lines[other], lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
            case _:
                lines[at] = lines[at].partition(":")[0] + ":" + draw(st.text(max_size=12))
    return "\r\n".join(lines)


@given(bent_offer())
@settings(derandomize=True, deadline=None, max_examples=300)
def test_bent_offers(text: str) -> None:
    with contextlib.suppress(WireError):
        description = sdp.parse(text)
        with contextlib.suppress(WireError):
            sdp.write(description)
