"""The one error that leaves a parser or builder of sfu.wire."""

from __future__ import annotations


class WireError(ValueError):
    """Bytes (or fields to be written) break the format they claim to be.

    `reason` is a short fixed word, e.g. "rtp-short": it may stand in a metric's label, so it never holds input.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
