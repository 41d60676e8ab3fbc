"""Output streams for packets that no encoder of ours made: PyAV takes their parameters from a template.

A template is a small file in memory, as a demuxer would find it: the keyframe itself for H264 and AV1, an Ogg header
for Opus. VP8 and VP9 need none.
"""

import io
import struct
from fractions import Fraction
from typing import Final

import av
from av.container import OutputContainer
from av.stream import Stream
from av.video.stream import VideoStream

from sfu.recording.av1 import DELIMITER
from sfu.recording.units import Unit

_OPUS_RATE: Final = 48_000


def add_stream(container: OutputContainer, codec: str, clock_rate: int, first: Unit) -> Stream:
    """A stream for frames of `codec` ("vp8", "vp9", "h264", "av1", "opus") that begins with `first`, a keyframe.

    Times are in ticks of `clock_rate`. Raises ValueError when the keyframe does not say what the container must know.
    """
    stream: Stream
    if codec in {"vp8", "vp9"}:
        if first.size is None:
            raise ValueError(f"a {codec} keyframe without its size")
        stream = container.add_mux_stream(codec, width=first.size[0], height=first.size[1])
    else:
        stream = _from_template(container, *_template(codec, first))
    stream.time_base = Fraction(1, clock_rate)
    return stream


def _template(codec: str, first: Unit) -> tuple[bytes, str]:
    """(a file's bytes, its format)."""
    match codec:
        case "h264":
            return first.data, "h264"
        case "av1":
            return DELIMITER + first.data, "obu"
        case "opus":
            return _opus_file(), "ogg"
        case _:
            raise ValueError(f"no container takes {codec}")


def _from_template(container: OutputContainer, data: bytes, kind: str) -> Stream:
    try:
        with av.open(io.BytesIO(data), format=kind) as template:
            found = template.streams[0]
            if isinstance(found, VideoStream) and not (found.codec_context.width and found.codec_context.extradata):
                raise ValueError(f"a {kind} keyframe without its parameters")
            # opaque: the parameters as they are, no encoder is looked for
            return container.add_stream_from_template(found, opaque=True)
    except (av.FFmpegError, IndexError) as error:
        raise ValueError(f"a {kind} keyframe that cannot be read") from error


def _opus_file() -> bytes:
    """An Ogg stream's first pages (RFC 7845): two channels, and nothing to skip, as in RTP."""
    head = b"OpusHead" + struct.pack("<BBHIHB", 1, 2, 0, _OPUS_RATE, 0, 0)
    tags = b"OpusTags" + bytes(8)
    silence = b"\xfc\xff\xfe"
    return _page(head, 2, 0, 0) + _page(tags, 0, 1, 0) + _page(silence, 4, 2, 960)


def _page(packet: bytes, flags: int, number: int, position: int) -> bytes:
    """An Ogg page of one packet (RFC 3533 section 6)."""
    head = struct.pack("<4sBBqIIIBB", b"OggS", 0, flags, position, 1, number, 0, 1, len(packet))
    page = head + packet
    return page[:22] + struct.pack("<I", _ogg_crc(page)) + page[26:]


def _ogg_crc(page: bytes) -> int:
    value = 0
    for byte in page:
        value ^= byte << 24
        for _ in range(8):
            value = ((value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1) & 0xFFFFFFFF
    return value
