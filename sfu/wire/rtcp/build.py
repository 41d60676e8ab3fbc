"""Typed packets to RTCP bytes: the counterpart of parse. What does not fit its field is a WireError."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from operator import sub

from ..errors import WireError
from .packets import (
    APPLICATION_FORMAT,
    BYE,
    FIR_FORMAT,
    NACK_FORMAT,
    PLI_FORMAT,
    PSFB,
    RR,
    RTPFB,
    SDES,
    SR,
    TRANSPORT_FORMAT,
    Bye,
    Fir,
    Nack,
    Packet,
    Pli,
    Raw,
    ReceiverReport,
    Remb,
    ReportBlock,
    SenderReport,
    SourceDescription,
)
from .transport import REFERENCE_US, TICK_US, TransportFeedback, encode_feedback

_REFERENCE = REFERENCE_US // TICK_US
_UNBROKEN = struct.Struct("!BBHIIHHIH")
MOST_UNBROKEN = 8191
"""Statuses that one run-length chunk can name."""


def build(packets: Iterable[Packet]) -> bytes:
    """One datagram of these packets in their order; only the last may need padding, so transport feedback goes last
    or alone.
    """
    parts: list[bytes] = []
    for packet in packets:
        if parts and parts[-1][0] & 0x20:
            raise WireError("rtcp-padding")
        try:
            parts.append(_packet(packet))
        except struct.error:
            raise WireError("rtcp-field-range") from None
    if not parts:
        raise WireError("rtcp-empty")
    return b"".join(parts)


def unbroken_feedback(
    sender_ssrc: int, media_ssrc: int, base_sequence: int, feedback_count: int, ticks: Sequence[int]
) -> bytes | None:
    """The whole RTCP packet that `build` would make where every packet arrived, in order and without long pauses.

    `ticks`: their times in ticks of 250 µs, up to MOST_UNBROKEN of them. None where it is not so simple.
    """
    count, reference = len(ticks), ticks[0] // _REFERENCE
    try:
        deltas = bytes([ticks[0] % _REFERENCE, *map(sub, ticks[1:], ticks)])
    except ValueError:  # a delta that needs two octets
        return None
    if count > MOST_UNBROKEN:
        return None
    chunk = 1 << 13 | count if count >= 14 else 0x8000 | ((1 << count) - 1) << (14 - count)
    padding = -(22 + count) % 4
    head = _UNBROKEN.pack(
        0x80 | (0x20 if padding else 0) | TRANSPORT_FORMAT,
        RTPFB,
        (22 + count + padding) // 4 - 1,
        sender_ssrc,
        media_ssrc,
        base_sequence,
        count,
        (reference & 0xFFFFFF) << 8 | feedback_count & 0xFF,
        chunk,
    )
    return head + deltas + (bytes(padding - 1) + bytes((padding,)) if padding else b"")


def _packet(packet: Packet) -> bytes:  # noqa: PLR0911  one line a packet type reads best
    match packet:
        case SenderReport():
            head = struct.pack(
                "!IQIII", packet.ssrc, packet.ntp, packet.rtp_timestamp, packet.packet_count, packet.octet_count
            )
            return _framed(SR, len(packet.reports), head + _reports(packet.reports))
        case ReceiverReport():
            return _framed(RR, len(packet.reports), struct.pack("!I", packet.ssrc) + _reports(packet.reports))
        case SourceDescription():
            return _framed(SDES, len(packet.chunks), _chunks(packet))
        case Bye():
            return _framed(BYE, len(packet.ssrcs), _bye(packet))
        case Nack():
            return _framed(RTPFB, NACK_FORMAT, _nack(packet))
        case TransportFeedback():
            body, padding = encode_feedback(packet)
            return _framed(RTPFB, TRANSPORT_FORMAT, body, padding)
        case Pli():
            return _framed(PSFB, PLI_FORMAT, struct.pack("!II", packet.sender_ssrc, packet.media_ssrc))
        case Fir():
            entries = b"".join(struct.pack("!IB3x", e.ssrc, e.sequence) for e in packet.entries)
            return _framed(PSFB, FIR_FORMAT, struct.pack("!II", packet.sender_ssrc, 0) + entries)
        case Remb():
            return _framed(PSFB, APPLICATION_FORMAT, _remb(packet))
        case Raw():
            return _framed(packet.packet_type, packet.count, packet.body)


def _framed(packet_type: int, count: int, body: bytes, padding: int = 0) -> bytes:
    if count > 31:
        raise WireError("rtcp-count")
    if padding:
        body += bytes(padding - 1) + bytes((padding,))
    if len(body) % 4:
        raise WireError("rtcp-alignment")
    return struct.pack("!BBH", 0x80 | (0x20 if padding else 0) | count, packet_type, len(body) // 4) + body


def _reports(reports: Sequence[ReportBlock]) -> bytes:
    parts: list[bytes] = []
    for block in reports:
        if not -0x800000 <= block.packets_lost <= 0x7FFFFF:
            raise WireError("rtcp-field-range")
        parts.append(
            struct.pack(
                "!IIIIII",
                block.ssrc,
                (block.fraction_lost & 0xFF) << 24 | block.packets_lost & 0xFFFFFF,
                block.highest_sequence,
                block.jitter,
                block.last_sr,
                block.delay_since_last_sr,
            )
        )
    return b"".join(parts)


def _chunks(packet: SourceDescription) -> bytes:
    body = bytearray()
    for chunk in packet.chunks:
        body += struct.pack("!I", chunk.ssrc)
        for item in chunk.items:
            if not 0 < item.kind < 256 or len(item.value) > 255:
                raise WireError("rtcp-field-range")
            body += bytes((item.kind, len(item.value))) + item.value
        body += bytes(4 - len(body) % 4)  # at least one null item ends the chunk
    return bytes(body)


def _bye(packet: Bye) -> bytes:
    body = struct.pack(f"!{len(packet.ssrcs)}I", *packet.ssrcs)
    if packet.reason:
        if len(packet.reason) > 255:
            raise WireError("rtcp-field-range")
        reason = bytes((len(packet.reason),)) + packet.reason
        body += reason + bytes(-len(reason) % 4)
    return body


def _nack(packet: Nack) -> bytes:
    """Pairs of a sequence number and a mask of the 16 after it; the order is kept, near ones are gathered."""
    body = bytearray(struct.pack("!II", packet.sender_ssrc, packet.media_ssrc))
    first: int | None = None
    mask = 0
    for sequence in packet.lost:
        ahead = (sequence - first) & 0xFFFF if first is not None else 0
        if first is not None and 0 < ahead <= 16:
            mask |= 1 << (ahead - 1)
            continue
        if first is not None:
            body += struct.pack("!HH", first, mask)
        first, mask = sequence & 0xFFFF, 0
    if first is None:
        raise WireError("rtcp-nack-empty")
    body += struct.pack("!HH", first, mask)
    return bytes(body)


def _remb(packet: Remb) -> bytes:
    exponent = max(0, packet.bitrate.bit_length() - 18)
    if packet.bitrate < 0 or exponent > 63 or len(packet.ssrcs) > 255:
        raise WireError("rtcp-field-range")
    mantissa = packet.bitrate >> exponent
    body = struct.pack("!II4sI", packet.sender_ssrc, 0, b"REMB", len(packet.ssrcs) << 24 | exponent << 18 | mantissa)
    return body + struct.pack(f"!{len(packet.ssrcs)}I", *packet.ssrcs)
