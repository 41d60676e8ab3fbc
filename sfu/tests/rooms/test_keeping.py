"""A room taken over by another node is the room it was; a node that is to go waits for its people."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livekit.protocol.models import ClientInfo, DisconnectReason

from auth.room_token import Grant
from sfu.rooms.clock import Clock
from sfu.rooms.draining import Draining
from sfu.rooms.keeping import State, StateError, restore, state_of
from sfu.rooms.life import Refusal
from sfu.rooms.node import Node, NodeFullError, NodeSettings
from sfu.rooms.participant import Participant
from sfu.rooms.room import Room
from sfu.tests.api.stage import KeptLink

NOW = 1_800_000_000.0
WINDOW = json.dumps({"opens_at": NOW - 60, "ends_at": NOW + 3600, "grace_s": 60})


class Time:
    def __init__(self) -> None:
        self.wall, self.mono = NOW, 0.0

    @property
    def clock(self) -> Clock:
        return Clock(monotonic=lambda: self.mono, wall=lambda: self.wall)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def nodes(time: Time) -> AsyncIterator[list[Node]]:
    made = [Node(NodeSettings(name, ["127.0.0.1"], rooms="closed"), time.clock) for name in ("one", "two")]
    for node in made:
        node.open(["127.0.0.1"], 0)
    yield made
    for node in made:
        node.close()


def join(room: Room, identity: str) -> Participant:
    grant = Grant(identity=identity, room=room.name, room_join=True)
    participant = Participant(room, grant, ClientInfo(), single=True, auto_subscribe=True, link=KeptLink())
    room.join(participant)
    return participant


def carried(room: Room) -> State:
    """As it arrives at the other node."""
    state: State = json.loads(json.dumps(state_of(room)))
    return state


async def test_what_decides_who_may_enter_survives(nodes: list[Node]) -> None:
    one, two = nodes
    room = one.create_room("rm", metadata=WINDOW, empty_timeout=4000, departure_timeout=3000, max_participants=7)
    join(room, "alice")
    room.leave(join(room, "lost"), DisconnectReason.CONNECTION_TIMEOUT)
    room.leave(join(room, "left"), DisconnectReason.CLIENT_INITIATED)
    room.denied.add("eve")
    state = carried(room)
    assert state["closes_at"] == NOW + 3660
    again = restore(two, state)
    assert carried(again) == state
    assert two.admit(Grant(identity="alice", room="rm", room_join=True)) is again
    denied = two.admit(Grant(identity="eve", room="rm", room_join=True))
    assert isinstance(denied, Refusal)
    assert denied.status == 403
    assert [again.may_return(who) for who in ("alice", "lost", "left", "eve")] == [True, True, False, False]


async def test_who_does_not_come_back_for_a_minute_is_not_expected_any_more(nodes: list[Node], time: Time) -> None:
    room = nodes[0].create_room("rm", metadata=WINDOW)
    join(room, "alice")
    again = restore(nodes[1], carried(room))
    time.mono += 61
    assert not again.may_return("alice")


async def test_a_room_that_is_here_keeps_its_people_and_learns_the_rest(nodes: list[Node]) -> None:
    one, two = nodes
    there, here = one.create_room("rm", metadata=WINDOW), two.create_room("rm", metadata=WINDOW)
    there.denied.add("eve")
    alice = join(here, "alice")
    assert restore(two, carried(there)) is here
    assert here.participants == {"alice": alice}
    assert here.denied == {"eve"}


async def test_the_dead_are_not_restored(nodes: list[Node]) -> None:
    room = nodes[0].create_room("rm", metadata=WINDOW)
    nodes[1].bury("rm", NOW + 100)
    with pytest.raises(LookupError):
        restore(nodes[1], carried(room))


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(change=st.dictionaries(st.sampled_from(["name", "metadata", "denied", "inside", "empty_timeout"]), JSON))
async def test_a_broken_state_restores_nothing(nodes: list[Node], change: dict[str, Any]) -> None:
    one, two = nodes
    room = one.rooms.get("rm") or one.create_room("rm", metadata=WINDOW)
    before = set(two.rooms)
    try:
        restored = restore(two, {**state_of(room), **change})
    except StateError:
        assert set(two.rooms) == before
    else:
        assert isinstance(restored.name, str)
        two.close_room(restored, DisconnectReason.ROOM_CLOSED)


async def test_a_draining_node_takes_no_new_rooms_and_waits_for_its_people(nodes: list[Node], time: Time) -> None:
    node = nodes[0]
    room = node.create_room("rm", metadata=WINDOW)
    alice = join(room, "alice")
    draining = Draining(node)
    draining.begin(3600)
    assert not draining.done
    with pytest.raises(NodeFullError):
        node.create_room("new")
    assert node.create_room("rm") is room
    assert node.admit(Grant(identity="bob", room="rm", room_join=True)) is room
    room.leave(alice, DisconnectReason.CLIENT_INITIATED)
    await draining.over()  # the room itself is kept elsewhere


async def test_patience_has_an_end_and_only_gets_shorter(nodes: list[Node], time: Time) -> None:
    join(nodes[0].create_room("rm", metadata=WINDOW), "alice")
    draining = Draining(nodes[0])
    draining.begin(100)
    draining.begin(3600)
    time.mono += 99
    assert not draining.done
    time.mono += 1
    assert draining.done
