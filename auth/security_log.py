"""What happened to an account's safety, for its owner to read: sign-ins, failures, changes of every proof.

The rule kept here: rows are only added, hold no secret and no whole address, and go after KEPT_FOR.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth.accounts import normalise_email
from auth.devices import coarse_address, device_words
from auth.tables import Account, SecurityEvent

KEPT_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request came from, as far as it is kept."""

    device: str = ""
    network: str = ""

    @classmethod
    def of(cls, user_agent: str, address: str) -> "Place":
        """The place of a request."""
        return cls(device_words(user_agent), coarse_address(address))


NOWHERE: Final = Place()


async def note(
    session: AsyncSession, account_id: UUID, kind: str, now: datetime, place: Place = NOWHERE, *, detail: str = ""
) -> None:
    """Add one event."""
    row = {"account_id": account_id, "kind": kind, "at": now, "detail": detail}
    await session.execute(insert(SecurityEvent).values(**row, device=place.device, network=place.network))


async def note_failure(session: AsyncSession, email: str, now: datetime, place: Place) -> None:
    """A wrong password for an address: the same statement whether it has an account or not."""
    columns = ["account_id", "at", "kind", "detail", "device", "network"]
    values = (literal("sign-in-failed"), literal(""), literal(place.device), literal(place.network))
    found = select(Account.id, bindparam("at", now, type_=SecurityEvent.at.type), *values)
    await session.execute(
        insert(SecurityEvent).from_select(columns, found.where(Account.email == normalise_email(email)))
    )


async def is_new_device(session: AsyncSession, account_id: UUID, device: str) -> bool:
    """Whether somebody signed in before, and never from a device like this one, as far as it is kept."""
    signed_in = (SecurityEvent.account_id == account_id, SecurityEvent.kind == "signed-in")
    like = select(func.bool_or(SecurityEvent.device == device)).where(*signed_in)
    return await session.scalar(like) is False


async def of_account(
    session: AsyncSession, account_id: UUID, limit: int, before: int | None
) -> Sequence[SecurityEvent]:
    """The newest first, older than the event `before`."""
    query = select(SecurityEvent).where(SecurityEvent.account_id == account_id)
    if before is not None:
        query = query.where(SecurityEvent.id < before)
    return (await session.scalars(query.order_by(SecurityEvent.id.desc()).limit(limit))).all()


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete what is older than KEPT_FOR."""
    await session.execute(delete(SecurityEvent).where(SecurityEvent.at < now - KEPT_FOR))
