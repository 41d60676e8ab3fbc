"""The score of a connection is LiveKit's, and nobody is declared lost who is not."""

from __future__ import annotations

import math

import pytest

from sfu.core.quality import (
    BEST,
    CLIMB,
    DRY,
    EXCELLENT,
    FALL,
    GOOD,
    LEAST,
    LOST,
    LOST_AFTER,
    POOR,
    ConnectionQuality,
    Expected,
    Window,
    loss_weight,
    mean_opinion,
    quality_of,
    worst,
)

WINDOW = 5.0
DECLARED = 2_000_000 * WINDOW
VIDEO, OPUS, RED = "video/VP8", "audio/opus", "audio/red"


def lossy(per_cent: float, jitter_ms: float = 0, rtt_ms: float = 0) -> Window:
    return Window(4000, round(40 * per_cent), jitter_ms, rtt_ms)


def share(of_declared: float) -> Window:
    return Window(1000, octets=round(DECLARED / 8 * of_declared), declared_bits=DECLARED)


# LiveKit's own inflection points stand beside getPacketLossWeight and calculateBitrateScore: with video 2 % of loss
# fall to GOOD and 6 % to POOR, with Opus 2.5 and 7.5, with RED 5 and 15, with FEC 1.5 times as much.
PROFILES = [
    ("nothing amiss", VIDEO, False, lossy(0), 100, EXCELLENT),
    ("video, 1 % lost", VIDEO, False, lossy(1), 90, EXCELLENT),
    ("video, 2 % lost", VIDEO, False, lossy(2), 80, GOOD),
    ("video, 4 % lost", "video/AV1", False, lossy(4), 60, GOOD),
    ("video, 6 % lost", "video/h264", False, lossy(6), 40, POOR),
    ("video, 30 % lost", "video/VP9", False, lossy(30), LEAST, POOR),
    ("Opus, 2 % lost", OPUS, False, lossy(2), 84, EXCELLENT),
    ("Opus, 2.5 % lost", OPUS, False, lossy(2.5), 80, GOOD),
    ("Opus, 7.5 % lost", OPUS, False, lossy(7.5), 40, POOR),
    ("Opus with FEC, 2.5 % lost", OPUS, True, lossy(2.5), 86.6667, EXCELLENT),
    ("Opus with FEC, 11.25 % lost", OPUS, True, lossy(11.25), 40, POOR),
    ("RED, 2.5 % lost", RED, False, lossy(2.5), 90, EXCELLENT),
    ("RED, 5 % lost", RED, False, lossy(5), 80, GOOD),
    ("RED, 15 % lost", RED, False, lossy(15), 40, POOR),
    ("late duplicates", VIDEO, False, Window(1000, -5), 100, EXCELLENT),
    ("a round trip of 200 ms", OPUS, False, lossy(0, 0, 200), 97.5, EXCELLENT),
    ("30 ms of jitter", OPUS, False, lossy(0, 30, 0), 98.5, EXCELLENT),
    ("300 ms, 30 ms of jitter", OPUS, False, lossy(0, 30, 300), 91, EXCELLENT),
    ("400 ms, 60 ms of jitter", VIDEO, False, lossy(0, 60, 400), 80, GOOD),
    ("a satellite: 700 ms, 50 ms of jitter", VIDEO, False, lossy(0, 50, 700), 67, GOOD),
    ("1.2 s, 60 ms of jitter", VIDEO, False, lossy(0, 60, 1200), 40, POOR),
    ("loss and delay", VIDEO, False, lossy(2, 30, 300), 71, GOOD),
    ("all of the bitrate", VIDEO, False, share(1.0), 100, EXCELLENT),
    ("more than was declared", VIDEO, False, share(1.5), 100, EXCELLENT),
    ("half of the bitrate", VIDEO, False, share(0.5), 100 - 20 * math.log(2), EXCELLENT),
    ("a 2.7th of the bitrate", VIDEO, False, share(1 / math.e), 80, GOOD),
    ("a 20th of the bitrate", VIDEO, False, share(1 / math.e**3), 40, POOR),
    ("no bitrate told", VIDEO, False, Window(1000, octets=10), 100, EXCELLENT),
    ("half of the time a layer short", VIDEO, False, Window(1000, distance=0.5), 82.5, EXCELLENT),
    ("a layer short", VIDEO, False, Window(1000, distance=1), 65, GOOD),
    ("two layers short", VIDEO, False, Window(1000, distance=2), 30, POOR),
    ("more layers than wanted", VIDEO, False, Window(1000, distance=-1), 100, EXCELLENT),
    ("the worst counts", VIDEO, False, Window(1000, 10, octets=1, declared_bits=0, distance=1), 65, GOOD),
]


