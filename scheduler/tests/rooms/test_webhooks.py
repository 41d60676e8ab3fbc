"""Webhooks: signed as LiveKit signs, applied once, in any order; attendance; the sweep."""

import base64
import hashlib
import itertools
import json
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from auth.room_token import Grant, encode_eddsa, encode_hs256
from scheduler.clock import ManualClock
from scheduler.config import DEV_LIVEKIT_KEY, DEV_LIVEKIT_SECRET
from scheduler.rooms.node import NodeAwayError, NodeError
from scheduler.rooms.rules import identity_of, room_name
from scheduler.rooms.sweep import sweeper
from scheduler.rooms.tables import Attendance, RoomDenial
from scheduler.tests.fixtures import NOON, RING, Answer, Browser

BOOKING, BEN = uuid4(), uuid4()
_ids = itertools.count()


def event(kind: str, at: datetime, sid: str = "PA_1", **change: Any) -> dict[str, Any]:
    participant = {
        "sid": sid,
        "identity": identity_of(BEN, "client"),
        "joinedAtMs": str(int(NOON.timestamp() * 1000)),
        **change.pop("participant", {}),
    }
    return {
        "event": kind,
        "id": f"EV_{next(_ids)}",
        "createdAt": str(int(at.timestamp())),
        "room": {"name": room_name(BOOKING), "sid": "RM_1"},
        "participant": participant,
        "nodeId": "node-1",
        "sequence": 1,
        **change,
    }


async def deliver(browser: Browser, body: dict[str, Any] | bytes, token: str | None = None) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    if token is None:
        token = signed(raw, browser.parts.clock.unix())
    headers = {"Authorization": token, "Content-Type": "application/webhook+json"}
    return await browser.post("/webhooks/livekit", data=raw, headers=headers)


def signed(raw: bytes, now: float, secret: str = DEV_LIVEKIT_SECRET, lasts: float = 300) -> str:
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    return encode_hs256(Grant(sha256=digest, not_before=now, expires_at=now + lasts), DEV_LIVEKIT_KEY, secret)


async def stays(browser: Browser) -> list[tuple[str, datetime, datetime | None, str | None]]:
    async with browser.parts.sessions() as session:
        query = select(Attendance).order_by(Attendance.joined_at, Attendance.participant_sid)
        rows = (await session.scalars(query)).all()
    return [(row.participant_sid, row.joined_at, row.left_at, row.closed_by) for row in rows]


async def test_joined_and_left_become_one_stay(browser: Browser, clock: ManualClock) -> None:
    assert (await deliver(browser, event("participant_joined", NOON))).status == 204
    assert await stays(browser) == [("PA_1", NOON, None, None)]
    clock.move(60)
    assert (await deliver(browser, event("participant_left", clock.now()))).status == 204
    assert await stays(browser) == [("PA_1", NOON, clock.now(), "left")]


async def test_the_same_event_again_changes_nothing(browser: Browser, clock: ManualClock) -> None:
    joined, left = event("participant_joined", NOON), event("participant_left", NOON + timedelta(seconds=5))
    clock.move(60)
    for body in (joined, left, joined, left, left, joined):
        assert (await deliver(browser, body)).status == 204
    assert await stays(browser) == [("PA_1", NOON, NOON + timedelta(seconds=5), "left")]
    assert 'scheduler_webhooks_total{outcome="repeated"} 4.0' in (await browser.get("/metrics")).body


async def test_any_order_gives_the_same_stay(browser: Browser, clock: ManualClock) -> None:
    clock.move(60)
    later = NOON + timedelta(seconds=30)
    await deliver(browser, event("participant_left", later))
    await deliver(browser, event("participant_joined", NOON))
    assert await stays(browser) == [("PA_1", NOON, later, "left")]


