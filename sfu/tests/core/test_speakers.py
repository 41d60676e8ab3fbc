"""Who speaks, how loudly, and what of it is worth telling."""

from __future__ import annotations

import pytest

from sfu.core.speakers import QUANTUM, UPDATE_INTERVAL, ActiveSpeakers, AudioLevel, linear

FRAME = 960


def talk(
    speakers: ActiveSpeakers[str], key: str, level: int, start: float, seconds: float, *, share: float = 1.0
) -> None:
    """20 ms packets; of every ten, `share` are at `level`, the others silent."""
    for i in range(round(seconds * 50)):
        now = start + i * 0.02
        loud = (i % 10) < share * 10
        speakers.observe(key, level if loud else 127, round(now * 48000), now)


def test_who_speaks_is_told_once_loudest_first() -> None:
    speakers: ActiveSpeakers[str] = ActiveSpeakers()
    talk(speakers, "ann", 20, 0.0, 1.2)
    talk(speakers, "bob", 5, 0.0, 1.2)
    talk(speakers, "cat", 90, 0.0, 1.2)
    told = speakers.update(1.2)
    assert [(each.key, each.active) for each in told] == [("bob", True), ("ann", True)]
    assert all(0 < each.level <= 1 and each.level % QUANTUM == 0 for each in told)
    assert speakers.update(1.2) == []
    assert [each.key for each in speakers.speaking()] == ["bob", "ann"]


def test_who_falls_silent_is_told_with_level_zero() -> None:
    speakers: ActiveSpeakers[str] = ActiveSpeakers()
    talk(speakers, "ann", 20, 0.0, 0.8)
    assert speakers.update(0.8)[0].active
    talk(speakers, "ann", 127, 0.8, 0.8)
    assert speakers.update(1.6) == [("ann", 0.0, False)]
    assert speakers.update(2.0) == []


def test_who_stops_sending_or_leaves_has_stopped_speaking() -> None:
    speakers: ActiveSpeakers[str] = ActiveSpeakers()
    talk(speakers, "ann", 20, 0.0, 0.8)
    talk(speakers, "bob", 20, 0.0, 0.8)
    assert len(speakers.update(0.8)) == 2
    speakers.remove("bob")
    assert speakers.update(0.9) == [("bob", 0.0, False)]
    assert speakers.update(0.8 + 2 * UPDATE_INTERVAL) == [("ann", 0.0, False)]


def test_a_cough_is_no_speech() -> None:
    speakers: ActiveSpeakers[str] = ActiveSpeakers()
    talk(speakers, "ann", 10, 0.0, 0.8, share=0.3)
    assert speakers.update(0.8) == []
    talk(speakers, "ann", 10, 0.8, 0.8, share=0.5)
    assert [each.key for each in speakers.update(1.6)] == ["ann"]


def test_levels_grow_smoothly_to_the_loudness() -> None:
    meter = AudioLevel()
    levels = []
    for i in range(100):
        meter.observe(12, i * FRAME, i * 0.02)
        if i % 20 == 19:
            levels.append(meter.level(i * 0.02)[0])
    assert levels == sorted(levels)
    assert levels[0] == pytest.approx(linear(12) * 2 / 3)
    assert levels[-1] == pytest.approx(linear(12), rel=0.02)


def test_repeated_and_late_packets_do_not_count() -> None:
    meter = AudioLevel()
    for _ in range(200):
        meter.observe(0, 5 * FRAME, 0.1)
    assert meter.level(0.1) == (0.0, False)


def test_silence_that_is_not_sent_does_not_count_as_speech() -> None:
    meter = AudioLevel()
    for i in range(30):
        meter.observe(20, i * 48000 * 4, i * 4.0)  # one packet every 4 s
        assert not meter.level(i * 4.0)[1]
