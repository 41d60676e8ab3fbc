"""The same arrivals twice: told to a recorder one by one, and noted for another as the C kernel notes them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sfu.core.feedback import FeedbackRecorder


def bursts_noted(
    bursts: list[tuple[int, int, int]], first: int, rng: random.Random
) -> Iterator[tuple[FeedbackRecorder, FeedbackRecorder, float]]:
    """(the one that noted, the one that was told, the time) after each burst (packets, longest pause between two in
    microseconds, step of the numbers).
    """
    noting, recorder = FeedbackRecorder(), FeedbackRecorder()
    sequence, at = first, 5.0
    for count, pause, step in bursts:
        for _ in range(count):
            at += rng.random() * pause / 1e6
            recorder.on_packet(sequence & 0xFFFF, at)
            noted = noting.noted
            noted.sequence[noted.count], noted.at[noted.count] = sequence & 0xFFFF, at
            noted.count += 1
            sequence += step
        yield noting, recorder, at
