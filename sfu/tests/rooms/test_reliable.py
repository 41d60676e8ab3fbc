"""Reliable data over a resume: once each, in order, bounded, and only to whom it was for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol.models import DataPacket, UserPacket

from sfu.net.channels import RELIABLE
from sfu.rooms import data
from sfu.rooms.reliable import KEPT_OCTETS, KEPT_SECONDS, Kept, ReliableLog
from sfu.tests.api.stage import stage
from sfu.tests.rooms.test_data import recorded

EVERYBODY: frozenset[str] = frozenset()


def test_what_is_sent_again_is_told_from_what_is_new() -> None:
    log = ReliableLog()
    assert [log.is_new(n) for n in (1, 2, 2, 1, 3, 0, 0)] == [True, True, False, False, True, True, True]
    assert log.last == 3


def test_old_messages_go() -> None:
    log = ReliableLog()
    log.keep(Kept(1, 0.0, b"a", EVERYBODY))
    log.keep(Kept(2, KEPT_SECONDS + 1, b"b", EVERYBODY))
    assert list(log.after(0, "bob", "PA_b")) == [b"b"]


@given(st.lists(st.integers(0, KEPT_OCTETS), max_size=8))
def test_the_log_is_bounded_in_octets_and_keeps_the_newest(sizes: list[int]) -> None:
    log = ReliableLog()
    for number, size in enumerate(sizes, 1):
        log.keep(Kept(number, 0.0, bytes(size), EVERYBODY))
    kept = [len(message) for message in log.after(0, "bob", "PA_b")]
    assert sum(kept) <= KEPT_OCTETS
    assert kept == sizes[len(sizes) - len(kept) :]


async def test_one_who_resumes_gets_what_it_missed_and_what_was_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    async with stage() as on:
        room = on.node.create_room("chess")
        (ann, _), (bob, _), (cy, _) = (on.join(room, name) for name in ("ann", "bob", "cy"))
        got = recorded(bob, monkeypatch)
        for number, to in enumerate(([], ["cy"], ["bob"], []), 1):
            packet = DataPacket(sequence=number, destination_identities=to, user=UserPacket(payload=b"%d" % number))
            data.relay(ann, RELIABLE, packet.SerializeToString())
            data.relay(ann, RELIABLE, packet.SerializeToString())  # the client's own replay
        assert on.node.drops.counts["data_duplicate"] == 4
        before = [packet.user.payload for _, packet in got]
        assert before == [b"1", b"3", b"4"]
        data.send_again(ann, 1, bob)
        assert [(packet.sequence, packet.participant_sid) for _, packet in got[3:]] == [(3, ann.sid), (4, ann.sid)]
        data.send_again(cy, 0, bob)
        assert len(got) == 5
