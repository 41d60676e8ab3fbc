"""`python -m deploy.supervisor run`: see --help."""

import argparse
import os
import sys

from deploy.supervisor.console import Console
from deploy.supervisor.run import run

_EPILOG = """it starts: PostgreSQL (embedded, unless DATABASE_URL is set), the scheduler, a media node, the web app.

environment:
  VISAVIS_STATE_DIR        data, keys, logs of the database (.visavis)
  DATABASE_URL             a PostgreSQL of yours instead of the embedded one
  VISAVIS_WEB_PORT 3000 · VISAVIS_SCHEDULER_PORT 8000 · VISAVIS_SFU_HTTP_PORT 7880 · VISAVIS_SFU_UDP_PORT 7882
  VISAVIS_SFU_TCP_PORT 7881 (or off) · VISAVIS_TEST_GATEWAY_PORT 8100 (payments by the test gateway only)
  VISAVIS_SFU_NODES        so many media nodes behind the one address (one, without a gateway)
  VISAVIS_ENV              development (seeds a demo), test, production (refuses published secrets)
  VISAVIS_CLOCK_OFFSET     seconds to move the clock of every process by (not in production)
deploy/README.md tells operators more.
"""


def main() -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.supervisor",
        description="Runs Visavis on this machine; Ctrl-C ends everything.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("run", help="start everything and stay until Ctrl-C")
    start.add_argument("--no-web", action="store_true", help="without the web app (scheduler and media only)")
    arguments = parser.parse_args()
    return run(os.environ, Console(), web=not arguments.no_web)


if __name__ == "__main__":
    sys.exit(main())
