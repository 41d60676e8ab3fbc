"""The shared fixtures of endpoint tests, and a market in which sessions are sold in advance."""

from collections.abc import Iterator

import pytest

from scheduler.tests.fixtures import *  # noqa: F403
from scheduler.tests.fixtures import Browser
from scheduler.tests.mortals import Mortals, dying_at
from scheduler.tests.plans.world import Market, open_market


@pytest.fixture
async def market(browser: Browser) -> Market:
    """Ada sells hours for ninety euros, Carla buys."""
    return await open_market(browser)


@pytest.fixture
def mortals(browser: Browser) -> Iterator[Mortals]:
    """Schedulers that die at a commit, or at the gateway: how the queue itself moves on is proved with bookings."""
    with dying_at(browser, "commit", "create_intent", "take") as found:
        yield found


@pytest.fixture
def buyers(browser: Browser) -> Iterator[Mortals]:
    """The same for what is bought and given back, and for cards that are kept without paying."""
    calls = ["create_intent", "fetch_intent", "refund", "create_setup", "fetch_setup", "fetch_face", "forget_card"]
    with dying_at(browser, "commit", *calls) as found:
        yield found
