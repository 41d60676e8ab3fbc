"""Builds the web app when its sources changed since the last build: a digest decides, not file times."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_SOURCES: Final = ("src", "shared", "public", "messages")
_SKIP: Final = {"node_modules", ".next", "tests", "docs", "test-results", "playwright-report"}


def digest(web: Path) -> str:
    """Of everything that a build reads."""
    found = hashlib.sha256()
    for path in sorted(_files(web)):
        found.update(str(path.relative_to(web)).encode() + b"\0")
        found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


def _files(web: Path) -> Iterator[Path]:
    for path in web.iterdir():
        if path.is_file() and path.suffix in (".json", ".ts", ".mjs", ".js", ".css"):
            if path.name != "next-env.d.ts" and not path.name.endswith(".tsbuildinfo"):
                yield path
        elif path.is_dir() and path.name in _SOURCES and path.name not in _SKIP:
            yield from (p for p in path.rglob("*") if p.is_file())


def stamp(web: Path) -> Path:
    """Where the digest of the last good build is kept: inside it, so that both go together."""
    return web / ".next" / "visavis-digest"


def is_current(web: Path) -> bool:
    """Whether the build there is of these sources."""
    try:
        return (web / ".next" / "BUILD_ID").exists() and stamp(web).read_text() == digest(web)
    except OSError:
        return False
