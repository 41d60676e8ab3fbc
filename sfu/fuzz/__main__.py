"""`python -m sfu.fuzz [TARGET …] [--seconds N] [--keep]`: exit code 1 when something was found."""

from __future__ import annotations

import argparse
import asyncio
import sys

from sfu.fuzz.runs import Outcome, Table, fuzz, keep

TOGETHER = 2
"""Targets fuzzed at the same time."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sfu.fuzz", description="Fuzzes the parsers, guided by coverage.")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all of them by default")
    parser.add_argument("--table", default="sfu.fuzz.targets", help="the module whose TARGETS are meant")
    parser.add_argument("--seconds", type=float, default=10.0, help="for each target (10)")
    parser.add_argument(
        "--keep", action="store_true", help="afterwards keep the smallest corpus that reaches as much"
    )
    parser.add_argument("--list", action="store_true", help="name the targets and end")
    arguments = parser.parse_args()
    table = Table(arguments.table)
    known = list(table.targets())
    unknown = [name for name in arguments.targets if name not in known]
    if unknown:
        parser.error(f"no target {', '.join(unknown)}; there are: {', '.join(known)}")
    if arguments.list:
        print("\n".join(known))
        return 0
    return asyncio.run(_all(table, arguments.targets or known, arguments.seconds, arguments.keep))


async def _all(table: Table, targets: list[str], seconds: float, keeping: bool) -> int:
    slots = asyncio.Semaphore(TOGETHER)

    async def one(target: str) -> Outcome:
        async with slots:
            outcome = await fuzz(table, target, seconds)
            end = f"FOUND {outcome.found}" if outcome.found else "nothing found"
            kept = f", {await keep(table, target)} inputs kept" if keeping else ""
            print(f"{target:14} {outcome.executions:>9} inputs, {outcome.covered:>5} edges: {end}{kept}", flush=True)
            return outcome

    outcomes = await asyncio.gather(*map(one, targets))
    found = [outcome.target for outcome in outcomes if outcome.found]
    if found:
        print(f"kept in the corpus of {', '.join(found)}: mend it, and the tests are green again", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
