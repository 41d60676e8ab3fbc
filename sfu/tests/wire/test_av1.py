"""What is known of an AV1 stream is known of an encrypted one, too: only the aggregation header is read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import av1

SEQUENCE_HEADER, FRAME = 1, 6


def obu(kind: int, clear: bytes, secret: bytes) -> bytes:
    """As livekit-client's frame cryptor leaves one: its header, size and a frame's first byte are as they were."""
    body = clear + secret
    return bytes([kind << 3 | 2, len(body)]) + body


@given(st.booleans(), st.booleans(), st.binary(min_size=1, max_size=60), st.binary(min_size=1, max_size=60))
def test_a_keyframe_is_known_whatever_the_encryption_makes_of_it(
    key: bool, continues: bool, a: bytes, b: bytes
) -> None:
    units = [obu(SEQUENCE_HEADER, b"", a)] if key else []
    units.append(obu(FRAME, b"\x10" if key else b"\x30", b))
    payload = bytes([continues << 7 | key << 3]) + b"".join(bytes([len(unit)]) + unit for unit in units)
    assert av1.is_keyframe(payload) == (key and not continues)
