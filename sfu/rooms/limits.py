"""What one person, one address and one room may ask of a node: every bound that is the operator's to choose. Pure.

The rule: whatever is over a bound is refused with a word the client's SDK understands and counted in `net/drops.py`;
nothing is refused to those who stay within it. A rate of 0 means: no limit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sfu.core.bucket import Bucket

MAX_NAME: Final = 256
"""Characters of a room's or a person's name, or an identity."""
MAX_FEATURES: Final = 16
"""Of a client's capabilities, and of an audio track's features, that others are told."""
RESERVED: Final = "visavis."
"""Attributes that begin so are the node's own; clients see them and cannot set them."""
_BURST_S: Final = 2.0
"""Seconds of the rate that may come at once."""
_SIGNAL_BURST_S: Final = 5.0
"""The same for signalling, where joining a large room begins with hundreds of track settings."""
_TELL_EVERY: Final = 5.0
_LEAST_CHANGE: Final = 1024
"""Bytes a change of metadata counts at least: everybody in the room is told of each."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Each is a variable `VISAVIS_LIMIT_…` of the same name in capitals."""

    joins_per_address: int = 240
    """A minute, attempts that fail included. An address may be a school's; loopback is not counted."""
    joins_per_room: int = 600
    """A minute, those that come back included."""
    participants: int = 500
    """In a room; a room created with a smaller number keeps to that."""
    waiting: int = 100
    """In a room's lobby."""
    tracks: int = 16
    """Published by one person."""
    signal_messages: int = 100
    """A second from one client; more are read as late as that rate says."""
    data_messages: int = 1000
    """A second from one person; more are dropped."""
    data_bytes: int = 8 << 20
    """A second from one person; more are dropped."""
    metadata: int = 64 << 10
    """Bytes of a room's or a person's metadata, and of all of a person's attributes together."""
    metadata_rate: int = 64 << 10
    """Bytes of metadata and attributes a second that one person may change; eight seconds' worth at once."""
    host_calls: int = 20
    """A second in one room."""

    def signal_bucket(self) -> Bucket:
        return Bucket(self.signal_messages, self.signal_messages * _SIGNAL_BURST_S)

    def data_message_bucket(self) -> Bucket:
        return Bucket(self.data_messages, self.data_messages * _BURST_S)

    def data_byte_bucket(self) -> Bucket:
        return Bucket(self.data_bytes, self.data_bytes * _BURST_S)

    def metadata_bucket(self) -> Bucket:
        return Bucket(self.metadata_rate, max(self.metadata_rate * 8, 4 * self.metadata))

    def host_bucket(self) -> Bucket:
        return Bucket(self.host_calls, self.host_calls * _SIGNAL_BURST_S)

    def too_large(
        self, *, name: str = "", metadata: str = "", attributes: Mapping[str, str] | None = None
    ) -> str | None:
        """None when these fit; else which of them does not, and the bound."""
        if len(name) > MAX_NAME:
            return f"name must have at most {MAX_NAME} characters"
        if size_of(metadata) > self.metadata:
            return f"metadata must have at most {self.metadata} bytes"
        if attributes and size_of(*attributes, *attributes.values()) > self.metadata:
            return f"attributes must have at most {self.metadata} bytes together"
        return None


def size_of(*texts: str) -> int:
    """Bytes of UTF-8; a lone surrogate, which has none, counts as three."""
    return sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)


def cost_of_change(metadata: str, attributes: Mapping[str, str]) -> int:
    """What a change takes from the metadata bucket."""
    return max(_LEAST_CHANGE, size_of(metadata, *attributes, *attributes.values()))


class Budget:
    """What one person has left of the rates. `now` in monotonic seconds."""

    __slots__ = ("_bytes", "_changes", "_messages", "_told")

    def __init__(self, limits: Limits) -> None:
        self._messages = limits.data_message_bucket()
        self._bytes = limits.data_byte_bucket()
        self._changes = limits.metadata_bucket()
        self._told: float | None = None

    def data(self, size: int, now: float) -> bool:
        """Whether a data message of `size` bytes may be passed on."""
        return self._messages.take(1, now) and self._bytes.take(size, now)

    def change(self, cost: int, now: float) -> bool:
        """Whether metadata may be changed; `cost` from `cost_of_change`."""
        return self._changes.take(cost, now)

    def tell(self, now: float) -> bool:
        """Whether they should be told now that they send too much: not for every message of a flood."""
        if self._told is not None and now - self._told < _TELL_EVERY:
            return False
        self._told = now
        return True
