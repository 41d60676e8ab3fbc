"""`python -m sfu.recording compose MANIFEST…`: one file of all tracks, for recordings whose server was killed."""

import argparse
import sys
from pathlib import Path

from sfu.recording.compose import compose


def main() -> int:
    """0 when all were composed, 1 when one could not be; what went wrong stands on standard error."""
    parser = argparse.ArgumentParser(prog="python -m sfu.recording", description=__doc__)
    parser.add_argument("command", choices=["compose"])
    parser.add_argument("manifest", nargs="+", type=Path, help="a recording's .json file")
    failed = 0
    for path in parser.parse_args().manifest:
        try:
            made = compose(path)
        except (OSError, ValueError) as error:
            print(f"{path}: {error}", file=sys.stderr)
            failed = 1
        else:
            print(f"{made.path} {made.duration_s:.3f} {made.size}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
