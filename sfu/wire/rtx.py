"""Retransmissions on an SSRC of their own (RFC 4588): the original sequence number stands before the original
payload.
"""

from __future__ import annotations

from .errors import WireError
from .rtp import Buffer, RtpHeader, parse


def original_sequence(data: Buffer, header: RtpHeader) -> int:
    """The sequence number of the packet that this RTX packet repeats. WireError for one that is only padding (a
    probe).
    """
    start = header.payload_offset
    if header.payload_end - start < 2:
        raise WireError("rtx-short")
    return data[start] << 8 | data[start + 1]


def unwrap(data: Buffer, header: RtpHeader, ssrc: int, payload_type: int) -> bytes:
    """The original packet out of an RTX one: media `ssrc` and `payload_type` put back, RTX padding cut.

    Header extensions are those of the RTX packet (its own transport-wide sequence number, a repaired rid).
    """
    sequence = original_sequence(data, header)
    packet = bytearray(data[: header.payload_offset])
    packet += data[header.payload_offset + 2 : header.payload_end]
    packet[0] &= 0xDF
    packet[1] = packet[1] & 0x80 | payload_type & 0x7F
    packet[2:4] = sequence.to_bytes(2, "big")
    packet[8:12] = (ssrc & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(packet)


def wrap(packet: Buffer, ssrc: int, payload_type: int, sequence: int) -> bytes:
    """The RTX packet that repeats `packet`: RTX `ssrc`, `payload_type` and `sequence` of the RTX stream; padding is
    cut.
    """
    header = parse(packet)
    wrapped = bytearray(packet[: header.payload_offset])
    wrapped += packet[2:4]
    wrapped += packet[header.payload_offset : header.payload_end]
    wrapped[0] &= 0xDF
    wrapped[1] = wrapped[1] & 0x80 | payload_type & 0x7F
    wrapped[2:4] = (sequence & 0xFFFF).to_bytes(2, "big")
    wrapped[8:12] = (ssrc & 0xFFFFFFFF).to_bytes(4, "big")
    return bytes(wrapped)
