"""Joining, by what the media node answers: a stand-in over HTTP says what a real one says only in rare moments."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from livekit.protocol.models import Room
from sqlalchemy import update

from scheduler.booking.tables import Booking
from scheduler.tests.fixtures import NOON, Answer, Browser
from scheduler.tests.rooms.test_join import booking, free_port

PORT = free_port()


class StandIn:
    """A node's server API: notes what it is asked; `creating` is what happens when a room is to be made."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.creating: Callable[[], Awaitable[web.Response | None]] | None = None

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.asked.append(method)
        refused = await self.creating() if method == "CreateRoom" and self.creating else None
        done = web.Response(body=Room(name="r").SerializeToString(), content_type="application/protobuf")
        return refused if refused is not None else done


def twirp(code: str, status: int) -> web.Response:
    return web.json_response({"code": code, "msg": "no"}, status=status)


@pytest.fixture
def environment() -> dict[str, str]:
    return {"VISAVIS_SFU_URL": f"http://127.0.0.1:{PORT}"}


@pytest.fixture
async def node() -> AsyncIterator[StandIn]:
    stand_in = StandIn()
    app = web.Application()
    app.router.add_post("/twirp/livekit.RoomService/{method}", stand_in.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", PORT).start()
    yield stand_in
    await runner.cleanup()


async def joined(browser: Browser) -> Answer:
    ada, ben = await browser.person("Ada", professional=True), await browser.person("Ben")
    made = await booking(browser, ada, ben)
    return await browser.post(f"/bookings/{made}/join", by=ben, role="client")


async def test_a_room_that_is_made_is_entered(browser: Browser, node: StandIn) -> None:
    answer = await joined(browser)
    assert (answer.status, node.asked) == (200, ["CreateRoom"])


async def test_cancelled_while_the_room_was_made_it_is_closed_again(browser: Browser, node: StandIn) -> None:
    """The job that closes the room may have run before there was one: then nobody else would close it."""

    async def cancelled_meanwhile() -> None:
        async with browser.parts.sessions.begin() as session:
            await session.execute(update(Booking).values(status="cancelled", settled_at=NOON))

    node.creating = cancelled_meanwhile
    answer = await joined(browser)
    assert (answer.status, answer.slug) == (410, "over")
    assert "token" not in answer.body
    assert node.asked == ["CreateRoom", "DeleteRoom"]


@pytest.mark.parametrize(
    ("code", "status", "expected"),
    [
        ("failed_precondition", 412, (410, "over")),
        ("unavailable", 503, (503, "media-unavailable")),
        ("unauthenticated", 401, (503, "media-unavailable")),
        ("internal", 500, (503, "media-unavailable")),
    ],
)
async def test_a_refusal_is_told_as_what_it_is(
    browser: Browser, node: StandIn, code: str, status: int, expected: tuple[int, str]
) -> None:
    async def refuse() -> web.Response:
        return twirp(code, status)

    node.creating = refuse
    answer = await joined(browser)
    assert (answer.status, answer.slug) == expected
    assert "token" not in answer.body
