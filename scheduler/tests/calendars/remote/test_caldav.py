"""The port over a real CalDAV server: finding calendars, reading what changed, writing with care."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from scheduler.calendars.remote.caldav.calendar import CalDav
from scheduler.calendars.remote.caldav.requests import Dav
from scheduler.calendars.remote.port import (
    ChangedError,
    Entry,
    GoneError,
    Place,
    RefusedError,
    RevokedError,
    TemporaryError,
    TokenRefusedError,
    Window,
)
from scheduler.clock import ManualClock
from scheduler.notifications.ical import uid_of
from scheduler.notifications.outgoing import Outgoing
from scheduler.tests.calendars.remote.radicale import PASSWORDS, Radicale
from scheduler.tests.fixtures import NOON

WINDOW = Window(NOON - timedelta(days=1), NOON + timedelta(days=400))
ID = UUID("6a1f5a4e-3a9c-4b53-9a55-0b9c1f0f8a11")
START = datetime(2027, 3, 12, 17, 0, tzinfo=UTC)
ENTRY = Entry(
    id=str(ID),
    uid=uid_of(ID),
    title="Tax advice – Ada Demo",
    start=START,
    end=START + timedelta(hours=1),
    url="http://localhost:3000/as/client/bookings/1",
    sequence=0,
    stamp=NOON,
)


@pytest.fixture
async def outgoing() -> AsyncIterator[Outgoing]:
    pool = Outgoing(private=True)
    yield pool
    await pool.close()


@pytest.fixture
def account(radicale: Radicale, outgoing: Outgoing) -> CalDav:
    return CalDav(Dav(outgoing, ManualClock(NOON), "ben", PASSWORDS["ben"]), radicale.url)


@pytest.fixture
def home(radicale: Radicale) -> str:
    return f"{radicale.url}/ben/home/"


@pytest.mark.parametrize("typed", ["", "/", "/ben/", "/ben/home/", "/.well-known/caldav", "/ben/nothing-here/"])
async def test_calendars_are_found_from_whatever_address_is_typed(
    radicale: Radicale, account: CalDav, home: str, typed: str
) -> None:
    await radicale.ask("MKCOL", "/ben/plain/")
    found = await replace(account, address=radicale.url + typed).calendars()
    assert [(each.address, each.writes) for each in found] == [(home, True)]


async def test_a_wrong_password_is_said_to_be_one(account: CalDav) -> None:
    wrong = replace(account, dav=replace(account.dav, password="guessed"))
    with pytest.raises(RevokedError):
        await wrong.calendars()


async def test_what_is_no_caldav_server_is_said_to_be_none(account: CalDav, outgoing: Outgoing) -> None:
    from scheduler.tests.webhooks.receiver import receiving

    async with receiving() as page:
        with pytest.raises(RefusedError, match="CalDAV"):
            await replace(account, address=page.url).calendars()


async def test_only_what_changed_since_the_token_is_told(radicale: Radicale, account: CalDav, home: str) -> None:
    await radicale.put("/ben/home/a.ics", ":20270311T120000Z", ":20270311T130000Z")
    await radicale.put("/ben/home/old.ics", ":20200311T120000Z", ":20200311T130000Z")
    first = await account.changes(home, "", WINDOW)
    assert first.whole
    assert [(each.href, each.uid) for each in first.items] == [("/ben/home/a.ics", "a")], "the past is left out"
    again = await account.changes(home, first.token, WINDOW)
    assert (again.items, again.gone, again.whole) == ((), frozenset(), False)
    await radicale.put("/ben/home/b.ics", ":20270311T140000Z", ":20270311T150000Z")
    await radicale.delete("/ben/home/a.ics")
    then = await account.changes(home, again.token, WINDOW)
    assert [each.href for each in then.items] == ["/ben/home/b.ics"]
    assert then.gone == {"/ben/home/a.ics"}


async def test_a_token_the_server_forgot_is_refused_as_such(account: CalDav, home: str) -> None:
    with pytest.raises(TokenRefusedError):
        await account.changes(home, "sync http://radicale.org/ns/sync/" + "0" * 64, WINDOW)
    with pytest.raises(TokenRefusedError):
        await account.changes(home, "sync nonsense", WINDOW)


async def test_without_sync_tokens_the_ctag_tells_whether_anything_changed(
    radicale: Radicale, account: CalDav, home: str
) -> None:
    await radicale.put("/ben/home/a.ics", ":20270311T120000Z", ":20270311T130000Z")
    _, here = await account.dav.one(home, "{http://calendarserver.org/ns/}getctag")
    found = await account._whole(home, "ctag " + here.text("{http://calendarserver.org/ns/}getctag"), WINDOW)
    assert len(found.items) == 1
    assert found.whole


async def test_many_events_come_in_pieces_and_none_is_lost(radicale: Radicale, account: CalDav, home: str) -> None:
    for index in range(60):
        day = 11 + index // 24
        hour = f"202703{day}T{index % 24:02}"
        await radicale.put(f"/ben/home/e{index}.ics", f":{hour}0000Z", f":{hour}3000Z")
    found = await account.changes(home, "", WINDOW)
    assert {each.uid for each in found.items} == {f"e{index}" for index in range(60)}


async def test_an_entry_is_made_once_changed_and_taken_away(radicale: Radicale, account: CalDav, home: str) -> None:
    place = await account.put(home, ENTRY, None)
    with pytest.raises(ChangedError):
        await account.put(home, ENTRY, None)
    (path, body), *more = (radicale.events("/ben/home/")).items()
    assert not more
    assert path == place.href
    assert "DTSTART:20270312T170000Z" in body
    assert "METHOD" not in body
    assert "ATTENDEE" not in body
    found = await account.look(home, ENTRY, None)
    assert found is not None
    assert found[0] == place
    assert found[1] is not None
    assert found[1].is_right(ENTRY)
    moved = replace(ENTRY, start=START + timedelta(days=1), end=START + timedelta(days=1, hours=1), sequence=1)
    newer = await account.put(home, moved, place)
    assert newer.href == place.href
    assert newer.etag != place.etag
    with pytest.raises(ChangedError):
        await account.put(home, ENTRY, place)
    with pytest.raises(ChangedError):
        await account.delete(home, place)
    await account.delete(home, newer)
    await account.delete(home, newer)
    assert radicale.events("/ben/home/") == {}
    assert await account.look(home, ENTRY, newer) is None


async def test_an_invitation_its_owner_put_there_is_taken_over_not_doubled(
    radicale: Radicale, account: CalDav, home: str
) -> None:
    await radicale.put("/ben/home/invited.ics", ":20270312T170000Z", ":20270312T180000Z", uid=ENTRY.uid)
    with pytest.raises(ChangedError):
        await account.put(home, ENTRY, None)
    found = await account.look(home, ENTRY, None)
    assert found is not None
    await account.put(home, ENTRY, found[0])
    assert list(radicale.events("/ben/home/")) == ["/ben/home/invited.ics"]


async def test_a_calendar_that_is_gone_is_said_to_be(radicale: Radicale, account: CalDav, home: str) -> None:
    await radicale.delete("/ben/home/")
    with pytest.raises(GoneError):
        await account.changes(home, "", WINDOW)
    with pytest.raises(GoneError):
        await account.put(home, ENTRY, None)


async def test_a_server_that_is_down_is_a_passing_thing(radicale: Radicale, account: CalDav, home: str) -> None:
    await radicale.stop()
    with pytest.raises(TemporaryError):
        await account.changes(home, "", WINDOW)
    with pytest.raises(TemporaryError):
        await account.delete(home, Place("/ben/home/x.ics"))
    await radicale.start()
    assert (await account.changes(home, "", WINDOW)).whole
