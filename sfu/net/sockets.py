"""The node's UDP sockets: one a host, and beside it one for what can wait until there is something else to do.

Feedback and receiver reports come from every viewer ten times a second, each at its own moment; a wake-up for each
costs more than reading them. So the system sorts them out (a filter over SO_REUSEPORT, Linux) into a socket that
nobody waits for. The rule: a port that somebody else has is refused, although the two share theirs.
"""

import ctypes
import logging
import socket
import struct
from typing import Final

log = logging.getLogger(__name__)

SOCKET_BUFFER: Final = 4 << 20
_ATTACH_FILTER: Final = 51  # SO_ATTACH_REUSEPORT_CBPF

# The number of the socket in its group, by the UDP payload (classic BPF; RFC 3550 section 6.4.2,
# draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1): 1 for transport-wide feedback and receiver reports.
_LOAD, _AND, _EQUALS, _RETURN = 0x30, 0x54, 0x15, 0x06
_SORT: Final = (
    (_LOAD, 0, 0, 1),
    (_EQUALS, 0, 3, 205),  # RTPFB …
    (_LOAD, 0, 0, 0),
    (_AND, 0, 0, 0xDF),
    (_EQUALS, 4, 5, 0x8F),  # … of format 15
    (_EQUALS, 0, 4, 201),  # RR
    (_LOAD, 0, 0, 0),
    (_AND, 0, 0, 0xE0),
    (_EQUALS, 0, 1, 0x80),
    (_RETURN, 0, 0, 1),
    (_RETURN, 0, 0, 0),
)


def bound(host: str, port: int, *, shared: bool = False) -> socket.socket:
    """A socket on this port (0: a free one), its buffers large. `shared`: `patient` can make another one beside it.
    Raises OSError, also when somebody else who shares has the port.
    """
    if shared:
        with _new(host) as probe:  # alone, so it does not get what others share
            probe.bind((host, port))
            port = probe.getsockname()[1]
    sock = _new(host)
    try:
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            sock.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
        if shared:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def _new(host: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC)
    if family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    return sock


def patient(beside: socket.socket) -> socket.socket | None:
    """The socket for what can wait of what comes to a shared one; None: this system cannot."""
    host, port = beside.getsockname()[:2]
    sock = _new(host)
    try:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SOCKET_BUFFER)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in _SORT))
        described = struct.pack("HL", len(_SORT), ctypes.addressof(program))
        sock.bind((host, port))
        sock.setsockopt(socket.SOL_SOCKET, _ATTACH_FILTER, described)
    except OSError as error:
        log.info("feedback wakes the node, this system does not sort it out: %s", error)
        sock.close()
        return None
    return sock
