"""Figures out of the database, each kind in one statement.

The rule kept here: money is what the ledger says it is; days are those on the host's wall that bookings keep, so that
no wall time is computed in SQL.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.figures.models import Counts, DayCount, Earned, Spent, Turnover, WaitingForAdmins, counted
from scheduler.payments.ledger import HOUSE

_MINE: Final = {"client": "client_id = :me", "professional": "professional_id = :me"}
_ALL: Final = "true"
_COUNTS: Final = """
SELECT status, absent, by, count(*)::int AS many FROM (
    SELECT status, absent, (SELECT actor_role FROM booking_event
        WHERE booking_id = booking.id AND after = 'cancelled' ORDER BY id DESC LIMIT 1) AS by
    FROM booking WHERE starts_at >= :since AND starts_at < :until AND {whose}
) AS found GROUP BY status, absent, by
"""
_DAYS: Final = """
SELECT local_start::date AS day, count(*)::int AS bookings FROM booking
WHERE starts_at >= :since AND starts_at < :until AND status IN ('confirmed', 'running', 'completed') AND {whose}
GROUP BY 1 ORDER BY 1
"""
# Of a class its host held one meeting, each of its clients one too; for the whole it is one.
_HELD: Final = """
SELECT coalesce(sum(minutes), 0)::int FROM (
    SELECT extract(epoch FROM ends_at - starts_at) / 60 AS minutes FROM booking
    WHERE starts_at >= :since AND starts_at < :until AND status = 'completed' AND {whose} AND {seats}
    UNION ALL
    SELECT extract(epoch FROM ends_at - starts_at) / 60 FROM class_session
    WHERE starts_at >= :since AND starts_at < :until AND status = 'completed' AND {held}
) AS held
"""
_PEOPLE: Final = """
SELECT count(*)::int AS people, count(*) FILTER (WHERE first >= :since)::int AS new_people FROM (
    SELECT {other} AS other, min(starts_at) AS first, max(starts_at) AS last FROM booking
    WHERE starts_at < :until AND status IN ('confirmed', 'running', 'completed', 'no_show', 'disputed') AND {whose}
    GROUP BY 1
) AS known WHERE last >= :since
"""
_OTHER: Final = {"client": "professional_id", "professional": "client_id"}
# Blind as everywhere: what nobody may read yet does not count.
_RATING: Final = text(
    "SELECT avg(rating)::float AS rating, count(*)::int AS reviews FROM review"
    " WHERE about_id = :me AND side = :author AND shown_from >= :since AND shown_from < :until"
    " AND shown_from <= :now AND hidden_at IS NULL"
)
_EARNED: Final = text("""
SELECT currency, coalesce(-sum(minor) FILTER (WHERE what = 'mine'), 0)::bigint AS earned_minor,
    coalesce(-sum(minor) FILTER (WHERE what = 'ours'), 0)::bigint AS commission_minor,
    coalesce(sum(minor) FILTER (WHERE what = 'sent'), 0)::bigint AS paid_out_minor
FROM (
    SELECT account.currency, entry.amount_minor AS minor,
        CASE account.kind WHEN 'commission' THEN 'ours' ELSE 'mine' END AS what
    FROM charge JOIN ledger_transaction AS done ON done.charge_id = charge.id
    JOIN ledger_entry AS entry ON entry.transaction_id = done.id
    JOIN ledger_account AS account ON account.id = entry.account_id
    WHERE charge.payee_id = :me AND done.at >= :since AND done.at < :until
        AND account.kind IN ('professional_held', 'professional_payable', 'commission')
    UNION ALL
    SELECT account.currency, entry.amount_minor, 'sent'
    FROM ledger_account AS account JOIN ledger_entry AS entry ON entry.account_id = account.id
    JOIN ledger_transaction AS done ON done.id = entry.transaction_id
    WHERE account.owner_id = :me AND account.kind = 'payout_transit' AND done.key LIKE :paid_out
        AND done.at >= :since AND done.at < :until
) AS lines GROUP BY currency ORDER BY currency
""")
_SPENT: Final = text("""
SELECT currency, sum(captured_minor)::bigint AS paid_minor, sum(refunded_minor)::bigint AS given_back_minor
FROM charge WHERE payer_id = :me AND paid_at >= :since AND paid_at < :until GROUP BY currency ORDER BY currency
""")
_TURNOVER: Final = text("""
SELECT currency, sum(paid)::bigint AS paid_minor, sum(back)::bigint AS given_back_minor,
    sum(ours)::bigint AS commission_minor
