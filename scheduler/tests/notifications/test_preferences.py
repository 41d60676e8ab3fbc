"""What people may choose, what stays on, and ending mails from within a mail."""

from datetime import timedelta
from email import message_from_bytes
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from auth import keys
from scheduler.clock import ManualClock
from scheduler.notifications import unsubscribe
from scheduler.notifications.kinds import KINDS
from scheduler.notifications.preferences import LOCKED, Preferences, transactional
from scheduler.notifications.send import message_of
from scheduler.notifications.tables import Mail
from scheduler.tests.fixtures import NOON, RING, Browser, SignedInAs
from scheduler.tests.notifications.world import Booked, booked, happens, lines

PATH = "/me/notification-preferences"
OFF = {"mail": False, "web_push": False, "mobile_push": False, "in_app": False}


async def test_the_usual_until_somebody_chooses(browser: Browser) -> None:
    ada = await browser.person("Ada")
    shown = (await browser.get(PATH, by=ada)).body
    assert (shown["reminders"], shown["quiet_hours"]) == ([1440, 60], None)
    assert shown["channels"]["reminders"] == {**dict.fromkeys(OFF, True), "locked": []}
    assert shown["channels"]["marketing"] == {**OFF, "locked": []}
    assert shown["channels"]["money"]["locked"] == ["mail", "in_app"]


async def test_what_is_chosen_is_kept_whole_and_for_oneself(browser: Browser) -> None:
    ada, ben = await browser.person("Ada"), await browser.person("Ben")
    body = {
        "reminders": [10, 10, 300],
        "quiet_hours": {"start": "22:00", "end": "07:30"},
        "channels": {"messages": {"mail": False}, "bookings": {"web_push": False}, "marketing": {"mail": True}},
    }
    answer = await browser.put(PATH, body, by=ada)
    assert answer.status == 200
    shown = (await browser.get(PATH, by=ada)).body
    assert shown == answer.body
    assert (shown["reminders"], shown["quiet_hours"]) == ([300, 10], body["quiet_hours"])
    assert [shown["channels"][name]["mail"] for name in ("messages", "bookings", "marketing")] == [False, True, True]
    assert not shown["channels"]["bookings"]["web_push"]
    assert (await browser.get(PATH, by=ben)).body["reminders"] == [1440, 60]
    assert (await browser.put(PATH, {"reminders": []}, by=ada)).body["channels"]["messages"]["mail"]


WRONG: list[tuple[Any, str]] = [
    ({"reminders": [4]}, "reminders.0"),
    ({"reminders": [40321]}, "reminders.0"),
    ({"reminders": [10, 20, 30, 40, 50, 60]}, "reminders"),
    ({"reminders": [], "quiet_hours": {"start": "22:00", "end": "22:00"}}, "quiet_hours.end"),
    ({"reminders": [], "quiet_hours": {"start": "24:00", "end": "07:00"}}, "quiet_hours.start"),
    ({"reminders": [], "channels": {"bookings": {"mail": False}}}, "channels.bookings.mail"),
    ({"reminders": [], "channels": {"money": {"in_app": False}}}, "channels.money.in_app"),
    ({"reminders": [], "channels": {"gossip": {"mail": False}}}, "channels.gossip"),
]


async def test_what_cannot_be_chosen_is_refused_by_name(browser: Browser) -> None:
    ada = await browser.person("Ada")
    for body, field in WRONG:
        answer = await browser.put(PATH, body, by=ada)
        assert (answer.status, answer.fields) == (422, [field])


def test_contracts_and_money_are_always_told_by_mail_and_in_the_list() -> None:
    silent = Preferences(choices={category: dict.fromkeys(("mail", "in-app"), False) for category, _ in LOCKED})
    assert all(silent.wants(category, channel) for category, channel in LOCKED)
    assert {name for name, kind in KINDS.items() if not transactional(kind.category)} == {
        "reminder",
        "completed",
        "message",
    }


async def newest(browser: Browser, who: SignedInAs) -> Mail:
    query = select(Mail).where(Mail.to_address == who.email).order_by(Mail.created_at.desc()).limit(1)
    async with browser.parts.sessions() as session:
        return (await session.scalars(query)).one()


async def review_asked(browser: Browser) -> tuple[Booked, Mail]:
    booking = await booked(browser)
    browser.parts.clock.move(minutes=1)  # type: ignore[attr-defined]
    await happens(browser, booking, "completed", event_id=1)
    return booking, await newest(browser, booking.ben)


async def test_a_mail_that_may_be_ended_says_how_and_one_click_ends_it(browser: Browser) -> None:
    booking, mail = await review_asked(browser)
    assert mail.unsubscribe is not None
    message = message_from_bytes(message_of(mail, "V <v@visavis.test>").as_bytes())
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert str(message["List-Unsubscribe"]).strip() == f"<{mail.unsubscribe}>"
    path = mail.unsubscribe.removeprefix("http://localhost:3000")
    assert path.startswith("/api/v1/unsubscribe?token=")
    assert path.removeprefix("/api/v1") in mail.text, "and a page of the web asks first"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for _ in range(2):
        answer = await browser.send("POST", path, headers=form, data=b"List-Unsubscribe=One-Click")
        assert answer.status == 204
    shown = (await browser.get(PATH, by=booking.ben)).body["channels"]
    assert (shown["reminders"]["mail"], shown["reminders"]["in_app"], shown["messages"]["mail"]) == (
        False,
        True,
        True,
    )
    before = len(await browser.mails(booking.ben.email))
    await happens(browser, booking, "completed", event_id=2)
    assert len(await browser.mails(booking.ben.email)) == before
    assert len(await lines(browser, booking.ben, "completed")) == 2


async def test_a_mail_about_what_was_agreed_or_paid_carries_no_way_to_end_it(browser: Browser) -> None:
    booking = await booked(browser)
    mail = await newest(browser, booking.ben)
    assert mail.unsubscribe is None
    assert "unsubscribe" not in mail.text + mail.html


async def test_a_token_that_is_not_ours_too_old_or_for_what_stays_ends_nothing(
    browser: Browser, clock: ManualClock
) -> None:
    ada = await browser.person("Ada")
    make, strange = unsubscribe.tokens(RING), unsubscribe.tokens(keys.ring_of(Ed25519PrivateKey.generate()))
    good = make(ada.id, "messages", NOON)
    bad = [
        "x",
        good[:-4] + "AAAA",
        strange(ada.id, "messages", NOON),
        make(ada.id, "messages", NOON - timedelta(days=366)),
        make(ada.id, "money", NOON),
        make(uuid4(), "messages", NOON),
        ada.access_token,
    ]
    for token in bad:
        answer = await browser.send("POST", "/unsubscribe", params={"token": token})
        assert answer.status == 404, token
    assert (await browser.get("/unsubscribe", params={"token": good})).status == 405, "asking changes nothing"
    assert (await browser.get(PATH, by=ada)).body["channels"]["messages"]["mail"]
    assert (await browser.send("POST", "/unsubscribe", params={"token": good})).status == 204
    assert not (await browser.get(PATH, by=ada)).body["channels"]["messages"]["mail"]
    assert (await browser.get("/me", by=good)).status == 401, "it opens nothing"
