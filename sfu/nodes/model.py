"""What a registry holds: nodes as they last reported, and rooms with their node and state. Plain values."""

import json
from dataclasses import asdict, dataclass
from typing import Any, Final

HEARTBEAT_S: Final = 1.0
"""How often a gateway reports its nodes."""
EXPIRY_S: Final = 3.0
"""A node that was not reported for so long is lost."""
ROOM_TTL_S: Final = 120.0
"""How long a room's record outlives the last word about it; a booking's until the booking is over."""

State = dict[str, Any]
"""A room as its node describes it: `closes_at` (unix seconds or null) is all that is read here."""


@dataclass(frozen=True, slots=True)
class NodeStatus:
    """One run of a node: its HTTP address (`http://host:port`), who is there, the share of a core it uses (1.0: all).

    `node_id` is `name@run`: what was on a node is not on the next one of that name.
    """

    node_id: str
    url: str
    people: int = 0
    rooms: int = 0
    busy: float = 0.0
    draining: bool = False

    @property
    def name(self) -> str:
        """As operators know it."""
        return self.node_id.partition("@")[0]

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str | bytes) -> "NodeStatus":
        """Raises ValueError on anything else than what `to_json` makes."""
        try:
            return cls(**json.loads(text))
        except TypeError as error:
            raise ValueError("no node status") from error


@dataclass(frozen=True, slots=True)
class Record:
    """Where a room is. `state` is None until its node has described it."""

    node_id: str
    state: State | None = None


def time_to_live(state: State | None, now: float) -> float:
    """Seconds a record is kept after the last word about it. `now` in unix seconds."""
    closes_at = state.get("closes_at") if state is not None else None
    if not isinstance(closes_at, int | float):
        return ROOM_TTL_S
    return max(ROOM_TTL_S, closes_at - now + 60.0)
