"""A short soak: people come, go, reconnect and vanish, and the server neither grows nor keeps anybody."""

import pytest

from sfu.bench.soak import Soak, soak

pytestmark = pytest.mark.media  # none of them, but as busy: one at a time


def test_growth_is_that_of_the_medians_after_the_warm_up() -> None:
    seen = Soak(readings=[(float(at), 1000 if at < 50 else 1010) for at in range(100)])
    seen.readings[3] = (3.0, 9999)
    seen.readings[97] = (97.0, 9999)
    assert seen.growth_pct(10) == pytest.approx(1.0)
    assert seen.growth_pct(60) == pytest.approx(0.0)


async def test_memory_stays_as_it_is() -> None:
    """What was mended grew by 30%; so short a time still breathes by one. `make soak` is strict."""
    seen = await soak(35, seed=7, vanishing=0)  # those are kept for 20 s, which would be most of the time here
    assert seen.done["joins"] > 30
    assert seen.done["reconnects"] > 5
    assert seen.growth_pct(12) < 4, [size for _, size in seen.readings[::8]]
