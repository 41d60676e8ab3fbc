"""`python -m deploy.supervisor.guard COMMAND…`: runs one command and answers for its whole family.

The supervisor's own death, even by SIGKILL, reaches the guard as a signal (PR_SET_PDEATHSIG); orphaned grandchildren
are handed to the guard (PR_SET_CHILD_SUBREAPER). So when the guard ends nothing of the command is left.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_CHILD_SUBREAPER: Final = 36
_GRACE: Final = 8.0  # seconds between asking the command to end and ending it
_libc = ctypes.CDLL(None, use_errno=True)


def tied_to_parent(signum: int) -> Callable[[], None]:
    """A preexec_fn: the child gets `signum` when we end, by whatever means."""
    parent = os.getpid()

    def tie() -> None:
        if _libc.prctl(_PR_SET_PDEATHSIG, signum) != 0 or os.getppid() != parent:
            os._exit(127)

    return tie


def main(command: list[str]) -> int:
    """The command's exit code, 128 + signal when a signal ended it."""
    if not command:
        print("usage: python -m deploy.supervisor.guard COMMAND [ARGUMENT…]", file=sys.stderr)
        return 2
    _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1):
        signal.signal(number, lambda number, _frame: asked.append(number))
    child = subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=tied_to_parent(signal.SIGKILL),  # noqa: PLW1509  one system call, no locks
    )
    code = _wait(child, asked)
    _end_family()
    return code if code >= 0 else 128 - code


def _wait(child: subprocess.Popen[bytes], asked: list[int]) -> int:
    """Until the command ends; asked to end, it gets a while. SIGUSR1 means the supervisor is gone: no while."""
    deadline = None
    while True:
        with suppress(subprocess.TimeoutExpired):
            return child.wait(0.1)
        if asked and deadline is None:
            patience = 1.0 if signal.SIGUSR1 in asked else _GRACE
            deadline = time.monotonic() + patience
            _signal_group(child.pid, signal.SIGTERM)
        if deadline is not None and time.monotonic() > deadline:
            _signal_group(child.pid, signal.SIGKILL)


def _end_family() -> None:
    """Ends what the command left behind, wherever it moved to: orphans become our children."""
    for _ in range(100):
        left = _children(os.getpid())
        if not left:
            return
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        time.sleep(0.01)


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _signal_group(leader: int, signum: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signum)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