async def test_coming_back_is_a_second_stay_and_the_rooms_end_closes_what_is_open(
    browser: Browser, clock: ManualClock
) -> None:
    clock.move(minutes=30)
    at = [NOON + timedelta(minutes=minutes) for minutes in range(4)]
    second = {"joinedAtMs": str(int(at[2].timestamp() * 1000))}
    await deliver(browser, event("participant_joined", at[0]))
    await deliver(browser, event("participant_left", at[1]))
    await deliver(browser, event("participant_joined", at[2], sid="PA_2", participant=second))
    await deliver(browser, event("room_finished", at[3]))
    assert await stays(browser) == [("PA_1", at[0], at[1], "left"), ("PA_2", at[2], at[3], "room")]


async def test_a_node_reports_only_on_rooms_placed_on_it(browser: Browser) -> None:
    await deliver(browser, event("participant_joined", NOON))
    forged = event("participant_left", NOON, nodeId="node-2")
    answer = await deliver(browser, forged)
    assert (answer.status, answer.slug) == (403, "forbidden")
    assert await stays(browser) == [("PA_1", NOON, None, None)]
    assert 'scheduler_webhooks_total{outcome="wrong-node"} 1.0' in (await browser.get("/metrics")).body
    # The same booking's room, placed anew on another node, is another room there.
    anew = {"name": room_name(BOOKING), "sid": "RM_2"}
    assert (
        await deliver(browser, event("participant_joined", NOON, "PA_2", room=anew, nodeId="node-2"))
    ).status == 204
    assert (await deliver(browser, event("participant_left", NOON, "PA_2", room=anew))).status == 403
    # The refused one was not applied, so its node may still say it.
    assert (await deliver(browser, {**forged, "nodeId": "node-1"})).status == 204
    assert [closed for *_, closed in await stays(browser)] == ["left", None]


@pytest.mark.parametrize("node_id", [5, ["a"], {}, "x" * 129, "a\0b"])
async def test_a_nodes_id_is_a_short_text(browser: Browser, node_id: Any) -> None:
    answer = await deliver(browser, event("participant_joined", NOON, nodeId=node_id))
    assert (answer.status, answer.slug) == (400, "malformed-request")


async def test_strangers_and_foreign_rooms_leave_no_stay(browser: Browser) -> None:
    await deliver(browser, event("participant_joined", NOON, room={"name": "lobby"}))
    await deliver(browser, event("participant_joined", NOON, participant={"identity": "bot"}))
    await deliver(browser, event("track_published", NOON))
    assert await stays(browser) == []


async def test_who_was_removed_is_denied(browser: Browser) -> None:
    removed = {"disconnectReason": "PARTICIPANT_REMOVED"}
    await deliver(browser, event("participant_left", NOON, participant=removed))
    async with browser.parts.sessions() as session:
        denial = await session.get(RoomDenial, (BOOKING, BEN))
    assert denial is not None


async def test_only_the_nodes_own_fresh_word_for_this_body_counts(browser: Browser, clock: ManualClock) -> None:
    raw = json.dumps(event("participant_joined", NOON)).encode()
    now = clock.unix()
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    eddsa = encode_eddsa(Grant(sha256=digest, expires_at=now + 300), RING.signing, RING.kid)
    for token in (
        "",
        "garbage",
        signed(raw, now, secret="x" * 40),
        signed(raw, now - 400),
        signed(raw, now + 60),
        signed(raw + b" ", now),
        encode_hs256(Grant(expires_at=now + 60), DEV_LIVEKIT_KEY, DEV_LIVEKIT_SECRET),
        eddsa,
    ):
        answer = await deliver(browser, raw, token)
        assert (answer.status, answer.slug) == (401, "unauthenticated"), token
    assert await stays(browser) == []
    figures = (await browser.get("/metrics")).body
    assert 'scheduler_webhooks_total{outcome="wrong-body"} 2.0' in figures
    assert 'scheduler_webhooks_total{outcome="expired"} 1.0' in figures


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"x"',
        b'{"event": 5}',
        b"\xff",
        b"{}",
        b'{"id": "a\\u0000b"}',
        b'{"createdAt":' + b"9" * 400,
    ],
)
async def test_a_signed_body_that_is_no_event_is_refused(browser: Browser, raw: bytes) -> None:
    answer = await deliver(browser, raw)
    assert (answer.status, answer.slug) == (400, "malformed-request")


