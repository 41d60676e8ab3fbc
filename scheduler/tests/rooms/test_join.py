"""Joining: the refusals, and the whole way through a real media node in a process of its own."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import aiohttp
import pytest
from livekit import rtc
from sqlalchemy import insert

from auth.access_token import encode
from auth.room_token import Verifier
from scheduler.booking.tables import Booking
from scheduler.clock import Clock, ManualClock
from scheduler.jobs.queue import enqueue
from scheduler.rooms.attendance import open_stays
from scheduler.rooms.node import NodeError
from scheduler.rooms.tables import RoomDenial
from scheduler.services.tables import Service
from scheduler.tests.fixtures import NOON, RING, Browser, SignedInAs

START = NOON + timedelta(minutes=5)
END = START + timedelta(hours=1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


NODE_PORT = free_port()


@pytest.fixture
def environment() -> dict[str, str]:
    return {
        "VISAVIS_SFU_URL": f"http://127.0.0.1:{NODE_PORT}",
        "VISAVIS_SFU_PUBLIC_URL": f"ws://127.0.0.1:{NODE_PORT}",
    }


async def booking(browser: Browser, ada: SignedInAs, ben: SignedInAs, status: str = "confirmed") -> UUID:
    """A booking written past the endpoints: its rules have tests of their own."""
    service_id, booking_id, now = uuid4(), uuid4(), browser.parts.clock.now()
    terms = {"title": "Tax advice", "duration_minutes": 60, "price_minor": 4000, "currency": "EUR"}
    async with browser.parts.sessions.begin() as session:
        minutes = ("buffer_before", "buffer_after", "notice", "cancel_cutoff")
        row = {f"{name}_minutes": 0 for name in minutes} | {"step_minutes": 15, "window_days": 30}
        await session.execute(
            insert(Service).values(
                id=service_id, professional_id=ada.id, description="", active=True, created_at=now, **terms, **row
            )
        )
        await session.execute(
            insert(Booking).values(
                id=booking_id,
                service_id=service_id,
                professional_id=ada.id,
                client_id=ben.id,
                status=status,
                starts_at=START,
                ends_at=END,
                local_start=START.replace(tzinfo=None),
                zone="UTC",
                note="",
                cancel_cutoff_minutes=0,
                created_at=now,
                settled_at=now if status == "cancelled" else None,
                **terms,
            )
        )
    return booking_id


async def test_everybody_who_may_not_enter_is_told_why(browser: Browser, clock: ManualClock) -> None:
    ada, ben, eve = [await browser.person(name, professional=name != "Ben") for name in ("Ada", "Ben", "Eve")]
    path = f"/bookings/{await booking(browser, ada, ben)}/join"
    cancelled = f"/bookings/{await booking(browser, ada, ben, 'cancelled')}/join"
    cases = [
        (path, None, "client", 401, "unauthenticated"),
        (path, eve, "client", 404, "not-found"),
        (path, eve, "professional", 404, "not-found"),
        (path, ada, "client", 403, "forbidden"),
        (path, ben, "professional", 403, "role-not-held"),
        (path, ben, None, 403, "role-not-held"),
        (f"/bookings/{uuid4()}/join", ben, "client", 404, "not-found"),
        (cancelled, ben, "client", 410, "over"),
    ]
    for where, who, role, status, slug in cases:
        answer = await browser.post(where, by=who, role=role)
        assert (answer.status, answer.slug) == (status, slug), (where, role)
    clock.set(START - timedelta(minutes=11))
    early = await browser.post(path, by=again(browser, ben), role="client")
    assert (early.status, early.slug, early.body["opens_at"]) == (403, "not-open-yet", "2027-03-10T11:55:00Z")
    clock.set(END + timedelta(seconds=300))
    late = await browser.post(path, by=again(browser, ben), role="client")
    assert (late.status, late.slug) == (410, "over")


def again(browser: Browser, who: SignedInAs) -> str:
    """A fresh access token at the clock's new time."""
    return encode(who.id, who.session_id, browser.parts.clock.unix(), RING.signing, RING.kid)


