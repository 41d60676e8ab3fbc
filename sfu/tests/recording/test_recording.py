"""Recordings of people who come, go, mute and change their minds: the files play, and the manifest is true."""

import asyncio
import contextlib
import os
from pathlib import Path

import pytest

from sfu.recording import writer
from sfu.recording.manifest import Manifest, from_json
from sfu.recording.recording import Recording, State
from sfu.recording.selection import Selection
from sfu.rooms.consent import ATTRIBUTE
from sfu.tests.recording.sources import encoded
from sfu.tests.recording.stage import Seen, Stage, look, stage
from sfu.wire import rtcp

EVERYTHING = Selection("room_composite")


async def finished(on: Stage, recording: Recording) -> tuple[list[Seen], Manifest]:
    """The composed file's streams and the manifest, after a stop."""
    recording.stop()
    await on.ended(recording)
    assert recording.state is State.COMPLETE, recording.error
    assert recording.result is not None
    return look(on.folder / recording.result.path), from_json(recording.manifest_path.read_bytes())


@pytest.mark.parametrize(
    ("codec", "kernel"), [("vp8", True), ("vp9", True), ("h264", True), ("av1", True), ("vp8", False)]
)
async def test_every_codec_is_recorded_in_a_track_file_and_a_composed_one(
    tmp_path: Path, codec: str, kernel: bool
) -> None:
    async with stage(tmp_path, kernel=kernel) as on:
        room = on.room()
        alice = on.join(room, "alice")
        camera, microphone = on.publish(alice, codec), on.publish(alice, "opus")
        recording = on.recordings.start(room, EVERYTHING, "{room_name}/meeting")
        assert room.info().active_recording
        on.play(2.0, camera, microphone)
        (picture, sound), _ = await finished(on, recording)
        extension = "mp4" if codec == "h264" else "webm"
        assert recording.result is not None
        assert recording.result.path.as_posix() == f"room/meeting.{extension}"
        assert (picture.frames, sound.frames) == (60, 100)
        assert picture.sizes == {(320, 180)}
        assert abs(picture.last - 59 / 30) < 0.01
        assert abs(sound.last - 1.98) < 0.02
        tracks = sorted((tmp_path / "room/meeting").iterdir())
        assert [seen.frames for path in tracks for seen in look(path)] == [60, 100]
        assert not room.info().active_recording
        assert [state for _, state in on.changes] == ["active", "ending", "complete"]


