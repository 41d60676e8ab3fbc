"""The rules stay rules: no clock, no database, no web, no zone but the pinned ones."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PURE = (
    "availability/zones.py",
    "availability/hours.py",
    "availability/slots.py",
    "availability/caps.py",
    "booking/states.py",
    "booking/outcome.py",
    "booking/words.py",
    "notifications/when.py",
)
LIBRARIES = {"babel"}  # the words of languages: tables, no clock
ALLOWED = {f"scheduler.{path.removesuffix('.py').replace('/', '.')}" for path in PURE}
NO_CLOCK = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}


@pytest.mark.parametrize("path", PURE)
def test_pure(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = "scheduler." + path.partition("/")[0]
            names = [f"{package}.{node.module}" if node.level else str(node.module)]
        else:
            names = []
        for name in names:
            assert name in ALLOWED or name.partition(".")[0] in sys.stdlib_module_names | LIBRARIES, name
            assert name != "time"
        if isinstance(node, ast.Attribute):
            assert node.attr not in NO_CLOCK, f"{path}:{node.lineno} reads a clock"
