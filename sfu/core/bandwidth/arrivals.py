"""One feedback beside what was sent: which packets arrived and when, how many did not.

The rule: a packet counts as received once, whatever is said twice; what was never sent (or is forgotten) counts as
nothing, and as lost only what went out before something that arrived: audio overtakes video that is paced. Receivers'
clocks differ from ours by anything, so only differences of `received` mean something. All that comes after looks at
groups, not at packets: this loop is the only one that runs once a packet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

from numpy.typing import NDArray

from sfu.wire.rtcp import TransportFeedback

from .sent import SLOTS

GROUP: Final = 0.005
"""Seconds of sending that count as one group (draft-ietf-rmcat-gcc-02 section 5.2)."""
BURST: Final = 0.1
"""Longest group in seconds of arrival, where packets arrive together that were sent apart."""

_TICK: Final = 250e-6
_REFERENCE: Final = 0.064
_WRAP: Final = 1 << 24
"""Reference times have 24 bits."""


Group: TypeAlias = tuple[float, float, float, int, int]
"""Packets sent together: first and last sent (our seconds), last received (the receiver's seconds), octets,
packets."""


class Arrivals(NamedTuple):
    """What one feedback says. `groups` in order of sending; `lost` packets were sent and are reported missing."""

    groups: Sequence[Group]
    received: int
    octets: int
    lost: int


_NOTHING: Final = Arrivals([], 0, 0, 0)


class ArrivalReader:
    """Reads the feedbacks of one transport against its ring (dtype SENT)."""

    def __init__(self, ring: NDArray[Any]) -> None:
        self._ring = ring
        self._reference: int | None = None  # of the last feedback, unwrapped
        self._newest = 0.0  # when the last sent of all that arrived was sent

    def read(self, feedback: TransportFeedback) -> Arrivals:
        """Marks what is reported as received, so that it is not counted again (`at` becomes 0)."""
        base, deltas = feedback.base_sequence, feedback.deltas
        now = self._unwrap(feedback.reference_time) * _REFERENCE
        found: list[tuple[float, float, int]] = []
        missing: list[float] = []
        newest, ordered = 0.0, True
        position = 0
        while position < len(deltas):
            first = (base + position) & (SLOTS - 1)
            part = self._ring[first : first + len(deltas) - position]
            sequence = base + position
            forget: list[int] = []
            for place, (sent, size, number, _) in enumerate(part.tolist()):
                delta = deltas[position + place]
                if delta is not None:
                    now += delta * _TICK
                if sent == 0.0 or number != (sequence + place) & 0xFFFF:
                    continue
                if delta is None:
                    missing.append(sent)
                    continue
                if sent < newest:
                    ordered = False
                newest = sent
                found.append((sent, now, size))
                forget.append(place)
            if len(forget) == len(part):
                part["at"] = 0.0
            elif forget:
                part["at"][forget] = 0.0
            position += len(part)
        if not ordered:
            found.sort()
        if found:
            self._newest = max(self._newest, found[-1][0])
        lost = sum(sent < self._newest for sent in missing) if missing else 0
        if not found:
            return Arrivals([], 0, 0, lost) if lost else _NOTHING
        groups, octets = _grouped(found)
        return Arrivals(groups, len(found), octets, lost)

    def _unwrap(self, reference: int) -> int:
        last = self._reference
        if last is not None:
            reference = last + ((reference - last + _WRAP // 2) & (_WRAP - 1)) - _WRAP // 2
        self._reference = reference
        return reference


def _grouped(packets: list[tuple[float, float, int]]) -> tuple[list[Group], int]:
    """Packets sent within GROUP, or let go together by something that had held them back, say one thing only."""
    groups: list[Group] = []
    total = octets = count = 0
    first_sent, first_received, _ = packets[0]
    last_sent, last_received = first_sent, first_received
    for sent, received, size in packets:
        if sent - first_sent > GROUP:
            apart = received - last_received
            if not (apart <= GROUP and apart < sent - last_sent and received - first_received < BURST):
                groups.append((first_sent, last_sent, last_received, octets, count))
                total += octets
                octets = count = 0
                first_sent, first_received = sent, received
                last_received = received
        last_sent = sent
        last_received = max(last_received, received)
        octets += size
        count += 1
    groups.append((first_sent, last_sent, last_received, octets, count))
    return groups, total + octets
