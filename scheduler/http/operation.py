"""One endpoint, read from its handler's signature: what is path, query, body, session, and what comes back.

The rule kept here: the signature is the contract. Validation and the OpenAPI document are both made from it, so they
cannot disagree.
"""

import json
import re
import typing
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypedDict
from urllib.parse import quote

from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http.context import Context, Role
from scheduler.http.problems import KINDS, FieldError, Problem, from_validation, invalid, not_found
from scheduler.http.signature import Handler, Signature, signature_of
from scheduler.http.upload import Upload

Hold = Callable[[Context, AsyncSession, Mapping[str, Any]], Awaitable[None]]
"""Takes the lock that an edit takes, of the thing that these path values name. Raises 404."""
_COUNTED: Final = "/api/"  # not what machines ask: health, figures, keys
_KEYLESS: Final = re.compile(r"/(me|auth|admin|dev)(/|$)")


class Options(TypedDict, total=False):
    """What an operation promises beside its handler's signature.

    status: of the answer; 204 goes with a handler that returns None. account: a signed-in caller is needed. roles:
    one of these must be in force (implies account). problems: slugs it may raise itself. scope: what an API key must
    be allowed; without one, keys are refused.
    idempotent: honours Idempotency-Key (needs a `session` parameter). secret: its answer holds one, so what is kept
    for the same key again is sealed.
    etag: the answer has an entity tag, and `If-None-Match` may be sent. edits: the handler of the GET that shows what
    this one edits: it honours `If-Match`, under the caller's own lock, or the one that `hold` takes.
    media_type: of the answer; raw_type: of a `raw` body, for the document; largest: bytes that it may have, where
    that is more than others may.
    at_once: how many are served at a time, where that is bounded; others wait.
    """

    status: int
    account: bool
    roles: Sequence[Role]
    problems: Sequence[str]
    scope: str | None
    idempotent: bool
    secret: bool
    etag: bool
    edits: Handler | None
    hold: Hold | None
    media_type: str
    raw_type: str
    largest: int
    at_once: int


@dataclass(frozen=True, slots=True)
class Operation:
    """A handler, what was read from its signature, and what it promises beside. `raw` handlers get the body as bytes
    and check it themselves, `upload` handlers take it as it comes."""

    method: str
    path: str
    handler: Handler
    status: int
    tag: str
    account: bool
    roles: frozenset[Role]
    problems: tuple[str, ...]
    scope: str | None
    idempotent: bool
    secret: bool
    etag: bool
    edits: Handler | None
    hold: Hold | None
    signature: Signature
    media_type: str
    raw_type: str
    largest: int | None
    at_once: int | None

    @property
    def public_read(self) -> bool:
        """Whether everybody may read it, so that each address has a rate for it (`http.rates`)."""
        return not self.account and self.method in {"GET", "OPTIONS"} and self.path.startswith(_COUNTED)

    @property
    def name(self) -> str:
        """The handler's name: the operationId."""
        return self.handler.__name__

    def filled(self, request: web.Request) -> str:
        """Its path, with the values of a request to another path of the same thing."""
        return re.sub(r"{(\w+)}", lambda match: quote(request.match_info[match[1]], safe=""), self.path)

    def path_values(self, request: web.Request) -> dict[str, Any]:
        """Path parameters; a malformed one cannot name anything, so it is a 404."""
        if not self.signature.path_model.model_fields:
            return {}
        try:
            model = self.signature.path_model.model_validate_strings(dict(request.match_info))
        except ValidationError:
            raise not_found() from None
        if any("\0" in text for text in request.match_info.values()):
            raise not_found()
        return {name: getattr(model, name) for name in self.signature.path_model.model_fields}

    def query_values(self, request: web.Request) -> dict[str, Any]:
        """Query parameters, each at most once unless it is a list. Raises a 422 naming them."""
        sent: dict[str, Any] = {}
        for name in request.query:
            values = request.query.getall(name)
            if len(values) > 1 and name not in self.signature.lists:
                raise invalid(name, "is given more than once", "Send it once.")
            if any(_has_nul(value) for value in values):
                raise invalid(name, "holds a NUL character", "Leave it out.")
            sent[name] = values if name in self.signature.lists else values[0]
        # pydantic's reading of strings knows no lists; its usual one takes numbers and the like from strings too.
        query = self.signature.query_model
        validate = query.model_validate if self.signature.lists else query.model_validate_strings
        try:
            model = validate(sent)
        except ValidationError as error:
            raise from_validation(error) from None
        return {name: getattr(model, name) for name in self.signature.query_model.model_fields}

    async def body_value(self, request: web.Request) -> dict[str, Any]:
        """The body, strictly typed. Raises 400, 413, 415, 422."""
        if self.signature.raw:
            return {"raw": await (_read(request) if self.largest is None else _read_large(request, self.largest))}
        if self.signature.upload:
            return {"upload": Upload(request)}
        if self.signature.body is None:
            return {}
        if request.content_type != "application/json":
            raise Problem("unsupported-media-type", "Send the body as application/json.")
        payload = await _read(request)
        try:
            value = self.signature.body.validate_json(payload)
        except ValidationError as error:
            raise from_validation(error) from None
        _refuse_nul(payload)
        return {"body": value}

    def statuses(self) -> dict[int, list[str]]:
        """Every refusal this operation documents: status → slugs."""
        slugs = list(self.problems)
        if self.account:
            slugs += ["unauthenticated", "key-not-allowed"]
        if self.scope is not None or self.public_read:
            slugs.append("rate-limited")
        if self.roles:
            slugs.append("role-not-held")
        if self.signature.path_model.model_fields:
            slugs.append("not-found")
        slugs.append("invalid-input")  # an unknown query parameter is refused everywhere
        if self.signature.body or self.signature.raw or self.signature.upload:
            slugs += ["malformed-request", "too-large", "unsupported-media-type"]
        if self.signature.upload:
            slugs.append("too-slow")
        if self.idempotent:
            slugs.append("conflict")
        if self.edits is not None:
            slugs.append("changed-meanwhile")
        found: dict[int, list[str]] = {}
        for slug in dict.fromkeys(slugs):
            found.setdefault(KINDS[slug][0], []).append(slug)
        return found


