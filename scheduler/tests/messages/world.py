"""Two people with a booking, and what they write to each other."""

from typing import Any
from uuid import UUID, uuid4

from scheduler.tests.fixtures import Answer, Browser, SignedInAs
from scheduler.tests.notifications.world import Booked, booked, change

__all__ = ["Booked", "booked", "change", "drain", "listed", "texts", "unread", "write"]


def sender(booking: Booked, role: str) -> SignedInAs:
    """Who is on a side: Ada is the professional, Ben the client."""
    return booking.ada if role == "professional" else booking.ben


async def write(
    browser: Browser, booking: Booked, text: str = "", role: str = "client", *, id: UUID | None = None, **more: Any
) -> Answer:
    """Write a message as one of the two."""
    body = {"id": str(id or uuid4()), "text": text, **more}
    by = browser.token_now(sender(booking, role))
    return await browser.post(f"/bookings/{booking.id}/messages", body, by=by, role=role)


async def listed(browser: Browser, booking: Booked, role: str = "client", **params: Any) -> dict[str, Any]:
    """A page of the messages, as one of the two reads them."""
    by = browser.token_now(sender(booking, role))
    answer = await browser.get(f"/bookings/{booking.id}/messages", by=by, role=role, params=params)
    assert answer.status == 200, answer.body
    return dict(answer.body)


async def texts(browser: Browser, booking: Booked, role: str = "client") -> list[str]:
    """What stands there."""
    return [item["text"] for item in (await listed(browser, booking, role, limit=100))["items"]]


async def unread(browser: Browser, booking: Booked, role: str) -> dict[str, int]:
    """Unread messages by booking."""
    answer = await browser.get("/messages/unread", by=browser.token_now(sender(booking, role)), role=role)
    assert answer.status == 200, answer.body
    found = {item["booking_id"]: item["unread"] for item in answer.body["items"]}
    assert sum(found.values()) == answer.body["total"]
    return found


async def read(browser: Browser, booking: Booked, role: str, up_to: int) -> dict[str, int]:
    """Mark as read."""
    by = browser.token_now(sender(booking, role))
    path = f"/bookings/{booking.id}/messages/read"
    answer = await browser.post(path, {"up_to": up_to}, by=by, role=role)
    assert answer.status == 200, answer.body
    return dict(answer.body["read_up_to"])


async def drain(browser: Browser) -> None:
    """Run what is due."""
    await browser.parts.jobs.drain()
