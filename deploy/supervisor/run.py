"""`run`: from a clone to a running Visavis, and back to nothing.

Order: lock, ports, database, migration, demo, services, readiness; stopped in reverse. The web build, the slowest
part of a first start, goes on beside the rest.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import resource
import secrets
import shutil
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from deploy.supervisor import webbuild
from deploy.supervisor.children import Child, GaveUpError, echo, spawn
from deploy.supervisor.console import Console
from deploy.supervisor.guard import tied_to_parent
from deploy.supervisor.plan import (
    PORTS,
    ConfigError,
    Settings,
    hidden,
    programs,
    settings_from,
    shared_environment,
)
from deploy.supervisor.ports import holder, is_free
from scheduler.store.embedded import EmbeddedError, Server, start

_READY_SECONDS: Final = 90.0
_TASK_SECONDS: Final = 300.0
_BUILD_SECONDS: Final = 900.0
ROOT: Final = Path(__file__).resolve().parents[2]


class StopError(Exception):
    """The start cannot go on; the text is for the person at the terminal."""


def run(environment: Mapping[str, str], console: Console, *, web: bool) -> int:
    """The exit code: 0 after Ctrl-C or SIGTERM, 1 when something failed, 2 for a wrong configuration."""
    try:
        settings = settings_from(environment, web=web)
    except ConfigError as error:
        console.trouble(str(error))
        return 2
    _raise_file_limit()
    try:
        with _only_one(settings.state), contextlib.ExitStack() as stack:
            _check_ports(settings)
            database_url, server = _database(settings, console)
            if server is not None:
                stack.callback(server.stop)
            return asyncio.run(_run(environment, settings, console, database_url, server))
    except (StopError, EmbeddedError) as error:
        console.trouble(str(error))
        return 1


# ---- before anything runs ----


@contextlib.contextmanager
def _only_one(state: Path) -> Iterator[None]:
    """Holds the state folder; a second supervisor on it is told so."""
    state.mkdir(parents=True, exist_ok=True)
    with (state / "supervisor.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            other = file.read().strip() or "unknown"
            raise StopError(
                f"Visavis already runs with {state} (process {other}). End it first, or choose another folder and "
                "other ports: VISAVIS_STATE_DIR, " + ", ".join(PORTS)
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def _check_ports(settings: Settings) -> None:
    for variable, port in settings.ports.items():
        protocol = PORTS[variable][1]
        if variable == "VISAVIS_WEB_PORT" and not settings.web:
            continue
        if not is_free(port, protocol):  # type: ignore[arg-type]  # the table has the two
            who = holder(port, protocol) or "another user's process"  # type: ignore[arg-type]
            raise StopError(f"port {port}/{protocol} is in use by {who}; end that or set {variable} to another port")


def _raise_file_limit() -> None:
    """A socket a person: as many open files as the system allows us."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _database(settings: Settings, console: Console) -> tuple[str, Server | None]:
    if settings.database_url is not None:
        console.step(f"Database: {hidden(settings.database_url)} (DATABASE_URL)")
        return settings.database_url, None
    console.step(f"Database: embedded PostgreSQL in {settings.state / 'postgres'}")
    server = start(settings.state / "postgres")
    return server.dsn, server


