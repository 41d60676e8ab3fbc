"""AV1 temporal units (AV1 RTP specification 1.0, section 4): OBUs put together again, each with its size: pure.

The rule: temporal delimiters and padding are left out, as files want it; a unit with a sequence header is a keyframe.
"""

from typing import Final

from sfu.recording.units import Unit
from sfu.wire.av1 import parse_aggregation_header
from sfu.wire.errors import WireError

SEQUENCE_HEADER: Final = 1
_TEMPORAL_DELIMITER: Final = 2
_TILE_LIST: Final = 8
_PADDING: Final = 15
DELIMITER: Final = b"\x12\x00"
"""A temporal delimiter, for readers of a bare OBU stream."""
_MAX_OBUS: Final = 1024
_LEB_BYTES: Final = 8


class Av1:
    """Nothing is remembered between temporal units."""

    certain = False

    def begins(self, payload: bytes) -> bool:
        """A packet that does not go on with an OBU begun before."""
        return not parse_aggregation_header(payload).continues

    def assemble(self, payloads: list[bytes]) -> Unit:
        data = bytearray()
        header = b""
        for obu in _obus(payloads):
            kind = obu[0] >> 3 & 15
            if kind in {_TEMPORAL_DELIMITER, _TILE_LIST, _PADDING}:
                continue
            sized = with_size(obu)
            if kind == SEQUENCE_HEADER and not header:
                header = sized
            data += sized
        if not data:
            raise WireError("av1-empty")
        return Unit(bytes(data), bool(header), None, header)


def _obus(payloads: list[bytes]) -> list[bytes]:
    """The OBUs of one temporal unit's packets, as they travelled. Raises WireError."""
    found: list[bytes] = []
    open_obu: bytearray | None = None
    for payload in payloads:
        head = parse_aggregation_header(payload)
        elements = _elements(payload, head.obu_count)
        if head.continues != (open_obu is not None):
            raise WireError("av1-fragment")
        for index, element in enumerate(elements):
            if open_obu is not None:
                open_obu += element
            else:
                open_obu = bytearray(element)
            if index < len(elements) - 1 or not head.continued:
                found.append(bytes(open_obu))
                open_obu = None
        if len(found) > _MAX_OBUS:
            raise WireError("av1-obus")
    if open_obu is not None:
        raise WireError("av1-fragment")
    if not all(found):
        raise WireError("av1-empty")
    return found


def _elements(payload: bytes, count: int) -> list[bytes]:
    """The OBU elements of a packet; with a count the last one has no length."""
    elements: list[bytes] = []
    offset = 1
    while offset < len(payload) and (count == 0 or len(elements) < count):
        if count and len(elements) == count - 1:
            elements.append(payload[offset:])
            offset = len(payload)
            break
        length, offset = read_leb128(payload, offset)
        if offset + length > len(payload):
            raise WireError("av1-short")
        elements.append(payload[offset : offset + length])
        offset += length
    if not elements or (count and len(elements) != count) or offset < len(payload):
        raise WireError("av1-elements")
    return elements


def with_size(obu: bytes) -> bytes:
    """The OBU with a size field (section 5.3 of the AV1 bitstream), as it is if it has one."""
    head = obu[0]
    if head & 0x02:
        return obu
    start = 2 if head & 0x04 else 1
    if len(obu) < start:
        raise WireError("av1-short")
    return bytes((head | 0x02,)) + obu[1:start] + leb128(len(obu) - start) + obu[start:]


def leb128(value: int) -> bytes:
    """Little-endian base 128."""
    out = bytearray()
    while True:
        out.append(value & 0x7F | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def read_leb128(data: bytes, offset: int) -> tuple[int, int]:
    """(value, the offset behind it). Raises WireError when it is cut short or longer than 8 bytes."""
    value = 0
    for index in range(_LEB_BYTES):
        if offset + index >= len(data):
            raise WireError("av1-short")
        byte = data[offset + index]
        value |= (byte & 0x7F) << (7 * index)
        if not byte & 0x80:
            return value, offset + index + 1
    raise WireError("av1-leb128")
