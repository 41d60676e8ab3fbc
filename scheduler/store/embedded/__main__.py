"""`python -m scheduler.store.embedded`: run the embedded server by itself, or one of PostgreSQL's programs on it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from scheduler.store.embedded import EmbeddedError, Server, start

_EPILOG = """examples:
  python -m scheduler.store.embedded serve                              run until Ctrl-C, print the address
  python -m scheduler.store.embedded exec psql                          a prompt on the development database
  python -m scheduler.store.embedded exec pg_dump -Fc -f visavis.dump   a backup
A server that runs already is used; one started for this command ends with it.
"""


def main() -> int:
    """The exit code: of the program run, 1 when the server cannot be started."""
    parser = argparse.ArgumentParser(
        prog="python -m scheduler.store.embedded",
        description="Visavis' embedded PostgreSQL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    home = Path(os.environ.get("VISAVIS_STATE_DIR") or ".visavis") / "postgres"
    parser.add_argument("--home", type=Path, default=home, help=f"the server's folder ({home})")
    parser.add_argument("--port", type=int, default=0, help="where to listen (any free port)")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="run the server until it is ended")
    execute = commands.add_parser("exec", help="run psql, pg_dump, pg_restore … on the database")
    execute.add_argument("program")
    execute.add_argument("arguments", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    try:
        server = start(chosen.home, port=chosen.port)
    except EmbeddedError as error:
        print(f"embedded PostgreSQL: {error}", file=sys.stderr)
        return 1
    try:
        return _serve(server) if chosen.command == "serve" else _execute(server, chosen.program, chosen.arguments)
    finally:
        server.stop()


def _serve(server: Server) -> int:
    print(f"port {server.port}, pid {server.pid}, {'started' if server.owned else 'ran already'}", flush=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        while server.is_alive():
            time.sleep(0.2)
    except KeyboardInterrupt:
        return 0
    print("embedded PostgreSQL ended; see its log", file=sys.stderr)
    return 1


def _execute(server: Server, program: str, arguments: list[str]) -> int:
    found = server.bindir / Path(program).name
    if not found.exists():
        print(f"there is no {program} in {server.bindir}; install Debian's postgresql-client for it", file=sys.stderr)
        return 1
    # Whoever may type this may run the program anyway; the folder is fixed, the name is checked.
    command = [str(found), *arguments]
    return subprocess.run(command, env={**os.environ, **server.client_environment}, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
