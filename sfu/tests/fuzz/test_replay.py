"""Every input the fuzzer kept, through its target: nothing leaves a parser but its own error."""

from __future__ import annotations

from pathlib import Path

import pytest

import sfu.fuzz
from sfu.fuzz.corpus import Kept, read, write
from sfu.fuzz.runs import Table
from sfu.fuzz.targets import TARGETS

TABLE = Table("sfu.fuzz.targets")
MOST_OCTETS = 200_000


@pytest.mark.parametrize("name", TARGETS)
def test_kept_inputs_do_no_harm(name: str) -> None:
    kept = read(TABLE.corpus(name))
    assert kept, "a target without seeds"
    for each in kept:
        TARGETS[name](each.data)


def test_the_corpus_stays_small_and_belongs_to_targets() -> None:
    files = list(Path(sfu.fuzz.__file__).with_name("corpus").iterdir())
    assert {file.stem for file in files} == set(TARGETS)
    assert sum(file.stat().st_size for file in files) < MOST_OCTETS


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
