"""What was reported is kept as it was, read by admins alone, and emptied once it is decided."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from scheduler.admin.messages import forget_decided
from scheduler.clock import ManualClock
from scheduler.tests.files.samples import PDF
from scheduler.tests.files.test_upload import bring
from scheduler.tests.fixtures import Browser, SignedInAs
from scheduler.tests.messages.test_messages import delete, edit
from scheduler.tests.messages.world import Booked, booked, change, texts, write


async def report(browser: Browser, booking: Booked, id: str, role: str = "professional") -> Any:
    by = browser.token_now(booking.ben if role == "client" else booking.ada)
    path = f"/bookings/{booking.id}/messages/{id}/report"
    return await browser.post(path, {"reason": "This is a threat"}, by=by, role=role)


async def test_a_report_reaches_the_admins_with_the_words_as_they_were(browser: Browser, clock: ManualClock) -> None:
    booking, file = await booked(browser), uuid4()
    await bring(browser, booking.ben, PDF, "threat.pdf", id=file)
    id = (await write(browser, booking, "You will see", files=[str(file)])).body["id"]
    root = await browser.person("Root")
    await browser.grant(root, "admin")
    assert (await browser.get(f"/admin/messages/{id}", by=root, role="admin")).status == 404, "not reported yet"
    assert (await report(browser, booking, id, "client")).status == 403
    assert (await report(browser, booking, str(uuid4()))).status == 404
    assert (await report(browser, booking, id)).status == 204
    assert (await edit(browser, booking, id, "You will see what I mean")).status == 409
    assert (await delete(browser, booking, id)).status == 204
    assert await texts(browser, booking, "professional") == [""]
    listed = await browser.get("/admin/reports", by=root, role="admin")
    assert [(each["kind"], each["subject_id"]) for each in listed.body["items"]] == [("message", id)]
    shown = (await browser.get(f"/admin/messages/{id}", by=root, role="admin")).body
    assert (shown["text"], shown["sender"], shown["role"]) == ("You will see", "Ben Example", "client")
    assert [each["name"] for each in shown["files"]] == ["threat.pdf"]
    assert shown["deleted_at"] is not None
    looked = await change(browser, "SELECT admin_id, target_id FROM admin_audit WHERE action = 'message-read'")
    assert looked == [(root.id, id)]

    async def forget() -> tuple[str, int]:
        async with browser.parts.sessions.begin() as session:
            await forget_decided(session, clock.now())
        await browser.parts.files.collector()()
        (row,) = await change(browser, "SELECT text, (SELECT count(*) FROM file) FROM message")
        return row[0], row[1]

    assert await forget() == ("You will see", 1)
    decided = {"decision": "upheld", "reason": "It is a threat"}
    path = f"/admin/reports/{listed.body['items'][0]['id']}"
    assert (await browser.post(path, decided, by=root, role="admin")).status == 204
    clock.set(clock.now() + timedelta(days=29))
    assert await forget() == ("You will see", 1)
    clock.set(clock.now() + timedelta(days=2))
    assert await forget() == ("", 0)


async def test_an_admin_sees_the_files_and_takes_the_message_away_for_both(
    browser: Browser, clock: ManualClock
) -> None:
    booking, file = await booked(browser), uuid4()
    await bring(browser, booking.ben, PDF, "threat.pdf", id=file)
    await bring(browser, booking.ben, PDF, "another.pdf", id=(other := uuid4()))
    id = (await write(browser, booking, "You will see", files=[str(file)])).body["id"]
    assert (await write(browser, booking, "Kind words", files=[str(other)])).status == 201
    root = await browser.person("Root")
    await browser.grant(root, "admin")
    path, why = f"/admin/messages/{id}", {"reason": "a threat"}
    for method, below in (("GET", f"{path}/files/{file}"), ("POST", f"{path}/remove")):
        refused = await browser.send(method, below, why if method == "POST" else None, by=root, role="admin")
        assert refused.status == 404, "not reported yet"
    assert (await report(browser, booking, id)).status == 204
    content, headers = await fetched_as_admin(browser, root, f"{path}/files/{file}")
    assert content == PDF
    assert headers["Content-Disposition"].startswith("attachment")
    assert (await browser.get(f"{path}/files/{other}", by=root, role="admin")).status == 404, "of another message"
    for _ in range(2):
        assert (await browser.post(f"{path}/remove", why, by=root, role="admin")).status == 204
    for role in ("client", "professional"):
        assert await texts(browser, booking, role) == ["", "Kind words"]
        by = browser.token_now(booking.ben if role == "client" else booking.ada)
        gone = await browser.get(f"/bookings/{booking.id}/messages/{id}/files/{file}", by=by, role=role)
        assert gone.status == 404
    assert (await edit(browser, booking, id, "Again")).status == 409
    shown = (await browser.get(path, by=root, role="admin")).body
    assert (shown["text"], [each["name"] for each in shown["files"]]) == ("You will see", ["threat.pdf"])
    acts = await change(browser, "SELECT action, reason FROM admin_audit WHERE action <> 'message-read' ORDER BY id")
    assert [tuple(each) for each in acts] == [("message-file-read", "reported"), ("message-removed", "a threat")]
    await change(browser, "UPDATE report SET state = 'upheld', decided_at = :at", at=clock.now())
    async with browser.parts.sessions.begin() as session:
        await forget_decided(session, clock.now() + timedelta(days=31))
    await browser.parts.files.collector()()
    assert await change(browser, "SELECT text FROM message ORDER BY number") == [("",), ("Kind words",)]
    assert (await browser.get(f"{path}/files/{file}", by=root, role="admin")).status == 404


async def fetched_as_admin(browser: Browser, by: SignedInAs, path: str) -> tuple[bytes, Any]:
    headers = {"Authorization": f"Bearer {browser.token_now(by)}", "X-Visavis-Role": "admin"}
    async with browser.client.get(f"/api/v1{path}", headers=headers) as response:
        assert response.status == 200, await response.text()
        return await response.read(), response.headers


async def test_what_was_not_deleted_stays_after_the_decision(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    id = (await write(browser, booking, "Harmless")).body["id"]
    assert (await report(browser, booking, id)).status == 204
    await change(browser, "UPDATE report SET state = 'dismissed', decided_at = :at", at=clock.now())
    async with browser.parts.sessions.begin() as session:
        await forget_decided(session, clock.now() + timedelta(days=400))
    assert await texts(browser, booking) == ["Harmless"]


async def test_reports_share_the_days_bound(browser: Browser) -> None:
    booking = await booked(browser)
    id = (await write(browser, booking, "x")).body["id"]
    for _ in range(20):
        assert (await report(browser, booking, id)).status == 204
    assert (await report(browser, booking, id)).status == 429
