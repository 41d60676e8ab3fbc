"""Two tabs, one thing: entity tags, 304, and edits that know what they saw."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.app import Parts, assemble
from scheduler.http import etags
from scheduler.tests.booking.world import TERMS, professional, slots_of
from scheduler.tests.classes.school import one_class, seat
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

WEEK = {"zone": "Europe/Berlin", "hours": [{"weekday": 0, "start": "09:00", "end": "12:00"}]}
DAY, MORNING = "2027-05-03", {"ranges": [{"start": "09:00", "end": "11:00"}]}
CHOICES: dict[str, Any] = {"reminders": [60], "quiet_hours": None, "channels": {}}
# Path, the edit's method, and two bodies that differ.
EDITED: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("/me", "PATCH", {"name": "Ada One"}, {"name": "Ada Two"}),
    ("/me/client", "PUT", {"bio": "one"}, {"bio": "two"}),
    (
        "/me/professional",
        "PUT",
        {"headline": "One", "bio": "", "languages": ["en"], "categories": ["law"]},
        {"headline": "Two", "bio": "", "languages": ["en"], "categories": ["law"]},
    ),
    ("/me/notification-preferences", "PUT", CHOICES, {**CHOICES, "reminders": [30]}),
    ("/services/{service}", "PATCH", {"title": "One"}, {"title": "Two"}),
    ("/availability/weekly", "PUT", WEEK, {**WEEK, "hours": []}),
    ("/availability/limits", "PUT", {"max_per_day": 1}, {"max_per_day": 2}),
    ("/availability/schedules/{schedule}", "PATCH", {"name": "One"}, {"name": "Two"}),
    (f"/availability/overrides/{DAY}", "PUT", MORNING, {"ranges": []}),
    (f"/availability/schedules/{{schedule}}/overrides/{DAY}", "PUT", MORNING, {"ranges": []}),
    ("/bookings/{booking}/messages/{message}", "PATCH", {"text": "One"}, {"text": "Two"}),
]


async def edit(browser: Browser, who: SignedInAs, how: str, body: Any, tag: str | None) -> Answer:
    """`how`: method and path."""
    method, path = how.split()
    headers = {} if tag is None else {"If-Match": tag}
    return await browser.send(method, path, body, by=who, role="professional", headers=headers)


async def show(browser: Browser, ada: SignedInAs, path: str, **headers: str) -> Answer:
    return await browser.get(path, by=ada, role="professional", headers=headers)


async def things(browser: Browser) -> tuple[SignedInAs, dict[str, str]]:
    ada, service = await professional(browser, "Ada Example")
    week = {"name": "Mornings", **WEEK}
    made = await browser.post("/availability/schedules", week, by=ada, role="professional")
    for days in ("overrides", f"schedules/{made.body['id']}/overrides"):
        day = {"ranges": [{"start": "15:00", "end": "16:00"}]}
        assert (await edit(browser, ada, f"PUT /availability/{days}/{DAY}", day, None)).status == 200
    booking, message = await a_message(browser, ada, service)
    return ada, {"service": str(service), "schedule": made.body["id"], "booking": booking, "message": message}


async def a_message(browser: Browser, ada: SignedInAs, service: UUID) -> tuple[str, str]:
    """(booking, message) of a word of Ada's to somebody who has booked her."""
    zoe = await browser.person("Zoe")
    start = (await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z"))[0]
    wish = {"service_id": str(service), "start": start}
    booking = (await browser.post("/bookings", wish, by=zoe, role="client")).body["id"]
    words = {"id": str(uuid4()), "text": "Zero"}
    sent = await browser.post(f"/bookings/{booking}/messages", words, by=ada, role="professional")
    assert sent.status == 201, sent.body
    return booking, words["id"]


@pytest.mark.parametrize(("path", "method", "one", "two"), EDITED, ids=[each[0] for each in EDITED])
async def test_of_two_tabs_that_save_at_once_one_wins_and_the_other_is_told(
    browser: Browser, path: str, method: str, one: dict[str, Any], two: dict[str, Any]
) -> None:
    ada, ids = await things(browser)
    path = path.format(**ids)
    seen = (await show(browser, ada, path)).headers["ETag"]
    answers = await asyncio.gather(
        *(edit(browser, ada, f"{method} {path}", body, seen) for body in (one, two, one, two)),
    )
    won = [answer for answer in answers if answer.status == 200]
    lost = [answer for answer in answers if answer.status == 412]
    assert (len(won), len(lost)) == (1, 3), [answer.body for answer in answers]
    now = await show(browser, ada, path)
    for answer in lost:
        assert (answer.slug, answer.fields) == ("changed-meanwhile", ["If-Match"])
        assert answer.body["errors"][0]["hint"]
        assert answer.headers["ETag"] == answer.body["etag"] == now.headers["ETag"] != seen
    again = await edit(browser, ada, f"{method} {path}", two, now.headers["ETag"])
    assert again.status == 200, "with the new tag it goes on"


async def test_without_a_condition_the_last_to_write_wins(browser: Browser) -> None:
    ada, ids = await things(browser)
    path = f"/services/{ids['service']}"
    for title in ("One", "Two"):
        assert (await edit(browser, ada, f"PATCH {path}", {"title": title}, None)).status == 200
    assert (await edit(browser, ada, f"PATCH {path}", {"title": "Three"}, "*")).body["title"] == "Three"


async def test_an_edit_without_a_condition_cannot_slip_in_between_look_and_write(browser: Browser) -> None:
    """Whoever writes last knew the state before it, however the two interleave."""
    ada, _ = await things(browser)
    for round_ in range(8):
        seen = (await show(browser, ada, "/me/client")).headers["ETag"]
        careful, blunt = await asyncio.gather(
            edit(browser, ada, "PUT /me/client", {"bio": f"careful {round_}"}, seen),
            edit(browser, ada, "PUT /me/client", {"bio": f"blunt {round_}"}, None),
        )
        assert blunt.status == 200
        left = (await show(browser, ada, "/me/client")).body["bio"]
        assert left == f"blunt {round_}", "either it came second, or the careful one was refused"
        assert careful.status in {200, 412}


async def test_a_delete_knows_what_it_deletes(browser: Browser) -> None:
    ada, ids = await things(browser)
    other = f"/availability/schedules/{ids['schedule']}"
    for path in (f"/availability/overrides/{DAY}", f"{other}/overrides/{DAY}"):
        seen = (await show(browser, ada, path)).headers["ETag"]
        assert (await edit(browser, ada, f"PUT {path}", MORNING, None)).status == 200
        assert (await edit(browser, ada, f"DELETE {path}", None, seen)).status == 412
        assert (await show(browser, ada, path)).body["ranges"] == MORNING["ranges"]
    for path in (f"/services/{ids['service']}", other):
        seen = (await show(browser, ada, path)).headers["ETag"]
        key = "title" if "services" in path else "name"
        assert (await edit(browser, ada, f"PATCH {path}", {key: "Other"}, None)).status == 200
        assert (await edit(browser, ada, f"DELETE {path}", None, seen)).status == 412
        now = (await show(browser, ada, path)).headers["ETag"]
        assert (await edit(browser, ada, f"DELETE {path}", None, now)).status == 204
        assert (await edit(browser, ada, f"DELETE {path}", None, now)).status == 404


async def test_a_tab_that_saves_twice_goes_on_with_the_tag_of_its_own_edit(browser: Browser) -> None:
    ada, ids = await things(browser)
    path = f"/services/{ids['service']}"
    first = await edit(browser, ada, f"PATCH {path}", {"title": " One "}, "*")
    assert first.headers["Content-Location"] == f"/api/v1{path}"
    assert first.headers["ETag"] == (await show(browser, ada, path)).headers["ETag"]
    assert (await edit(browser, ada, f"PATCH {path}", {"title": "Two"}, first.headers["ETag"])).status == 200
    # After a PUT a tag says that what was sent was kept as it stands (RFC 9110, 9.3.4).
    kept = await edit(browser, ada, "PUT /me/client", {"bio": "kept"}, None)
    assert kept.headers["ETag"] == (await show(browser, ada, "/me/client")).headers["ETag"]
    trimmed = await edit(browser, ada, "PUT /me/client", {"bio": " trimmed "}, None)
    assert "ETag" not in trimmed.headers


async def test_what_one_has_is_not_sent_again(browser: Browser) -> None:
    ada, _ = await things(browser)
    first = await show(browser, ada, "/me")
    tag = first.headers["ETag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        answer = await show(browser, ada, "/me", **{"If-None-Match": known})
        assert (answer.status, answer.body, answer.headers["ETag"]) == (304, "", tag), known
    await browser.patch("/me", {"name": "New Name"}, by=ada)
    assert (await show(browser, ada, "/me", **{"If-None-Match": tag})).body["name"] == "New Name"
    assert (await show(browser, ada, "/me", **{"If-None-Match": tag.strip('"')})).fields == ["If-None-Match"]


async def test_a_condition_that_is_none_is_refused_and_changes_nothing(browser: Browser) -> None:
    ada, _ = await things(browser)
    for bad in ("abc", '"a" "b"', "", ",", '"a', "W/", '*, "a"'):
        answer = await edit(browser, ada, "PUT /me/client", {"bio": "x"}, bad)
        assert (answer.status, answer.fields) == (422, ["If-Match"]), bad
    weak = "W/" + (await show(browser, ada, "/me/client")).headers["ETag"]
    assert (await edit(browser, ada, "PUT /me/client", {"bio": "x"}, weak)).status == 412, "compared strongly"
    assert (await show(browser, ada, "/me/client")).body["bio"] == ""


async def test_a_strangers_thing_is_404_whatever_is_said_of_its_tag(browser: Browser) -> None:
    ada, ids = await things(browser)
    bob, _ = await professional(browser, "Bob Example")
    path = f"/services/{ids['service']}"
    seen = (await show(browser, ada, path)).headers["ETag"]
    for tag in (seen, '"x"', "*"):
        assert (await edit(browser, bob, f"PATCH {path}", {"title": "Mine"}, tag)).status == 404


async def test_a_repeated_edit_is_given_its_first_answer_not_told_that_it_changed(browser: Browser) -> None:
    _ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    start = (await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z"))[0]
    wish = {"service_id": str(service), "start": start}
    booked = (await browser.post("/bookings", wish, by=ben, role="client")).body["id"]
    path = f"/bookings/{booked}"
    seen = (await browser.get(path, by=ben, role="client")).headers["ETag"]
    headers = {"If-Match": seen, "Idempotency-Key": "once"}
    answers = [
        await browser.post(f"{path}/cancel", {"reason": ""}, by=ben, role="client", headers=headers) for _ in range(2)
    ]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == answers[1].body


async def test_a_booking_that_was_moved_meanwhile_is_not_cancelled_by_who_saw_the_old_time(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada Example")
    ben = await browser.person("Ben")
    starts = await slots_of(browser, service, "2027-03-11T00:00:00Z", "2027-03-12T00:00:00Z")
    wish = {"service_id": str(service), "start": starts[0]}
    path = f"/bookings/{(await browser.post('/bookings', wish, by=ben, role='client')).body['id']}"
    seen = (await browser.get(path, by=ben, role="client")).headers["ETag"]
    moved, cancelled = await asyncio.gather(
        browser.post(f"{path}/move", {"start": starts[8]}, by=ada, role="professional"),
        browser.post(f"{path}/cancel", {"reason": ""}, by=ben, role="client", headers={"If-Match": seen}),
    )
    now = await browser.get(path, by=ben, role="client")
    if cancelled.status == 412:
        assert (moved.status, now.body["status"]) == (200, "confirmed")
        assert cancelled.headers["ETag"] == now.headers["ETag"]
    else:
        assert (cancelled.status, moved.status, now.body["status"]) == (200, 409, "cancelled")
    stale = await browser.post(f"{path}/cancel", {"reason": ""}, by=ben, role="client", headers={"If-Match": seen})
    assert stale.status == 412
    other = await browser.post(f"{path}/cancel", {"reason": ""}, by=ben, role="client", headers={"If-Match": '"x"'})
    assert other.status == 412
    carla = await browser.person("Carla")
    answer = await browser.post(f"{path}/cancel", {"reason": ""}, by=carla, role="client", headers={"If-Match": seen})
    assert answer.status == 404


async def test_a_class_is_not_called_off_by_who_has_not_seen_who_comes(browser: Browser) -> None:
    ada, id = await one_class(browser)
    path = f"/classes/{id}"
    seen = (await show(browser, ada, path)).headers["ETag"]
    assert (await seat(browser, await browser.person("Ben"), id)).status == 201
    refused = await edit(browser, ada, f"POST {path}/cancel", {"reason": "ill"}, seen)
    assert (refused.status, refused.slug) == (412, "changed-meanwhile")
    now = await show(browser, ada, path)
    assert (now.body["status"], len(now.body["holders"])) == ("scheduled", 1)
    assert (await edit(browser, ada, f"POST {path}/cancel", {"reason": "ill"}, now.headers["ETag"])).status == 200


async def test_an_offer_that_is_new_needs_no_tag(browser: Browser) -> None:
    ada, _ = await things(browser)
    made = await browser.post("/services", TERMS, by=ada, role="professional", headers={"If-Match": '"x"'})
    assert made.status == 201


def test_every_put_and_patch_of_what_can_be_shown_honours_if_match(parts: Parts) -> None:
    """An edit at the path of a GET has no way around the tag, and what is edited can be shown."""
    by_path = {(each.method, each.path): each for each in parts.api.operations}
    for (method, path), each in by_path.items():
        shown = by_path.get(("GET", path))
        if method not in {"PUT", "PATCH", "DELETE"} or path in NO_TAG or (shown is None and method == "DELETE"):
            continue
        assert shown is not None, f"{method} {path}"
        assert each.edits == shown.handler, f"{method} {path}"
        assert shown.etag, path


NO_TAG = {
    "/api/v1/me/push-subscriptions",  # a list; the id stands in the query
    "/api/v1/me/totp",  # on or off: turning it off twice is turning it off
    "/api/v1/me/erasure",  # asked for or not
    "/api/v1/files/{id}",  # bytes that never change under their id
    "/api/v1/cards/{id}",  # kept or not: nobody edits a card
    "/api/v1/photo",  # bytes, kept under the id of what was sent
    "/api/v1/calendar-links/{id}/file",  # a whole file instead of the one before: nothing of it is edited
    "/api/v1/bookings/{id}/chat-consent",  # given or not, by the one who asks
    "/api/v1/classes/{id}/waiting",  # one's place, which others move; leaving is leaving
}


async def test_an_edit_of_what_nobody_shows_ends_the_start(parts: Parts) -> None:
    from scheduler.app import application
    from scheduler.people.profiles import change_me, show_me

    other = assemble(parts.settings, clock=parts.clock, ring=parts.ring)
    with pytest.raises(TypeError):
        other.api.declare("show_nothing", etag=True)
    with pytest.raises(TypeError):
        other.api.declare("cancel_booking", edits="show_nothing")
    del other.api._operations[show_me.__name__]
    assert any(each.handler == change_me for each in other.api.operations)
    with pytest.raises(TypeError):
        application(other)
    await other.engine.dispose()


OPAQUE = st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters='"'), max_size=20)
TAG = st.builds(lambda weak, text: f'{"W/" if weak else ""}"{text}"', st.booleans(), OPAQUE)


@given(
    st.lists(TAG, min_size=1, max_size=5), st.sampled_from([",", ", ", " ,\t", ",,"]), st.sampled_from(["", " ", ","])
)
def test_a_list_of_tags_is_read_as_it_was_written(tags: list[str], comma: str, around: str) -> None:
    found = etags.condition([around + comma.join(tags) + around])
    assert found is not None
    assert list(found.tags) == tags
    assert all(found.strongly(tag) for tag in tags)
    assert etags.condition(tags) == found, "one field or several"


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = etags.condition([text])
    except ValueError:
        return
    assert found is not None
    assert found.any == (not found.tags)


def test_a_long_header_costs_no_more_than_its_length() -> None:
    for text in ('"a"' + " ,\t" * 20_000 + "x", ", " * 30_000, '"' * 60_000):
        with pytest.raises(ValueError, match="entity tag"):
            etags.condition([text])
