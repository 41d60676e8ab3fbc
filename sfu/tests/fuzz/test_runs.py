"""A run of the fuzzer itself: it reaches a hidden bug, keeps the input, and merges what it reached."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from sfu.fuzz import runs
from sfu.fuzz.corpus import Kept, read, write
from sfu.fuzz.runs import Table, fuzz, keep

pytestmark = pytest.mark.skipif(find_spec("atheris") is None, reason="no wheel for this machine")

BURIED = """
def deep(data):
    if data[:1] == b"V":
        if data[1:2] == b"9":
            raise LookupError("buried")

def shallow(data):
    if data[:1] == b"V":
        if data[1:2] == b"9":
            return

TARGETS = {"deep": deep, "shallow": shallow}
"""


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    """Targets in a module that the fuzzer's process finds too (which instruments the table it is given)."""
    folder = tmp_path / "buried"
    folder.mkdir()
    (folder / "__init__.py").write_text(BURIED)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}:{Path.cwd()}")
    yield Table("buried")
    sys.modules.pop("buried", None)


async def test_a_finding_is_kept_with_its_error(table: Table, tmp_path: Path) -> None:
    write(table.corpus("deep"), [Kept(b"seed")])
    outcome = await fuzz(table, "deep", 20, tmp_path)
    assert outcome.found == "LookupError: buried"
    assert outcome.executions > 0
    kept = read(table.corpus("deep"))
    assert [each.found for each in kept] == ["LookupError: buried", ""]
    assert kept[0].data.startswith(b"V9")
    assert kept[1].data == b"seed"


async def test_keeping_leaves_the_inputs_that_reach_code(table: Table, tmp_path: Path) -> None:
    write(table.corpus("shallow"), [Kept(b"V9 and much more"), Kept(b"V9"), Kept(b"Vx"), Kept(b"seed")])
    outcome = await fuzz(table, "shallow", 1, tmp_path)
    assert outcome.found is None
    assert await keep(table, "shallow", tmp_path) == len(read(table.corpus("shallow"))) < 4
    assert any(each.data == b"V9" for each in read(table.corpus("shallow")))


async def test_the_memory_of_whoever_starts_a_run_is_no_finding(
    table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test process that holds two gigabytes once ended a run as out of memory."""
    monkeypatch.setattr(runs, "MEMORY_MB", 1)
    held = bytearray(b"x" * (200 << 20))  # far more than the engine takes by itself
    outcome = await fuzz(table, "shallow", 1, tmp_path)
    assert (outcome.found, len(held)) == (None, 200 << 20)
