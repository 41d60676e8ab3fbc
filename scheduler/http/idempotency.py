"""Idempotency keys: the answer of a request is kept in the transaction that did its work, and given again.

The rule kept here: the key is claimed first and the answer stored last, in one transaction. A twin that arrives
meanwhile waits on the claim; if the first fails, its claim is gone and the twin does the work. An answer that holds a
secret is kept sealed, and for SECRET_KEPT_FOR only; after that the key still has no second effect.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Index, delete, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from auth.sealing import Sealer
from scheduler.http.problems import FieldError, Problem
from scheduler.store.base import Base

KEPT_FOR = timedelta(hours=48)
SECRET_KEPT_FOR = timedelta(minutes=30)


class IdempotencyKey(Base):
    """One answered request of one account."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        Index("ix_idempotency_key_secret", "created_at", postgresql_where=text("sealed AND answer IS NOT NULL")),
    )
    account_id: Mapped[UUID] = mapped_column(primary_key=True)
    operation: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    answer: Mapped[bytes | None]
    sealed: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True, slots=True)
class Claim:
    """A key, and the request (by fingerprint) it stands for."""

    account_id: UUID
    operation: str
    key: str
    fingerprint: bytes

    async def take(self, session: AsyncSession, now: datetime, sealer: Sealer) -> bytes | None:
        """Claim the key; None when it is ours to do, else the answer given before. Raises 409 for another request,
        and for an answer whose secret is not told again."""
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
        columns = (IdempotencyKey.fingerprint, IdempotencyKey.answer, IdempotencyKey.sealed)
        stored = (await session.execute(select(*columns).where(*self._is_this()))).one()
        if stored.fingerprint != self.fingerprint:
            reason = "was used for another request"
            errors = [FieldError(field="Idempotency-Key", reason=reason, hint="Use a new key for a new request.")]
            raise Problem("conflict", f"Idempotency-Key {reason}.", errors=errors)
        if not stored.sealed:
            return bytes(stored.answer or b"null")
        try:
            return sealer.open(stored.answer or b"", self._owner())
        except ValueError:  # forgotten, or the key that sealed it is
            detail = (
                "This was done already, and its secret is not told again. Look it up in the list, or make another."
            )
            raise Problem("conflict", detail) from None

    async def store(self, session: AsyncSession, answer: bytes, sealer: Sealer | None) -> None:
        """Keep the answer for the next time; sealed, when it holds a secret."""
        values: dict[str, object] = {"answer": answer}
        if sealer is not None:
            values = {"answer": sealer.seal(answer, self._owner()), "sealed": True}
        await session.execute(update(IdempotencyKey).where(*self._is_this()).values(**values))

    def _owner(self) -> str:
        return f"idempotency {self.account_id} {self.operation} {self.key}"

    def _is_this(self) -> tuple[ColumnElement[bool], ...]:
        return (
            IdempotencyKey.account_id == self.account_id,
            IdempotencyKey.operation == self.operation,
            IdempotencyKey.key == self.key,
        )


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Delete keys older than KEPT_FOR, and answers with secrets older than SECRET_KEPT_FOR."""
    secrets = (IdempotencyKey.sealed, IdempotencyKey.answer.is_not(None))
    old = IdempotencyKey.created_at < now - SECRET_KEPT_FOR
    await session.execute(update(IdempotencyKey).where(*secrets, old).values(answer=None))
    await session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - KEPT_FOR))
