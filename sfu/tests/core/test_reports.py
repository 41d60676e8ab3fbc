"""Sender reports keep a publisher's audio and video together; receiver reports give the round trip."""

from __future__ import annotations

import random

import pytest

from sfu.core.forwarding import Forwarder, Negotiated
from sfu.core.records import TransportTable

from .samples import Layer, Owner, received_by, send


def setting() -> tuple[Forwarder, Owner]:
    forwarder = Forwarder("video", "video/VP8", 90000, TransportTable(), rng=random.Random(2))
    owner = Owner()
    forwarder.add(owner, Negotiated(ssrc=7, payload_type=101, transport=0))
    forwarder.set_target(owner.row, 0)
    return forwarder, owner


def test_no_report_before_the_publisher_reported() -> None:
    forwarder, owner = setting()
    assert forwarder.sender_report(owner.row, 1 << 40, 0.0) is None
    send(forwarder, Layer(0).frame(1, keyframe=True), 0.0)
    assert forwarder.sender_report(owner.row, 1 << 40, 1.0) is None


def test_a_report_lies_on_the_publishers_clock() -> None:
    forwarder, owner = setting()
    layer = Layer(0)
    got = received_by(owner, send(forwarder, layer.frame(3, keyframe=True), 0.0))
    forwarder.on_sender_report(0, 500 << 32, layer.timestamp, 0.05)
    report = forwarder.sender_report(owner.row, 0, 1.05)
    assert report is not None
    assert report.ssrc == 7
    assert report.ntp == 501 << 32
    assert (report.rtp_timestamp - got[0].timestamp) & 0xFFFFFFFF == 90000
    assert (report.packet_count, report.octet_count) == (3, sum(len(each.payload) for each in got))


def test_right_after_a_switch_the_new_layers_clock_is_told() -> None:
    forwarder, owner = setting()
    low, high = Layer(0), Layer(1, timestamp=1 << 30)
    send(forwarder, [*low.frame(1, keyframe=True), *high.frame(1)], 0.0)
    forwarder.on_sender_report(0, 500 << 32, low.timestamp, 0.0)
    forwarder.set_target(owner.row, 1)
    got = received_by(owner, send(forwarder, high.frame(1, keyframe=True), 1.0))
    assert forwarder.sender_report(owner.row, 0, 1.0) is None, "the new layer has not reported yet"
    forwarder.on_sender_report(1, 501 << 32, high.timestamp, 1.0)
    report = forwarder.sender_report(owner.row, 0, 1.0)
    assert report is not None
    assert (report.ntp, report.rtp_timestamp) == (501 << 32, got[0].timestamp)


def test_a_publisher_that_never_reports_gets_our_clock() -> None:
    forwarder, owner = setting()
    layer = Layer(0)
    for i in range(180):
        got = received_by(owner, send(forwarder, layer.frame(1, keyframe=i == 0), i / 30))
    report = forwarder.sender_report(owner.row, 700 << 32, 179 / 30)
    assert report is not None
    assert (report.ntp, report.rtp_timestamp) == (700 << 32, got[-1].timestamp)


def test_the_round_trip_is_read_from_the_report_that_is_named() -> None:
    forwarder, owner = setting()
    layer = Layer(0)
    send(forwarder, layer.frame(1, keyframe=True), 0.0)
    forwarder.on_sender_report(0, 500 << 32, layer.timestamp, 0.0)
    names = []
    for at in (1.0, 2.0):
        report = forwarder.sender_report(owner.row, 0, at)
        assert report is not None
        names.append(report.ntp >> 16 & 0xFFFFFFFF)
    late = forwarder.on_receiver_report(owner.row, names[0], int(0.9 * 65536), 2.0)
    assert late == pytest.approx(0.1, abs=1e-4)
    assert forwarder.table.rows["rtt"][owner.row] == late
    assert forwarder.on_receiver_report(owner.row, names[1], 65536 // 2, 2.6) == pytest.approx(0.1, abs=1e-4)
    assert forwarder.on_receiver_report(owner.row, 12345, 0, 2.6) is None
    assert forwarder.on_receiver_report(owner.row, 0, 0, 2.6) is None
