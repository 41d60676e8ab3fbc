"""Reviews: only of meetings that took place, once, blind until both are written or the time for it is over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from scheduler.booking.outcome import Evidence
from scheduler.booking.states import STATUSES, Status
from scheduler.clock import ManualClock
from scheduler.reviews.rating import rating_job
from scheduler.reviews.rules import WRITTEN_WITHIN, NoReview, shown_from, why_not_review
from scheduler.tests.booking.test_clockwork import booked, was_there
from scheduler.tests.booking.test_requests import pass_time, rows
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

OVER = datetime(2027, 3, 12, 17, 5, tzinfo=UTC)


async def held(browser: Browser, clock: ManualClock) -> tuple[SignedInAs, SignedInAs, str]:
    """(professional, client, booking) of a meeting that took place and is over."""
    ada, carla, booking = await booked(browser)
    await was_there(browser, booking, carla, "client", (0, 60))
    await was_there(browser, booking, ada, "professional", (0, 60))
    clock.set(OVER)
    await pass_time(browser)
    return ada, carla, booking


async def review(browser: Browser, who: SignedInAs, role: str, booking: str, rating: int = 5) -> Answer:
    body = {"rating": rating, "text": "As it was"}
    return await browser.post(f"/bookings/{booking}/review", body, by=browser.token_now(who), role=role)


async def seen(browser: Browser, who: SignedInAs, role: str, booking: str) -> list[tuple[str, bool]]:
    """(side, mine) of the reviews that somebody sees on a booking."""
    answer = await browser.get(f"/bookings/{booking}/reviews", by=browser.token_now(who), role=role)
    return sorted((each["side"], each["mine"]) for each in answer.body["items"])


async def public(browser: Browser) -> list[tuple[int, str]]:
    return [(each["rating"], each["by"]) for each in (await browser.get("/professionals/ada/reviews")).body["items"]]


async def test_neither_reads_the_others_before_writing_their_own(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await held(browser, clock)
    assert (await review(browser, carla, "client", booking, 2)).status == 201
    assert await seen(browser, carla, "client", booking) == [("client", True)]
    assert await seen(browser, ada, "professional", booking) == []
    assert await public(browser) == []
    assert (await review(browser, ada, "professional", booking, 4)).status == 201
    assert await seen(browser, ada, "professional", booking) == [("client", False), ("professional", True)]
    assert await seen(browser, carla, "client", booking) == [("client", True), ("professional", False)]
    assert await public(browser) == [(2, "Carla")]
    assert (await browser.get("/professionals/ada")).body["rating"] == {"average": 2.0, "count": 1}
    twice = await review(browser, carla, "client", booking)
    assert (twice.status, twice.slug) == (409, "conflict")


async def test_after_two_weeks_it_is_shown_and_nobody_writes_any_more(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await held(browser, clock)
    assert (await review(browser, carla, "client", booking)).status == 201
    clock.set(OVER + WRITTEN_WITHIN - timedelta(seconds=1))
    assert await public(browser) == []
    clock.move(1)
    assert await public(browser) == [(5, "Carla")]
    assert (await browser.get("/professionals/ada")).body["rating"] is None
    await rating_job(browser.parts.sessions, clock)({"person_id": str(ada.id)})
    assert (await browser.get("/professionals/ada")).body["rating"] == {"average": 5.0, "count": 1}
    assert [row[0] for row in await rows(browser, "SELECT entrypoint FROM due_job WHERE entrypoint = 'rating'")]
    late = await review(browser, ada, "professional", booking)
    assert (late.slug, "two weeks" in late.body["detail"]) == ("conflict", True)


async def test_only_what_took_place_and_only_by_its_two_people(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await booked(browser)
    assert "not over" in (await review(browser, carla, "client", booking)).body["detail"]
    clock.set(OVER)
    await pass_time(browser)  # nobody came
    assert "took place" in (await review(browser, carla, "client", booking)).body["detail"]
    zoe = await browser.person("Zoe")
    assert (await review(browser, zoe, "client", booking)).status == 404
    assert (await review(browser, ada, "client", booking)).status == 403


async def test_a_professional_answers_once_and_an_admin_hides(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await held(browser, clock)
    boss = await browser.person("Boss")
    await browser.grant(boss, "admin")
    made = (await review(browser, carla, "client", booking, 1)).body
    path = f"/reviews/{made['id']}"
    blind = await browser.post(f"{path}/reply", {"text": "No"}, by=browser.token_now(ada), role="professional")
    assert blind.status == 404
    await review(browser, ada, "professional", booking)
    for expected in (200, 409):
        answer = await browser.post(
            f"{path}/reply", {"text": "Sorry"}, by=browser.token_now(ada), role="professional"
        )
        assert answer.status == expected
    shown = (await browser.get("/professionals/ada/reviews")).body["items"][0]
    assert (shown["reply"], shown["mine"]) == ("Sorry", False)
    hidden = await browser.post(f"{path}/hide", {"reason": "Insults"}, by=browser.token_now(boss), role="admin")
    assert hidden.status == 204
    assert await public(browser) == []
    assert (await browser.get("/professionals/ada")).body["rating"] is None
    assert await seen(browser, carla, "client", booking) == [("client", True), ("professional", False)]


async def test_the_public_list_pages_without_loss(browser: Browser, clock: ManualClock) -> None:
    ada, carla, booking = await held(browser, clock)
    await review(browser, carla, "client", booking)
    async with browser.parts.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO booking SELECT (jsonb_populate_record(booking, jsonb_build_object('id',"
                " gen_random_uuid()))).* FROM booking, generate_series(1, 11)"
            )
        )
        await session.execute(
            text(
                "INSERT INTO review SELECT gen_random_uuid(), booking.id, 'client', :me, :about, 3, '', now(),"
                " timestamptz '2027-03-12', '' FROM booking WHERE id <> :booking"
            ),
            {"me": carla.id, "about": ada.id, "booking": booking},
        )
    ids: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await browser.get("/professionals/ada/reviews", params={"limit": "4", **cursor})).body
        ids += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert len(ids) == len(set(ids)) == 11
    for broken in ("x", "WzEsMl0"):
        assert (await browser.get("/professionals/ada/reviews", params={"cursor": broken})).fields == ["cursor"]


@pytest.mark.parametrize(
    ("status", "evidence", "written", "days", "expected"),
    [
        ("completed", "held", False, 0, None),
        ("completed", None, False, 13.9, None),
        ("completed", "held", True, 0, "written"),
        ("completed", "held", False, 14, "too-late"),
        ("completed", "unknown", False, 0, "not-held"),
        ("no_show", "client-absent", False, 0, "not-held"),
        ("cancelled", None, False, 0, "not-held"),
        ("disputed", "held", False, 0, "not-over"),
        ("running", None, False, 0, "not-over"),
    ],
)
def test_who_may_review_when(
    status: Status, evidence: Evidence | None, written: bool, days: float, expected: NoReview | None
) -> None:
    now = OVER + timedelta(days=days)
    assert why_not_review(status, evidence, OVER, written=written, now=now) == expected


@given(st.sampled_from(STATUSES), st.booleans(), st.integers(0, 60))
def test_what_is_shown_at_once_needs_both(status: Status, other: bool, days: int) -> None:
    now = OVER + timedelta(days=days)
    if why_not_review(status, "held", OVER, written=False, now=now) is None:
        assert (shown_from(OVER, other, now) == now) == other
        assert shown_from(OVER, other, now) <= OVER + WRITTEN_WITHIN
