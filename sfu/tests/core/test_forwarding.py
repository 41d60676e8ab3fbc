"""What a subscriber receives of one publication: its own header, clean switches, no trace of what is none of its
business.
"""

from __future__ import annotations

import random

import pytest

from sfu.core.forwarding import PAUSED, Forwarder, Negotiated
from sfu.core.records import TransportTable
from sfu.wire import rtp

from .samples import AUDIO_LEVEL_ID, Layer, Owner, read, received_by, send


def video(transports: TransportTable | None = None) -> Forwarder:
    return Forwarder("video", "video/VP8", 90000, transports or TransportTable(), rng=random.Random(1))


def subscribe(
    forwarder: Forwarder, transport: int = 0, layer: int | None = 0, *, ssrc: int = 77, twcc_id: int = 0
) -> Owner:
    owner = Owner()
    forwarder.add(owner, Negotiated(ssrc=ssrc, payload_type=101, transport=transport, twcc_id=twcc_id))
    forwarder.set_target(owner.row, layer)
    return owner


def test_nothing_flows_before_a_keyframe() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    assert send(forwarder, layer.frame(), 0.0) == []
    assert forwarder.needs_keyframe() == {0}
    got = received_by(owner, send(forwarder, layer.frame(2, keyframe=True), 0.1))
    assert len(got) == 2
    assert forwarder.needs_keyframe() == set()


def test_the_header_is_the_subscribers_own() -> None:
    transports = TransportTable()
    forwarder = Forwarder(
        "audio", "audio/opus", 48000, transports, audio_level_id=AUDIO_LEVEL_ID, rng=random.Random(1)
    )
    rich, poor = Owner(), Owner()
    terms = Negotiated(
        ssrc=5,
        payload_type=63,
        transport=transports.add(),
        mid=b"aud",
        mid_id=1,
        audio_level_id=2,
        twcc_id=3,
        abs_send_time_id=4,
    )
    forwarder.add(rich, terms)
    forwarder.add(poor, Negotiated(ssrc=6, payload_type=111, transport=transports.add()))
    for owner in (rich, poor):
        forwarder.set_target(owner.row, 0)
    data = rtp.build(109, 9, 960, 1, b"opus!", marker=True, extensions={AUDIO_LEVEL_ID: b"\x9e", 12: b"private"})
    out = forwarder.on_packet(0, rtp.parse(data), data, 2.5)
    full, bare = received_by(rich, list(out))[0], received_by(poor, list(out))[0]
    assert full.extensions == {1: b"aud", 2: b"\x9e", 3: b"\0\0", 4: (int(2.5 * 262144)).to_bytes(3, "big")}
    assert bare.extensions == {}
    assert (full.ssrc, full.payload_type, full.marker, full.payload) == (5, 63, True, b"opus!")
    assert (bare.ssrc, bare.payload_type, bare.marker, bare.payload) == (6, 111, True, b"opus!")
    silent = rtp.build(109, 10, 1920, 1, b"quiet")
    again = received_by(rich, list(forwarder.on_packet(0, rtp.parse(silent), silent, 2.52)))[0]
    assert set(again.extensions) == {1, 3, 4}, "an audio level is not made up"


def test_extension_ids_above_fourteen_take_two_byte_headers() -> None:
    transports = TransportTable()
    forwarder = Forwarder("audio", "audio/opus", 48000, transports, rng=random.Random(1))
    owner = Owner()
    terms = Negotiated(ssrc=5, payload_type=63, transport=transports.add(), mid=b"0", mid_id=1, twcc_id=20)
    forwarder.add(owner, terms)
    forwarder.set_target(owner.row, 0)
    data = rtp.build(109, 9, 960, 1, b"opus")
    got = received_by(owner, list(forwarder.on_packet(0, rtp.parse(data), data, 0.0)))[0]
    assert got.extensions == {1: b"0", 20: b"\0\0"}


