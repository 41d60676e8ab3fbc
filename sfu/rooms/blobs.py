"""Data blobs: small named things a participant keeps with the node for others to fetch (schemas of data tracks).

The rule: bounded by count and octets; a blob ends with its participant.
"""

from typing import Final

from livekit.protocol.models import DataBlob, DataBlobKey

MAX_BLOBS: Final = 32
MAX_OCTETS: Final = 65_536  # keys and contents together
MAX_KEY: Final = 512  # octets


class Blobs:
    """One participant's blobs by key."""

    def __init__(self) -> None:
        self._blobs: dict[bytes, DataBlob] = {}

    def put(self, blob: DataBlob) -> bool:
        """Keeps it, in place of one with the same key; False when it does not fit."""
        key = _packed(blob.key)
        others = [len(k) + len(b.contents) for k, b in self._blobs.items() if k != key]
        if len(others) >= MAX_BLOBS or sum(others) + len(key) + len(blob.contents) > MAX_OCTETS:
            return False
        kept = self._blobs[key] = DataBlob()
        kept.CopyFrom(blob)
        return True

    def get(self, key: DataBlobKey) -> DataBlob | None:
        return self._blobs.get(_packed(key))


def valid_key(key: DataBlobKey) -> bool:
    """Whether a key names something and is short enough."""
    return 0 < len(_packed(key)) <= MAX_KEY


def _packed(key: DataBlobKey) -> bytes:
    return key.SerializeToString(deterministic=True)
