"""What a room's host has set: lobby, lock, spotlight; and how clients read it in the room's metadata. Pure.

The rule: the app's metadata stays the app's. The node writes one key of it, `visavis`, and only while something is
set; metadata that is no JSON object is left as it is, then the state is in `visavis.HostService` alone.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

from sfu.rooms.limits import MAX_NAME, RESERVED

KEY: Final = "visavis"
TOPIC: Final = "visavis.host"
"""Data packets between the node, hosts and those they ask for something."""
LOBBY_ATTRIBUTE: Final = RESERVED + "lobby"
"""`waiting` on one who is not let in yet; only they see it."""
MAX_SPOTLIGHT: Final = 16


@dataclass(frozen=True, slots=True)
class Hosting:
    """`lobby`: who comes waits until a host lets them in. `locked`: nobody new comes. `spotlight`: identities that
    everybody's screen shows large, the first first.
    """

    lobby: bool = False
    locked: bool = False
    spotlight: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {"lobby": self.lobby, "locked": self.locked, "spotlight": list(self.spotlight)}


def split(metadata: str) -> tuple[str, Hosting | None]:
    """The app's own metadata, and what it sets of hosting (None: nothing). Raises ValueError naming the field."""
    found = _object(metadata) if f'"{KEY}"' in metadata else None
    if found is None or KEY not in found:
        return metadata, None
    hosting = hosting_of(found.pop(KEY))
    return json.dumps(found, ensure_ascii=False) if found else "", hosting


def join(metadata: str, hosting: Hosting) -> str:
    """The metadata clients see."""
    if hosting == Hosting():
        return metadata
    found = _object(metadata) if metadata.strip() else {}
    if found is None:
        return metadata
    return json.dumps({**found, KEY: hosting.as_json()}, ensure_ascii=False)


def _object(metadata: str) -> dict[str, Any] | None:
    try:
        found = json.loads(metadata)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def hosting_of(value: Any) -> Hosting:
    """What `as_json` made. Raises ValueError."""
    if not isinstance(value, dict):
        raise ValueError(f"metadata.{KEY} must be an object")
    flags = {}
    for name in ("lobby", "locked"):
        flags[name] = value.get(name, False)
        if not isinstance(flags[name], bool):
            raise ValueError(f"metadata.{KEY}.{name} must be true or false")
    return Hosting(**flags, spotlight=spotlight_of(value.get("spotlight", [])))


def spotlight_of(value: Any) -> tuple[str, ...]:
    """Identities, each once. Raises ValueError."""
    if not isinstance(value, list) or not all(isinstance(who, str) and 0 < len(who) <= MAX_NAME for who in value):
        raise ValueError("spotlight must be a list of identities")
    identities = tuple(dict.fromkeys(value))
    if len(identities) > MAX_SPOTLIGHT:
        raise ValueError(f"spotlight must have at most {MAX_SPOTLIGHT} identities")
    return identities
