"""Forgetting the ids of old webhooks: no gateway sends one again after weeks."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.payments.tables import PaymentEvent


async def forget_old_events(session: AsyncSession, now: datetime) -> None:
    """Delete the ids of ninety days ago. An even later replay is only one more look at the gateway."""
    await session.execute(delete(PaymentEvent).where(PaymentEvent.received_at < now - timedelta(days=90)))
