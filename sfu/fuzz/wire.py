"""Targets over sfu.wire and sfu.net's STUN: bytes as they come out of a datagram.

Beside "no foreign error", each target states what must hold of what was read: bounds, and that writing and reading
again gives the same.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import struct
import zlib
from typing import Final

from sfu.net.ice import Credentials, StunRefusedError, answer_check, kind_of
from sfu.wire import av1, dependency_descriptor, extensions, h264, red, rtcp, rtp, rtx, sdp, vp8, vp9
from sfu.wire.codec import keyframe_detector
from sfu.wire.errors import WireError

MIMES: Final = ("video/vp8", "video/vp9", "video/h264", "video/av1", "audio/opus")
_PEER: Final = Credentials("fuzz", "a-password-of-24-letters")


def read_rtp(data: bytes) -> None:
    """A packet: its parts lie inside it, and built anew it reads the same."""
    with contextlib.suppress(WireError):
        header = rtp.parse(data)
        assert 12 <= header.payload_offset <= header.payload_end <= len(data)
        assert header.payload_end + header.padding == len(data)
        payload = data[header.payload_offset : header.payload_end]
        built = rtp.build(header.payload_type, 1, 2, 3, payload, extensions=header.extensions)
        again = rtp.parse(built)
        assert dict(again.extensions) == dict(header.extensions)
        assert built[again.payload_offset : again.payload_end] == payload


def read_rtx(data: bytes) -> None:
    """An RTX packet: what is unwrapped is a packet."""
    with contextlib.suppress(WireError):
        inner = rtx.unwrap(data, rtp.parse(data), 1, 96)
        rtp.parse(inner)
    with contextlib.suppress(WireError):
        rtp.parse(rtx.wrap(data, 1, 97, 5))


def read_red(data: bytes) -> None:
    """Redundant audio: built anew from its blocks it reads the same."""
    with contextlib.suppress(WireError):
        blocks = red.parse(data)
        assert red.parse(red.build(blocks)) == blocks
        assert red.primary(data) == blocks[-1]


def read_extensions(data: bytes) -> None:
    """The value of every header extension."""
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


def read_payload(data: bytes) -> None:
    """Codec descriptors, over one payload each: the first byte chooses the codec."""
    if not data:
        return
    mime, payload = MIMES[data[0] % len(MIMES)], data[1:]
    starts = keyframe_detector(mime)(payload)
    with contextlib.suppress(WireError):
        match mime:
            case "video/vp8":
                assert vp8.parse(payload).size <= len(payload)
                assert starts == (vp8.is_keyframe(payload))
                vp8.dimensions(payload)
            case "video/vp9":
                assert vp9.parse(payload).size <= len(payload)
            case "video/h264":
                h264.nal_types(payload)
            case "video/av1":
                av1.parse_aggregation_header(payload)
            case _:
                assert not starts


def read_descriptor(data: bytes) -> None:
    """Dependency descriptors, one behind the other as one stream's packets bring them: (length byte, value) …"""
    known: dependency_descriptor.DependencyStructure | None = None
    for value in split(data):
        with contextlib.suppress(WireError):
            found = dependency_descriptor.parse(value, known)
            known = found.structure or known
            try:
                built = dependency_descriptor.build(found, known)
            except WireError:
                continue
            assert dependency_descriptor.parse(built, known) == found


def read_rtcp(data: bytes) -> None:
    """A compound: what is built from what was read is read as itself."""
    with contextlib.suppress(WireError):
        packets = rtcp.parse(data)
        try:
            built = rtcp.build(packets)
        except WireError:
            return
        assert rtcp.build(rtcp.parse(built)) == built


def read_feedback(data: bytes) -> None:
    """A transport-wide feedback's body, behind its head."""
    with contextlib.suppress(WireError):
        (feedback,) = rtcp.parse(struct.pack("!BBH", 0x8F, 205, (len(data) + 3) // 4) + data + bytes(-len(data) % 4))
        assert isinstance(feedback, rtcp.TransportFeedback)
        feedback.arrivals_us()


def read_sdp(data: bytes) -> None:
    """A description: what is written of what was read is read as itself."""
    with contextlib.suppress(WireError):
        description = sdp.parse(data)
        try:
            text = sdp.write(description)
        except WireError:
            return
        assert sdp.write(sdp.parse(text)) == text


def read_stun(data: bytes) -> None:
    """A datagram from a stranger."""
    kind_of(data)
    with contextlib.suppress(StunRefusedError):
        answer_check(data, ("192.0.2.1", 5), {_PEER.ufrag: _PEER.password}.get)


def read_signed_stun(data: bytes) -> None:
    """A datagram of somebody who knows the password: attributes of any kind, then the user and a true integrity."""
    user = b"fuzz:peer"
    attributes = data + struct.pack("!HH", 6, len(user)) + user + bytes(-len(user) % 4)
    head = struct.pack("!HHI", 1, len(attributes) + 24, 0x2112A442) + bytes(12)
    mac = hmac.new(_PEER.password.encode(), head + attributes, hashlib.sha1).digest()
    signed = head + attributes + struct.pack("!HH", 8, 20) + mac
    read_stun(signed)
    longer = signed[:2] + struct.pack("!H", len(signed) - 20 + 8) + signed[4:]
    read_stun(longer + struct.pack("!HHI", 0x8028, 4, zlib.crc32(longer) ^ 0x5354554E))


def split(data: bytes) -> list[bytes]:
    """(length byte, that many bytes) … one behind the other; the last may be short."""
    parts: list[bytes] = []
    at = 0
    while at < len(data):
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return parts


TARGETS: Final = {
    "rtp": read_rtp,
    "rtx": read_rtx,
    "red": read_red,
    "extensions": read_extensions,
    "payload": read_payload,
    "descriptor": read_descriptor,
    "rtcp": read_rtcp,
    "feedback": read_feedback,
    "sdp": read_sdp,
    "stun": read_stun,
    "stun-signed": read_signed_stun,
}
