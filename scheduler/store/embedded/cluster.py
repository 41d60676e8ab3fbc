"""The folder of one embedded server, from nothing to ready to start.

    home/data          PostgreSQL's own folder; comes into being whole, by a rename
    home/password      the password of the role `visavis`, mode 0600
    home/postgres.log  what the server writes
    home/lock          held (flock) while somebody makes or starts the server

The account PostgreSQL runs as need not be able to reach `home` by its path (a mode-700 home of root's): the processes
are then started inside `data` and told to use /proc/self/cwd, and no permission changes.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scheduler.store.embedded.account import Account, can_enter
from scheduler.store.embedded.binaries import Binaries
from scheduler.store.embedded.errors import (
    HomeNotOursError,
    NotADataFolderError,
    StartFailedError,
    VersionMismatchError,
)

ROLE = "visavis"
DATABASE = "visavis"

_FORBIDDEN_IN_ENVIRONMENT = re.compile(r"PG|LC_|LANG")


@dataclass(frozen=True)
class Cluster:
    """A home with its programs and the account they run as."""

    home: Path
    binaries: Binaries
    account: Account
    environment: Mapping[str, str]

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.home / "data"

    @property
    def password_file(self) -> Path:
        """Where the password is kept."""
        return self.home / "password"

    @property
    def log(self) -> Path:
        """What the server writes."""
        return self.home / "postgres.log"

    def command(self, program: str, data: Path, *arguments: str) -> list[str]:
        """The command line of one of the programs on the folder `data`, to be started with `data` as working
        folder."""
        spelled = str(data) if can_enter(data, self.account) else "/proc/self/cwd"
        return [str(self.binaries.bindir / program), *arguments, "-D", spelled]


def program_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without what would change PostgreSQL's mind (PG*, locale), in a fixed locale and zone."""
    kept = {key: value for key, value in environment.items() if not _FORBIDDEN_IN_ENVIRONMENT.match(key)}
    return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def prepare(cluster: Cluster, *, sync: bool = True) -> str:
    """Make the data folder unless it is there, and return the password. The caller holds the lock.

    `sync=False` leaves the new files to the kernel: for throw-away servers of tests.
    Raises VersionMismatchError, NotADataFolderError, HomeNotOursError, StartFailedError.
    """
    for left in cluster.home.glob("data.new-*"):  # an initdb that was killed
        shutil.rmtree(left)
    version = _version_of(cluster.data)
    if version is None:
        password = _write_password(cluster.password_file)
        _initialise(cluster, password, sync=sync)
        return password
    if version != cluster.binaries.major:
        raise VersionMismatchError(cluster.home, version, cluster.binaries.major)
    return read_password(cluster.password_file) or _replace_password(cluster)


def read_password(path: Path) -> str | None:
    """The kept password; None when there is none. Raises HomeNotOursError when it is another user's."""
    try:
        return path.read_text().strip() or None
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise HomeNotOursError(path) from error


def _version_of(data: Path) -> str | None:
    """The major version that wrote `data`; None when there is nothing yet."""
    try:
        return (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if data.exists() and any(data.iterdir()):
            raise NotADataFolderError(data) from None
        return None
    except PermissionError as error:
        raise HomeNotOursError(data) from error


def _initialise(cluster: Cluster, password: str, *, sync: bool) -> None:
    """initdb into a folder beside, our database made in it, then the rename that makes it the data folder."""
    new = Path(tempfile.mkdtemp(prefix="data.new-", dir=cluster.home))
    if cluster.account.switch:
        os.chown(new, cluster.account.uid, cluster.account.gid)
    with _readable_by(cluster.account, password) as password_file:
        options = ["-U", ROLE, "-A", "scram-sha-256", f"--pwfile={password_file}", "-E", "UTF8", "--locale=C.UTF-8"]
        options += ["--no-instructions"] if sync else ["--no-instructions", "--no-sync"]
        _run(cluster, cluster.command("initdb", new, *options), new, "")
    _single_user(cluster, new, f"CREATE DATABASE {DATABASE};")
    if cluster.data.exists():
        cluster.data.rmdir()  # empty: _version_of saw to that
    new.rename(cluster.data)
    folder = os.open(cluster.home, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _write_password(path: Path) -> str:
    password = secrets.token_urlsafe(24)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(password + "\n")
    return password


def _replace_password(cluster: Cluster) -> str:
    """A lost password file is replaced: whoever may run the programs on the folder may do anything to it anyway."""
    password = _write_password(cluster.password_file)
    try:
        _single_user(cluster, cluster.data, f"ALTER ROLE {ROLE} PASSWORD '{password}';")
    except StartFailedError:
        cluster.password_file.unlink()
        raise
    return password


@contextmanager
def _readable_by(account: Account, text: str) -> Iterator[str]:
    """A temporary file with `text` that only `account` can read, outside any folder it might not enter."""
    descriptor, name = tempfile.mkstemp(prefix="visavis-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text + "\n")
        if account.switch:
            os.chown(name, account.uid, account.gid)
        yield name
    finally:
        os.unlink(name)


def _single_user(cluster: Cluster, data: Path, sql: str) -> None:
    """Run one statement on a stopped server. The single-user mode exits with 0 after errors too, so its words
    decide."""
    said = _run(cluster, [*cluster.command("postgres", data, "--single"), "postgres"], data, sql + "\n")
    if "ERROR:" in said:
        raise StartFailedError(f"{sql.split(maxsplit=1)[0]} failed on {data}", said)


def _run(cluster: Cluster, command: list[str], folder: Path, given: str) -> str:
    ran = subprocess.run(  # noqa: S603
        command,
        cwd=folder,
        input=given,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=program_environment(cluster.environment),
        check=False,
        **cluster.account.popen_arguments(),  # type: ignore[call-overload]
    )
    said = str(ran.stdout)
    if ran.returncode != 0:
        raise StartFailedError(f"{Path(command[0]).name} failed with {ran.returncode}", said[-3000:])
    return said
