"""What depacketizing makes: a codec's access unit, and the frame it becomes once it has its time."""

from typing import NamedTuple, Protocol


class Unit(NamedTuple):
    """One access unit. `size` (width, height) where a keyframe tells it; `header`: what a decoder needs before the
    first frame (parameter sets, a sequence header), on keyframes, b"" where a codec has none.
    """

    data: bytes
    keyframe: bool
    size: tuple[int, int] | None = None
    header: bytes = b""


class Frame(NamedTuple):
    """A unit with its RTP timestamp. `arrived`: when its last packet came (our monotonic clock)."""

    unit: Unit
    timestamp: int
    arrived: float


class Assembler(Protocol):
    """Puts the payloads of one timestamp together.

    `certain`: the codec's payload format marks a frame's first packet; otherwise a packet missing just before a
    frame may have been its first.
    """

    certain: bool

    def begins(self, payload: bytes) -> bool:
        """Whether a frame's first packet may look like this. May raise WireError, which means no."""

    def assemble(self, payloads: list[bytes]) -> Unit | None:
        """The frame; None when there is nothing to keep and nothing lost. Raises WireError when it is broken."""
