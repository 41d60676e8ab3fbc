"""The fuzzer's targets over random bytes, cut and bent valid packets: unguided, but in every test run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfu.fuzz.wire import MIMES, TARGETS
from sfu.wire import rtcp

from .samples import (
    CHROME_OFFER,
    DESCRIPTOR_KEY,
    DESCRIPTOR_SECOND_LAYER,
    KEYFRAME_VP8,
    RED_PAYLOAD,
    RTCP_PACKETS,
    RTP_PACKETS,
)

PAYLOADS = {
    "video/vp8": [KEYFRAME_VP8],
    "video/vp9": [bytes.fromhex("ae8123124050014000b40280016805 0002d0"), bytes.fromhex("d8050302")],
    "video/h264": [bytes.fromhex("780002060500046742c01f")],
    "video/av1": [b"\x18x"],
}
DESCRIPTORS = [bytes((len(value),)) + value for value in (DESCRIPTOR_KEY, DESCRIPTOR_SECOND_LAYER)]
SAMPLES: dict[str, list[bytes]] = {
    "rtp": RTP_PACKETS,
    "rtx": RTP_PACKETS,
    "rtcp": [rtcp.build([p]) for p in RTCP_PACKETS] + [rtcp.build(RTCP_PACKETS)],
    "payload": [bytes((MIMES.index(mime),)) + sample for mime, samples in PAYLOADS.items() for sample in samples],
    "descriptor": [*DESCRIPTORS, b"".join(DESCRIPTORS)],
    "red": [RED_PAYLOAD],
    "extensions": [b"\x9e", b"\x00\x01\x02"],
    "sdp": [CHROME_OFFER.encode()],
}
PARSERS: dict[str, tuple[Callable[[bytes], None], list[bytes]]] = {
    name: (TARGETS[name], samples) for name, samples in SAMPLES.items()
}


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.binary(max_size=200))
@settings(derandomize=True, deadline=None, max_examples=200)
def test_random_bytes(name: str, data: bytes) -> None:
    PARSERS[name][0](data)


@pytest.mark.parametrize("name", PARSERS)
def test_every_truncation(name: str) -> None:
    parser, samples = PARSERS[name]
    for sample in samples:
        for size in range(0, len(sample), 1 + len(sample) // 400):
            parser(sample[:size])


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
    parser(choices.draw(bent(samples)))


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
    TARGETS["sdp"](text.encode("utf-8", "replace"))
