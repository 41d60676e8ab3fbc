"""Writing and reading: the two of a booking only, each once, bounded, and as it was written."""

import asyncio
import io
import json
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event

from scheduler.clock import ManualClock
from scheduler.tests.files.samples import PDF, picture
from scheduler.tests.files.test_photos import put
from scheduler.tests.files.test_upload import bring
from scheduler.tests.fixtures import Browser
from scheduler.tests.messages.world import Booked, booked, change, listed, read, texts, unread, write

HOSTILE = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "Robert'); DROP TABLE message;--",
    "{{ 7*7 }} ${7*7} %s %n \\u0041",
    "\u202eabc \u2066 \ufeff \u0000"[:-1] + "x",
    "Zalgo " + "e\u0301\u0302\u0303" * 200,
    "👨‍👩‍👧‍👦" * 300,
    "a\nb\n\n\tc",
    '=HYPERLINK("http://x")',
]


async def test_each_reads_what_the_other_wrote(browser: Browser) -> None:
    booking = await booked(browser)
    sent = await write(browser, booking, "Shall I bring the papers?")
    assert sent.status == 201, sent.body
    assert (sent.body["number"], sent.body["role"], sent.body["mine"]) == (1, "client", True)
    assert (await write(browser, booking, "Yes, please.", "professional")).body["number"] == 2
    for role in ("client", "professional"):
        page = await listed(browser, booking, role)
        assert [(item["text"], item["mine"]) for item in page["items"]] == [
            ("Shall I bring the papers?", role == "client"),
            ("Yes, please.", role == "professional"),
        ]
        assert (page["next_cursor"], page["closed"]) == (None, None)
        assert page["items"][0]["created_at"] == "2027-03-10T12:00:00Z"


async def test_nobody_else_reads_or_writes(browser: Browser) -> None:
    booking = await booked(browser)
    message = (await write(browser, booking, "Between us")).body["id"]
    eve = await browser.person("Eve", professional=True)
    await browser.grant(booking.ben, "professional")
    base = f"/bookings/{booking.id}"
    body: dict[str, Any] = {"id": str(uuid4()), "text": "x"}
    for method, path, sent in (
        ("GET", "/messages", None),
        ("POST", "/messages", body),
        ("POST", "/messages/read", {"up_to": 1}),
        ("PATCH", f"/messages/{message}", {"text": "x"}),
        ("DELETE", f"/messages/{message}", None),
        ("POST", f"/messages/{message}/report", {"reason": "it is rude"}),
        ("GET", f"/messages/{message}/files/{uuid4()}", None),
        ("GET", "/chat-consent", None),
        ("PUT", "/chat-consent", {"given": True}),
        ("GET", "/photo", None),
    ):
        for role in ("client", "professional"):
            stranger = await browser.send(method, base + path, sent, by=eve, role=role)
            assert (stranger.status, stranger.slug) == (404, "not-found"), (method, path, role)
        mixed = await browser.send(method, base + path, sent, by=booking.ben, role="professional")
        assert (mixed.status, mixed.slug) == (403, "forbidden"), (method, path)
    assert await texts(browser, booking) == ["Between us"]


async def test_the_same_again_is_one_message_and_an_id_is_one_messages(browser: Browser) -> None:
    booking, id = await booked(browser), uuid4()
    answers = await asyncio.gather(*(write(browser, booking, "Once", id=id) for _ in range(12)))
    assert {answer.status for answer in answers} == {201}
    assert all(answer.body == answers[0].body for answer in answers)
    assert await texts(browser, booking) == ["Once"]
    for text, role in (("Other words", "client"), ("Once", "professional")):
        other = await write(browser, booking, text, role, id=id)
        assert (other.status, other.slug) == (409, "conflict")
    assert [row[0] for row in await change(browser, "SELECT last_number FROM conversation")] == [1]


async def test_many_at_once_are_numbered_without_gap_or_double(browser: Browser) -> None:
    booking = await booked(browser)
    roles = ["client", "professional"] * 10
    answers = await asyncio.gather(*(write(browser, booking, str(n), role) for n, role in enumerate(roles)))
    assert sorted(answer.body["number"] for answer in answers) == list(range(1, 21))
    kept = await texts(browser, booking)
    assert sorted(kept, key=int) == [str(n) for n in range(20)]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_hostile_words_are_only_words(browser: Browser, text: str) -> None:
    booking = await booked(browser)
    sent = await write(browser, booking, text)
    assert sent.status == 201, sent.body
    assert await texts(browser, booking, "professional") == [unicodedata.normalize("NFC", text).strip()]


