"""SRTP in place (RFC 3711, RFC 7714), on the sessions that aiortc's DTLS handshake made.

pylibsrtp copies every packet twice and allocates; here one buffer a session is filled, protected and
handed out as a view that is valid until the next call.
"""

from typing import Any, Final

import pylibsrtp
from pylibsrtp._binding import ffi, lib

_CAPACITY: Final = 2048
_TRAILER: Final = 16 + 128  # SRTP_MAX_TAG_LEN + SRTP_MAX_MKI_LEN
_INDEX: Final = 4  # the SRTCP index word
MAX_PACKET: Final = _CAPACITY - _TRAILER - _INDEX

_OK: Final = lib.srtp_err_status_ok
_REPLAYS: Final = (9, 10)  # srtp_err_status_replay_fail, srtp_err_status_replay_old (srtp.h)


class SrtpError(Exception):
    """libsrtp refused a packet; `reason` is one of `drops.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class SrtpSession:
    """One direction's SRTP and SRTCP. Not thread safe: one loop, one buffer."""

    __slots__ = ("_cdata", "_context", "_length", "_session", "_view")

    def __init__(self, session: pylibsrtp.Session) -> None:
        self._session = session  # keeps the native context alive
        self._context: Any = session._srtp[0]
        self._cdata = ffi.new("char[]", _CAPACITY)
        self._view = memoryview(ffi.buffer(self._cdata)).cast("B")
        self._length = ffi.new("int *")

    @property
    def context(self) -> Any:
        """libsrtp's own (srtp_t), for the C kernel; alive as long as this session."""
        return self._context

    def protect_rtp(self, packet: bytes | bytearray | memoryview) -> memoryview:
        """The protected packet, as a view of the session's buffer. Raises SrtpError."""
        return self._run(lib.srtp_protect, packet, "send_protect")

    def protect_rtp_into(self, place: Any, view: memoryview, packet: bytes | bytearray | memoryview) -> int:
        """Protects into somebody else's buffer: `place` (char *) and `view` of the same memory, with room for the
        packet and what protection adds. The protected length. Raises SrtpError.
        """
        size = len(packet)
        if size > MAX_PACKET:
            raise SrtpError("send_protect")
        view[:size] = packet
        length = self._length
        length[0] = size
        if lib.srtp_protect(self._context, place, length) != _OK:
            raise SrtpError("send_protect")
        return int(length[0])

    def protect_rtcp(self, packet: bytes) -> memoryview:
        """The protected compound packet, as a view of the session's buffer. Raises SrtpError."""
        return self._run(lib.srtp_protect_rtcp, packet, "send_protect")

    def unprotect_rtp(self, packet: bytes) -> bytes:
        """The plaintext packet. Raises SrtpError with reason srtp_auth or srtp_replay."""
        return bytes(self._run(lib.srtp_unprotect, packet, "srtp_auth"))

    def unprotect_rtcp(self, packet: bytes) -> bytes:
        """The plaintext compound packet. Raises SrtpError with reason srtp_auth or srtp_replay."""
        return bytes(self._run(lib.srtp_unprotect_rtcp, packet, "srtp_auth"))

    def _run(self, function: Any, packet: bytes | bytearray | memoryview, reason: str) -> memoryview:
        size = len(packet)
        if size > MAX_PACKET:
            raise SrtpError(reason)
        self._view[:size] = packet
        self._length[0] = size
        status = function(self._context, self._cdata, self._length)
        if status != _OK:
            raise SrtpError("srtp_replay" if status in _REPLAYS and reason == "srtp_auth" else reason)
        return self._view[: self._length[0]]
