"""Reading a node's webhook: signed as LiveKit signs, the token's `sha256` is the body's. Pure, time is an argument.

The rule: whatever comes, the result is an event with usable ids or a WebhookRefusedError.
"""

import base64
import hashlib
import hmac
import json

from google.protobuf.json_format import Parse, ParseError
from livekit.protocol.webhook import WebhookEvent as NodeEvent

from auth.room_token import TokenError, Verifier


class WebhookRefusedError(ValueError):
    """What is no event of the node. `outcome` is a short fixed word, fit for a counter's label; `authentic` tells
    whether the node signed it.
    """

    def __init__(self, outcome: str, detail: str, *, authentic: bool) -> None:
        super().__init__(detail)
        self.outcome = outcome
        self.authentic = authentic


def read_webhook(authorization: str, raw: bytes, verifier: Verifier, now: float) -> tuple[NodeEvent, str]:
    """The event in a request's header and body, at `now` (unix seconds), and the node that says so (empty for a
    LiveKit server, which names none). Raises WebhookRefusedError.
    """
    try:
        grant = verifier.verify(authorization.removeprefix("Bearer "), now)
    except TokenError as error:
        detail = f"The webhook's token is not accepted: {error.reason}."
        raise WebhookRefusedError(error.reason, detail, authentic=False) from None
    digest = base64.b64encode(hashlib.sha256(raw).digest()).decode()
    if not hmac.compare_digest(digest, grant.sha256.encode("ascii", "replace").decode()):
        detail = "The webhook's token was made for another body."
        raise WebhookRefusedError("wrong-body", detail, authentic=False)
    try:
        event = Parse(raw.decode(), NodeEvent(), ignore_unknown_fields=True)
        whole = json.loads(raw)
        node_id = whole.get("nodeId", "") if isinstance(whole, dict) else ""
    except (ParseError, UnicodeDecodeError, RecursionError):
        raise WebhookRefusedError("malformed", "The body is not a webhook event.", authentic=True) from None
    texts = (event.id, event.participant.sid, event.room.sid, node_id)
    usable = bool(event.id) and all(isinstance(text, str) and len(text) <= 128 for text in texts)
    if not usable or "\0" in "".join((*texts, event.event, event.room.name)):
        raise WebhookRefusedError("malformed", "The event's ids are not usable.", authentic=True)
    return event, node_id
