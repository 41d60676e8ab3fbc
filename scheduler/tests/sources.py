"""What our own sources say, read as syntax."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]


def calls_of(package: str, function: str, position: int) -> set[str]:
    """The texts that a function (as it is written: "module.name") is given at this position, anywhere outside of
    tests."""
    found = set()
    for path in (ROOT / package).rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == function and len(node.args) > position:
                given = node.args[position]
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    found.add(given.value)
    return found
