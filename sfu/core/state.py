"""What reception and numbering remember of a stream, as plain memory: Python's classes and the C kernel both read and
write it.

The rule: scalars are ctypes structures and rings are numpy arrays that a structure points to; whoever owns a
structure keeps its arrays alive and never replaces them. C declares the same structures in `sfu/net/kernel.h`.
"""

from __future__ import annotations

import math
from ctypes import Structure, c_double, c_int64, c_uint8, c_uint16, c_uint32, c_uint64, c_void_p
from typing import Final

import numpy as np

NEVER: Final = math.nan
"""In a time: it has not happened."""


def happened(at: float) -> bool:
    """Whether a time of a structure is one."""
    return at == at  # noqa: PLR0124  NaN is not equal to itself


class StreamState(Structure):
    """One incoming SSRC (`reception.IncomingStream`). Times in seconds, NEVER before the first packet."""

    _fields_ = (
        ("highest", c_int64),  # extended; -1 before the first packet
        ("taken", c_int64),  # packets of this numbering
        ("packets", c_uint64),
        ("octets", c_uint64),
        ("last_received", c_double),  # of the newest packet
        ("jitter", c_double),  # clock ticks (RFC 3550 A.8)
        ("transit", c_double),  # clock ticks
        ("seen", c_void_p),  # int64[reception.WINDOW]: the extended number at its place
        ("clock_rate", c_uint32),
    )


class LayerState(Structure):
    """One layer's numbering (`source.SourceLayer`) and its store's places (`history.PacketStore`)."""

    _fields_ = (
        ("highest", c_int64),  # extended, as the publisher counts; -1 before the first packet
        ("removed", c_int64),  # padding-only packets taken out of the numbering
        ("last_received", c_double),
        ("seen", c_void_p),  # int64[source.SEEN]
        ("slots", c_void_p),  # history.SLOT[history.SLOTS]
        ("ring", c_void_p),  # octets[capacity]
        ("stored", c_double),  # when the last packet was put there
        ("head", c_uint64),  # octets written to the ring so far, wrapped places counted
        ("capacity", c_uint32),
        ("ssrc", c_uint32),
        ("begun", c_uint8),  # ssrc is the source's, and no restart is due
    )


ARRIVALS: Final = 512
"""Packets whose arrival a publisher's transport can note between two feedbacks."""


class Arrivals(Structure):
    """Arrivals the kernel noted for `feedback.FeedbackRecorder`: transport-wide numbers and times, seconds; and how
    far the publisher was told of them, by either.
    """

    _fields_ = (
        ("count", c_uint32),
        ("sequence", c_uint16 * ARRIVALS),
        ("at", c_double * ARRIVALS),
        ("next", c_int64),  # the first sequence of the next feedback: holes before it were told; -1 at the start
        ("told_at", c_double),  # when the last feedback was built, NEVER before
        ("interval", c_double),  # seconds after which C tells by itself
        ("sender", c_uint32),  # SSRC that tells
        ("feedbacks", c_uint8),  # modulo 256
        ("usual", c_uint8),  # what C noted is all there is to tell, from `next` on: C may tell it
    )


LEVELS: Final = 64
"""Audio levels a stream can note between two looks of the speakers (0.4 s hold 20 packets of 20 ms)."""


class Levels(Structure):
    """Audio levels the kernel noted: -dBov (RFC 6464), RTP timestamps, times."""

    _fields_ = (
        ("count", c_uint32),
        ("level", c_uint8 * LEVELS),
        ("timestamp", c_uint32 * LEVELS),
        ("at", c_double * LEVELS),
    )


SLOT: Final = np.dtype(
    [
        ("sequence", np.int64),  # with padding taken out; -1: empty
        ("position", np.uint64),  # in the ring, counted as `head`
        ("at", np.float64),
        ("timestamp", np.uint32),
        ("size", np.uint16),
        ("starts", np.uint8),
    ],
    align=True,
)
"""One stored packet."""
