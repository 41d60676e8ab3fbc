"""What came of one incoming stream, what is missing of it, and when it is asked for."""

from __future__ import annotations

import pytest

from sfu.core.reception import MOST_MISSING, PATIENCE, Arrival, IncomingStream


def stream(numbers: list[int], *, start: float = 0.0, rtt: float = 0.05) -> IncomingStream:
    found = IncomingStream(5, 90000)
    found.set_rtt(rtt)
    for i, number in enumerate(numbers):
        found.on_packet(number & 0xFFFF, number * 90, 1000, start + i * 0.001)
    return found


def test_packets_count_once() -> None:
    found = stream([1, 2, 4])
    assert found.on_packet(4, 0, 1000, 0.01) is Arrival.DUPLICATE
    assert found.on_packet(3, 0, 1000, 0.01) is Arrival.LATE
    assert found.on_packet(3, 0, 1000, 0.01) is Arrival.DUPLICATE
    assert (found.packets, found.octets, found.duplicates, found.lost) == (4, 4000, 2, 0)


def test_numbers_wrap() -> None:
    found = stream(list(range(65530, 65560)))
    report = found.report(1.0)
    assert report is not None
    assert report.highest_sequence == (1 << 16) + (65559 - 65536)
    assert (found.packets, found.lost, found.restarts) == (30, 0, 0)


def test_rtx_is_taken_only_for_what_is_missing() -> None:
    found = stream([10, 11, 13])
    assert not found.on_recovered(11, 1000, 0.01), "RTX as padding"
    assert found.on_recovered(12, 1000, 0.01)
    assert not found.on_recovered(12, 1000, 0.01)
    assert not found.on_recovered(14, 1000, 0.01), "newer than the stream itself"
    assert not found.on_recovered(9, 1000, 0.01), "from before the stream began"
    assert found.lost == 0


def test_a_gap_is_asked_for_within_twenty_milliseconds_and_again_a_round_trip_later() -> None:
    found = stream([1, 3], rtt=0.05)
    assert found.nacks_due(0.005) == [], "it may only be late"
    assert found.nacks_due(0.02) == [2]
    assert found.nacks_due(0.03) == []
    assert found.nacks_due(0.071) == [2]
    found.on_packet(2, 0, 1000, 0.08)
    assert found.nacks_due(0.2) == []
    assert not found.take_given_up()


def test_a_packet_three_places_behind_is_not_waited_for() -> None:
    found = stream([1, 3, 4, 5])
    assert found.nacks_due(0.0031) == [2]


def test_what_does_not_come_is_given_up_in_time_for_a_keyframe() -> None:
    found = stream([1, 3], rtt=0.05)
    asked = [i * 0.01 for i in range(120) if found.nacks_due(i * 0.01)]
    assert 3 <= len(asked) <= 6
    assert asked[-1] < PATIENCE
    assert found.take_given_up()
    assert not found.take_given_up()
    assert found.lost == 1


def test_a_great_loss_is_not_repaired_packet_by_packet() -> None:
    found = stream([1, 1 + MOST_MISSING + 500])
    assert found.take_given_up()
    assert len(found.nacks_due(0.1)) == MOST_MISSING


def test_asking_goes_on_across_the_wrap_oldest_first() -> None:
    found = stream([65533, 65538])
    assert found.nacks_due(0.1) == [65534, 65535, 0, 1]


def test_a_stream_without_retransmission_asks_for_nothing() -> None:
    found = IncomingStream(5, 48000, nack=False)
    for number in (1, 5):
        found.on_packet(number, 0, 100, 0.0)
    assert found.nacks_due(1.0) == []
    assert found.lost == 3


def test_a_jump_needs_a_second_packet_to_be_a_restart() -> None:
    found = stream([100, 101])
    assert found.on_packet(40000, 0, 1000, 0.1) is Arrival.SUSPECT
    assert found.on_packet(102, 0, 1000, 0.1) is Arrival.NEW
    assert found.on_packet(50000, 0, 1000, 0.1) is Arrival.SUSPECT
    assert found.on_packet(50001, 0, 1000, 0.1) is Arrival.RESTART
    assert found.on_packet(50002, 0, 1000, 0.1) is Arrival.NEW
    assert (found.restarts, found.lost) == (1, 0)
    assert found.nacks_due(1.0) == []


def test_very_old_packets_are_dropped_unless_nothing_newer_comes() -> None:
    found = stream([10000])
    assert found.on_packet(7500, 0, 1000, 0.1) is Arrival.OLD
    assert found.on_packet(7500, 0, 1000, 2.0) is Arrival.SUSPECT
    assert found.on_packet(7501, 0, 1000, 2.0) is Arrival.RESTART


def test_reports_tell_the_loss_of_their_interval() -> None:
    found = stream([1, 2, 3, 5])
    first = found.report(1.0)
    assert first is not None
    assert (first.fraction_lost, first.packets_lost) == (256 // 5, 1)
    for number in range(6, 16):
        found.on_packet(number, 0, 1000, 1.1)
    second = found.report(2.0)
    assert second is not None
    assert (second.fraction_lost, second.packets_lost, second.highest_sequence) == (0, 1, 15)


def test_no_report_before_the_first_packet() -> None:
    assert IncomingStream(5, 90000).report(1.0) is None


def test_the_last_sender_report_is_named_with_its_age() -> None:
    found = stream([1])
    found.on_sender_report(0x1234_5678_9ABC_DEF0, 7, 1.0)
    report = found.report(1.5)
    assert report is not None
    assert (report.last_sr, report.delay_since_last_sr) == (0x5678_9ABC, 32768)


def test_jitter_is_that_of_rfc_3550() -> None:
    found = IncomingStream(5, 1000)
    expected, last = 0.0, 0.0
    for i in range(50):
        delay = 0.008 if i % 2 else 0.0
        found.on_packet(i + 1, i * 20, 100, i * 0.02 + delay)
        if i:
            expected += (abs(delay - last) * 1000 - expected) / 16
        last = delay
    assert found.jitter_seconds == pytest.approx(expected / 1000)


def test_a_clock_that_wraps_is_no_jitter() -> None:
    found = IncomingStream(5, 90000)
    for i in range(10):
        found.on_packet(i + 1, (0xFFFFFFFF - 9000 + i * 3000) & 0xFFFFFFFF, 100, i / 30)
    assert found.jitter_seconds == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("rtt", [0.005, 0.06, 0.3])
def test_the_pace_of_asking_is_learnt_from_the_answers(rtt: float) -> None:
    found = IncomingStream(5, 90000)
    answers: list[tuple[float, int]] = []
    asked: dict[int, int] = {}
    for tick in range(2000):
        now = tick * 0.01
        if tick % 10 != 5:  # every tenth packet is lost
            found.on_packet(tick + 1, tick * 900, 1000, now)
        while answers and answers[0][0] <= now:
            found.on_recovered(answers.pop(0)[1], 1000, now)
        for sequence in found.nacks_due(now):
            asked[sequence] = asked.get(sequence, 0) + 1
            answers.append((now + rtt, sequence))
    assert found.rtt == pytest.approx(max(rtt, 0.02), abs=0.03)
    late = [times for sequence, times in asked.items() if sequence > 1000]
    assert len(late) >= 95
    assert sum(late) / len(late) < 1.3
    assert found.lost <= 4