def nextauth_secret(environment: Mapping[str, str], state: Path) -> str:
    """The operator's, or one made once and kept with mode 0600."""
    given = environment.get("NEXTAUTH_SECRET")
    if given:
        return given
    path = state / "nextauth-secret"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with contextlib.suppress(FileExistsError), os.fdopen(os.open(path, flags, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()


# ---- running ----


async def _run(
    environment: Mapping[str, str], settings: Settings, console: Console, database_url: str, server: Server | None
) -> int:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    shared = shared_environment(environment, settings, database_url, nextauth_secret(environment, settings.state))
    work = asyncio.create_task(_serve(settings, shared, console, server))
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait({work, stopped}, return_when=asyncio.FIRST_COMPLETED)
    if not work.done():
        console.step("Stopping")
        work.cancel()
    stopped.cancel()
    try:
        await work
    except asyncio.CancelledError:
        return 0
    except (StopError, GaveUpError) as error:
        console.trouble(str(error))
        return 1
    return 0


async def _serve(settings: Settings, shared: Mapping[str, str], console: Console, server: Server | None) -> None:
    async with contextlib.AsyncExitStack() as stack:
        build = asyncio.create_task(_build_web(settings, shared, console))
        stack.push_async_callback(_cancelled, build)
        console.step("Database schema")
        await _task("scheduler", ("migrate",), shared, console)
        logins = await _seed(settings, shared, console)
        children = [
            Child(program, console, ROOT, time.monotonic)
            for program in programs(settings, shared, ROOT, sys.executable, shutil.which("node") or "node")
        ]
        watchers: list[asyncio.Task[None]] = []
        for child in children:
            if child.program.name == "web":
                await build
            console.step(f"Starting {child.program.name}")
            await child.start()
            stack.push_async_callback(child.stop)
            watchers.append(asyncio.create_task(child.keep_running()))
            stack.push_async_callback(_cancelled, watchers[-1])
        if server is not None:
            watchers.append(asyncio.create_task(_watch_database(settings, server, console)))
            stack.push_async_callback(_cancelled, watchers[-1])
        ready = asyncio.create_task(_all_ready(children))
        stack.push_async_callback(_cancelled, ready)
        done, _ = await asyncio.wait({ready, *watchers}, return_when=asyncio.FIRST_COMPLETED)
        if ready not in done:
            done.pop().result()
        ready.result()
        _say_ready(settings, shared, console, logins)
        finished, _ = await asyncio.wait(watchers, return_when=asyncio.FIRST_COMPLETED)
        finished.pop().result()


async def _all_ready(children: list[Child]) -> None:
    for child in children:
        try:
            await child.until_ready(_READY_SECONDS)
        except TimeoutError:
            raise StopError(
                f"{child.program.name} was not ready within {_READY_SECONDS:g} s; its last lines above say why"
            ) from None


async def _cancelled(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError, StopError, GaveUpError):
        await task


async def _watch_database(settings: Settings, server: Server, console: Console) -> None:
    """An embedded server that was killed comes back on its port; the services reconnect by themselves."""
    restarts = 0
    while True:
        await asyncio.sleep(0.5)
        if server.is_alive():
            continue
        restarts += 1
        if restarts > 3:
            raise GaveUpError(
                f"PostgreSQL ended {restarts} times; see {settings.state / 'postgres' / 'postgres.log'}"
            )
        console.trouble("PostgreSQL ended; starting it again")
        # In this thread: the server lives as long as the thread that starts it.
        server = start(settings.state / "postgres", port=server.port)


async def _task(name: str, arguments: tuple[str, ...], shared: Mapping[str, str], console: Console) -> str:
    """One command of a service to its end; its standard output. Raises StopError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        name,
        *arguments,
        cwd=ROOT,
        env=dict(shared),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,  # a Ctrl-C at the terminal is ours to act on
        preexec_fn=tied_to_parent(signal.SIGKILL),  # it starts no processes, so it needs no guard
    )
    try:
        output, errors = await asyncio.wait_for(process.communicate(), _TASK_SECONDS)
    except (TimeoutError, asyncio.CancelledError):
        process.kill()
        await process.wait()
        raise
    for line in errors.decode(errors="replace").splitlines():
        console.line(name, line)
    if process.returncode != 0:
        raise StopError(f"python -m {name} {' '.join(arguments)} failed (exit code {process.returncode})")
    return output.decode()


async def _seed(settings: Settings, shared: Mapping[str, str], console: Console) -> list[Mapping[str, Any]]:
    if not settings.seed:
        return []
    console.step("Demo people and bookings")
    output = await _task("scheduler", ("seed",), shared, console)
    try:
        return list(json.loads(output)["logins"])
    except (ValueError, KeyError, TypeError) as error:
        raise StopError(f"python -m scheduler seed printed no JSON with logins: {output[:200]!r}") from error


async def _build_web(settings: Settings, shared: Mapping[str, str], console: Console) -> None:
    """Raises StopError."""
    web = ROOT / "web"
    if not settings.web or webbuild.is_current(web):
        return
    console.step("Building the web app (about a minute; only after changes)")
    digest = webbuild.digest(web)
    environment = {**shared, "NODE_ENV": "production"}
    process = await spawn((shutil.which("npm") or "npm", "run", "--silent", "build"), web, environment, ROOT)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(_BUILD_SECONDS):
            await echo("build", process.stdout, console)
            code = await process.wait()
    except (TimeoutError, asyncio.CancelledError):
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()
        raise
    if code != 0:
        raise StopError("the web app's build failed; its words are above")
    webbuild.stamp(web).write_text(digest)


def _say_ready(
    settings: Settings, shared: Mapping[str, str], console: Console, logins: list[Mapping[str, Any]]
) -> None:
    address = shared["VISAVIS_WEB_URL"] if settings.web else shared["VISAVIS_API_URL"]
    mail = f"{address}/dev/mail" if settings.web and settings.environment != "production" else None
    console.ready(address, logins, mail)
