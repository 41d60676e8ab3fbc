"""Debian's Janus as a process with a configuration of its own, and one session with it over HTTP."""

import asyncio
import contextlib
import itertools
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

import aiohttp

from sfu.bench.processes import free_port

_INSTALLED: Final = Path("/usr/lib")
_WAIT_S: Final = 20.0

# One event loop is its best mode (the default is a thread a handle); repeats from the last 500 packets, as we keep
# 512; no logging.
_MAIN: Final = """
general: {
  debug_level = 2
  session_timeout = 0
  event_loops = 1
  admin_secret = "unused"
}
media: { min_nack_queue = 500 }
nat: {
  ice_tcp = false
  ice_enforce_list = "127.0.0.1"
}
plugins: { disable = "%(others)s" }
transports: { disable = "%(ways)s" }
events: { broadcast = false }
"""
_HTTP: Final = """
general: { json = "compact", base_path = "/janus", http = true, port = %(port)d, ip = "127.0.0.1", https = false }
admin: { admin_http = false }
"""


@contextlib.asynccontextmanager
async def janus() -> AsyncIterator[tuple[int, str]]:
    """Its pid and the address of its API. Raises RuntimeError when it does not come up."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        unused = {"others": _all_but("plugins", "videoroom"), "ways": _all_but("transports", "http")}
        (Path(folder) / "janus.jcfg").write_text(_MAIN % unused)
        (Path(folder) / "janus.transport.http.jcfg").write_text(_HTTP % {"port": port})
        (Path(folder) / "janus.plugin.videoroom.jcfg").write_text("general: { }\n")
        log = Path(folder) / "log"
        with log.open("wb") as writing:
            running = await asyncio.create_subprocess_exec(
                shutil.which("janus") or "janus", "-F", folder, stdout=writing, stderr=writing
            )
        url = f"http://127.0.0.1:{port}/janus"
        try:
            try:
                await _until_up(running, url)
            except RuntimeError as error:
                raise RuntimeError(f"{error}: {log.read_text(errors='replace')[-2000:]}") from error
            yield running.pid, url
        finally:
            if running.returncode is None:
                running.terminate()
                try:
                    await asyncio.wait_for(running.wait(), 10)
                except TimeoutError:
                    running.kill()
                    await running.wait()


def _all_but(kind: str, name: str) -> str:
    """The installed modules of a kind but one, as Janus' `disable` wants them."""
    found = {path.name for path in _INSTALLED.glob(f"*/janus/{kind}/libjanus_*.so")}
    return ",".join(sorted(found - {f"libjanus_{name}.so"}))


async def _until_up(running: asyncio.subprocess.Process, url: str) -> None:
    deadline = time.monotonic() + _WAIT_S
    async with aiohttp.ClientSession() as session:
        while time.monotonic() < deadline and running.returncode is None:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(url + "/info", timeout=aiohttp.ClientTimeout(total=1)) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.1)
    raise RuntimeError("Janus did not come up")


class Session:
    """One session with as many handles as there are people; events come by long polls."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._number = itertools.count(1)
        self._events: dict[int, asyncio.Queue[dict[str, Any]]] = {}
        self._http: aiohttp.ClientSession | None = None
        self._polling: asyncio.Task[None] | None = None
        self._address = ""

    async def open(self) -> None:
        self._http = aiohttp.ClientSession()
        self._address = f"{self._url}/{(await self._post(self._url, janus='create'))['data']['id']}"
        self._polling = asyncio.create_task(self._poll())

    async def close(self) -> None:
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)
        if self._http is not None:
            await self._http.close()

    async def attach(self) -> int:
        """A new handle on the videoroom."""
        found = await self._post(self._address, janus="attach", plugin="janus.plugin.videoroom")
        handle = int(found["data"]["id"])
        self._events[handle] = asyncio.Queue()
        return handle

    async def ask(self, handle: int, body: dict[str, Any], jsep: dict[str, str] | None = None) -> dict[str, Any]:
        """A message to the plugin and its answer: {"plugindata": …, "jsep"?: …}. Raises RuntimeError."""
        message: dict[str, Any] = {"janus": "message", "body": body}
        if jsep is not None:
            message["jsep"] = {**jsep, "trickle": False}
        found = await self._post(f"{self._address}/{handle}", **message)
        while found["janus"] != "success" and "plugindata" not in found:
            found = await asyncio.wait_for(self._events[handle].get(), _WAIT_S)
        data = found["plugindata"]["data"]
        if "error" in data:
            raise RuntimeError(f"Janus refused {body['request']}: {data['error']}")
        return found

    async def _post(self, url: str, **message: Any) -> dict[str, Any]:
        assert self._http is not None
        message["transaction"] = str(next(self._number))
        async with self._http.post(url, json=message) as answer:
            found: dict[str, Any] = await answer.json()
        if found["janus"] == "error":
            raise RuntimeError(f"Janus: {found['error']}")
        return found

    async def _poll(self) -> None:
        assert self._http is not None
        while True:
            async with self._http.get(self._address, params={"maxev": "10"}) as answer:
                found = await answer.json()
            for event in found if isinstance(found, list) else [found]:
                if event.get("janus") == "event" and event.get("sender") in self._events:
                    self._events[event["sender"]].put_nowait(event)
