"""A room as JSON, so that another node can take it over when this one is lost: `state_of` and `restore`.

The rule: what decides who may enter and until when survives a node (times, limits, what the host set, who was removed
or let in, who was inside); people and their media do not, they come back by themselves.
"""

from typing import Any, Final

from sfu.rooms.hosting import hosting_of
from sfu.rooms.node import Node
from sfu.rooms.room import Room

State = dict[str, Any]
MAX_NAMES: Final = 10_000  # identities in one list of a state that is read


class StateError(ValueError):
    """No state of a room."""


def state_of(room: Room) -> State:
    """The room now. `closes_at`: unix seconds after which nobody needs it, None without a booking."""
    return {
        "name": room.name,
        "metadata": room.metadata,
        "hosting": room.hosting.as_json(),
        "sync_streams": room.sync_streams,
        "started_at": room.started_at,
        "empty_timeout": room.empty_timeout,
        "departure_timeout": room.departure_timeout,
        "max_participants": room.max_participants,
        "denied": sorted(room.denied),
        "revoked": room.node.revoked_in(room.name),
        "let_in": room.lobby.let_in,
        "inside": sorted(room.returning()),
        "waiting": sorted(room.lobby.waiting),
        "closes_at": room.deadline.closes_at if room.deadline is not None else None,
    }


def restore(node: Node, state: State) -> Room:
    """The room as it was elsewhere; one that is here already only learns who is kept out and who may return.

    Raises StateError, and LookupError as `Node.create_room` does.
    """
    name, metadata = _text(state, "name"), _text(state, "metadata")
    denied, inside, waiting = (_names(state, name) for name in ("denied", "inside", "waiting"))
    let_in, revoked = dict.fromkeys(_name_list(state, "let_in")), _times(state, "revoked")
    try:
        hosting = hosting_of(state.get("hosting"))
    except ValueError as error:
        raise StateError(str(error)) from None
    started = _seconds(state, "started_at") if state.get("started_at") is not None else None
    room = node.rooms.get(name)
    if room is None:
        try:
            room = node.create_room(
                name,
                metadata=metadata,
                empty_timeout=_seconds(state, "empty_timeout"),
                departure_timeout=_seconds(state, "departure_timeout"),
                max_participants=int(_seconds(state, "max_participants")),
            )
        except ValueError as error:
            raise StateError(str(error)) from None
        room.sync_streams = state.get("sync_streams") is True
        room.started_at = started
        room.set_hosting(hosting)
    for who in denied:
        room.deny(who)
    for who, before in revoked.items():
        node.revoke(name, who, before)
    for who in sorted(inside) + list(let_in):  # the longest remembered first
        if who not in room.denied:
            room.lobby.remember(who)
    room.expect((inside | waiting) - room.denied)
    return room


def _text(state: State, name: str) -> str:
    value = state.get(name)
    if not isinstance(value, str):
        raise StateError(f"{name} must be text")
    return value


def _seconds(state: State, name: str) -> float:
    value = state.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e11:
        raise StateError(f"{name} must be a number")
    return float(value)


def _times(state: State, name: str) -> dict[str, float]:
    value = state.get(name)
    if (
        not isinstance(value, dict)
        or len(value) > MAX_NAMES
        or not all(type(at) in (int, float) for at in value.values())
    ):
        raise StateError(f"{name} must be times by name")
    return value


def _names(state: State, name: str) -> set[str]:
    return set(_name_list(state, name))


def _name_list(state: State, name: str) -> list[str]:
    value = state.get(name)
    if not isinstance(value, list) or len(value) > MAX_NAMES or not all(isinstance(item, str) for item in value):
        raise StateError(f"{name} must be a list of names")
    return value
