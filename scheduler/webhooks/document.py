"""What we send, as the OpenAPI document tells it (its `webhooks`)."""

from typing import Any, Final

from scheduler.webhooks.events import MEANING, TYPES, EventType

_ID: Final = {"type": "string", "format": "uuid"}
_INSTANT: Final = {"type": "string", "format": "date-time"}
_BOOKING: Final = {
    "type": "object",
    "required": ["id", "status", "start", "end", "zone", "service", "professional", "client"],
    "properties": {
        "id": _ID,
        "status": {"type": "string"},
        "start": _INSTANT,
        "end": _INSTANT,
        "local_start": {"type": "string"},
        "zone": {"type": "string"},
        "sequence": {"type": "integer"},
        "price_minor": {"type": "integer"},
        "currency": {"type": "string"},
        "class_id": {"type": ["string", "null"], "format": "uuid"},
        "service": {"type": "object", "properties": {"id": _ID, "title": {"type": "string"}}},
        "professional": {"type": "object", "properties": {"id": _ID, "name": {"type": "string"}}},
        "client": {"type": "object", "properties": {"id": _ID, "name": {"type": "string"}}},
    },
}
_HEADERS: Final = {
    "webhook-id": ("The same in every attempt: what you have had already you may pass over.", "msg_0f1e2d3c"),
    "webhook-timestamp": ("When this attempt was made, in unix seconds.", "1804680000"),
    "webhook-signature": (
        "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them, parted by a blank, while a new"
        " secret takes over.",
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def webhooks() -> dict[str, Any]:
    """A Path Item for each type of event."""
    return {type_: {"post": _operation(type_)} for type_ in TYPES}


def _operation(type_: EventType) -> dict[str, Any]:
    return {
        "operationId": "on_" + type_.replace(".", "_"),
        "summary": MEANING[type_],
        "description": "Sent to the webhook endpoints that asked for it, at least once and in no promised order.",
        "tags": ["webhooks"],
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": words,
                "schema": {"type": "string", "examples": [example]},
            }
            for name, (words, example) in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": _schema(type_)}}},
        "responses": {
            "2XX": {"description": "Taken; nothing is read of the answer."},
            "410": {"description": "Gone: the endpoint is switched off."},
            "default": {"description": "Not taken: it is sent again, for three days."},
        },
    }


def _schema(type_: EventType) -> dict[str, Any]:
    data: dict[str, Any] = {"type": "object"}
    if type_.startswith("booking."):
        data = {
            "type": "object",
            "required": ["booking"],
            "properties": {
                "booking": _BOOKING,
                "by": {"type": "string", "enum": ["client", "professional", "system", "admin"]},
                "reason": {"type": "string"},
                "previous": {"type": "object", "properties": {"start": _INSTANT, "end": _INSTANT}},
            },
        }
    return {
        "type": "object",
        "required": ["type", "timestamp", "sequence", "role", "data"],
        "properties": {
            "type": {"type": "string", "const": type_},
            "timestamp": _INSTANT,
            "sequence": {"type": "integer", "minimum": 1},
            "role": {"type": "string", "enum": ["client", "professional"]},
            "data": data,
        },
    }
