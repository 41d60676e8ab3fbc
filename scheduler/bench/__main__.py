"""`python -m scheduler.bench`: measures, prints the figures as one JSON object on stdout, progress on stderr.

Over the server of DATABASE_URL (in a database of its own), else over an embedded one that is gone afterwards.
"""

import argparse
import asyncio
import json
import sys
import time

import uvloop

from scheduler.bench import booking, http, market, search, slots, storm
from scheduler.bench.database import filled, own_database
from scheduler.bench.figures import Figure, as_json

PARTS = ("slots", "http", "booking", "race", "storm", "search")


def run(parts: list[str], rounds: int, seconds: float) -> dict[str, Figure]:
    figures: dict[str, Figure] = {}
    if "slots" in parts:
        figures |= slots.measure()
    if "search" in parts:
        print("scheduler.bench: filling a marketplace", file=sys.stderr)
        with own_database() as url, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(market.fill(url, int(time.time())))
            print("scheduler.bench: searching it", file=sys.stderr)
            figures |= runner.run(search.measure(url, seconds * rounds))
    if not set(parts) & {"http", "booking", "race", "storm"}:
        return figures
    with filled(4000) as database, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if "http" in parts:
            print("scheduler.bench: free times over HTTP", file=sys.stderr)
            figures |= runner.run(http.measure(database, seconds * rounds))
        if "booking" in parts:
            print("scheduler.bench: bookings", file=sys.stderr)
            figures |= runner.run(booking.throughput(database, seconds, rounds))
        if "race" in parts:
            print("scheduler.bench: races", file=sys.stderr)
            figures |= runner.run(booking.race(database, rounds))
        if "storm" in parts:
            print("scheduler.bench: a storm of everything", file=sys.stderr)
            figures |= runner.run(storm.measure(database))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scheduler.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", default=list(PARTS), help=f"of {', '.join(PARTS)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each (5)")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a round (4)")
    chosen = parser.parse_args()
    print(json.dumps(as_json(run(chosen.parts, chosen.rounds, chosen.seconds)), indent=2))


if __name__ == "__main__":
    main()