async def test_absurd_times_and_lengths_do_no_harm(browser: Browser) -> None:
    strange = event("participant_joined", NOON, participant={"joinedAtMs": str(2**62)}, createdAt=str(2**62))
    assert (await deliver(browser, strange)).status == 204
    negative = event("participant_joined", NOON, sid="PA_2", participant={"joinedAtMs": "-5"}, createdAt="-5")
    assert (await deliver(browser, negative)).status == 204
    long_name = event("participant_joined", NOON, room={"name": "rm_" + "x" * 5000})
    assert (await deliver(browser, long_name)).status == 204
    assert [(sid, joined) for sid, joined, _, _ in await stays(browser)] == [("PA_1", NOON), ("PA_2", NOON)]


async def test_a_sid_that_no_index_could_hold_is_malformed(browser: Browser) -> None:
    long = "".join(uuid4().hex for _ in range(300))
    answer = await deliver(browser, event("participant_joined", NOON, sid=long))
    assert (answer.status, answer.slug) == (400, "malformed-request")


class Answering:
    """A node as the sweep sees it: who is where, or no answer."""

    def __init__(self, present: set[str] | None) -> None:
        self.present = present

    async def participants(self, name: str) -> frozenset[str]:
        assert name == room_name(BOOKING)
        if self.present is None:
            raise NodeError("away")
        return frozenset(self.present)


async def test_the_sweep_keeps_who_is_there_and_closes_who_is_not_where_last_seen(
    browser: Browser, clock: ManualClock
) -> None:
    await deliver(browser, event("participant_joined", NOON))
    await deliver(browser, event("participant_joined", NOON, sid="PA_2"))
    node = Answering({"PA_1", "PA_2"})
    sweep = sweeper(browser.parts.sessions, clock, node)  # type: ignore[arg-type]
    clock.move(60)
    await sweep()
    node.present = {"PA_1"}
    clock.move(60)
    await sweep()
    assert await stays(browser) == [
        ("PA_1", NOON, None, None),
        ("PA_2", NOON, NOON + timedelta(seconds=60), "sweep"),
    ]
    word = event("participant_left", NOON + timedelta(seconds=90), sid="PA_2")
    await deliver(browser, word)
    assert (await stays(browser))[1][2:] == (NOON + timedelta(seconds=90), "left"), "the node's word is better"


async def test_a_silent_node_is_not_an_empty_room_until_long_after(browser: Browser, clock: ManualClock) -> None:
    await deliver(browser, event("participant_joined", NOON))
    sweep = sweeper(browser.parts.sessions, clock, Answering(None))  # type: ignore[arg-type]
    clock.move(minutes=9)
    await sweep()
    assert (await stays(browser))[0][2] is None
    clock.move(minutes=2)
    await sweep()
    assert (await stays(browser))[0][2:] == (NOON, "sweep")


async def test_a_node_that_is_away_is_asked_once_a_sweep(browser: Browser, clock: ManualClock) -> None:
    """Every question to it takes its whole time-out: a minute's sweep would take longer than a minute."""
    for index in range(3):
        room = {"name": room_name(UUID(int=index)), "sid": "RM_1"}
        await deliver(browser, event("participant_joined", NOON, sid=f"PA_{index}", room=room))
    asked = []

    class Away:
        async def participants(self, name: str) -> frozenset[str]:
            asked.append(name)
            raise NodeAwayError("TimeoutError")

    sweep = sweeper(browser.parts.sessions, clock, Away())  # type: ignore[arg-type]
    await sweep()
    assert len(asked) == 1
    clock.move(minutes=11)
    await sweep()
    assert {closed for _, _, _, closed in await stays(browser)} == {"sweep"}
    assert len(asked) == 2


def test_ids_are_stable() -> None:
    assert identity_of(UUID(int=1), "client") == "00000000-0000-0000-0000-000000000001:client"
