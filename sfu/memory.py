"""The process's memory: how the allocator gives it back, when the collector looks through it.

The rule: media waits for neither. Whoever leaves is freed by counting references (`tests/rooms/test_departures.py`);
what is big goes back to the system at once, and the whole is looked through only when that disturbs nobody or was
put off for long (`rooms/litter.py`).
"""

import ctypes
import gc
import os
import time
from typing import Any, Final

MAPPED: Final = 32 << 10
"""Octets from which a block is mapped alone, so that it goes back when freed. Left to itself glibc raises this bound
to the largest block freed so far; the packets kept of a layer (1 MB), their list (40 KB) and what was sent (64 KB)
then lie in the heap, whose holes only grow.
"""
SPARE: Final = 1 << 20
"""Octets that stay free at the heap's end before they are given back."""
YOUNG: Final = (5_000, 20, 1_000_000)
"""The collector's thresholds. A packet makes a dozen objects, none in a cycle: by the usual ones collecting took a
tenth of the time. The young are looked at when many came to stay (a millisecond or two), the old never by these.
"""
_M_TRIM_THRESHOLD: Final = -1  # malloc.h
_M_MMAP_THRESHOLD: Final = -3


def settle() -> None:
    """Once, when all is there that lives as long as the process: that is set aside."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*YOUNG)


def tune(environment: dict[str, str]) -> None:
    """The allocator's bounds, at the beginning; what the environment says of them goes first (mallopt(3))."""
    mallopt = _of_libc("mallopt")
    if mallopt is None:
        return
    for variable, parameter, value in (
        ("MALLOC_MMAP_THRESHOLD_", _M_MMAP_THRESHOLD, MAPPED),
        ("MALLOC_TRIM_THRESHOLD_", _M_TRIM_THRESHOLD, SPARE),
    ):
        if variable not in environment:
            mallopt(parameter, value)


def collect() -> float:
    """Looks for cycles in everything but what was set aside; the seconds that took."""
    begin = time.perf_counter()
    gc.collect()
    return time.perf_counter() - begin


def trim() -> float:
    """Gives the heap's free pages back to the system; the seconds that took."""
    begin = time.perf_counter()
    if _TRIM is not None:
        _TRIM(0)
    return time.perf_counter() - begin


def _of_libc(name: str) -> Any:
    """A function of glibc's allocator; None with another C library."""
    return getattr(ctypes.CDLL(None), name, None) if os.name == "posix" else None


_TRIM: Final = _of_libc("malloc_trim")
