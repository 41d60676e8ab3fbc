"""The score of a connection, and that nobody is declared lost who is not."""

from __future__ import annotations

import pytest

from sfu.core.quality import (
    EXCELLENT,
    GOOD,
    LOST,
    LOST_AFTER,
    POOR,
    ConnectionQuality,
    mean_opinion,
    quality_of,
    worst,
)


def after(loss: float, jitter_ms: float, rtt_ms: float, mime: str = "video/VP8") -> int:
    score = ConnectionQuality(mime, 0.0)
    for i in range(1, 10):
        score.update(round(1000 * (1 - loss)), round(1000 * loss), jitter_ms, rtt_ms, i * 5.0)
    return score.quality


@pytest.mark.parametrize(
    ("loss", "jitter_ms", "rtt_ms", "quality"),
    [
        (0.0, 5, 40, EXCELLENT),
        (0.01, 10, 80, EXCELLENT),
        (0.03, 10, 80, GOOD),
        (0.0, 60, 600, GOOD),
        (0.08, 30, 200, POOR),
        (0.5, 200, 2000, POOR),
    ],
)
def test_grades_follow_loss_and_delay(loss: float, jitter_ms: float, rtt_ms: float, quality: int) -> None:
    assert after(loss, jitter_ms, rtt_ms) == quality


def test_red_bears_more_loss_than_plain_opus() -> None:
    assert after(0.035, 5, 40, "audio/opus") == GOOD
    assert after(0.035, 5, 40, "audio/red") == EXCELLENT


def test_while_packets_flow_it_is_never_lost() -> None:
    score = ConnectionQuality("audio/opus", 0.0)
    for i in range(1, 100):
        score.update(1, 500, 900.0, 5000.0, i * 5.0)
        assert score.quality == POOR


def test_lost_only_after_long_silence_of_a_stream_that_shall_flow() -> None:
    score = ConnectionQuality("audio/opus", 0.0)
    grades: list[int] = []
    for received, at in ((250, 5.0), (0, 10.0), (0, 5.0 + LOST_AFTER), (100, 30.0)):
        score.update(received, 0, 1, 20, at)
        grades.append(score.quality)
    score.silent(35.0)
    grades.append(score.quality)
    assert grades == [EXCELLENT, POOR, LOST, GOOD, EXCELLENT]


def test_it_falls_faster_than_it_climbs() -> None:
    score = ConnectionQuality("video/VP8", 0.0)
    score.update(950, 50, 0, 0, 5.0)
    fallen = score.score
    score.update(1000, 0, 0, 0, 10.0)
    assert 100 - fallen > score.score - fallen > 0


def test_loss_of_the_little_that_silence_sends_weighs_less() -> None:
    talking, silent = (ConnectionQuality("audio/opus", 0.0) for _ in range(2))
    for score in (talking, silent):
        score.update(250, 0, 0, 0, 5.0)
    talking.update(225, 25, 0, 0, 10.0)
    silent.update(9, 1, 0, 0, 10.0)
    assert silent.score > 99 > talking.score


def test_opinions_run_from_one_to_four_and_a_half() -> None:
    assert mean_opinion(0) == 1.0
    assert mean_opinion(100) == 4.5
    assert 1.0 < mean_opinion(30) < mean_opinion(60) < mean_opinion(90) < 4.5
    assert [quality_of(score) for score in (81, 80, 41, 40)] == [EXCELLENT, GOOD, GOOD, POOR]


def test_a_participant_is_as_good_as_its_worst_stream_and_lost_with_all() -> None:
    assert worst([]) == EXCELLENT
    assert worst([EXCELLENT, GOOD]) == GOOD
    assert worst([EXCELLENT, LOST]) == POOR
    assert worst([LOST, LOST]) == LOST
