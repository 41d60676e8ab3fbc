"""Charges and what moves their money: the ledger, refunds, disputes, payouts, invoices, the gateways' events.

The rule kept here: no foreign key to people. Books outlive accounts; ids stay, names stand on the invoices.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class LedgerAccount(Base):
    """One account: a kind, an owner (the zero id for the house) and a currency."""

    __tablename__ = "ledger_account"
    __table_args__ = (UniqueConstraint("kind", "owner_id", "currency"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    kind: Mapped[str]
    owner_id: Mapped[UUID]
    currency: Mapped[str]


class LedgerTransaction(Base):
    """What happened once: `key` says it, so that the same thing again is not written again."""

    __tablename__ = "ledger_transaction"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
    charge_id: Mapped[UUID | None] = mapped_column(index=True)


class LedgerEntry(Base):
    """One line of a transaction, in minor units: into the account (positive) or out of it (negative)."""

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint("amount_minor <> 0", name="moves_something"),)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    transaction_id: Mapped[UUID] = mapped_column(ForeignKey("ledger_transaction.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)


class Charge(Base):
    """One payment of a subject: one intent at the gateway. A deposit's rest is a charge of its own."""

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("commission_bp BETWEEN 0 AND 10000", name="commission"),
        CheckConstraint("mode IN ('full', 'deposit', 'rest', 'hold')", name="known_mode"),
        CheckConstraint(
            "status IN ('created', 'pending', 'authorised', 'paid', 'partially_refunded', 'refunded', 'failed',"
            " 'cancelled', 'disputed')",
            name="known_status",
        ),
        CheckConstraint("wanted IN ('capture', 'cancel')", name="known_wish"),
        CheckConstraint(
            # Not "returning <= captured": a refund in the gateway's own pages may overtake one that we asked for.
            "captured_minor BETWEEN 0 AND amount_minor AND refunded_minor BETWEEN 0 AND captured_minor"
            " AND returning_minor >= refunded_minor",
            name="within_what_was_captured",
        ),
        CheckConstraint("unearned_minor >= 0 AND earned_minor >= 0", name="earned"),
        CheckConstraint("declined BETWEEN 0 AND attempts", name="attempts"),
        Index("ix_charge_subject_kind_subject_id", "subject_kind", "subject_id"),
        Index("ix_charge_payer_id_created_at_id", "payer_id", "created_at", "id"),
        Index("ix_charge_payee_id_created_at_id", "payee_id", "created_at", "id"),
        Index("ix_charge_checked_at", "checked_at", postgresql_where=text("status IN ('pending', 'authorised')")),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    payer_id: Mapped[UUID]
    payee_id: Mapped[UUID]
    mode: Mapped[str]
    title: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    commission_bp: Mapped[int]
    status: Mapped[str]
    wanted: Mapped[str | None]
    """What is to be done with the intent, once: capture it, or cancel it (and give back what came meanwhile)."""
    capture_minor: Mapped[int | None] = mapped_column(BigInteger)
    intent_id: Mapped[str | None] = mapped_column(unique=True)
    client_secret: Mapped[str | None]
    authorised: Mapped[bool]
    captured_minor: Mapped[int] = mapped_column(BigInteger)
    returning_minor: Mapped[int] = mapped_column(BigInteger)
    """Refunds asked for, whether settled yet or not; those that failed are out again."""
    refunded_minor: Mapped[int] = mapped_column(BigInteger)
    disputed_minor: Mapped[int] = mapped_column(BigInteger)
    """In disputes that are open or lost."""
    failure: Mapped[str | None]
    under_way: Mapped[str | None]
    """The attempt that its payer made and the bank has not decided yet: should it fail, the payer has left."""
    created_at: Mapped[datetime]
    paid_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    checked_at: Mapped[datetime]
    prepaid: Mapped[bool] = mapped_column(server_default=text("false"))
    """Paid in advance: it becomes the payee's piece by piece. What has is `earned_minor`, what has not
    `unearned_minor`; together they are what is kept of it."""
    unearned_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    earned_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    keeps_card: Mapped[bool] = mapped_column(server_default=text("false"))
    """Whether the card that pays it is kept, for later charges that nobody is there to confirm."""
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    """How often a kept card was asked for it, the last time perhaps still under way; 0: its payer confirms it."""
    declined: Mapped[int] = mapped_column(server_default=text("0"))
    customer: Mapped[str | None]
    method: Mapped[str | None]
    """The card that was kept, or that it is taken from, as the gateway knows it."""


