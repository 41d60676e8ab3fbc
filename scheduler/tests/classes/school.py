"""What tests of classes share: a host with a class, clients, seats."""

from typing import Any
from uuid import UUID

from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

# The tests' clock stands at Wednesday 2027-03-10 12:00Z.
FIRST = "2027-03-16T18:00"  # a Tuesday, in Berlin: 17:00Z
PERIOD = {"from": "2027-03-10T12:00:00Z", "to": "2027-05-01T00:00:00Z"}


async def host(browser: Browser, name: str = "Ada", **terms: Any) -> tuple[SignedInAs, UUID]:
    """A professional and a service with seats."""
    return await professional(browser, name, **{"seats": 3, "title": "Yoga", **terms})


async def hold(browser: Browser, who: SignedInAs | str, service: UUID, **more: Any) -> Answer:
    body = {"local_start": FIRST, **more}
    return await browser.post(f"/services/{service}/classes", body, by=who, role="professional")


async def one_class(browser: Browser, **terms: Any) -> tuple[SignedInAs, str]:
    """(host, class)"""
    ada, service = await host(browser, **terms)
    made = await hold(browser, ada, service)
    assert made.status == 201, made.body
    return ada, made.body["classes"][0]["id"]


async def seat(browser: Browser, who: SignedInAs | str, class_id: str, **more: Any) -> Answer:
    return await browser.post(f"/classes/{class_id}/seats", more, by=who, role="client")


async def people(browser: Browser, count: int) -> list[SignedInAs]:
    return [await browser.person(f"Client {index:03}") for index in range(count)]
