"""Mail that is to be sent or was sent: written in the transaction that causes it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from scheduler.store.base import Base


class Mail(Base):
    """One mail. `message_id` never changes, so a copy sent twice is one mail to the reader's mailbox."""

    __tablename__ = "mail"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    to_address: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    html: Mapped[str]
    message_id: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    refused: Mapped[str | None]
