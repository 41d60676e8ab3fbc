"""Data track packets: what is read, what is rewritten, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.wire import datatrack
from sfu.wire.errors import WireError

PACKET = bytes.fromhex("18001234000700090000ffff") + b"payload"


def test_the_header_of_a_frame_in_one_packet() -> None:
    assert datatrack.parse(PACKET) == (True, True, 0x1234, 7, 9, 0xFFFF)


def test_only_the_handle_changes() -> None:
    changed = datatrack.with_handle(PACKET, 5)
    assert datatrack.parse(changed).handle == 5
    assert changed[:2] + changed[4:] == PACKET[:2] + PACKET[4:]


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        (PACKET[:11], "datatrack-short"),
        (bytes([0x38]) + PACKET[1:], "datatrack-version"),
        (bytes([0x1C]) + PACKET[1:12] + b"\0", "datatrack-overrun"),
        (bytes([0x1C]) + PACKET[1:12] + b"\0\1abcde", "datatrack-overrun"),
    ],
)
def test_broken_packets_are_refused(packet: bytes, reason: str) -> None:
    with pytest.raises(WireError, match=reason):
        datatrack.parse(packet)


def test_extensions_of_whole_words_are_passed_over() -> None:
    user_timestamp = b"\0\2" + b"\2\x08" + bytes(8)  # three words: the length itself, tag, size and 64 bits
    assert datatrack.parse(bytes([0x1C]) + PACKET[1:12] + user_timestamp).handle == 0x1234


@given(st.binary(max_size=64))
def test_anything_is_read_or_refused(packet: bytes) -> None:
    try:
        header = datatrack.parse(packet)
    except WireError:
        return
    assert datatrack.with_handle(packet, header.handle) == packet
