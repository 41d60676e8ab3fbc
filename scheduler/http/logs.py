"""Structured logs: one JSON object a line on standard error, without secrets.

The rule kept here: a line holds only what code names on purpose. No header, body, query string or SQL parameter is
ever logged, and the access log names the route's template, never the path that was asked for.
"""

import json
import logging
import re
import sys
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.web import RequestPayloadError

_STANDARD: Final = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# The last fence, for messages of libraries: bearer tokens, JWTs, passwords in addresses, rows in errors.
_SECRETS: Final = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 [hidden]"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), "[hidden token]"),
    (re.compile(r"\b(vv_live_|whsec_)[\w+/=-]+"), r"\1[hidden]"),
    (re.compile(r"(\w+://[^\s:/@]*):[^\s@/]+@"), r"\1:[hidden]@"),
    # PostgreSQL repeats keys and whole rows there.
    (re.compile(r"(?s)\bDETAIL:  .*?(?=\n\[SQL|\n\nThe above|\n\nDuring handling|\Z)"), "DETAIL:  [hidden]"),
)


def clean(text: str) -> str:
    """`text` without what looks like a credential."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, the record's extra fields, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": clean(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line[name] = clean(value) if isinstance(value, str) else value
        if record.exc_info:
            line["error"] = clean(self.formatException(record.exc_info))
        return json.dumps(line, default=str)


class _OurFaultsOnly(logging.Filter):
    """Without what strangers' bytes do to the parser: its errors quote them, and anybody could fill the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | RequestPayloadError))


_OURS: Final = _OurFaultsOnly()


def configure(level: str = "INFO") -> None:
    """Send every logger's records to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    quieten_libraries()


def quieten_libraries() -> None:
    """Loggers whose lines would name what was asked for, or say nothing to an operator."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)  # ours names templates, not paths
    logging.getLogger("aiohttp.server").addFilter(_OURS)  # the same one again is one
