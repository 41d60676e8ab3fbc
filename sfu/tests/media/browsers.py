"""Pages of Chromium with livekit-client in them, driven line by line over a node process."""

import asyncio
import contextlib
import json
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from aiohttp import web

from sfu.tests.servers import MediaServer

HERE: Final = Path(__file__).parent
MODULES: Final = HERE.parents[2] / "web" / "node_modules"
DIST: Final = MODULES / "livekit-client" / "dist"
_LINE: Final = 1 << 20


@dataclass
class Browser:
    """`ask` evaluates in a person's page; pages are made when they are first named."""

    process: asyncio.subprocess.Process
    server: MediaServer
    room: str = "room"

    async def ask(self, who: str, script: str, *arguments: object) -> Any:
        """The value of a JavaScript expression, or of the promise it gives; `arguments` fill its `{}`."""
        filled = script.format(*(json.dumps(argument) for argument in arguments)) if arguments else script
        return await self._say(page=who, script=filled)

    async def close(self) -> None:
        """Everybody's page."""
        await self._say(close=True)

    async def _say(self, **what: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(what).encode() + b"\n")
        answer = json.loads(await asyncio.wait_for(self.process.stdout.readline(), 30))
        assert "error" not in answer, f"{what}: {answer['error']}"
        return answer["value"]

    async def enter(
        self,
        who: str,
        *,
        key: str = "",
        video: Mapping[str, object] | None = None,
        audio: Mapping[str, object] | None = None,
        width: int = 1280,
        **options: object,
    ) -> None:
        """Connects; publishes camera and microphone with these options, if any are given."""
        publish = {"video": video, "audio": audio, "width": width}
        token = self.server.token(who, self.room)
        await self.ask(who, "enter({}, {}, {}, {}, {})", self.server.url, token, options, publish, key)

    async def streams(self, who: str, *, sent: bool, kind: str = "video") -> list[dict[str, Any]]:
        """The RTP streams of a page."""
        found = await self.ask(who, "streams()")
        return [each for each in found if each["sent"] == sent and each["kind"] == kind]

    async def until(self, who: str, script: str, what: str, seconds: float = 20.0) -> None:
        """Waits until an expression of a page is true."""
        try:
            async with asyncio.timeout(seconds):
                while not await self.ask(who, script):
                    await asyncio.sleep(0.2)
        except TimeoutError:
            streams = await self.ask(who, "streams()")
            raise AssertionError(f"{who} waited {seconds:g} s in vain until {what}: {streams}") from None

    async def sees(self, who: str, width: int, codec: str = "") -> None:
        """Waits until frames of this width go on being decoded."""
        flowing = (
            "(async()=>{{let now=await streams(),before=window.last||[];window.last=now;"
            "return now.some((s,i)=>!s.sent&&s.kind=='video'&&s.width=={}&&(!{}||s.codec=={})"
            "&&before[i]&&s.frames>before[i].frames+1)}})()"
        ).format(*(json.dumps(each) for each in (width, codec, codec)))
        await self.until(who, flowing, f"frames {width} wide {codec} came")


@contextlib.asynccontextmanager
async def browser(server: MediaServer) -> AsyncIterator[Browser]:
    """Chromium with fake devices; skips where the web app's packages or the browser are not installed."""
    node = shutil.which("node")
    if node is None or not DIST.is_dir() or not any(map(shutil.which, ("chromium", "google-chrome"))):
        pytest.skip("needs node, Chromium and the web app's packages")
    async with _pages() as url:
        process = await asyncio.create_subprocess_exec(
            node,
            str(HERE / "browser.mjs"),
            str(MODULES),
            url,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=sys.stderr if sys.stderr.isatty() else asyncio.subprocess.DEVNULL,
            limit=_LINE,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            await asyncio.wait_for(process.stdout.readline(), 30)
            yield Browser(process, server)
        finally:
            process.stdin.close()
            try:
                await asyncio.wait_for(process.wait(), 15)
            except TimeoutError:
                process.kill()
                await process.wait()


@contextlib.asynccontextmanager
async def _pages() -> AsyncIterator[str]:
    """The page and livekit-client over HTTP on loopback, where browsers give out cameras."""
    files = {
        "/": HERE / "browser.html",
        "/livekit-client.umd.js": DIST / "livekit-client.umd.js",
        "/livekit-client.e2ee.worker.js": DIST / "livekit-client.e2ee.worker.js",
    }

    async def handle(request: web.Request) -> web.StreamResponse:
        path = files.get(request.path)
        return web.FileResponse(path) if path is not None else web.Response(status=404)

    app = web.Application()
    app.router.add_get("/{name:.*}", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()
