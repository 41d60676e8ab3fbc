"""What of money is in the way of somebody who wants to leave: what is owed to them, on its way, or owed by them.

The rule kept here: nobody's books are closed under them. Whoever has closed their professional side is paid out what
is left, however little it is (`payouts.py`), so that nobody has to stay for a few cents.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.money import Money

_STANDS: Final = text("""
SELECT account.kind, account.currency, sum(entry.amount_minor)::bigint AS stands
FROM ledger_account AS account JOIN ledger_entry AS entry ON entry.account_id = account.id
WHERE account.owner_id = :id
    AND account.kind IN ('professional_held', 'professional_payable', 'payout_transit', 'client_refund')
GROUP BY account.kind, account.currency HAVING sum(entry.amount_minor) <> 0
ORDER BY account.kind, account.currency
""")
_DISPUTED: Final = text(
    "SELECT EXISTS (SELECT 1 FROM charge_dispute JOIN charge ON charge.id = charge_dispute.charge_id"
    " WHERE charge.payee_id = :id AND charge_dispute.status = 'open')"
)
_OWED: Final = {
    "professional_held": "{amount} of yours is held until the time to contest a session is over.",
    "professional_payable": "{amount} is still to be paid out to you. Once your professional side is closed this is"
    " done within the hour, however little it is.",
    "payout_transit": "A payout of {amount} is on its way to you.",
    "client_refund": "A refund of {amount} is on its way to you.",
}
_OWING: Final = "{amount} that was given back or disputed after it was paid out to you is owed to us. Write to us."


async def in_the_way(session: AsyncSession, person_id: UUID, _now: datetime) -> str | None:
    """Why somebody cannot leave yet, in sentences; None when nothing of money is in the way."""
    said = []
    for row in await session.execute(_STANDS, {"id": person_id}):
        words = _OWED[row.kind] if row.stands < 0 else _OWING
        said.append(words.format(amount=Money(abs(row.stands), row.currency).words("en")))
    if await session.scalar(_DISPUTED, {"id": person_id}):
        said.append("A payment to you is disputed at a bank, which has not decided yet.")
    return " ".join(said) or None