async def test_tracks_that_come_late_leave_and_come_again_are_in_one_file_on_one_clock(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob")
        first = on.publish(alice, "vp8")
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(1.0, first)
        late = on.publish(bob, "opus")
        on.play(1.0, first, late)
        alice.unpublish(first.publication)
        on.play(1.0, late)
        again = on.publish(alice, "vp8", units=encoded("vp8", width=640, height=360), ssrc=77)
        on.play(1.0, again, late)
        streams, manifest = await finished(on, recording)
        assert {seen.title for seen in streams} == {"alice camera", "bob microphone"}
        camera = next(seen for seen in streams if seen.title == "alice camera")
        sound = next(seen for seen in streams if seen.title == "bob microphone")
        assert camera.frames == 90
        assert camera.sizes == {(320, 180), (640, 360)}
        assert (camera.first, round(camera.last, 1)) == (0.0, 4.0)
        assert abs(sound.first - 1.0) < 0.03
        assert abs(sound.last - 3.98) < 0.03
        assert [round(track.starts_at_s, 1) for track in manifest.tracks] == [0.0, 1.0, 3.0]
        assert [track.why_ended for track in manifest.tracks] == ["track ended", "recording ended", "recording ended"]


async def test_h264_beside_vp8_is_composed_into_matroska(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob")
        tracks = [on.publish(alice, "h264"), on.publish(bob, "vp8"), on.publish(bob, "opus")]
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(1.0, *tracks)
        streams, _ = await finished(on, recording)
        assert recording.result is not None
        assert recording.result.path.suffix == ".mkv"
        assert [seen.frames for seen in streams] == [30, 30, 50]


async def test_mp4_is_given_where_the_codecs_allow_it(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        tracks = [on.publish(alice, "vp9"), on.publish(alice, "opus")]
        recording = on.recordings.start(room, EVERYTHING, "m", mp4=True)
        on.play(1.0, *tracks)
        streams, _ = await finished(on, recording)
        assert recording.result is not None
        assert recording.result.path.suffix == ".mp4"
        assert [seen.frames for seen in streams] == [30, 50]


async def test_a_mute_leaves_a_gap_and_nothing_else(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        camera = on.publish(alice, "vp8")
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(1.0, camera)
        alice.set_muted(camera.publication.sid, True)
        on.play(2.0)
        camera.sender.timestamp = (camera.sender.timestamp + 2 * 90_000) & 0xFFFFFFFF
        alice.set_muted(camera.publication.sid, False)
        camera.at = 0  # encoders begin anew with a keyframe
        on.play(1.0, camera)
        (picture,), _ = await finished(on, recording)
        assert picture.frames == 60
        assert abs(picture.last - (4 - 1 / 30)) < 0.05


async def test_a_lost_keyframe_is_asked_for_and_the_file_decodes_cleanly(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        sent: list[bytes] = []

        def keep(packet: bytes) -> bool:
            sent.append(packet)
            return True

        alice.publisher.send_rtcp = keep  # type: ignore[method-assign]
        camera = on.publish(alice, "vp8", units=encoded("vp8", width=640, height=360))
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(0.5, camera)
        sent.clear()
        lost = camera.next()
        camera.deliver(lost[:-1])  # its last packet never comes
        for _ in range(60):  # the hole is waited for, then given up
            on.time.advance(1 / 30)
            camera.deliver(camera.next())
            if camera.at % 30 == 0:
                camera.at += 1  # this encoder sends no keyframe of its own
        asked = [item for packet in sent for item in rtcp.parse(packet) if isinstance(item, rtcp.Pli)]
        assert asked
        assert {pli.media_ssrc for pli in asked} == {camera.sender.ssrc}
        camera.at = 0  # the keyframe that was asked for
        on.play(1.0, camera)
        (picture,), _ = await finished(on, recording)
        assert 40 <= picture.frames < 16 + 60 + 30
        assert abs(picture.last - 3.5) < 0.1


async def test_late_and_doubled_packets_are_put_in_order(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        camera = on.publish(alice, "vp8", units=encoded("vp8", width=1280, height=720))
        recording = on.recordings.start(room, EVERYTHING, "m")
        camera.deliver(camera.next())
        for _ in range(14):
            first, second = camera.next(), camera.next()
            on.time.advance(2 / 30)
            camera.deliver([*second[::-1], *first, *second])
        (picture,), _ = await finished(on, recording)
        assert picture.frames == 29


async def test_consent_withdrawn_ends_the_tracks_at_once_and_is_written_down(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob", {ATTRIBUTE: "no"})
        camera, other = on.publish(alice, "vp8"), on.publish(bob, "opus")
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(1.0, camera, other)
        alice.update(attributes={ATTRIBUTE: "no"})
        assert not camera.publication.subscriptions
        on.play(1.0, camera, other)
        alice.update(attributes={ATTRIBUTE: "yes"})
        camera.at = 0
        on.play(1.0, camera, other)
        (picture,), manifest = await finished(on, recording)
        assert 59 <= picture.frames <= 60
        assert [(note.participant, note.said, note.recorded) for note in manifest.consent] == [
            ("alice", "", True),
            ("bob", "no", False),
            ("alice", "no", False),
            ("alice", "yes", True),
        ]
        times = [note.at for note in manifest.consent]
        assert [round(at - times[0], 2) for at in times] == [0.0, 0.0, 1.0, 2.0]
        assert [track.why_ended for track in manifest.tracks] == ["consent withdrawn", "recording ended"]
        assert [(each["participant"], each["reason"]) for each in manifest.left_out] == [
            ("bob", "no consent"),
            ("alice", "no consent"),
        ]
        assert manifest.tracks[0].ended_at == times[2]


async def test_in_a_bookings_room_who_said_nothing_is_not_recorded(tmp_path: Path) -> None:
    async with stage(tmp_path, closed=True) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob", {ATTRIBUTE: "yes"})
        quiet, agreed = on.publish(alice, "vp8"), on.publish(bob, "opus")
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(1.0, quiet, agreed)
        streams, manifest = await finished(on, recording)
        assert [seen.title for seen in streams] == ["bob microphone"]
        assert [track.participant for track in manifest.tracks] == ["bob"]


async def test_what_is_encrypted_end_to_end_is_left_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        secret = on.publish(alice, "opus", encryption=1)
        recording = on.recordings.start(room, EVERYTHING, "m")
        on.play(0.5, secret)
        recording.stop()
        await on.ended(recording)
        assert recording.state is State.ABORTED
        assert recording.manifest.left_out[0]["reason"] == "encrypted end to end"


async def test_sound_and_picture_of_one_publisher_stay_together_whatever_its_clock_says(tmp_path: Path) -> None:
    """The camera's packets arrive 200 ms late; the sender reports say so, and the file is in step."""
    async with stage(tmp_path) as on:
        room = on.room()
        alice = on.join(room, "alice")
        camera, microphone = on.publish(alice, "vp8"), on.publish(alice, "opus")
        recording = on.recordings.start(room, EVERYTHING, "m")
        queue: list[list[bytes]] = []
        for step in range(300):  # 3 s in steps of 10 ms
            on.time.advance(0.01)
            if step % 2 == 0:
                microphone.deliver(microphone.next())
            if step % 3 == 0:
                queue.append(camera.sender.packets(camera.units[camera.at % 30], keyframe=False, step=2700))
                camera.at += 1
            if step >= 20 and step % 3 == 2:
                camera.deliver(queue.pop(0))
            if step % 50 == 25:
                camera.report(clock_off=3600.0)
                microphone.report(clock_off=3600.0)
                on.recordings.tick(on.time.mono)
        streams, _ = await finished(on, recording)
        last = {seen.title.rpartition(" ")[2]: seen.last for seen in streams}
        # The last picture that came was made 0.2 s before the end, the last sound just before it.
        assert abs((last["microphone"] - last["camera"]) - 0.2) < 0.05


async def test_a_recording_ends_with_what_it_was_about(tmp_path: Path) -> None:
    async with stage(tmp_path) as on:
        room = on.room()
        alice, bob = on.join(room, "alice"), on.join(room, "bob")
        camera, microphone = on.publish(alice, "vp8"), on.publish(bob, "opus")
        track = on.recordings.start(room, Selection("track", sids=frozenset({camera.publication.sid})), "t")
        person = on.recordings.start(room, Selection("participant", identity="bob"), "p")
        whole = on.recordings.start(room, EVERYTHING, "w")
        on.play(1.0, camera, microphone)
        alice.unpublish(camera.publication)
        assert (track.state, person.state) == (State.ENDING, State.ACTIVE)
        room.leave(bob, 1)  # type: ignore[arg-type]
        assert (person.state, whole.state) == (State.ENDING, State.ACTIVE)
        on.node.close_room(room, 1)  # type: ignore[arg-type]
        assert whole.state is State.ENDING
        for recording in (track, person, whole):
            await on.ended(recording)
            assert recording.state is State.COMPLETE, recording.error
        assert track.result is not None
        assert track.result.path.as_posix() == "t.webm"
        assert [seen.frames for seen in look(tmp_path / "t.webm")] == [30]
        assert len(look(tmp_path / "w.webm")) == 2


async def test_too_long_or_a_full_disk_end_it_and_too_many_are_refused(tmp_path: Path) -> None:
    async with stage(tmp_path, longest=1.9, most=1) as on:
        room = on.room()
        camera = on.publish(on.join(room, "alice"), "vp8")
        recording = on.recordings.start(room, EVERYTHING, "m")
        with pytest.raises(Exception, match="run here already"):
            on.recordings.start(room, EVERYTHING, "n")
        on.play(3.0, camera)
        await on.ended(recording)
        assert recording.state is State.LIMIT
        assert 59 <= look(tmp_path / "m.webm")[0].frames <= 61
        on.recordings._free = lambda folder: -1
        with pytest.raises(Exception, match="disk for recordings is full"):
            on.recordings.start(room, EVERYTHING, "n")


async def test_a_disk_that_does_not_answer_fails_the_recording_not_the_meeting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "MAX_BYTES", 50_000)
    async with stage(tmp_path) as on:
        room = on.room()
        camera = on.publish(on.join(room, "alice"), "vp8", units=encoded("vp8", width=640, height=360))
        recording = on.recordings.start(room, EVERYTHING, "m")
        (tmp_path / "m").mkdir()
        pipe = tmp_path / "m" / "001-alice-camera.webm"
        os.mkfifo(pipe)  # opening it for writing waits for a reader
        on.play(20.0, camera)
        assert not recording.taking
        assert "alice" in room.participants
        assert not camera.publication.subscriptions
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)  # lets the thread go on
        try:
            while not recording.over:
                with contextlib.suppress(BlockingIOError):
                    os.read(reader, 1 << 20)
                await asyncio.sleep(0)
        finally:
            os.close(reader)
        assert recording.state is State.FAILED
        assert recording.error == "the disk is slower than the media"
