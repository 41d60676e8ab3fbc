"""One subscriber's line, read in C: transport-wide feedback gathered, and the delay detector over it."""

import struct
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, overload

from sfu.core.bandwidth.arrivals import Arrivals, Group
from sfu.core.bandwidth.delay import Usage

if TYPE_CHECKING:
    from sfu.net.kernel import Kernel

_GROUP: Final = struct.Struct("=dddII")  # group_t
_USAGES: Final = (Usage.NORMAL, Usage.OVERUSE, Usage.UNDERUSE)  # USAGE_*


class HeardGroups(Sequence[Group]):
    """Groups as C wrote them; made into Python's only where somebody looks at them."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def __len__(self) -> int:
        return len(self.raw) // _GROUP.size

    @overload
    def __getitem__(self, index: int) -> Group: ...
    @overload
    def __getitem__(self, index: slice) -> list[Group]: ...
    def __getitem__(self, index: int | slice) -> Group | list[Group]:
        if isinstance(index, slice):
            return list(self)[index]
        found: Group = _GROUP.unpack_from(self.raw, range(len(self))[index] * _GROUP.size)
        return found

    def __iter__(self) -> Iterator[Group]:
        return _GROUP.iter_unpack(self.raw)


class KernelDetector:
    """core.bandwidth.delay.DelayDetector in C (core.bandwidth.delay.Detector)."""

    def __init__(self, kernel: "Kernel") -> None:
        self._ffi, self._detect = kernel.ffi, kernel.lib.kernel_delay
        self.state = kernel.ffi.new("detector_t *")
        kernel.lib.kernel_delay_begin(self.state)

    @property
    def usage(self) -> Usage:
        return _USAGES[self.state.usage]

    @property
    def queue(self) -> float:
        return float(self.state.queue)

    @property
    def standing(self) -> float:
        return float(self.state.standing)

    def on_groups(self, groups: Sequence[Group]) -> Usage:
        """HeardGroups were shown to it as they came."""
        if not isinstance(groups, HeardGroups):
            raw = b"".join(_GROUP.pack(*group) for group in groups)
            self._detect(self.state, self._ffi.from_buffer("group_t[]", raw), len(groups))
        return self.usage


class FeedbackReader:
    """Reads the transport-wide feedback of one transport in C, beside its ring (dtype SENT), and gathers it."""

    def __init__(self, kernel: "Kernel", ring: Any) -> None:
        self._read = kernel.lib.kernel_read_feedback
        self._ring = ring
        self._pointer = kernel._pointer("sent_t *", ring)
        self.heard = kernel.ffi.new("feedback_t *")
        self._groups = memoryview(kernel.ffi.buffer(self.heard.groups))
        self.detector = KernelDetector(kernel)

    def read(self, packet: bytes) -> bool:
        """Adds what a whole RTCP packet says arrived. False: it is something else, or Python shall look at it."""
        return bool(self._read(packet, len(packet), self._pointer, self.heard, self.detector.state) == 0)

    def take(self) -> Arrivals | None:
        """What was gathered since the last call, None: nothing."""
        heard = self.heard
        received, lost = heard.received, heard.lost
        if not received and not lost:
            return None
        groups = HeardGroups(bytes(self._groups[: heard.count * _GROUP.size]))
        arrivals = Arrivals(groups, received, heard.octets, lost)
        heard.count = heard.received = heard.octets = heard.lost = 0
        return arrivals