FROM (
    SELECT currency, captured_minor AS paid, refunded_minor AS back, 0 AS ours FROM charge
    WHERE paid_at >= :since AND paid_at < :until
    UNION ALL
    SELECT account.currency, 0, 0, -entry.amount_minor FROM ledger_transaction AS done
    JOIN ledger_entry AS entry ON entry.transaction_id = done.id
    JOIN ledger_account AS account ON account.id = entry.account_id
    WHERE account.kind = 'commission' AND account.owner_id = :house AND done.at >= :since AND done.at < :until
) AS moved GROUP BY currency ORDER BY currency
""")
_ACCOUNTS: Final = text("""
SELECT (SELECT count(*)::int FROM account WHERE created_at >= :since AND created_at < :until) AS new_accounts,
    (SELECT count(*)::int FROM account WHERE disabled_at IS NULL AND email_verified_at IS NOT NULL) AS accounts,
    (SELECT count(*)::int FROM professional WHERE active AND vetting <> 'suspended') AS professionals
""")
_WAITING: Final = text("""
SELECT (SELECT count(*)::int FROM professional WHERE vetting = 'submitted') AS vetting,
    (SELECT count(*)::int FROM report WHERE state = 'open') AS reports,
    (SELECT count(*)::int FROM booking WHERE status = 'disputed') AS disputes
""")


async def counts(session: AsyncSession, whose: str | None, values: dict[str, Any]) -> Counts:
    """How bookings stand; of one person in the role `whose`, or of all."""
    query = text(_COUNTS.format(whose=_MINE[whose] if whose else _ALL))
    rows = (await session.execute(query, values)).all()
    return counted([(row.status, row.absent, row.by, row.many) for row in rows])


async def days(session: AsyncSession, whose: str | None, values: dict[str, Any]) -> list[DayCount]:
    """How many meetings each day has; days without are left out."""
    query = text(_DAYS.format(whose=_MINE[whose] if whose else _ALL))
    return [DayCount(day=row.day, bookings=row.bookings) for row in await session.execute(query, values)]


async def minutes_held(session: AsyncSession, whose: str | None, values: dict[str, Any]) -> int:
    """The length of what was held."""
    of_client = whose == "client"
    query = _HELD.format(
        whose=_MINE[whose] if whose else _ALL,
        seats=_ALL if of_client else "class_id IS NULL",
        held="false" if of_client else _MINE[whose] if whose else _ALL,
    )
    return int(await session.scalar(text(query), values) or 0)


async def people(session: AsyncSession, whose: str, values: dict[str, Any]) -> tuple[int, int]:
    """How many others there were, and how many of them for the first time."""
    query = text(_PEOPLE.format(whose=_MINE[whose], other=_OTHER[whose]))
    row = (await session.execute(query, values)).one()
    return row.people, row.new_people


async def rating(
    session: AsyncSession, whose: str, values: dict[str, Any], now: datetime
) -> tuple[float | None, int]:
    """What the other side said of a person that may be read at `now`, of 5, and how many."""
    author = "client" if whose == "professional" else "professional"
    row = (await session.execute(_RATING, {**values, "author": author, "now": now})).one()
    return None if row.rating is None else round(row.rating, 2), row.reviews


async def earned(session: AsyncSession, values: dict[str, Any]) -> list[Earned]:
    """A professional's money, a line a currency."""
    return [Earned(**row._mapping) for row in await session.execute(_EARNED, {**values, "paid_out": "payout:%:paid"})]


async def spent(session: AsyncSession, values: dict[str, Any]) -> list[Spent]:
    """A client's money, a line a currency."""
    return [Spent(**row._mapping) for row in await session.execute(_SPENT, values)]


async def turnover(session: AsyncSession, values: dict[str, Any]) -> list[Turnover]:
    """The house's money, a line a currency."""
    rows = await session.execute(_TURNOVER, {**values, "house": HOUSE})
    return [Turnover(**row._mapping) for row in rows]


async def accounts(session: AsyncSession, values: dict[str, Any]) -> dict[str, int]:
    """How many accounts there are, and came."""
    return dict((await session.execute(_ACCOUNTS, values)).one()._mapping)


async def waiting(session: AsyncSession) -> WaitingForAdmins:
    """What waits for an admin."""
    return WaitingForAdmins(**(await session.execute(_WAITING)).one()._mapping)


def values_of(since: datetime, until: datetime, me: UUID | None = None) -> dict[str, Any]:
    """What the statements are given."""
    return {"since": since, "until": until, **({"me": me} if me is not None else {})}
