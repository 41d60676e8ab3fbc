"""Discontinuous sound (DTX): silence that is not sent is neither loss nor jitter nor a lost connection."""

from __future__ import annotations

from livekit.protocol.models import ConnectionQuality, ParticipantInfo

from sfu.rooms.clock import Clock
from sfu.rooms.receiving import ExtensionIds
from sfu.rooms.ticks import Ticker
from sfu.tests.api.stage import stage
from sfu.wire import rtp

SSRC = 5


async def test_a_silent_microphone_is_excellent() -> None:
    now = [1000.0]
    async with stage(clock=Clock(monotonic=lambda: now[0], wall=lambda: now[0])) as on:
        room = on.node.create_room("talk")
        ann, link = on.join(room, "ann")
        publication = on.publish(ann)
        ann.info.state = ParticipantInfo.ACTIVE
        ann.receiving.use_extension_ids(ExtensionIds(audio_level=1))
        ann.receiving.expect(publication, "1", [SSRC], {})
        ticker = Ticker(on.node)
        sequence = 100
        speech, pause = [0.02] * 250, [0.4] * 50  # 5 s of speech, 20 s of a frame every 400 ms
        for step in speech + pause + speech + [60.0] + pause:
            now[0] += step
            sequence += 1
            timestamp = round(now[0] * 48_000) & 0xFFFF_FFFF
            level = {1: bytes([30 if step == 0.02 else 127])}
            packet = rtp.build(111, sequence, timestamp, SSRC, b"opus", extensions=level)
            ann.receiving.on_rtp(packet, now[0])
            ann.subscriber.last_check = now[0]  # the connection itself is checked all the time
            ticker.tick(now[0])
        told = [m.connection_quality.updates[0].quality for m in link.sent if m.HasField("connection_quality")]
        assert len(told) > 9
        assert set(told) == {ConnectionQuality.EXCELLENT}
        (block,) = ann.receiving.reports(now[0])
        assert (block.fraction_lost, block.packets_lost) == (0, 0)
        assert block.jitter < 48  # a millisecond
        speaking = [m.speakers_changed.speakers[0].active for m in link.sent if m.HasField("speakers_changed")]
        assert speaking[0]
        assert not speaking[-1]
