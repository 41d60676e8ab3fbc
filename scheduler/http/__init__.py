"""HTTP for every idea: typed handlers, validation, OpenAPI 3.1, problems (RFC 9457), identity and role in force."""

from scheduler.http.api import Api
from scheduler.http.context import Caller, Context, Role
from scheduler.http.paging import Cursor, Limit, Page, decode_cursor, encode_cursor, page
from scheduler.http.problems import FieldError, Problem, invalid, not_found
from scheduler.http.types import Instant, Strict, ZoneName, wire

__all__ = [
    "Api",
    "Caller",
    "Context",
    "Cursor",
    "FieldError",
    "Instant",
    "Limit",
    "Page",
    "Problem",
    "Role",
    "Strict",
    "ZoneName",
    "decode_cursor",
    "encode_cursor",
    "invalid",
    "not_found",
    "page",
    "wire",
]
