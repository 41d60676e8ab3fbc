"""Webhooks as receivers see them: verifiable, at least once, in order a room, numbered, bounded."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from livekit import api

from auth.room_token import Verifier
from sfu.api import Webhooks
from sfu.rooms.clock import Clock

from .stage import KEY, SECRET, stage


class Receiver:
    """Keeps what it gets; answers what `verdict` says of the n-th request (from 0)."""

    def __init__(self, verdict: Callable[[int], int]) -> None:
        self.verdict = verdict
        self.requests: list[tuple[str, str, str]] = []  # body, Authorization, Content-Type

    async def handle(self, request: web.Request) -> web.Response:
        status = self.verdict(len(self.requests))
        body = (await request.read()).decode()
        self.requests.append((body, request.headers["Authorization"], request.headers["Content-Type"]))
        return web.Response(status=status)

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body, _, _ in self.requests]


class Pauses:
    """A sleep that takes no time and remembers how long it would have been."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def receiving(
    verdict: Callable[[int], int] = lambda n: 200, **options: Any
) -> AsyncIterator[tuple[Receiver, Webhooks, Pauses]]:
    receiver, pauses = Receiver(verdict), Pauses()
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    wall = options.pop("wall", Clock().wall)
    webhooks = Webhooks(str(server.make_url("/hook")), KEY, SECRET, "node-1", wall, sleep=pauses, **options)
    await webhooks.start()
    try:
        yield receiver, webhooks, pauses
    finally:
        await webhooks.close()
        await server.close()


async def test_the_life_of_a_room_is_told_in_order() -> None:
    async with receiving() as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        room = on.node.create_room("chess", metadata="m")
        ann, _link = on.join(room, "ann")
        ann.on_connected(ann.subscriber)
        publication = on.publish(ann)
        ann.unpublish(publication)
        bob, _link = on.join(room, "bob")
        room.leave(bob, 0)  # type: ignore[arg-type]
        on.node.delete_room("chess")
        await webhooks.close()
        events = receiver.events()
    assert [e["event"] for e in events] == [
        "room_started",
        "participant_joined",
        "track_published",
        "track_unpublished",
        "participant_connection_aborted",
        "participant_left",
        "room_finished",
    ]
    assert [e["sequence"] for e in events] == list(range(1, 8))
    assert {e["nodeId"] for e in events} == {"node-1"}
    assert len({e["id"] for e in events}) == 7
    assert {e["room"]["name"] for e in events} == {"chess"}
    assert events[1]["participant"]["identity"] == "ann"
    assert events[2]["track"]["sid"] == publication.sid
    assert webhooks.outcomes["delivered"] == 7
    assert webhooks.waiting == 0


async def test_livekits_own_receiver_accepts_them() -> None:
    async with receiving() as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        room = on.node.create_room("schäch")
        ann, _link = on.join(room, "änn")
        ann.on_connected(ann.subscriber)
        await webhooks.close()
    theirs = api.WebhookReceiver(api.TokenVerifier(KEY, SECRET))
    started, joined = (theirs.receive(body, token) for body, token, _ in receiver.requests)
    assert (started.event, started.room.name, started.room.sid) == ("room_started", "schäch", room.sid)
    assert (joined.event, joined.participant.identity, joined.participant.sid) == (
        "participant_joined",
        "änn",
        ann.sid,
    )
    assert joined.created_at > 0
    assert {kind for _, _, kind in receiver.requests} == {"application/webhook+json"}
    body, token, _ = receiver.requests[0]
    with pytest.raises(Exception, match="hash mismatch"):
        theirs.receive(body + " ", token)


async def test_the_token_binds_the_body_for_five_minutes() -> None:
    now = 1_800_000_000.0
    async with receiving(wall=lambda: now) as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        on.node.create_room("chess")
        await webhooks.close()
    body, token, _ = receiver.requests[0]
    grant = Verifier({KEY: SECRET}).verify(token, now)
    assert base64.b64decode(grant.sha256) == hashlib.sha256(body.encode()).digest()
    assert (grant.not_before, grant.expires_at) == (now, now + 300)


async def test_a_failing_receiver_gets_the_same_event_again() -> None:
    """Three failures, then fine: one event, one id, pauses that grow, and nothing overtakes it."""
    async with (
        receiving(lambda n: 200 if n >= 3 else 503) as (receiver, webhooks, pauses),
        stage(webhooks=webhooks) as on,
    ):
        room = on.node.create_room("chess")
        on.node.close_room(room, 0)  # type: ignore[arg-type]
        await webhooks.close()
    events = receiver.events()
    assert [e["event"] for e in events] == ["room_started"] * 4 + ["room_finished"]
    assert len({e["id"] for e in events[:4]}) == 1
    assert len(pauses.taken) == 3
    assert pauses.taken[0] < pauses.taken[1] < pauses.taken[2]
    assert webhooks.outcomes == {"delivered": 2, "retried": 3, "given_up": 0, "overflow": 0}


