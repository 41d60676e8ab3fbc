"""Single bits of a byte string, as the dependency descriptor needs them.

The rule: reading past the end, or writing what does not fit its width, is a WireError.
"""

from __future__ import annotations

from .errors import WireError


class BitReader:
    """Bits of `data` from the highest of the first byte on."""

    __slots__ = ("_left", "_value")

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "big")
        self._left = len(data) * 8

    def read(self, count: int) -> int:
        """The next `count` bits as an unsigned number (0 bits: 0)."""
        if count > self._left:
            raise WireError("bits-short")
        self._left -= count
        return self._value >> self._left & ((1 << count) - 1)

    def flag(self) -> bool:
        return self.read(1) == 1

    def read_non_symmetric(self, values: int) -> int:
        """A number in [0, values), short codes for small ones (AV1 RTP spec, appendix A, ns(n)); values >= 1."""
        width = values.bit_length()
        short = (1 << width) - values
        value = self.read(width - 1)
        return value if value < short else (value << 1 | self.read(1)) - short


class BitWriter:
    """The counterpart: numbers one behind the other, zero bits up to the whole octet."""

    __slots__ = ("_length", "_value")

    def __init__(self) -> None:
        self._value = 0
        self._length = 0

    def write(self, value: int, count: int) -> None:
        """`value` as `count` bits."""
        if not 0 <= value < 1 << count:
            raise WireError("bits-range")
        self._value = self._value << count | value
        self._length += count

    def write_non_symmetric(self, value: int, values: int) -> None:
        """A number in [0, values) as `read_non_symmetric` reads it."""
        if not 0 <= value < values:
            raise WireError("bits-range")
        width = values.bit_length()
        short = (1 << width) - values
        if value < short:
            self.write(value, width - 1)
        else:
            self.write(value + short, width)

    def bytes(self) -> bytes:
        padding = -self._length % 8
        return (self._value << padding).to_bytes((self._length + padding) // 8, "big")
