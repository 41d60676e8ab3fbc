"""All targets of the media server, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sfu.fuzz import core, http, rooms, wire

TARGETS: Final[dict[str, Callable[[bytes], None]]] = {**wire.TARGETS, **core.TARGETS, **rooms.TARGETS, **http.TARGETS}
