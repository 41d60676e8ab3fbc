"""The shared fixtures of endpoint tests, and the parts alone for tests below the endpoints."""

from collections.abc import AsyncIterator

import pytest

from scheduler.app import Parts
from scheduler.tests.fixtures import *  # noqa: F403


@pytest.fixture
async def books(parts: Parts) -> AsyncIterator[Parts]:
    """The parts, not served; their connections are closed afterwards."""
    yield parts
    await parts.engine.dispose()
