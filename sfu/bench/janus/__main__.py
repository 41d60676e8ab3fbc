"""Inside the namespace: `python -m sfu.bench.janus STATE ROUNDS SECONDS` prints the figures as JSON."""

import asyncio
import json
import socket
import statistics
import subprocess
import sys
from pathlib import Path
from typing import Final

import uvloop

from sfu.bench import source
from sfu.bench.figures import Figure, as_json, spread
from sfu.bench.janus import KEY
from sfu.bench.janus.room import janus_stage
from sfu.bench.processes import apart, media_server
from sfu.bench.stage import Load, say, stage

VIEWERS: Final = 20
STEADY_S: Final = 8.0
"""From the last join to the measurement: by then a server knows what each line carries."""
TRIES: Final = 3


def own_network() -> None:
    """127.0.0.1 on a veth. Refuses (RuntimeError) to touch a network that is not fresh."""
    if {name for _, name in socket.if_nameindex()} != {"lo"}:
        raise RuntimeError("this is no fresh network namespace: start it by `python -m sfu.bench janus`")
    for command in (
        "link add media type veth peer name other",
        "link set lo up",
        "address flush dev lo",
        "link set media up",
        "link set other up",
        "address add 127.0.0.1/32 dev media",
    ):
        subprocess.run(["ip", *command.split()], check=True)


async def measured(state: Path, seconds: float) -> tuple[Load, Load]:
    """The same class on both at once, over the same seconds: the machine is no faster for one than for the other.

    A class is one who publishes 720p simulcast and audio, and VIEWERS. The servers have a core to themselves and take
    less than a quarter of it together. Raises RuntimeError when not (nearly) all arrives.
    """
    async with (
        media_server() as (pid, url),
        stage(state, url, pid) as ours,
        janus_stage(state) as theirs,
    ):
        with apart(ours.pid, theirs.pid):
            for room in (ours, theirs):
                await room.publish("class", 1, layers=source.LAYERS)
                await room.watch("class", VIEWERS)
                await room.everybody_gets()
            for _ in range(TRIES):
                await asyncio.sleep(STEADY_S)
                pair = await asyncio.gather(ours.measure(seconds), theirs.measure(seconds))
                if all(load.whole for load in pair):
                    return pair
                say("discarded: not all arrived")
    raise RuntimeError(f"in none of {TRIES} stretches all arrived")


async def run(state: Path, rounds: int, seconds: float) -> dict[str, Figure]:
    """A pair a round, each with servers started for it."""
    pairs: list[tuple[Load, Load]] = []
    for number in range(rounds):
        pair = await measured(state, seconds)
        pairs.append(pair)
        say(
            f"class, round {number + 1}: ours {pair[0].us_per_packet:.2f} us/packet at {pair[0].rate:.0f} packets/s, "
            f"Janus {pair[1].us_per_packet:.2f} at {pair[1].rate:.0f}"
        )
    ratios = [a.us_per_packet / b.us_per_packet for a, b in pairs]
    mine, theirs = zip(*pairs, strict=True)
    told = [
        f"{statistics.median(load.got.feedbacks / load.seconds / VIEWERS for load in side):.1f}"
        for side in (mine, theirs)
    ]
    how = (
        "CPU per forwarded packet, ours over Janus' videoroom's (Debian's janus, one event loop, AES-GCM; lower is "
        f"better); 1 publisher of 720p simulcast and audio, {VIEWERS} viewers, "
        f"{statistics.median(load.rate for load in mine):.0f} packets/s, feedback from each viewer "
        f"{told[0]}/s to us and {told[1]}/s to Janus; both at once on one core; "
        f"median of {rounds} rounds: {spread(ratios)}; "
        f"ours {spread(load.us_per_packet for load in mine)} us, "
        f"Janus {spread(load.us_per_packet for load in theirs)} us"
    )
    return {KEY: Figure(statistics.median(ratios), "ratio", how)}


def main() -> None:
    own_network()
    figures = uvloop.run(run(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
    print(json.dumps(as_json(figures)))


if __name__ == "__main__":
    main()
