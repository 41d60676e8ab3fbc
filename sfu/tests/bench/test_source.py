"""The benchmark's publisher sends what a node takes for simulcast video and Opus."""

from __future__ import annotations

import itertools
import statistics

from sfu.bench import source
from sfu.bench.figures import Figure, as_json, spread
from sfu.wire import extensions, rtp, vp8


def test_a_layer_is_a_continuous_vp8_stream_at_its_bitrate() -> None:
    numbers = source.TransportNumbers()
    for layer in source.LAYERS:
        stream = source.VideoStream(layer, "2", seed=7)
        frames = [list(stream.frame(numbers)) for _ in range(source.FRAME_RATE)]
        packets = [p for frame in frames for p in frame]
        headers = [rtp.parse(p) for p in packets]
        payloads = [p[h.payload_offset : h.payload_end] for p, h in zip(packets, headers, strict=True)]
        assert {h.ssrc for h in headers} == {stream.ssrc}
        assert {h.extensions[source.RID_ID] for h in headers} == {layer.rid.encode()}
        steps = {(b.sequence - a.sequence) & 0xFFFF for a, b in itertools.pairwise(headers)}
        assert steps == {1}
        assert [h.marker for h in headers].count(True) == source.FRAME_RATE
        assert [vp8.is_keyframe(p) for p in payloads].count(True) == 1
        assert vp8.dimensions(payloads[0]) == (layer.width, layer.height)
        pictures = [vp8.parse(p).picture_id for p in payloads]
        assert len(set(pictures)) == source.FRAME_RATE
        second = statistics.median(sum(map(len, frame)) for frame in frames) * source.FRAME_RATE * 8
        assert layer.bitrate * 0.95 < second < layer.bitrate * 1.15


def test_a_wanted_keyframe_comes_next() -> None:
    numbers = source.TransportNumbers()
    stream = source.VideoStream(source.LAYERS[0], "2", seed=7)
    list(stream.frame(numbers))
    stream.want_keyframe()
    keys = []
    for _ in range(3):
        packet = next(stream.frame(numbers))
        keys.append(vp8.is_keyframe(packet[rtp.parse(packet).payload_offset :]))
    assert keys == [True, False, False]


def test_streams_share_one_transport_numbering_and_no_ssrc() -> None:
    numbers = source.TransportNumbers()
    audio = source.AudioStream("1", seed=len(source.LAYERS))
    videos = [source.VideoStream(layer, "2", seed=i) for i, layer in enumerate(source.LAYERS)]
    packets = [audio.packet(numbers), *(p for v in videos for p in v.frame(numbers)), audio.packet(numbers)]
    headers = [rtp.parse(p) for p in packets]
    seen = [extensions.decode_transport_sequence(h.extensions[source.TRANSPORT_ID]) for h in headers]
    assert seen == list(range(1, len(packets) + 1))
    assert len({audio.ssrc, *(v.ssrc for v in videos)}) == 4
    assert extensions.decode_audio_level(headers[0].extensions[source.LEVEL_ID]) == (30, True)


def test_figures_are_rounded_and_tell_their_spread() -> None:
    assert spread([3.0, 1.0, 2.0]) == "2.00 (1.00 to 3.00)"
    assert as_json({"a.b": Figure(1.23456, "ms", "x")}) == {"a.b": {"value": 1.235, "unit": "ms", "how": "x"}}
