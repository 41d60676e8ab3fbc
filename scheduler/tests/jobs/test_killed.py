"""A worker killed in the middle of a mail: the next one finishes, and to the mailbox it is one mail."""

import asyncio
import os
import sys
from datetime import timedelta
from email import message_from_bytes

from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from scheduler.app import Parts
from scheduler.jobs.runner import Jobs
from scheduler.notifications import outbox
from scheduler.notifications.send import sender_job
from scheduler.notifications.tables import Mail


class SlowMailbox:
    """Takes a mail in, and says so only when let: the moment between sending and noting it."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.taken = asyncio.Event()
        self.go_on = asyncio.Event()

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.ids.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        self.taken.set()
        await self.go_on.wait()
        return "250 OK"


async def test_kill_9_between_sending_a_mail_and_noting_it(parts: Parts) -> None:
    mailbox = SlowMailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    settings = parts.settings
    worker = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "scheduler.tests.jobs.worker",
        env={
            "PATH": os.environ["PATH"],
            "VISAVIS_ENV": "test",
            "DATABASE_URL": settings.database_url,
            "VISAVIS_STATE_DIR": str(settings.state_dir),
            "VISAVIS_SMTP_URL": url,
        },
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert worker.stdout is not None
        assert await asyncio.wait_for(worker.stdout.readline(), 30) == b"running\n"
        async with parts.sessions.begin() as session:
            values = {"name": "Zoe", "url": "https://visavis.example"}
            written = await outbox.write(
                session,
                kind="verify",
                cause="1",
                to="z@example.org",
                locale="en",
                values=values,
                now=parts.clock.now(),
            )
            assert written
        await asyncio.wait_for(mailbox.taken.wait(), 30)
    finally:
        worker.kill()
        await worker.wait()
    mailbox.go_on.set()
    mailbox.taken.clear()
    await _run_the_next_worker(parts, url, mailbox)
    server.close()
    assert len(mailbox.ids) == 2, "the next worker sent it again"
    assert len(set(mailbox.ids)) == 1, "as the same mail"


async def _run_the_next_worker(parts: Parts, url: str, mailbox: SlowMailbox) -> None:
    jobs = Jobs(
        parts.settings.database_url, parts.sessions, parts.clock, parts.metrics, lost_after=timedelta(seconds=1)
    )
    jobs.register(outbox.SEND, sender_job(parts.sessions, parts.clock, url, "Visavis <hello@visavis.test>"))
    async with jobs.running():
        await asyncio.wait_for(mailbox.taken.wait(), 30)
    async with parts.sessions() as session:
        sent_at = (await session.scalars(select(Mail.sent_at))).one()
    assert sent_at is not None
    await parts.engine.dispose()
