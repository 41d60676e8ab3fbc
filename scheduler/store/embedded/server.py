"""Start the server of a home, or find the one that runs; a started one ends with the process that started it."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from scheduler.store.embedded import account as accounts
from scheduler.store.embedded import binaries, processes
from scheduler.store.embedded.cluster import DATABASE, ROLE, Cluster, prepare, program_environment, read_password
from scheduler.store.embedded.errors import (
    HomeNotOursError,
    PortInUseError,
    StartFailedError,
    StillInUseError,
    UnsupportedPlatformError,
)

HOST = "127.0.0.1"
SETTINGS: Mapping[str, str] = {
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}

_PORT_ATTEMPTS = 5
_POLL_S = 0.01
_ORPHANS_LEAVE_S = 2.0


@dataclass(frozen=True)
class Server:
    """A running server. `owned`: this process started it, so `stop` ends it and so does this process's own end.

    `dsn` holds the password. `bindir` has psql, pg_dump and the like.
    """

    dsn: str = field(repr=False)
    port: int
    pid: int
    owned: bool
    home: Path
    bindir: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def client_environment(self) -> dict[str, str]:
        """What psql, pg_dump and the like need to log in (libpq's variables)."""
        parts = urlsplit(self.dsn)
        return {
            "PGHOST": HOST,
            "PGPORT": str(self.port),
            "PGUSER": ROLE,
            "PGDATABASE": DATABASE,
            "PGPASSWORD": parts.password or "",
        }

    def is_alive(self) -> bool:
        """Whether the postmaster still runs."""
        if self._process is not None:
            return self._process.poll() is None
        return processes.is_alive(self.pid)

    def stop(self, timeout_s: float = 20.0) -> None:
        """End an owned server: connections are cut, what is committed is written. Bounded; does nothing when not
        owned."""
        if self._process is None:
            return
        # Fast shutdown, then immediate (the next start recovers), then by force: PostgreSQL's manual, "Shutting
        # Down".
        for signum, patience in ((signal.SIGINT, timeout_s), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0)):
            self._process.send_signal(signum)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience)
                return


def start(
    home: Path,
    *,
    port: int = 0,
    settings: Mapping[str, str] | None = None,
    environment: Mapping[str, str] | None = None,
    copies: tuple[Path, ...] = binaries.COPIES,
    timeout_s: float = 120.0,
) -> Server:
    """The server of `home`: found when it runs already, else made if need be and started on `port` (0: any free one).

    `settings` go to postgres on top of SETTINGS (with fsync "off" making the folder is not synced either).
    `environment` (default: this process's) may hold PGBIN. `timeout_s` bounds the wait, recovery included.
    To be called from the main thread. Raises EmbeddedError, always with words for the person at the terminal.
    """
    if sys.platform != "linux":
        raise UnsupportedPlatformError(sys.platform)
    environment = os.environ if environment is None else environment
    chosen = {**SETTINGS, **(settings or {})}
    home = _make_home(home)
    with _locked(home):
        account = accounts.choose(home / "data")
        cluster = Cluster(home, binaries.find(environment, account, copies), account, environment)
        deadline = time.monotonic() + timeout_s
        found = _find_running(cluster, deadline)
        if found is not None:
            return found
        _clear_leftovers(cluster.data)
        password = prepare(cluster, sync=chosen.get("fsync") != "off")
        return _launch_on_a_port(cluster, password, port, chosen, deadline)


def _make_home(home: Path) -> Path:
    home = home.resolve()
    try:
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
    except PermissionError as error:
        raise HomeNotOursError(home) from error
    return home


@contextmanager
def _locked(home: Path) -> Iterator[None]:
    try:
        descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    except PermissionError as error:
        raise HomeNotOursError(home) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _find_running(cluster: Cluster, deadline: float) -> Server | None:
    """The server that somebody else has started here, once it accepts connections; None when there is none or it
    ends."""
    while True:
        try:
            entry = processes.read_pid_file(cluster.data)
        except PermissionError as error:
            raise HomeNotOursError(cluster.data) from error
        if entry is None or not processes.works_on(abs(entry.pid), cluster.data):
            return None
        if entry.pid < 0:
            raise StillInUseError(cluster.data, -entry.pid)
        if entry.ready and entry.port is not None and _answers(entry.port):
            password = read_password(cluster.password_file)
            if password is None:
                raise StartFailedError(
                    f"a server (process {entry.pid}) runs on {cluster.data}, but {cluster.password_file} is gone",
                    "stop that server; the next start makes a new password",
                )
            return _server(cluster, password, entry.port, entry.pid, None)
        if time.monotonic() > deadline:
            raise StartFailedError(
                f"a server (process {entry.pid}) runs on {cluster.data} and is not ready", _tail(cluster.log, 0)
            )
        time.sleep(_POLL_S)


