"""The benchmark's book-keeping: figures are checked, merged, never half written."""

import json
from pathlib import Path

import pytest

from deploy.bench.figures import BadFiguresError, keep, parse, reached, read, table

ONE = {"sfu.join_ms.p50": {"value": 400.0, "unit": "ms", "how": "so"}}


def test_figures_are_read_as_they_are_printed() -> None:
    assert parse(json.dumps(ONE)) == ONE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nothing", "no JSON"),
        ("[1]", "no JSON object"),
        ('{"a": 1}', "a: needs"),
        ('{"a": {"value": true, "unit": "", "how": ""}}', "no number"),
        ('{"a": {"value": NaN, "unit": "", "how": ""}}', "no number"),
        ('{"a": {"value": 1, "unit": 2, "how": ""}}', "texts"),
    ],
)
def test_what_is_no_figure_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadFiguresError, match=words):
        parse(text)


def test_a_run_of_one_part_keeps_the_others(tmp_path: Path) -> None:
    path = tmp_path / "state" / "bench.json"
    keep(path, parse(json.dumps(ONE)))
    keep(path, {"scheduler.slots_31d_ms": {"value": 0.1, "unit": "ms", "how": "so"}})
    assert set(read(path)) == {"sfu.join_ms.p50", "scheduler.slots_31d_ms"}
    path.write_text("{broken")
    assert set(keep(path, parse(json.dumps(ONE)))) == {"sfu.join_ms.p50"}


def test_a_target_is_reached_or_missed_and_the_table_says_so() -> None:
    assert reached("sfu.join_ms.p50", 999.9) is True
    assert reached("sfu.join_ms.p50", 1000.0) is False
    assert reached("scheduler.race_overlaps", 0.0) is True
    assert reached("something.else", 1.0) is None
    shown = table({"sfu.join_ms.p50": {"value": 1200.0, "unit": "ms", "how": ""}})
    assert "< 1000" in shown
    assert "MISSED" in shown