def read_operation(method: str, path: str, handler: Handler, tag: str, options: Options) -> Operation:
    """An operation from a handler `async def h(ctx, [path…], [query…], [body], [session]) -> Result`.

    Raises TypeError at start-up for a handler that cannot be served.
    """
    roles = options.get("roles", ())
    return check(
        Operation(
            method=method,
            path=path,
            handler=handler,
            status=options.get("status", 200),
            tag=tag,
            account=options.get("account", False) or bool(roles),
            roles=frozenset(roles),
            problems=tuple(options.get("problems", ())),
            scope=options.get("scope"),
            idempotent=options.get("idempotent", False),
            secret=options.get("secret", False),
            etag=options.get("etag", False),
            edits=options.get("edits"),
            hold=options.get("hold"),
            signature=signature_of(handler, path),
            media_type=options.get("media_type", "application/json"),
            raw_type=options.get("raw_type", "application/webhook+json"),
            largest=options.get("largest"),
            at_once=options.get("at_once"),
        )
    )


def check(operation: Operation) -> Operation:
    """The operation, if it can keep what it promises. Raises TypeError, at start-up."""
    name = operation.handler.__qualname__
    if operation.signature.session is None and (operation.idempotent or operation.edits is not None):
        raise TypeError(f"{name}: idempotent endpoints and edits take the framework's transaction (session)")
    if (operation.idempotent or operation.edits is not None) and not operation.account:
        raise TypeError(f"{name}: idempotent endpoints and edits need an account")
    if operation.secret and not operation.idempotent:
        raise TypeError(f"{name}: `secret` says how an idempotent answer is kept")
    if operation.etag and operation.method != "GET":
        raise TypeError(f"{name}: only what is shown has a tag")
    if operation.scope is not None and (
        not operation.account or "admin" in operation.roles or _KEYLESS.search(operation.path)
    ):
        raise TypeError(f"{name}: no API key opens what is public, one's account, a sign-in, or an admin's")
    return operation


def _refuse_promised(request: web.Request, most: int) -> None:
    """Who says that more will come than is taken is refused before any of it is read."""
    if (request.content_length or 0) > most:
        raise _too_large(most)


def _too_large(most: int) -> Problem:
    # What is left of the body is not waited for.
    return Problem("too-large", f"A request may have at most {most} bytes.", headers={"Connection": "close"})


async def _read(request: web.Request) -> bytes:
    _refuse_promised(request, request.client_max_size)
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise _too_large(request.client_max_size) from None
    except (ValueError, web.RequestPayloadError):
        raise Problem("malformed-request", "The body could not be decoded.") from None


async def _read_large(request: web.Request, largest: int) -> bytes:
    """A body that may be larger than others, read until it is too large."""
    _refuse_promised(request, largest)
    body = bytearray()
    try:
        async for chunk in request.content.iter_any():
            body += chunk
            if len(body) > largest:
                raise _too_large(largest)
    except (ValueError, web.RequestPayloadError):
        raise Problem("malformed-request", "The body could not be decoded.") from None
    return bytes(body)


def _has_nul(value: str) -> bool:
    return "\0" in value


def _refuse_nul(payload: bytes) -> None:
    """PostgreSQL's text cannot hold U+0000: refused here once, for every field of every body."""
    if b"\\u0000" not in payload:
        return
    for path, text in _texts(json.loads(payload), ""):
        if _has_nul(text):
            errors = [FieldError(field=path or "body", reason="holds a NUL character", hint="Leave it out.")]
            raise Problem("invalid-input", f"{path}: holds a NUL character.", errors=errors)


def _texts(value: Any, path: str) -> typing.Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in items:
            yield from _texts(item, f"{path}.{key}" if path else str(key))
            if isinstance(key, str) and _has_nul(key):
                yield path, key
