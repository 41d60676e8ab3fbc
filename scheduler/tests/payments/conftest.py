"""The shared fixtures of endpoint tests, and the parts alone for tests below the endpoints."""

from collections.abc import AsyncIterator

import pytest

from scheduler.app import Parts
from scheduler.tests.fixtures import *  # noqa: F403
from scheduler.tests.fixtures import Browser
from scheduler.tests.payments.world import Shop, open_shop


@pytest.fixture
async def books(parts: Parts) -> AsyncIterator[Parts]:
    """The parts, not served; their connections are closed afterwards."""
    yield parts
    await parts.engine.dispose()


@pytest.fixture
async def shop(browser: Browser) -> AsyncIterator[Shop]:
    """Somebody to pay, something to pay for."""
    async with open_shop(browser) as shop:
        yield shop
