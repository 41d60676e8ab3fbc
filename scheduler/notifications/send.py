"""The job that sends one mail. Without an SMTP server the row itself is the mail, and counts as sent."""

import logging
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

import aiosmtplib
from sqlalchemy import select

from scheduler.clock import Clock
from scheduler.jobs.runner import Handler
from scheduler.notifications.tables import Mail
from scheduler.store.engine import Sessions

log = logging.getLogger("scheduler.mail")
TIMEOUT_S = 20


def message_of(mail: Mail, sender: str) -> EmailMessage:
    """The row as a message (RFC 5322): text, HTML and the invitation as alternatives, the invitation also as a file
    (some mailboxes act on the one, some on the other). One-click unsubscribing is RFC 8058's."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to_address
    message["Subject"] = mail.subject
    message["Message-ID"] = mail.message_id
    message["Date"] = format_datetime(mail.created_at)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday replies, please
    if mail.unsubscribe is not None:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    if mail.calendar is not None:
        method = "CANCEL" if "\nMETHOD:CANCEL" in mail.calendar else "REQUEST"
        message.add_alternative(mail.calendar, subtype="calendar", params={"method": method})
        message.add_attachment(mail.calendar, subtype="calendar", filename="invite.ics", params={"method": method})
    # An address is longer than the usual line and must not be cut or encoded; RFC 5322 allows 998 octets.
    message.policy = message.policy.clone(max_line_length=998)
    return message


def sender_job(sessions: Sessions, clock: Clock, smtp_url: str | None, sender: str) -> Handler:
    """The handler of `send-mail`. Raises (and so is tried again) when the server cannot be reached or asks to
    wait."""

    async def send(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            query = select(Mail).where(
                Mail.id == UUID(payload["mail_id"]), Mail.sent_at.is_(None), Mail.refused.is_(None)
            )
            # The row stays locked while it is sent: two workers with the same job send once.
            mail = await session.scalar(query.with_for_update())
            if mail is None:
                return
            if smtp_url is not None:
                mail.refused = await _deliver(message_of(mail, sender), smtp_url)
                mail.text = mail.html = ""
                mail.calendar = mail.unsubscribe = None  # what has left is not kept: its links open accounts
            if mail.refused is None:
                mail.sent_at = clock.now()

    return send


async def _deliver(message: EmailMessage, smtp_url: str) -> str | None:
    """None when the server took it, why not when it never will. Raises for everything that may pass."""
    url = urlsplit(smtp_url)
    secure = url.scheme == "smtps"
    try:
        await aiosmtplib.send(
            message,
            hostname=url.hostname,
            port=url.port or (465 if secure else 587),
            username=unquote(url.username) if url.username else None,
            password=unquote(url.password) if url.password else None,
            use_tls=secure,
            # With a password STARTTLS is not a question: without one, a relay on this machine may do without.
            start_tls=True if url.username and not secure else None,
            timeout=TIMEOUT_S,
        )
    except aiosmtplib.SMTPRecipientsRefused as error:
        codes = [refusal.code for refusal in error.recipients]
        if all(code >= 500 for code in codes):
            log.warning("a mail was refused for good", extra={"codes": codes})
            return f"refused with {codes[0]}"
        raise
    except aiosmtplib.SMTPDataError as error:
        if error.code >= 500:
            log.warning("a mail was refused for good", extra={"codes": [error.code]})
            return f"refused with {error.code}"
        raise
    except aiosmtplib.SMTPNotSupported:
        if str(message["To"]).isascii():
            raise  # about how we sign in there: an operator can mend that
        log.warning("a mail's address needs SMTPUTF8, which the server does not speak")
        return "the server cannot take this address"
    return None
