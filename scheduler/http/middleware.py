"""The outermost layer of every request: its id, its line in the log, its figures, and problems for all that is
raised."""

import logging
import re
import time
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from uuid import uuid4

from aiohttp import web
from aiohttp.typedefs import Middleware

from scheduler.clock import Clock
from scheduler.http.context import ACCOUNT_ID, REQUEST_ID, RESPONSE_HEADERS
from scheduler.http.metrics import Metrics
from scheduler.http.problems import Problem
from scheduler.store.away import is_away

log = logging.getLogger("scheduler.http")
Next = Callable[[web.Request], Awaitable[web.StreamResponse]]
_REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_QUIET = {"/healthz", "/readyz", "/metrics"}


def outermost(metrics: Metrics, clock: Clock) -> Middleware:
    """The middleware; one an application. `Date` tells our clock, by which media nodes check theirs."""

    @web.middleware
    async def middleware(request: web.Request, handler: Next) -> web.StreamResponse:
        started = time.perf_counter()
        sent = request.headers.get("X-Request-Id", "")
        request[REQUEST_ID] = sent if _REQUEST_ID.fullmatch(sent) else uuid4().hex
        resource = request.match_info.route.resource
        route = resource.canonical if resource is not None else "unmatched"
        method = request.method if resource is not None else "any"
        response = await _answered(request, handler, route)
        response.headers.update(request.get(RESPONSE_HEADERS, {}))
        response.headers["X-Request-Id"] = request[REQUEST_ID]
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Server"] = "visavis"
        response.headers["Date"] = formatdate(clock.unix(), usegmt=True)
        seconds = time.perf_counter() - started
        metrics.requests.labels(method, route, str(response.status)).inc()
        metrics.seconds.labels(method, route).observe(seconds)
        if route not in _QUIET:
            log.info(
                "request",
                extra={
                    "request_id": request[REQUEST_ID],
                    "method": method,
                    "route": route,
                    "status": response.status,
                    "ms": round(seconds * 1000, 1),
                    "account_id": request.get(ACCOUNT_ID),
                },
            )
        return response

    return middleware


async def _answered(request: web.Request, handler: Next, route: str) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response()
    except web.HTTPException as error:
        return _as_problem(error).response()
    except Exception as error:
        return _unreachable(request, route, error) if is_away(error) else _failed(request, route)


def _as_problem(error: web.HTTPException) -> Problem:
    if isinstance(error, web.HTTPMethodNotAllowed):
        allowed = ", ".join(sorted(error.allowed_methods))
        return Problem("method-not-allowed", f"It takes {allowed}.", headers={"Allow": allowed})
    slug = {404: "not-found", 413: "too-large", 415: "unsupported-media-type"}.get(error.status)
    if slug is None:
        slug = "malformed-request" if error.status < 500 else "internal"
    return Problem(slug)


def _unreachable(request: web.Request, route: str, error: Exception) -> web.Response:
    log.error(
        "the database cannot be reached",
        extra={"request_id": request[REQUEST_ID], "route": route, "kind": type(error).__name__},
    )
    problem = Problem(
        "unavailable", "Please try again in a moment; nothing was changed.", headers={"Retry-After": "2"}
    )
    return problem.response()


def _failed(request: web.Request, route: str) -> web.Response:
    log.exception("request failed", extra={"request_id": request[REQUEST_ID], "route": route})
    return Problem("internal", f"Please try again. If it stays, tell us this id: {request[REQUEST_ID]}.").response()
