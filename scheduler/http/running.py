"""How an operation is run: its transaction, its idempotency key, its conditions, its answer.

The rule kept here: the key is claimed before the condition is looked at, so that a repeated edit is given its first
answer; and the condition is looked at under the lock that the edit takes, so that of two edits of one state one wins.
"""

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from aiohttp import web
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth.sealing import Sealer
from scheduler.http import etags, idempotency
from scheduler.http.context import Context
from scheduler.http.operation import Operation
from scheduler.http.problems import FieldError, Problem, invalid
from scheduler.http.signature import Handler

IDEMPOTENCY_HEADER: Final = "Idempotency-Key"
_KEY: Final = re.compile(r"[!-~]{1,128}")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Runner:
    """What running needs beside the request: how to find the operation of a handler, and what seals secrets."""

    find: Callable[[Handler], Operation]
    sealer: Sealer

    async def run(self, operation: Operation, context: Context, values: Values) -> web.StreamResponse:
        """The handler, in a transaction where it asks for one: committed before the answer leaves."""
        if operation.signature.session is None:
            return answer(operation, context, await operation.handler(context, **values))
        claim = await self._claim(operation, context)
        async with context.sessions.begin() as session:
            values[operation.signature.session] = session
            if claim is not None:
                stored = await claim.take(session, context.clock.now(), self.sealer)
                if stored is not None:
                    return _again(operation, stored)
            if operation.edits is not None:
                await self._check(operation, self.find(operation.edits), context, session, values)
            answered = answer(operation, context, await operation.handler(context, **values))
            if not isinstance(answered, web.Response) or not isinstance(answered.body, bytes):
                return answered
            if operation.edits is not None:
                self._tag_edited(operation, context, answered, await context.request.read())
            if claim is not None:
                await claim.store(session, answered.body, self.sealer if operation.secret else None)
            return answered

    async def _claim(self, operation: Operation, context: Context) -> idempotency.Claim | None:
        key = context.request.headers.get(IDEMPOTENCY_HEADER) if operation.idempotent else None
        if key is None:
            return None
        if not _KEY.fullmatch(key):
            reason = "must be 1 to 128 printable ASCII characters without blanks"
            raise invalid(IDEMPOTENCY_HEADER, reason, "A UUID does well.")
        return idempotency.Claim(
            account_id=context.account.id,
            operation=operation.handler.__name__,
            key=key,
            fingerprint=await _fingerprint(context.request),
        )

    async def _check(
        self, operation: Operation, shown: Operation, context: Context, session: AsyncSession, values: Values
    ) -> None:
        """Take the edit's lock and compare what is there with what `If-Match` says was seen. Raises 412, 422.

        Whoever edits without a condition takes the lock too: otherwise it could slip in between."""
        wanted = _condition(context.request, etags.IF_MATCH)
        named = {name: values[name] for name in operation.signature.path_model.model_fields}
        if operation.hold is None:
            await _hold_own(context, session)
        elif wanted is not None:
            await self._tag(shown, context, session, named)  # whether it is the caller's to hold at all
            await operation.hold(context, session, named)
        if wanted is None:
            return
        session.expunge_all()
        tag = await self._tag(shown, context, session, named)
        session.expunge_all()  # the handler reads anew, as if nothing had been read
        if not wanted.strongly(tag):
            raise _changed(shown, tag)

    async def _tag(self, shown: Operation, context: Context, session: AsyncSession, named: Values) -> str:
        values = {name: value for name, value in named.items() if name in shown.signature.path_model.model_fields}
        if shown.signature.session is not None:
            values[shown.signature.session] = session
        result = await shown.handler(replace(context, headers={}), **values)
        return etags.tag_of(shown.signature.result.dump_json(result))

    def _tag_edited(self, operation: Operation, context: Context, answered: web.Response, sent: bytes) -> None:
        """The new tag, where the answer is the edited thing as it is now. After a PUT only where what was sent was
        kept as it stands, as RFC 9110 (9.3.4) wants it."""
        shown = self.find(operation.edits) if operation.edits is not None else operation
        if shown.signature.returns != operation.signature.returns or not isinstance(answered.body, bytes):
            return
        if operation.method == "PUT" and json.loads(sent) != json.loads(answered.body):
            return
        answered.headers["ETag"] = etags.tag_of(answered.body)
        answered.headers["Content-Location"] = shown.filled(context.request)


def answer(operation: Operation, context: Context, result: Any) -> web.StreamResponse:
    """What a handler returned, as a response; 304 where the caller has it already."""
    if isinstance(result, web.StreamResponse):
        return result
    headers = dict(context.headers)
    if operation.account:
        headers.setdefault("Cache-Control", "no-store")
    if operation.status == 204:
        return web.Response(status=204, headers=headers)
    body = operation.signature.result.dump_json(result)
    if operation.etag:
        headers["ETag"] = etags.tag_of(body)
        known = _condition(context.request, etags.IF_NONE_MATCH)
        if known is not None and known.weakly(headers["ETag"]):
            return web.Response(status=304, headers=headers)
    return web.Response(status=operation.status, body=body, content_type=operation.media_type, headers=headers)


def _again(operation: Operation, stored: bytes) -> web.Response:
    headers = {"Cache-Control": "no-store"}
    if operation.status == 204:
        return web.Response(status=204, headers=headers)
    return web.Response(status=operation.status, body=stored, content_type="application/json", headers=headers)


async def _hold_own(context: Context, session: AsyncSession) -> None:
    """The caller's own lock: the one that `availability.locks` takes for a person."""
    key = func.hashtextextended(str(context.account.id), 0)
    await session.execute(select(func.pg_advisory_xact_lock(key)))


def _condition(request: web.Request, header: str) -> etags.Condition | None:
    try:
        return etags.condition(request.headers.getall(header, []))
    except ValueError:
        hint = 'Send the ETag as it was given, with its quotes, or "*" without them.'
        raise invalid(header, "is not a list of entity tags", hint) from None


def _changed(shown: Operation, tag: str) -> Problem:
    error = FieldError(
        field=etags.IF_MATCH,
        reason="is not how it stands now",
        hint="Load it again, put your change on top of what it is now, and send the new ETag.",
    )
    detail = "It was changed since you loaded it, perhaps by you in another tab. Nothing of yours was saved."
    return Problem("changed-meanwhile", detail, errors=[error], extensions={"etag": tag}, headers={"ETag": tag})


async def _fingerprint(request: web.Request) -> bytes:
    """What makes two requests the same: the address, the role, the body."""
    role = request.headers.get("X-Visavis-Role", "")
    return hashlib.sha256(f"{request.path_qs}\n{role}\n".encode() + await request.read()).digest()
