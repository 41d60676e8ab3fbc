"""What a client may ask, over its WebSocket: answers and refusals in the words SDKs act on."""

import aiohttp
from livekit.protocol import rtc
from livekit.protocol.models import (
    AudioTrackFeature,
    DataBlob,
    DataBlobKey,
    DisconnectReason,
    Encryption,
    ParticipantInfo,
    SubscriptionError,
    TrackInfo,
    TrackType,
)

from sfu.tests.signal.conftest import World
from sfu.tests.signal.test_codecs import OPUS, publish
from sfu.tests.signal.test_sessions import self_or, until
from sfu.tests.signalling import ask, hear

Reason = rtc.RequestResponse
Socket = aiohttp.ClientWebSocketResponse


async def refusal(socket: Socket, **request: object) -> rtc.RequestResponse:
    await ask(socket, rtc.SignalRequest(**request))  # type: ignore[arg-type]
    return (await hear(socket, "request_response")).request_response


async def test_what_is_no_track_of_ones_own_is_not_found(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        mute = await refusal(socket, mute=rtc.MuteTrackRequest(sid="TR_x", muted=True))
        assert (mute.reason, mute.mute.sid) == (Reason.NOT_FOUND, "TR_x")
        audio = await refusal(socket, update_audio_track=rtc.UpdateLocalAudioTrack(track_sid="TR_x"))
        assert (audio.reason, audio.update_audio_track.track_sid) == (Reason.NOT_FOUND, "TR_x")
        video = await refusal(socket, update_video_track=rtc.UpdateLocalVideoTrack(track_sid="TR_x"))
        assert (video.reason, video.update_video_track.track_sid) == (Reason.NOT_FOUND, "TR_x")


async def test_too_many_tracks_is_a_limit_not_a_prohibition(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        for i in range(17):
            await ask(socket, rtc.SignalRequest(add_track=rtc.AddTrackRequest(cid=f"c{i}", type=TrackType.AUDIO)))
        assert (await hear(socket, "request_response")).request_response.reason == Reason.LIMIT_EXCEEDED


async def test_metadata_is_counted_in_bytes_and_others_get_it(open_world: World) -> None:
    allowed = open_world.token(open_world.grant("bob", can_update_own_metadata=True))
    async with open_world.connect(open_world.token()) as alice, open_world.connect(allowed) as bob:
        for change in (
            rtc.UpdateParticipantMetadata(metadata="é" * 40_000, request_id=1),
            rtc.UpdateParticipantMetadata(attributes={"k": "é" * 40_000}, request_id=1),
            rtc.UpdateParticipantMetadata(name="x" * 300, request_id=1),
        ):
            answer = await refusal(bob, update_metadata=change)
            assert (answer.request_id, answer.reason) == (1, Reason.LIMIT_EXCEEDED)
        change = rtc.UpdateParticipantMetadata(metadata="m", attributes={"hand": "up"}, name="Bobby", request_id=2)
        answer = await refusal(bob, update_metadata=change)
        assert (answer.request_id, answer.reason) == (2, Reason.OK)
        seen = await self_or(alice, "bob")
        while seen.metadata != "m":
            seen = await self_or(alice, "bob", seen.version)
        assert (seen.name, dict(seen.attributes)) == ("Bobby", {"hand": "up"})
        await refusal(bob, update_metadata=rtc.UpdateParticipantMetadata(attributes={"hand": ""}, request_id=3))
        gone = await self_or(alice, "bob", seen.version)
        assert (gone.metadata, dict(gone.attributes)) == ("m", {})


async def test_wanting_what_nobody_publishes_is_answered(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await ask(socket, rtc.SignalRequest(subscription=rtc.UpdateSubscription(track_sids=["TR_x"], subscribe=True)))
        answer = (await hear(socket, "subscription_response")).subscription_response
        assert (answer.track_sid, answer.err) == ("TR_x", SubscriptionError.SE_TRACK_NOTFOUND)


async def test_a_data_track_is_published_announced_taken_and_ended(open_world: World) -> None:
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        request = rtc.PublishDataTrackRequest(pub_handle=3, name="pose", encryption=Encryption.GCM)
        await ask(alice, rtc.SignalRequest(publish_data_track_request=request))
        info = (await hear(alice, "publish_data_track_response")).publish_data_track_response.info
        assert (info.pub_handle, info.name, info.encryption, info.sid[:4]) == (3, "pose", Encryption.GCM, "DTR_")
        seen = await self_or(bob, "alice")
        while not seen.data_tracks:
            seen = await self_or(bob, "alice", seen.version)
        assert [track.sid for track in seen.data_tracks] == [info.sid]
        wish = rtc.UpdateDataSubscription.Update(track_sid=info.sid, subscribe=True)
        await ask(bob, rtc.SignalRequest(update_data_subscription=rtc.UpdateDataSubscription(updates=[wish])))
        told = (await hear(bob, "data_track_subscriber_handles")).data_track_subscriber_handles.sub_handles
        ((_, track),) = told.items()
        assert (track.track_sid, track.publisher_identity) == (info.sid, "alice")
        end = rtc.UnpublishDataTrackRequest(pub_handle=3)
        await ask(alice, rtc.SignalRequest(unpublish_data_track_request=end))
        ended = (await hear(alice, "unpublish_data_track_response")).unpublish_data_track_response.info
        assert ended.sid == info.sid
        assert not (await hear(bob, "data_track_subscriber_handles")).data_track_subscriber_handles.sub_handles
        again = await refusal(alice, unpublish_data_track_request=end)
        assert again.reason == Reason.NOT_FOUND
        await ask(bob, rtc.SignalRequest(update_data_subscription=rtc.UpdateDataSubscription(updates=[wish])))
        missing = (await hear(bob, "subscription_response")).subscription_response
        assert (missing.track_sid, missing.err) == (info.sid, SubscriptionError.SE_TRACK_NOTFOUND)


async def test_data_tracks_are_refused_by_reason(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:

        async def reason(handle: int, name: str) -> rtc.RequestResponse.Reason:
            request = rtc.PublishDataTrackRequest(pub_handle=handle, name=name)
            answer = await refusal(socket, publish_data_track_request=request)
            assert answer.publish_data_track.pub_handle == handle
            return answer.reason

        await ask(
            socket,
            rtc.SignalRequest(publish_data_track_request=rtc.PublishDataTrackRequest(pub_handle=1, name="a")),
        )
        assert await reason(0, "b") == Reason.INVALID_HANDLE
        assert await reason(65_536, "b") == Reason.INVALID_HANDLE
        assert await reason(2, "") == Reason.INVALID_NAME
        assert await reason(2, "x" * 257) == Reason.INVALID_NAME
        assert await reason(1, "b") == Reason.DUPLICATE_HANDLE
        assert await reason(2, "a") == Reason.DUPLICATE_NAME
        for handle in range(2, 33):
            request = rtc.PublishDataTrackRequest(pub_handle=handle, name=str(handle))
            await ask(socket, rtc.SignalRequest(publish_data_track_request=request))
        assert await reason(40, "one too many") == Reason.LIMIT_EXCEEDED
    mute = open_world.token(open_world.grant("bob", can_publish_data=False))
    async with open_world.connect(mute) as socket:
        request = rtc.PublishDataTrackRequest(pub_handle=1, name="a")
        assert (await refusal(socket, publish_data_track_request=request)).reason == Reason.NOT_ALLOWED


async def test_blobs_are_kept_for_others_within_bounds(open_world: World) -> None:
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        blob = DataBlob(key=DataBlobKey(generic="schema"), contents=b"syntax")
        await ask(alice, rtc.SignalRequest(store_data_blob_request=rtc.StoreDataBlobRequest(request_id=1, blob=blob)))
        stored = (await hear(alice, "store_data_blob_response")).store_data_blob_response
        assert (stored.request_id, stored.key.generic) == (1, "schema")
        wish = rtc.GetDataBlobRequest(request_id=2, participant_identity="alice", key=blob.key)
        await ask(bob, rtc.SignalRequest(get_data_blob_request=wish))
        got = (await hear(bob, "get_data_blob_response")).get_data_blob_response
        assert (got.request_id, got.blob.contents) == (2, b"syntax")
        wish.key.generic = "other"
        missing = await refusal(bob, get_data_blob_request=wish)
        assert (missing.request_id, missing.reason) == (2, Reason.NOT_FOUND)
        for contents, reason in ((b"", Reason.INVALID_REQUEST), (bytes(70_000), Reason.LIMIT_EXCEEDED)):
            blob.contents = contents
            request = rtc.StoreDataBlobRequest(request_id=3, blob=blob)
            assert (await refusal(alice, store_data_blob_request=request)).reason == reason


async def test_features_and_size_of_ones_own_tracks_are_told(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        alice = open_world.server.node.rooms["room"].participants["alice"]
        publication = alice.add_track(rtc.AddTrackRequest(cid="c", type=TrackType.AUDIO))
        alice.publications[publication.sid] = publication
        features = [AudioTrackFeature.TF_NOISE_SUPPRESSION]
        change = rtc.UpdateLocalAudioTrack(track_sid=publication.sid, features=features)
        await ask(socket, rtc.SignalRequest(update_audio_track=change))
        seen = await self_or(socket, "alice")
        while not seen.tracks:
            seen = await self_or(socket, "alice", seen.version)
        assert list(seen.tracks[0].audio_features) == features
        wrong = rtc.UpdateLocalVideoTrack(track_sid=publication.sid, width=1, height=1)
        assert (await refusal(socket, update_video_track=wrong)).reason == Reason.NOT_FOUND
        del alice.publications[publication.sid]


async def test_a_resume_tells_how_far_reliable_data_came_and_of_tracks_that_ended(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        sid = (await hear(socket, "join")).join.participant.sid
        alice = open_world.server.node.rooms["room"].participants["alice"]
        alice.reliable.is_new(41)
    await until(lambda: alice.link_lost_at is not None)
    stale = rtc.TrackPublishedResponse(cid="c", track=TrackInfo(sid="TR_ended"))
    resume = rtc.JoinRequest(reconnect=True, participant_sid=sid, sync_state=rtc.SyncState(publish_tracks=[stale]))
    async with open_world.connect(open_world.token(), resume) as socket:
        assert (await hear(socket, "reconnect")).reconnect.last_message_seq == 41
        assert (await hear(socket, "track_unpublished")).track_unpublished.track_sid == "TR_ended"


async def test_scenarios_end_as_they_say(open_world: World) -> None:
    async def leave(**scenario: object) -> rtc.LeaveRequest:
        async with open_world.connect(open_world.token()) as socket:
            await ask(socket, rtc.SignalRequest(simulate=rtc.SimulateScenario(**scenario)))  # type: ignore[arg-type]
            return (await hear(socket, "leave")).leave

    left = await leave(server_leave=True)
    assert (left.reason, left.action) == (DisconnectReason.SERVER_SHUTDOWN, rtc.LeaveRequest.DISCONNECT)
    left = await leave(migration=True)
    assert (left.reason, left.action) == (DisconnectReason.MIGRATION, rtc.LeaveRequest.RECONNECT)
    left = await leave(leave_request_full_reconnect=True)
    assert left.action == rtc.LeaveRequest.RECONNECT


async def test_a_simulated_node_failure_says_nothing(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        await hear(socket, "join")
        await ask(socket, rtc.SignalRequest(simulate=rtc.SimulateScenario(node_failure=True)))
        kinds = []
        while (message := await socket.receive(timeout=10)).type == aiohttp.WSMsgType.BINARY:
            kinds.append(rtc.SignalResponse.FromString(message.data).WhichOneof("message"))
        assert "leave" not in kinds
        assert "alice" not in open_world.server.node.rooms["room"].participants


async def test_a_resume_is_cut_where_the_scenario_says(open_world: World) -> None:
    for scenario, heard in (
        ({"disconnect_signal_on_resume": True}, ["reconnect"]),
        ({"disconnect_signal_on_resume_no_messages": True}, []),
    ):
        async with open_world.connect(open_world.token()) as socket:
            sid = (await hear(socket, "join")).join.participant.sid
            await ask(socket, rtc.SignalRequest(simulate=rtc.SimulateScenario(**scenario)))  # type: ignore[arg-type]
            await ask(socket, rtc.SignalRequest(ping=1))
            await hear(socket, "pong")
        alice = open_world.server.node.rooms["room"].participants["alice"]
        await until(lambda at=alice: at.link_lost_at is not None)
        resume = rtc.JoinRequest(reconnect=True, participant_sid=sid)
        async with open_world.connect(open_world.token(), resume) as socket:
            kinds = []
            while (message := await socket.receive(timeout=10)).type == aiohttp.WSMsgType.BINARY:
                kinds.append(rtc.SignalResponse.FromString(message.data).WhichOneof("message"))
            assert kinds == heard
        async with open_world.connect(open_world.token(), resume) as socket:  # the next one is as ever
            await hear(socket, "reconnect")
            await hear(socket, "room_update")
            await ask(socket, rtc.SignalRequest(leave=rtc.LeaveRequest()))
            await until(lambda at=alice: at.gone)


async def test_a_speaker_is_simulated_for_everybody(open_world: World) -> None:
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        sid = (await hear(alice, "join")).join.participant.sid
        await hear(bob, "join")
        await ask(alice, rtc.SignalRequest(simulate=rtc.SimulateScenario(speaker_update=1)))
        (speaking,) = (await hear(bob, "speakers_changed")).speakers_changed.speakers
        assert (speaking.sid, speaking.active) == (sid, True)
        (silent,) = (await hear(bob, "speakers_changed")).speakers_changed.speakers
        assert (silent.sid, silent.active) == (sid, False)


async def test_regions_are_told_to_those_with_a_token(open_world: World) -> None:
    async with open_world.http.get(f"{open_world.url}/settings/regions") as answer:
        assert answer.status == 401
    headers = {"Authorization": f"Bearer {open_world.token()}"}
    async with open_world.http.get(f"{open_world.url}/settings/regions", headers=headers) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        (region,) = (await answer.json())["regions"]
        assert region["url"] == open_world.url.replace("http", "ws")


async def test_the_state_is_joining_until_media_flows(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as socket:
        assert (await hear(socket, "join")).join.participant.state == ParticipantInfo.JOINING


async def test_counts_are_told_but_not_too_often(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await hear(alice, "join")
        open_world.time.advance(5)
        open_world.server.ticker.tick(open_world.time.mono)
        assert (await hear(alice, "room_update")).room_update.room.num_participants == 1
        async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
            await hear(bob, "join")
            for seconds in (1, 1, 4):  # told only after the last
                open_world.time.advance(seconds)
                open_world.server.ticker.tick(open_world.time.mono)
            assert (await hear(alice, "room_update")).room_update.room.num_participants == 2
            open_world.time.advance(10)
            open_world.server.ticker.tick(open_world.time.mono)
            await ask(alice, rtc.SignalRequest(ping=1))
            while (message := rtc.SignalResponse.FromString((await alice.receive(timeout=10)).data)).WhichOneof(
                "message"
            ) != "pong":
                assert not message.HasField("room_update")


async def test_a_setting_is_kept_until_the_track_comes_and_over_unsubscribing(open_world: World) -> None:
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        await hear(alice, "join")
        await hear(bob, "join")
        request = rtc.AddTrackRequest(cid="mic", type=TrackType.AUDIO)
        await publish(alice, request, *OPUS)
        people = open_world.server.node.rooms["room"].participants
        (sid,) = people["alice"].publications
        setting = rtc.UpdateTrackSettings(track_sids=[sid, "TR_x"], disabled=True, priority=3)
        await ask(bob, rtc.SignalRequest(track_setting=setting))
        for wanted in (True, False, True):
            wish = rtc.UpdateSubscription(track_sids=[sid], subscribe=wanted)
            await ask(bob, rtc.SignalRequest(subscription=wish))
        await ask(bob, rtc.SignalRequest(ping=1))
        await hear(bob, "pong")
        (subscription,) = people["bob"].subscribing.all()
        assert (subscription.setting.disabled, subscription.setting.priority) == (True, 3)
        assert set(people["bob"].subscribing._settings) == {sid}
        people["alice"].unpublish(people["alice"].publications[sid])
        assert not people["bob"].subscribing._settings


async def test_whoever_is_sent_away_hears_why_and_whether_to_come_back(open_world: World) -> None:
    node = open_world.server.node
    back, away = rtc.LeaveRequest.RECONNECT, rtc.LeaveRequest.DISCONNECT

    def duplicate() -> None:
        node.rooms["room"].leave(node.rooms["room"].participants["alice"], DisconnectReason.DUPLICATE_IDENTITY)

    def silence() -> None:
        node.on_transport_closed(node.rooms["room"].participants["alice"], "lost")

    def deletion() -> None:
        node.delete_room("room")

    def end() -> None:
        node.close_room(node.rooms["room"], DisconnectReason.ROOM_CLOSED)

    for happens, reason, action in (
        (duplicate, DisconnectReason.DUPLICATE_IDENTITY, away),
        (silence, DisconnectReason.CONNECTION_TIMEOUT, back),
        (deletion, DisconnectReason.ROOM_DELETED, away),
        (end, DisconnectReason.ROOM_CLOSED, away),
        (node.close, DisconnectReason.SERVER_SHUTDOWN, back),
    ):
        async with open_world.connect(open_world.token()) as socket:
            await hear(socket, "join")
            happens()
            left = (await hear(socket, "leave")).leave
            assert (left.reason, left.action) == (reason, action)
            assert left.can_reconnect is (action == back)


async def test_others_see_why_somebody_left(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await hear(alice, "join")
        for reason in (DisconnectReason.CLIENT_INITIATED, DisconnectReason.SIGNAL_CLOSE):
            async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
                sid = (await hear(bob, "join")).join.participant.sid
                if reason == DisconnectReason.CLIENT_INITIATED:
                    await ask(bob, rtc.SignalRequest(leave=rtc.LeaveRequest()))
            bobs = open_world.server.node.rooms["room"].participants.get("bob")
            if reason == DisconnectReason.SIGNAL_CLOSE and bobs is not None:
                await until(lambda at=bobs: at.link_lost_at is not None)
                alices = open_world.server.node.rooms["room"].participants["alice"]
                open_world.time.advance(21)
                alices.joined_at = open_world.time.mono
                open_world.server.ticker.tick(open_world.time.mono)
            seen = await self_or(alice, "bob")
            while seen.sid != sid or seen.state != ParticipantInfo.DISCONNECTED:
                seen = await self_or(alice, "bob")
            assert seen.disconnect_reason == reason
