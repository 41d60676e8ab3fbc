"""One supervised program: started behind its guard, watched, restarted a few times, stopped in bounds."""

from __future__ import annotations

import asyncio
import signal
import sys
import urllib.error
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from deploy.supervisor.console import Console
from deploy.supervisor.guard import tied_to_parent
from deploy.supervisor.plan import Program

_MAX_RESTARTS: Final = 5  # within _WITHIN seconds
_WITHIN: Final = 60.0
_FIRST_PAUSE: Final = 0.5
_STOP_SECONDS: Final = 12.0
_READY_POLL: Final = 0.1
_MAX_LINE: Final = 1 << 16


class GaveUpError(Exception):
    """A program ended more often than is good."""


async def spawn(
    command: tuple[str, ...], folder: Path, environment: Mapping[str, str], root: Path
) -> asyncio.subprocess.Process:
    """Starts a command behind a guard, its output in one pipe."""
    guard = [sys.executable, "-m", "deploy.supervisor.guard", "env", "-C", str(folder), *command]
    return await asyncio.create_subprocess_exec(
        *guard,
        cwd=root,
        env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,  # a Ctrl-C at the terminal is ours to hand on, in order
        preexec_fn=tied_to_parent(signal.SIGUSR1),
        limit=_MAX_LINE,
    )


async def echo(name: str, stream: asyncio.StreamReader, console: Console) -> None:
    """Copies a process's output, line by line, behind its name."""
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # longer than the limit: the rest follows as lines of its own
            continue
        if not line:
            return
        console.line(name, line.decode(errors="replace").rstrip())


class Child:
    """Keeps one program running until `stop`."""

    def __init__(self, program: Program, console: Console, root: Path, clock: Callable[[], float]) -> None:
        self.program = program
        self._console = console
        self._root = root
        self._clock = clock
        self._process: asyncio.subprocess.Process | None = None
        self._echo: asyncio.Task[None] | None = None
        self._ended: deque[float] = deque(maxlen=_MAX_RESTARTS)
        self.stopping = False
        self.first_pause = _FIRST_PAUSE  # seconds; doubled from restart to restart

    @property
    def pid(self) -> int | None:
        """The guard's process id while it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        program = self.program
        self._process = await spawn(program.command, program.folder, program.environment, self._root)
        assert self._process.stdout is not None
        self._echo = asyncio.create_task(echo(program.name, self._process.stdout, self._console))

    async def until_ready(self, seconds: float) -> None:
        """Waits for the program's readiness. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not await asyncio.to_thread(_answers, self.program.ready):  # noqa: ASYNC110 - another process's state
                await asyncio.sleep(_READY_POLL)

    async def keep_running(self) -> None:
        """Restarts the program when it ends, with growing pauses. Raises GaveUpError when that does not help."""
        while True:
            assert self._process is not None
            code = await self._process.wait()
            if self._echo is not None:
                await self._echo
            if self.stopping:
                return
            now = self._clock()
            recent = [at for at in self._ended if now - at < _WITHIN]
            self._ended.append(now)
            if len(recent) + 1 >= _MAX_RESTARTS:
                raise GaveUpError(
                    f"{self.program.name} ended {len(recent) + 1} times within a minute (exit code {code})"
                )
            pause = self.first_pause * 2 ** len(recent)
            self._console.trouble(f"{self.program.name} ended (exit code {code}); starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            if not self.stopping:
                await self.start()

    async def stop(self) -> None:
        """Asks it to end, then ends it. Bounded; idempotent."""
        self.stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self._console.trouble(f"{self.program.name} does not end; killing it")
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if self._echo is not None:
            await self._echo


def _answers(url: str) -> bool:
    """Whether a GET answers below 400 (redirects are not followed: a page that sends on is up)."""
    opener = urllib.request.build_opener(_Stay)
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status < 400)
    except urllib.error.HTTPError as error:
        return 300 <= error.code < 400
    except (OSError, ValueError):
        return False


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None
