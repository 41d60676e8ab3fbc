"""`python -m deploy.bench [sfu] [scheduler]`: runs the parts, prints a table, keeps it in .visavis/bench.json."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from deploy.bench.figures import BadFiguresError, Figure, keep, parse, table

ROOT = Path(__file__).resolve().parents[2]
PARTS = {"sfu": ("sfu.bench", 1800.0), "scheduler": ("scheduler.bench", 900.0)}


def main() -> int:
    """0 when all parts ran; 1 when one of them failed (the others' figures are kept)."""
    parser = argparse.ArgumentParser(
        prog="python -m deploy.bench",
        description="Measures Visavis' speed. Figures are ratios side by side in one run wherever that is possible.",
    )
    parser.add_argument("parts", nargs="*", choices=[*PARTS, "all"], default="all", help="which (all)")
    given = parser.parse_args().parts
    chosen = list(PARTS) if "all" in given else list(given)
    fresh: dict[str, Figure] = {}
    failed = []
    for part in chosen:
        module, limit = PARTS[part]
        print(f"→ {part} (python -m {module})", file=sys.stderr, flush=True)
        begun = time.monotonic()
        try:
            found, whole = run(module, limit)
            fresh |= found
            if not whole:
                failed.append(f"{part}: some of it failed; its lines above say what")
        except (BadFiguresError, subprocess.SubprocessError) as error:
            failed.append(f"{part}: {error}")
            continue
        print(f"  {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    path = Path(os.environ.get("VISAVIS_STATE_DIR") or ".visavis") / "bench.json"
    keep(path, fresh)
    print(table(fresh))
    print(f"\nHow each was measured, and earlier figures: {path}")
    for line in failed:
        print(f"✗ {line}", file=sys.stderr)
    return 1 if failed else 0


def run(module: str, limit: float) -> tuple[dict[str, Figure], bool]:
    """One part's figures, and whether they are all; its progress goes to our standard error. Raises BadFiguresError,
    SubprocessError.
    """
    command = [sys.executable, "-m", module]
    ran = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, timeout=limit, check=False, text=True)
    return parse(ran.stdout), ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
