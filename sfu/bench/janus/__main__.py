"""Inside the namespace: `python -m sfu.bench.janus STATE ROUNDS SECONDS` prints the figures as JSON."""

import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import uvloop

from sfu.bench import source
from sfu.bench.figures import Figure, as_json, spread
from sfu.bench.janus import KEY, STEERED_KEY
from sfu.bench.janus.room import janus_stage
from sfu.bench.processes import apart, media_server
from sfu.bench.stage import Load, Stage, say, stage

VIEWERS: Final = 20
STEADY_S: Final = 8.0
"""From the last join to the measurement: by then a server knows what each line carries."""
TRIES: Final = 3

Pair = tuple[Load, Load]
"""Ours and Janus'."""


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
    subprocess.run(["mount", "-t", "sysfs", "sysfs", "/sys"], check=True)  # this namespace's


def steer(*, apart: bool) -> None:
    """Where the viewers' system receives: over loopback within the servers' calls to send, so that it counts as
    theirs, or (`apart`) on the clients' core (receive packet steering), which a single packet has to wake each time.
    """
    cores = os.sched_getaffinity(0)  # the clients', once the servers are apart
    mask = sum(1 << core for core in cores) if apart else 0
    for queue in Path("/sys/class/net/lo/queues").glob("rx-*"):
        (queue / "rps_cpus").write_text(f"{mask:x}")


async def measured(state: Path, seconds: float) -> list[Pair]:
    """The same class on both at once, over the same seconds: the machine is no faster for one than for the other.
    Twice: not steered and steered.

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
            pairs = []
            for steered in (False, True):
                steer(apart=steered)
                pairs.append(await _pair(ours, theirs, seconds))
            steer(apart=False)
    return pairs


async def _pair(ours: Stage, theirs: Stage, seconds: float) -> Pair:
    for _ in range(TRIES):
        await asyncio.sleep(STEADY_S)
        pair = await asyncio.gather(ours.measure(seconds), theirs.measure(seconds))
        if all(load.whole for load in pair):
            return pair
        say("discarded: not all arrived")
    raise RuntimeError(f"in none of {TRIES} stretches all arrived")


async def run(state: Path, rounds: int, seconds: float) -> dict[str, Figure]:
    """Both pairs a round, each round with servers started for it."""
    found: list[list[Pair]] = []
    for number in range(rounds):
        found.append(await measured(state, seconds))
        for name, (mine, theirs) in zip(("", ", steered"), found[-1], strict=True):
            say(
                f"class, round {number + 1}{name}: ours {mine.us_per_packet:.2f} us/packet at {mine.rate:.0f} "
                f"packets/s, Janus {theirs.us_per_packet:.2f} at {theirs.rate:.0f}"
            )
    plain, steered = zip(*found, strict=True)
    return {
        KEY: _figure(plain, "receiving over loopback counts as the servers'"),
        STEERED_KEY: _figure(steered, "receiving is steered to the clients' core"),
    }


def _figure(pairs: Sequence[Pair], where: str) -> Figure:
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
        f"{told[0]}/s to us and {told[1]}/s to Janus; both at once on one core; {where}; "
        f"median of {len(pairs)} rounds: {spread(ratios)}; "
        f"ours {spread(load.us_per_packet for load in mine)} us, "
        f"Janus {spread(load.us_per_packet for load in theirs)} us"
    )
    return Figure(statistics.median(ratios), "ratio", how)


def main() -> None:
    own_network()
    figures = uvloop.run(run(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])))
    print(json.dumps(as_json(figures)))


if __name__ == "__main__":
    main()
