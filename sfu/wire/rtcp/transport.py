"""Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01): which packets came, and when.

The rule: arrival times are counted in ticks of 250 µs, each relative to the one before it that arrived; a feedback
covers a run of sequence numbers without holes, a hole is None.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass

from ..errors import WireError

TICK_US = 250
REFERENCE_US = 64_000
MAX_STATUSES = 4096
"""Most sequence numbers in one feedback: run-length chunks could name 65535 in 20 bytes, which nobody honest needs.
"""

_MISSING, _SMALL, _LARGE = 0, 1, 2
_LONGEST_RUN = 8191


@dataclass(frozen=True, slots=True)
class TransportFeedback:
    """Statuses of the packets `base_sequence`, `base_sequence` + 1, … (16 bits, wrapping).

    `reference_time` in 64 ms (signed 24 bits, the receiver's clock); `deltas[i]` None when that packet did not
    arrive, else ticks of 250 µs (signed 16 bits) after the previous arrival, the first after the reference time.
    `feedback_count` 0..255.
    """

    sender_ssrc: int
    media_ssrc: int
    base_sequence: int
    reference_time: int
    feedback_count: int
    deltas: tuple[int | None, ...]

    def arrivals_us(self) -> list[tuple[int, int]]:
        """(sequence number, arrival in µs on the receiver's clock) of those that arrived, in order of sequence."""
        now = self.reference_time * REFERENCE_US
        found: list[tuple[int, int]] = []
        for i, delta in enumerate(self.deltas):
            if delta is not None:
                now += delta * TICK_US
                found.append(((self.base_sequence + i) & 0xFFFF, now))
        return found


def feedbacks_from_arrivals(
    sender_ssrc: int,
    media_ssrc: int,
    base_sequence: int,
    feedback_count: int,
    arrivals_us: Sequence[int | None],
) -> list[TransportFeedback]:
    """The feedbacks that report `arrivals_us` (µs, from `base_sequence` on, None for missing ones).

    One as a rule; more when there are over MAX_STATUSES or two arrivals lie over 8 s apart. `feedback_count` is the
    first one's number. Nothing arrived: no feedback. Leading and trailing holes are left out.
    """
    feedbacks: list[TransportFeedback] = []
    deltas: list[int | None] = []
    base = reference = ticks = 0
    last = -1

    def flush() -> None:
        if deltas:
            count = (feedback_count + len(feedbacks)) & 0xFF
            kept = tuple(deltas)
            feedbacks.append(TransportFeedback(sender_ssrc, media_ssrc, base & 0xFFFF, reference, count, kept))
            deltas.clear()

    for i, arrival in enumerate(arrivals_us):
        if arrival is None:
            continue
        now = arrival // TICK_US
        if deltas and (i - last + len(deltas) > MAX_STATUSES or not -0x8000 <= now - ticks <= 0x7FFF):
            flush()
        if not deltas:
            base = base_sequence + i
            whole = arrival // REFERENCE_US
            reference = ((whole + 0x800000) & 0xFFFFFF) - 0x800000
            ticks = whole * (REFERENCE_US // TICK_US)
        else:
            deltas.extend([None] * (i - last - 1))
        deltas.append(now - ticks)
        ticks, last = now, i
    flush()
    return feedbacks


def encode_feedback(feedback: TransportFeedback) -> tuple[bytes, int]:
    """(the body behind the RTCP head, without padding, and the count of padding bytes to reach 32 bits)."""
    statuses, times = bytearray(), bytearray()
    for delta in feedback.deltas:
        if delta is None:
            statuses.append(_MISSING)
        elif 0 <= delta <= 0xFF:
            statuses.append(_SMALL)
            times.append(delta)
        elif -0x8000 <= delta <= 0x7FFF:
            statuses.append(_LARGE)
            times += struct.pack("!h", delta)
        else:
            raise WireError("rtcp-transport-range")
    if not 0 < len(statuses) <= MAX_STATUSES or not -0x800000 <= feedback.reference_time < 0x800000:
        raise WireError("rtcp-transport-range")
    body = struct.pack(
        "!IIHHI",
        feedback.sender_ssrc,
        feedback.media_ssrc,
        feedback.base_sequence & 0xFFFF,
        len(statuses),
        (feedback.reference_time & 0xFFFFFF) << 8 | feedback.feedback_count & 0xFF,
    )
    body += _encode_chunks(statuses) + times
    return body, -len(body) % 4


def _encode_chunks(statuses: bytearray) -> bytes:
    """Run-length chunks for runs of 14 and more, else vectors: 14 one-bit statuses where none is large, or 7 of two
    bits.
    """
    chunks = bytearray()
    position, end = 0, len(statuses)
    while position < end:
        status = statuses[position]
        run = 1
        while position + run < end and run < _LONGEST_RUN and statuses[position + run] == status:
            run += 1
        if run >= 14 or (run >= 7 and status == _LARGE):
            chunks += struct.pack("!H", status << 13 | run)
            position += run
            continue
        part = statuses[position : position + 14]
        if _LARGE in part:
            value, width, part = 0xC000, 2, part[:7]
        else:
            value, width = 0x8000, 1
        for i, symbol in enumerate(part):
            value |= symbol << (14 - width * (i + 1))
        chunks += struct.pack("!H", value)
        position += len(part)
    return bytes(chunks)


def decode_feedback(body: bytes) -> TransportFeedback:
    """From the body behind the RTCP head. WireError when chunks or deltas are missing, or the count is 0 or too
    large.
    """
    if len(body) < 16:
        raise WireError("rtcp-transport-short")
    sender, media, base, count, rest = struct.unpack_from("!IIHHI", body)
    if not 0 < count <= MAX_STATUSES:
        raise WireError("rtcp-transport-count")
    statuses, offset = _decode_chunks(body, 16, count)
    deltas: list[int | None] = []
    try:
        for status in statuses:
            if status == _MISSING:
                deltas.append(None)
            elif status == _SMALL:
                deltas.append(body[offset])
                offset += 1
            elif status == _LARGE:
                deltas.append((body[offset] << 8 | body[offset + 1]) - (0x10000 if body[offset] & 0x80 else 0))
                offset += 2
            else:
                raise WireError("rtcp-transport-symbol")
    except IndexError:
        raise WireError("rtcp-transport-short") from None
    reference = (rest >> 8) - (0x1000000 if rest & 0x80000000 else 0)
    return TransportFeedback(sender, media, base, reference, rest & 0xFF, tuple(deltas))


def _decode_chunks(body: bytes, offset: int, count: int) -> tuple[bytearray, int]:
    statuses = bytearray()
    while len(statuses) < count:
        if offset + 2 > len(body):
            raise WireError("rtcp-transport-short")
        chunk = body[offset] << 8 | body[offset + 1]
        offset += 2
        if not chunk & 0x8000:
            statuses += bytes((chunk >> 13 & 3,)) * min(chunk & 0x1FFF, count - len(statuses))
        elif chunk & 0x4000:
            statuses += bytes(chunk >> shift & 3 for shift in range(12, -2, -2))
        else:
            statuses += bytes(chunk >> shift & 1 for shift in range(13, -1, -1))
    del statuses[count:]
    return statuses, offset
