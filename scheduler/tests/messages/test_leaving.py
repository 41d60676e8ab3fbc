"""Taking one's messages along, and leaving: one's own words go, the other's stay."""

from datetime import timedelta
from uuid import uuid4

from scheduler.clock import ManualClock
from scheduler.tests.files.samples import PDF
from scheduler.tests.files.test_upload import bring, lying
from scheduler.tests.fixtures import Browser
from scheduler.tests.messages.test_chat import agree, say
from scheduler.tests.messages.world import booked, change, texts, write
from scheduler.tests.notifications.world import START


async def test_ones_own_words_are_exported_and_erased(browser: Browser, clock: ManualClock) -> None:
    booking, file = await booked(browser), uuid4()
    clock.set(START)
    for role in ("client", "professional"):
        await agree(browser, booking, role)
    await bring(browser, booking.ben, PDF, "mine.pdf", id=file)
    await write(browser, booking, "Mine", files=[str(file)])
    await write(browser, booking, "Theirs", "professional")
    await say(browser, booking, "Said by me")
    await say(browser, booking, "Said by them", "professional")
    registry = browser.parts.registry
    async with browser.parts.sessions() as session:
        exported = {name: await load(session, booking.ben.id) for name, load in registry.loaders.items()}
        uploads = await registry.files["uploads"](session, booking.ben.id)
    assert [row["text"] for row in exported["message"]] == ["Mine", "Said by me"]
    assert [row["given"] for row in exported["chat_consent"]] == [True]
    assert [row["role"] for row in exported["correspondent"]] == ["client"]
    assert [row["name"] for row in exported["file"]] == ["mine.pdf"]
    assert uploads == [(f"{file}/mine.pdf", PDF)]
    for _ in range(2):  # it bears being run twice
        async with browser.parts.sessions.begin() as session:
            await registry.erase(session, booking.ben.id, clock.now() + timedelta(days=30))
    assert await texts(browser, booking, "professional") == ["", "Theirs", "Said by them"]
    assert await change(browser, "SELECT 1 FROM message WHERE text LIKE '%ine' OR text = 'Said by me'") == []
    await browser.parts.files.collector()()
    assert lying(browser) == []
