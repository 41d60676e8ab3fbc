"""Taking one's data along, leaving, and what one agreed to, over HTTP and a real database."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.files import keeping
from scheduler.jobs.tidy import tidier
from scheduler.privacy import export
from scheduler.privacy.export import safe_name
from scheduler.store.tables import ALL_METADATA
from scheduler.tests.booking.world import professional, slots_of
from scheduler.tests.files.samples import PDF, TEXT
from scheduler.tests.files.test_upload import bring
from scheduler.tests.fixtures import PASSWORD, Answer, Browser, SignedInAs
from scheduler.work import FORGETTERS

MARK = "quizzaciously"  # in everything the leaver wrote, and in nothing else
FIREFOX = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def later(browser: Browser, **by: float) -> None:
    browser.parts.clock.move(**by)  # type: ignore[attr-defined]


async def fresh(browser: Browser, who: SignedInAs) -> str:
    answer = await browser.post("/auth/login", {"email": who.email, "password": PASSWORD}, headers=FIREFOX)
    assert answer.status == 200, answer.body
    return str(answer.body["access_token"])


async def book(browser: Browser, service: UUID, client: SignedInAs | str, note: str = "") -> Answer:
    begin = browser.parts.clock.now() + timedelta(days=1)
    period = [(begin + timedelta(days=days)).isoformat()[:19] + "Z" for days in (0, 2)]
    start = (await slots_of(browser, service, *period))[0]
    wish = {"service_id": str(service), "start": start, "note": note}
    answer = await browser.post("/bookings", wish, by=client, role="client")
    assert answer.status == 201, answer.body
    return answer


async def fetched(browser: Browser, token: str, export_id: str) -> zipfile.ZipFile:
    headers = {"Authorization": f"Bearer {token}"}
    url = f"/api/v1/me/exports/file?id={export_id}"
    async with browser.client.get(url, headers=headers) as answer:
        assert (answer.status, answer.content_type) == (200, "application/zip")
        return zipfile.ZipFile(io.BytesIO(await answer.read()))


async def test_the_copy_holds_what_i_wrote_and_nobody_elses(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    await browser.put("/me/client", {"bio": "Ben's own words"}, by=ben)
    await browser.put("/me/client", {"bio": "Ada's own words"}, by=ada)
    await book(browser, service, ben, "Ben's note")

    async def uploads(_session: AsyncSession, person_id: UUID) -> list[tuple[str, bytes]]:
        return [("../../photo.png", person_id.bytes)]

    browser.parts.registry.register_files("photos", uploads)
    asked = await browser.post("/me/exports", by=ben)
    assert (asked.status, asked.body["state"]) == (202, "waiting")
    assert (await browser.get("/me/exports/file", by=ben, params={"id": asked.body["id"]})).status == 404
    subjects = [mail["subject"] for mail in await browser.mails(ben.email)]
    assert "Your data is ready" in subjects
    archive = await fetched(browser, ben.access_token, asked.body["id"])
    data = {name: json.loads(archive.read(name)) for name in archive.namelist() if name.startswith("data/")}
    assert data["data/account.json"][0]["email"] == ben.email
    assert data["data/client_profile.json"][0]["bio"] == "Ben's own words"
    assert data["data/booking.json"][0]["note"] == "Ben's note"
    assert data["data/login_session.json"][0]["methods"] == "password"
    assert archive.read("files/photos/photo.png") == ben.id.bytes
    whole = "".join(map(str, data.values()))
    assert "Ada's own words" not in whole
    assert ada.email not in whole
    assert "argon2" not in whole
    assert (await browser.get("/me/exports", by=ben)).body["items"][0]["state"] == "ready"


async def test_the_copy_has_the_files_as_they_were_brought_and_says_which_are_left_out(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = [PDF, PDF + b"\n% the second", PDF]
    # Any two of them fit: they were brought at one instant, so which come first is not said.
    monkeypatch.setattr(keeping, "MOST_EXPORTED", len(content[0]) + len(content[1]))
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    ids = [(await bring(browser, ben, each, "pay.pdf")).body["id"] for each in content[:2]]
    theirs = (await bring(browser, ada, TEXT, "hers.txt")).body["id"]
    third = (await bring(browser, ben, content[2], "pay.pdf")).body["id"]
    asked = await browser.post("/me/exports", by=ben)
    await browser.parts.jobs.drain()
    archive = await fetched(browser, ben.access_token, asked.body["id"])
    brought = {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")}
    left = brought.pop("files/uploads/left-out.txt").decode()
    assert len(brought) == 2, "of one name, and both there"
    for name, found in brought.items():
        index = [*ids, third].index(name.split("/")[2])
        assert (found, name.endswith("/pay.pdf")) == (content[index], True)
    (missing,) = {*ids, third} - {name.split("/")[2] for name in brought}
    assert f"/api/v1/files/{missing}/content" in left
    assert theirs not in "".join([*brought, left])


def test_of_what_is_more_than_fits_the_copy_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    made = export.pack(
        {"message": [{"n": n} for n in range(3)], "person": [{"n": 0}, {"n": 1}]}, {}, datetime.now(UTC)
    )
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert json.loads(archive.read("data/message.json")) == [{"n": 0}, {"n": 1}]
    assert len(json.loads(archive.read("data/person.json"))) == 2
    assert "more than fits into one copy: message." in archive.read("README.txt").decode()
    assert (
        "more than fits"
        not in zipfile.ZipFile(io.BytesIO(export.pack({"person": [{"n": 0}]}, {}, datetime.now(UTC))))
        .read("README.txt")
        .decode()
    )


async def test_a_copy_is_its_owners_for_seven_days(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    export_id = (await browser.post("/me/exports", by=ada)).body["id"]
    await browser.parts.jobs.drain()
    assert (await browser.get("/me/exports/file", by=ben, params={"id": export_id})).status == 404
    later(browser, days=6, hours=23)
    await fetched(browser, await fresh(browser, ada), export_id)
    later(browser, hours=1)
    token = await fresh(browser, ada)
    assert (await browser.get("/me/exports/file", by=token, params={"id": export_id})).status == 404
    await tidier(browser.parts.sessions, browser.parts.clock, FORGETTERS)()
    assert (await browser.get("/me/exports", by=token)).body["items"] == []


async def test_a_copy_needs_a_fresh_proof_and_is_made_three_times_a_day(browser: Browser) -> None:
    ada = await browser.person("Ada")
    assert [(await browser.post("/me/exports", by=ada)).status for _ in range(4)] == [202] * 3 + [429]
    later(browser, minutes=9)
    token = (await browser.post("/auth/refresh", {"refresh_token": ada.refresh_token})).body["access_token"]
    later(browser, minutes=2)
    for answer in (
        await browser.post("/me/exports", by=token),
        await browser.get("/me/exports/file", by=token, params={"id": str(uuid4())}),
        await browser.post("/me/erasure", {"email": ada.email}, by=token),
    ):
        assert (answer.status, answer.slug) == (403, "fresh-sign-in-needed")


async def test_an_export_job_run_again_changes_nothing(browser: Browser) -> None:
    ada = await browser.person("Ada")
    export_id = (await browser.post("/me/exports", by=ada)).body["id"]
    from scheduler.privacy.export import export_job

    make = export_job(browser.parts.sessions, browser.parts.clock, browser.parts.registry)
    await make({"export_id": export_id})
    before = (await browser.get("/me/exports", by=ada)).body
    later(browser, minutes=1)
    await make({"export_id": export_id})
    assert (await browser.get("/me/exports", by=ada)).body == before


@given(st.text(max_size=60))
def test_no_name_of_a_file_climbs_out_of_the_zip(name: str) -> None:
    parts = safe_name("files", name).split("/")
    assert parts[0] == "files"
    assert len(parts) > 1
    assert not {"", ".", ".."} & set(parts)


async def dump(browser: Browser) -> dict[str, str]:
    """Every row of every table as text."""
    found = {}
    async with browser.parts.sessions() as session:
        for metadata in ALL_METADATA:
            for name in metadata.tables:
                rows = await session.scalars(text(f'SELECT t::text FROM "{name}" t'))
                found[name] = "\n".join(rows)
    return found


async def test_after_leaving_nothing_they_wrote_is_anywhere_and_the_other_sides_booking_stays(
    browser: Browser,
) -> None:
    """Both sides filled with a marked word; then every row of every table is read."""
    leaver, own_service = await professional(browser, f"Quinn {MARK}", title=f"Advice {MARK}")
    _, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    await browser.put("/me/client", {"bio": MARK}, by=leaver)
    profile = {"headline": MARK, "bio": MARK, "languages": ["en"], "categories": [MARK], "slug": MARK}
    assert (await browser.put("/me/professional", profile, by=leaver)).status == 200
    assert (await browser.post("/me/vetting", {"credentials": f"Licence {MARK}"}, by=leaver)).status == 200
    report = {"kind": "service", "subject_id": str(service), "reason": MARK}
    await browser.post("/me/reports", report, by=leaver)
    await browser.post("/auth/password/forgot", {"email": leaver.email})
    await browser.post("/me/exports", by=leaver)
    booked = await book(browser, service, leaver, f"a note: {MARK}")
    hosted = await book(browser, own_service, ben)
    await browser.parts.jobs.drain()
    written = {name for name, rows in (await dump(browser)).items() if MARK in rows}
    assert {"account", "person", "client_profile", "professional", "vetting", "booking", "mail"} <= written

    later(browser, days=4)
    token = await fresh(browser, leaver)
    asked = await browser.post("/me/erasure", {"email": leaver.email}, by=token)
    assert asked.status == 202, asked.body
    later(browser, days=14)
    await browser.parts.jobs.drain()
    rows = await dump(browser)
    still = {name for name, content in rows.items() if MARK in content}
    # The last mail says that it is done; the booking's title is what Ben agreed to.
    assert still == {"mail", "booking"}
    async with browser.parts.sessions() as session:
        mails = await session.scalars(text("SELECT kind FROM mail WHERE to_address = :to"), {"to": leaver.email})
        assert list(mails) == ["security"]
        notes = await session.scalars(text("SELECT note FROM booking"))
        assert MARK not in "".join(notes)
        titles = await session.execute(text("SELECT id, title FROM booking"))
        assert {str(booking) for booking, title in titles if MARK in title} == {hosted.body["id"]}
    assert (await browser.post("/auth/login", {"email": leaver.email, "password": PASSWORD})).status == 401
    theirs = await browser.post("/auth/login", {"email": ben.email, "password": PASSWORD})
    seen = await browser.get(f"/bookings/{hosted.body['id']}", by=theirs.body["access_token"], role="client")
    assert seen.status == 200, "ben's booking stays"
    assert booked.body["id"] in rows["booking"]
    later(browser, seconds=1)
    again = {"email": leaver.email, "password": PASSWORD, "name": "New", "zone": "UTC"}
    assert (await browser.post("/auth/signup", again)).status == 202
    assert "verify?" in (await browser.mails(leaver.email))[0]["links"][0], "the address is free again"


async def test_nobody_leaves_while_bookings_stand_or_something_else_is_in_the_way(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    await book(browser, service, ben)
    refused = await browser.post("/me/erasure", {"email": ben.email}, by=ben)
    assert (refused.status, refused.slug) == (409, "conflict")
    assert "Bookings of yours stand" in refused.body["detail"]
    later(browser, days=4)
    token = await fresh(browser, ben)
    owing = ["You owe 90 euros."]

    async def money(_session: AsyncSession, _person_id: UUID, _now: datetime) -> str | None:
        return owing[0] if owing else None

    browser.parts.registry.register_obstacle("debt", money)
    refused = await browser.post("/me/erasure", {"email": ben.email}, by=token)
    assert (refused.status, refused.body["errors"][0]["reason"]) == (409, "You owe 90 euros.")
    owing.clear()
    assert (await browser.post("/me/erasure", {"email": ben.email}, by=token)).status == 202


async def test_what_came_in_the_way_meanwhile_puts_it_off_by_a_day(browser: Browser) -> None:
    _, service = await professional(browser, "Ada")
    ben = await browser.person("Ben")
    assert (await browser.post("/me/erasure", {"email": ben.email}, by=ben)).status == 202
    later(browser, days=13)
    await book(browser, service, await fresh(browser, ben))
    later(browser, days=1)
    await browser.parts.jobs.drain()
    token = await fresh(browser, ben)
    assert (await browser.get("/me/erasure", by=token)).body["due_at"] == "2027-03-25T12:00:00Z"
    for _ in range(3):
        later(browser, days=1)
        await browser.parts.jobs.drain()
    assert (await browser.post("/auth/login", {"email": ben.email, "password": PASSWORD})).status == 401


async def test_leaving_is_taken_back_until_it_is_done(browser: Browser) -> None:
    ada = await browser.person("Ada", professional=True)
    wrong = await browser.post("/me/erasure", {"email": "other@example.org"}, by=ada)
    assert (wrong.status, wrong.fields) == (422, ["email"])
    asked = await browser.post("/me/erasure", {"email": ada.email.upper()}, by=ada)
    assert (asked.status, asked.body["due_at"]) == (202, "2027-03-24T12:00:00Z")
    assert (await browser.post("/me/erasure", {"email": ada.email}, by=ada)).status == 409
    assert (await browser.get("/me", by=ada)).body["professional"]["active"] is False
    later(browser, days=13)
    token = await fresh(browser, ada)
    assert (await browser.delete("/me/erasure", by=token)).body["state"] == "none"
    assert (await browser.delete("/me/erasure", by=token)).status == 404
    later(browser, days=2)
    await browser.parts.jobs.drain()
    assert (await browser.get("/me", by=await fresh(browser, ada))).body["name"] == "Ada"
    assert {"Your account will be deleted", "Your account stays"} <= {
        mail["subject"] for mail in await browser.mails(ada.email)
    }


async def test_an_erased_account_is_not_let_in_again_by_an_admin(browser: Browser) -> None:
    root, ada = await browser.person("Root"), await browser.person("Ada")
    await browser.grant(root, "admin")
    await browser.post("/me/erasure", {"email": ada.email}, by=ada)
    later(browser, days=14)
    await browser.parts.jobs.drain()
    token = await fresh(browser, root)
    path = f"/admin/accounts/{ada.id}/reinstate"
    assert (await browser.post(path, {"reason": "please"}, by=token, role="admin")).status == 409


async def test_nothing_is_agreed_to_that_was_not_said_and_every_word_is_kept(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    assert (await browser.get("/me/consents", by=ada)).body == {"items": [], "browser_opts_out": False}
    said = [{"kind": "marketing", "granted": granted, "version": "2027-01"} for granted in (True, False)]
    for decision in said:
        assert (await browser.post("/me/consents", decision, by=ada)).status == 200
    in_force = (await browser.get("/me/consents", by=ada)).body["items"]
    assert [(each["kind"], each["granted"]) for each in in_force] == [("marketing", False)]
    first = (await browser.get("/me/consents/history", by=ada, params={"limit": 1})).body
    rest = (await browser.get("/me/consents/history", by=ada, params={"cursor": first["next_cursor"]})).body
    assert [each["granted"] for each in (*first["items"], *rest["items"])] == [False, True]
    assert (await browser.get("/me/consents/history", by=ben)).body["items"] == []


async def test_the_browsers_signal_opts_out_once_and_wins(browser: Browser) -> None:
    ada = await browser.person("Ada")
    sale: dict[str, Any] = {"kind": "sale_or_share", "granted": True, "version": "2027-01"}
    assert (await browser.post("/me/consents", sale, by=ada)).status == 200
    signal = {"Sec-GPC": "1"}
    for _ in range(2):
        shown = (await browser.get("/me/consents", by=ada, headers=signal)).body
    assert shown["browser_opts_out"] is True
    assert [(each["granted"], each["source"]) for each in shown["items"]] == [(False, "gpc")]
    assert (await browser.post("/me/consents", sale, by=ada, headers=signal)).status == 409
    history = (await browser.get("/me/consents/history", by=ada)).body["items"]
    assert [(each["granted"], each["source"]) for each in history] == [(False, "gpc"), (True, "settings")]
    assert (await browser.get("/me/consents", by=ada, headers={"Sec-GPC": "0"})).body["browser_opts_out"] is False


@pytest.mark.parametrize("kind", ["everything", ""])
async def test_only_known_kinds_are_agreed_to(browser: Browser, kind: str) -> None:
    ada = await browser.person("Ada")
    answer = await browser.post("/me/consents", {"kind": kind, "granted": True, "version": "1"}, by=ada)
    assert (answer.status, answer.fields) == (422, ["kind"])
