"""Packets back into the frames the encoder made, whatever the network did; garbage costs a frame and never more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.recording.av1 import leb128, read_leb128
from sfu.recording.depacketize import Depacketizer, assembler_for, opus_samples
from sfu.recording.reorder import Arrived, Reorder
from sfu.recording.units import Frame
from sfu.recording.vp9 import dimensions, superframe
from sfu.tests.recording.sources import Sender, bare_obus, encoded, opus
from sfu.wire import rtp
from sfu.wire.errors import WireError

CODECS = ["vp8", "vp9", "h264", "av1"]


def depacketizer(codec: str) -> Depacketizer:
    sound = codec == "opus"
    assembler = assembler_for("audio/opus" if sound else f"video/{codec.upper()}")
    assert assembler is not None
    return Depacketizer(assembler, video=not sound)


def arrived(packet: bytes, *, lost: bool = False) -> Arrived:
    return Arrived(rtp.parse(packet), packet, 0.0, lost)


def same(codec: str, frame: Frame, unit: bytes) -> bool:
    """Whether a frame holds what the encoder made, container conventions aside."""
    data = frame.unit.data
    match codec:
        case "h264":
            return _nals(data) == _nals(unit)
        case "av1":
            return list(bare_obus(data)) == [obu for obu in bare_obus(unit) if obu[0] >> 3 & 15 != 2]
        case _:
            return data == unit


def _nals(data: bytes) -> set[bytes]:
    return {part.strip(b"\0") for part in data.split(b"\0\0\1") if part.strip(b"\0")}


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("size", [(320, 180), (1280, 720)])
def test_frames_come_out_as_the_encoder_made_them(codec: str, size: tuple[int, int]) -> None:
    units = encoded(codec, 12, *size, gop=5)
    sender, reader = Sender(codec, 1, 96), depacketizer(codec)
    keys = [n for n, unit in enumerate(units) if _is_key(codec, unit)]
    frames = [
        frame
        for n, unit in enumerate(units)
        for packet in sender.packets(unit, keyframe=n in keys)
        for frame in reader.push(arrived(packet))
    ]
    assert len(frames) == len(units)
    assert all(same(codec, frame, unit) for frame, unit in zip(frames, units, strict=True))
    assert [n for n, frame in enumerate(frames) if frame.unit.keyframe] == keys
    assert frames[0].unit.size in {size, None}
    assert (frames[0].unit.size is None) == (codec in {"h264", "av1"})  # these say it in their header
    assert bool(frames[0].unit.header) == (codec in {"h264", "av1"})


def _is_key(codec: str, unit: bytes) -> bool:
    match codec:
        case "vp8":
            return not unit[0] & 1
        case "vp9":
            return dimensions(unit) is not None
        case "h264":
            return any(nal[0] & 31 == 5 for nal in _nals(unit))
        case _:
            return any(obu[0] >> 3 & 15 == 1 for obu in bare_obus(unit))


def test_every_opus_packet_is_a_frame_even_beside_a_loss() -> None:
    sender, reader = Sender("opus", 1, 111), depacketizer("opus")
    frames = []
    for n, unit in enumerate(opus(20)):
        (packet,) = sender.packets(unit)
        if n != 7:
            frames += reader.push(arrived(packet, lost=n == 8))
    assert [frame.unit.data for frame in frames] == [unit for n, unit in enumerate(opus(20)) if n != 7]


@pytest.mark.parametrize("codec", CODECS)
@given(gone=st.sets(st.integers(0, 60), min_size=1, max_size=6))
def test_after_a_loss_only_whole_frames_from_a_keyframe_on_come_out(codec: str, gone: set[int]) -> None:
    units = encoded(codec, 12, 1280, 720, gop=5)
    sender, reader = Sender(codec, 1, 96), depacketizer(codec)
    number, missing, decodable = 0, False, False
    for unit in units:
        key = _is_key(codec, unit)
        clean = not missing  # nothing is missing just before it
        whole, got = True, []
        for packet in sender.packets(unit, keyframe=key):
            if number in gone:
                whole, missing = False, True
            else:
                got += reader.push(arrived(packet, lost=missing))
                missing = False
            number += 1
        decodable = whole and (key or decodable) and (clean or key)
        assert all(same(codec, frame, unit) for frame in got)
        assert bool(got) <= decodable
        if decodable and clean:
            assert got
        decodable = bool(got)


@pytest.mark.parametrize("codec", [*CODECS, "opus"])
@given(payloads=st.lists(st.binary(max_size=40), max_size=20), marks=st.integers(0, 1 << 20))
def test_garbage_raises_nothing(codec: str, payloads: list[bytes], marks: int) -> None:
    reader = depacketizer(codec)
    for n, payload in enumerate(payloads):
        packet = rtp.build(96, n, marks >> n & 3, 1, payload, marker=bool(marks >> n & 1))
        for frame in reader.push(arrived(packet)):
            assert frame.unit.data


@given(value=st.integers(0, (1 << 56) - 1), tail=st.binary(max_size=3))
def test_leb128_reads_what_it_wrote(value: int, tail: bytes) -> None:
    data = leb128(value)
    assert read_leb128(data + tail, 0) == (value, len(data))
    with pytest.raises(WireError):
        read_leb128(data[:-1], 0)


def test_layers_of_one_picture_become_a_superframe_with_its_index() -> None:
    made = superframe([bytearray(b"a" * 300), bytearray(b"b" * 5)])
    marker = 0b11001001
    assert made == b"a" * 300 + b"b" * 5 + bytes((marker, 44, 1, 5, 0, marker))


@pytest.mark.parametrize(
    ("payload", "samples"),
    [(b"\xfc\xff\xfe", 960), (b"\x78", 960), (b"\x08", 960), (b"\x03\x83", 1440), (b"", 0), (b"\xff\x3f", 5760)],
)
def test_opus_says_how_long_it_lasts(payload: bytes, samples: int) -> None:
    assert opus_samples(payload) == samples


# ---- order ----


@given(st.permutations(range(12)), st.integers(0, 65_535), st.sets(st.integers(0, 11), max_size=4))
def test_order_is_mended_each_packet_once_and_loss_is_told(order: list[int], first: int, gone: set[int]) -> None:
    reorder = Reorder()
    out: list[Arrived] = []
    begin = min(set(range(12)) - gone)
    for place in [begin, *order, *order]:
        if place not in gone:
            packet = rtp.build(96, first + place, 0, 1, bytes((place,)))
            out += reorder.push(rtp.parse(packet), packet, 1.0)
    out += reorder.flush()
    places = [entry.data[-1] for entry in out]
    assert places == sorted(set(range(12)) - gone)
    for before, entry in zip([begin - 1, *places], out, strict=False):
        assert entry.lost == (entry.data[-1] != before + 1)
    assert reorder.missing == places[-1] - begin + 1 - len(places)


def test_a_hole_is_waited_for_and_then_given_up() -> None:
    reorder = Reorder(patience=1.0)

    def push(sequence: int, now: float) -> list[int]:
        packet = rtp.build(96, sequence, 0, 1, b"x")
        return [entry.header.sequence for entry in reorder.push(rtp.parse(packet), packet, now)]

    assert push(1, 0.0) == [1]
    assert push(3, 0.1) == []
    assert push(4, 0.5) == []
    assert push(2, 0.9) == [2, 3, 4]
    assert push(6, 1.0) == []
    assert [entry.header.sequence for entry in reorder.due(1.9)] == []
    assert [(entry.header.sequence, entry.lost) for entry in reorder.due(2.0)] == [(6, True)]
    assert push(5, 2.1) == []
    assert push(30_000, 2.2) == [30_000]


def test_what_waits_behind_a_hole_is_bounded() -> None:
    reorder = Reorder(most=10)
    out = 0
    for sequence in [0, *range(2, 200)]:
        packet = rtp.build(96, sequence, 0, 1, b"x")
        out += len(reorder.push(rtp.parse(packet), packet, 0.0))
    assert out == 199
    assert reorder.missing == 1
