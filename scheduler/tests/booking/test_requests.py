"""What a professional wants to be asked: it occupies both, waits a day at most, and is answered once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from scheduler.booking.clockwork import clockwork
from scheduler.bridges import load_attended
from scheduler.clock import ManualClock
from scheduler.tests.booking.world import offer, professional, slots_of
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

START = "2027-03-12T16:00:00Z"
LATER = "2027-03-12T18:00:00Z"


async def ask(browser: Browser, who: SignedInAs | str, service: UUID, start: str = START, **more: object) -> Answer:
    body = {"service_id": str(service), "start": start, **more}
    return await browser.post("/bookings", body, by=who, role="client")


async def pass_time(browser: Browser) -> None:
    """Let the clockwork look once."""
    parts = browser.parts
    await clockwork(parts.sessions, parts.clock, load_attended, parts.settings.room_grace_s)()


async def rows(browser: Browser, query: str, **values: Any) -> list[tuple[Any, ...]]:
    async with browser.parts.sessions() as session:
        return [tuple(row) for row in await session.execute(text(query), values)]


async def test_asked_approved_and_seen_by_both(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    carla = await browser.person("Carla")
    asked = await ask(browser, carla, service)
    assert (asked.status, asked.body["status"]) == (201, "requested")
    assert asked.body["expires_at"] == "2027-03-11T12:00:00Z"
    assert asked.body["can_answer"] is False
    path = f"/bookings/{asked.body['id']}"
    seen = await browser.get(path, by=ada, role="professional")
    assert (seen.body["can_answer"], seen.body["status"]) == (True, "requested")
    approved = await browser.post(f"{path}/approve", {"reason": "Gladly"}, by=ada, role="professional")
    assert (approved.status, approved.body["status"], approved.body["expires_at"]) == (200, "confirmed", None)
    assert await rows(browser, "SELECT DISTINCT expires_at FROM occupancy") == [(None,)]
    for action in ("approve", "decline"):
        again = await browser.post(f"{path}/{action}", {}, by=ada, role="professional")
        assert (again.status, again.slug) == (409, "conflict")
        assert "is confirmed" in again.body["detail"]
    happened = (await browser.get(f"{path}/history", by=carla, role="client")).body["items"]
    assert [(each["by"], each["role"], each["before"], each["after"], each["reason"]) for each in happened] == [
        ("Carla", "client", None, "requested", ""),
        ("Ada", "professional", "requested", "confirmed", "Gladly"),
    ]


async def test_a_request_takes_the_time_of_both_until_it_is_declined(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    _, other = await professional(browser, "Ben")
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    asked = await ask(browser, carla, service)
    assert START not in await slots_of(browser, service, START, LATER)
    assert (await ask(browser, zoe, service)).slug == "slot-taken"
    assert (await ask(browser, carla, other)).slug == "slot-taken"
    path = f"/bookings/{asked.body['id']}/decline"
    assert (await browser.post(path, {}, by=carla, role="client")).slug == "role-not-held"
    declined = await browser.post(path, {"reason": "On leave"}, by=ada, role="professional")
    assert declined.body["status"] == "declined"
    assert (await ask(browser, zoe, service)).status == 201
    assert (await ask(browser, carla, other)).status == 201


async def test_a_lapsed_request_is_in_nobodys_way_before_anybody_looked(browser: Browser, clock: ManualClock) -> None:
    """The time is free at the very moment; whoever books first takes the dead row away."""
    ada, service = await professional(browser, "Ada", approval=True)
    carla, zoe = await browser.person("Carla"), await browser.person("Zoe")
    asked = await ask(browser, carla, service)
    clock.set(datetime(2027, 3, 11, 11, 59, 59, tzinfo=UTC))
    assert START not in await slots_of(browser, service, START, LATER)
    clock.move(1)
    assert START in await slots_of(browser, service, START, LATER)
    late = await browser.post(
        f"/bookings/{asked.body['id']}/approve", {}, by=browser.token_now(ada), role="professional"
    )
    assert (late.status, late.slug) == (409, "conflict")
    assert "not answered in time" in late.body["detail"]
    assert (await ask(browser, browser.token_now(zoe), service)).status == 201
    assert await rows(browser, "SELECT status FROM booking ORDER BY created_at") == [("expired",), ("requested",)]
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(2,)]
    await pass_time(browser)
    assert await rows(browser, "SELECT count(*) FROM booking_event WHERE after = 'expired'") == [(1,)]


async def test_time_alone_expires_what_waits(browser: Browser, clock: ManualClock) -> None:
    """And never later than the time it was asked for."""
    _, service = await professional(browser, "Ada", approval=True)
    carla = await browser.person("Carla")
    soon = await ask(browser, carla, service, "2027-03-10T13:00:00Z")
    assert soon.body["expires_at"] == "2027-03-10T13:00:00Z"
    clock.move(hours=1)
    await pass_time(browser)
    assert await rows(browser, "SELECT status, settled_at IS NOT NULL FROM booking") == [("expired", True)]
    assert await rows(browser, "SELECT actor_id, actor_role, after FROM booking_event ORDER BY id DESC LIMIT 1") == [
        (None, "system", "expired")
    ]
    assert await rows(browser, "SELECT count(*) FROM occupancy") == [(0,)]


async def test_three_requests_to_one_professional_and_no_more(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    second = await offer(browser.parts.sessions, ada.id, browser.parts.clock.now(), approval=True)
    carla = await browser.person("Carla")
    made = [await ask(browser, carla, service, f"2027-03-12T{hour}:00:00Z") for hour in (8, 10, 12) if hour > 9]
    made.append(await ask(browser, carla, second, "2027-03-12T14:00:00Z"))
    assert [each.status for each in made] == [201, 201, 201]
    fourth = await ask(browser, carla, second)
    assert (fourth.status, fourth.slug) == (409, "conflict")
    taken_back = await browser.post(f"/bookings/{made[0].body['id']}/cancel", {}, by=carla, role="client")
    assert (taken_back.status, taken_back.body["status"]) == (200, "cancelled")
    assert (await ask(browser, carla, second)).status == 201


@pytest.mark.parametrize("answer", ["approve", "decline"])
async def test_only_the_professional_answers(browser: Browser, answer: str) -> None:
    ada, service = await professional(browser, "Ada", approval=True)
    zoe, _ = await professional(browser, "Zoe")
    carla = await browser.person("Carla")
    path = f"/bookings/{(await ask(browser, carla, service)).body['id']}/{answer}"
    assert (await browser.post(path, {}, by=zoe, role="professional")).status == 404
    assert (await browser.post(path, {}, by=ada, role="client")).status == 403
    assert await rows(browser, "SELECT status FROM booking") == [("requested",)]


QUESTIONS: list[dict[str, Any]] = [
    {"key": "goal", "label": "What would you like to reach?", "required": True, "kind": "text"},
    {"key": "level", "label": "Your level", "kind": "choice", "options": ["new", "old hand"]},
    {"key": "topics", "label": "Topics", "kind": "choices", "options": ["tax", "law", "art"]},
    {"key": "recorded", "label": "May it be recorded?", "kind": "yes-no"},
]


async def test_questions_are_answered_or_the_booking_is_not_made(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada")
    carla = await browser.person("Carla")
    asked = await browser.patch(f"/services/{service}", {"intake": QUESTIONS}, by=ada, role="professional")
    assert asked.status == 200, asked.body
    for answers, field in (
        ({}, "answers.goal"),
        ({"goal": "Peace", "level": "expert"}, "answers.level"),
        ({"goal": "Peace", "topics": ["tax", "tax"]}, "answers.topics"),
        ({"goal": "Peace", "recorded": "yes"}, "answers.recorded"),
        ({"goal": True}, "answers.goal"),
        ({"goal": "Peace", "shoe_size": "44"}, "answers.shoe_size"),
    ):
        refused = await ask(browser, carla, service, answers=answers)
        assert (refused.status, refused.fields) == (422, [field]), refused.body
    assert await rows(browser, "SELECT count(*) FROM booking") == [(0,)]
    given = {"goal": "Peace", "topics": ["law", "tax"], "recorded": False}
    made = await ask(browser, carla, service, answers=given)
    assert made.body["answers"] == [
        {"key": "goal", "label": "What would you like to reach?", "answer": "Peace"},
        {"key": "topics", "label": "Topics", "answer": ["law", "tax"]},
        {"key": "recorded", "label": "May it be recorded?", "answer": False},
    ]
    await browser.patch(f"/services/{service}", {"intake": []}, by=ada, role="professional")
    kept = await browser.get(f"/bookings/{made.body['id']}", by=ada, role="professional")
    assert kept.body["answers"] == made.body["answers"]


@pytest.mark.parametrize(
    "questions",
    [
        [{"key": "a", "label": "A"}, {"key": "a", "label": "B"}],
        [{"key": "a", "label": "A", "kind": "choice"}],
        [{"key": "a", "label": "A", "options": ["x"]}],
        [{"key": "a", "label": "A", "kind": "choice", "options": ["x", "x"]}],
        [{"key": "A b", "label": "A"}],
    ],
    ids=["one key twice", "a choice of nothing", "options of a text", "an option twice", "no key"],
)
async def test_questions_that_cannot_be_are_refused(browser: Browser, questions: list[dict[str, Any]]) -> None:
    ada, service = await professional(browser, "Ada")
    refused = await browser.patch(f"/services/{service}", {"intake": questions}, by=ada, role="professional")
    assert refused.status == 422
    assert all(field.startswith("intake") for field in refused.fields)


def test_a_request_lapses_within_a_day() -> None:
    from scheduler.booking.service import lapses_at

    now = datetime(2027, 3, 10, 12, tzinfo=UTC)
    assert lapses_at("requested", now + timedelta(hours=30), now) == now + timedelta(hours=24)
    assert lapses_at("held", now + timedelta(hours=3), now) == now + timedelta(minutes=15)
    assert lapses_at("held", now + timedelta(minutes=9), now) == now + timedelta(minutes=9)
    assert lapses_at("confirmed", now + timedelta(hours=3), now) is None
