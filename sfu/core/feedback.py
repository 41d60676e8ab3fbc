"""Transport-wide feedback: what we tell publishers about their packets.

The rule: acknowledge only packets really kept; libwebrtc forgets what was acknowledged and cannot send it again.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from typing import Final

from sfu.wire import rtcp

from .state import NEVER, Arrivals, happened

INTERVAL: Final = 0.1
"""Seconds between two feedbacks (libwebrtc expects 50 to 250 ms; its own receivers begin with 100)."""
EARLY: Final = 0.01
"""Seconds before that: a tick that comes a little early counts, the next may be far."""
_PATIENCE: Final = 0.05  # seconds more, where C tells by itself when the next packet comes
MANY: Final = 100
"""Packets after which a feedback does not wait for the interval."""
MOST_KEPT: Final = 4096
MOST_STATUSES: Final = 600
"""Sequence numbers in one RTCP packet: with two octets a delta it stays within the path's MTU."""
MOST_HOLES: Final = 400
"""Lost numbers in front of a feedback that are still told one by one."""
MOST_SPAN: Final = 4000
"""A greater step in the numbers is a publisher that began anew: what was before is told no more."""


class FeedbackRecorder:
    """One publisher transport's packets since the last feedback. `interval`: seconds between two feedbacks.

    `noted`: arrivals that the C kernel wrote down; they count like calls of `on_packet`. Where they are the usual it
    also tells of them by itself; `due` and `build` are for what it leaves.
    """

    def __init__(self, interval: float = INTERVAL) -> None:
        self._interval = interval
        self.noted = Arrivals(next=-1, told_at=NEVER, interval=interval - EARLY)
        self._arrivals: dict[int, int] = {}  # extended sequence to µs
        self._highest = -1

    def on_packet(self, sequence: int, now: float) -> None:
        """A packet that was accepted carried transport-wide `sequence` (16 bits)."""
        if self.noted.count or self.noted.usual:
            self._take_noted()
        self._record(sequence, now)

    def _take_noted(self) -> None:
        """From here on Python tells what comes, C does not."""
        noted = self.noted
        self._catch_up()
        noted.usual = 0
        count, noted.count = noted.count, 0
        for sequence, at in zip(noted.sequence[:count], noted.at[:count], strict=True):
            self._record(sequence, at)

    def _catch_up(self) -> None:
        """What C told by itself."""
        if self.noted.usual:
            self._highest = self.noted.next - 1

    def _record(self, sequence: int, now: float) -> None:
        highest = self._highest
        if highest < 0:
            extended = 0x10000 + sequence
        else:
            extended = highest + ((sequence - highest + 0x8000) & 0xFFFF) - 0x8000
            if not -MOST_SPAN < extended - highest < MOST_SPAN:
                self._arrivals.clear()
                extended = (highest | 0xFFFF) + 1 + sequence
                self.noted.next = -1
        if len(self._arrivals) >= MOST_KEPT:
            self._arrivals.clear()  # nobody takes feedback: then it is of no use any more
        if extended > highest:
            self._highest = extended
        if extended not in self._arrivals:
            self._arrivals[extended] = round(now * 1e6)

    def due(self, now: float) -> bool:
        """Whether there is something to tell and the interval passed (or very much came)."""
        many = len(self._arrivals) + self.noted.count
        if not many:
            return False
        noted = self.noted
        if not happened(noted.told_at) or many >= MANY:
            return True
        passed: float = now - noted.told_at
        return passed >= self._interval + (_PATIENCE if noted.usual else -EARLY)

    def build(self, sender_ssrc: int, media_ssrc: int, now: float) -> list[bytes]:
        """RTCP packets (transport-wide feedback, RTPFB 15) for all recorded, empty when there is none. Split when
        large. Holes are told once, with the packets after them; what fills one later is told alone.
        """
        self.noted.told_at, self.noted.sender = now, sender_ssrc
        usual = self._usual(sender_ssrc, media_ssrc)
        if usual is not None:
            return [usual]
        self._take_noted()
        return self._all(sender_ssrc, media_ssrc)

    def _usual(self, sender_ssrc: int, media_ssrc: int) -> bytes | None:
        """The same at once, where the kernel noted packets in order, without a hole or a pause: everybody who
        publishes is told ten times a second.
        """
        self._catch_up()
        noted = self.noted
        count, first = noted.count, noted.next
        if self._arrivals or not 0 < count <= MOST_STATUSES or first < 0 or self._highest != first - 1:
            return None
        if noted.sequence[:count] != list(range(first & 0xFFFF, (first & 0xFFFF) + count)):
            return None
        ticks = [round(at * 1e6) // rtcp.TICK_US for at in noted.at[:count]]
        packet = rtcp.unbroken_feedback(sender_ssrc, media_ssrc, first & 0xFFFF, noted.feedbacks, ticks)
        if packet is not None:
            noted.count = 0
            noted.next += count
            noted.feedbacks += 1
            self._highest += count
            noted.usual = 1
        return packet

    def _all(self, sender_ssrc: int, media_ssrc: int) -> list[bytes]:
        if not self._arrivals:
            return []
        numbers = sorted(self._arrivals)
        packets: list[bytes] = []
        for first, last in self._runs(numbers):
            told = first
            for start in range(first, last + 1, MOST_STATUSES):
                arrivals = [
                    self._arrivals.get(number) for number in range(start, min(start + MOST_STATUSES, last + 1))
                ]
                for feedback in rtcp.feedbacks_from_arrivals(
                    sender_ssrc, media_ssrc, start, self.noted.feedbacks, arrivals
                ):
                    holes = (feedback.base_sequence - told) & 0xFFFF
                    told += holes + len(feedback.deltas)
                    whole = replace(
                        feedback,
                        base_sequence=(feedback.base_sequence - holes) & 0xFFFF,
                        deltas=(None,) * holes + feedback.deltas,
                    )
                    packets.append(rtcp.build([whole]))
                    self.noted.feedbacks += 1
        self._arrivals.clear()
        self.noted.next = max(self.noted.next, numbers[-1] + 1)
        self.noted.usual = self._highest == self.noted.next - 1
        return packets

    def _runs(self, numbers: list[int]) -> list[tuple[int, int]]:
        """(first, last) of what to tell: stragglers in unbroken runs, then from the first untold number to the
        newest.
        """
        runs: list[tuple[int, int]] = []
        late = numbers[: bisect_left(numbers, self.noted.next)]
        for number in late:
            if runs and number == runs[-1][1] + 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number, number))
        fresh = numbers[len(late) :]
        if fresh:
            untold = self.noted.next
            known = untold >= 0 and fresh[0] - untold < MOST_HOLES
            runs.append((untold if known else fresh[0], fresh[-1]))
        return runs
