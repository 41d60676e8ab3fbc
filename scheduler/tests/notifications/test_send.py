"""Sending: over real SMTP, once to every mailbox whatever is killed, again when a server asks to wait."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from aiosmtplib import SMTPException
from sqlalchemy import select, update

from scheduler.jobs.queue import enqueue
from scheduler.jobs.tidy import tidier
from scheduler.notifications import outbox
from scheduler.notifications.render import Rendered
from scheduler.notifications.send import sender_job
from scheduler.notifications.tables import Mail
from scheduler.tests.fixtures import NOON, Browser
from scheduler.work import FORGETTERS

VALUES = {"name": "Zoë", "url": "https://visavis.example/verify?token=t"}


class Mailbox:
    """What an SMTP server took in; `answers` are given first, one a mail."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.answers: list[str] = []
        self.answer_to_content = "250 OK"
        self.recipients: list[str] = []

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.answers:
            return self.answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answer_to_content != "250 OK":
            return self.answer_to_content
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
async def smtp() -> AsyncIterator[tuple[str, Mailbox]]:
    """A real SMTP server on a free port: its URL and its mailbox."""
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield f"smtp://127.0.0.1:{port}", mailbox
    server.close()
    await server.wait_closed()


async def write(browser: Browser, cause: str = "1", to: str = "zoe@example.org") -> bool:
    async with browser.parts.sessions.begin() as session:
        return await outbox.write(
            session, kind="verify", cause=cause, to=to, locale="en", values=VALUES, now=browser.parts.clock.now()
        )


def use(browser: Browser, url: str) -> None:
    parts = browser.parts
    parts.jobs.register(outbox.SEND, sender_job(parts.sessions, parts.clock, url, "Visavis <hello@visavis.test>"))


async def the_mail(browser: Browser) -> Mail:
    async with browser.parts.sessions() as session:
        return (await session.scalars(select(Mail))).one()


