"""The mails of a booking: to both, each in their zone and with their role's sign, once; and what a booking holds
back."""

from scheduler.jobs.queue import enqueue
from scheduler.tests.booking.world import professional
from scheduler.tests.fixtures import Browser

START = "2027-03-11T17:00:00Z"


async def test_both_are_told_of_a_booking_and_of_its_end_each_in_their_own_time(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada Demo", title="Tax advice")
    ben = await browser.person("Ben", zone="America/New_York")
    wish = {"service_id": str(service), "start": START}
    booking = (await browser.post("/bookings", wish, by=ben, role="client")).body["id"]
    (to_ben,), (to_ada,) = await browser.mails(ben.email), await browser.mails(ada.email)
    assert to_ben["subject"] == "Booked: Tax advice with Ada Demo"
    assert to_ada["subject"] == "Ben booked Tax advice"
    assert "Thu, 11 Mar 2027, 12:00–13:00 · New York (GMT−5)" in to_ben["text"]
    assert "Thu, 11 Mar 2027, 18:00–19:00 · Berlin (GMT+1)" in to_ada["text"]
    assert to_ben["links"] == [f"http://localhost:3000/as/client/bookings/{booking}"]
    assert to_ada["links"] == [f"http://localhost:3000/as/professional/bookings/{booking}"]
    assert "You are the client here" in to_ben["html"]
    assert "You are the professional here" in to_ada["html"]
    async with browser.parts.sessions.begin() as session:
        await enqueue(session, "booking-mail", {"booking_id": booking, "kind": "confirmed"})
    assert len(await browser.mails(ben.email)) == 1, "the job run again tells nobody again"


async def test_a_professional_who_is_expected_cannot_close_her_side(browser: Browser) -> None:
    ada, service = await professional(browser, "Ada Demo")
    ben = await browser.person("Ben")
    wish = {"service_id": str(service), "start": START}
    booking = (await browser.post("/bookings", wish, by=ben, role="client")).body["id"]
    refused = await browser.post("/me/professional/deactivate", by=ada)
    assert (refused.status, refused.slug) == (409, "conflict")
    cancelled = await browser.post(f"/bookings/{booking}/cancel", {}, by=ada, role="professional")
    assert cancelled.status == 200
    assert (await browser.post("/me/professional/deactivate", by=ada)).status == 200
