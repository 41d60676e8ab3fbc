"""What anybody may see: professionals, their pages, the free times of their services."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from scheduler.availability import storage as availability
from scheduler.people import storage as people
from scheduler.search.free import LOOK_AHEAD_DAYS, LOOKED_AT
from scheduler.tests.booking.world import offer, professional, slots_of
from scheduler.tests.fixtures import Browser


async def names(browser: Browser, **params: str) -> list[str]:
    answer = await browser.get("/professionals", params=params)
    assert answer.status == 200, answer.body
    return [item["name"] for item in answer.body["items"]]


async def test_words_find_and_the_closed_are_not_found(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", title="Career talk 100%")
    ben, _ = await professional(browser, "Ben Berg")
    await browser.person("Carla")
    assert await names(browser) == ["Ada", "Ben Berg"]
    assert await names(browser, q="berg BEN") == ["Ben Berg"]
    assert await names(browser, q="berg ada") == []
    assert await names(browser, q="career") == ["Ada"]
    assert await names(browser, q="100%") == ["Ada"]
    assert await names(browser, q="%") == ["Ada"]
    assert await names(browser, q="_") == []
    assert await names(browser, q="law") == ["Ada", "Ben Berg"]
    patch = {"active": False}
    assert (await browser.patch(f"/services/{service}", patch, by=ada, role="professional")).status == 200
    assert await names(browser, q="career") == []
    assert (await browser.post("/me/professional/deactivate", by=ben)).status == 200
    assert await names(browser) == ["Ada"]
    assert (await browser.get("/professionals/ben-berg")).status == 404


async def test_what_a_card_costs_has_a_bound(browser: Browser) -> None:
    """A hundred services that nobody can get, looked through for a year, would hold everybody up."""
    now = browser.parts.clock.now()
    ada, far = await professional(browser, "Ada", notice_minutes=43_200, window_days=365)
    ben, _ = await professional(browser, "Ben", duration_minutes=1440)
    for index in range(LOOKED_AT):
        last = index == LOOKED_AT - 1
        length = 60 if last else 1440
        await offer(browser.parts.sessions, ben.id, now + timedelta(seconds=index + 1), duration_minutes=length)
    async with browser.parts.sessions.begin() as session:
        default = await availability.make_default(session, ada.id, now)
        for day in range(LOOK_AHEAD_DAYS + 2):
            await availability.set_day(session, default, (now + timedelta(days=day)).date(), (), now)
    cards = (await browser.get("/professionals")).body["items"]
    assert [card["next_slots"] for card in cards] == [[], []]
    period = ((now + timedelta(days=62)).isoformat()[:19] + "Z", (now + timedelta(days=64)).isoformat()[:19] + "Z")
    assert await slots_of(browser, far, *period) != []
    assert len((await browser.get("/professionals/ben")).body["services"]) == LOOKED_AT + 1


async def test_a_card_shows_the_next_times_and_a_page_the_whole_services(browser: Browser) -> None:
    ada, long = await professional(browser, "Ada", notice_minutes=90)
    now = browser.parts.clock.now()
    short = await offer(
        browser.parts.sessions, ada.id, now + timedelta(seconds=1), title="Short", duration_minutes=30
    )
    card = (await browser.get("/professionals")).body["items"][0]
    assert (card["id"], card["slug"], card["zone"]) == (str(ada.id), "ada", "Europe/Berlin")
    terms = {"price_minor": 9000, "currency": "EUR", "seats": None}
    assert card["services"] == [
        {"id": str(long), "title": "Consultation", "duration_minutes": 60, **terms},
        {"id": str(short), "title": "Short", "duration_minutes": 30, **terms},
    ]
    assert card["next_slots"] == [
        {"service_id": str(short), "start": f"2027-03-10T12:{minute}:00Z", "end": end}
        for minute, end in (
            ("00", "2027-03-10T12:30:00Z"),
            ("15", "2027-03-10T12:45:00Z"),
            ("30", "2027-03-10T13:00:00Z"),
        )
    ]
    page = (await browser.get("/professionals/ada")).body
    assert page["services"][0]["notice_minutes"] == 90
    assert {**page, "services": None} == {
        **{**card, "services": None},
        **{"credentials": [], "moved_to": None, "updated_at": "2027-03-10T12:00:01Z"},
    }


async def test_pages_go_on_where_the_last_ended(browser: Browser) -> None:
    for name in ("Eva", "Ada", "Dora", "Ben", "Cid"):
        await professional(browser, name)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = (await browser.get("/professionals", params={"limit": "2", **cursor})).body
        seen += [item["name"] for item in page["items"]]
        cursor = {"cursor": page["next_cursor"]}
    assert cursor == {"cursor": None}
    assert seen == ["Ada", "Ben", "Cid", "Dora", "Eva"]


async def test_the_slots_of_a_day_are_those_of_the_month_cut_to_that_day(browser: Browser) -> None:
    """Also on the day the clocks go forward, and for whoever asks in whatever offset."""
    _, service = await professional(browser, "Ada", zone="America/New_York", window_days=60)
    month = await slots_of(browser, service, "2027-03-10T00:00:00Z", "2027-05-10T00:00:00Z")
    assert len(month) > 3000
    day = datetime.fromisoformat("2027-03-10T00:00:00+12:45")
    cut = []
    for _ in range(62):
        cut += await slots_of(browser, service, day.isoformat(), (day + timedelta(days=1)).isoformat())
        day += timedelta(days=1)
    assert [start for start in cut if start < "2027-05-10T00:00:00Z"] == month
    # 06:00 in New York: 11:00Z before the change on March 14, 10:00Z after it.
    assert "2027-03-13T11:00:00Z" in month
    assert "2027-03-13T10:45:00Z" not in month
    assert "2027-03-14T10:00:00Z" in month


async def test_half_open_and_fractions(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    five, quarter = "2027-03-11T16:00:00Z", "2027-03-11T16:15:00Z"
    assert await slots_of(browser, service, five, quarter) == [five]
    assert await slots_of(browser, service, five, "2027-03-11T16:15:00.5Z") == [five, quarter]
    assert await slots_of(browser, service, "2027-03-11T16:00:00.5Z", quarter) == []


@pytest.mark.parametrize(
    ("params", "fields"),
    [
        ({}, ["from", "to"]),
        ({"from": "2027-03-11T16:00:00Z"}, ["to"]),
        ({"from": "2027-03-11T16:00:00Z", "to": "2027-03-11T16:00:00Z"}, ["to"]),
        ({"from": "2027-03-11T16:00:00Z", "to": "2027-05-12T16:00:01Z"}, ["to"]),
        ({"from": "2027-03-11", "to": "2027-03-12T00:00:00Z"}, ["from"]),
        ({"from": "2027-03-11T16:00:00", "to": "2027-03-12T00:00:00Z"}, ["from"]),
        ({"from": "9999-03-11T16:00:00Z", "to": "2027-03-12T00:00:00Z"}, ["from"]),
    ],
)
async def test_periods_that_cannot_be(browser: Browser, params: dict[str, str], fields: list[str]) -> None:
    answer = await browser.get(f"/services/{uuid4()}/slots", params=params)
    assert (answer.status, answer.fields) == (422, fields)


async def test_bad_questions(browser: Browser) -> None:
    for params in ({"limit": "0"}, {"limit": "51"}, {"cursor": "x"}, {"q": "a " * 9}, {"q": "x" * 201}):
        answer = await browser.get("/professionals", params=params)
        assert (answer.status, answer.fields) == (422, list(params))
    assert (await browser.get("/professionals/nobody")).status == 404
    assert (await browser.get("/services/not-an-id/slots")).status == 404


async def test_a_professional_without_hours_or_services_is_shown_without_times(browser: Browser) -> None:
    ada = await browser.person("Ada", zone="Asia/Kolkata", professional=True)
    assert people.slug_of("Ada") == "ada"
    page = (await browser.get("/professionals/ada")).body
    assert (page["zone"], page["services"], page["next_slots"]) == ("Asia/Kolkata", [], [])
    service = await offer(browser.parts.sessions, ada.id, browser.parts.clock.now())
    assert await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-04-11T00:00:00Z") == []
