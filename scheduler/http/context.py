"""What a handler is given besides its parameters: who calls, in which role, when, and the database.

The rule kept here: the role in force is said by each request (`X-Visavis-Role`) and checked against the account;
it is never remembered between requests, so two tabs in two roles cannot mix.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn
from uuid import UUID

from aiohttp import web

from scheduler.clock import Clock
from scheduler.http.problems import FieldError, Problem
from scheduler.store.engine import Sessions

Role = Literal["client", "professional", "admin"]
ROLE_HEADER = "X-Visavis-Role"
REQUEST_ID = web.RequestKey("request_id", str)
ACCOUNT_ID = web.RequestKey("account_id", UUID)


RESPONSE_HEADERS = web.RequestKey("response_headers", dict[str, str])
"""Headers of whatever is answered, refusals too."""


@dataclass(frozen=True, slots=True)
class Grant:
    """The API key by which an account calls: what it opens, in which roles, and what its rate says in headers."""

    id: UUID
    scopes: frozenset[str]
    roles: frozenset[str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Caller:
    """An account as the request sees it: its id, the roles it holds now, the session its token belongs to; `key`
    instead of a session where it calls by an API key."""

    id: UUID
    roles: frozenset[str]
    session: UUID | None = None
    key: Grant | None = None


Authenticate = Callable[[str], Awaitable[Caller | None]]
"""Turns an access token or an API key into its caller; None when it is not (or no longer) good. Raises 429."""


@dataclass(slots=True)
class Context:
    """One request. `account` and `role` are there on routes that declare them, and raise a problem elsewhere."""

    request: web.Request
    request_id: str
    address: str
    clock: Clock
    sessions: Sessions
    caller: Caller | None = None
    role_in_force: Role | None = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def account(self) -> Caller:
        """The caller. Raises 401 where nobody is signed in."""
        if self.caller is None:
            unauthenticated()
        return self.caller

    @property
    def role(self) -> Role:
        """The role in force. Raises 403 on a route that takes none."""
        if self.role_in_force is None:
            role_not_held("A role in force is needed here.")
        return self.role_in_force


def unauthenticated(detail: str = "The access token is missing, expired or not ours.") -> NoReturn:
    """401, with the challenge of RFC 6750."""
    raise Problem("unauthenticated", detail, headers={"WWW-Authenticate": 'Bearer realm="visavis"'})


def role_not_held(reason: str, hint: str = "") -> NoReturn:
    """403 about the role header."""
    raise Problem("role-not-held", reason, errors=[FieldError(field=ROLE_HEADER, reason=reason, hint=hint)])


def check_key(caller: Caller, scope: str | None, roles: frozenset[str]) -> None:
    """What a caller by API key asks for must be open to keys (`scope`), and the key allowed it. What is of no one
    role (`roles` is empty) shows all of them, so the key must act in all that its owner holds. Raises 403."""
    if caller.key is None:
        return
    if scope is None:
        raise Problem("key-not-allowed", "No API key opens this. Sign in for it.")
    if scope not in caller.key.scopes:
        challenge = f'Bearer realm="visavis", error="insufficient_scope", scope="{scope}"'
        raise Problem(
            "key-not-allowed",
            f"This API key is not allowed {scope}. Make one that is.",
            extensions={"scope": scope},
            headers={"WWW-Authenticate": challenge},
        )
    lacking = caller.roles - caller.key.roles - {"admin"}
    if not roles and lacking:
        detail = f"This is of all your roles, and this API key may not act as a {' nor as a '.join(sorted(lacking))}."
        raise Problem("key-not-allowed", detail)


def role_in_force(request: web.Request, caller: Caller, allowed: frozenset[str]) -> Role:
    """The role the request names, if the route takes it and the caller holds it. Raises 403."""
    named = request.headers.get(ROLE_HEADER)
    wanted = " or ".join(sorted(allowed))
    if named is None:
        role_not_held("The request does not say in which role it comes.", f"Send {ROLE_HEADER}: {wanted}.")
    if named not in allowed:
        role_not_held("This cannot be done in that role.", f"Send {ROLE_HEADER}: {wanted}.")
    if named not in caller.roles:
        role_not_held(f"Your account does not hold the role {named}.", "Activate it in your profile first.")
    if caller.key is not None and named not in caller.key.roles:
        role_not_held(f"This API key may not act as a {named}.", "Make a key for that role.")
    return named  # type: ignore[return-value]
