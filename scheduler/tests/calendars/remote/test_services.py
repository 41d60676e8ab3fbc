"""Google and Outlook by OAuth, against stand-ins written after their documentation: consent, reading, writing, and
what their refusals do."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from scheduler.calendars.remote.port import (
    ChangedError,
    Place,
    RefusedError,
    RemoteCalendar,
    RevokedError,
    TemporaryError,
    TokenRefusedError,
    Window,
)
from scheduler.tests.calendars.remote.linked import copies, link_row
from scheduler.tests.calendars.remote.standin import CLIENT, Google, Outlook, serving
from scheduler.tests.calendars.remote.test_caldav import ENTRY
from scheduler.tests.calendars.remote.test_writing import cancel, move
from scheduler.tests.fixtures import NOON, Answer, Browser, SignedInAs
from scheduler.tests.notifications.world import booked

WINDOW = Window(NOON - timedelta(days=1), NOON + timedelta(days=400))
AT = {"google": "ben@example.org", "outlook": "AAMk="}


@pytest.fixture
async def google() -> AsyncIterator[Google]:
    service = Google()
    async with serving(service):
        yield service


@pytest.fixture
async def outlook() -> AsyncIterator[Outlook]:
    service = Outlook(rotates=True)
    async with serving(service):
        yield service


@pytest.fixture
def environment(google: Google, outlook: Outlook) -> dict[str, str]:
    """Both services, as the scheduler is told of them."""
    named: dict[str, str] = {}
    for name, service in (("GOOGLE", google), ("OUTLOOK", outlook)):
        prefix = f"VISAVIS_{name}_CALENDAR"
        named |= {
            f"{prefix}_CLIENT_ID": CLIENT[0],
            f"{prefix}_CLIENT_SECRET": CLIENT[1],
            f"{prefix}_URL": service.url,
        }
    return named


@pytest.fixture(params=["google", "outlook"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def service(kind: str, google: Google, outlook: Outlook) -> Google | Outlook:
    return google if kind == "google" else outlook


async def begin(browser: Browser, who: SignedInAs, kind: str, *, writes: bool = True) -> Answer:
    return await browser.post(
        f"/calendars/oauth/{kind}", {"writes": writes}, by=browser.token_now(who), role="client"
    )


async def consented(
    browser: Browser, who: SignedInAs, service: Google | Outlook, kind: str, *, writes: bool = True
) -> Answer:
    begun = await begin(browser, who, kind, writes=writes)
    assert begun.status == 200, begun.body
    answer = {**service.consent(begun.body["url"]), "key": begun.body["key"]}
    return await browser.post("/calendars/oauth", answer, by=browser.token_now(who), role="client")


async def linked(browser: Browser, who: SignedInAs, service: Google | Outlook, kind: str) -> str:
    found = await consented(browser, who, service, kind)
    assert found.status == 200, found.body
    chosen = {"choice": found.body["choice"], "calendars": [{"address": AT[kind], "writes": True}]}
    made = await browser.post("/calendars/choose", chosen, by=browser.token_now(who), role="client")
    assert made.status == 201, made.body
    await browser.parts.jobs.drain()
    return str(made.body["items"][0]["id"])


async def account(browser: Browser, service: Google | Outlook, kind: str) -> RemoteCalendar:
    """The port, over a consent that stands."""
    service.refreshes["refresh"] = {
        "https://www.googleapis.com/auth/calendar.events",
        "https://graph.microsoft.com/Calendars.ReadWrite",
    }
    return browser.parts.accounts.open(kind, {"refresh": "refresh"})


# Consent


async def test_consent_asks_for_the_least_and_finds_the_calendars(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    ben = await browser.person("Ben Example")
    reading = parse_qs(urlsplit((await begin(browser, ben, kind, writes=False)).body["url"]).query)["scope"][0]
    writing = parse_qs(urlsplit((await begin(browser, ben, kind)).body["url"]).query)["scope"][0]
    assert "ReadWrite" not in reading
    assert all(scope.endswith("readonly") for scope in reading.split() if "google" in scope)
    assert reading != writing
    found = await consented(browser, ben, service, kind)
    assert AT[kind] in [each["address"] for each in found.body["calendars"]]
    assert not [each for each in found.body["calendars"] if each["name"] == "Busy only"]
    only_read = [each["name"] for each in found.body["calendars"] if not each["writable"]]
    assert only_read == (["Team"] if kind == "google" else ["Holidays"])
    read = await consented(browser, ben, service, kind, writes=False)
    assert not any(each["writable"] for each in read.body["calendars"]), "what was not asked for is not there"
    wish = {"choice": read.body["choice"], "calendars": [{"address": AT[kind], "writes": True}]}
    refused = await browser.post("/calendars/choose", wish, by=ben, role="client")
    assert (refused.status, refused.fields) == (422, ["calendars.0.writes"])


async def test_consent_is_good_once_for_its_own_person_and_browser(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    ben, eve = await browser.person("Ben Example"), await browser.person("Eve")
    begun = await begin(browser, ben, kind)
    answer = {**service.consent(begun.body["url"]), "key": begun.body["key"]}
    assert (await browser.post("/calendars/oauth", answer, by=eve, role="client")).fields == ["state"]
    begun = await begin(browser, ben, kind)
    answer = {**service.consent(begun.body["url"]), "key": "of another browser"}
    assert (await browser.post("/calendars/oauth", answer, by=ben, role="client")).fields == ["key"]
    begun = await begin(browser, ben, kind)
    answer = {**service.consent(begun.body["url"]), "key": begun.body["key"]}
    found = await browser.post("/calendars/oauth", answer, by=ben, role="client")
    assert found.status == 200
    assert (await browser.post("/calendars/oauth", answer, by=ben, role="client")).fields == ["state"]
    wish = {"choice": found.body["choice"], "calendars": [{"address": AT[kind]}]}
    assert (await browser.post("/calendars/choose", wish, by=eve, role="client")).fields == ["choice"]


async def test_a_consent_that_leaves_something_out_is_not_taken(browser: Browser, google: Google) -> None:
    ben = await browser.person("Ben Example")
    begun = await begin(browser, ben, "google")
    some = google.consent(begun.body["url"], scopes="https://www.googleapis.com/auth/calendar.calendarlist.readonly")
    answer = await browser.post("/calendars/oauth", {**some, "key": begun.body["key"]}, by=ben, role="client")
    assert (answer.status, answer.slug) == (409, "conflict")


async def test_a_code_of_another_is_not_taken(browser: Browser, service: Google | Outlook, kind: str) -> None:
    ben = await browser.person("Ben Example")
    first, second = await begin(browser, ben, kind), await begin(browser, ben, kind)
    stolen = service.consent(first.body["url"])["code"]
    answer = {**service.consent(second.body["url"]), "code": stolen, "key": second.body["key"]}
    assert (await browser.post("/calendars/oauth", answer, by=ben, role="client")).fields == ["code"], "PKCE"


# Reading


async def test_changes_come_page_by_page_then_only_what_is_new(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    calendar = await account(browser, service, kind)
    for hour in range(5):
        service.set(f"e{hour}", _event(kind, f"2027-03-11T1{hour}:00:00", f"2027-03-11T1{hour}:30:00"))
    first = await calendar.changes(AT[kind], "", WINDOW)
    assert first.whole
    assert sorted(each.href for each in first.items) == [f"e{hour}" for hour in range(5)]
    assert "DTSTART:20270311T100000Z" in next(each.body for each in first.items if each.href == "e0")
    assert (await calendar.changes(AT[kind], first.token, WINDOW)).items == ()
    service.set("e1", _event(kind, "2027-03-12T10:00:00", "2027-03-12T11:00:00"))
    gone = {"status": "cancelled"} if kind == "google" else {"_removed": True}
    service.set("e2", {**_event(kind, "2027-03-11T12:00:00", "2027-03-11T12:30:00"), **gone})
    then = await calendar.changes(AT[kind], first.token, WINDOW)
    assert ([each.href for each in then.items], then.gone, then.whole) == (["e1"], frozenset({"e2"}), False)


async def test_a_token_that_is_too_old_is_refused_as_such(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    calendar = await account(browser, service, kind)
    service.set("e", _event(kind, "2027-03-11T10:00:00", "2027-03-11T10:30:00"))
    token = (await calendar.changes(AT[kind], "", WINDOW)).token
    service.oldest = 100
    with pytest.raises(TokenRefusedError):
        await calendar.changes(AT[kind], token, WINDOW)


@pytest.mark.parametrize(
    ("said", "busy"),
    [
        ({}, True),
        ({"transparency": "transparent"}, False),
        ({"attendees": [{"self": True, "responseStatus": "declined"}]}, False),
        ({"attendees": [{"self": False, "responseStatus": "declined"}]}, True),
        ({"eventType": "workingLocation"}, False),
    ],
)
async def test_google_events_that_are_free_or_declined_take_no_time(
    browser: Browser, google: Google, said: dict[str, Any], busy: bool
) -> None:
    calendar = await account(browser, google, "google")
    google.set("e", {**_event("google", "2027-03-11T10:00:00", "2027-03-11T10:30:00"), **said})
    (item,) = (await calendar.changes(AT["google"], "", WINDOW)).items
    assert ("TRANSP:OPAQUE" in item.body) is busy


async def test_an_occurrence_at_outlook_is_as_busy_as_its_series(browser: Browser, outlook: Outlook) -> None:
    calendar = await account(browser, outlook, "outlook")
    event = _event("outlook", "2027-03-11T10:00:00", "2027-03-11T10:30:00")
    outlook.set("series", {**event, "type": "seriesMaster", "showAs": "free"})
    outlook.set("one", {**event, "type": "occurrence", "seriesMasterId": "series", "showAs": None})
    outlook.set("own", {**event, "type": "exception", "seriesMasterId": "series", "showAs": "busy"})
    outlook.set("day", {**_event("outlook", "2027-03-11T00:00:00", "2027-03-12T00:00:00"), "isAllDay": True})
    items = {each.href: each.body for each in (await calendar.changes(AT["outlook"], "", WINDOW)).items}
    assert set(items) == {"one", "own", "day"}, "a series itself is no time"
    assert "TRANSP:TRANSPARENT" in items["one"]
    assert "TRANSP:OPAQUE" in items["own"]
    assert "DTSTART;VALUE=DATE:20270311" in items["day"]


async def test_a_delta_link_that_leads_away_is_not_followed(browser: Browser, outlook: Outlook) -> None:
    calendar = await account(browser, outlook, "outlook")
    outlook.answers = [(200, {}, {"value": [], "@odata.deltaLink": "http://127.0.0.1:1/steal"})]
    with pytest.raises(RefusedError):
        await calendar.changes(AT["outlook"], "", WINDOW)


# Refusals


async def test_an_access_token_that_is_refused_is_changed_once(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    calendar = await account(browser, service, kind)
    await calendar.calendars()
    service.tokens.clear()
    assert await calendar.calendars()
    service.withdraw()
    with pytest.raises(RevokedError):
        await calendar.calendars()


@pytest.mark.parametrize(("status", "wait"), [(429, "120"), (503, "120"), (500, "120")])
async def test_who_asks_to_wait_is_waited_for(
    browser: Browser, service: Google | Outlook, kind: str, status: int, wait: str
) -> None:
    calendar = await account(browser, service, kind)
    service.answers = [(status, {"Retry-After": wait}, {"error": {}})]
    with pytest.raises(TemporaryError) as caught:
        await calendar.calendars()
    assert caught.value.wait == timedelta(seconds=120)


async def test_google_says_too_much_by_403_and_means_later(browser: Browser, google: Google) -> None:
    calendar = await account(browser, google, "google")
    google.answers = [(403, {}, {"error": {"errors": [{"reason": "rateLimitExceeded"}]}})]
    with pytest.raises(TemporaryError):
        await calendar.calendars()
    google.answers = [(403, {}, {"error": {"errors": [{"reason": "insufficientPermissions"}]}})]
    with pytest.raises(RefusedError):
        await calendar.calendars()


async def test_what_is_not_understood_is_refused_not_raised(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    calendar = await account(browser, service, kind)
    wrong: tuple[Any, ...] = ([], "x", {"items": 3, "value": 3}, {"items": [3, {"id": 4}], "value": [3, {"id": 4}]})
    for said in wrong:
        service.answers = [(200, {}, said)]
        try:
            await calendar.changes(AT[kind], "", WINDOW)
        except RefusedError:
            continue


# Writing


async def test_made_twice_it_is_one_and_every_write_names_what_it_saw(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    calendar = await account(browser, service, kind)
    place = await calendar.put(AT[kind], ENTRY, None)
    if kind == "google":
        with pytest.raises(ChangedError):
            await calendar.put(AT[kind], ENTRY, None)
    else:
        assert await calendar.put(AT[kind], ENTRY, None) == place
    assert len(service.events) == 1
    (item,) = (await calendar.changes(AT[kind], "", WINDOW)).items
    assert item.uid == ENTRY.uid, "it is known as ours"
    found = await calendar.look(AT[kind], ENTRY, place)
    assert found is not None
    assert found[1] is not None
    assert found[1].is_right(ENTRY)
    await calendar.put(AT[kind], ENTRY, place)
    with pytest.raises(ChangedError):
        await calendar.put(AT[kind], ENTRY, place)
    found = await calendar.look(AT[kind], ENTRY, place)
    assert found is not None
    await calendar.delete(AT[kind], found[0])
    await calendar.delete(AT[kind], Place(found[0].href))


async def test_a_booking_is_written_moved_restored_and_taken_away(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    booking = await booked(browser)
    link_id = await linked(browser, booking.ben, service, kind)
    ((href, state),) = await copies(browser)
    assert state == "written"
    assert "@example.org" not in str({**service.events[href], "iCalUID": ""})
    await move(browser, booking, 1)
    assert _start(service, kind, href).startswith("2027-03-12T18:00:00")
    service.set(href, {**service.events[href], "status": "cancelled", "_removed": True})
    touched = {"link_id": link_id, "booking_id": str(booking.id), "touched": True}
    await browser.parts.jobs.handler("calendar-copy")(touched)
    ((again, state),) = await copies(browser)
    assert state == "restored"
    assert service.events[again].get("status") != "cancelled"
    assert not service.events[again].get("_removed") or kind == "google"
    await cancel(browser, booking, booking.ada, "professional")
    assert await copies(browser) == []
    assert service.events[again].get("_removed") or service.events[again].get("status") == "cancelled"


async def test_a_consent_withdrawn_there_revokes_the_link_here(
    browser: Browser, service: Google | Outlook, kind: str
) -> None:
    booking = await booked(browser)
    link_id = await linked(browser, booking.ben, service, kind)
    service.withdraw()
    await move(browser, booking, 1)
    row = await link_row(browser, link_id)
    assert (row["state"], row["next_at"], bool(row["problem"])) == ("revoked", None, True)
    await move(browser, booking, 2)
    told = [mail["subject"] for mail in await browser.mails(booking.ben.email)]
    assert told.count("One of your calendars cannot be read") == 1


async def test_a_refresh_token_that_changes_with_each_use_is_kept(browser: Browser, outlook: Outlook) -> None:
    booking = await booked(browser)
    link_id = await linked(browser, booking.ben, outlook, "outlook")
    first = set(outlook.refreshes)
    browser.parts.clock.move(hours=1)  # type: ignore[attr-defined]
    await move(browser, booking, 1)
    newest = set(outlook.refreshes) - first
    assert newest
    for old in first:
        del outlook.refreshes[old]
    browser.parts.clock.move(hours=1)  # type: ignore[attr-defined]
    await move(browser, booking, 2)
    assert (await link_row(browser, link_id))["state"] == "active"


async def test_a_kind_is_offered_where_its_variables_are_set(browser: Browser) -> None:
    ben = await browser.person("Ben Example")
    assert (await browser.get("/calendars/kinds", by=ben, role="client")).body["kinds"] == [
        "caldav",
        "google",
        "outlook",
    ]


def _event(kind: str, start: str, end: str) -> dict[str, Any]:
    if kind == "google":
        return {"start": {"dateTime": f"{start}Z"}, "end": {"dateTime": f"{end}Z"}}
    return {
        "start": {"dateTime": f"{start}.0000000", "timeZone": "UTC"},
        "end": {"dateTime": f"{end}.0000000", "timeZone": "UTC"},
    }


def _start(service: Google | Outlook, kind: str, href: str) -> str:
    found: str = service.events[href]["start"]["dateTime"]
    return found


async def test_the_access_to_a_calendar_that_is_removed_is_given_back_once_nothing_lives_by_it(
    browser: Browser, google: Google
) -> None:
    ben = await browser.person("Ben Example")
    found = await consented(browser, ben, google, "google")
    both = [{"address": each["address"]} for each in found.body["calendars"]]
    wish = {"choice": found.body["choice"], "calendars": both}
    made = await browser.post("/calendars/choose", wish, by=ben, role="client")
    ids = [each["id"] for each in made.body["items"]]
    assert len(ids) == 2
    (refresh,) = google.refreshes
    for id_, revoked in zip(ids, ([], [refresh]), strict=True):
        assert (await browser.delete(f"/calendar-links/{id_}", by=ben, role="client")).status == 204
        await browser.parts.jobs.drain()
        assert google.revoked == revoked
