"""`python -m sfu.bench [parts]`: measures, prints the figures as one JSON object on stdout, progress on stderr.

A part that fails costs the others nothing: it is named on stderr, and the exit status is 1.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import uvloop

from sfu.bench import delay, forwarding, janus, join, kernel, meeting, network, soak, viewers
from sfu.bench.figures import Figure, as_json
from sfu.bench.processes import open_many_files
from sfu.bench.stage import say

Figures = dict[str, Figure]


async def _kernel(state: Path, rounds: int) -> Figures:
    return kernel.compare(state, rounds)


def parts(state: Path, chosen: argparse.Namespace) -> dict[str, Callable[[], Awaitable[Figures]]]:
    """Each but the soak takes less than about three minutes as it comes."""
    rounds, seconds = chosen.rounds, chosen.seconds
    return {
        "join": lambda: join.measure(chosen.joins),
        "forwarding": lambda: forwarding.compare(state, rounds, seconds),
        "kernel": lambda: _kernel(state, 4 * rounds),
        "meeting": lambda: meeting.compare(state, rounds, seconds),
        "janus": lambda: janus.compare(state, rounds, seconds),
        "delay": lambda: delay.measure(state, 2 * seconds),
        "subscriptions": lambda: viewers.measure(state, 2 * seconds),
        "network": lambda: network.measure(rounds=min(3, rounds), seconds=20.0),
        "soak": lambda: soak.measure(chosen.soak_seconds),
    }


PARTS: Final = ("join", "forwarding", "kernel", "meeting", "janus", "delay", "subscriptions", "network")
"""Measured when none is named."""
LONG: Final = ("soak",)


async def run(state: Path, chosen: argparse.Namespace) -> tuple[Figures, list[str]]:
    """The figures of the chosen parts, and what failed."""
    figures: Figures = {}
    failed: list[str] = []
    known = parts(state, chosen)
    for name in chosen.parts or PARTS:
        try:
            figures |= await known[name]()
        except Exception as error:
            traceback.print_exc()
            failed.append(f"{name}: {error}")
    return figures, failed


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sfu.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=f"{', '.join(PARTS)} (all of these), {LONG[0]}")
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds (5)")
    parser.add_argument("--seconds", type=float, default=6.0, help="length of one measurement (6)")
    parser.add_argument("--joins", type=int, default=15, help="joins measured (15)")
    parser.add_argument("--soak-seconds", type=float, default=soak.SECONDS, help="length of the soak (1200)")
    chosen = parser.parse_args()
    for part in chosen.parts:
        if part not in (*PARTS, *LONG):
            parser.error(f"no part {part!r}: {', '.join((*PARTS, *LONG))}")
    open_many_files()
    state = Path(os.environ.get("VISAVIS_STATE_DIR", ".visavis"))
    figures, failed = uvloop.run(run(state, chosen))
    print(json.dumps(as_json(figures), indent=2))
    for line in failed:
        say(f"✗ {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