async def test_a_mail_arrives_whole(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    assert await write(browser)
    await browser.parts.jobs.drain()
    (message,) = mailbox.messages
    row = await the_mail(browser)
    assert message["Message-ID"] == row.message_id
    assert message["To"] == "zoe@example.org"
    assert message["From"] == "Visavis <hello@visavis.test>"
    assert message["Date"] == "Wed, 10 Mar 2027 12:00:00 +0000"
    parts: dict[str, Any] = {part.get_content_type(): part for part in message.walk()}
    assert "Hello Zoë" in parts["text/plain"].get_content()
    assert "https://visavis.example/verify?token=t" in parts["text/html"].get_content()
    assert row.sent_at == browser.parts.clock.now()


async def test_long_addresses_and_an_invitation_arrive_as_they_were_written(
    browser: Browser, smtp: tuple[str, Mailbox]
) -> None:
    url, mailbox = smtp
    use(browser, url)
    end = f"https://visavis.example/api/v1/unsubscribe?token={'t' * 400}"
    async with browser.parts.sessions.begin() as session:
        rendered = Rendered("Größe " * 30, "Grüße\n" + "x" * 300, "<p>Grüße</p>")
        calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n"
        await outbox.put(
            session, uuid4(), "x", "z@example.org", rendered, now=NOON, calendar=calendar, unsubscribe=end
        )
    await browser.parts.jobs.drain()
    (message,) = mailbox.messages
    assert str(message["List-Unsubscribe"]).strip() == f"<{end}>"
    assert message["Subject"].strip() == ("Größe " * 30).strip()
    parts: dict[str, Any] = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/plain"].get_content().splitlines() == ["Grüße", "x" * 300]
    assert parts["text/calendar"].get_content().split() == calendar.split()
    assert (await the_mail(browser)).calendar is None, "what has left is not kept"


async def test_a_mail_that_has_left_keeps_no_link_and_is_forgotten_after_a_month(
    browser: Browser, smtp: tuple[str, Mailbox]
) -> None:
    """Its links open accounts: whoever reads the table later finds none."""
    url, mailbox = smtp
    use(browser, url)
    await write(browser)
    await browser.parts.jobs.drain()
    row = await the_mail(browser)
    assert len(mailbox.messages) == 1
    assert (row.text, row.html) == ("", "")
    tidy = tidier(browser.parts.sessions, browser.parts.clock, FORGETTERS)
    browser.parts.clock.move(days=29)  # type: ignore[attr-defined]
    await tidy()
    assert (await the_mail(browser)).id == row.id
    browser.parts.clock.move(days=2)  # type: ignore[attr-defined]
    await tidy()
    async with browser.parts.sessions() as session:
        assert (await session.scalars(select(Mail))).all() == []


async def test_one_cause_is_one_mail(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    assert await write(browser)
    assert not await write(browser)
    assert await write(browser, cause="2")
    await browser.parts.jobs.drain()
    assert len(mailbox.messages) == 2


async def test_a_job_that_is_run_again_sends_nothing_again(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    await write(browser)
    mail_id = str((await the_mail(browser)).id)
    async with browser.parts.sessions.begin() as session:
        for _ in range(3):
            await enqueue(session, outbox.SEND, {"mail_id": mail_id})
    await browser.parts.jobs.drain()
    assert len(mailbox.messages) == 1


async def test_killed_between_sending_and_noting_it_the_copy_is_the_same_mail(
    browser: Browser, smtp: tuple[str, Mailbox]
) -> None:
    """The row forgets that it was sent, as after a kill before the commit: mailboxes know the copy by its
    Message-ID."""
    url, mailbox = smtp
    use(browser, url)
    await write(browser)
    await browser.parts.jobs.drain()
    async with browser.parts.sessions.begin() as session:
        await session.execute(update(Mail).values(sent_at=None))
        await enqueue(session, outbox.SEND, {"mail_id": str((await the_mail(browser)).id)})
    await browser.parts.jobs.drain()
    assert len({(message["Message-ID"], message["Date"]) for message in mailbox.messages}) == 1
    assert len(mailbox.messages) == 2


async def test_a_transaction_that_fails_leaves_no_mail(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    async with browser.parts.sessions() as session:
        await session.begin()
        await outbox.write(
            session, kind="verify", cause="1", to="z@example.org", locale="en", values=VALUES, now=NOON
        )
        await session.rollback()
    await browser.parts.jobs.drain()
    assert mailbox.messages == []
    async with browser.parts.sessions() as session:
        assert (await session.scalars(select(Mail))).all() == []


async def test_a_server_that_asks_to_wait_is_asked_again(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    mailbox.answers = ["451 later, please"]
    await write(browser)
    await browser.parts.jobs.drain()
    assert len(mailbox.messages) == 1
    figures = (await browser.get("/metrics")).body
    assert 'scheduler_jobs_total{entrypoint="send-mail",outcome="retried"} 1.0' in figures


async def test_a_refusal_for_good_is_kept_and_not_repeated(browser: Browser, smtp: tuple[str, Mailbox]) -> None:
    url, mailbox = smtp
    use(browser, url)
    mailbox.answers = ["550 no such user"]
    await write(browser)
    await browser.parts.jobs.drain()
    await browser.parts.jobs.drain()
    row = await the_mail(browser)
    assert (row.refused, row.sent_at, mailbox.messages) == ("refused with 550", None, [])


async def test_content_that_is_refused_for_good_is_not_sent_for_ever(
    browser: Browser, smtp: tuple[str, Mailbox]
) -> None:
    url, mailbox = smtp
    use(browser, url)
    mailbox.answer_to_content = "554 looks like spam"
    await write(browser)
    await browser.parts.jobs.drain()
    row = await the_mail(browser)
    assert (row.refused, row.sent_at) == ("refused with 554", None)


async def test_an_address_the_server_cannot_write_is_not_tried_for_ever(
    browser: Browser, smtp: tuple[str, Mailbox]
) -> None:
    """This server does not speak SMTPUTF8 (RFC 6531)."""
    url, mailbox = smtp
    use(browser, url)
    await write(browser, to="zoë@example.org")
    await browser.parts.jobs.drain()
    row = await the_mail(browser)
    assert (row.refused, row.sent_at, mailbox.messages) == ("the server cannot take this address", None, [])


async def test_a_password_goes_to_no_server_that_does_not_encrypt(browser: Browser) -> None:
    """Whoever stands between could hide that the server offers STARTTLS (RFC 8314)."""
    heard: list[object] = []

    def overhear(*said: object) -> AuthResult:
        heard.append(said)
        return AuthResult(success=True)

    def plain() -> SMTP:
        return SMTP(Mailbox(), authenticator=overhear, auth_require_tls=False)

    server = await asyncio.get_running_loop().create_server(plain, "127.0.0.1", 0)
    await write(browser)
    parts, row = browser.parts, await the_mail(browser)
    url = f"smtp://visavis:secret-pw@127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(SMTPException, match="STARTTLS"):
            await sender_job(parts.sessions, parts.clock, url, "V <v@visavis.test>")({"mail_id": str(row.id)})
    assert heard == []


async def test_without_a_server_the_mail_page_has_it(browser: Browser) -> None:
    await write(browser)
    await browser.parts.jobs.drain()
    page = (await browser.get("/dev/mail")).body["items"]
    assert [(mail["to"], mail["links"]) for mail in page] == [("zoe@example.org", [VALUES["url"]])]
    assert page[0]["sent_at"] == "2027-03-10T12:00:00Z"
    assert (await browser.get("/dev/mail", params={"to": "other@example.org"})).body == {"items": []}
