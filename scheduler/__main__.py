"""`python -m scheduler COMMAND`: the scheduler's commands. `--help` tells what each needs and prints."""

import argparse
import asyncio
import contextlib
import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import uvloop

from auth.keys import KeyFileError, rotate
from scheduler.config import ConfigError, Settings, load

EPILOG = """\
environment:
  DATABASE_URL             postgresql://user:password@host:5432/name (required)
  VISAVIS_SCHEDULER_PORT   where to serve (8000); VISAVIS_SCHEDULER_BIND: on which address (127.0.0.1)
  VISAVIS_ENV              development, test or production; production refuses every default secret
  VISAVIS_STATE_DIR        where keys are kept (.visavis)
  VISAVIS_SMTP_URL         smtp://user:password@host:587; unset: mails are only kept and shown at /api/v1/dev/mail
  scheduler/README.md has the whole list.

example, on an empty database:
  export DATABASE_URL=postgresql://visavis:secret@localhost/visavis
  python -m scheduler migrate && python -m scheduler seed && python -m scheduler serve
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 2 configuration not usable."""
    parser = argparse.ArgumentParser(
        prog="python -m scheduler",
        description="Visavis' scheduler: people, services, availability, bookings and the keys to their rooms.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="serve the HTTP API and run the jobs, until SIGTERM or SIGINT")
    commands.add_parser(
        "gateway",
        help="serve the test gateway of payments by itself (VISAVIS_TEST_GATEWAY_PORT), until SIGTERM or SIGINT",
    )
    commands.add_parser("migrate", help="bring the database to the newest schema (safe to repeat)")
    commands.add_parser("seed", help="fill an empty database with the demo; prints its logins as JSON")
    commands.add_parser("openapi", help="print the OpenAPI 3.1 document")
    of_day = commands.add_parser(
        "windows",
        help="print what hours on a day are in UTC, as JSON; needs no database",
        description="Prints the open time of one day as JSON, [[start, end], ...] in UTC, found as slots are.",
        epilog="example: python -m scheduler windows --zone Europe/Berlin --date 2027-03-28 --hours 09:00-12:00",
    )
    of_day.add_argument("--zone", required=True, help="IANA name, as in Europe/Berlin")
    of_day.add_argument("--date", required=True, help="YYYY-MM-DD, a day in that zone")
    of_day.add_argument(
        "--hours",
        required=True,
        action="append",
        metavar="HH:MM-HH:MM",
        help="wall time in that zone, up to 24:00; 22:00-02:00 runs into the next day; may be given several times",
    )
    commands.add_parser("keys", help="make a new signing key; the one so far stays valid as the previous")
    admin = commands.add_parser("admin", help="grant EMAIL: make somebody with an account an admin")
    admin.add_argument("act", choices=["grant"])
    admin.add_argument("email")
    chosen = parser.parse_args(argv)
    try:
        if chosen.command == "windows":
            return _windows(chosen.zone, chosen.date, chosen.hours)
        if chosen.command == "admin":
            return _grant_admin(chosen.email)
        return _COMMANDS[chosen.command]()
    except (ConfigError, KeyFileError) as error:
        print(f"scheduler: {error}", file=sys.stderr)
        return 2


def _settings() -> Settings:
    from scheduler.http import logs

    settings = load(os.environ)
    logs.configure(settings.log_level)
    return settings


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(work)


def _until_signalled(serve: Callable[[asyncio.Event], Coroutine[Any, Any, None]], variable: str, port: int) -> int:
    """Serve until SIGTERM or SIGINT. Raises ConfigError, naming the variable, for a port that cannot be used."""

    async def work() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, stop.set)
        await serve(stop)

    try:
        _run(work())
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES, errno.EADDRNOTAVAIL}:
            raise
        raise ConfigError(f"{variable}: port {port} cannot be used ({error.strerror})") from None
    return 0


def _serve() -> int:
    from scheduler.app import serve

    settings = _settings()
    return _until_signalled(partial(serve, settings), "VISAVIS_SCHEDULER_PORT", settings.port)


def _gateway() -> int:
    from scheduler.payments.parts import serve_gateway

    settings = _settings()
    serving = partial(serve_gateway, settings)
    return _until_signalled(serving, "VISAVIS_TEST_GATEWAY_PORT", settings.test_gateway_port)


def _migrate() -> int:
    from scheduler.store.migrate import migrate

    revision = _run(migrate(_settings().database_url))
    print(f"the database is at {revision}")
    return 0


def _seed() -> int:
    from scheduler.seed import seed

    print(json.dumps(_run(seed(_settings()))))
    return 0


def _openapi() -> int:
    from scheduler.app import describe

    print(json.dumps(describe(), indent=2))
    return 0


def _windows(zone: str, day: str, hours: Sequence[str]) -> int:
    from scheduler.availability.command import BadQuestionError, windows_of

    try:
        print(json.dumps(windows_of(zone, day, hours)))
    except BadQuestionError as error:
        print(f"scheduler: {error}", file=sys.stderr)
        return 2
    return 0


def _grant_admin(email: str) -> int:
    from scheduler.admin.command import grant_admin

    if _run(grant_admin(_settings(), email)):
        print(f"{email} is an admin")
        return 0
    print(f"scheduler: {email} has no account with a confirmed address", file=sys.stderr)
    return 2


def _keys() -> int:
    environ = {"DATABASE_URL": "postgresql://unused", **os.environ}
    ring = rotate(load(environ).keys_dir)
    print(f"signing with {ring.kid}; {len(ring.public)} published. Restart the schedulers one by one.")
    return 0


_COMMANDS = {
    "serve": _serve,
    "gateway": _gateway,
    "migrate": _migrate,
    "seed": _seed,
    "openapi": _openapi,
    "keys": _keys,
}

if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(main())
