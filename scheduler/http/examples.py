"""How each problem looks on the wire: the examples of the OpenAPI document."""

from collections.abc import Mapping
from typing import Any, Final

from scheduler.http.problems import BASE, KINDS, FieldError

_ROLE: Final = FieldError(
    field="X-Visavis-Role",
    reason="The request does not say in which role it comes.",
    hint="Send X-Visavis-Role: client or professional.",
)
_FIELD: Final = FieldError(field="start", reason="is not after now", hint="Choose a later time.")
_EXTRA: Final = FieldError(
    field="colour", reason="Extra inputs are not permitted", hint="Leave this field out; it is not known here."
)
_KEY: Final = FieldError(
    field="Idempotency-Key", reason="was used for another request", hint="Use a new key for a new request."
)
_MATCH: Final = FieldError(
    field="If-Match",
    reason="is not how it stands now",
    hint="Load it again, put your change on top of what it is now, and send the new ETag.",
)
_DETAILS: Final[Mapping[str, str]] = {
    "malformed-request": "The body could not be decoded.",
    "unauthenticated": "The access token is missing, expired or not ours.",
    "role-not-held": "The request does not say in which role it comes.",
    "key-not-allowed": "This API key is not allowed bookings:write. Make one that is.",
    "not-found": "No such thing.",
    "conflict": "Idempotency-Key was used for another request.",
    "slot-taken": "Ada is busy then.",
    "changed-meanwhile": "It was changed since you loaded it, perhaps by you in another tab.",
    "too-large": "A request may have at most 65536 bytes.",
    "unsupported-media-type": "Send the body as application/json.",
    "invalid-input": "Please correct: start, colour.",
    "rate-limited": "Please wait 12 seconds and try again.",
    "unavailable": "Please try again in a moment; nothing was changed.",
}
_ERRORS: Final[Mapping[str, list[FieldError]]] = {
    "role-not-held": [_ROLE],
    "conflict": [_KEY],
    "changed-meanwhile": [_MATCH],
    "invalid-input": [_FIELD, _EXTRA],
}
_MORE: Final[Mapping[str, dict[str, Any]]] = {
    "key-not-allowed": {"scope": "bookings:write"},
    "slot-taken": {"next_slots": []},
    "changed-meanwhile": {"etag": '"bGVrdGlvbg"'},
}


def example_of(slug: str) -> dict[str, Any]:
    """An Example Object of the OpenAPI specification."""
    status, title = KINDS[slug]
    value = {
        "type": BASE + slug,
        "title": title,
        "status": status,
        "detail": _DETAILS.get(slug, title + "."),
        "errors": [error.model_dump() for error in _ERRORS.get(slug, [])],
        **_MORE.get(slug, {}),
    }
    return {"summary": title, "value": value}
