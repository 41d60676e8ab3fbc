"""RFC 4571 framing: whatever way a stream is cut, the same datagrams come out, and memory is bounded."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire.errors import WireError
from sfu.wire.framing import Deframer, frame

LIMIT = 300


@given(st.lists(st.binary(max_size=LIMIT), max_size=20), st.lists(st.integers(1, 400), max_size=20))
def test_any_cut_of_the_stream_gives_the_same_datagrams(datagrams: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(map(frame, datagrams))
    deframer, found, at = Deframer(LIMIT), [], 0
    for cut in [*cuts, len(stream)]:
        found += deframer.feed(stream[at : at + cut])
        at += cut
    assert found == [datagram for datagram in datagrams if datagram]
    assert deframer.kept == 0


@given(st.lists(st.binary(max_size=700), max_size=10))
def test_no_stream_keeps_more_than_a_frame_or_raises_another_error(pieces: list[bytes]) -> None:
    deframer = Deframer(LIMIT)
    for piece in pieces:
        with contextlib.suppress(WireError):
            assert all(0 < len(datagram) <= LIMIT for datagram in deframer.feed(piece))
        assert deframer.kept < LIMIT + 2


def test_a_frame_over_the_limit_is_refused_by_its_length_alone() -> None:
    with pytest.raises(WireError, match="frame-long"):
        Deframer(LIMIT).feed((LIMIT + 1).to_bytes(2, "big"))


def test_what_does_not_fit_a_frame_is_refused() -> None:
    assert frame(b"x" * 65_535)[:2] == b"\xff\xff"
    with pytest.raises(WireError, match="frame-long"):
        frame(b"x" * 65_536)
