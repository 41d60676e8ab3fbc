"""Idempotency keys: the answer of a request is kept in the transaction that did its work, and given again.

The rule kept here: the key is claimed first and the answer stored last, in one transaction. A twin that arrives
meanwhile waits on the claim; if the first fails, its claim is gone and the twin does the work.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.http.problems import FieldError, Problem
from scheduler.store.base import Base

KEPT_FOR = timedelta(hours=48)


class IdempotencyKey(Base):
    """One answered request of one account."""

    __tablename__ = "idempotency_key"
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    answer: Mapped[bytes | None]
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """A key, and the request (by fingerprint) it stands for."""

    account_id: UUID
    operation: str
    key: str
    fingerprint: bytes

    async def take(self, session: AsyncSession, now: datetime) -> bytes | None:
        """Claim the key; None when it is ours to do, else the answer given before. Raises 409 for another request."""
        row = {
            "account_id": self.account_id,
            "operation": self.operation,
            "key": self.key,
            "fingerprint": self.fingerprint,
            "created_at": now,
        }
        claimed = await session.execute(
            insert(IdempotencyKey).values(**row).on_conflict_do_nothing().returning(IdempotencyKey.key)
        )
        if claimed.first() is not None:
            return None
        stored = (
            await session.execute(select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(*self._is_this()))
        ).one()
        if stored.fingerprint != self.fingerprint:
            reason = "was used for another request"
            errors = [FieldError(field="Idempotency-Key", reason=reason, hint="Use a new key for a new request.")]
            raise Problem("conflict", f"Idempotency-Key {reason}.", errors=errors)
        return bytes(stored.answer or b"null")

    async def store(self, session: AsyncSession, answer: bytes) -> None:
        """Keep the answer for the next time."""
        await session.execute(update(IdempotencyKey).where(*self._is_this()).values(answer=answer))

    def _is_this(self) -> tuple[ColumnElement[bool], ...]:
        return (
            IdempotencyKey.account_id == self.account_id,
            IdempotencyKey.operation == self.operation,
            IdempotencyKey.key == self.key,
        )


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete keys older than KEPT_FOR."""
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT_FOR))
