"""People come, go and change cameras at random, half of them with two peer connections: all go on seeing all."""

import random
from contextlib import AsyncExitStack
from typing import Final

import pytest

from sfu.tests.media.people import Person, person
from sfu.tests.servers import MediaServer, media_server

pytestmark = pytest.mark.media

NAMES: Final = ("ann", "bob", "cem", "dora")
STEPS: Final = 6


class Seat:
    """One person's place in the room: who sits there changes, the name stays."""

    def __init__(self, server: MediaServer, name: str, *, single: bool) -> None:
        self._server = server
        self._name = name
        self._single = single
        self._stack = AsyncExitStack()
        self.sid: str | None = None  # of the camera, None while there is none

    async def sit(self) -> None:
        self.person: Person = await self._stack.enter_async_context(
            person(self._server, self._name, single=self._single)
        )

    async def rise(self) -> None:
        self.sid = None
        await self._stack.aclose()

    async def switch_camera(self) -> None:
        """On if it was off, else another one at once."""
        if self.sid is not None:
            await self.person.room.local_participant.unpublish_track(self.sid)
        self.sid = (await self.person.camera(simulcast=False, width=160, height=96)).sid

    async def camera_off(self) -> None:
        if self.sid is not None:
            await self.person.room.local_participant.unpublish_track(self.sid)
            self.sid = None


async def everyone_sees_everyone(seats: list[Seat]) -> None:
    for viewer in seats:
        for other in seats:
            if other is not viewer and other.sid is not None:
                await viewer.person.sees(other.sid, viewer.person.video[other.sid] + 2)


async def test_everyone_goes_on_seeing_everyone() -> None:
    rng = random.Random(20261123)
    async with media_server() as server, AsyncExitStack() as room:
        seats = [Seat(server, name, single=i % 2 == 0) for i, name in enumerate(NAMES)]
        for seat in seats:
            await seat.sit()
            room.push_async_callback(seat.rise)
            await seat.switch_camera()
        await everyone_sees_everyone(seats)
        for _ in range(STEPS):
            for seat in rng.sample(seats, rng.randint(1, 3)):
                match rng.randrange(3):
                    case 0:
                        await seat.switch_camera()
                    case 1:
                        await seat.camera_off()
                    case _:
                        await seat.rise()
                        await seat.sit()
                        await seat.switch_camera()
            await everyone_sees_everyone(seats)
