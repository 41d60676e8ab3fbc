"""Core knows bytes and times only: no clock, no sockets, no event loop, nothing of the other parts of the server."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import sfu.core

FILES = sorted(Path(sfu.core.__file__).parent.rglob("*.py"))
IMPURE = {
    "asyncio",
    "socket",
    "selectors",
    "select",
    "ssl",
    "threading",
    "time",
    "datetime",
    "os",
    "io",
    "subprocess",
}


def imported(file: Path) -> set[str]:
    """Absolute names of the modules a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "") if node.level == 0 else "sfu.core")
    return names


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_imports_are_wire_numpy_and_what_is_pure(file: Path) -> None:
    for name in imported(file):
        top = name.partition(".")[0]
        assert top not in IMPURE
        assert name.startswith(("sfu.core", "sfu.wire", "numpy")) or top in sys.stdlib_module_names


def test_the_rule_looks_at_something() -> None:
    assert len(FILES) > 10
    assert "sfu.wire.rtp" in imported(Path(sfu.core.__file__).parent / "forwarding.py")
