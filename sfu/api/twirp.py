"""Twirp v7 over HTTP: services' methods, with protobuf or JSON bodies, and errors as Twirp's JSON.

The rule: authenticate, read, decide rights, act; whatever goes wrong leaves as a Twirp error, never as a traceback.
Handlers are plain functions where they can be: a room changes within one turn of the loop.
"""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, Generic, NamedTuple, TypeVar

from aiohttp import web
from google.protobuf import json_format
from google.protobuf.message import DecodeError, Message

from auth.room_token import Grant, TokenError, Verifier

log = logging.getLogger(__name__)

MAX_BODY: Final = 1 << 20
_STATUS: Final = {
    "malformed": 400,
    "invalid_argument": 400,
    "bad_route": 404,
    "not_found": 404,
    "canceled": 408,
    "unauthenticated": 401,
    "permission_denied": 403,
    "already_exists": 409,
    "failed_precondition": 412,
    "resource_exhausted": 429,
    "internal": 500,
    "unimplemented": 501,
    "unavailable": 503,
}


class TwirpError(Exception):
    """An answer that is no success: `code` one of Twirp's, `message` for people."""

    def __init__(self, code: str, message: str, meta: Mapping[str, str] | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.meta = meta

    def response(self) -> web.Response:
        body: dict[str, Any] = {"code": self.code, "msg": self.message}
        if self.meta:
            body["meta"] = dict(self.meta)
        return web.json_response(body, status=_STATUS[self.code])


RequestT = TypeVar("RequestT", bound=Message)


class Method(NamedTuple, Generic[RequestT]):
    """One call: the type of its request, and the function that answers it or raises TwirpError."""

    request: type[RequestT]
    handler: Callable[[RequestT, Grant], Message | Awaitable[Message]]


class TwirpServices:
    """Handles POST /twirp/{service}/{method}; `services` by name. `wall` gives unix seconds, for the tokens."""

    def __init__(
        self, services: Mapping[str, Mapping[str, Method[Any]]], verifier: Verifier, wall: Callable[[], float]
    ) -> None:
        self._services = services
        self._verifier = verifier
        self._wall = wall

    async def handle(self, request: web.Request) -> web.Response:
        try:
            return await self._answer(request)
        except TwirpError as error:
            return error.response()
        except Exception:
            log.exception("twirp call %s failed", request.path)
            return TwirpError("internal", "internal error").response()

    async def _answer(self, request: web.Request) -> web.Response:
        method = self._services.get(request.match_info["service"], {}).get(request.match_info["method"])
        if method is None:
            raise TwirpError("bad_route", f"no handler for path {request.path}")
        as_json = request.content_type == "application/json"
        if not as_json and request.content_type != "application/protobuf":
            raise TwirpError("bad_route", "Content-Type must be application/protobuf or application/json")
        grant = self._grant(request)
        message = decoded(method.request, await read_body(request), as_json)
        answer = method.handler(message, grant)
        if inspect.isawaitable(answer):
            answer = await answer
        if as_json:
            text = json_format.MessageToJson(
                answer, preserving_proto_field_name=True, always_print_fields_with_no_presence=True, indent=None
            )
            return web.Response(text=text, content_type="application/json")
        return web.Response(body=answer.SerializeToString(), content_type="application/protobuf")

    def _grant(self, request: web.Request) -> Grant:
        try:
            return self._verifier.verify(bearer(request), self._wall())
        except TokenError as error:
            raise TwirpError("unauthenticated", f"invalid token: {error.reason}") from None


def bearer(request: web.Request) -> str:
    """The token a request carries. Raises TwirpError."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TwirpError("unauthenticated", "a token is needed: Authorization: Bearer <token>")
    return token.strip()


async def read_body(request: web.Request) -> bytes:
    """The body, of at most MAX_BODY bytes whatever its Content-Length says."""
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > MAX_BODY:
            raise TwirpError("invalid_argument", f"a request has at most {MAX_BODY} bytes")
    return bytes(body)


def decoded(kind: type[RequestT], body: bytes, as_json: bool) -> RequestT:
    message = kind()
    try:
        if as_json:
            json_format.Parse(body, message, ignore_unknown_fields=True)
        else:
            message.ParseFromString(body)
    except (DecodeError, json_format.ParseError, ValueError, RecursionError):
        raise TwirpError("malformed", "the request body is no valid " + kind.DESCRIPTOR.name) from None
    return message
