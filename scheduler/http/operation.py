"""One endpoint, read from its handler's signature: what is path, query, body, session, and what comes back.

The rule kept here: the signature is the contract. Validation and the OpenAPI document are both made from it, so they
cannot disagree.
"""

import inspect
import json
import re
import typing
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError, create_model
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.http.context import Context, Role
from scheduler.http.problems import KINDS, FieldError, Problem, from_validation, invalid, not_found
from scheduler.http.upload import Upload

Handler = Callable[..., Awaitable[Any]]
_SPECIAL: Final = {"body", "raw", "upload"}


@dataclass(frozen=True, slots=True)
class Operation:
    """A handler and all that was read from it. `raw` handlers get the body as bytes and check it themselves, `upload`
    handlers take it as it comes."""

    method: str
    path: str
    handler: Handler
    status: int
    tag: str
    account: bool
    roles: frozenset[Role]
    problems: tuple[str, ...]
    idempotent: bool
    path_model: type[BaseModel]
    query_model: type[BaseModel]
    lists: frozenset[str]
    body: TypeAdapter[Any] | None
    raw: bool
    upload: bool
    session: str | None
    result: TypeAdapter[Any]
    media_type: str
    raw_type: str

    def path_values(self, request: web.Request) -> dict[str, Any]:
        """Path parameters; a malformed one cannot name anything, so it is a 404."""
        if not self.path_model.model_fields:
            return {}
        try:
            model = self.path_model.model_validate_strings(dict(request.match_info))
        except ValidationError:
            raise not_found() from None
        if any("\0" in text for text in request.match_info.values()):
            raise not_found()
        return {name: getattr(model, name) for name in self.path_model.model_fields}

    def query_values(self, request: web.Request) -> dict[str, Any]:
        """Query parameters, each at most once unless it is a list. Raises a 422 naming them."""
        sent: dict[str, Any] = {}
        for name in request.query:
            values = request.query.getall(name)
            if len(values) > 1 and name not in self.lists:
                raise invalid(name, "is given more than once", "Send it once.")
            if any(_has_nul(value) for value in values):
                raise invalid(name, "holds a NUL character", "Leave it out.")
            sent[name] = values if name in self.lists else values[0]
        # pydantic's reading of strings knows no lists; its usual one takes numbers and the like from strings too.
        validate = self.query_model.model_validate if self.lists else self.query_model.model_validate_strings
        try:
            model = validate(sent)
        except ValidationError as error:
            raise from_validation(error) from None
        return {name: getattr(model, name) for name in self.query_model.model_fields}

    async def body_value(self, request: web.Request) -> dict[str, Any]:
        """The body, strictly typed. Raises 400, 413, 415, 422."""
        if self.raw:
            return {"raw": await _read(request)}
        if self.upload:
            return {"upload": Upload(request)}
        if self.body is None:
            return {}
        if request.content_type != "application/json":
            raise Problem("unsupported-media-type", "Send the body as application/json.")
        payload = await _read(request)
        try:
            value = self.body.validate_json(payload)
        except ValidationError as error:
            raise from_validation(error) from None
        _refuse_nul(payload)
        return {"body": value}

    def statuses(self) -> dict[int, list[str]]:
        """Every refusal this operation documents: status → slugs."""
        slugs = list(self.problems)
        if self.account:
            slugs.append("unauthenticated")
        if self.roles:
            slugs.append("role-not-held")
        if self.path_model.model_fields:
            slugs.append("not-found")
        slugs.append("invalid-input")  # an unknown query parameter is refused everywhere
        if self.body or self.raw or self.upload:
            slugs += ["malformed-request", "too-large", "unsupported-media-type"]
        if self.upload:
            slugs.append("too-slow")
        if self.idempotent:
            slugs.append("conflict")
        found: dict[int, list[str]] = {}
        for slug in dict.fromkeys(slugs):
            found.setdefault(KINDS[slug][0], []).append(slug)
        return found


def read_operation(
    method: str,
    path: str,
    handler: Handler,
    *,
    status: int,
    tag: str,
    account: bool,
    roles: Sequence[Role],
    problems: Sequence[str],
    idempotent: bool,
    media_type: str,
    raw_type: str = "application/webhook+json",
) -> Operation:
    """An operation from a handler `async def h(ctx, [path…], [query…], [body], [session]) -> Result`.

    Raises TypeError at start-up for a handler that cannot be served.
    """
    hints = typing.get_type_hints(handler, include_extras=True)
    if "return" not in hints:
        raise TypeError(f"{handler.__qualname__}: say what it returns")
    result = hints.pop("return")
    session = next((name for name, hint in hints.items() if hint is AsyncSession), None)
    own = {name for name, hint in hints.items() if hint is Context} | {session} | _SPECIAL
    in_path = set(re.findall(r"{(\w+)", path))
    if missing := in_path - set(hints):
        raise TypeError(f"{handler.__qualname__}: takes no {', '.join(missing)} from its path")
    query = [name for name in hints if name not in in_path and name not in own]
    if idempotent and session is None:
        raise TypeError(f"{handler.__qualname__}: idempotent endpoints take the framework's transaction (session)")
    signature = inspect.signature(handler)

    def model(kind: str, names: Sequence[str]) -> type[BaseModel]:
        fields: dict[str, Any] = {}
        for name in names:
            default = signature.parameters[name].default
            fields[name] = (hints[name], ... if default is inspect.Parameter.empty else default)
        return create_model(f"{handler.__name__}_{kind}", __config__=ConfigDict(extra="forbid"), **fields)

    return Operation(
        method=method,
        path=path,
        handler=handler,
        status=status,
        tag=tag,
        account=account or bool(roles),
        roles=frozenset(roles),
        problems=tuple(problems),
        idempotent=idempotent,
        path_model=model("path", [name for name in hints if name in in_path]),
        query_model=model("query", query),
        lists=frozenset(name for name in query if typing.get_origin(hints[name]) in {list, set, tuple}),
        body=TypeAdapter(hints["body"]) if "body" in hints else None,
        raw="raw" in hints,
        upload="upload" in hints,
        session=session,
        result=TypeAdapter(result),
        media_type=media_type,
        raw_type=raw_type,
    )


async def _read(request: web.Request) -> bytes:
    try:
        return await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise Problem("too-large", f"A request may have at most {request.client_max_size} bytes.") from None
    except (ValueError, web.RequestPayloadError):
        raise Problem("malformed-request", "The body could not be decoded.") from None


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