async def test_bounds(browser: Browser) -> None:
    booking = await booked(browser)
    assert (await write(browser, booking, "é" * 4000)).status == 201
    for body, field in (
        ({"text": "a" * 4001}, "text"),
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "\x07"}, "text"),
        ({"text": "x\0"}, "text"),
        ({"text": "x", "files": [str(uuid4())] * 2}, "files"),
        ({"text": "x", "files": [str(uuid4()) for _ in range(11)]}, "files"),
        ({"text": "x", "source": "mail"}, "source"),
        ({"text": "x", "id": "1"}, "id"),
        ({"text": "x", "number": 3}, "number"),
        ({"text": 7}, "text"),
    ):
        sent = {"id": str(uuid4()), **body}
        refused = await browser.post(f"/bookings/{booking.id}/messages", sent, by=booking.ben, role="client")
        assert (refused.status, refused.fields) == (422, [field]), body
    headers = {"Content-Type": "application/json"}
    for data, status in (
        (io.BytesIO(json.dumps({"id": str(uuid4()), "text": "a" * 10_000_000}).encode()), 413),
        ('{"id": "%s", "text": "\\ud800"}' % uuid4(), 422),  # noqa: UP031 - braces are JSON's
        (b'{"text": "\xff"}', 422),
        ("[" * 30_000, 422),
    ):
        raw = await browser.send(
            "POST", f"/bookings/{booking.id}/messages", by=booking.ben, role="client", headers=headers, data=data
        )
        assert raw.status == status, raw.body
    assert len(await texts(browser, booking)) == 1


async def test_nobody_floods_the_other(browser: Browser, clock: ManualClock) -> None:
    booking = await booked(browser)
    for n in range(30):
        assert (await write(browser, booking, str(n))).status == 201
    flood = await write(browser, booking, "31")
    assert (flood.status, flood.slug, flood.headers["Retry-After"]) == (429, "rate-limited", "3")
    assert (await write(browser, booking, "I may", "professional")).status == 201
    clock.move(seconds=2)
    assert (await write(browser, booking, "31")).status == 201


async def test_unread_is_counted_by_booking_and_role_in_one_query(browser: Browser) -> None:
    booking = await booked(browser)
    for text in ("one", "two", "three"):
        await write(browser, booking, text)
    await write(browser, booking, "mine", "professional")
    assert await unread(browser, booking, "professional") == {str(booking.id): 3}
    assert await unread(browser, booking, "client") == {str(booking.id): 1}
    statements: list[str] = []
    engine = browser.parts.engine.sync_engine

    def seen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", seen)
    try:
        await unread(browser, booking, "professional")
    finally:
        event.remove(engine, "before_cursor_execute", seen)
    assert sum("FROM correspondent" in statement for statement in statements) == 1
    assert sum("message" in statement for statement in statements) == 1
    assert await read(browser, booking, "professional", 2) == {"client": 0, "professional": 2}
    assert await unread(browser, booking, "professional") == {str(booking.id): 1}
    assert await read(browser, booking, "professional", 1) == {"client": 0, "professional": 2}, "only forward"
    assert await read(browser, booking, "professional", 2**31 - 1) == {"client": 0, "professional": 4}
    assert await unread(browser, booking, "professional") == {}
    assert (await listed(browser, booking))["read_up_to"] == {"client": 0, "professional": 4}
    await write(browser, booking, "later")
    assert await unread(browser, booking, "professional") == {str(booking.id): 1}


async def test_a_booking_without_a_word(browser: Browser) -> None:
    booking = await booked(browser)
    page = await listed(browser, booking)
    assert (page["items"], page["next_cursor"]) == ([], None)
    assert page["read_up_to"] == {"client": 0, "professional": 0}
    await write(browser, booking, "The first")
    newer = await listed(browser, booking, cursor=page["newer_cursor"])
    assert [item["text"] for item in newer["items"]] == ["The first"]
    assert await read(browser, booking, "professional", 0) == {"client": 0, "professional": 0}


async def test_what_was_cancelled_goes_quiet_after_two_weeks_and_stays_readable(
    browser: Browser, clock: ManualClock
) -> None:
    booking = await booked(browser)
    await write(browser, booking, "Before")
    cancelled = await browser.post(f"/bookings/{booking.id}/cancel", {}, by=booking.ada, role="professional")
    assert cancelled.status == 200
    assert (await write(browser, booking, "What a pity")).status == 201
    clock.set(clock.now() + timedelta(days=17))
    late = await write(browser, booking, "Hello?")
    assert (late.status, late.slug, late.body["why"]) == (409, "conflict", "ended")
    page = await listed(browser, booking)
    assert ([item["text"] for item in page["items"]], page["closed"]) == (["Before", "What a pity"], "ended")


async def edit(browser: Browser, booking: Booked, id: str, text: str, role: str = "client") -> Any:
    by = browser.token_now(booking.ben if role == "client" else booking.ada)
    return await browser.patch(f"/bookings/{booking.id}/messages/{id}", {"text": text}, by=by, role=role)


async def delete(browser: Browser, booking: Booked, id: str, role: str = "client") -> Any:
    by = browser.token_now(booking.ben if role == "client" else booking.ada)
    return await browser.delete(f"/bookings/{booking.id}/messages/{id}", by=by, role=role)


