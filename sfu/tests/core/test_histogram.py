"""A histogram counts every value once, in Prometheus' way, wherever it was counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.core.histogram import Histogram

BOUNDS = (0.0, 0.5, 1.0, 10.0)
VALUES = st.lists(st.floats(0, 100) | st.sampled_from(BOUNDS), max_size=50)


@given(VALUES)
def test_each_bucket_holds_what_is_not_above_its_bound(values: list[float]) -> None:
    histogram = Histogram(BOUNDS)
    for value in values:
        histogram.observe(value)
    expected = [(str(bound), float(sum(v <= bound for v in values))) for bound in BOUNDS]
    assert histogram.cumulative() == [*expected, ("+Inf", float(len(values)))]
    assert histogram.total == pytest.approx(sum(values))


@given(VALUES, VALUES)
def test_what_was_counted_elsewhere_is_added(here: list[float], there: list[float]) -> None:
    one, other, both = Histogram(BOUNDS), Histogram(BOUNDS), Histogram(BOUNDS)
    for value in here:
        one.observe(value)
        both.observe(value)
    for value in there:
        other.observe(value)
        both.observe(value)
    one.add(other.counts, other.total)
    assert one.counts == both.counts
    assert one.total == pytest.approx(both.total)


def test_counts_by_other_bounds_are_refused() -> None:
    with pytest.raises(ValueError, match="5 counts"):
        Histogram(BOUNDS).add([1, 2], 3.0)
    for bounds in ((), (1.0, 1.0), (2.0, 1.0)):
        with pytest.raises(ValueError, match="rise"):
            Histogram(bounds)
