"""A line the client asks to be simulated (LiveKit's subscriber_bandwidth): as narrow as it says, until it ends it."""

from __future__ import annotations

from livekit.protocol.rtc import StreamState

from sfu.rooms.subscription import NOTHING, UNLIMITED
from sfu.tests.rooms.cameras import DECLARED, Camera, camera


def states(cam: Camera) -> list[StreamState]:
    """What the viewer was told of its stream."""
    told = [m.stream_state_update for m in cam.viewers_link.sent if m.HasField("stream_state_update")]
    return [state.state for update in told for state in update.stream_states]


async def test_video_takes_what_fits_is_paused_and_comes_back() -> None:
    async with camera() as cam:
        subscription = cam.want()
        cam.send(3.0, 1.0, 1.0)
        assert subscription.limit == UNLIMITED  # this client reports nothing, so nothing is known of its line
        cam.viewer.downlink.simulate(2 * DECLARED[0])
        assert subscription.limit == 0
        cam.viewer.downlink.simulate(DECLARED[0] // 2)
        assert subscription.limit == NOTHING
        cam.viewer.downlink.simulate(2 * DECLARED[1])
        cam.send(30.0, 1.0, 1.0)
        assert subscription.limit == 1
        cam.viewer.downlink.simulate(0)
        assert subscription.limit == UNLIMITED
        assert states(cam) == [StreamState.PAUSED, StreamState.ACTIVE]


async def test_a_camera_that_comes_later_is_held_to_it_too() -> None:
    async with camera() as cam:
        cam.viewer.downlink.simulate(2 * DECLARED[0])
        subscription = cam.want()
        cam.send(3.0, 1.0, 1.0)
        assert subscription.limit == 0


async def test_less_than_nothing_is_no_line_at_all() -> None:
    async with camera() as cam:
        subscription = cam.want()
        cam.viewer.downlink.simulate(-5)
        cam.send(1.0, 1.0, 1.0)
        assert subscription.limit == UNLIMITED
