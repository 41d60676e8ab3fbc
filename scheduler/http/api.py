"""The register of endpoints. Each idea's `routes(api)` adds its own; the composition root makes the server of them.

>>> def routes(api: Api) -> None:
...     api.post("/bookings", book, roles=("client",), status=201, problems=("slot-taken",), idempotent=True)
"""

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import Any, Unpack

from aiohttp import web

from auth.sealing import Sealer
from scheduler.clock import Clock
from scheduler.http.callers import Callers
from scheduler.http.context import (
    ACCOUNT_ID,
    REQUEST_ID,
    RESPONSE_HEADERS,
    Authenticate,
    Context,
    check_key,
    role_in_force,
    unauthenticated,
)
from scheduler.http.openapi import document
from scheduler.http.operation import Hold, Operation, Options, check, read_operation
from scheduler.http.rates import PublicReads
from scheduler.http.running import Runner
from scheduler.http.signature import Handler
from scheduler.http.turns import Turns
from scheduler.http.upload import expect_later
from scheduler.store.engine import Sessions

PREFIX = "/api/v1"


class RouteOptions(Options, total=False):
    """The options of an operation, and where it lies."""

    prefix: str


class Api:
    """Collects operations, serves them, describes them. Everything a request needs from outside is given here
    once. `reads_per_minute`: of what is public, for each address (0: as many as it likes). `webhooks`: what the
    document says of what we send ourselves."""

    def __init__(
        self,
        *,
        clock: Clock,
        sessions: Sessions,
        authenticate: Authenticate,
        sealer: Sealer,
        trusted_proxies: Sequence[Any] = (),
        reads_per_minute: int = 0,
    ) -> None:
        self._operations: dict[str, Operation] = {}  # by name
        self.clock = clock
        self.sessions = sessions
        self._authenticate = authenticate
        self._runner = Runner(self.operation_of, sealer)
        self._callers = Callers(trusted_proxies)
        self._reads = PublicReads(reads_per_minute, trusted_proxies)
        self._tag = ""
        self.webhooks: dict[str, Any] = {}
        self._document: dict[str, Any] | None = None

    @property
    def operations(self) -> list[Operation]:
        """All so far, in the order in which they were added."""
        return list(self._operations.values())

    def tagged(self, tag: str) -> "Api":
        """This register, with `tag` (the idea's name) on the operations that follow."""
        self._tag = tag
        return self

    def add(self, method: str, path: str, handler: Handler, **options: Unpack[RouteOptions]) -> None:
        """Serve `handler` at `prefix + path`; the options are those of `operation.Options`."""
        prefix = options.pop("prefix", PREFIX)
        operation = read_operation(method, prefix + path, handler, self._tag, options)
        if operation.name in self._operations:
            raise TypeError(f"{operation.name}: two operations of one name; it is the operationId")
        self._operations[operation.name] = operation

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

    def declare(
        self,
        name: str,
        *,
        scope: str | None = None,
        etag: bool | None = None,
        edits: str | None = None,
        hold: Hold | None = None,
    ) -> None:
        """Options of an operation that is there already, for what is said of many of them in one table. `edits`: the
        name of what shows it. Raises TypeError for a name that is none."""
        known = self._named(name)
        more = {"scope": scope, "etag": etag, "edits": edits and self._named(edits).handler, "hold": hold}
        given: dict[str, Any] = {option: value for option, value in more.items() if value is not None}
        self._operations[name] = check(replace(known, **given))

    def _named(self, name: str) -> Operation:
        if name not in self._operations:
            raise TypeError(f"{name}: there is no such operation")
        return self._operations[name]

    def operation_of(self, handler: Handler) -> Operation:
        """The operation that a handler serves."""
        return next(each for each in self._operations.values() if each.handler == handler)

    def document(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document of everything registered; made once, when first asked for."""
        if self._document is None:
            self._document = document(self.operations, self.webhooks)
        return self._document

    def install(self, app: web.Application) -> None:
        """Put every operation on the application's router. Raises TypeError for an edit of what nobody shows."""
        for operation in self.operations:
            if operation.edits is not None and not self._shown(operation.edits):
                raise TypeError(f"{operation.name}: what it edits is shown by no GET with a tag")
            expect = expect_later if operation.signature.upload else None
            app.router.add_route(operation.method, operation.path, self._serve(operation), expect_handler=expect)

    def _shown(self, handler: Handler) -> bool:
        return any(each.handler == handler and each.etag for each in self._operations.values())

    def _serve(self, operation: Operation) -> Any:
        turns = None if operation.at_once is None else Turns(operation.at_once)

        async def serve(request: web.Request) -> web.StreamResponse:
            context = Context(
                request=request,
                request_id=request[REQUEST_ID],
                address=self._callers.address_of(request),
                clock=self.clock,
                sessions=self.sessions,
            )
            if operation.public_read:
                forwarded = "Forwarded" in request.headers
                self._reads.count(context.address, context.clock.unix(), forwarded=forwarded)
            values = operation.path_values(request)
            await self._identify(operation, context)
            values |= operation.query_values(request)
            values |= await operation.body_value(request)
            async with nullcontext() if turns is None else turns.taken():
                return await self._runner.run(operation, context, values)

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
        if caller.key is not None:
            context.request[RESPONSE_HEADERS] = dict(caller.key.headers)
        check_key(caller, operation.scope, operation.roles)
        if operation.roles:
            context.role_in_force = role_in_force(context.request, caller, operation.roles)
