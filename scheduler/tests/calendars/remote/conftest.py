"""The shared fixtures of endpoint tests, and a real CalDAV server."""

from collections.abc import AsyncIterator

import pytest

from scheduler.tests.calendars.remote.radicale import Radicale, started
from scheduler.tests.fixtures import *  # noqa: F403


@pytest.fixture
async def radicale(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Radicale]:
    """A Radicale of this test's own, with two people and a calendar each."""
    async with started(tmp_path_factory.mktemp("radicale")) as server:
        await server.make_calendar("ada", "work")
        await server.make_calendar("ben", "home")
        yield server
