"""Datagrams on a TCP stream: two bytes of length before each (RFC 4571, RFC 6544 section 3).

The rule: a frame longer than any datagram we take is refused at its length, so a stream never makes us keep more than
one frame.
"""

from __future__ import annotations

from typing import Final

from .errors import WireError
from .rtp import Buffer

LENGTH: Final = 2
"""Bytes of the length field."""


def frame(datagram: Buffer) -> bytes:
    """The datagram with its length before it. WireError when it is longer than 65,535 bytes."""
    if len(datagram) > 0xFFFF:
        raise WireError("frame-long")
    return b"".join((len(datagram).to_bytes(LENGTH, "big"), datagram))


class Deframer:
    """Cuts one stream into datagrams of at most `limit` bytes."""

    __slots__ = ("_limit", "_rest")

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._rest = b""

    def feed(self, data: Buffer) -> list[bytes]:
        """The datagrams that are whole now, in order; empty frames (RFC 4571 section 2) are left out.

        WireError for a frame over the limit: the stream is lost, its next boundary cannot be found.
        """
        stream = self._rest + bytes(data)
        found: list[bytes] = []
        at = 0
        while len(stream) - at >= LENGTH:
            size = stream[at] << 8 | stream[at + 1]
            if size > self._limit:
                raise WireError("frame-long")
            end = at + LENGTH + size
            if end > len(stream):
                break
            if size:
                found.append(stream[at + LENGTH : end])
            at = end
        self._rest = stream[at:]
        return found

    @property
    def kept(self) -> int:
        """Bytes of a frame that is not whole yet."""
        return len(self._rest)
