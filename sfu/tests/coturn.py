"""A real coturn on loopback, for tests that want a relay: Debian's package, brought by `deploy/setup.sh media`."""

import asyncio
import contextlib
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

SECRET = "secret-that-coturn-and-the-node-share"

needs_coturn = pytest.mark.skipif(
    shutil.which("turnserver") is None, reason="coturn is not installed: deploy/setup.sh media"
)


@dataclass
class Coturn:
    """Where it listens, by UDP and TCP; `log` is all it said."""

    port: int
    log: list[str]

    @property
    def url(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=udp"

    @property
    def url_tcp(self) -> str:
        return f"turn:127.0.0.1:{self.port}?transport=tcp"

    async def says(self, words: str) -> str:
        """Waits for a line of its log that has these words."""
        async with asyncio.timeout(10):
            while True:
                for line in self.log:
                    if words in line:
                        return line
                await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def coturn(secret: str = SECRET) -> AsyncIterator[Coturn]:
    """Runs `turnserver` with time-limited credentials, as deploy/README.md says, but on loopback."""
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        probe.close()
        config = Path(folder, "turnserver.conf")
        config.write_text(
            f"listening-ip=127.0.0.1\nlistening-port={port}\nrelay-ip=127.0.0.1\nallow-loopback-peers\n"
            f"use-auth-secret\nstatic-auth-secret={secret}\nrealm=visavis\nno-cli\nno-tls\nno-dtls\nverbose\n"
            f"log-file=stdout\npidfile={folder}/pid\nuserdb={folder}/db\n"
        )
        process = await asyncio.create_subprocess_exec(
            "turnserver", "-c", str(config), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        assert process.stdout is not None
        log: list[str] = []
        reading = asyncio.create_task(_read(process.stdout, log))
        try:
            async with asyncio.timeout(20):
                while not await _answers(port):
                    assert process.returncode is None, "coturn ended:\n" + "".join(log)
                    await asyncio.sleep(0.05)
            yield Coturn(port, log)
        finally:
            if process.returncode is None:
                process.terminate()
            await asyncio.wait_for(process.wait(), 10)
            await reading


async def _read(stream: asyncio.StreamReader, log: list[str]) -> None:
    while line := await stream.readline():
        log.append(line.decode(errors="replace"))


async def _answers(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    return True
