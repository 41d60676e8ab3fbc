"""The dependency descriptor is negotiated where one stream carries layers, and nowhere else."""

import pytest
from livekit.protocol import rtc
from livekit.protocol.models import TrackType, VideoLayer, VideoQuality
from livekit.protocol.rtc import AddTrackRequest, SimulcastCodec

from sfu.tests.signal.conftest import World
from sfu.tests.signal.test_codecs import VP8, VP9, description, offer, participant, publish, section
from sfu.tests.signalling import ask, hear
from sfu.wire import sdp
from sfu.wire.extensions import DEPENDENCY_DESCRIPTOR

EXTENSION = f"a=extmap:8 {DEPENDENCY_DESCRIPTOR}"


def camera(codec: str, layers: int = 3) -> AddTrackRequest:
    qualities = (VideoQuality.LOW, VideoQuality.MEDIUM, VideoQuality.HIGH)[:layers]
    sizes = [VideoLayer(quality=quality, width=320 << i, height=180 << i) for i, quality in enumerate(qualities)]
    wanted = SimulcastCodec(codec=codec, cid="cam", layers=sizes)
    return AddTrackRequest(cid="cam", type=TrackType.VIDEO, layers=sizes, simulcast_codecs=[wanted])


@pytest.mark.parametrize(
    ("codec", "lines", "layers", "kept"),
    [("vp9", VP9, 3, True), ("vp9", VP9, 1, False), ("vp8", VP8, 3, False)],
)
async def test_it_is_taken_from_publishers_of_layers_in_one_stream(
    open_world: World, codec: str, lines: list[str], layers: int, kept: bool
) -> None:
    async with open_world.connect(open_world.token()) as alice:
        answered = await publish(alice, camera(codec, layers), *lines, EXTENSION)
        assert answered.extension_id(DEPENDENCY_DESCRIPTOR) == (8 if kept else None)
        async with open_world.connect(open_world.token(open_world.grant("bob"))) as bob:
            await hear(bob, "join")
            bobs = participant(open_world, "bob").subscribing
            bobs.all_in_room()
            other = EXTENSION.replace(":8", ":11")
            answer, _ = await offer(bob, section("video", "0", "recvonly", *lines, other))
            assert answer.media[0].extension_id(DEPENDENCY_DESCRIPTOR) == (11 if kept else None)
            (subscription,) = bobs.all()
            (terms,) = subscription.choices.values()
            assert terms.descriptor_id == 11  # where it would go; only layered streams have one


async def test_our_own_offer_has_it_and_follows_the_answer(open_world: World) -> None:
    async with open_world.connect(open_world.token()) as alice:
        await publish(alice, camera("vp9"), *VP9, EXTENSION)
        async with open_world.connect(open_world.token(open_world.grant("bob")), single=False) as bob:
            first = (await hear(bob, "offer")).offer
            bobs = participant(open_world, "bob").subscribing
            data = ["m=application 9 UDP/DTLS/SCTP webrtc-datachannel", "a=mid:0", "a=sctp-port:5000"]
            data += section("video", "0", "sendrecv")[4:8]
            answer = rtc.SessionDescription(type="answer", id=first.id, sdp=description(data))
            await ask(bob, rtc.SignalRequest(answer=answer))
            bobs.all_in_room()
            offered = (await hear(bob, "offer")).offer
            made = sdp.parse(offered.sdp).media[1]
            number = made.extension_id(DEPENDENCY_DESCRIPTOR)
            assert number is not None
            lines = [*VP9, f"a=extmap:{number} {DEPENDENCY_DESCRIPTOR}"]
            answer = rtc.SessionDescription(
                type="answer", id=offered.id, sdp=description(data, section("video", made.mid, "recvonly", *lines))
            )
            await ask(bob, rtc.SignalRequest(answer=answer))
            await ask(bob, rtc.SignalRequest(ping=1))
            await hear(bob, "pong")
            (subscription,) = bobs.all()
            (terms,) = subscription.choices.values()
            assert terms.descriptor_id == number
