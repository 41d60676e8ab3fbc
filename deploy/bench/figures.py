"""The figures of `make bench`, `{key: {"value": number, "unit": text, "how": text}}`: merged, kept and shown.

Figures of parts that were not run stay as they were: a run of one part loses nothing of the others.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypedDict


class Figure(TypedDict):
    """One measured number."""

    value: float
    unit: str
    how: str


class BadFiguresError(ValueError):
    """What a benchmark printed is not figures; the text says where."""


def parse(text: str) -> dict[str, Figure]:
    """The JSON object a benchmark prints. Raises BadFiguresError."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise BadFiguresError(f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise BadFiguresError("no JSON object")
    return {str(key): _figure(str(key), value) for key, value in found.items()}


def _figure(key: str, value: Any) -> Figure:
    if not isinstance(value, dict) or set(value) != {"value", "unit", "how"}:
        raise BadFiguresError(f"{key}: needs value, unit and how")
    number = value["value"]
    if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
        raise BadFiguresError(f"{key}: value is no number")
    if not isinstance(value["unit"], str) or not isinstance(value["how"], str):
        raise BadFiguresError(f"{key}: unit and how are texts")
    return {"value": float(number), "unit": value["unit"], "how": value["how"]}


def read(path: Path) -> dict[str, Figure]:
    """The kept figures; none when there is no file or it cannot be read."""
    try:
        return parse(path.read_text())
    except (OSError, BadFiguresError):
        return {}


def keep(path: Path, fresh: Mapping[str, Figure]) -> dict[str, Figure]:
    """Writes the fresh figures over the kept ones, whole or not at all; returns all."""
    merged = dict(sorted({**read(path), **fresh}.items()))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(merged, indent=2, ensure_ascii=False) + "\n")
    os.replace(new, path)
    return merged


# What each figure shall reach, as the product promises it: (comparison, bound).
TARGETS: Mapping[str, tuple[str, float]] = {
    "sfu.server_vs_c.n10": ("<=", 12.0),
    "sfu.server_vs_mediarelay": (">=", 100.0),
    "sfu.join_ms.p50": ("<", 1000.0),
    "sfu.kernel_vs_c.n50_b8": (">=", 2.0),
    "sfu.kernel_vs_c.n50_b1": (">=", 0.9),
    "sfu.server_vs_c.meeting20": ("<=", 1.5),
    "sfu.server_vs_janus.class20": ("<=", 0.4),
    "sfu.forward_delay_ms.p50": ("<", 4.0),
    "sfu.forward_delay_ms.p99": ("<", 10.0),
    "sfu.subscriptions_per_core": (">=", 1000.0),
    "scheduler.slots_31d_ms": ("<", 0.3),
    "scheduler.slots_http_ms.p95": ("<", 50.0),
    "scheduler.slots_vs_naive": (">=", 30.0),
    "scheduler.bookings_per_s": (">=", 500.0),
    "scheduler.race_not_won_once": ("<=", 0.0),
    "scheduler.race_overlaps": ("<=", 0.0),
    "scheduler.race_oversold": ("<=", 0.0),
    "scheduler.race_ledger_drift": ("<=", 0.0),
    "scheduler.race_deadlocks": ("<=", 0.0),
    "scheduler.search_http_ms.p95": ("<", 60.0),
    "scheduler.search_free_ms.p95": ("<", 30.0),
}


def reached(key: str, value: float) -> bool | None:
    """Whether the figure is as good as promised; None when nothing is promised."""
    if key not in TARGETS:
        return None
    comparison, bound = TARGETS[key]
    return {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[comparison]


def table(figures: Mapping[str, Figure]) -> str:
    """The figures for a terminal, one a line, with what was promised beside."""
    rows = [("figure", "measured", "unit", "target", "")]
    for key, figure in sorted(figures.items()):
        target = " ".join((TARGETS[key][0], f"{TARGETS[key][1]:g}")) if key in TARGETS else ""
        verdict = {True: "reached", False: "MISSED", None: ""}[reached(key, figure["value"])]
        rows.append((key, f"{figure['value']:g}", figure["unit"], target, verdict))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