class Refund(Base):
    """Money on its way back. `payee_minor`, `commission_minor` and `unearned_minor` say who bears it;
    the house the rest."""

    __tablename__ = "charge_refund"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("status IN ('requested', 'succeeded', 'failed')", name="known_status"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    payee_minor: Mapped[int] = mapped_column(BigInteger)
    commission_minor: Mapped[int] = mapped_column(BigInteger)
    unearned_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    status: Mapped[str]
    reason: Mapped[str]
    gateway_id: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Dispute(Base):
    """A payer's bank takes the money back until it is decided. `id` is the gateway's."""

    __tablename__ = "charge_dispute"
    __table_args__ = (CheckConstraint("status IN ('open', 'won', 'lost')", name="known_status"),)
    id: Mapped[str] = mapped_column(primary_key=True)
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"), index=True)
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    payee_minor: Mapped[int] = mapped_column(BigInteger)
    commission_minor: Mapped[int] = mapped_column(BigInteger)
    unearned_minor: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    status: Mapped[str]
    reason: Mapped[str]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PaymentEvent(Base):
    """A webhook that was taken; the same id again has no effect."""

    __tablename__ = "payment_event"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    received_at: Mapped[datetime] = mapped_column(index=True)


class PayoutDestination(Base):
    """Where a professional's money goes: their account at the gateway."""

    __tablename__ = "payout_destination"
    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    account: Mapped[str]
    updated_at: Mapped[datetime]


class Payout(Base):
    """One transfer of what is payable to a professional."""

    __tablename__ = "payout"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="amount"),
        CheckConstraint("status IN ('requested', 'paid', 'failed')", name="known_status"),
        Index("ix_payout_payee_id_created_at_id", "payee_id", "created_at", "id"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    payee_id: Mapped[UUID]
    currency: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    destination: Mapped[str]
    status: Mapped[str]
    failure: Mapped[str | None]
    gateway_id: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class InvoiceSeries(Base):
    """The last number an issuer has given; its row is locked while the next is taken, so none is left out."""

    __tablename__ = "invoice_series"
    issuer_id: Mapped[UUID] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class Invoice(Base):
    """An invoice of a charge, or the credit note of a refund, as it was issued. Never changed."""

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("issuer_id", "number"),
        CheckConstraint("kind IN ('invoice', 'credit_note')", name="known_kind"),
        CheckConstraint("(kind = 'credit_note') = (corrects IS NOT NULL)", name="a_credit_note_corrects"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The charge's id or the refund's: each has one."""
    issuer_id: Mapped[UUID]
    number: Mapped[int]
    kind: Mapped[str]
    charge_id: Mapped[UUID] = mapped_column(ForeignKey("charge.id"), index=True)
    corrects: Mapped[int | None]
    payer_id: Mapped[UUID]
    issuer_name: Mapped[str]
    payer_name: Mapped[str]
    locale: Mapped[str]
    zone: Mapped[str]
    title: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    issued_at: Mapped[datetime]


class GatewayObject(Base):
    """The test gateway's intents, refunds, transfers and disputes, as it answers them."""

    __tablename__ = "test_gateway_object"
    id: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str]
    intent_id: Mapped[str | None] = mapped_column(index=True)
    body: Mapped[str]
    created_at: Mapped[datetime]


class GatewayKey(Base):
    """The test gateway's idempotency keys and what was answered."""

    __tablename__ = "test_gateway_key"
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    answer: Mapped[str]


class GatewayEvent(Base):
    """The test gateway's outbox of webhooks: kept after delivery, so that they can be sent again."""

    __tablename__ = "test_gateway_event"
    __table_args__ = (Index("ix_test_gateway_event_due_at", "due_at", postgresql_where=text("delivered_at IS NULL")),)
    id: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, Identity(always=True), unique=True)
    body: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[datetime]
    delivered_at: Mapped[datetime | None]