async def test_without_a_node_the_answer_says_try_again(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    answer = await browser.post(f"/bookings/{await booking(browser, ada, ben)}/join", by=ben, role="client")
    assert (answer.status, answer.slug, answer.headers["Retry-After"]) == (503, "media-unavailable", "2")
    with pytest.raises(NodeError):
        await browser.parts.node.delete_room("rm_x")


async def test_who_was_removed_stays_out(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    booking_id = await booking(browser, ada, ben)
    async with browser.parts.sessions.begin() as session:
        row = {"booking_id": booking_id, "person_id": ben.id, "reason": "removed", "created_at": NOON}
        await session.execute(insert(RoomDenial).values(**row))
    answer = await browser.post(f"/bookings/{booking_id}/join", by=ben, role="client")
    assert (answer.status, answer.slug) == (403, "forbidden")


class TestWithANode:
    """The clock runs here, moved to NOON in both processes."""

    @pytest.fixture
    def clock(self) -> Clock:
        return Clock(NOON.timestamp() - time.time())

    async def test_join_enter_cancel_and_never_again(self, browser: Browser) -> None:
        ada, ben = await browser.person("Ada", professional=True), await browser.person("Ben")
        booking_id = await booking(browser, ada, ben)
        path = f"/bookings/{booking_id}/join"
        async with media_node(browser):
            entrance = (await browser.post(path, by=ben, role="client")).body
            assert entrance["url"] == f"ws://127.0.0.1:{NODE_PORT}"
            assert entrance["participant"] == {"identity": f"{ben.id}:client", "name": "Ben"}
            assert (entrance["ends_at"], entrance["closes_at"]) == ("2027-03-10T13:05:00Z", "2027-03-10T13:10:00Z")
            grant = Verifier(public_keys=RING.public).verify(entrance["token"], browser.parts.clock.unix())
            assert (grant.identity, grant.room, grant.attributes) == (
                f"{ben.id}:client",
                f"rm_{booking_id}",
                {"role": "client"},
            )
            assert await knock(entrance["token"]) == 200
            assert await knock(entrance["token"][:-4] + "AAAA") == 401
            hers = (await browser.post(path, by=ada, role="professional")).body
            assert await knock(hers["token"]) == 200
            async with browser.parts.sessions.begin() as session:
                mine = Booking.id == booking_id
                values = {"status": "cancelled", "settled_at": NOON}
                await session.execute(Booking.__table__.update().where(mine).values(**values))  # type: ignore[attr-defined]
                await enqueue(session, "close-room", {"booking_id": str(booking_id)})
            await browser.parts.jobs.drain()
            assert await knock(entrance["token"]) == 404, "closing the room revokes every token for it"
            assert (await browser.post(path, by=ben, role="client")).slug == "over"

    @pytest.mark.media
    async def test_a_stay_in_the_room_is_attendance(self, browser: Browser) -> None:
        ada, ben = await browser.person("Ada", professional=True), await browser.person("Ben")
        booking_id = await booking(browser, ada, ben)
        async with media_node(browser):
            entrance = (await browser.post(f"/bookings/{booking_id}/join", by=ben, role="client")).body
            client = rtc.Room()
            await client.connect(entrance["url"], entrance["token"])
            await until(lambda: present(browser, booking_id), True)
            assert len(await browser.parts.node.participants(f"rm_{booking_id}")) == 1
            await client.disconnect()
            await until(lambda: present(browser, booking_id), False)


async def present(browser: Browser, booking_id: UUID) -> bool:
    async with browser.parts.sessions() as session:
        return any(stay.booking_id == booking_id for stay in await open_stays(session))


async def until(ask, wanted: bool) -> None:  # type: ignore[no-untyped-def]
    """Wait for another process to have said it."""
    async with asyncio.timeout(15):
        while await ask() is not wanted:
            await asyncio.sleep(0.05)


async def knock(token: str) -> int:
    url = f"http://127.0.0.1:{NODE_PORT}/rtc/validate?access_token={token}&protocol=16"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status


@asynccontextmanager
async def media_node(browser: Browser) -> AsyncIterator[None]:
    """`python -m sfu` in closed mode, ready: it has read this scheduler's keys."""
    api = f"http://127.0.0.1:{browser.client.port}"
    environment = {
        "PATH": os.environ["PATH"],
        "VISAVIS_ENV": "test",
        "VISAVIS_ROOMS": "closed",
        "VISAVIS_CLOCK_OFFSET": str(browser.parts.clock.unix() - time.time()),
        "VISAVIS_JWKS_URL": f"{api}/.well-known/jwks.json",
        "VISAVIS_WEBHOOK_URL": f"{api}/webhooks/livekit",
        "VISAVIS_SFU_HTTP_PORT": str(NODE_PORT),
        "VISAVIS_SFU_HTTP_BIND": "127.0.0.1",
        "VISAVIS_SFU_UDP_PORT": "0",
        "VISAVIS_SFU_BIND": "127.0.0.1",
        "VISAVIS_SFU_ADVERTISE": "127.0.0.1",
    }
    node = await asyncio.create_subprocess_exec(sys.executable, "-m", "sfu", env=environment)
    try:
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while not await _ready(session):
                assert node.returncode is None, "the node ended"
                await asyncio.sleep(0.1)
        yield
    finally:
        node.send_signal(signal.SIGTERM)
        await node.wait()


async def _ready(session: aiohttp.ClientSession) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{NODE_PORT}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False
