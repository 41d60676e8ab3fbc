"""Processes under supervision, with small real programs: nothing is left behind, whatever ends whom."""

import asyncio
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.supervisor import webbuild
from deploy.supervisor.children import Child, GaveUpError
from deploy.supervisor.console import Console
from deploy.supervisor.plan import Program
from deploy.supervisor.ports import holder, is_free

ROOT = Path(__file__).resolve().parents[2]

# A program with a child of its own in another session, as node has them; both write their pid and stay.
FAMILY = """
import os, subprocess, sys, time
grandchild = subprocess.Popen(
    [sys.executable, "-c", "import time, signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"],
    start_new_session=True,
)
open(sys.argv[1], "w").write(f"{os.getpid()} {grandchild.pid}")
time.sleep(600)
"""


@pytest.fixture
def pids(tmp_path: Path) -> Iterator[Callable[[], list[int]]]:
    """The pids a FAMILY wrote, once it has."""
    path = tmp_path / "pids"
    yield lambda: [int(word) for word in path.read_text().split()] if path.exists() else []
    if path.exists():
        for word in path.read_text().split():
            try:
                os.kill(int(word), signal.SIGKILL)
            except ProcessLookupError:
                continue


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def eventually(condition: Callable[[], object], what: str, seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def program(code: str, *arguments: str, ready: str = "http://127.0.0.1:1/") -> Program:
    return Program("small", (sys.executable, "-c", code, *arguments), ROOT, ready, dict(os.environ))


def child_of(code: str, *arguments: str, console: Console | None = None, ready: str = "http://127.0.0.1:1/") -> Child:
    return Child(program(code, *arguments, ready=ready), console or Console(io.StringIO()), ROOT, time.monotonic)


def guarded(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "deploy.supervisor.guard", sys.executable, "-c", code, *arguments]


def test_a_guard_asked_to_end_takes_the_whole_family_along(tmp_path: Path, pids: Callable[[], list[int]]) -> None:
    guard = subprocess.Popen(guarded(FAMILY, str(tmp_path / "pids")), cwd=ROOT)
    eventually(lambda: len(pids()) == 2, "the family is up")
    guard.send_signal(signal.SIGTERM)
    guard.wait(20)
    assert not any(alive(pid) for pid in pids())


def test_the_exit_code_is_the_commands() -> None:
    assert subprocess.run(guarded("raise SystemExit(7)"), cwd=ROOT, check=False).returncode == 7
    killed = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    assert subprocess.run(guarded(killed), cwd=ROOT, check=False).returncode == 128 + signal.SIGKILL


def test_a_supervisor_killed_by_force_leaves_nothing(tmp_path: Path, pids: Callable[[], list[int]]) -> None:
    supervisor = f"""
import asyncio, io, os, sys, time
from pathlib import Path
from deploy.supervisor.children import spawn
async def main():
    command = (sys.executable, "-c", {FAMILY!r}, {str(tmp_path / "pids")!r})
    await spawn(command, Path("/"), dict(os.environ), Path({str(ROOT)!r}))
    await asyncio.sleep(600)
asyncio.run(main())
"""
    running = subprocess.Popen([sys.executable, "-c", supervisor], cwd=ROOT)
    eventually(lambda: len(pids()) == 2, "the family is up")
    running.kill()
    running.wait()
    eventually(lambda: not any(alive(pid) for pid in pids()), "parent and grandchild are gone")


async def test_output_is_prefixed_with_the_programs_name() -> None:
    out = io.StringIO()
    code = "print('hello', flush=True); print('x' * 10); import time; time.sleep(600)"
    child = child_of(code, console=Console(out))
    await child.start()
    async with asyncio.timeout(10):
        while "hello" not in out.getvalue():
            await asyncio.sleep(0.01)
    await child.stop()
    assert re.search(r"^small +│ hello$", out.getvalue(), re.MULTILINE)


async def test_json_logs_are_shown_as_words() -> None:
    out = io.StringIO()
    Console(out).line("media", '{"time": "t", "level": "info", "message": "ready", "port": 7880}')
    assert out.getvalue() == "media     │ INFO    ready port=7880\n"


async def test_a_program_that_ends_is_started_again_and_given_up_in_the_end(tmp_path: Path) -> None:
    count = tmp_path / "count"
    out = io.StringIO()
    now = [0.0]
    code = f"open({str(count)!r}, 'a').write('x'); raise SystemExit(3)"
    child = Child(program(code), Console(out), ROOT, lambda: now[0])
    child.first_pause = 0.0
    await child.start()
    with pytest.raises(GaveUpError, match=r"5 times.*exit code 3"):
        await child.keep_running()
    assert count.read_text() == "xxxxx"
    assert "starting it again" in out.getvalue()


async def test_readiness_is_asked_until_it_is_there() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    code = (
        f"import http.server; http.server.test(http.server.SimpleHTTPRequestHandler, port={port}, bind='127.0.0.1')"
    )
    child = child_of(code, ready=f"http://127.0.0.1:{port}/pyproject.toml")
    await child.start()
    await child.until_ready(15)
    await child.stop()
    assert child.pid is None
    with pytest.raises(TimeoutError):
        await child.until_ready(0.3)


def test_a_taken_port_is_seen_and_its_holder_named() -> None:
    for protocol, kind in (("tcp", socket.SOCK_STREAM), ("udp", socket.SOCK_DGRAM)):
        with socket.socket(socket.AF_INET, kind) as taken:
            taken.bind(("127.0.0.1", 0))
            if protocol == "tcp":
                taken.listen()
            port = taken.getsockname()[1]
            assert not is_free(port, protocol)  # type: ignore[arg-type]
            assert f"(process {os.getpid()})" in (holder(port, protocol) or "")  # type: ignore[arg-type]
        assert is_free(port, protocol)  # type: ignore[arg-type]


def test_a_build_is_current_until_a_source_changes(tmp_path: Path) -> None:
    web = tmp_path / "web"
    (web / "src").mkdir(parents=True)
    (web / ".next").mkdir()
    (web / "package.json").write_text("{}")
    (web / "src" / "page.tsx").write_text("one")
    assert not webbuild.is_current(web)
    (web / ".next" / "BUILD_ID").write_text("id")
    webbuild.stamp(web).write_text(webbuild.digest(web))
    assert webbuild.is_current(web)
    (web / "src" / "page.tsx").write_text("two")
    assert not webbuild.is_current(web)
    (web / "src" / "page.tsx").write_text("one")
    assert webbuild.is_current(web)
