"""A meeting in which everybody publishes and watches: our server's CPU per forwarded packet, over the C model's.

The server does all it does (reception, RTCP, history, feedback both ways, what is due by time); the model does the
least that a server in C can. Rounds alternate: while the model runs, the meeting is silent.
"""

import asyncio
import statistics
from pathlib import Path
from typing import Final

from sfu.bench import source
from sfu.bench.cmodel import Model
from sfu.bench.figures import Figure, spread
from sfu.bench.processes import media_server
from sfu.bench.stage import Load, delivered, say, stage

PEOPLE: Final = 20
MODEL_PACKETS: Final = 5000


async def compare(state: Path, rounds: int, seconds: float, people: int = PEOPLE) -> dict[str, Figure]:
    """The figure. About `rounds` * (`seconds` + 5) + 10 seconds."""
    model = Model(state, people)
    loads: list[Load] = []
    c: list[float] = []
    try:
        async with media_server() as (pid, url), stage(state, url, pid) as room:
            await room.publish("meeting", people, layers=[source.PLAIN])
            await room.everybody_gets()
            for number in range(rounds):
                loads.append(await delivered(lambda: room.measure(seconds)))
                room.feed.paused = True
                await asyncio.sleep(0.5)
                measured = model.measure(source.forwarded_sizes(source.PLAIN), MODEL_PACKETS)
                room.feed.paused = False
                c.append(measured.us_per_packet)
                say(
                    f"meeting, round {number + 1}: server {loads[-1].us_per_packet:.2f} us/packet "
                    f"({loads[-1].share:.0%} of a core, {loads[-1].rate:.0f} packets/s), C {c[-1]:.2f}"
                )
    finally:
        model.close()
    ours = [load.us_per_packet for load in loads]
    ratios = [a / b for a, b in zip(ours, c, strict=True)]
    return {
        f"sfu.server_vs_c.meeting{people}": Figure(
            statistics.median(ratios),
            "ratio",
            f"CPU per forwarded packet, ours over the C model's (lower is better); {people} people, each publishing "
            f"{source.PLAIN.bitrate / 1e6:g} Mbit/s of video and audio and watching all, "
            f"{statistics.median(load.rate for load in loads):.0f} packets/s, transport-wide feedback "
            f"{statistics.median(load.got.feedbacks / load.seconds / people for load in loads):.1f}/s and receiver "
            f"reports from each; median of {rounds} alternating rounds: {spread(ratios)}; "
            f"server {spread(ours)} us, C model {spread(c)} us",
        )
    }
