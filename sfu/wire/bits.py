"""Reading single bits of a byte string, as AV1's dependency descriptor needs; reading past the end is a WireError."""

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
