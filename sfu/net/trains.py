"""Packets of one picture to one destination, gathered so that the kernel cuts them apart (UDP_SEGMENT, udp(7)).

One system call costs as much as protecting several packets. The rule of segmentation: all segments but the last have
one size. So a packet longer than the first ends the train before it, a shorter one ends it behind it.
"""

import socket
from typing import Any, Final

from pylibsrtp._binding import ffi

from sfu.net.srtp import MAX_PACKET, SrtpSession

SOL_UDP: Final = 17
UDP_SEGMENT: Final = 103
MAX_SEGMENTS: Final = 16  # longer trains overrun the queues of real last miles
_ROOM: Final = MAX_PACKET + 160  # of one packet with what protection adds
_CAPACITY: Final = MAX_SEGMENTS * _ROOM


def segmentation_works() -> bool:
    """Whether this kernel cuts datagrams apart: tried on a socket of our own."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as to,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as by,
    ):
        to.bind(("127.0.0.1", 0))
        to.settimeout(1.0)
        control = [(SOL_UDP, UDP_SEGMENT, (2).to_bytes(2, "little"))]
        try:
            by.sendmsg([b"aabb"], control, 0, to.getsockname())
            return to.recv(8) == b"aa" and to.recv(8) == b"bb"
        except OSError:
            return False


class Train:
    """A buffer of protected packets, one behind the other. `segment`: the protected size of each but the last."""

    __slots__ = ("_cdata", "_ended", "_plain", "_view", "count", "length", "segment")

    def __init__(self) -> None:
        self._cdata: Any = ffi.new("char[]", _CAPACITY)
        self._view = memoryview(ffi.buffer(self._cdata)).cast("B")
        self._plain = 0
        self._ended = False
        self.clear()

    def clear(self) -> None:
        """Empty again."""
        self.count = 0
        self.length = 0
        self.segment = 0
        self._ended = False

    def takes(self, size: int) -> bool:
        """Whether a packet of so many (plain) bytes may ride along."""
        if self.count == 0:
            return True
        return not self._ended and size <= self._plain and self.count < MAX_SEGMENTS

    def add(self, session: SrtpSession, packet: bytes | bytearray | memoryview) -> None:
        """Protects a packet that `takes` allowed into the train. Raises SrtpError; the train is as before then."""
        protected = session.protect_rtp_into(self._cdata + self.length, self._view[self.length :], packet)
        size = len(packet)
        if self.count == 0:
            self._plain, self.segment = size, protected
        self._ended = size < self._plain
        self.length += protected
        self.count += 1

    @property
    def view(self) -> memoryview:
        """The packets, valid until the next `add` or `clear`."""
        return self._view[: self.length]
