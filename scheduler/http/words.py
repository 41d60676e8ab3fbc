"""What the OpenAPI document says in words: of each tag, and of each operation beside its docstring."""

from collections.abc import Mapping
from typing import Final

from scheduler.http.operation import Operation

TAGS: Final[Mapping[str, str]] = {
    "sign-in": "Accounts, passwords, tokens.",
    "safety": "What keeps one's own account safe: sign-ins, the second step, the log.",
    "passkeys": "Signing in without a password (WebAuthn).",
    "providers": "Signing in at other providers (OpenID Connect).",
    "me": "One's own account and profiles.",
    "rooms": "Entering the room of a booking or a class.",
    "services": "What a professional offers, and under which terms.",
    "availability": "When a professional can be booked.",
    "search": "What everybody may see: professionals, their pages, free times.",
    "payments": "What was paid, what is owed, and the papers of it.",
    "plans": "Sessions paid in advance: packages, subscriptions, and what became of them.",
    "bookings": "Booking, moving, cancelling, and what became of it.",
    "classes": "Meetings with several seats, and their waiting lists.",
    "reviews": "What the people of a meeting say of each other.",
    "notifications": "What one is told, and how.",
    "admin": "What admins may do; every act is kept in a journal.",
    "figures": "What it came to: counts, rates, hours, money of a period.",
    "privacy": "Consents, a copy of one's data, and leaving.",
    "development": "What is there on a developer's machine only.",
    "operation": "Health, figures, this document.",
    "messages": "What two people write to each other.",
    "files": "What people upload, a piece at a time: photos, attachments.",
    "calendars": "Other calendars: read, written, subscribed to.",
    "keys": "API keys, by which programs act for their owner.",
    "webhooks": "What we tell other servers, signed (Standard Webhooks).",
    "widget": "What a professional's own website shows of them.",
}


def about(operation: Operation) -> tuple[str, str]:
    """The summary and the description of an operation: its docstring, then what its options promise."""
    doc = (operation.handler.__doc__ or operation.name).strip()
    summary, _, rest = doc.partition("\n")
    said = [" ".join(rest.split())] if rest.strip() else []
    return " ".join(summary.split()), " ".join([*said, *_promises(operation)])


def _promises(operation: Operation) -> list[str]:
    said = [_who(operation)]
    if operation.scope is not None:
        said.append(f"API keys need the scope `{operation.scope}`.")
    elif operation.account:
        said.append("Not for API keys.")
    if "cursor" in operation.signature.query_model.model_fields:
        said.append("A page at a time: `next_cursor` of one page is the `cursor` of the next, null on the last.")
    if operation.idempotent:
        kept = "sealed, for half an hour" if operation.secret else "for two days"
        said.append(f"Safe to repeat with an Idempotency-Key; its answer is kept {kept}.")
    if operation.etag:
        said.append("Has an ETag.")
    if operation.edits is not None:
        said.append("Honours If-Match.")
    return said


def _who(operation: Operation) -> str:
    if not operation.account:
        return "Open to everybody."
    if not operation.roles:
        return "For whoever is signed in, about themselves."
    roles = " or ".join(sorted(operation.roles))
    return f"In the role {roles}."
