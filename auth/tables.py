"""auth's own tables: accounts, roles, and the hashes of every secret that is handed out.

The rule kept here: no secret stands in a row; a token's row holds its SHA-256. Migrations are the scheduler's.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class AuthBase(DeclarativeBase):
    """Declarative base: `datetime` is timestamptz, `UUID` is uuid, `str` is text."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True), UUID: Uuid(), str: Text()}


class Account(AuthBase):
    """Who may sign in. `email` is stored as normalised by `auth.emails`; one account an address."""

    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    email_verified_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class AccountRole(AuthBase):
    """A role an account holds now; taken away by deleting the row."""

    __tablename__ = "account_role"
    __table_args__ = (CheckConstraint("role IN ('client', 'professional', 'admin')", name="known"),)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)
    granted_at: Mapped[datetime]


class MailToken(AuthBase):
    """A single-use secret that went out by mail: to verify an address or to reset a password."""

    __tablename__ = "mail_token"
    __table_args__ = (CheckConstraint("purpose IN ('verify', 'reset')", name="known"),)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class LoginSession(AuthBase):
    """A sign-in on one device: the family of the refresh tokens that followed from it."""

    __tablename__ = "login_session"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None]


class RefreshToken(AuthBase):
    """One refresh token. Its successor is derived from the token itself and `salt`, so neither alone reveals it."""

    __tablename__ = "refresh_token"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"), index=True)
    salt: Mapped[bytes]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


metadata = AuthBase.metadata