def _clear_leftovers(data: Path) -> None:
    """After a postmaster that was killed: see its children off and make its pid file harmless.

    Children notice on their own when idle; one in a long statement would go on writing, so it is ended. The pid
    may now be a zombie's or a stranger's, which PostgreSQL would take for a running server. The file is not
    removed but told our pid: PostgreSQL takes its parent's pid for stale and still checks the shared memory named
    further down in the file.
    """
    patience = time.monotonic() + _ORPHANS_LEAVE_S
    while (left := processes.working_on(data)) != []:
        if time.monotonic() > patience:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        time.sleep(_POLL_S)
    path = data / "postmaster.pid"
    if not path.exists():
        return
    entry = processes.read_pid_file(data)
    if entry is None:
        path.unlink()  # cut short: PostgreSQL refuses to start over it
        return
    with path.open("r+") as file:
        rest = file.read().partition("\n")[2]
        file.seek(0)
        file.write(f"{os.getpid()}\n{rest}")
        file.truncate()


def _launch_on_a_port(
    cluster: Cluster, password: str, port: int, settings: Mapping[str, str], deadline: float
) -> Server:
    for _ in range(_PORT_ATTEMPTS):
        number = _checked_port(port)
        try:
            return _launch(cluster, password, number, settings, deadline)
        except PortInUseError:
            if port:
                raise
    raise StartFailedError("no free port stayed free until PostgreSQL had it", _tail(cluster.log, 0))


def _checked_port(port: int) -> int:
    """`port` when it is free, or any free one for 0. Raises PortInUseError."""
    with socket.socket() as probe:
        # As PostgreSQL sets it: a port whose last connections are in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortInUseError(port) from error
        return int(probe.getsockname()[1])


def _launch(cluster: Cluster, password: str, port: int, settings: Mapping[str, str], deadline: float) -> Server:
    options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    command = cluster.command("postgres", cluster.data, "-h", HOST, "-p", str(port), "-k", "", *options)
    with cluster.log.open("ab") as log:
        begun = log.tell()
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=cluster.data,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=program_environment(cluster.environment),
            start_new_session=True,  # a Ctrl-C at the terminal is the parent's to handle
            preexec_fn=accounts.die_with_parent(signal.SIGINT),  # noqa: PLW1509 - one system call, no locks
            **cluster.account.popen_arguments(),  # type: ignore[call-overload]
        )
    server = _server(cluster, password, port, process.pid, process)
    try:
        _wait_until_ready(cluster, process, port, begun, deadline)
    except BaseException:
        server.stop()
        raise
    return server


def _wait_until_ready(
    cluster: Cluster, process: subprocess.Popen[bytes], port: int, begun: int, deadline: float
) -> None:
    while True:
        entry = processes.read_pid_file(cluster.data)
        if entry is not None and entry.pid == process.pid and entry.ready:
            return
        if process.poll() is not None:
            said = _tail(cluster.log, begun)
            if "could not bind" in said:
                raise PortInUseError(port)
            raise StartFailedError(f"PostgreSQL ended with {process.returncode} while starting; its log says:", said)
        if time.monotonic() > deadline:
            raise StartFailedError("PostgreSQL was not ready in time; it says:", _tail(cluster.log, begun))
        time.sleep(_POLL_S)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=1):
            return True
    except OSError:
        return False


def _tail(log: Path, begun: int) -> str:
    with log.open("rb") as file:
        file.seek(begun)
        return file.read().decode(errors="replace")[-3000:]


def _server(cluster: Cluster, password: str, port: int, pid: int, process: subprocess.Popen[bytes] | None) -> Server:
    dsn = f"postgresql://{ROLE}:{password}@{HOST}:{port}/{DATABASE}"
    return Server(dsn, port, pid, process is not None, cluster.home, cluster.binaries.bindir, process)
