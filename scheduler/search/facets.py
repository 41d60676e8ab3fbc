"""Facets on the wire, pure: the bands of prices, and counts put into words."""

from typing import Final

from babel.numbers import get_currency_precision

from scheduler.search.models import Counted, Facets, PriceBand
from scheduler.search.storage import Counts

# In major units of most currencies; where there is no minor unit (yen), a unit is worth about a hundredth.
_EDGES: Final = (0, 25, 50, 100, 200)


def bands(currency: str | None) -> list[int]:
    """Where each band of prices begins, in the currency's minor unit; none without a currency."""
    if currency is None:
        return []
    digits = get_currency_precision(currency)
    return [edge * 10 ** (digits or 2) for edge in _EDGES]


def worded(counts: Counts, edges: list[int]) -> Facets:
    """The counts, with bands that nobody is in left out."""
    return Facets(
        total=counts.total,
        categories=[Counted(value=value, count=count) for value, count in counts.categories],
        languages=[Counted(value=value, count=count) for value, count in counts.languages],
        prices=[
            PriceBand(from_minor=edges[at], to_minor=edges[at + 1] if at + 1 < len(edges) else None, count=count)
            for at, count in counts.prices
        ],
    )
