"""The supervisor as a person runs it, with the real database, scheduler and media node (without the web app)."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "deploy.supervisor", "run", "--no-web"]


def free_port(kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A supervisor and all it says."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.process = subprocess.Popen(
            COMMAND, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line)
        self.process.stdout.close()

    @property
    def said(self) -> str:
        return "".join(self.lines)

    def until(self, words: str, seconds: float = 90.0) -> None:
        eventually(lambda: words in self.said or self.process.poll() is not None, f"{words!r}:\n{self.said}", seconds)
        assert words in self.said, self.said

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._reader.join(30)
        return code


def eventually(condition: Callable[[], object], what: str, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Free ports and a state folder of its own."""
    return {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "VISAVIS_ENV": "test",
        "VISAVIS_STATE_DIR": str(tmp_path_factory.mktemp("state")),
        "VISAVIS_SCHEDULER_PORT": str(free_port(socket.SOCK_STREAM)),
        "VISAVIS_TEST_GATEWAY_PORT": str(free_port(socket.SOCK_STREAM)),
        "VISAVIS_WEB_PORT": str(free_port(socket.SOCK_STREAM)),
        "VISAVIS_SFU_HTTP_PORT": str(free_port(socket.SOCK_STREAM)),
        "VISAVIS_SFU_TCP_PORT": str(free_port(socket.SOCK_STREAM)),
        "VISAVIS_SFU_UDP_PORT": str(free_port(socket.SOCK_DGRAM)),
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
    }


@pytest.fixture
def running(environment: dict[str, str]) -> Iterator[Running]:
    started = Running(environment)
    yield started
    if started.process.poll() is None:
        started.end(signal.SIGKILL)


def processes_of(state: str) -> list[str]:
    """Every process that has this state folder in its environment, but us."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if f"VISAVIS_STATE_DIR={state}".encode() in (entry / "environ").read_bytes().split(b"\0"):
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
    return found


@pytest.mark.timeout(240)
def test_it_comes_up_says_where_and_goes_without_a_trace(running: Running, environment: dict[str, str]) -> None:
    running.until("Visavis is ready")
    assert "ada@demo.visavis.test" in running.said
    scheduler = f"http://127.0.0.1:{environment['VISAVIS_SCHEDULER_PORT']}"
    with urllib.request.urlopen(f"{scheduler}/api/v1/professionals?q=ada") as answer:
        assert json.load(answer)["items"][0]["name"] == "Dr. Ada Demo"
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['VISAVIS_SFU_HTTP_PORT']}/readyz") as answer:
        assert json.load(answer)["ready"]

    second = subprocess.run(COMMAND, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert second.returncode == 1
    assert "already runs" in second.stdout

    other = {**environment, "VISAVIS_STATE_DIR": environment["VISAVIS_STATE_DIR"] + "-other"}
    third = subprocess.run(COMMAND, cwd=ROOT, env=other, capture_output=True, text=True, check=False)
    assert third.returncode == 1
    assert environment["VISAVIS_SCHEDULER_PORT"] in third.stdout
    assert "VISAVIS_SCHEDULER_PORT" in third.stdout

    assert running.end(signal.SIGTERM) == 0
    assert processes_of(environment["VISAVIS_STATE_DIR"]) == []


@pytest.mark.timeout(240)
def test_killed_by_force_it_leaves_nothing_and_starts_again(running: Running, environment: dict[str, str]) -> None:
    running.until("Visavis is ready")
    running.end(signal.SIGKILL)
    eventually(lambda: processes_of(environment["VISAVIS_STATE_DIR"]) == [], "all processes are gone")
    again = Running(environment)
    again.until("Visavis is ready")
    assert again.end(signal.SIGINT) == 0


def test_a_wrong_variable_ends_it_with_its_name(environment: dict[str, str]) -> None:
    wrong = {**environment, "VISAVIS_WEB_PORT": "web"}
    ran = subprocess.run(COMMAND, cwd=ROOT, env=wrong, capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert "VISAVIS_WEB_PORT" in ran.stdout
