"""Connection quality as clients are told it: what came of what was declared and wanted; what a line holds back."""

from __future__ import annotations

import pytest
from livekit.protocol.models import ConnectionQuality, TrackSource

from sfu.core.layers import LOW, TrackSetting
from sfu.rooms import downlink
from sfu.rooms.participant import Participant
from sfu.rooms.subscription import NOTHING
from sfu.tests.api.stage import KeptLink
from sfu.tests.rooms.cameras import DECLARED, camera

EXCELLENT, GOOD, POOR = ConnectionQuality.EXCELLENT, ConnectionQuality.GOOD, ConnectionQuality.POOR
WINDOW = 5.0  # seconds between two looks


def grades(link: KeptLink, of: Participant) -> list[int]:
    """What a client was told of somebody, oldest first."""
    updates = [u for m in link.sent if m.HasField("connection_quality") for u in m.connection_quality.updates]
    return [update.quality for update in updates if update.participant_sid == of.sid]


PROFILES = [
    ("all that was declared", 1.0, 1.0, EXCELLENT),
    ("half of it", 0.5, 0.5, EXCELLENT),
    ("a quarter", 0.25, 0.25, GOOD),
    ("a 25th", 0.04, 0.04, POOR),
    ("the small layer whole, a tenth of the large one", 1.0, 0.1, GOOD),
]


@pytest.mark.parametrize(("small", "large", "grade"), [p[1:] for p in PROFILES], ids=[p[0] for p in PROFILES])
async def test_a_publisher_is_graded_by_what_comes_of_what_it_declared(
    small: float, large: float, grade: int
) -> None:
    async with camera() as cam:
        cam.want()
        cam.send(8 * WINDOW, small, large)
        assert grades(cam.link, cam.owner)[-1] == grade
        assert grades(cam.viewers_link, cam.viewer)[-1] == EXCELLENT  # not the viewer's fault


async def test_a_layer_nobody_wants_is_not_expected() -> None:
    async with camera() as cam:
        cam.want(TrackSetting(quality=LOW))
        cam.send(4 * WINDOW, 1.0, 0.02)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


async def test_a_layer_that_was_never_sent_is_missing_and_its_bits_are_not() -> None:
    async with camera() as cam:
        cam.want()
        cam.send(8 * WINDOW, 1.0, 0.0)
        assert cam.publication.expectation() == (DECLARED[0], 1)
        assert grades(cam.link, cam.owner)[-1] == GOOD


async def test_a_screen_that_stands_still_is_excellent() -> None:
    async with camera(TrackSource.SCREEN_SHARE) as cam:
        cam.want()
        cam.send(4 * WINDOW, 0.1, 0.1)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


async def test_the_time_before_a_mute_ended_is_not_held_against_it() -> None:
    async with camera() as cam:
        cam.want()
        cam.send(2 * WINDOW, 1.0, 1.0)
        cam.publication.set_muted(True)
        cam.send(0.8 * WINDOW, 0.0, 0.0)
        cam.publication.set_muted(False)
        cam.send(2.2 * WINDOW, 1.0, 1.0)
        assert set(grades(cam.link, cam.owner)) == {EXCELLENT}


@pytest.mark.parametrize(
    ("line", "limit", "grade"),
    [(2.0 * DECLARED[1], 1, EXCELLENT), (2.0 * DECLARED[0], 0, GOOD), (0.5 * DECLARED[0], NOTHING, POOR)],
    ids=["both layers fit", "a layer less than wanted", "paused"],
)
async def test_a_viewer_is_graded_by_what_its_line_holds_back(
    line: float, limit: int, grade: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downlink, "START", line)  # what is assumed until feedback comes, and none does here
    async with camera() as cam:
        cam.viewer.downlink.negotiated(5)
        subscription = cam.want()
        for _ in range(4):
            cam.viewer.sending.expected += 300  # as receiver reports would say
            cam.send(WINDOW, 1.0, 1.0)
        assert subscription.limit == limit
        assert grades(cam.viewers_link, cam.viewer)[-1] == grade
