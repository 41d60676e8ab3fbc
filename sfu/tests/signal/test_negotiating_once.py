"""What changes together is negotiated together: joining a room with many tracks is one round, not one a track."""

from livekit.protocol import rtc
from livekit.protocol.models import ParticipantInfo, TrackType
from livekit.protocol.rtc import AddTrackRequest

from sfu.tests.signal.conftest import World
from sfu.tests.signal.test_codecs import OPUS, VP8, Socket, description, offer, participant, section
from sfu.tests.signalling import ask, hear


async def _announce_two(alice: Socket) -> None:
    for cid, kind in (("mic", TrackType.AUDIO), ("cam", TrackType.VIDEO)):
        await ask(alice, rtc.SignalRequest(add_track=AddTrackRequest(cid=cid, type=kind)))
        await hear(alice, "track_published")


async def _publish_two(alice: Socket) -> None:
    await offer(
        alice,
        section("audio", "0", "sendonly", *OPUS, track="mic"),
        section("video", "1", "sendonly", *VP8, track="cam"),
    )


async def _all_until_pong(socket: Socket) -> list[rtc.SignalResponse]:
    await ask(socket, rtc.SignalRequest(ping=1))
    heard: list[rtc.SignalResponse] = []
    while True:
        message = rtc.SignalResponse.FromString((await socket.receive(timeout=10)).data)
        if message.WhichOneof("message") == "pong":
            return heard
        heard.append(message)


async def test_two_tracks_of_one_offer_are_one_update_and_one_request_for_sections(open_world: World) -> None:
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        await hear(bob, "join")
        await _announce_two(alice)
        participant(open_world, "bob").info.state = ParticipantInfo.ACTIVE
        await _all_until_pong(bob)
        await _publish_two(alice)
        heard = await _all_until_pong(bob)
        (update,) = [m.update for m in heard if m.HasField("update")]
        assert [len(p.tracks) for p in update.participants if p.identity == "alice"] == [2]
        (asked,) = [m.media_sections_requirement for m in heard if m.HasField("media_sections_requirement")]
        assert (asked.num_audios, asked.num_videos) == (1, 1)
        kinds = [m.WhichOneof("message") for m in heard]
        assert kinds.index("update") < kinds.index("media_sections_requirement")


async def test_our_own_offer_brings_all_that_is_published(open_world: World) -> None:
    token = open_world.token(open_world.grant("bob"))
    async with open_world.connect(open_world.token()) as alice, open_world.connect(token, single=False) as bob:
        await _announce_two(alice)
        await _publish_two(alice)
        first = (await hear(bob, "offer")).offer
        data = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:0", "a=sctp-port:5000"]
        data += section("audio", "0", "sendrecv")[4:8]
        await ask(
            bob, rtc.SignalRequest(answer=rtc.SessionDescription(type="answer", id=first.id, sdp=description(data)))
        )
        await _all_until_pong(bob)
        participant(open_world, "bob").subscribing.all_in_room()
        offers = [m.offer for m in await _all_until_pong(bob) if m.HasField("offer")]
        assert [len(offer.mid_to_track_id) for offer in offers] == [2]


async def test_a_section_that_stays_as_it_was_keeps_what_flows_in_it(open_world: World) -> None:
    """And one that changes is read anew."""
    async with (
        open_world.connect(open_world.token()) as alice,
        open_world.connect(open_world.token(open_world.grant("bob"))) as bob,
    ):
        await hear(bob, "join")
        await _announce_two(alice)
        await _publish_two(alice)
        bobs = participant(open_world, "bob").subscribing
        bobs.all_in_room()
        audio, video = section("audio", "0", "recvonly", *OPUS), section("video", "1", "recvonly", *VP8)
        _, placed = await offer(bob, audio, video)
        terms = {s.sid: dict(s.choices) for s in bobs.all()}
        (first, _), (second, kept) = await offer(bob, audio, video), await offer(bob, audio, video)
        assert (second.media, kept) == (first.media, placed)
        assert {s.sid: s.choices for s in bobs.all()} == terms
        other = section("video", "1", "recvonly", *(line.replace("96", "100").replace("97", "101") for line in VP8))
        _, again = await offer(bob, audio, other)
        assert again == placed
        assert {t.payload_type for s in bobs.all() for t in s.choices.values()} == {111, 100}