async def test_ones_own_words_are_changed_for_a_while_and_deleted_for_good(
    browser: Browser, clock: ManualClock
) -> None:
    booking = await booked(browser)
    id = (await write(browser, booking, "At fife")).body["id"]
    clock.move(minutes=1)
    changed = await edit(browser, booking, id, "At five")
    assert (changed.status, changed.body["edited_at"]) == (200, "2027-03-10T12:01:00Z")
    assert await texts(browser, booking, "professional") == ["At five"]
    assert (await edit(browser, booking, id, "")).status == 422
    assert (await edit(browser, booking, id, "x", "professional")).status == 403
    assert (await delete(browser, booking, id, "professional")).status == 403
    assert (await edit(browser, booking, str(uuid4()), "x")).status == 404
    again = await write(browser, booking, "At fife", id=UUID(id))
    assert (again.status, again.body["text"]) == (201, "At five"), "sent again, it is the one that was changed"
    clock.move(minutes=14)
    assert (await edit(browser, booking, id, "At six")).status == 409
    assert (await delete(browser, booking, id)).status == 204
    assert (await delete(browser, booking, id)).status == 204
    item = (await listed(browser, booking, "professional"))["items"][0]
    assert (item["text"], item["deleted"], item["number"]) == ("", True, 1)
    assert await unread(browser, booking, "professional") == {}
    assert (await change(browser, "SELECT text FROM message"))[0][0] == ""
    assert (await edit(browser, booking, id, "x")).status == 409


async def attachment(browser: Browser, booking: Booked, message: str, file: object, role: str) -> Any:
    by = booking.ben if role == "client" else booking.ada
    headers = {"Authorization": f"Bearer {browser.token_now(by)}", "X-Visavis-Role": role}
    path = f"/api/v1/bookings/{booking.id}/messages/{message}/files/{file}"
    async with browser.client.get(path, headers=headers) as response:
        return response.status, await response.read(), response.headers


async def test_files_go_along_and_are_fetched_by_both(browser: Browser) -> None:
    booking = await booked(browser)
    ids = [uuid4(), uuid4()]
    await bring(browser, booking.ben, PDF, "notice.pdf", id=ids[0])
    await bring(browser, booking.ben, picture("PNG"), "scan.png", id=ids[1])
    sent = await write(browser, booking, files=[str(id) for id in ids])
    assert sent.status == 201, sent.body
    page = await listed(browser, booking, "professional")
    assert [file["name"] for file in page["items"][0]["files"]] == ["notice.pdf", "scan.png"]
    for role in ("client", "professional"):
        status, content, headers = await attachment(browser, booking, sent.body["id"], ids[0], role)
        assert (status, content) == (200, PDF)
        assert headers["Content-Disposition"].startswith("attachment; ")
        assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    other = (await write(browser, booking, "Without files")).body["id"]
    for message, file in ((other, ids[0]), (sent.body["id"], uuid4()), (str(uuid4()), ids[0])):
        assert (await attachment(browser, booking, message, file, "professional"))[0] == 404
    own = await browser.get(f"/files/{ids[0]}", by=booking.ada, role="professional")
    assert own.status == 404, "only by the message it came with"
    again = await write(browser, booking, files=[str(id) for id in ids], id=UUID(sent.body["id"]))
    assert again.body == sent.body
    twice = await write(browser, booking, files=[str(ids[0])])
    assert (twice.status, twice.fields) == (422, ["files.0"])
    assert (await browser.delete(f"/files/{ids[0]}", by=booking.ben, role="client")).status == 409
    assert (await delete(browser, booking, sent.body["id"])).status == 204
    assert (await attachment(browser, booking, sent.body["id"], ids[0], "professional"))[0] == 404
    await browser.parts.files.collector()()
    assert await change(browser, "SELECT 1 FROM file") == []


async def test_only_ones_own_files_that_arrived_can_be_sent(browser: Browser) -> None:
    booking = await booked(browser)
    mine, theirs = uuid4(), uuid4()
    await bring(browser, booking.ben, PDF, id=mine)
    await bring(browser, booking.ada, PDF, id=theirs)
    for wrong in (theirs, uuid4()):
        refused = await write(browser, booking, "See", files=[str(mine), str(wrong)])
        assert (refused.status, refused.fields) == (422, ["files.1"])
    await change(browser, "UPDATE file SET stored_at = NULL WHERE id = :id", id=mine)
    refused = await write(browser, booking, "See", files=[str(mine)])
    assert (refused.status, refused.fields) == (422, ["files.0"])
    assert await texts(browser, booking) == [], "nothing of it was kept"
    await bring(browser, booking.ben, PDF, id=mine)
    answers = await asyncio.gather(*(write(browser, booking, str(n), files=[str(mine)]) for n in range(4)))
    assert sorted(answer.status for answer in answers) == [201, 422, 422, 422]


async def test_the_face_of_the_other_side(browser: Browser) -> None:
    booking = await booked(browser)
    await put(browser, booking.ada, picture("PNG"))
    seen = await browser.client.get(
        f"/api/v1/bookings/{booking.id}/photo",
        headers={"Authorization": f"Bearer {booking.ben.access_token}", "X-Visavis-Role": "client"},
    )
    assert (seen.status, seen.headers["Content-Type"]) == (200, "image/webp")
    assert seen.headers["Content-Disposition"].startswith("inline; ")
    none = await browser.get(f"/bookings/{booking.id}/photo", by=booking.ada, role="professional")
    assert none.status == 404, "he has none as a client"
