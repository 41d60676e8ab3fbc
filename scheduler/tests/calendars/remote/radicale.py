"""A real Radicale in a process of its own, and a plain client of it: what somebody's calendar app does."""

import asyncio
import base64
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

PASSWORDS = {"ada": "ada's secret", "ben": "ben's secret"}
CONFIG = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
cache_logins = False
[storage]
filesystem_folder = {folder}/collections
[logging]
level = error
"""


@dataclass(slots=True)
class Radicale:
    """The server. `stop` and `start` keep what it stores and where it listens."""

    folder: Path
    port: int
    process: asyncio.subprocess.Process | None = None
    passwords: dict[str, str] = field(default_factory=lambda: dict(PASSWORDS))
    http: aiohttp.ClientSession = field(default_factory=aiohttp.ClientSession)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        program = (sys.executable, "-m", "radicale", "--config", str(self.folder / "config"))
        quiet = asyncio.subprocess.DEVNULL
        self.process = await asyncio.create_subprocess_exec(*program, stdout=quiet, stderr=quiet)
        async with asyncio.timeout(20):
            while True:
                try:
                    _, writer = await asyncio.open_connection("127.0.0.1", self.port)
                except OSError:
                    await asyncio.sleep(0.02)
                    continue
                writer.close()
                return

    async def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            await self.process.wait()
            self.process = None

    def set_password(self, user: str, password: str) -> None:
        """What its administrator does; it is read at the next start."""
        self.passwords[user] = password
        lines = (f"{name}:{word}\n" for name, word in self.passwords.items())
        (self.folder / "users").write_text("".join(lines))

    async def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
        """A request as the person whose path it is."""
        user = path.split("/")[1]
        proof = base64.b64encode(f"{user}:{self.passwords[user]}".encode()).decode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        options = {"data": body.encode() or None, "headers": {"Authorization": f"Basic {proof}", **named}}
        async with self.http.request(method, self.url + path, **options) as answer:  # type: ignore[arg-type]
            return answer.status, dict(answer.headers), await answer.text()

    async def make_calendar(self, user: str, name: str) -> None:
        status, _, _ = await self.ask("MKCALENDAR", f"/{user}/{name}/")
        assert status == 201

    async def put(self, path: str, start: str, end: str, *more: str, uid: str = "", title: str = "Dentist") -> None:
        """An event made in an app; `start`, `end` as iCalendar has them, with or without parameters."""
        name = path.rpartition("/")[2].removesuffix(".ics")
        lines = (
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Some app//EN",
            "BEGIN:VEVENT",
            f"UID:{uid or name}",
            "DTSTAMP:20270310T120000Z",
            f"DTSTART{start}",
            f"DTEND{end}",
            f"SUMMARY:{title}",
            *more,
            "END:VEVENT",
            "END:VCALENDAR",
        )
        status, _, said = await self.ask("PUT", path, "".join(f"{line}\r\n" for line in lines))
        assert status in {201, 204}, said

    async def delete(self, path: str) -> None:
        status, _, _ = await self.ask("DELETE", path)
        assert status == 200

    def events(self, calendar: str) -> dict[str, str]:
        """What the calendar holds: path → iCalendar."""
        folder = self.folder / "collections" / "collection-root" / calendar.strip("/")
        return {f"{calendar}{file.name}": unfolded(file.read_text()) for file in sorted(folder.glob("*.ics"))}


def unfolded(text: str) -> str:
    """RFC 5545, section 3.1."""
    return text.replace("\r\n ", "").replace("\n ", "")


@asynccontextmanager
async def started(folder: Path) -> AsyncIterator[Radicale]:
    """A Radicale on a free port, gone afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Radicale(folder, port)
    os.makedirs(folder / "collections", exist_ok=True)
    (folder / "config").write_text(CONFIG.format(port=port, folder=folder))
    server.set_password("ada", PASSWORDS["ada"])
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
        await server.http.close()
