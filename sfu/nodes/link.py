"""The gateway's talk with one node: the stream of its events, and the calls that change a room's place.

The rule: what a node says is data of our own making, yet read strictly; every call has a time limit.
"""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from sfu.nodes.model import State

log = logging.getLogger(__name__)

HEADER: Final = "X-Visavis-Gateway"
_CALL_SECONDS: Final = 2.0
_MAX_LINE: Final = 32 << 20  # bytes; a line with a few rooms of the longest metadata and lists


class LinkError(Exception):
    """The node does not answer, or not as a node does."""


class RefusedError(Exception):
    """The node says no: the room is dead there, or it takes none."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A room that is over; `tombstone`: until when (unix seconds) it stays dead."""

    name: str
    tombstone: float | None


@dataclass(frozen=True, slots=True)
class News:
    """One line of a node's events. `beat` is None in a line that only goes on with `changed`."""

    beat: "Beat | None" = None
    changed: list[State] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    bye: bool = False


@dataclass(frozen=True, slots=True)
class Beat:
    people: int
    rooms: int
    busy: float
    draining: bool


class Link:
    """To the node at `url`. The session is the gateway's."""

    def __init__(self, session: aiohttp.ClientSession, url: str, secret: str) -> None:
        self._session = session
        self._url = url
        self._headers = {HEADER: secret}

    async def events(self, silence: float) -> AsyncIterator[News]:
        """Until the node's end. Raises LinkError also when it says nothing for `silence` seconds."""
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CALL_SECONDS, sock_read=silence)
        try:
            async with self._session.get(
                f"{self._url}/node/events", headers=self._headers, timeout=timeout
            ) as answer:
                if answer.status != 200:
                    raise LinkError(f"events answered {answer.status}")
                async for line in _lines(answer.content):
                    yield read_news(line)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise LinkError(type(error).__name__) from None

    async def state(self, room: str) -> tuple[State | None, float | None]:
        """(the room as it is now, None when it is not there; until when it stays dead). Raises LinkError."""
        found = await self._call("state", {"room": room})
        state, until = found.get("state"), found.get("tombstone")
        if not isinstance(state, dict | None) or not isinstance(until, int | float | None):
            raise LinkError("state cannot be read")
        return state, until

    async def restore(self, state: State) -> None:
        """Raises LinkError, RefusedError."""
        await self._call("restore", state)

    async def bury(self, room: str, until: float) -> None:
        await self._call("bury", {"room": room, "until": until})

    async def evict(self, room: str) -> None:
        await self._call("evict", {"room": room})

    async def drain(self, deadline_s: float) -> None:
        await self._call("drain", {"deadline_s": deadline_s})

    async def _call(self, name: str, body: dict[str, Any]) -> dict[str, Any]:
        timeout = aiohttp.ClientTimeout(total=_CALL_SECONDS)
        try:
            async with self._session.post(
                f"{self._url}/node/{name}", json=body, headers=self._headers, timeout=timeout
            ) as answer:
                found = await answer.json(content_type=None) if answer.status in (200, 400, 409) else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise LinkError(type(error).__name__) from None
        if not isinstance(found, dict):
            raise LinkError(f"{name} answered {answer.status}")
        if answer.status != 200:
            raise RefusedError(str(found.get("error", "")))
        return found


async def _lines(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    """Lines however long, up to _MAX_LINE. Raises LinkError."""
    waiting = bytearray()
    async for chunk in content.iter_any():
        waiting += chunk
        *whole, rest = waiting.split(b"\n")
        for line in whole:
            yield bytes(line)
        waiting = bytearray(rest)
        if len(waiting) > _MAX_LINE:
            raise LinkError("a line has no end")


def read_news(line: bytes) -> News:
    """Raises LinkError."""
    try:
        found = json.loads(line)
        beat = None
        if "people" in found:
            beat = Beat(
                int(found["people"]), int(found["rooms"]), float(found["busy"]), found.get("draining") is True
            )
        changed = [state for state in found.get("changed", []) if isinstance(state["name"], str)]
        ended = [Ended(str(room["name"]), room["tombstone"]) for room in found.get("ended", [])]
        return News(beat, changed, ended, found.get("bye") is True)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise LinkError("a line of events cannot be read") from error
