"""Who PostgreSQL runs as, and how its processes are tied to ours.

It refuses to be root, so root starts it as `postgres` or `nobody`; anybody else starts it as themselves.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import stat
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.store.embedded.errors import NotMainThreadError, NoUnprivilegedAccountError

ACCOUNTS = ("postgres", "nobody")

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The account PostgreSQL runs as; `switch` tells whether we have to become it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def popen_arguments(self) -> dict[str, int | list[int]]:
        """Keyword arguments for subprocess that make the child this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}


def choose(data: Path) -> Account:
    """The account for this process's user and the folder `data`: root becomes the owner of one that exists.

    Raises NoUnprivilegedAccountError for a root without anybody to become.
    """
    uid, gid = os.geteuid(), os.getegid()
    if uid != 0:
        return Account(_name(uid), uid, gid, switch=False)
    if data.exists() and (entry := data.stat()).st_uid != 0:
        return Account(_name(entry.st_uid), entry.st_uid, entry.st_gid, switch=True)
    for name in ACCOUNTS:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, known.pw_uid, known.pw_gid, switch=True)
    raise NoUnprivilegedAccountError(ACCOUNTS)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def can_enter(folder: Path, account: Account) -> bool:
    """Whether `account` may pass through every folder from / down to `folder`, by their mode bits."""
    resolved = folder.resolve()
    return all(_may_pass(path.stat(), account) for path in (resolved, *resolved.parents))


def _may_pass(entry: os.stat_result, account: Account) -> bool:
    if entry.st_uid == account.uid:
        return bool(entry.st_mode & stat.S_IXUSR)
    if entry.st_gid == account.gid:
        return bool(entry.st_mode & stat.S_IXGRP)
    return bool(entry.st_mode & stat.S_IXOTH)


def die_with_parent(signum: signal.Signals) -> Callable[[], None]:
    """A `preexec_fn`: the child gets `signum` when the thread that starts it ends, by whatever means.

    subprocess runs it after setuid, which would clear the setting. Only the main thread may ask for it: another
    thread that ends would take the child along. Raises NotMainThreadError.
    """
    if threading.current_thread() is not threading.main_thread():
        raise NotMainThreadError
    parent = os.getpid()

    def tie() -> None:
        if _libc.prctl(_PR_SET_PDEATHSIG, int(signum)) != 0 or os.getppid() != parent:
            os._exit(127)  # the parent is already gone: there is nobody to serve

    return tie
