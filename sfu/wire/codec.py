"""From a codec's MIME type to what a node must know of its payload: where a keyframe begins."""

from __future__ import annotations

from collections.abc import Callable

from . import av1, h264, vp8, vp9
from .rtp import Buffer

KeyframeDetector = Callable[[Buffer], bool]


def _never(payload: Buffer) -> bool:
    return False


_DETECTORS: dict[str, KeyframeDetector] = {
    "video/vp8": vp8.is_keyframe,
    "video/vp9": vp9.is_keyframe,
    "video/h264": h264.is_keyframe,
    "video/av1": av1.is_keyframe,
}


def keyframe_detector(mime: str) -> KeyframeDetector:
    """A function that tells of an RTP payload whether a keyframe begins in it; it never raises, garbage is no
    keyframe.

    `mime` as in LiveKit ("video/VP8", any case). Audio and codecs not known here have no keyframes: always False.
    """
    return _DETECTORS.get(mime.lower(), _never)
