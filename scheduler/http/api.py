"""The register of endpoints. Each idea's `routes(api)` adds its own; the composition root makes the server of them.

>>> def routes(api: Api) -> None:
...     api.post("/bookings", book, roles=("client",), status=201, problems=("slot-taken",), idempotent=True)
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from auth.addresses import client_address
from scheduler.clock import Clock
from scheduler.http import idempotency
from scheduler.http.context import ACCOUNT_ID, REQUEST_ID, Authenticate, Context, Role, role_in_force, unauthenticated
from scheduler.http.openapi import document
from scheduler.http.operation import Handler, Operation, read_operation
from scheduler.http.problems import invalid
from scheduler.http.upload import expect_later
from scheduler.store.engine import Sessions

PREFIX = "/api/v1"
IDEMPOTENCY_HEADER = "Idempotency-Key"


class Api:
    """Collects operations, serves them, describes them. Everything a request needs from outside is given here
    once."""

    def __init__(
        self,
        *,
        clock: Clock,
        sessions: Sessions,
        authenticate: Authenticate,
        trusted_proxies: Sequence[Any] = (),
    ) -> None:
        self.operations: list[Operation] = []
        self.clock = clock
        self.sessions = sessions
        self._authenticate = authenticate
        self._trusted = tuple(trusted_proxies)
        self._tag = ""
        self._document: dict[str, Any] | None = None

    def tagged(self, tag: str) -> "Api":
        """This register, with `tag` (the idea's name) on the operations that follow."""
        self._tag = tag
        return self

    def add(
        self,
        method: str,
        path: str,
        handler: Handler,
        *,
        status: int = 200,
        account: bool = False,
        roles: Sequence[Role] = (),
        problems: Sequence[str] = (),
        idempotent: bool = False,
        prefix: str = PREFIX,
        media_type: str = "application/json",
        raw_type: str = "application/webhook+json",
    ) -> None:
        """Serve `handler` at `prefix + path`.

        account: a signed-in caller is needed. roles: one of these roles must be in force (implies account).
        problems: slugs it may raise itself. idempotent: honours Idempotency-Key (needs a `session` parameter).
        status 204 goes with a handler that returns None. raw_type: the media type of a `raw` body, for the document.
        """
        operation = read_operation(
            method,
            prefix + path,
            handler,
            status=status,
            tag=self._tag,
            account=account,
            roles=roles,
            problems=problems,
            idempotent=idempotent,
            media_type=media_type,
            raw_type=raw_type,
        )
        if any(other.handler.__name__ == handler.__name__ for other in self.operations):
            raise TypeError(f"{handler.__name__}: two operations of one name; it is the operationId")
        self.operations.append(operation)

    def get(self, path: str, handler: Handler, **options: Any) -> None:
        """`add` for GET."""
        self.add("GET", path, handler, **options)

    def post(self, path: str, handler: Handler, **options: Any) -> None:
        """`add` for POST."""
        self.add("POST", path, handler, **options)

    def put(self, path: str, handler: Handler, **options: Any) -> None:
        """`add` for PUT."""
        self.add("PUT", path, handler, **options)

    def patch(self, path: str, handler: Handler, **options: Any) -> None:
        """`add` for PATCH."""
        self.add("PATCH", path, handler, **options)

    def delete(self, path: str, handler: Handler, **options: Any) -> None:
        """`add` for DELETE."""
        self.add("DELETE", path, handler, **options)

    def document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document of everything registered; made once, when first asked for."""
        if self._document is None:
            self._document = document(self.operations)
        return self._document

    def install(self, app: web.Application) -> None:
        """Put every operation on the application's router."""
        for operation in self.operations:
            expect = expect_later if operation.upload else None
            app.router.add_route(operation.method, operation.path, self._serve(operation), expect_handler=expect)

    def _serve(self, operation: Operation) -> Any:
        async def serve(request: web.Request) -> web.StreamResponse:
            context = Context(
                request=request,
                request_id=request[REQUEST_ID],
                address=client_address(request.remote, request.headers.getall("Forwarded", []), self._trusted),
                clock=self.clock,
                sessions=self.sessions,
            )
            values = operation.path_values(request)
            await self._identify(operation, context)
            values |= operation.query_values(request)
            values |= await operation.body_value(request)
            return await _run(operation, context, values)

        return serve

    async def _identify(self, operation: Operation, context: Context) -> None:
        if not operation.account:
            return
        scheme, _, token = context.request.headers.get("Authorization", "").partition(" ")
        caller = await self._authenticate(token.strip()) if scheme.lower() == "bearer" and token else None
        if caller is None:
            unauthenticated()
        context.caller = caller
        context.request[ACCOUNT_ID] = caller.id
        if operation.roles:
            context.role_in_force = role_in_force(context.request, caller, operation.roles)


async def _run(operation: Operation, context: Context, values: dict[str, Any]) -> web.StreamResponse:
    """The handler, in a transaction where it asks for one: committed before the answer leaves."""
    if operation.session is None:
        return _answer(operation, context, await operation.handler(context, **values))
    key = _idempotency_key(context.request) if operation.idempotent else None
    async with context.sessions.begin() as session:
        values[operation.session] = session
        if key is None:
            return _answer(operation, context, await operation.handler(context, **values))
        claim = idempotency.Claim(
            account_id=context.account.id,
            operation=operation.handler.__name__,
            key=key,
            fingerprint=await _fingerprint(context.request),
        )
        stored = await claim.take(session, context.clock.now())
        if stored is not None:
            headers = {"Cache-Control": "no-store"}
            return web.Response(
                status=operation.status, body=stored, content_type="application/json", headers=headers
            )
        answer = _answer(operation, context, await operation.handler(context, **values))
        if isinstance(answer, web.Response) and isinstance(answer.body, bytes):
            await claim.store(session, answer.body)
        return answer


def _answer(operation: Operation, context: Context, result: Any) -> web.StreamResponse:
    if isinstance(result, web.StreamResponse):
        return result
    headers = dict(context.headers)
    if operation.account:
        headers.setdefault("Cache-Control", "no-store")
    if operation.status == 204:
        return web.Response(status=204, headers=headers)
    body = operation.result.dump_json(result)
    return web.Response(status=operation.status, body=body, content_type=operation.media_type, headers=headers)


def _idempotency_key(request: web.Request) -> str | None:
    key = request.headers.get(IDEMPOTENCY_HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= 128 or not key.isascii() or not key.isprintable():
        raise invalid(IDEMPOTENCY_HEADER, "must be 1 to 128 printable ASCII characters", "A UUID does well.")
    return key


async def _fingerprint(request: web.Request) -> bytes:
    """What makes two requests the same: the address, the role, the body."""
    role = request.headers.get("X-Visavis-Role", "")
    return hashlib.sha256(f"{request.path_qs}\n{role}\n".encode() + await request.read()).digest()
