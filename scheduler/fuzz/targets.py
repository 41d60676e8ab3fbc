"""The targets: each takes any bytes and lets nothing out but a finding."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Callable
from typing import Final

from auth.room_token import Grant, Verifier, encode_hs256
from scheduler.rooms.webhook import WebhookRefusedError, read_webhook

_NOW: Final = 1_800_000_000.0
_SECRET: Final = "secret-of-the-fuzzer-0123456789-"  # noqa: S105  opens nothing
_VERIFIER: Final = Verifier({"key": _SECRET})


def webhook(data: bytes) -> None:
    """A webhook: with an even first byte signed as a node signs, else with the first half of the rest for a token."""
    if not data:
        return
    rest = data[1:]
    if data[0] & 1:
        token, body = rest[: len(rest) // 2].decode("latin-1"), rest[len(rest) // 2 :]
    else:
        digest = base64.b64encode(hashlib.sha256(rest).digest()).decode()
        token, body = encode_hs256(Grant(sha256=digest, expires_at=_NOW + 300), "key", _SECRET), rest
    with contextlib.suppress(WebhookRefusedError):
        event, node_id = read_webhook(token, body, _VERIFIER, _NOW)
        assert 0 < len(event.id) <= 128
        assert len(node_id) <= 128


TARGETS: Final[dict[str, Callable[[bytes], None]]] = {"webhook": webhook}
