"""The machine: the packet path in C, segmentation offload, open files, socket buffers."""

import resource
import socket
from typing import Final

from sfu.doctor.findings import Finding
from sfu.net.kernel_shapes import extension
from sfu.net.sockets import SOCKET_BUFFER
from sfu.net.trains import segmentation_works

_FEW_FILES: Final = 256  # below it not even a small meeting finds room
_ENOUGH_FILES: Final = 4096  # a thousand people: a WebSocket each, and TCP media connections


def look(*, native: bool = True) -> list[Finding]:
    """All of this group; `native`: the node is to use the packet path in C where there is one."""
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    path = kernel(built=extension() is not None, wanted=native)
    return [path, segmentation(works=segmentation_works()), files(limit), *buffers()]


def kernel(*, built: bool, wanted: bool) -> Finding:
    if not wanted:
        return Finding("packet path in C", "warning", "switched off (VISAVIS_SFU_KERNEL): Python carries the packets")
    if built:
        return Finding("packet path in C", "ok", "built for these records and loaded")
    return Finding(
        "packet path in C",
        "warning",
        "not there: Python carries the packets, at several times the processor time",
        "install a C compiler and install the package again: pip install --no-deps -e .",
    )


def segmentation(*, works: bool) -> Finding:
    if works:
        return Finding("UDP segmentation", "ok", "the system cuts trains of packets apart (GSO)")
    return Finding(
        "UDP segmentation", "warning", "the system does not do it: a call a packet", "use Linux 4.18 or newer"
    )


def files(limit: int) -> Finding:
    """`limit`: the soft RLIMIT_NOFILE, RLIM_INFINITY for none."""
    if limit == resource.RLIM_INFINITY or limit >= _ENOUGH_FILES:
        return Finding("open files", "ok", "no limit" if limit == resource.RLIM_INFINITY else f"up to {limit}")
    advice = f"raise it to {_ENOUGH_FILES} or more: ulimit -n, or LimitNOFILE= of the service"
    return Finding("open files", "failed" if limit < _FEW_FILES else "warning", f"up to {limit}", advice)


def buffers() -> list[Finding]:
    """What the system really grants of what the media port asks for."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        found = []
        for name, option, setting in (
            ("receive buffer", socket.SO_RCVBUF, "net.core.rmem_max"),
            ("send buffer", socket.SO_SNDBUF, "net.core.wmem_max"),
        ):
            sock.setsockopt(socket.SOL_SOCKET, option, SOCKET_BUFFER)
            # Linux doubles what it grants, for its own bookkeeping, and tells the double (socket(7)).
            found.append(buffer(name, setting, sock.getsockopt(socket.SOL_SOCKET, option) // 2))
        return found


def buffer(name: str, setting: str, granted: int) -> Finding:
    """Of `granted` bytes."""
    if granted >= SOCKET_BUFFER:
        return Finding(name, "ok", f"{granted >> 10} KiB")
    seen = f"{granted >> 10} KiB of {SOCKET_BUFFER >> 10}: bursts will be lost under load"
    return Finding(name, "warning", seen, f"sysctl -w {setting}={SOCKET_BUFFER}, and keep it in /etc/sysctl.d")
