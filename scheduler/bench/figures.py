"""A figure as `make bench` keeps it: a number, its unit, and how it came about."""

import statistics
from collections.abc import Iterable, Sequence
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
    return f"{statistics.median(found):.3g} ({found[0]:.3g} to {found[-1]:.3g})"


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie."""
    found = sorted(values)
    return found[min(len(found) - 1, int(len(found) * share))]
