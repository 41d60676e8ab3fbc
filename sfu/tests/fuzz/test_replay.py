"""Every input the fuzzer kept, through its target: nothing leaves a parser but its own error."""

from __future__ import annotations

from pathlib import Path

import pytest

from sfu.fuzz.corpus import Kept, read, write
from sfu.fuzz.runs import Table

TABLES = (Table("sfu.fuzz.targets"), Table("scheduler.fuzz.targets"))  # by name, as `make fuzz` is given them
CASES = [(table, name) for table in TABLES for name in table.targets()]
MOST_OCTETS = 200_000


@pytest.mark.parametrize(("table", "name"), CASES, ids=[name for _, name in CASES])
def test_kept_inputs_do_no_harm(table: Table, name: str) -> None:
    kept = read(table.corpus(name))
    assert kept, "a target without seeds"
    target = table.targets()[name]
    for each in kept:
        target(each.data)


def test_the_corpus_stays_small_and_belongs_to_targets() -> None:
    octets = 0
    for table in TABLES:
        targets = table.targets()
        files = list(table.corpus("any").parent.iterdir())
        assert {file.stem for file in files} == set(targets)
        octets += sum(file.stat().st_size for file in files)
    assert octets < MOST_OCTETS


def test_a_corpus_file_reads_as_it_was_written(tmp_path: Path) -> None:
    kept = [Kept(b"zz"), Kept(b"\0", "ValueError: bad\nnews"), Kept(b""), Kept(b"zz"), Kept(b"\xff" * 300)]
    write(tmp_path / "new" / "target.txt", kept)
    assert read(tmp_path / "new" / "target.txt") == [
        Kept(b"\0", "ValueError: bad\\nnews"),
        Kept(b""),
        Kept(b"zz"),
        Kept(b"\xff" * 300),
    ]
    assert read(tmp_path / "none.txt") == []
