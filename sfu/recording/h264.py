"""H264 access units (RFC 6184): single NAL units, STAP-A and FU-A, as an Annex B byte stream: pure.

The rule: every keyframe carries its parameter sets, so that a file can be cut or joined at any of them.
"""

from typing import Final

from sfu.recording.units import Unit
from sfu.wire.errors import WireError
from sfu.wire.h264 import FU_A, IDR, PPS, SPS, STAP_A

START: Final = b"\0\0\0\1"
_HIGHEST_SINGLE: Final = 23
_MAX_SETS: Final = 16


class H264:
    """Remembers the parameter sets that came last."""

    certain = False

    def __init__(self) -> None:
        self._sets: list[bytes] = []

    def begins(self, payload: bytes) -> bool:
        """Any packet may begin a picture but the later fragments of a NAL unit."""
        kind = payload[0] & 0x1F
        if kind == FU_A:
            return len(payload) > 1 and bool(payload[1] & 0x80)
        return True

    def assemble(self, payloads: list[bytes]) -> Unit | None:
        units = nal_units(payloads)
        sets = [unit for unit in units if unit[0] & 0x1F in {SPS, PPS}]
        if any(unit[0] & 0x1F == SPS for unit in sets):
            self._sets = sets[:_MAX_SETS]
        elif sets:
            self._sets = [*(old for old in self._sets if old not in sets), *sets][-_MAX_SETS:]
        keyframe = any(unit[0] & 0x1F == IDR for unit in units)
        if not any(unit[0] & 0x1F <= IDR for unit in units):
            return None  # parameter sets or side information by themselves
        header = b""
        if keyframe:
            if not any(unit[0] & 0x1F == SPS for unit in self._sets):
                raise WireError("h264-no-parameters")
            units = [unit for unit in units if unit not in sets]
            header = annex_b(self._sets)
        return Unit(header + annex_b(units), keyframe, None, header)


def annex_b(units: list[bytes]) -> bytes:
    """NAL units behind start codes (ITU-T H.264 annex B)."""
    return b"".join(START + unit for unit in units)


def nal_units(payloads: list[bytes]) -> list[bytes]:
    """The NAL units of one access unit's packets, in order. Raises WireError: cut short, or a kind WebRTC has not."""
    units: list[bytes] = []
    fragments: bytearray | None = None
    for payload in payloads:
        kind = payload[0] & 0x1F
        if fragments is not None and (kind != FU_A or len(payload) < 2 or payload[1] & 0x80):
            raise WireError("h264-fragment")
        if kind == FU_A:
            if len(payload) < 3:
                raise WireError("h264-short")
            head = payload[1]
            if head & 0x80:
                fragments = bytearray((payload[0] & 0xE0 | head & 0x1F,))
            elif fragments is None:
                raise WireError("h264-fragment")
            fragments += payload[2:]
            if head & 0x40:
                units.append(bytes(fragments))
                fragments = None
        elif kind == STAP_A:
            units += _aggregated(payload)
        elif 0 < kind <= _HIGHEST_SINGLE:
            units.append(payload)
        else:
            raise WireError("h264-kind")
    if fragments is not None:
        raise WireError("h264-fragment")
    return units


def _aggregated(payload: bytes) -> list[bytes]:
    units: list[bytes] = []
    offset = 1
    while offset < len(payload):
        length = int.from_bytes(payload[offset : offset + 2], "big")
        offset += 2
        unit = payload[offset : offset + length]
        if length == 0 or len(unit) < length:
            raise WireError("h264-aggregate")
        units.append(unit)
        offset += length
    if not units:
        raise WireError("h264-short")
    return units
