"""Problems (RFC 9457): every refusal has a type, says what happened, which field, why, and the way out.

The rule kept here: a slug fixes its status and title, so that one problem looks the same wherever it is raised.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

BASE: Final = "https://visavis.example/problems/"
MEDIA_TYPE: Final = "application/problem+json"

KINDS: Final[Mapping[str, tuple[int, str]]] = {
    "malformed-request": (400, "The request could not be read"),
    "unauthenticated": (401, "Please sign in"),
    "forbidden": (403, "This is not yours to do"),
    "role-not-held": (403, "This needs another role"),
    "key-not-allowed": (403, "This API key may not do that"),
    "email-unverified": (403, "Please confirm your e-mail address first"),
    "fresh-sign-in-needed": (403, "Please prove once more that it is you"),
    "not-open-yet": (403, "The room is not open yet"),
    "not-found": (404, "There is nothing here"),
    "method-not-allowed": (405, "This address does not take that method"),
    "conflict": (409, "That does not fit what is there now"),
    "link-needed": (409, "This address has an account already"),
    "slot-taken": (409, "This time is no longer free"),
    "class-full": (409, "There is no seat left"),
    "no-credit": (409, "There is no session left"),
    "over": (410, "This is over"),
    "too-slow": (408, "The request took too long"),
    "changed-meanwhile": (412, "It was changed meanwhile"),
    "too-large": (413, "The request is too large"),
    "unsupported-media-type": (415, "This is not in a form that is taken here"),
    "invalid-input": (422, "Something in the request is not right"),
    "rate-limited": (429, "Too many attempts"),
    "internal": (500, "Something went wrong on our side"),
    "media-unavailable": (503, "The rooms cannot be reached just now"),
    "unavailable": (503, "Not ready to serve"),
}


class FieldError(BaseModel):
    """One field that is not right. `field` is a path like `hours.0.start`, or a parameter's or header's name."""

    field: str
    reason: str
    hint: str = ""


class ProblemBody(BaseModel):
    """A problem on the wire; a problem's own extension members stand beside these."""

    model_config = ConfigDict(extra="allow")
    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError]


class Problem(Exception):  # noqa: N818 - the RFC's own word
    """Raise it anywhere below an endpoint. `extensions` must be JSON; datetimes go in as their wire text.

    >>> raise Problem("slot-taken", "Ada is busy then.", extensions={"next_slots": []})
    """

    def __init__(
        self,
        slug: str,
        detail: str = "",
        *,
        errors: Sequence[FieldError] = (),
        extensions: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.title = KINDS[slug]
        super().__init__(f"{slug}: {detail or self.title}")
        self.slug = slug
        self.detail = detail or self.title + "."
        self.errors = list(errors)
        self.extensions = dict(extensions or {})
        self.headers = dict(headers or {})

    def response(self) -> web.Response:
        """The answer that carries this problem."""
        body: dict[str, Any] = {
            "type": BASE + self.slug,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "errors": [error.model_dump() for error in self.errors],
            **self.extensions,
        }
        response = web.Response(
            status=self.status, body=json.dumps(body).encode(), content_type=MEDIA_TYPE, headers=self.headers
        )
        if self.headers.get("Connection") == "close":
            response.force_close()  # as it says
        return response


def invalid(field: str, reason: str, hint: str = "") -> Problem:
    """A 422 about one field, for what only a rule (not a type) can tell."""
    return Problem("invalid-input", f"{field}: {reason}", errors=[FieldError(field=field, reason=reason, hint=hint)])


def not_found(what: str = "thing") -> Problem:
    """A 404; also for what exists but belongs to somebody else, so that ids cannot be probed."""
    return Problem("not-found", f"No such {what}.")


def from_validation(error: ValidationError, prefix: str = "") -> Problem:
    """Pydantic's findings as a 422, without repeating what was sent (it may be a password)."""
    fields = []
    for item in json.loads(error.json(include_url=False, include_context=False, include_input=False)):
        path = ".".join(str(part) for part in item["loc"]) or "body"
        fields.append(FieldError(field=prefix + path, reason=item["msg"], hint=_HINTS.get(item["type"], "")))
    names = ", ".join(_unique(field.field for field in fields))
    return Problem("invalid-input", f"Please correct: {names}.", errors=fields)


def _unique(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))


_HINTS: Final[Mapping[str, str]] = {
    "missing": "Add this field.",
    "extra_forbidden": "Leave this field out; it is not known here.",
    "uuid_parsing": "Send an id as it was given to you.",
    "datetime_from_date_parsing": "Send an instant with its zone, like 2027-03-11T17:00:00Z.",
    "datetime_parsing": "Send an instant with its zone, like 2027-03-11T17:00:00Z.",
    "timezone_aware": "Add the zone: Z or an offset such as +01:00.",
    "string_too_short": "Write a little more.",
    "string_too_long": "Write a little less.",
    "json_invalid": "Send well-formed JSON.",
    "int_type": "Send a whole number without quotes.",
    "bool_type": "Send true or false.",
}
