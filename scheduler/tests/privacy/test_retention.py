"""What is kept for a time only goes when that is over, by the hourly job, and not a day sooner."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import ManualClock
from scheduler.jobs.tidy import tidier
from scheduler.tests.fixtures import Browser
from scheduler.work import FORGETTERS

LOGIN = (
    "INSERT INTO login_session (id, account_id, created_at, last_used_at, proven_at, methods, device, network,"
    " ended_at) VALUES (gen_random_uuid(), :who, :at, :at, :at, '', '', '',"
)
# Table → days it is kept, and a row of it. :at is when it was made (or decided), :who a person.
KEPT = {
    "security_event": (
        365,
        "INSERT INTO security_event (account_id, at, kind, detail, device, network)"
        " VALUES (:who, :at, 'signed-in', '', '', '')",
    ),
    "notification": (
        180,
        "INSERT INTO notification (person_id, role, kind, title, body, path, created_at)"
        " VALUES (:who, 'client', 'message', '', '', '', :at)",
    ),
    "delivery": (
        90,
        "INSERT INTO delivery (id, cause, person_id, channel, kind, data, state, created_at)"
        " VALUES (gen_random_uuid(), gen_random_uuid(), :who, 'mail', 'message', '{}', 'done', :at)",
    ),
    "payment_event": (
        90,
        "INSERT INTO payment_event (id, kind, received_at) VALUES (gen_random_uuid()::text, 'paid', :at)"
        " RETURNING CAST(:who AS uuid)",
    ),
    "report": (
        730,
        "INSERT INTO report (id, reporter_id, kind, subject_id, reason, state, created_at, decided_at, decision)"
        " VALUES (gen_random_uuid(), :who, 'service', 'x', 'rude', 'upheld', :at, :at, 'seen')",
    ),
    "idempotency_key": (
        2,
        "INSERT INTO idempotency_key (account_id, operation, key, fingerprint, created_at)"
        " VALUES (:who, 'book', gen_random_uuid()::text, '', :at)",
    ),
    "challenge": (
        0,
        "INSERT INTO challenge (hash, purpose, account_id, data, created_at, expires_at, tries)"
        " VALUES (gen_random_uuid()::text::bytea, 'mfa', :who, '{}', :at, :at, 0)",
    ),
    "rate_limit": (
        1,
        "INSERT INTO rate_limit (key, due) SELECT gen_random_uuid()::text::bytea,"
        " extract(epoch FROM CAST(:at AS timestamptz)) WHERE CAST(:who AS uuid) IS NOT NULL",
    ),
    "login_session": (7, f"{LOGIN} :at)"),  # ended
    "login_session, never used again": (37, f"{LOGIN} NULL)"),
    "refresh_token": (
        7,
        f"WITH login AS ({LOGIN} NULL) RETURNING id)"
        " INSERT INTO refresh_token (hash, session_id, salt, issued_at, expires_at)"
        " SELECT gen_random_uuid()::text::bytea, id, '', :at, :at FROM login",
    ),
    "mail_token": (
        1,
        "INSERT INTO mail_token (hash, account_id, purpose, created_at, expires_at)"
        " VALUES (gen_random_uuid()::text::bytea, :who, 'verify', :at, :at)",
    ),
    "data_export": (
        7,
        "INSERT INTO data_export (id, person_id, requested_at, ready_at, expires_at, size)"
        " VALUES (gen_random_uuid(), :who, :at, :at, CAST(:at AS timestamptz) + interval '7 days', 0)",
    ),
    "api_key": (
        90,
        "INSERT INTO api_key (id, person_id, hash, hint, label, scopes, roles, created_at, revoked_at, due)"
        " VALUES (gen_random_uuid(), :who, gen_random_uuid()::text::bytea, '', '', '{bookings:read}', '{client}',"
        " :at, :at, 0)",
    ),
    "webhook_message": (
        30,
        "WITH endpoint AS (INSERT INTO webhook_endpoint (id, person_id, role, url, description, events, secret,"
        " sequence, active, created_at) VALUES (gen_random_uuid(), :who, 'client', '', '', '{*}', '', 0, true, :at)"
        " RETURNING id) INSERT INTO webhook_message (id, endpoint_id, cause, type, sequence, data, at, state,"
        " attempts, first_at) SELECT gen_random_uuid(), id, '', '', 1, '{}', :at, 'delivered', 1, :at FROM endpoint",
    ),
    "webhook_event": (
        7,
        "INSERT INTO webhook_event (id, event, room, received_at)"
        " SELECT gen_random_uuid()::text, '', '', :at WHERE CAST(:who AS uuid) IS NOT NULL",
    ),
    "room_placement": (
        7,
        "INSERT INTO room_placement (room_sid, node_id, seen_at)"
        " SELECT gen_random_uuid()::text, '', :at WHERE CAST(:who AS uuid) IS NOT NULL",
    ),
    "mail": (
        30,
        "INSERT INTO mail (id, kind, to_address, subject, text, html, message_id, created_at)"
        " SELECT gen_random_uuid(), '', '', '', '', '', gen_random_uuid()::text, :at"
        " WHERE CAST(:who AS uuid) IS NOT NULL",
    ),
}
# Proved where they are at home: what an admin decided about (messages), and the queue's own journal (jobs).
ELSEWHERE = {"scheduler.admin.messages", "scheduler.jobs.tidy"}


@pytest.mark.parametrize("table", KEPT)
async def test_each_kind_goes_when_its_time_is_over(browser: Browser, clock: ManualClock, table: str) -> None:
    ada = await browser.person("Ada")
    days, insert = KEPT[table]
    table = table.partition(",")[0]
    now = clock.now()
    young, old = now - timedelta(days=days) + timedelta(hours=1), now - timedelta(days=days) - timedelta(hours=1)

    async def count() -> int:
        async with browser.parts.sessions() as session:
            return int(await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    before = await count()
    async with browser.parts.sessions.begin() as session:
        for at in (young, old):
            await session.execute(text(insert), {"who": ada.id, "at": at})
    assert await count() == before + 2
    tidy = tidier(browser.parts.sessions, clock, FORGETTERS)
    await tidy()
    assert await count() == before + 1, "the older one is gone"
    clock.move(hours=2)
    await tidy()
    assert await count() <= before, "and then the other"


async def test_each_forgetter_forgets_something_that_is_tried_here(browser: Browser, clock: ManualClock) -> None:
    """One that is new has to be tried here too, or to be named as proved elsewhere."""
    ada = await browser.person("Ada")
    for forget in FORGETTERS:
        if forget.__module__ in ELSEWHERE:
            continue
        async with browser.parts.sessions.begin() as session:
            for days, insert in KEPT.values():
                at = clock.now() - timedelta(days=days, hours=1)
                await session.execute(text(insert), {"who": ada.id, "at": at})
            before = await rows(session)
            await forget(session, clock.now())
            await session.flush()
            assert await rows(session) < before, forget.__module__
            await session.rollback()


async def rows(session: AsyncSession) -> int:
    tables = {each.partition(",")[0] for each in KEPT}
    counts = " + ".join(f"(SELECT count(*) FROM {table})" for table in sorted(tables))
    return int(await session.scalar(text(f"SELECT {counts}")) or 0)


async def test_one_kind_that_cannot_be_forgotten_keeps_no_other(browser: Browser, clock: ManualClock) -> None:
    done: list[str] = []

    async def broken(session: AsyncSession, _now: datetime) -> None:
        await session.execute(text("SELECT * FROM no_such_table"))

    async def after(_session: AsyncSession, _now: datetime) -> None:
        done.append("after")

    with pytest.raises(ExceptionGroup):  # it is said, and counts as failed
        await tidier(browser.parts.sessions, clock, (broken, after))()
    assert done == ["after"]
