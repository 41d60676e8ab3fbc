"""One client's signalling: what is answered, what is bounded, what survives a lost WebSocket."""

import asyncio
import os

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from livekit.protocol import rtc
from livekit.protocol.models import ParticipantInfo, ParticipantPermission, TrackSource, TrackType

from sfu.core.speakers import Speaker
from sfu.net.transport import Phase
from sfu.rooms.link import Reason
from sfu.rooms.participant import Participant
from sfu.rooms.publication import Encoding
from sfu.tests.signal.conftest import World
from sfu.tests.signalling import ask, hear


async def test_both_kinds_of_ping_are_answered(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await ask(socket, rtc.SignalRequest(ping=5))
        assert (await hear(socket, "pong")).pong == int(open_world.time.wall * 1000)
        await ask(socket, rtc.SignalRequest(ping_req=rtc.Ping(timestamp=7)))
        assert (await hear(socket, "pong_resp")).pong_resp.last_ping_timestamp == 7


async def test_messages_may_be_json_too(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await socket.send_str('{"pingReq": {"timestamp": "9"}}')
        assert (await hear(socket, "pong_resp")).pong_resp.last_ping_timestamp == 9


async def test_two_connections_mean_an_offer_at_once(open_world: World) -> None:
    async with open_world.connect(open_world.token(), single=False) as socket:
        join = (await hear(socket, "join")).join
        assert join.subscriber_primary
        offer = (await hear(socket, "offer")).offer
        assert "m=application" in offer.sdp
        assert "a=ice-lite" in offer.sdp


async def test_a_track_is_announced_and_a_second_request_gets_the_same(open_world: World) -> None:
    track = rtc.AddTrackRequest(cid="c1", type=TrackType.AUDIO, source=TrackSource.MICROPHONE, name="mic")
    async with open_world.connect(open_world.token()) as socket:
        await ask(socket, rtc.SignalRequest(add_track=track))
        first = (await hear(socket, "track_published")).track_published
        await ask(socket, rtc.SignalRequest(add_track=track))
        again = (await hear(socket, "track_published")).track_published
    assert first.cid == "c1"
    assert first.track.sid.startswith("TR_")
    assert again.track.sid == first.track.sid


async def test_publishing_without_the_right_is_refused_in_words(open_world: World) -> None:
    grant = open_world.grant(can_publish_sources=("microphone",))
    async with open_world.connect(open_world.token(grant)) as socket:
        track = rtc.AddTrackRequest(cid="c1", type=TrackType.VIDEO, source=TrackSource.CAMERA)
        await ask(socket, rtc.SignalRequest(add_track=track))
        refused = (await hear(socket, "request_response")).request_response
    assert refused.reason == rtc.RequestResponse.NOT_ALLOWED
    assert refused.add_track.cid == "c1"


async def test_tracks_are_bounded(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        for i in range(17):
            track = rtc.AddTrackRequest(cid=f"c{i}", type=TrackType.AUDIO)
            await ask(socket, rtc.SignalRequest(add_track=track))
        assert (await hear(socket, "request_response")).request_response.add_track.cid == "c16"


async def test_metadata_needs_the_right_and_has_a_bound(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        change = rtc.UpdateParticipantMetadata(metadata="x", request_id=3)
        await ask(socket, rtc.SignalRequest(update_metadata=change))
        answer = (await hear(socket, "request_response")).request_response
        assert (answer.request_id, answer.reason) == (3, rtc.RequestResponse.NOT_ALLOWED)
    allowed = open_world.token(open_world.grant("bob", can_update_own_metadata=True))
    async with open_world.connect(allowed) as socket:
        change = rtc.UpdateParticipantMetadata(metadata="x" * 70_000, request_id=4)
        await ask(socket, rtc.SignalRequest(update_metadata=change))
        answer = (await hear(socket, "request_response")).request_response
        assert (answer.request_id, answer.reason) == (4, rtc.RequestResponse.LIMIT_EXCEEDED)


async def test_others_learn_who_came_and_left_with_rising_versions(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await hear(alice, "join")
        async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
            others = (await hear(bob, "join")).join.other_participants
            assert [p.identity for p in others] == ["alice"]
            came = await self_or(alice, "bob")
            await ask(bob, rtc.SignalRequest(leave=rtc.LeaveRequest()))
            left = await self_or(alice, "bob", came.version)
    assert left.state == ParticipantInfo.DISCONNECTED
    assert left.version > came.version


async def self_or(socket: object, identity: str, above: int = 0) -> ParticipantInfo:
    """The next update about `identity` with a version above."""
    while True:
        update = (await hear(socket, "update")).update  # type: ignore[arg-type]
        for participant in update.participants:
            if participant.identity == identity and participant.version > above:
                return participant


async def test_hidden_people_are_not_told_of(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await hear(alice, "join")
        async with open_world.connect(open_world.token(open_world.grant("ghost", hidden=True))) as ghost:
            assert [p.identity for p in (await hear(ghost, "join")).join.other_participants] == ["alice"]
            async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
                assert [p.identity for p in (await hear(bob, "join")).join.other_participants] == ["alice"]
                seen = await self_or(alice, "bob")  # the first one alice hears of: not the ghost
                assert seen.identity == "bob"


async def test_one_who_becomes_hidden_leaves_for_the_others_and_their_tracks_with_them(open_world: World) -> None:
    node = open_world.server.node
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        for socket in (alice, bob):
            await hear(socket, "join")
        room = node.rooms["room"]
        a, b = room.participants["alice"], room.participants["bob"]
        for person in (a, b):
            person.on_connected(person.subscriber)
        track = b.add_track(rtc.AddTrackRequest(cid="c", type=TrackType.AUDIO))
        track.negotiate(
            Encoding("audio/opus", 48000, 111, None, "", 2),
            mid="1",
            rids=[],
            audio_level_id=0,
            transports=node.transports,
        )
        b.publish(track)
        assert a.subscribing.get(track.sid) is not None
        seen = await self_or(alice, "bob")
        hidden = ParticipantPermission(can_publish=True, can_subscribe=True, hidden=True)
        b.update(permission=hidden)
        while seen.state != ParticipantInfo.DISCONNECTED:
            seen = await self_or(alice, "bob", seen.version)
        assert a.subscribing.get(track.sid) is None
        assert room.info().num_participants == 1
        assert room.info().num_publishers == 0
        a.subscribing.choose(track, wanted=True)
        assert a.subscribing.get(track.sid) is None
        room.tell_speakers([Speaker(b.sid, 0.5, True), Speaker(a.sid, 0.5, True)])
        assert [s.sid for s in (await hear(alice, "speakers_changed")).speakers_changed.speakers] == [a.sid]
        b.update(permission=ParticipantPermission(can_publish=True, can_subscribe=True))
        assert (await self_or(alice, "bob", seen.version - 1)).state == ParticipantInfo.ACTIVE
        a.subscribing.choose(track, wanted=True)
        assert a.subscribing.get(track.sid) is not None


async def test_a_refreshed_token_says_what_the_server_has_made_of_the_person(open_world: World) -> None:
    """Who was demoted does not come back with the rights they began with."""
    async with open_world.connect(open_world.token(open_world.grant(name="Alice", attributes={"a": "1"}))) as socket:
        await hear(socket, "refresh_token")
        alice = open_world.server.node.rooms["room"].participants["alice"]
        alice.update(
            name="Dr. Alice",
            metadata="m",
            attributes={"a": "", "b": "2"},
            permission=ParticipantPermission(can_subscribe=True, can_publish_sources=[TrackSource.MICROPHONE]),
        )
        open_world.server.refresh_tokens()
        fresh = jwt.decode((await hear(socket, "refresh_token")).refresh_token, options={"verify_signature": False})
    assert (fresh["name"], fresh["metadata"], fresh["attributes"]) == ("Dr. Alice", "m", {"b": "2"})
    video = fresh["video"]
    assert (video["canPublish"], video["canSubscribe"], video["canPublishData"]) == (False, True, False)
    assert video["canPublishSources"] == ["microphone"]


async def test_a_lost_websocket_leaves_the_person_in_the_room_for_a_while(open_world: World) -> None:
    node = open_world.server.node
    async with open_world.connect(open_world.token()) as socket:
        sid = (await hear(socket, "join")).join.participant.sid
    await until(lambda: node.rooms["room"].participants["alice"].link_lost_at is not None)
    resume = rtc.JoinRequest(reconnect=True, participant_sid=sid)
    async with open_world.connect(open_world.token(), resume) as socket:
        await hear(socket, "reconnect")
        update = (await hear(socket, "update")).update
        assert [p.sid for p in update.participants] == [sid]
        await hear(socket, "room_update")
    await until(lambda: node.rooms["room"].participants["alice"].link_lost_at is not None)
    open_world.time.advance(node.settings.resume_window + 1)
    open_world.server.ticker.tick(open_world.time.mono)
    assert "alice" not in node.rooms["room"].participants


async def test_one_who_never_connects_media_does_not_stay(open_world: World) -> None:
    node = open_world.server.node
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        open_world.time.advance(node.settings.connect_timeout - 1)
        open_world.server.ticker.tick(open_world.time.mono)
        assert "alice" in node.rooms["room"].participants
        open_world.time.advance(2)
        open_world.server.ticker.tick(open_world.time.mono)
        assert (await hear(socket, "leave")).leave.reason == Reason.JOIN_FAILURE
        assert not node.rooms["room"].participants


async def test_a_join_request_of_many_kilobytes_fits_into_the_query(open_world: World) -> None:
    offer = rtc.SessionDescription(type="offer", sdp="v=0\r\n" + os.urandom(20_000).hex())
    async with open_world.connect(open_world.token(), rtc.JoinRequest(publisher_offer=offer)) as socket:
        await hear(socket, "join")


async def test_one_who_is_sent_away_reads_why_before_the_line_goes_dead(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        room = open_world.server.node.rooms["room"]
        alice = room.participants["alice"]
        room.leave(alice, Reason.PARTICIPANT_REMOVED)
        assert phase_of(alice) is Phase.NEW
        assert (await hear(socket, "leave")).leave.reason == Reason.PARTICIPANT_REMOVED
        await until(lambda: phase_of(alice) is Phase.CLOSED)


async def test_resuming_what_is_gone_asks_for_a_full_reconnect(open_world: World) -> None:
    resume = rtc.JoinRequest(reconnect=True, participant_sid="PA_unknown")
    async with open_world.connect(open_world.token(), resume) as socket:
        leave = (await hear(socket, "leave")).leave
    assert leave.action == rtc.LeaveRequest.RECONNECT
    assert leave.reason == Reason.STATE_MISMATCH


async def test_malformed_messages_are_counted_and_then_cut(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        for _ in range(3):
            await socket.send_bytes(b"\xff" * 20)
        await socket.send_str("{not json")
        await ask(socket, rtc.SignalRequest(ping=1))
        await hear(socket, "pong")  # still served
        assert open_world.server.node.drops.counts["signal_malformed"] == 4
        for _ in range(20):
            await socket.send_bytes(b"\xff" * 20)
        async with asyncio.timeout(10):
            while not socket.closed:
                await socket.receive()


async def test_an_oversized_message_ends_the_connection(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        await socket.send_bytes(os.urandom(600 << 10))
        async with asyncio.timeout(10):
            while not socket.closed:
                await socket.receive()
        assert socket.close_code == 1009


async def test_broken_offers_are_counted_and_change_nothing(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        for sdp in ("", "v=0", "m=video", "x" * 400_000, "v=0\r\nm=audio 9 X 1\r\na=mid:\r\n"):
            await ask(socket, rtc.SignalRequest(offer=rtc.SessionDescription(type="offer", sdp=sdp)))
            await ask(socket, rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", sdp=sdp)))
        await ask(socket, rtc.SignalRequest(ping=1))
        await hear(socket, "pong")
        assert open_world.server.node.drops.counts["signal_malformed"] >= 3


async def test_a_client_that_stops_reading_is_cut_off_within_a_bound(open_world: World) -> None:
    node = open_world.server.node
    token = open_world.token()
    async with open_world.http.ws_connect(f"{open_world.url}/rtc", params={"access_token": token}) as socket:
        await hear(socket, "join")
        participant = node.rooms["room"].participants["alice"]
        outbox = participant.link.outbox  # type: ignore[attr-defined]
        connection = socket._response.connection
        assert connection is not None
        assert connection.transport is not None
        connection.transport.pause_reading()
        highest = 0
        async with asyncio.timeout(20):
            while not node.drops.counts["signal_overflow"]:
                node.rooms["room"].metadata = "x" * 60_000
                node.rooms["room"].broadcast_room()
                highest = max(highest, outbox.queued)
                await asyncio.sleep(0)
        assert highest <= 1 << 20
        await until(lambda: participant.link_lost_at is not None)
        connection.transport.resume_reading()  # so that the client's own close need not wait
    assert node.drops.counts["signal_overflow"] == 1


@pytest.mark.parametrize("single", [True, False])
async def test_arbitrary_requests_never_break_the_session(open_world: World, single: bool) -> None:
    async with open_world.connect(open_world.token(), single=single) as socket:
        await hear(socket, "join")
        participant = open_world.server.node.rooms["room"].participants["alice"]

        @given(request=requests())
        def fuzz(request: rtc.SignalRequest) -> None:
            participant.link.handle(request)  # type: ignore[attr-defined]

        fuzz()
        assert participant.link is not None


def requests() -> st.SearchStrategy[rtc.SignalRequest]:
    """Well-formed messages with arbitrary contents, offers out of line soup included."""
    words = st.text(max_size=20)
    line = st.sampled_from(
        [
            "m=audio 9 UDP/TLS/RTP/SAVPF 111",
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97",
            "m=application 9 UDP/DTLS/SCTP webrtc-datachannel",
            "a=rtpmap:111 opus/48000/2",
            "a=rtpmap:96 VP8/90000",
            "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96",
            "a=mid:0",
            "a=mid:1",
            "a=sendonly",
            "a=recvonly",
            "a=inactive",
            "a=rid:q send",
            "a=rid:h send",
            "a=simulcast:send q;h",
            "a=ice-ufrag:abcd",
            "a=ice-pwd:abcdefghijklmnopqrstuvwx",
            "a=msid:s c1",
            "a=ssrc-group:FID 1 2",
            "a=ssrc:1 cname:x",
            "a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:mid",
        ]
    )
    soup = st.lists(line, max_size=14).map(
        lambda lines: "\r\n".join(["v=0", "o=- 1 1 IN IP4 0", "s=-", "t=0 0", *lines])
    )
    description = st.builds(rtc.SessionDescription, sdp=soup | words, id=st.integers(0, 5))
    sids = st.lists(st.sampled_from(["TR_a", "TR_b"]) | words, max_size=3)
    return st.one_of(
        st.builds(rtc.SignalRequest, offer=description),
        st.builds(rtc.SignalRequest, answer=description),
        st.builds(
            rtc.SignalRequest,
            add_track=st.builds(
                rtc.AddTrackRequest, cid=st.sampled_from(["c1", "c2"]), type=st.integers(0, 2), name=words, sid=words
            ),
        ),
        st.builds(rtc.SignalRequest, mute=st.builds(rtc.MuteTrackRequest, sid=words, muted=st.booleans())),
        st.builds(
            rtc.SignalRequest,
            subscription=st.builds(rtc.UpdateSubscription, track_sids=sids, subscribe=st.booleans()),
        ),
        st.builds(
            rtc.SignalRequest,
            track_setting=st.builds(
                rtc.UpdateTrackSettings,
                track_sids=sids,
                quality=st.integers(0, 3),
                width=st.integers(0, 5000),
                height=st.integers(0, 5000),
                disabled=st.booleans(),
            ),
        ),
        st.builds(
            rtc.SignalRequest,
            subscription_permission=st.builds(rtc.SubscriptionPermission, all_participants=st.booleans()),
        ),
    )


def phase_of(participant: Participant) -> Phase:
    """Read anew each time: it changes behind the reader's back."""
    return participant.publisher.phase


async def until(condition: object) -> None:
    """Lets the loop run until the condition holds."""
    async with asyncio.timeout(10):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0)
