"""RTCP bytes to typed packets. Compounds and reduced-size packets alike (RFC 5506: any packet may come first)."""

from __future__ import annotations

import struct
from collections.abc import Callable

from ..errors import WireError
from ..rtp import Buffer
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
    FirEntry,
    Nack,
    Packet,
    Pli,
    Raw,
    ReceiverReport,
    Remb,
    ReportBlock,
    SdesChunk,
    SdesItem,
    SenderReport,
    SourceDescription,
)
from .transport import decode_feedback

_REPORT = struct.Struct("!IB3sIIII")
_SENDER = struct.Struct("!IQIII")


def parse(data: Buffer) -> list[Packet]:
    """The packets of one RTCP datagram (already unprotected), at least one. WireError when one is malformed."""
    data = bytes(data)
    packets: list[Packet] = []
    offset, size = 0, len(data)
    while offset < size:
        if offset + 4 > size:
            raise WireError("rtcp-short")
        first, packet_type, words = struct.unpack_from("!BBH", data, offset)
        end = offset + 4 * (words + 1)
        if first & 0xC0 != 0x80:
            raise WireError("rtcp-version")
        if end > size:
            raise WireError("rtcp-short")
        body = data[offset + 4 : end]
        if first & 0x20:
            if end != size or not body or not 0 < body[-1] <= len(body):
                raise WireError("rtcp-padding")
            body = body[: -body[-1]]
        packets.append(_packet(packet_type, first & 0x1F, body))
        offset = end
    if not packets:
        raise WireError("rtcp-short")
    return packets


def _packet(packet_type: int, count: int, body: bytes) -> Packet:
    reader = _READERS.get(packet_type)
    return reader(count, body) if reader else Raw(packet_type, count, body)


def _reports(body: bytes, offset: int, count: int) -> tuple[ReportBlock, ...]:
    if offset + 24 * count > len(body):
        raise WireError("rtcp-report-short")
    blocks: list[ReportBlock] = []
    for position in range(offset, offset + 24 * count, 24):
        ssrc, fraction, lost, highest, jitter, last_sr, delay = _REPORT.unpack_from(body, position)
        packets_lost = int.from_bytes(lost, "big", signed=True)
        blocks.append(ReportBlock(ssrc, fraction, packets_lost, highest, jitter, last_sr, delay))
    return tuple(blocks)


def _sender_report(count: int, body: bytes) -> Packet:
    if len(body) < 24:
        raise WireError("rtcp-report-short")
    ssrc, ntp, timestamp, packets, octets = _SENDER.unpack_from(body)
    return SenderReport(ssrc, ntp, timestamp, packets, octets, _reports(body, 24, count))


def _receiver_report(count: int, body: bytes) -> Packet:
    if len(body) < 4:
        raise WireError("rtcp-report-short")
    return ReceiverReport(int.from_bytes(body[:4], "big"), _reports(body, 4, count))


def _source_description(count: int, body: bytes) -> Packet:
    chunks: list[SdesChunk] = []
    offset = 0
    for _ in range(count):
        if offset + 4 > len(body):
            raise WireError("rtcp-sdes-short")
        ssrc = int.from_bytes(body[offset : offset + 4], "big")
        items, offset = _sdes_items(body, offset + 4)
        chunks.append(SdesChunk(ssrc, items))
    return SourceDescription(tuple(chunks))


def _sdes_items(body: bytes, offset: int) -> tuple[tuple[SdesItem, ...], int]:
    """Items until the null one, and the offset of the next chunk (on a 32 bit boundary)."""
    items: list[SdesItem] = []
    while True:
        if offset >= len(body):
            raise WireError("rtcp-sdes-short")
        kind = body[offset]
        if kind == 0:
            return tuple(items), (offset // 4 + 1) * 4
        if offset + 2 > len(body) or offset + 2 + body[offset + 1] > len(body):
            raise WireError("rtcp-sdes-short")
        after = offset + 2 + body[offset + 1]
        items.append(SdesItem(kind, body[offset + 2 : after]))
        offset = after


def _bye(count: int, body: bytes) -> Packet:
    if len(body) < 4 * count:
        raise WireError("rtcp-bye-short")
    ssrcs = struct.unpack_from(f"!{count}I", body)
    reason = b""
    if len(body) > 4 * count:
        length = body[4 * count]
        if 4 * count + 1 + length > len(body):
            raise WireError("rtcp-bye-short")
        reason = body[4 * count + 1 : 4 * count + 1 + length]
    return Bye(ssrcs, reason)


def _transport_layer(count: int, body: bytes) -> Packet:
    if count == TRANSPORT_FORMAT:
        return decode_feedback(body)
    if count == NACK_FORMAT:
        return _nack(body)
    return Raw(RTPFB, count, body)


def _nack(body: bytes) -> Packet:
    if len(body) < 8 or len(body) % 4:
        raise WireError("rtcp-nack-short")
    sender, media = struct.unpack_from("!II", body)
    lost: list[int] = []
    for offset in range(8, len(body), 4):
        first, mask = struct.unpack_from("!HH", body, offset)
        lost.append(first)
        while mask:
            low = mask & -mask
            lost.append((first + low.bit_length()) & 0xFFFF)
            mask ^= low
    return Nack(sender, media, tuple(lost))


def _payload_specific(count: int, body: bytes) -> Packet:
    if len(body) < 8:
        raise WireError("rtcp-feedback-short")
    sender, media = struct.unpack_from("!II", body)
    if count == PLI_FORMAT:
        return Pli(sender, media)
    if count == FIR_FORMAT:
        if len(body) % 8:
            raise WireError("rtcp-fir-short")
        entries = (FirEntry(*struct.unpack_from("!IB", body, offset)) for offset in range(8, len(body), 8))
        return Fir(sender, tuple(entries))
    if count == APPLICATION_FORMAT and body[8:12] == b"REMB":
        return _remb(sender, body)
    return Raw(PSFB, count, body)


def _remb(sender: int, body: bytes) -> Packet:
    if len(body) < 16 or len(body) < 16 + 4 * body[12]:
        raise WireError("rtcp-remb-short")
    mantissa = int.from_bytes(body[13:16], "big")
    bitrate = (mantissa & 0x3FFFF) << (mantissa >> 18)
    return Remb(sender, bitrate, struct.unpack_from(f"!{body[12]}I", body, 16))


_READERS: dict[int, Callable[[int, bytes], Packet]] = {
    SR: _sender_report,
    RR: _receiver_report,
    SDES: _source_description,
    BYE: _bye,
    RTPFB: _transport_layer,
    PSFB: _payload_specific,
}
