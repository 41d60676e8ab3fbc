"""The ledger: double entry, written once, never changed.

The rules kept here: a transaction adds up to zero in each currency (checked here, and by the database at the commit);
its key says what happened, and the same key again writes nothing. Positive is into an account, negative out of it; so
what we hold at the gateway is positive, and what we owe to somebody negative.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID, uuid4

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.money import exponent
from scheduler.payments.tables import LedgerAccount, LedgerEntry, LedgerTransaction

HOUSE: Final = UUID(int=0)
Kind = Literal[
    "gateway",  # what the gateway holds for us
    "client_refund",  # owed to a client: refunds asked for and not yet settled
    "prepaid",  # paid in advance: owed to clients as sessions, by the professional who owns the account
    "professional_held",  # owed to a professional once the meeting has been
    "professional_payable",  # owed to a professional now; positive after a payout that was disputed later
    "payout_transit",  # sent to a professional and not yet confirmed
    "commission",  # our income
    "fee",  # what the gateway keeps
    "dispute",  # money that banks took back and that is not decided
    "dispute_reserve",  # the other side of it, already taken from whoever would bear it
    "loss",  # what nobody else bears
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line before it is written."""

    kind: Kind
    amount_minor: int
    owner_id: UUID = HOUSE


class UnbalancedError(ValueError):
    """The lines do not add up to zero; nothing was written."""


def check(lines: Sequence[Line]) -> list[Line]:
    """The lines with those to one account joined, and those that move nothing left out. Raises UnbalancedError."""
    sums: dict[tuple[Kind, UUID], int] = defaultdict(int)
    for line in lines:
        sums[line.kind, line.owner_id] += line.amount_minor
    if sum(sums.values()) != 0:
        raise UnbalancedError(f"the lines add up to {sum(sums.values())}, not to zero")
    # In one order everywhere: two transactions that make the same accounts must not wait for each other.
    keys = sorted((each for each in sums if sums[each]), key=lambda each: (each[0], each[1].int))
    return [Line(kind, sums[kind, owner], owner) for kind, owner in keys]


async def post(
    session: AsyncSession,
    key: str,
    currency: str,
    lines: Sequence[Line],
    now: datetime,
    *,
    charge_id: UUID | None = None,
) -> bool:
    """Write a transaction unless its key is there already; whether it was written. Raises UnbalancedError.

    Lines that move nothing at all (a charge of which all is given back before) leave no transaction."""
    exponent(currency)
    moving = check(lines)
    if not moving:
        return False
    row = {"id": uuid4(), "key": key, "at": now, "charge_id": charge_id}
    written = insert(LedgerTransaction).values(**row).on_conflict_do_nothing(index_elements=[LedgerTransaction.key])
    transaction_id = await session.scalar(written.returning(LedgerTransaction.id))
    if transaction_id is None:
        return False
    accounts = [await _account(session, line, currency) for line in moving]
    entries = [
        {"transaction_id": transaction_id, "account_id": account, "amount_minor": line.amount_minor}
        for account, line in zip(accounts, moving, strict=True)
    ]
    await session.execute(insert(LedgerEntry).values(entries))
    return True


async def _account(session: AsyncSession, line: Line, currency: str) -> int:
    names = {"kind": line.kind, "owner_id": line.owner_id, "currency": currency}
    found = select(LedgerAccount.id).filter_by(**names)
    account = await session.scalar(found)
    if account is None:
        await session.execute(insert(LedgerAccount).values(**names).on_conflict_do_nothing())
        account = (await session.execute(found)).scalar_one()
    return account


async def balance(session: AsyncSession, kind: Kind, currency: str, owner_id: UUID = HOUSE) -> int:
    """The sum of one account, in minor units."""
    query = text(
        "SELECT coalesce(sum(e.amount_minor), 0)::bigint FROM ledger_entry e JOIN ledger_account a"
        " ON a.id = e.account_id WHERE a.kind = :kind AND a.owner_id = :owner AND a.currency = :currency"
    )
    return int(await session.scalar(query, {"kind": kind, "owner": owner_id, "currency": currency}) or 0)


async def balances(session: AsyncSession) -> Mapping[tuple[str, UUID, str], int]:
    """Every account that is not empty: (kind, owner, currency) → minor units."""
    query = text(
        "SELECT a.kind, a.owner_id, a.currency, sum(e.amount_minor)::bigint FROM ledger_entry e"
        " JOIN ledger_account a ON a.id = e.account_id GROUP BY 1, 2, 3 HAVING sum(e.amount_minor) <> 0"
    )
    return {(kind, owner, currency): total for kind, owner, currency, total in await session.execute(query)}


# What the rows of charges, refunds, disputes and payouts say each account must hold; the ledger says what it does.
_EXPECTED: Final = """
    SELECT 'gateway' AS kind, currency, captured_minor - refunded_minor AS minor FROM charge
    UNION ALL SELECT 'gateway', c.currency, CASE d.status WHEN 'won' THEN 0 ELSE -d.amount_minor END
        FROM charge_dispute d JOIN charge c ON c.id = d.charge_id
    UNION ALL SELECT 'gateway', currency, -amount_minor FROM payout WHERE status = 'paid'
    UNION ALL SELECT 'gateway', a.currency, -e.amount_minor FROM ledger_entry e
        JOIN ledger_account a ON a.id = e.account_id WHERE a.kind = 'fee'
    UNION ALL SELECT 'client_refund', c.currency, -r.amount_minor
        FROM charge_refund r JOIN charge c ON c.id = r.charge_id WHERE r.status = 'requested'
    UNION ALL SELECT 'prepaid', currency, -unearned_minor FROM charge
    UNION ALL SELECT 'payout_transit', currency, -amount_minor FROM payout WHERE status = 'requested'
    UNION ALL SELECT 'dispute', c.currency, d.amount_minor
        FROM charge_dispute d JOIN charge c ON c.id = d.charge_id WHERE d.status = 'open'
"""


async def drift(session: AsyncSession) -> list[tuple[str, str, int]]:
    """Where the books are wrong: (what, currency, by how many minor units). Empty, or something is broken.

    Three things are compared: everything adds up to zero; each transaction does; and the accounts hold what the
    charges, refunds, disputes and payouts say."""
    query = text(
        f"WITH expected AS ({_EXPECTED}), held AS (SELECT a.kind, a.currency, e.amount_minor AS minor"  # noqa: S608 - a constant
        " FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id)"
        " SELECT kind, currency, sum(minor)::bigint AS off FROM (SELECT kind, currency, minor FROM held"
        "   WHERE kind IN ('gateway', 'client_refund', 'prepaid', 'payout_transit', 'dispute')"
        "   UNION ALL SELECT kind, currency, -minor FROM expected) AS both_sides"
        " GROUP BY 1, 2 HAVING sum(minor) <> 0"
        " UNION ALL SELECT 'everything', currency, sum(minor)::bigint FROM held GROUP BY 2 HAVING sum(minor) <> 0"
        " UNION ALL SELECT 'transaction ' || e.transaction_id, a.currency, sum(e.amount_minor)::bigint"
        " FROM ledger_entry e JOIN ledger_account a ON a.id = e.account_id"
        " GROUP BY e.transaction_id, a.currency HAVING sum(e.amount_minor) <> 0"
    )
    return [(what, currency, off) for what, currency, off in await session.execute(query)]
