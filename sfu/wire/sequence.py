"""Arithmetic on numbers that wrap: RTP sequence numbers (16 bits), timestamps (32 bits), picture ids (7, 8 or 15
bits).

The rule (RFC 1982): of two numbers, the one less than half the circle ahead is the newer.
"""

from __future__ import annotations


def diff(a: int, b: int, bits: int = 16) -> int:
    """Signed distance a - b on a circle of 2**bits, in [-2**(bits-1), 2**(bits-1))."""
    half = 1 << (bits - 1)
    return ((a - b + half) & ((1 << bits) - 1)) - half


def diff16(a: int, b: int) -> int:
    """Signed distance a - b of two 16 bit sequence numbers, in [-32768, 32767]."""
    return ((a - b + 0x8000) & 0xFFFF) - 0x8000


def diff32(a: int, b: int) -> int:
    """Signed distance a - b of two 32 bit timestamps."""
    return ((a - b + 0x80000000) & 0xFFFFFFFF) - 0x80000000


def newer16(a: int, b: int) -> bool:
    """True when sequence number a comes after b (equal is not newer)."""
    return 0 < ((a - b) & 0xFFFF) < 0x8000


class Unwrapper:
    """Turns wrapping numbers into ones that only grow by order: each is placed nearest to the highest seen so far.

    The first value stays as it is, so an older one arriving next may come out negative.
    """

    __slots__ = ("_half", "_mask", "highest")

    def __init__(self, bits: int = 16) -> None:
        self._half = 1 << (bits - 1)
        self._mask = (1 << bits) - 1
        self.highest: int | None = None

    def unwrap(self, value: int) -> int:
        """The unwrapped value; `highest` follows when it is the newest."""
        highest = self.highest
        if highest is None:
            self.highest = value
            return value
        unwrapped = highest + ((value - highest + self._half) & self._mask) - self._half
        if unwrapped > highest:
            self.highest = unwrapped
        return unwrapped
