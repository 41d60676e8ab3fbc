"""RED, redundant audio (RFC 2198): earlier Opus frames in front of the newest."""

from __future__ import annotations

from typing import NamedTuple

from .errors import WireError
from .rtp import Buffer

MAX_BLOCKS = 32


class RedBlock(NamedTuple):
    """One frame: `timestamp_offset` is how much earlier than the packet's timestamp it was; 0 for the newest, the
    last.
    """

    payload_type: int
    timestamp_offset: int
    data: bytes


def parse(payload: Buffer) -> list[RedBlock]:
    """Blocks in their order, the primary (newest) last; at least one."""
    heads: list[tuple[int, int, int]] = []
    offset, size = 0, len(payload)
    while True:
        if offset >= size:
            raise WireError("red-short")
        head = payload[offset]
        if not head & 0x80:
            offset += 1
            break
        if offset + 4 > size:
            raise WireError("red-short")
        if len(heads) >= MAX_BLOCKS:
            raise WireError("red-blocks")
        rest = payload[offset + 1] << 16 | payload[offset + 2] << 8 | payload[offset + 3]
        heads.append((head & 0x7F, rest >> 10, rest & 0x3FF))
        offset += 4
    blocks: list[RedBlock] = []
    for payload_type, earlier, length in heads:
        if offset + length > size:
            raise WireError("red-overrun")
        blocks.append(RedBlock(payload_type, earlier, bytes(payload[offset : offset + length])))
        offset += length
    blocks.append(RedBlock(head & 0x7F, 0, bytes(payload[offset:])))
    return blocks


def primary(payload: Buffer) -> RedBlock:
    """The newest frame alone, for receivers that do not speak RED."""
    return parse(payload)[-1]


def build(blocks: list[RedBlock]) -> bytes:
    """The payload; the last block is the primary. WireError when an offset (14 bits) or length (10) is too large."""
    if not blocks or len(blocks) > MAX_BLOCKS + 1:
        raise WireError("red-blocks")
    heads = bytearray()
    for block in blocks[:-1]:
        if not 0 <= block.timestamp_offset < 1 << 14 or len(block.data) >= 1 << 10:
            raise WireError("red-range")
        heads.append(0x80 | block.payload_type & 0x7F)
        heads += (block.timestamp_offset << 10 | len(block.data)).to_bytes(3, "big")
    heads.append(blocks[-1].payload_type & 0x7F)
    return bytes(heads) + b"".join(block.data for block in blocks)