@pytest.mark.parametrize(
    ("mime", "fec", "window", "score", "quality"), [p[1:] for p in PROFILES], ids=[p[0] for p in PROFILES]
)
def test_each_profile_has_its_score(mime: str, fec: bool, window: Window, score: float, quality: int) -> None:
    """The score that windows alike end at."""
    running = ConnectionQuality(mime, 0.0, fec=fec)
    for i in range(1, 40):
        running.update(window, i * WINDOW)
    assert running.score == pytest.approx(score, abs=0.01)
    assert quality_of(round(running.score, 3)) == quality


def test_it_falls_faster_than_it_climbs() -> None:
    score = ConnectionQuality(VIDEO, 0.0)
    score.update(lossy(5), 5.0)
    assert score.score == pytest.approx(FALL * 50 + (1 - FALL) * BEST)
    score.update(lossy(0), 10.0)
    assert score.score == pytest.approx(CLIMB * BEST + (1 - CLIMB) * 60)


def test_while_packets_flow_it_is_never_lost() -> None:
    score = ConnectionQuality(OPUS, 0.0)
    for i in range(1, 100):
        score.update(Window(501, 500, 900.0, 5000.0), i * 5.0)
        assert score.quality == POOR


def test_lost_only_after_long_silence_of_a_stream_that_shall_flow() -> None:
    score = ConnectionQuality(OPUS, 0.0)
    grades: list[int] = []
    for received, at in ((250, 5.0), (0, 10.0), (0, 5.0 + LOST_AFTER), (100, 30.0)):
        score.update(Window(received), at)
        grades.append(score.quality)
    score.silent(35.0)
    grades.append(score.quality)
    assert grades == [EXCELLENT, POOR, LOST, GOOD, EXCELLENT]


def test_what_was_lost_altogether_is_as_dry_as_nothing() -> None:
    score = ConnectionQuality(VIDEO, 0.0)
    score.update(Window(300, 300), 5.0)
    assert score.score == DRY


def test_a_pause_for_want_of_bandwidth_is_poor_at_once_and_mended_slowly() -> None:
    score = ConnectionQuality(VIDEO, 0.0)
    grades: list[int] = []
    score.paused(1.0)
    grades.append(score.quality)
    score.update(lossy(0), 6.0)
    grades.append(score.quality)
    assert grades == [POOR, GOOD]


def test_what_is_expected_is_summed_over_the_time_it_was_in_force() -> None:
    expected = Expected(10.0)
    expected.note(1_000_000, 0, 11.0)
    expected.note(200_000, 2, 13.0)
    assert expected.take(15.0) == pytest.approx((2_400_000, 2 * 2 / 5))
    assert expected.take(16.0) == pytest.approx((200_000, 2))
    assert expected.take(16.0) == (0.0, 2.0)


def test_loss_of_the_little_that_silence_sends_weighs_less() -> None:
    """A quarter of the usual packets: half of the weight."""
    talking, silent = (ConnectionQuality(OPUS, 0.0) for _ in range(2))
    for i in range(1, 13):
        for score in (talking, silent):
            score.update(Window(250), i * 5.0)
    talking.update(Window(250, 10), 65.0)
    silent.update(Window(60, 2), 65.0)
    assert talking.score == pytest.approx(FALL * (100 - 4 * 8) + (1 - FALL) * 100)
    share_of_usual = math.sqrt(12 / 50)
    assert silent.score == pytest.approx(FALL * (100 - 2 / 60 * 100 * 8 * share_of_usual) + (1 - FALL) * 100)


def test_forward_error_correction_spares_audio_alone() -> None:
    assert loss_weight("video/VP8", fec=True) == loss_weight("video/VP8")
    assert loss_weight("audio/opus", fec=True) < loss_weight("audio/opus")


def test_opinions_run_from_one_to_four_and_a_half() -> None:
    assert mean_opinion(0) == 1.0
    assert mean_opinion(100) == 4.5
    assert 1.0 < mean_opinion(30) < mean_opinion(60) < mean_opinion(90) < 4.5
    assert mean_opinion(80) == pytest.approx(4.024)
    assert [quality_of(score) for score in (81, 80, 41, 40, 21, 20)] == [EXCELLENT, GOOD, GOOD, POOR, POOR, LOST]


def test_a_participant_is_as_good_as_its_worst_stream_and_lost_with_all() -> None:
    assert worst([]) == EXCELLENT
    assert worst([EXCELLENT, GOOD]) == GOOD
    assert worst([EXCELLENT, LOST]) == POOR
    assert worst([LOST, LOST]) == LOST