def test_feedback_numbers_run_through_all_publications_of_a_transport() -> None:
    transports = TransportTable()
    transport = transports.add()
    first, second = video(transports), video(transports)
    layers = Layer(0), Layer(0, sequence=900)
    owners = [subscribe(each, transport, twcc_id=3) for each in (first, second)]
    numbers = []
    for i in range(40):
        for forwarder, layer, owner in zip((first, second), layers, owners, strict=True):
            got = received_by(owner, send(forwarder, layer.frame(1, keyframe=i == 0), i / 30))
            numbers += [int.from_bytes(each.extensions[3], "big") for each in got]
    assert numbers == list(range(80))


def test_first_sequence_numbers_leave_room_before_the_rollover() -> None:
    for seed in range(50):
        forwarder = Forwarder("video", "video/VP8", 90000, TransportTable(), rng=random.Random(seed))
        owner = subscribe(forwarder)
        got = received_by(owner, send(forwarder, Layer(0, sequence=65535).frame(1, keyframe=True), 0.0))
        assert 0 < got[0].sequence < 1 << 15


def test_padding_vanishes_from_the_numbering() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    samples = [
        *layer.frame(1, keyframe=True),
        layer.probe(),
        layer.probe(),
        *layer.frame(1),
        layer.probe(),
        *layer.frame(2),
    ]
    got = received_by(owner, send(forwarder, samples, 0.0))
    assert [each.sequence - got[0].sequence for each in got] == [0, 1, 2, 3]


def test_padding_overtaken_by_its_successor_fills_its_place() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    first, probe, second = layer.frame(1, keyframe=True)[0], layer.probe(), layer.frame(1)[0]
    got = received_by(owner, send(forwarder, [first, second, probe, probe, *layer.frame(1)], 0.0))
    assert [each.sequence - got[0].sequence for each in got] == [0, 2, 1, 3]
    assert got[2].payload == b""


def test_a_packet_overtaken_by_padding_keeps_its_number() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    first, late = layer.frame(1, keyframe=True)[0], layer.frame(1)[0]
    probe, last = layer.probe(), layer.frame(1)[0]
    got = received_by(owner, send(forwarder, [first, probe, last, late], 0.0))
    assert [each.sequence - got[0].sequence for each in got] == [0, 2, 1]


def test_a_switch_waits_for_the_keyframe_and_goes_on_without_a_seam() -> None:
    forwarder, low, high = video(), Layer(0), Layer(2, sequence=40000, timestamp=1 << 31, picture=9000)
    owner = subscribe(forwarder)
    before = received_by(owner, send(forwarder, low.frame(2, keyframe=True), 1.0))
    forwarder.set_target(owner.row, 2)
    assert forwarder.needs_keyframe() == {2}
    before += received_by(owner, send(forwarder, [*high.frame(), *low.frame()], 1.1))
    straggler = low.frame(1)
    after = received_by(owner, send(forwarder, [*high.frame(2, keyframe=True), *low.frame(), *straggler], 1.2))
    assert [each.token >> 24 for each in before] == [0] * 4
    assert [each.token >> 24 for each in after] == [2] * 2
    assert after[0].sequence == before[-1].sequence + 1
    assert after[0].timestamp - before[-1].timestamp == pytest.approx(0.1 * 90000, abs=1)
    last, first = before[-1].picture, after[0].picture
    assert last.picture_id is not None
    assert last.tl0picidx is not None
    assert last.key_index is not None
    assert first.picture_id == last.picture_id + 1
    assert first.tl0picidx == (last.tl0picidx + 1) & 0xFF
    assert first.key_index == (last.key_index + 1) & 0x1F


def test_a_keyframe_overtaken_by_its_second_packet_is_sent_whole() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    start, middle, end = layer.frame(3, keyframe=True)
    got = received_by(owner, send(forwarder, [middle, end, start], 0.0))
    assert [each.sequence - got[0].sequence for each in got] == [0, 1, 2]
    assert [each.token for each in got] == [start.token, middle.token, end.token]


