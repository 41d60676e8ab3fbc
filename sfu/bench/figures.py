"""A figure as `make bench` keeps it: a number, its unit, and how it came about."""

import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    value: float
    unit: str
    how: str


def as_json(figures: dict[str, Figure]) -> dict[str, dict[str, float | str]]:
    """{key: {"value", "unit", "how"}}, numbers to three decimals."""
    return {key: {**asdict(figure), "value": round(figure.value, 3)} for key, figure in figures.items()}


def spread(values: Iterable[float]) -> str:
    """ "median (least to greatest)": what `how` says of the rounds."""
    found = sorted(values)
    return f"{statistics.median(found):.2f} ({found[0]:.2f} to {found[-1]:.2f})"
