"""The RTP header extensions a node knows: their URIs (as in SDP extmap lines) and the coding of their values."""

from __future__ import annotations

import re
from typing import NamedTuple

from .errors import WireError

MID = "urn:ietf:params:rtp-hdrext:sdes:mid"  # RFC 9143
RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"  # RFC 8852
REPAIRED_RID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"  # RFC 8852
AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"  # RFC 6464
TRANSPORT_SEQUENCE = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
ABS_SEND_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
ABS_CAPTURE_TIME = "http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time"
TRANSMISSION_OFFSET = "urn:ietf:params:rtp-hdrext:toffset"  # RFC 5450
DEPENDENCY_DESCRIPTOR = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
PLAYOUT_DELAY = "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"
VIDEO_ORIENTATION = "urn:3gpp:video-orientation"
VIDEO_CONTENT_TYPE = "http://www.webrtc.org/experiments/rtp-hdrext/video-content-type"
VIDEO_TIMING = "http://www.webrtc.org/experiments/rtp-hdrext/video-timing"
COLOR_SPACE = "http://www.webrtc.org/experiments/rtp-hdrext/color-space"
VIDEO_LAYERS_ALLOCATION = "http://www.webrtc.org/experiments/rtp-hdrext/video-layers-allocation00"

_IDENTIFIER = re.compile(rb"[A-Za-z0-9_\-]{1,255}")
_TOKEN = re.compile(rb"[!#$%&'*+\-.^_`{|}~A-Za-z0-9]{1,255}")


class AudioLevel(NamedTuple):
    """RFC 6464: `level` in -dBov, 0 (loudest) to 127 (silence); `voice`: the sender takes it for speech."""

    level: int
    voice: bool


def decode_audio_level(value: bytes) -> AudioLevel:
    """From 1 byte (or the 2 of a two-byte header, RFC 6464 section 3)."""
    if not value:
        raise WireError("audio-level")
    return AudioLevel(value[0] & 0x7F, value[0] > 0x7F)


def encode_audio_level(level: int, voice: bool) -> bytes:
    if not 0 <= level <= 127:
        raise WireError("audio-level")
    return bytes((level | (0x80 if voice else 0),))


def decode_transport_sequence(value: bytes) -> int:
    """The transport-wide sequence number, 0..65535 (version 2 of the format begins alike)."""
    if len(value) < 2:
        raise WireError("transport-sequence")
    return value[0] << 8 | value[1]


def encode_transport_sequence(sequence: int) -> bytes:
    return (sequence & 0xFFFF).to_bytes(2, "big")


def decode_abs_send_time(value: bytes) -> float:
    """Seconds, modulo 64 (24 bits, 6.18 fixed point)."""
    if len(value) != 3:
        raise WireError("abs-send-time")
    return int.from_bytes(value, "big") / 262144.0


def encode_abs_send_time(now: float) -> bytes:
    """`now`: any clock's seconds, not negative; only its remainder by 64 s travels."""
    return (int(now * 262144) & 0xFFFFFF).to_bytes(3, "big")


def decode_mid(value: bytes) -> str:
    """An SDP mid (a token, RFC 9143)."""
    if not _TOKEN.fullmatch(value):
        raise WireError("mid")
    return value.decode("ascii")


def decode_rid(value: bytes) -> str:
    """A rid or repaired rid: letters, digits, and as libwebrtc also - and _ (RFC 8852)."""
    if not _IDENTIFIER.fullmatch(value):
        raise WireError("rid")
    return value.decode("ascii")


class PlayoutDelay(NamedTuple):
    """Least and greatest delay a receiver shall play out with, in milliseconds (steps of 10, 0..40950)."""

    least_ms: int
    greatest_ms: int


def decode_playout_delay(value: bytes) -> PlayoutDelay:
    if len(value) != 3:
        raise WireError("playout-delay")
    return PlayoutDelay((value[0] << 4 | value[1] >> 4) * 10, ((value[1] & 15) << 8 | value[2]) * 10)


def encode_playout_delay(least_ms: int, greatest_ms: int) -> bytes:
    low, high = least_ms // 10, greatest_ms // 10
    if not 0 <= low <= high <= 0xFFF:
        raise WireError("playout-delay")
    return (low << 12 | high).to_bytes(3, "big")


class VideoOrientation(NamedTuple):
    """3GPP TS 26.114 7.4.5: the receiver turns the picture by `rotation` degrees (0, 90, 180, 270)."""

    rotation: int
    flip: bool
    back_camera: bool


def decode_video_orientation(value: bytes) -> VideoOrientation:
    if not value:
        raise WireError("video-orientation")
    return VideoOrientation((value[0] & 3) * 90, bool(value[0] & 4), bool(value[0] & 8))