def test_the_publishers_reports_time_a_switch() -> None:
    forwarder, low, high = video(), Layer(0), Layer(1, timestamp=77)
    owner = subscribe(forwarder)
    for layer in (low, high):
        forwarder.on_packet(layer.index, *_first(layer.frame(1)), 0.0)
        # both layers' clocks at NTP 100 s
        forwarder.on_sender_report(layer.index, 100 << 32, layer.timestamp, 0.0)
    before = received_by(owner, send(forwarder, low.frame(1, keyframe=True, ticks=9000), 0.13))
    forwarder.set_target(owner.row, 1)
    after = received_by(owner, send(forwarder, high.frame(1, keyframe=True, ticks=18000), 0.19))
    assert after[0].timestamp - before[0].timestamp == 9000, "0.1 s by the publisher's clock, not 0.06 s by ours"


def _first(samples: list) -> tuple[rtp.RtpHeader, bytes]:  # type: ignore[type-arg]
    return samples[0].header, samples[0].data


def test_pause_and_resume_leave_no_gap() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    before = received_by(owner, send(forwarder, layer.frame(2, keyframe=True), 0.0))
    forwarder.pause(owner.row, PAUSED)
    assert send(forwarder, layer.frame(2, keyframe=True), 0.03) == []
    assert forwarder.needs_keyframe() == set()
    forwarder.resume(owner.row, PAUSED)
    assert forwarder.needs_keyframe() == {0}
    assert send(forwarder, layer.frame(2), 0.07) == []
    after = received_by(owner, send(forwarder, layer.frame(2, keyframe=True), 0.13))
    assert after[0].sequence == before[-1].sequence + 1
    assert after[0].timestamp - before[-1].timestamp == 9000, "the publisher's own clock, as the layer is the same"


def test_audio_resumes_at_the_next_packet() -> None:
    forwarder = Forwarder("audio", "audio/opus", 48000, TransportTable(), rng=random.Random(1))
    owner = subscribe(forwarder)
    got = []
    for i in range(6):
        if i == 2:
            forwarder.pause(owner.row, PAUSED)
        if i == 4:
            forwarder.resume(owner.row, PAUSED)
        data = rtp.build(111, 10 + i, 960 * i, 1, bytes((i,)))
        got += received_by(owner, list(forwarder.on_packet(0, rtp.parse(data), data, i * 0.02)))
    assert [each.payload[0] for each in got] == [0, 1, 4, 5]
    assert [each.sequence - got[0].sequence for each in got] == [0, 1, 2, 3]
    assert [each.timestamp - got[0].timestamp for each in got] == [0, 960, 3840, 4800]


def test_a_new_source_on_the_same_layer_goes_on_in_the_same_stream() -> None:
    forwarder, old, new = video(), Layer(0), Layer(0, sequence=60000, timestamp=9, picture=5)
    new.ssrc = 4242
    owner = subscribe(forwarder)
    before = received_by(owner, send(forwarder, old.frame(2, keyframe=True), 0.0))
    assert send(forwarder, new.frame(1), 0.5) == []
    assert forwarder.needs_keyframe() == {0}
    after = received_by(owner, send(forwarder, [*new.frame(2, keyframe=True), *old.frame(1)], 0.6))
    assert [each.sequence - before[-1].sequence for each in after] == [1, 2]


def test_a_jump_is_believed_only_when_the_next_packet_confirms_it() -> None:
    forwarder = Forwarder("audio", "audio/opus", 48000, TransportTable(), rng=random.Random(1))
    owner = subscribe(forwarder)

    def packet(sequence: int) -> list[int]:
        data = rtp.build(111, sequence, sequence * 960 & 0xFFFFFFFF, 1, sequence.to_bytes(2, "big"))
        out = forwarder.on_packet(0, rtp.parse(data), data, 1.0)
        return [int.from_bytes(each.payload, "big") for each in received_by(owner, list(out))]

    assert packet(10) == [10]
    assert packet(30000) == []
    assert packet(11) == [11]
    assert packet(50000) == [], "two jumps to two places confirm neither"
    assert packet(12) == [12]
    assert packet(50001) == [50000, 50001]
    assert packet(50002) == [50002]


