"""The compiled packet path as it was found, and the shapes that C and Python share: records, addresses.

The rule: an extension that has other records than `core` is not used.
"""

import ctypes
import logging
import socket
from typing import Any

import numpy as np

from sfu.core import records, state
from sfu.core.bandwidth.sent import SENT
from sfu.net.ice import Address

log = logging.getLogger(__name__)


def extension() -> Any | None:
    """The compiled extension, None where it was not built."""
    try:
        from sfu.net import _kernel  # type: ignore[attr-defined]
    except ImportError:
        return None
    problem = layout_problem(_kernel.ffi)
    if problem is not None:
        log.error("the packet path in C was built for other records (%s): build it anew; using Python's", problem)
        return None
    return _kernel


def layout_problem(ffi: Any) -> str | None:
    """The first field that C and core see at different places; None if they agree."""
    for name, dtype in (
        ("row_t", records.SUBSCRIPTION),
        ("segment_t", records.SEGMENT),
        ("slot_t", state.SLOT),
        ("sent_t", SENT),
    ):
        assert dtype.fields is not None
        places = {field: int(place[1]) for field, place in dtype.fields.items()}
        problem = _differs(ffi, name, places, dtype.itemsize)
        if problem is not None:
            return problem
    for name, structure in (
        ("stream_t", state.StreamState),
        ("layer_t", state.LayerState),
        ("arrivals_t", state.Arrivals),
        ("levels_t", state.Levels),
    ):
        places = {field[0]: int(getattr(structure, field[0]).offset) for field in structure._fields_}
        problem = _differs(ffi, name, places, ctypes.sizeof(structure))
        if problem is not None:
            return problem
    return None


def _differs(ffi: Any, name: str, places: dict[str, int], size: int) -> str | None:
    fields = dict(ffi.typeof(name).fields)
    for field, place in places.items():
        if field not in fields or fields[field].offset != place:
            return f"{name}.{field}"
    return None if ffi.sizeof(name) == size and len(fields) == len(places) else name


def sockaddr(address: Address) -> bytes:
    """The address as C has it (struct sockaddr_in or sockaddr_in6)."""
    host, port = address[:2]
    if ":" not in host:
        return np.uint16(socket.AF_INET).tobytes() + port.to_bytes(2, "big") + socket.inet_aton(host) + bytes(8)
    flow, scope = address[2:] if len(address) == 4 else (0, 0)
    head = np.uint16(socket.AF_INET6).tobytes() + port.to_bytes(2, "big") + flow.to_bytes(4, "big")
    return head + socket.inet_pton(socket.AF_INET6, host.partition("%")[0]) + np.uint32(scope).tobytes()


def address_of(raw: bytes) -> Address:
    """The address as `socket.recvfrom` gives it, from C's form."""
    family = int(np.frombuffer(raw, np.uint16, 1)[0])
    port = int.from_bytes(raw[2:4], "big")
    if family == socket.AF_INET:
        return socket.inet_ntoa(raw[4:8]), port
    scope = int(np.frombuffer(raw, np.uint32, 1, 24)[0])
    host = socket.inet_ntop(socket.AF_INET6, raw[8:24])
    if scope:  # link-local: written with its interface
        host = socket.getnameinfo((host, port, 0, scope), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV)[0]
    return host, port, int.from_bytes(raw[4:8], "big"), scope
