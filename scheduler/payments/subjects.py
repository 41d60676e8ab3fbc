"""What is paid for, as payments know it: a kind and an id. The owner of a kind registers what follows from payment.

The rule kept here: locks are taken in the order people → class → the rest. A charge is of the rest, so whoever moves
one lets the subject's owner take its locks first.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.tables import Charge, Refund

OnPaid = Callable[[AsyncSession, UUID, Charge, datetime], Awaitable[bool]]
OnDeclined = Callable[[AsyncSession, UUID, Charge, datetime], Awaitable[None]]
OnFailed = Callable[[AsyncSession, UUID, Charge, datetime], Awaitable[None]]
OnFailedLater = Callable[[AsyncSession, UUID, Charge, str, datetime], Awaitable[None]]
OnReturned = Callable[[AsyncSession, UUID, Refund], Awaitable[None]]
Lock = Callable[[AsyncSession, UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subject:
    """Which thing: as in ("booking", its id)."""

    kind: str
    id: UUID


async def nobody_declines(_session: AsyncSession, _subject_id: UUID, _charge: Charge, _now: datetime) -> None:
    """For kinds whose charges are never taken from a kept card."""


async def nobody_waits(
    _session: AsyncSession, _subject_id: UUID, _charge: Charge, _attempt: str, _now: datetime
) -> None:
    """For kinds whose payers hear of it in another way."""


async def nothing_to_lock(_session: AsyncSession, _subject_id: UUID) -> None:
    """For kinds whose callbacks lock nothing that comes before a charge."""


async def nothing_to_tell(_session: AsyncSession, _subject_id: UUID, _refund: Refund) -> None:
    """For kinds whose payers are told of it in another way."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """What the owner of a kind does, all inside the transaction that moves the charge, and once for a charge.

    on_paid: money is there (or held on the card). False: the subject can no longer be had, and all is given back.
    on_failed: the charge is dead, nothing was paid. A declined card is not: the client may try another.
    on_failed_later: its payer had done their part and left, and the bank then gave nothing; once for an attempt. The
    charge is open still. A card that is declined at once is not told: its payer sees it.
    on_returned: so much has left the gateway on its way back to the payer; once for a refund.
    on_declined: a kept card was asked with nobody there, and gave nothing; once for each of `charge.attempts`.
    """

    on_paid: OnPaid
    on_failed: OnFailed
    lock: Lock = nothing_to_lock
    on_returned: OnReturned = nothing_to_tell
    on_declined: OnDeclined = nobody_declines
    on_failed_later: OnFailedLater = nobody_waits


class Subjects:
    """The kinds, by name."""

    def __init__(self) -> None:
        self._kinds: dict[str, SubjectKind] = {}

    def register(self, name: str, kind: SubjectKind) -> None:
        """Say what happens when something of this kind is paid."""
        self._kinds[name] = kind

    def of(self, name: str) -> SubjectKind:
        """The kind of this name. Raises LookupError: a charge of a kind nobody registered is a mistake in app.py."""
        if name not in self._kinds:
            raise LookupError(f"no subject kind {name!r} is registered")
        return self._kinds[name]
