"""`python -m sfu.bench`: measures, prints the figures as one JSON object on stdout, progress on stderr."""

import argparse
import json
import os
from pathlib import Path

import uvloop

from sfu.bench import forwarding, join, soak
from sfu.bench.figures import Figure, as_json


async def run(parts: list[str], rounds: int, seconds: float, joins: int, soak_seconds: float) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    if "join" in parts:
        figures |= await join.measure(joins)
    if "forwarding" in parts:
        state = Path(os.environ.get("VISAVIS_STATE_DIR", ".visavis"))
        figures |= await forwarding.compare(state, rounds, seconds)
    if "soak" in parts:
        figures |= await soak.measure(soak_seconds)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m sfu.bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", default=["join", "forwarding"], help="join, forwarding (default: both), soak"
    )
    parser.add_argument("--rounds", type=int, default=5, help="alternating rounds of forwarding (5)")
    parser.add_argument("--seconds", type=float, default=6.0, help="length of one measurement (6)")
    parser.add_argument("--joins", type=int, default=15, help="joins measured (15)")
    parser.add_argument("--soak-seconds", type=float, default=soak.SECONDS, help="length of the soak (1200)")
    chosen = parser.parse_args()
    figures = uvloop.run(run(chosen.parts, chosen.rounds, chosen.seconds, chosen.joins, chosen.soak_seconds))
    print(json.dumps(as_json(figures), indent=2))


if __name__ == "__main__":
    main()
