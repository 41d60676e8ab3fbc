"""A viewer drops a track and takes it again, several times: each time the SDK says so and pictures come."""

from functools import partial

import pytest

from sfu.tests.media.people import Person, person
from sfu.tests.servers import media_server

pytestmark = pytest.mark.media


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_a_dropped_track_can_be_taken_again(single: bool) -> None:
    async with (
        media_server() as server,
        person(server, "alice", single=single) as alice,
        person(server, "bob", single=single) as bob,
    ):
        sid = (await alice.camera(simulcast=False, width=320, height=180)).sid
        await bob.sees(sid, 3)
        publication = bob.room.remote_participants["alice"].track_publications[sid]
        for turn in range(1, 4):
            publication.set_subscribed(False)
            await bob.until(partial(said, bob, "track_unsubscribed", turn), "the track was dropped")
            frames = bob.video[sid]
            publication.set_subscribed(True)
            await bob.until(partial(said, bob, "track_subscribed", turn + 1), "the track came back")
            await bob.sees(sid, frames + 3)


def said(listener: Person, event: str, times: int) -> bool:
    return len(listener.happened(event)) == times


@pytest.mark.parametrize("single", [True, False], ids=["single-pc", "dual-pc"])
async def test_a_track_replaced_at_once_is_seen(single: bool) -> None:
    """The old track's section is free and the new track needs one, in the same round of negotiation."""
    async with (
        media_server() as server,
        person(server, "alice", single=single) as alice,
        person(server, "bob", single=single) as bob,
    ):
        sid = (await alice.camera(simulcast=False, width=320, height=180)).sid
        await bob.sees(sid, 3)
        for _ in range(3):
            await alice.room.local_participant.unpublish_track(sid)
            sid = (await alice.camera(simulcast=False, width=320, height=180)).sid
            await bob.sees(sid, 3)
