"""Hidden participants: nothing that others are told gives them away."""

from __future__ import annotations

from livekit.protocol.models import ParticipantInfo
from livekit.protocol.rtc import SignalResponse

from sfu.core.speakers import Speaker
from sfu.rooms.clock import Clock
from sfu.rooms.ticks import Ticker
from sfu.tests.api.stage import KeptLink, stage


def told_of(link: KeptLink, *words: str) -> list[SignalResponse]:
    """Messages in which any of these stands, whatever they are."""
    return [message for message in link.sent if any(word in str(message) for word in words)]


async def test_no_message_to_others_names_them() -> None:
    now = [1000.0]
    async with stage(clock=Clock(monotonic=lambda: now[0], wall=lambda: now[0])) as on:
        room = on.node.create_room("talk")
        ann, anns = on.join(room, "ann")
        ghost, ghosts = on.join(room, "ghost")
        ghost.info.permission.hidden = True
        for who in (ann, ghost):
            who.info.state = ParticipantInfo.ACTIVE
            who.changed()
        publication = on.publish(ghost)
        ghost.update(metadata="here", attributes={"a": "b"})
        ghost.set_muted(publication.sid, True)
        room.tell_speakers([Speaker(ghost.sid, 1.0, True)])
        ticker = Ticker(on.node)
        for _ in range(3):
            now[0] += 6.0
            for who in (ann, ghost):
                who.subscriber.last_check = now[0]
            ticker.tick(now[0])
        assert not ann.subscribing.all()
        room.leave(ghost, 1)  # type: ignore[arg-type]  # CLIENT_INITIATED
        assert anns.kinds().count("connection_quality") >= 2
        assert told_of(anns, ghost.sid, "ghost", publication.sid) == []
        own = [m for m in told_of(ghosts, ghost.sid) if m.HasField("connection_quality")]
        assert {update.participant_sid for m in own for update in m.connection_quality.updates} == {
            ann.sid,
            ghost.sid,
        }
        told = [m.room_update.room for m in anns.sent if m.HasField("room_update")]
        assert {(each.num_participants, each.num_publishers) for each in told} == {(1, 0)}
