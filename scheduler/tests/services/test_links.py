"""Secret links: who has one sees and books what nobody else sees, until it expires, is used up or is revoked."""

import asyncio
from typing import Any
from uuid import uuid4

from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

START = "2027-03-12T16:00:00Z"
PERIOD = {"from": "2027-03-12T00:00:00Z", "to": "2027-03-13T00:00:00Z"}


async def link(browser: Browser, who: SignedInAs, service: object, **terms: Any) -> str:
    made = await browser.post(f"/services/{service}/links", terms, by=who, role="professional")
    assert made.status == 201, made.body
    return str(made.body["secret"])


async def book(browser: Browser, who: SignedInAs, service: object, start: str = START, **more: Any) -> Answer:
    body = {"service_id": str(service), "start": start, **more}
    return await browser.post("/bookings", body, by=who, role="client")


async def test_a_secret_service_is_seen_and_booked_by_its_link_alone(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    await professional(browser, "Ben")
    carla = await browser.person("Carla")
    assert (await browser.get("/professionals/ada")).body["services"] == []
    assert (await browser.get("/professionals", params={"q": "Consultation"})).body["items"][0]["name"] == "Ben"
    assert (await browser.get(f"/services/{service}/slots", params=PERIOD)).status == 404
    assert (await book(browser, carla, service)).status == 404
    secret = await link(browser, ada, service, label="For Carla")
    page = await browser.get(f"/links/{secret}")
    assert (page.body["service"]["id"], page.body["professional"]["slug"]) == (str(service), "ada")
    listed = await browser.get(f"/services/{service}/slots", params={**PERIOD, "link": secret})
    assert START in [slot["start"] for slot in listed.body["slots"]]
    made = await book(browser, carla, service, link=secret)
    assert made.status == 201, made.body


async def test_another_services_link_opens_nothing(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    ben, other = await professional(browser, "Ben", secret=True)
    carla = await browser.person("Carla")
    secret = await link(browser, ben, other)
    for sent in (secret, "x" * 43):
        assert (await book(browser, carla, service, link=sent)).status == 404
        assert (await browser.get(f"/services/{service}/slots", params={**PERIOD, "link": sent})).status == 404
    assert (await browser.get(f"/links/{'x' * 43}")).status == 404
    refused = await browser.post(f"/services/{other}/links", {}, by=ada, role="professional")
    assert refused.status == 404


async def test_a_link_is_used_up_by_bookings_alone(browser: Browser) -> None:
    """Two at once for its last use: one gets in. A refused booking uses nothing."""
    ada, service = await professional(browser, "Ada", secret=True)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    secret = await link(browser, ada, service, uses=1)
    assert (await book(browser, carla, service, "2027-03-12T03:00:00Z", link=secret)).status == 422
    both = await asyncio.gather(
        book(browser, carla, service, link=secret),
        book(browser, zoe, service, "2027-03-12T18:00:00Z", link=secret),
    )
    assert sorted(each.status for each in both) == [201, 404]
    assert (await browser.get(f"/links/{secret}")).status == 404


async def test_a_link_ends(browser: Browser, clock: ManualClock) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    secret = await link(browser, ada, service, expires_at="2027-03-10T12:05:00Z")
    lasting = await link(browser, ada, service)
    late = await browser.post(
        f"/services/{service}/links", {"expires_at": "2027-03-10T12:00:00Z"}, by=ada, role="professional"
    )
    assert (late.status, late.fields) == (422, ["expires_at"])
    clock.move(minutes=5)
    assert (await browser.get(f"/links/{secret}")).status == 404
    assert (await browser.get(f"/links/{lasting}")).status == 200
    path = f"/services/{service}/links"
    listed = (await browser.get(path, by=ada, role="professional")).body["items"]
    assert len(listed) == 2
    assert all("secret" not in each for each in listed)
    for each in listed:
        assert (await browser.delete(f"{path}/{each['id']}", by=ada, role="professional")).status == 204
    assert (await browser.get(f"/links/{lasting}")).status == 404
    assert (await browser.delete(f"{path}/{uuid4()}", by=ada, role="professional")).status == 404


async def test_the_database_keeps_no_secret(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", secret=True)
    secret = await link(browser, ada, service)
    async with browser.parts.sessions() as session:
        kept = str((await session.execute(text("SELECT * FROM booking_link"))).all())
    assert secret not in kept
