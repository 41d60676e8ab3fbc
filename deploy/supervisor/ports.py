"""Is a port free, and if not, whose is it? Read from the sockets themselves and from /proc."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import Literal

Protocol = Literal["tcp", "udp"]


def is_free(port: int, protocol: Protocol) -> bool:
    """Whether a server could listen on this port now, on every address."""
    kind = socket.SOCK_STREAM if protocol == "tcp" else socket.SOCK_DGRAM
    with socket.socket(socket.AF_INET, kind) as probe:
        if protocol == "tcp":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104  a probe, closed at once
        except OSError:
            return False
    return True


def holder(port: int, protocol: Protocol) -> str | None:
    """Who has the port, as "name (pid)"; None when that cannot be seen (another user's process)."""
    inodes = _inodes(port, protocol)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and _has_one_of(entry, inodes):
            return f"{_name(entry)} (process {entry.name})"
    return None


def _inodes(port: int, protocol: Protocol) -> set[str]:
    """Inodes of the sockets bound to the port (proc(5), /proc/net/tcp)."""
    found = set()
    for table in (protocol, protocol + "6"):
        try:
            lines = Path(f"/proc/net/{table}").read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            listening = protocol == "udp" or fields[3] == "0A"
            if listening and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


def _has_one_of(process: Path, inodes: set[str]) -> bool:
    wanted = {f"socket:[{inode}]" for inode in inodes}
    try:
        return any(os.readlink(link) in wanted for link in (process / "fd").iterdir())
    except OSError:
        return False


def _name(process: Path) -> str:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        return " ".join(word.decode(errors="replace") for word in words[:3] if word)[:60] or "a process"
    except OSError:
        return "a process"
