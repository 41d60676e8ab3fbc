"""auth's own tables: accounts, roles, and the hashes of every secret that is handed out.

The rule kept here: no secret stands in a row; a token's row holds its SHA-256. Migrations are the scheduler's.
"""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Identity,
    Index,
    MetaData,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB
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
    proven_at: Mapped[datetime]  # when its holder last proved who they are, not merely refreshed
    methods: Mapped[str]  # with what: password, otp, recovery, passkey, oidc; parted by blanks
    device: Mapped[str]
    network: Mapped[str]


class RefreshToken(AuthBase):
    """One refresh token. Its successor is derived from the token itself and `salt`, so neither alone reveals it."""

    __tablename__ = "refresh_token"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    session_id: Mapped[UUID] = mapped_column(ForeignKey("login_session.id", ondelete="CASCADE"), index=True)
    salt: Mapped[bytes]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rotated_at: Mapped[datetime | None]


class RateLimit(AuthBase):
    """When the next free event of a key would be due if it kept to its rate; unix seconds."""

    __tablename__ = "rate_limit"
    key: Mapped[bytes] = mapped_column(primary_key=True)
    due: Mapped[float] = mapped_column(Double, index=True)


class SecurityEvent(AuthBase):
    """Something that happened to an account's safety. Rows are only added."""

    __tablename__ = "security_event"
    __table_args__ = (Index("ix_security_event_account_id_id", "account_id", "id"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str]
    detail: Mapped[str]
    device: Mapped[str]
    network: Mapped[str]


class Challenge(AuthBase):
    """What stands between two steps of one act: the hash of its secret, and what the second step needs."""

    __tablename__ = "challenge"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    tries: Mapped[int]


class Totp(AuthBase):
    """An authenticator app's secret, sealed; in force once confirmed. `last_step`: the time step last taken."""

    __tablename__ = "totp"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int] = mapped_column(BigInteger)


class RecoveryCode(AuthBase):
    """One recovery code: good once."""

    __tablename__ = "recovery_code"
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class Passkey(AuthBase):
    """A WebAuthn credential: its public key, and how often its authenticator said it was used."""

    __tablename__ = "passkey"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    backed_up: Mapped[bool]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class ProviderIdentity(AuthBase):
    """Somebody at another provider, who is the account's holder."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    provider: Mapped[str]
    issuer: Mapped[str]
    subject: Mapped[str]
    email: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


metadata = AuthBase.metadata
