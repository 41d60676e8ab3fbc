"""A layer costs what came of it lately."""

from __future__ import annotations

import pytest

from sfu.core.rates import LEAST, OVERHEAD, WINDOW, LayerRates


def fed(rates: LayerRates, begin: float, seconds: float, bits: float, start: int = 0) -> int:
    """Feeds a counter that rises by `bits` a second; the last count."""
    count, now = start, begin
    while now < begin + seconds:
        count = start + int((now - begin) * bits / 8)
        rates.observe({0: count}, now)
        now += 0.25
    return count


def test_a_steady_layer_costs_its_rate_and_the_overhead() -> None:
    rates = LayerRates()
    fed(rates, 0.0, 5.0, 800_000)
    assert rates.rate(0) == pytest.approx(800_000 * OVERHEAD, rel=0.01)
    assert rates.rate(1) is None


def test_nothing_is_said_before_enough_was_seen() -> None:
    rates = LayerRates()
    rates.observe({0: 0}, 1.0)
    rates.observe({0: 100_000}, 1.0 + LEAST / 2)
    assert rates.rate(0) is None


def test_a_layer_that_rises_or_ends_is_known_within_the_window() -> None:
    rates = LayerRates()
    count = fed(rates, 0.0, 4.0, 100_000)
    count = fed(rates, 4.0, WINDOW + 0.5, 1_000_000, count)
    assert rates.rate(0) == pytest.approx(1_000_000 * OVERHEAD, rel=0.05)
    fed(rates, 7.0, WINDOW + 0.5, 0, count)
    assert rates.rate(0) == 0.0


def test_a_counter_that_begins_anew_never_makes_a_negative_rate() -> None:
    rates = LayerRates()
    fed(rates, 0.0, 3.0, 800_000)
    rates.observe({0: 10}, 3.0)
    assert rates.rate(0) is None