async def test_one_rooms_trouble_does_not_hold_up_another() -> None:
    """The first request fails for good; the other room's event arrives although the first one is still tried."""
    arrived = asyncio.Event()
    receiver = Receiver(lambda n: 200)

    async def handle(request: web.Request) -> web.Response:
        answer = await receiver.handle(request)
        if receiver.events()[-1]["room"]["name"] == "bad":
            return web.Response(status=500)
        arrived.set()
        return answer

    app = web.Application()
    app.router.add_post("/hook", handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    webhooks = Webhooks(str(server.make_url("/hook")), KEY, SECRET, "node-1", Clock().wall, sleep=asyncio.sleep)
    await webhooks.start()
    async with stage(webhooks=webhooks) as on:
        on.node.create_room("bad")
        on.node.create_room("good")
        await asyncio.wait_for(arrived.wait(), 5)
        assert webhooks.waiting == 1
        await webhooks.close(grace_s=0)
    await server.close()


async def test_whatever_the_receiver_does_each_room_is_told_in_order() -> None:
    """Slow, failing and cutting off by chance: what arrives first of each event is in order, nothing is missing."""
    chance = random.Random(7)
    taken: dict[str, list[int]] = {}
    seen: set[str] = set()

    async def handle(request: web.Request) -> web.Response:
        event = json.loads(await request.text())
        await asyncio.sleep(chance.random() * 0.004)
        fate = chance.random()
        if fate < 0.3:
            return web.Response(status=chance.choice([500, 503, 429]))
        if event["id"] not in seen:
            seen.add(event["id"])
            taken.setdefault(event["room"]["name"], []).append(event["sequence"])
        if fate < 0.4:
            assert request.transport is not None
            request.transport.abort()  # taken, and the answer is lost: it comes again
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", handle)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    webhooks = Webhooks(str(server.make_url("/hook")), KEY, SECRET, "node-1", Clock().wall, sleep=Pauses())
    await webhooks.start()
    async with stage(webhooks=webhooks) as on:
        rooms = [on.node.create_room(f"room-{i}") for i in range(80)]  # more than are told at once
        for who in range(3):
            for room in rooms:
                person, _link = on.join(room, f"person-{who}")
                person.on_connected(person.subscriber)
        await webhooks.close(grace_s=30)
    await server.close()
    assert webhooks.outcomes["given_up"] == 0
    assert taken == {room.name: [1, 2, 3, 4] for room in rooms}


async def test_a_room_of_the_same_name_begins_after_the_one_before_has_ended() -> None:
    async with (
        receiving(lambda n: 200 if n >= 4 else 503) as (receiver, webhooks, _),
        stage(webhooks=webhooks) as on,
    ):
        first = on.node.create_room("chess")
        on.node.delete_room("chess")
        second = on.node.create_room("chess")
        await webhooks.close()
    delivered = [(e["event"], e["room"]["sid"], e["sequence"]) for e in receiver.events()[4:]]
    assert delivered == [
        ("room_started", first.sid, 1),
        ("room_finished", first.sid, 2),
        ("room_started", second.sid, 1),
    ]


async def test_what_waits_is_bounded_in_bytes() -> None:
    async with receiving(max_bytes=200_000) as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        for i in range(10):
            on.node.create_room(f"room-{i}", metadata="m" * 60_000)
        assert 180_000 < webhooks.waiting_bytes <= 200_000
        assert webhooks.outcomes["overflow"] == 7
        while webhooks.waiting:
            await asyncio.sleep(0.001)
        assert webhooks.waiting_bytes == 0
        on.node.create_room("late")
        await webhooks.close()
    events = receiver.events()
    assert len(events) == 4
    assert events[-1]["numDropped"] == 7


async def test_one_room_cannot_take_the_place_of_all() -> None:
    async with receiving(max_of_a_room=3) as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        room = on.node.create_room("busy")
        for i in range(10):
            person, _link = on.join(room, f"person-{i}")
            person.on_connected(person.subscriber)
        on.node.create_room("quiet")
        await webhooks.close()
    names = [e["room"]["name"] for e in receiver.events()]
    assert (names.count("busy"), names.count("quiet")) == (3, 1)
    assert webhooks.outcomes["overflow"] == 8


async def test_a_receiver_that_refuses_is_not_asked_forever() -> None:
    async with receiving(lambda n: 422) as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        on.node.create_room("chess")
        await webhooks.close()
    assert len(receiver.requests) == 5
    assert webhooks.outcomes["given_up"] == 1
    assert webhooks.waiting == 0


async def test_an_unreachable_receiver_is_given_up_after_the_patience() -> None:
    times = iter(range(0, 100_000, 600))
    pauses = Pauses()
    webhooks = Webhooks("http://127.0.0.1:1/", KEY, SECRET, "n", lambda: float(next(times)), sleep=pauses)
    await webhooks.start()
    async with stage(webhooks=webhooks) as on:
        on.node.create_room("chess")
        await webhooks.close()
    assert webhooks.outcomes["given_up"] == 1
    assert webhooks.outcomes["retried"] == len(pauses.taken) > 0


async def test_a_full_queue_drops_and_says_so() -> None:
    """What did not fit is missing by number and counted in the next event that does."""
    async with receiving(max_waiting=2) as (receiver, webhooks, _), stage(webhooks=webhooks) as on:
        room = on.node.create_room("chess")
        ann, _link = on.join(room, "ann")
        ann.on_connected(ann.subscriber)
        publication = on.publish(ann)
        ann.unpublish(publication)
        while webhooks.waiting:
            await asyncio.sleep(0.001)
        room.leave(ann, 0)  # type: ignore[arg-type]
        await webhooks.close()
    events = receiver.events()
    assert [(e["event"], e["sequence"]) for e in events] == [
        ("room_started", 1),
        ("participant_joined", 2),
        ("participant_left", 5),
    ]
    assert events[2]["numDropped"] == 2
    assert webhooks.outcomes["overflow"] == 2
