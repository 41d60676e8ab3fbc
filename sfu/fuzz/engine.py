"""The process that fuzzes one target: instruments what it imports and hands over to libFuzzer, which ends it.

`python -m sfu.fuzz.engine TABLE TARGET [libFuzzer's own options and folders]`. Started by `sfu.fuzz.runs`.
"""

from __future__ import annotations

import importlib
import logging
import shlex
import sys
from typing import Final

import atheris

INSTRUMENTED: Final = ["sfu", "auth", "scheduler", "aioice.stun", "google.protobuf.json_format", "jwt", "json"]
"""What coverage is measured in: our own code, and the Python libraries that read bytes on our behalf."""


def main() -> None:
    table, name, *options = sys.argv[1:]
    logging.disable(logging.CRITICAL)  # findings are exceptions; refusals would only be slow to print
    with atheris.instrument_imports(include=[table, *INSTRUMENTED]):
        target = importlib.import_module(table).TARGETS[name]
    # To merge, libFuzzer starts its own command again by a shell: argv[0] as it stands, then other options.
    again = shlex.join([sys.executable, "-m", "sfu.fuzz.engine", table, name])
    atheris.Setup([again, *options], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
