"""One node as a process: `python -m sfu` with a place of its own, tied to the gateway that started it.

The rule: it ends with its gateway, however that ends (PR_SET_PDEATHSIG); it says by a pipe when it is ready and on
which ports, so that nothing is read out of its log.
"""

import asyncio
import contextlib
import ctypes
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

READY_FD: Final = "VISAVIS_SFU_READY_FD"
START_SECONDS: Final = 30.0
STOP_SECONDS: Final = 10.0
_PR_SET_PDEATHSIG: Final = 1
_libc: Final = ctypes.CDLL(None, use_errno=True)


class StartError(Exception):
    """The node did not come up; its own words are in the log."""


@dataclass(frozen=True, slots=True)
class Ports:
    """Where a node listens."""

    http: int
    udp: int


def tell_ready(ports: Ports, environment: Mapping[str, str]) -> None:
    """The node's end of the pipe; without one, nothing."""
    text = environment.get(READY_FD, "")
    if text.isdigit():
        with os.fdopen(int(text), "w") as pipe:
            json.dump({"http": ports.http, "udp": ports.udp}, pipe)


class Child:
    """One run of a node. `start`, then `wait` for its end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None
        self._ready = False

    @property
    def pid(self) -> int | None:
        """While it runs."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> Ports:
        """Raises StartError."""
        reading, writing = os.pipe()
        try:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "sfu",
                env={**self._environment, READY_FD: str(writing)},
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(writing,),
                start_new_session=True,  # a Ctrl-C at the terminal is the gateway's to hand on
                preexec_fn=_tied_to_parent(),
            )
        finally:
            os.close(writing)
        try:
            ports = await asyncio.wait_for(_read(reading), START_SECONDS)
        except (TimeoutError, ValueError, KeyError, TypeError):
            await self.kill()
            raise StartError(f"the node did not start (exit code {self._process.returncode})") from None
        self._ready = True
        return ports

    async def wait(self) -> int:
        """The exit code, once it ended."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self) -> None:
        """Asks it to say goodbye to its clients and end, then ends it. Bounded."""
        if self._ready:
            self._signal(signal.SIGINT)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wait(), STOP_SECONDS)
        await self.kill()

    async def kill(self) -> None:
        self._signal(signal.SIGKILL)
        if self._process is not None:
            await self._process.wait()

    def _signal(self, number: int) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)


async def _read(descriptor: int) -> Ports:
    """What the node wrote before it closed the pipe. Raises ValueError, KeyError, TypeError for anything else."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader(limit=1 << 12)
    transport, _ = await loop.connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
    )
    try:
        found = json.loads(await reader.read(1 << 12))
        return Ports(int(found["http"]), int(found["udp"]))
    finally:
        transport.close()


def _tied_to_parent() -> Callable[[], None]:
    """A preexec_fn: the child is killed when we end, by whatever means."""
    parent = os.getpid()

    def tie() -> None:
        if _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL) != 0 or os.getppid() != parent:
            os._exit(127)

    return tie
