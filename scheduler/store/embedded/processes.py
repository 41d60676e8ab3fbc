"""Which processes work on a data folder, read from postmaster.pid and /proc. A zombie is not alive; a reused pid
is not ours."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PidFile:
    """postmaster.pid: line 1 the pid (negative: single-user mode), line 4 the port, line 8 the state, once they
    are written."""

    pid: int
    port: int | None
    ready: bool


def parse_pid_file(text: str) -> PidFile | None:
    """The file's content; None when it is empty or not one (a write that was cut short)."""
    lines = text.split("\n")
    try:
        pid = int(lines[0])
    except ValueError:
        return None
    port = int(lines[3]) if len(lines) > 3 and lines[3].strip().isdigit() else None
    return PidFile(pid, port, ready=len(lines) > 7 and lines[7].strip() == "ready")


def read_pid_file(data: Path) -> PidFile | None:
    """postmaster.pid of the folder `data`, or None. Raises PermissionError when the folder is another user's."""
    try:
        return parse_pid_file((data / "postmaster.pid").read_text())
    except FileNotFoundError:
        return None


def parent_and_state(pid: int) -> tuple[int, str] | None:
    """(parent's pid, state letter) of a process from /proc/<pid>/stat; None when there is none."""
    try:
        # The second field is the name in brackets, which may itself hold brackets and spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return int(fields[1]), fields[0]


def is_alive(pid: int) -> bool:
    """Whether `pid` is a process that still runs: a zombie is one that does not."""
    entry = parent_and_state(pid)
    return entry is not None and entry[1] not in "ZX"


def works_on(pid: int, data: Path) -> bool:
    """Whether `pid` is a live postgres process of this data folder: each has it as its working folder."""
    if not is_alive(pid):
        return False
    try:
        executable, folder = os.readlink(f"/proc/{pid}/exe"), os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return False
    return "postgres" in executable and Path(folder) == data.resolve()


def working_on(data: Path) -> list[int]:
    """All live postgres processes of this data folder."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and works_on(int(entry), data)]
