"""Negotiating codecs over a WebSocket: redundancy, backup codecs, and clients that can decode nothing of a track."""

import aiohttp
from livekit.protocol import rtc
from livekit.protocol.models import SubscriptionError, TrackType
from livekit.protocol.rtc import AddTrackRequest, SimulcastCodec

from sfu.rooms.participant import Participant
from sfu.tests.signal.conftest import World
from sfu.tests.signalling import ask, hear
from sfu.wire import sdp

Socket = aiohttp.ClientWebSocketResponse

OPUS = ["a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1"]
RED = ["a=rtpmap:63 red/48000/2", "a=fmtp:63 111/111"]
VP8 = ["a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 nack", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96"]
VP9 = ["a=rtpmap:98 VP9/90000", "a=fmtp:98 profile-id=0", "a=rtpmap:99 rtx/90000", "a=fmtp:99 apt=98"]


def section(kind: str, mid: str, direction: str, *lines: str, track: str = "") -> list[str]:
    numbers = [line.split()[0].partition(":")[2] for line in lines if line.startswith("a=rtpmap")]
    return [
        f"m={kind} 9 UDP/TLS/RTP/SAVPF {' '.join(numbers)}",
        f"a=mid:{mid}",
        f"a={direction}",
        "a=rtcp-mux",
        "a=setup:actpass",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuvwx",
        f"a=fingerprint:sha-256 {':'.join(['AB'] * 32)}",
        *([f"a=msid:- {track}"] if track else []),
        *lines,
    ]


def description(*sections: list[str]) -> str:
    lines = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", *(line for each in sections for line in each)]
    return "\r\n".join(lines) + "\r\n"


async def offer(socket: Socket, *sections: list[str]) -> tuple[sdp.SessionDescription, dict[str, str]]:
    """(the answer, mid → track)."""
    message = rtc.SessionDescription(type="offer", id=7, sdp=description(*sections))
    await ask(socket, rtc.SignalRequest(offer=message))
    answer = (await hear(socket, "answer")).answer
    assert answer.id == 7
    return sdp.parse(answer.sdp), dict(answer.mid_to_track_id)


async def publish(socket: Socket, request: AddTrackRequest, *lines: str) -> sdp.MediaSection:
    """Announces and offers one track; returns the answered section."""
    await ask(socket, rtc.SignalRequest(add_track=request))
    await hear(socket, "track_published")
    kind = "audio" if request.type == TrackType.AUDIO else "video"
    answer, _ = await offer(socket, section(kind, "0", "sendonly", *lines, track=request.cid))
    return answer.media[0]


def participant(world: World, identity: str) -> Participant:
    return world.server.node.rooms["room"].participants[identity]


def numbers(answered: sdp.MediaSection) -> list[int]:
    return [codec.payload_type for codec in answered.codecs]


async def test_redundancy_is_answered_first_unless_the_publisher_wants_none(open_world: World) -> None:
    for disable_red, expected, mime in ((False, [63, 111], "audio/red"), (True, [111], "audio/opus")):
        async with open_world.connect(open_world.token()) as alice:
            request = AddTrackRequest(cid="mic", type=TrackType.AUDIO, disable_red=disable_red)
            answered = await publish(alice, request, *OPUS, *RED)
            assert numbers(answered) == expected
            opus = answered.codec(111)
            assert opus is not None
            assert "usedtx=1" in opus.fmtp
            (info,) = participant(open_world, "alice").info.tracks
            assert (info.mime_type, info.disable_red) == (mime, disable_red)


async def test_a_subscriber_gets_redundancy_if_it_calls_opus_by_the_same_number(open_world: World) -> None:
    other = [line.replace("111", "109") for line in (*OPUS, *RED)]
    async with open_world.connect(open_world.token()) as alice:
        await publish(alice, AddTrackRequest(cid="mic", type=TrackType.AUDIO), *OPUS, *RED)
        for lines, expected in (([*OPUS, *RED], [63, 111]), (OPUS, [111]), (other, [109])):
            async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
                await hear(bob, "join")
                bobs = participant(open_world, "bob").subscribing
                bobs.all_in_room()
                answer, placed = await offer(bob, section("audio", "0", "recvonly", *lines))
                assert numbers(answer.media[0]) == expected
                (subscription,) = bobs.all()
                assert placed == {"0": subscription.sid}
                assert [terms.payload_type for terms in subscription.choices.values()] == expected


async def test_our_own_offer_names_both_and_follows_the_answer(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await publish(alice, AddTrackRequest(cid="mic", type=TrackType.AUDIO), *OPUS, *RED)
        for lines, expected in (([*OPUS, *RED], [63, 111]), (OPUS, [111])):
            token = open_world.token(open_world.grant("bob"))
            async with open_world.connect(token, single=False) as bob:
                first = (await hear(bob, "offer")).offer
                bobs = participant(open_world, "bob").subscribing
                data = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:0", "a=sctp-port:5000"]
                data += section("audio", "0", "sendrecv")[4:8]
                answer = rtc.SessionDescription(type="answer", id=first.id, sdp=description(data))
                await ask(bob, rtc.SignalRequest(answer=answer))
                bobs.all_in_room()
                offered = (await hear(bob, "offer")).offer
                made = sdp.parse(offered.sdp).media[1]
                assert numbers(made) == [63, 111]
                answer.id = offered.id
                answer.sdp = description(data, section("audio", made.mid, "recvonly", *lines))
                await ask(bob, rtc.SignalRequest(answer=answer))
                await ask(bob, rtc.SignalRequest(ping=1))
                await hear(bob, "pong")
                (subscription,) = bobs.all()
                assert [terms.payload_type for terms in subscription.choices.values()] == expected


async def test_one_who_can_decode_nothing_hears_it_once_and_is_not_asked_again(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        request = AddTrackRequest(cid="cam", type=TrackType.VIDEO, simulcast_codecs=[SimulcastCodec(codec="vp9")])
        await publish(alice, request, *VP9)
        async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
            await hear(bob, "join")
            bobs = participant(open_world, "bob").subscribing
            bobs.all_in_room()
            answer, placed = await offer(bob, section("video", "0", "recvonly", *VP8))
            assert (answer.media[0].direction, placed) == ("inactive", {})
            await ask(bob, rtc.SignalRequest(ping=1))
            heard = []
            while "pong" not in heard:
                message = rtc.SignalResponse.FromString((await bob.receive(timeout=10)).data)
                heard.append(message.WhichOneof("message") or "")
                if message.HasField("subscription_response"):
                    assert message.subscription_response.err == SubscriptionError.SE_CODEC_UNSUPPORTED
            assert heard.count("subscription_response") == 1
            assert "media_sections_requirement" not in heard


async def test_a_backup_codec_is_asked_for_published_and_negotiated(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        codecs = [SimulcastCodec(codec="vp9", cid="cam"), SimulcastCodec(codec="vp8")]
        request = AddTrackRequest(cid="cam", type=TrackType.VIDEO, simulcast_codecs=codecs)
        await publish(alice, request, *VP9, *VP8)
        sid = next(iter(participant(open_world, "alice").publications))
        async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
            await hear(bob, "join")
            bobs = participant(open_world, "bob").subscribing
            bobs.all_in_room()
            await offer(bob, section("video", "0", "recvonly", *VP8))
            asked = (await hear(alice, "subscribed_quality_update")).subscribed_quality_update
            wanted = {each.codec: any(q.enabled for q in each.qualities) for each in asked.subscribed_codecs}
            assert wanted == {"vp9": False, "vp8": True}
            backup = AddTrackRequest(
                cid="cam2", sid=sid, type=TrackType.VIDEO, simulcast_codecs=[SimulcastCodec(codec="vp8", cid="cam2")]
            )
            await ask(alice, rtc.SignalRequest(add_track=backup))
            published = (await hear(alice, "track_published")).track_published
            assert (published.cid, published.track.sid) == ("cam2", sid)
            answer, _ = await offer(
                alice,
                section("video", "0", "sendonly", *VP9, *VP8, track="cam"),
                section("video", "1", "sendonly", *VP8, track="cam2"),
            )
            assert [numbers(each) for each in answer.media] == [[98, 99], [96, 97]]
            await hear(bob, "media_sections_requirement")
            answer, placed = await offer(bob, section("video", "0", "recvonly", *VP8))
            assert (numbers(answer.media[0]), placed) == ([96, 97], {"0": sid})
            (info,) = participant(open_world, "alice").info.tracks
            assert [(c.mime_type, c.cid, c.mid) for c in info.codecs] == [
                ("video/VP9", "cam", "0"),
                ("video/VP8", "cam2", "1"),
            ]
            # The publisher takes it back: the track stays.
            await offer(alice, section("video", "0", "sendonly", *VP9, *VP8, track="cam"))
            assert list(participant(open_world, "alice").publications) == [sid]
            (subscription,) = bobs.all()
            assert subscription.unsupported
