"""Our server beside Debian's Janus (its videoroom), under the same lean clients.

Janus gathers no candidate while 127.0.0.1 stands on `lo`, so all of it runs in a network namespace of its own in
which the address stands on a veth: `python -m sfu.bench.janus` inside of it measures, `compare` outside starts that.
"""

import asyncio
import json
import shutil
import sys
from pathlib import Path

from sfu.bench.figures import Figure
from sfu.bench.stage import say

KEY = "sfu.server_vs_janus.class20"
STEERED_KEY = "sfu.server_vs_janus.class20_steered"


async def compare(state: Path, rounds: int, seconds: float) -> dict[str, Figure]:
    """The figure; none, and a line that says why, where Janus or the right to make a namespace is missing."""
    for program, remedy in (
        ("janus", "apt-get install janus, or deploy/setup.sh janus"),
        ("unshare", "apt-get install util-linux"),
        ("ip", "apt-get install iproute2"),
    ):
        if shutil.which(program) is None:
            say(f"{KEY} is left out: no {program} here ({remedy})")
            return {}
    arguments = [sys.executable, "-m", "sfu.bench.janus", str(state), str(rounds), str(seconds)]
    running = await asyncio.create_subprocess_exec(
        "unshare", "--net", "--mount", "--", *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        printed, _ = await running.communicate()
    finally:
        if running.returncode is None:
            running.terminate()
            await running.wait()
    if running.returncode != 0:
        raise RuntimeError(f"the comparison with Janus ended with {running.returncode} (it needs root)")
    return {key: Figure(**figure) for key, figure in json.loads(printed).items()}