def test_removed_rows_are_filled_by_the_last_and_their_owners_told() -> None:
    transports = TransportTable()
    forwarder, layer = video(transports), Layer(0)
    owners = [subscribe(forwarder, transports.add(), ssrc=100 + i) for i in range(6)]
    send(forwarder, layer.frame(1, keyframe=True), 0.0)
    forwarder.remove(owners[1].row)
    assert [owner.row for owner in owners] == [0, -1, 2, 3, 4, 1]
    out = send(forwarder, layer.frame(1), 0.1)
    assert {id(whose): read(data).ssrc for whose, data in out} == {
        id(owner): 100 + i for i, owner in enumerate(owners) if i != 1
    }


def test_h264_starts_at_the_parameter_set_not_in_the_middle_of_a_keyframe() -> None:
    forwarder = Forwarder("video", "video/H264", 90000, TransportTable(), rng=random.Random(1))
    owner = subscribe(forwarder)
    sps, idr, slice_ = b"\x67sps", b"\x65idr", b"\x41p"
    packets = [(1, 10, slice_), (3, 20, idr), (2, 20, sps), (4, 30, slice_)]
    got = []
    for sequence, timestamp, payload in packets:
        data = rtp.build(102, sequence, timestamp, 1, payload)
        got += received_by(owner, list(forwarder.on_packet(0, rtp.parse(data), data, 0.0)))
    assert [each.payload for each in got] == [sps, idr, slice_]
    assert [each.sequence - got[0].sequence for each in got] == [0, 1, 2]


def test_unknown_video_codecs_pass_from_any_packet_on() -> None:
    forwarder = Forwarder("video", "video/H265", 90000, TransportTable(), rng=random.Random(1))
    owner = subscribe(forwarder)
    data = rtp.build(102, 5, 6, 1, b"whatever")
    assert len(received_by(owner, list(forwarder.on_packet(0, rtp.parse(data), data, 0.0)))) == 1


def test_a_vp8_payload_that_cannot_be_read_is_passed_on_as_it_is() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    send(forwarder, layer.frame(1, keyframe=True), 0.0)
    data = rtp.build(96, layer.sequence, layer.timestamp, layer.ssrc, b"\x80")
    assert received_by(owner, list(forwarder.on_packet(0, rtp.parse(data), data, 0.0)))[0].payload == b"\x80"


def test_counters_say_what_went_out() -> None:
    transports = TransportTable()
    forwarder, layer = video(transports), Layer(0)
    owner = subscribe(forwarder)
    got = received_by(owner, send(forwarder, layer.frame(3, keyframe=True), 0.0))
    late, then = layer.frame(2)
    got += received_by(owner, send(forwarder, [then, late], 0.1))
    forwarder.settle()
    row = forwarder.table.rows[owner.row]
    assert (row["packets"], row["octets"]) == (5, sum(len(each.payload) for each in got))
    assert row["last_sequence"] & 0xFFFF == max(each.sequence for each in got)


def test_a_late_keyframe_does_not_send_again_what_was_sent() -> None:
    forwarder, layer = video(), Layer(0)
    owner = subscribe(forwarder)
    first = layer.frame(1, keyframe=True)
    late, rest = layer.frame(2, keyframe=True)
    got = received_by(owner, send(forwarder, [*first, rest, *layer.frame(2)], 0.0))
    forwarder.pause(owner.row, PAUSED)
    forwarder.resume(owner.row, PAUSED)
    got += received_by(owner, send(forwarder, [late, *layer.frame(1)], 0.1))
    assert len(got) == 4
    assert forwarder.needs_keyframe() == {0}


def test_loss_on_a_layer_asks_for_a_keyframe_only_where_somebody_gets_it() -> None:
    forwarder = video()
    subscribe(forwarder, layer=1)
    low, high = Layer(0), Layer(1)
    send(forwarder, high.frame(keyframe=True), 1.0)
    assert forwarder.keyframe_requests(2.0) == []
    forwarder.on_given_up(low.index)
    assert forwarder.keyframe_requests(3.0) == []
    forwarder.on_given_up(high.index)
    assert forwarder.keyframe_requests(4.0) == [1]
