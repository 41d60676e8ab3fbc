"""How packages and subscriptions plug in: their routes, their jobs, what payments call, what keeps somebody here."""

import logging
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.http import Api
from scheduler.jobs.runner import Jobs
from scheduler.notifications.deliver import Office
from scheduler.payments.parts import PaymentParts
from scheduler.payments.port import Gateway
from scheduler.plans import card_endpoints, card_jobs, endpoints, jobs, offers, settling, told

log = logging.getLogger("scheduler.plans")
_RUNNING: Final = text("SELECT EXISTS (SELECT 1 FROM subscription WHERE client_id = :id AND status <> 'ended')")
_OWED: Final = text("""
SELECT EXISTS (SELECT 1 FROM subscription WHERE professional_id = :id AND status <> 'ended')
    OR EXISTS (SELECT 1 FROM prepayment WHERE professional_id = :id AND status <> 'closed')
    OR EXISTS (SELECT 1 FROM credit_use JOIN prepayment ON prepayment.id = prepayment_id
        WHERE (professional_id = :id OR client_id = :id) AND credit_use.status IN ('taken', 'spent'))
""")


def routes(api: Api, commission_bp: int, gateway: Gateway) -> None:
    """Everything over HTTP."""
    offers.routes(api)
    card_endpoints.routes(api, card_endpoints.Cards(gateway))
    endpoints.routes(api, endpoints.Purchases(commission_bp))


def register(runner: Jobs, payments: PaymentParts, office: Office, clock: Clock) -> None:
    """The jobs, what repeats, and what payments call."""
    sessions = office.sessions
    for kind in ("package", "subscription"):
        payments.subjects.register(kind, jobs.SUBJECT)
    work = card_jobs.CardWork(sessions, clock, payments.gateway)
    runner.every(card_jobs.EVERY_S, "cards", work.look_again)
    for name, handler in (jobs.handlers(sessions, clock) | work.handlers()).items():
        runner.register(name, handler)
    runner.register(told.JOB, told.told_job(office, clock))

    async def check() -> None:
        await jobs.catch_up(sessions, clock)
        async with sessions() as session:
            for what, currency, off in await settling.drift(session):
                log.error("credits drift", extra={"what": what, "currency": currency, "off": off})

    runner.every(jobs.BOOKS_EVERY_S, "credits", check)


async def in_the_way(session: AsyncSession, person_id: UUID, _now: datetime) -> str | None:
    """Why somebody cannot leave yet. Sessions that a client paid for and never used are theirs to leave behind."""
    if await session.scalar(_RUNNING, {"id": person_id}):
        return "A subscription of yours runs. Cancel it; you can leave when its month is over."
    if await session.scalar(_OWED, {"id": person_id}):
        return "Sessions that were paid in advance are still owed. Hold them, or give them back."
    return None
