"""What the browser tests meet outside of Visavis: an OpenID provider, a CalDAV server (a real Radicale), and the stand-in
for Google Calendar, each on a free port of 127.0.0.1.

Prints their addresses as one line of JSON; ends, with all it started, when its standard input closes.

    PYTHONPATH=. python web/tests/e2e/elsewhere.py
"""

import asyncio
import json
import socket
import sys
import tempfile
from pathlib import Path

from aiohttp import web

from scheduler.tests.calendars.remote.radicale import CONFIG, PASSWORDS, Radicale
from scheduler.tests.calendars.remote.standin import Google

QUIET = asyncio.subprocess.DEVNULL


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def up(port: int) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
                continue
            writer.close()
            return


async def google(port: int) -> web.AppRunner:
    """The stand-in, with a page where a person agrees."""
    service = Google(url=f"http://127.0.0.1:{port}")

    async def page(request: web.Request) -> web.Response:
        said = service.consent(str(request.url))
        back = f"{request.query['redirect_uri']}?code={said['code']}&state={said['state']}"
        no = f"{request.query['redirect_uri']}?error=access_denied&state={said['state']}"
        text = f'<!doctype html><title>Consent</title><a href="{back}">Allow</a> <a href="{no}">Deny</a>'
        return web.Response(text=text, content_type="text/html")

    app = web.Application(middlewares=[_unless_consent(service)])
    app.router.add_get("/o/oauth2/v2/auth", page)
    service.routes(app)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    return runner


def _unless_consent(service: Google):  # type: ignore[no-untyped-def]
    @web.middleware
    async def guard(request: web.Request, handler):  # type: ignore[no-untyped-def]
        if request.path.startswith("/o/"):
            return await handler(request)
        return await service.guarded(request, handler)

    return guard


async def main() -> None:
    ports = [free_port() for _ in range(3)]
    with tempfile.TemporaryDirectory() as folder:
        dav = Radicale(Path(folder), ports[1])
        (dav.folder / "config").write_text(CONFIG.format(port=dav.port, folder=folder))
        for user, password in PASSWORDS.items():
            dav.set_password(user, password)
        command = (sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(ports[0]), "-n", "true")
        provider = await asyncio.create_subprocess_exec(*command, stdout=QUIET, stderr=QUIET)
        runner = await google(ports[2])
        try:
            await dav.start()
            await up(ports[0])
            await dav.ask("MKCALENDAR", "/ada/work/")
            addresses = [f"http://127.0.0.1:{port}" for port in ports]
            print(json.dumps(dict(zip(("oidc", "dav", "google"), addresses, strict=True))), flush=True)
            await asyncio.to_thread(sys.stdin.read)
        finally:
            provider.terminate()
            await dav.stop()
            await dav.http.close()
            await runner.cleanup()


asyncio.run(main())
