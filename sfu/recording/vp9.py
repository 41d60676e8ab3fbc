"""VP9 pictures (RFC 9628): all spatial layers of one picture, as the superframe a decoder takes: pure."""

from typing import Final

from sfu.recording.units import Unit
from sfu.wire import vp9
from sfu.wire.bits import BitReader
from sfu.wire.errors import WireError

_MAX_FRAMES: Final = 8
_SYNC: Final = 0x498342
_SRGB: Final = 7


class Vp9:
    """Takes whatever spatial layers are forwarded."""

    certain = True

    def begins(self, payload: bytes) -> bool:
        found = vp9.parse(payload)
        return found.begin and not found.spatial_id

    def assemble(self, payloads: list[bytes]) -> Unit:
        frames: list[bytearray] = []
        keyframe = False
        size: tuple[int, int] | None = None
        for payload in payloads:
            found = vp9.parse(payload)
            if found.begin:
                if not frames:
                    keyframe = not found.inter_predicted and not found.inter_layer
                frames.append(bytearray())
            if not frames:
                raise WireError("vp9-begin")
            frames[-1] += payload[found.size :]
            if found.resolutions:
                size = found.resolutions[-1]
        if len(frames) > _MAX_FRAMES or not all(frames):
            raise WireError("vp9-frames")
        if keyframe and size is None:
            size = dimensions(bytes(frames[0]))
        return Unit(superframe(frames), keyframe, size)


def superframe(frames: list[bytearray]) -> bytes:
    """The frames with the index that tells them apart (VP9 bitstream annex B); a single one as it is."""
    joined = b"".join(frames)
    if len(frames) == 1:
        return joined
    width = max((len(frame).bit_length() + 7) // 8 for frame in frames)
    marker = bytes((0xC0 | (width - 1) << 3 | len(frames) - 1,))
    return joined + marker + b"".join(len(frame).to_bytes(width, "little") for frame in frames) + marker


def dimensions(frame: bytes) -> tuple[int, int] | None:
    """(width, height) in pixels from a keyframe's uncompressed header (VP9 bitstream 6.2), None for other frames."""
    bits = BitReader(frame[:24])
    try:
        if bits.read(2) != 2:
            return None
        profile = bits.read(1) | bits.read(1) << 1
        if profile == 3:
            bits.read(1)
        if bits.flag() or bits.flag():  # shows an existing frame; is no keyframe
            return None
        bits.read(2)
        if bits.read(24) != _SYNC:
            return None
        _skip_colour(bits, profile)
        return bits.read(16) + 1, bits.read(16) + 1
    except WireError:
        return None


def _skip_colour(bits: BitReader, profile: int) -> None:
    if profile >= 2:
        bits.read(1)
    if bits.read(3) != _SRGB:
        bits.read(1)
        if profile in {1, 3}:
            bits.read(3)
    elif profile in {1, 3}:
        bits.read(1)
