"""Redundant audio (RED, RFC 2198): passed on to who speaks it, Opus alone to who does not, losses filled from it."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livekit.protocol.models import Encryption, TrackType
from livekit.protocol.rtc import AddTrackRequest

from sfu.rooms.alternatives import add_plain
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding, Publication
from sfu.rooms.receiving import ExtensionIds
from sfu.tests.api.stage import Stage, stage
from sfu.tests.rooms.listeners import Wire, listen, negotiate
from sfu.wire import red, rtcp, rtp
from sfu.wire.sequence import diff16

RED = Encoding("audio/red", 48000, 63, None, "111/111", 2)
OPUS = Encoding("audio/opus", 48000, 111, None, "minptime=10", 2)
SSRC = 77
FRAME = 960  # ticks of 20 ms
DEPTH = 2  # earlier frames a packet carries


def redundant(on: Stage, speaker: Participant) -> Publication:
    """An audio track answered with RED."""
    publication = speaker.add_track(AddTrackRequest(cid="mic", type=TrackType.AUDIO))
    publication.negotiate(RED, mid="1", rids=[], audio_level_id=1, transports=on.node.transports)
    add_plain(publication, OPUS, on.node.transports)
    speaker.receiving.use_extension_ids(ExtensionIds(audio_level=1))
    speaker.receiving.expect(publication, "1", [SSRC], {})
    speaker.publish(publication)
    return publication


def frame(number: int) -> bytes:
    return b"opus %d" % number


def packet(number: int, first: int = 65_500, payload_type: int = 63) -> bytes:
    """Frame `number` and the DEPTH before it, as libwebrtc sends them."""
    earlier = [red.RedBlock(111, (number - n) * FRAME, frame(n)) for n in range(max(0, number - DEPTH), number)]
    payload = red.build([*earlier, red.RedBlock(111, 0, frame(number))]) if payload_type == 63 else frame(number)
    level = {1: bytes([20])}
    return rtp.build(payload_type, (first + number) & 0xFFFF, number * FRAME, SSRC, payload, extensions=level)


def speak(speaker: Participant, numbers: Sequence[int]) -> None:
    for number in numbers:
        speaker.receiving.on_rtp(packet(number), 1000.0 + number * 0.02)
        speaker.node.port._flush_kernel()  # as at the end of each turn


def numbers_of(wire: Wire) -> list[int]:
    """Sequence numbers, the first of them 0."""
    read = wire.read
    return [diff16(sequence, read[0][1]) for _, sequence, _, _ in read]


async def test_each_gets_what_it_negotiated(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _), (cy, _) = (on.join(room, name) for name in ("ann", "bob", "cy"))
        publication = redundant(on, ann)
        _, both = listen(bob, publication, red=63, opus=111)
        _, plain = listen(cy, publication, opus=109)
        speak(ann, range(5))
        assert [payload_type for payload_type, *_ in both.read] == [63] * 5
        assert [red.primary(payload).data for *_, payload in both.read] == [frame(n) for n in range(5)]
        assert [(payload_type, payload) for payload_type, _, _, payload in plain.read] == [
            (109, frame(n)) for n in range(5)
        ]
        assert numbers_of(plain) == list(range(5))
        headers = [rtp.parse(each) for each in plain.packets]
        assert [header.extensions for header in headers] == [{3: bytes([20])}] * 5
        assert publication.info.mime_type == "audio/red"


async def test_nothing_is_unwrapped_when_everybody_speaks_red(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _), (cy, _) = (on.join(room, name) for name in ("ann", "bob", "cy"))
        publication = redundant(on, ann)
        listen(bob, publication, red=63, opus=111)
        assert len(publication.forwarder.table) == 1
        listen(cy, publication, opus=111)
        assert len(publication.forwarder.table) == 2  # the feed of the plain track
        cy.subscribing.choose(publication, wanted=False)
        assert len(publication.forwarder.table) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(st.integers(0, DEPTH), min_size=1, max_size=30))
async def test_losses_up_to_the_redundancy_are_filled(kernel: bool, runs: list[int]) -> None:
    """Between two packets that come, up to DEPTH are lost."""
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        _, plain = listen(bob, redundant(on, ann), opus=111)
        arriving, number = [0], 0
        for lost in runs:
            number += 1 + lost
            arriving.append(number)
        speak(ann, arriving)
        read = plain.read
        assert [payload for *_, payload in read] == [frame(n) for n in range(number + 1)]
        assert numbers_of(plain) == list(range(number + 1))
        assert [(t - read[0][2]) & 0xFFFF_FFFF for _, _, t, _ in read] == [n * FRAME for n in range(number + 1)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(list(range(1, 9))))
async def test_any_order_gives_each_frame_once_under_its_number(kernel: bool, order: list[int]) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        _, plain = listen(bob, redundant(on, ann), opus=111)
        speak(ann, [0, *order])
        heard = {number: payload for number, (*_, payload) in zip(numbers_of(plain), plain.read, strict=True)}
        assert heard == {n: frame(n) for n in range(9)}
        assert len(plain.packets) == 9


async def test_more_than_the_redundancy_stays_a_gap(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        _, plain = listen(bob, redundant(on, ann), opus=111)
        speak(ann, [0, 1, 6])
        assert numbers_of(plain) == [0, 1, 4, 5, 6]


async def test_the_publishers_clock_goes_along(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        publication = redundant(on, ann)
        subscription, plain = listen(bob, publication, opus=111)
        speak(ann, range(3))
        ann.receiving.on_sender_report(rtcp.SenderReport(SSRC, 5 << 32, 2 * FRAME, 3, 99), 1000.04)
        feed = publication.alternatives[0].feed
        assert feed is not None
        feed.report(0, 1000.04)
        report = subscription.forwarder.sender_report(subscription.row, 0, 1000.04)
        assert report is not None
        assert abs(report.ntp - (5 << 32)) < 1 << 22  # a millisecond
        assert abs(report.rtp_timestamp - plain.read[2][2]) < 48


async def test_one_who_negotiated_red_and_sends_opus_is_heard_by_all(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _), (cy, _) = (on.join(room, name) for name in ("ann", "bob", "cy"))
        publication = redundant(on, ann)
        _, both = listen(bob, publication, red=63, opus=111)
        _, plain = listen(cy, publication, opus=109)
        for number in range(4):
            ann.receiving.on_rtp(packet(number, payload_type=111), 1000.0 + number * 0.02)
        for wire, payload_type in ((both, 111), (plain, 109)):
            assert [(t, payload) for t, _, _, payload in wire.read] == [(payload_type, frame(n)) for n in range(4)]
        assert publication.info.mime_type == "audio/opus"
        assert [len(source.layers) for source in publication.sources()] == [1, 0]


async def test_a_listener_may_change_its_mind_and_the_numbers_go_on(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        subscription, wire = listen(bob, redundant(on, ann), red=63, opus=111)
        speak(ann, range(3))
        negotiate(subscription, opus=111)
        speak(ann, range(3, 6))
        negotiate(subscription, red=63, opus=111)
        speak(ann, range(6, 9))
        assert [payload_type for payload_type, *_ in wire.read] == [63] * 3 + [111] * 3 + [63] * 3
        assert numbers_of(wire) == list(range(9))


async def test_encrypted_sound_and_those_who_say_no_get_no_red(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        ann, _ = on.join(on.node.create_room("talk"), "ann")
        for request, wanted in (
            (AddTrackRequest(cid="a", type=TrackType.AUDIO), True),
            (AddTrackRequest(cid="b", type=TrackType.AUDIO, disable_red=True), False),
            (AddTrackRequest(cid="c", type=TrackType.AUDIO, encryption=Encryption.GCM), False),
            (AddTrackRequest(cid="d", type=TrackType.VIDEO), False),
        ):
            assert ann.add_track(request).wants_red is wanted


async def test_broken_blocks_are_counted(kernel: bool) -> None:
    async with stage(kernel=kernel) as on:
        room = on.node.create_room("talk")
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        _, plain = listen(bob, redundant(on, ann), opus=111)
        ann.receiving.on_rtp(rtp.build(63, 1, 0, SSRC, b"\xef\xff\xff\xff"), 1000.0)
        assert not plain.packets
        assert on.node.drops.counts["red_malformed"] == 1
