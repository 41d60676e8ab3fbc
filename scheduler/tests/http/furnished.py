"""What exists when the whole document is attacked, by the paths that name it: so that handlers are reached, and not
only their 404."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

import aiohttp
from sqlalchemy import text

from scheduler.tests.booking.test_paid import settled
from scheduler.tests.files.samples import PDF
from scheduler.tests.files.test_upload import bring
from scheduler.tests.fixtures import Answer, Browser, SignedInAs

SEVERAL: Final = 6
"""Of what can be deleted there are so many: what deletes one leaves others to be met."""


def ok(answer: Answer) -> Any:
    assert answer.status in {200, 201, 202, 204}, answer.body
    return answer.body


async def furnish(
    browser: Browser, ada: SignedInAs, ben: SignedInAs, booking: str, bought: dict[str, str]
) -> dict[str, list[str]]:
    """More of Ada's, Ben's and their booking's things; by the beginning of a path, up to the parameter. `bought`: the
    payments of a package and of a subscription's first month."""
    return {
        **await _calendar(browser, ada),
        **await _messages(browser, ben, ada, booking),
        **await _money(browser, ben, bought),
        **await _webhooks(browser, ada),
        **await _link(browser, ada),
        "/reviews": [await _review(browser, ada, ben, booking)],
    }


async def _first(browser: Browser, query: str) -> str:
    async with browser.parts.sessions() as session:
        return str(await session.scalar(text(f"{query} LIMIT 1")))


async def _calendar(browser: Browser, ada: SignedInAs) -> dict[str, list[str]]:
    role: dict[str, Any] = {"by": ada, "role": "professional"}
    now = datetime.now(UTC)

    def day(ahead: int) -> str:
        return (now + timedelta(days=ahead)).strftime("%Y-%m-%d")

    found: dict[str, list[str]] = {}
    hours = [{"weekday": 0, "start": "09:00", "end": "12:00"}]
    for n in range(SEVERAL):
        away = {"start": f"{day(100 + n)}T09:00", "end": f"{day(100 + n)}T10:00"}
        trip = {"first_day": day(200 + 2 * n), "last_day": day(200 + 2 * n), "zone": "Asia/Tokyo"}
        week = {"name": f"Week {n}", "zone": "Europe/Berlin", "hours": hours}
        for path, wish in (
            ("/availability/time-off", away),
            ("/availability/travel", trip),
            ("/availability/schedules", week),
            ("/calendar-links", {"kind": "file", "name": "Work"}),
        ):
            made = ok(await browser.post(path, wish, **role))
            found.setdefault(path, []).append(str(made.get("id") or made["schedule"]["id"]))
    feed = ok(await browser.post("/calendar-feed", {"shows": "full"}, **role))
    return {**found, "/calendar-feeds": [feed["secret_url"].rpartition("/")[2].removesuffix(".ics")]}


async def _messages(browser: Browser, ben: SignedInAs, ada: SignedInAs, booking: str) -> dict[str, list[str]]:
    path, ids, files = f"/bookings/{booking}/messages", [], []
    for n in range(SEVERAL):
        files.append(str(uuid4()))
        ok(await bring(browser, ben, PDF, f"{n}.pdf", id=UUID(files[-1])))
        wish = {"id": str(uuid4()), "text": f"Number {n}", "files": [files[-1]]}
        ids.append(str(ok(await browser.post(path, wish, by=ben, role="client"))["id"]))
    reported = ids[-1]
    reason = {"reason": "This is not kind."}
    ok(await browser.post(f"{path}/{reported}/report", reason, by=ada, role="professional"))
    return {
        "/bookings/{id}/messages": ids,
        "/bookings/{id}/messages/{message_id}/files": files,
        "/admin/messages": [reported],
        "/admin/messages/{id}/files": files[-1:],
        "/files": files,
    }


async def _money(browser: Browser, ben: SignedInAs, bought: dict[str, str]) -> dict[str, list[str]]:
    await settled(browser)
    for payment in bought.values():
        shown = ok(await browser.get(f"/payments/{payment}", by=ben, role="client"))
        url = f"{shown['gateway_url']}/v1/payment_intents/{shown['intent_id']}/confirm"
        body = {"client_secret": shown["client_secret"], "card": "ok"}
        async with aiohttp.ClientSession() as http, http.post(url, json=body) as answer:
            assert answer.status == 200
    await settled(browser)
    cards = ok(await browser.get("/cards", by=ben, role="client"))["items"]
    return {
        "/payments": list(bought.values()),
        "/admin/payments": list(bought.values()),
        "/invoices": [await _first(browser, "SELECT id FROM invoice")],
        "/cards": [each["id"] for each in cards],
        "/admin/packages": [await _first(browser, "SELECT id FROM prepayment WHERE subscription_id IS NULL")],
        "/admin/subscriptions": [await _first(browser, "SELECT id FROM subscription")],
    }


async def _webhooks(browser: Browser, ada: SignedInAs) -> dict[str, list[str]]:
    role: dict[str, Any] = {"by": ada, "role": "professional"}
    wish = {"url": "http://127.0.0.1:1/hook", "events": ["*"]}
    ids = [_id(ok(await browser.post("/webhook-endpoints", wish, **role))) for _ in range(SEVERAL)]
    sent = [ok(await browser.post(f"/webhook-endpoints/{each}/test", **role))["id"] for each in ids]
    return {"/webhook-endpoints": ids, "/webhook-endpoints/{id}/deliveries": sent}


def _id(made: Any) -> str:
    return str(made["id"] if "id" in made else made["endpoint"]["id"])


async def _link(browser: Browser, ada: SignedInAs) -> dict[str, list[str]]:
    role: dict[str, Any] = {"by": ada, "role": "professional"}
    offer = {"title": "For friends", "duration_minutes": 30, "price_minor": 0, "currency": "EUR", "secret": True}
    service = ok(await browser.post("/services", offer, **role))["id"]
    links = [ok(await browser.post(f"/services/{service}/links", {"label": f"{n}"}, **role)) for n in range(SEVERAL)]
    advice = await _first(browser, "SELECT id FROM service WHERE seats IS NULL AND NOT secret")
    return {
        "/links": [each["secret"] for each in links],
        "/services/{id}/links": [each["link"]["id"] for each in links],
        "/services": [advice, service] * (SEVERAL // 2),
        "/widget/{slug}/services": [advice],
    }


async def _review(browser: Browser, ada: SignedInAs, ben: SignedInAs, booking: str) -> str:
    review = uuid4()
    async with browser.parts.sessions.begin() as session:
        statement = (
            "INSERT INTO review SELECT :id, :booking, 'client', :me, :about, 3, 'Fine', now(),"
            " now() - interval '1 day', ''"
        )
        values = {"id": review, "booking": booking, "me": ben.id, "about": ada.id}
        await session.execute(text(statement), values)
    return str(review)
