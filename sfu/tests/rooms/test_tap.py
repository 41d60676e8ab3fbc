"""A tap gets what a subscriber gets, and nobody gets what is a tap's; with the packet path in C and without."""

from pathlib import Path

import pytest

from sfu.net.kernel_shapes import extension
from sfu.rooms.tap import Tap
from sfu.tests.recording.stage import stage
from sfu.wire import rtp

MODES = [pytest.param(True, marks=pytest.mark.skipif(extension() is None, reason="not built"), id="c"), False]


@pytest.mark.parametrize("kernel", MODES)
async def test_a_tap_takes_packets_numbered_without_a_gap_until_it_is_closed(tmp_path: Path, kernel: bool) -> None:
    async with stage(tmp_path, kernel=kernel) as on:
        room = on.room()
        alice = on.join(room, "alice")
        live = on.publish(alice, "vp8")
        got: list[bytes] = []
        ends: list[bool] = []
        tap = Tap(live.publication, got.append, lambda: ends.append(True))
        on.play(1.0, live)
        numbers = [rtp.parse(packet).sequence for packet in got]
        assert len(numbers) >= 30
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        tap.close()
        tap.close()
        count = len(got)
        on.play(0.5, live)
        assert (len(got), ends) == (count, [True])
        assert not live.publication.subscriptions


@pytest.mark.parametrize("kernel", MODES)
async def test_a_tap_ends_with_its_publication(tmp_path: Path, kernel: bool) -> None:
    async with stage(tmp_path, kernel=kernel) as on:
        alice = on.join(on.room(), "alice")
        live = on.publish(alice, "opus")
        ends: list[bool] = []
        Tap(live.publication, lambda packet: None, lambda: ends.append(True))
        alice.unpublish(live.publication)
        assert ends == [True]


@pytest.mark.parametrize("kernel", MODES)
async def test_a_row_that_somebody_left_brings_the_tap_its_packets_and_not_the_one_who_left(
    tmp_path: Path, kernel: bool
) -> None:
    """A transport lives on for a moment, to say goodbye; its row is given away at once."""
    async with stage(tmp_path, kernel=kernel) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob")
        live = on.publish(alice, "opus")
        row = bob.transport_row
        room.leave(bob, 1)  # type: ignore[arg-type]
        got: list[bytes] = []
        tap = Tap(live.publication, got.append, lambda: None)
        assert tap.transport_row == row
        on.play(0.5, live)
        assert len(got) == 25
        tap.close()
        other: list[bytes] = []
        again = Tap(live.publication, other.append, lambda: None)
        assert again.transport_row == row
        on.play(0.1, live)
        assert (len(got), len(other)) == (25, 5)
