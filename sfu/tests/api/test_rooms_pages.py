"""GET /rooms: what is on the node, for those who may know it."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.room_token import Grant, encode_hs256
from sfu.rooms.clock import Clock

from .stage import KEY, SECRET, Stage, stage


def bearer(**rights: Any) -> dict[str, str]:
    token = encode_hs256(Grant(expires_at=time.time() + 60, **rights), KEY, SECRET)
    return {"Authorization": f"Bearer {token}"}


def basic(key: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()}


async def get(on: Stage, path: str, headers: dict[str, str] | None = None) -> tuple[int, Any]:
    async with aiohttp.ClientSession() as session, session.get(on.url + path, headers=headers) as answer:
        expected = "application/json" if answer.status == 200 else "application/problem+json"
        assert answer.content_type == expected
        return answer.status, json.loads(await answer.text())


async def test_rooms_are_listed_with_what_is_in_them() -> None:
    async with stage(clock=Clock(wall=lambda: 1_800_000_000.0)) as on:
        room = on.node.create_room("chess", metadata='{"max_seconds": 3600}', max_participants=5)
        (ann, _), (bob, _) = on.join(room, "ann"), on.join(room, "bob")
        publication = on.publish(ann)
        bob.subscribing.add(publication)
        on.node.create_room("go")
        rights = encode_hs256(Grant(expires_at=1_800_000_060.0, room_list=True), KEY, SECRET)
        status, found = await get(on, "/rooms", {"Authorization": f"Bearer {rights}"})
    assert status == 200
    assert (found["node"], found["next"]) == ("node-1", None)
    assert found["rooms"][0] == {
        "name": "chess",
        "sid": room.sid,
        "created_at": "2027-01-15T08:00:00+00:00",
        "started_at": "2027-01-15T08:00:00+00:00",
        "ends_at": "2027-01-15T09:00:00+00:00",
        "participants": 2,
        "waiting": 0,
        "max_participants": 5,
        "tracks": {"audio": 1, "video": 0},
        "subscriptions": 1,
        "lobby": False,
        "locked": False,
    }
    assert found["rooms"][1]["name"] == "go"
    assert found["rooms"][1]["started_at"] is None


async def test_a_room_shows_its_people_and_their_tracks() -> None:
    async with stage() as on:
        room = on.node.create_room("a room/ä")
        ann, _ = on.join(room, "ann")
        publication = on.publish(ann)
        layer = publication.bind(7, "")
        layer.stream.on_packet(1, 0, 100, 1.0)
        layer.stream.on_packet(3, 1920, 100, 1.04)
        headers = bearer(room_admin=True, room="a room/ä")
        status, found = await get(on, "/rooms/a%20room%2F%C3%A4", headers)
        assert status == 200
        (person,) = found["people"]
        assert (person["identity"], person["name"], person["state"]) == ("ann", "Ann", "joining")
        assert (person["host"], person["waiting"], person["hidden"]) == (False, False, False)
        (track,) = person["tracks"]
        assert (track["source"], track["codec"], track["packets"], track["bytes"]) == (
            "microphone",
            "audio/opus",
            2,
            200,
        )
        assert track["lost"] == 1
        assert await get(on, "/rooms/other", headers) == (403, problem(403, "Forbidden", "roomAdmin"))


class problem(dict[str, Any]):  # noqa: N801  reads like a value
    """Equal to a problem with this status and title whose detail names `word`."""

    def __init__(self, status: int, title: str, word: str) -> None:
        super().__init__(type="about:blank", status=status, title=title)
        self._word = word

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, dict) and self._word in other["detail"] and {**self, "detail": other["detail"]} == other
        )

    __hash__ = None


async def test_the_key_and_its_secret_open_it_to_a_browser() -> None:
    async with stage() as on, aiohttp.ClientSession() as session:
        on.node.create_room("chess")
        for path in ("/rooms", "/rooms/chess"):
            async with session.get(on.url + path, headers=basic(KEY, SECRET)) as answer:
                assert answer.status == 200
            for key, secret in ((KEY, SECRET + "x"), ("stranger", SECRET), ("stranger", ""), (KEY, "")):
                async with session.get(on.url + path, headers=basic(key, secret)) as answer:
                    assert answer.status == 401
                    assert answer.headers["WWW-Authenticate"].startswith("Basic")
        async with session.get(on.url + "/rooms/none", headers=basic(KEY, SECRET)) as answer:
            assert (answer.status, answer.content_type) == (404, "application/problem+json")


async def test_others_are_told_what_they_lack() -> None:
    async with stage() as on:
        assert await get(on, "/rooms") == (401, problem(401, "Unauthorized", "API key"))
        assert await get(on, "/rooms", {"Authorization": "Bearer x"}) == (
            401,
            problem(401, "Unauthorized", "malformed"),
        )
        assert await get(on, "/rooms", bearer(room_admin=True)) == (403, problem(403, "Forbidden", "roomList"))
        lister = bearer(room_list=True)
        assert await get(on, "/rooms/chess", lister) == (403, problem(403, "Forbidden", "roomAdmin"))
        for limit in ("0", "1001", "x", "-1", "99999999", "١"):
            assert await get(on, f"/rooms?limit={limit}", lister) == (400, problem(400, "Bad Request", "limit"))


async def test_many_rooms_come_by_the_page_each_once() -> None:
    async with stage() as on:
        names = {f"room {i}" for i in range(25)}
        for name in names:
            on.node.create_room(name)
        seen: list[str] = []
        after: str | None = ""
        while after is not None:
            async with aiohttp.ClientSession() as session:
                query = {"limit": "10", "after": after}
                async with session.get(on.url + "/rooms", params=query, headers=bearer(room_list=True)) as answer:
                    page = await answer.json()
            seen += [room["name"] for room in page["rooms"]]
            after = page["next"]
    assert sorted(seen) == sorted(names)


@pytest.mark.parametrize("scheme", ["Basic", "Bearer"])
@given(credentials=st.text(st.characters(codec="ascii", exclude_categories=["Cc"]), max_size=40))
@settings(derandomize=True, deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
async def test_any_credentials_are_wrong_or_right(scheme: str, credentials: str) -> None:
    async with stage() as on:
        assert (await get(on, "/rooms", {"Authorization": f"{scheme} {credentials}"}))[0] == 401
