"""What is kept for a time only goes when that is over, by the hourly job, and not a day sooner."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduler.clock import ManualClock
from scheduler.jobs.tidy import tidier
from scheduler.tests.fixtures import Browser
from scheduler.work import FORGETTERS

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
}


@pytest.mark.parametrize("table", KEPT)
async def test_each_kind_goes_when_its_time_is_over(browser: Browser, clock: ManualClock, table: str) -> None:
    ada = await browser.person("Ada")
    days, insert = KEPT[table]
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
