"""What people and programs are told of packages and subscriptions: one row of the queue for each.

The rule kept here: what is told is read when it happens, so the mail says how it was then; the cause is the same each
time a job is run, so it is told once.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.jobs.runner import Handler
from scheduler.notifications import inbox
from scheduler.notifications.deliver import Letter, Message, Office, deliver
from scheduler.notifications.kinds import KINDS
from scheduler.notifications.telling import Event, Seen, mail_of
from scheduler.notifications.telling import tell as worded
from scheduler.plans.storage import told_of
from scheduler.plans.tables import Prepayment, Subscription
from scheduler.webhooks import events
from scheduler.webhooks.emitting import emit

JOB: Final = "plan-told"


async def tell(
    session: AsyncSession,
    kind: str,
    row: Prepayment | Subscription,
    now: datetime,
    *,
    again: str = "",
    until: datetime | None = None,
    left: int | None = None,
    amount_minor: int | None = None,
) -> None:
    """Tell people, with a kind of `notifications/kinds.py`. `again`: what tells this time from another."""
    payload = {
        "kind": kind,
        "cause": f"{kind} {row.id} {again}".strip(),
        "subject_id": str(row.id),
        "client_id": str(row.client_id),
        "professional_id": str(row.professional_id),
        "title": row.title,
        "until": until.isoformat() if until else None,
        "left": left,
        "amount": None if amount_minor is None else [amount_minor, row.currency],
        "at": now.isoformat(),
    }
    await enqueue(session, JOB, payload)


async def emit_bought(
    session: AsyncSession,
    type_: events.EventType,
    row: Prepayment | Subscription,
    now: datetime,
    again: str = "",
    **more: Any,
) -> None:
    """Tell programs of both sides."""
    name = "package" if isinstance(row, Prepayment) else "subscription"
    people = {"client": row.client_id, "professional": row.professional_id}
    data = {name: told_of(row), **more}
    await emit(session, events.Event(type_, f"{type_} {row.id} {again}".strip(), people, data, now))


def told_job(office: Office, clock: Clock) -> Handler:
    """The handler of `plan-told`: what `tell` was given."""

    async def tell_people(payload: dict[str, Any]) -> None:
        people = {side: UUID(payload[f"{side}_id"]) for side in ("client", "professional")}
        async with office.sessions.begin() as session:
            await inbox.hold(session, list(people.values()))
            client = await office.find(session, people["client"])
            professional = await office.find(session, people["professional"])
            if client is None or professional is None:
                return
            messages = []
            for side in KINDS[payload["kind"]].readers:
                seen = Seen(side, client, professional) if side == "client" else Seen(side, professional, client)
                messages.append(_message(office, payload, people[side], seen))
            await deliver(session, office, messages, clock.now())

    return tell_people


def _message(office: Office, payload: dict[str, Any], person_id: UUID, seen: Seen) -> Message:
    at = datetime.fromisoformat(payload["at"])
    until, amount = payload["until"], payload["amount"]
    event = Event(
        booking_id=UUID(payload["subject_id"]),
        kind=payload["kind"],
        title=payload["title"],
        start=at,
        end=at,
        zone=seen.reader.zone,
        amount=(int(amount[0]), str(amount[1])) if amount else None,
        until=datetime.fromisoformat(until) if until else None,
        left=payload["left"],
    )
    said = worded(event, seen)
    url = office.web_url + said.path
    return Message(
        cause=payload["cause"],
        person_id=person_id,
        role=seen.role,
        zone=seen.reader.zone,
        kind=event.kind,
        category=KINDS[event.kind].category,
        title=said.title,
        body=said.body,
        path=said.path,
        letter=Letter(seen.reader.email, lambda end: mail_of(said, seen.role, url, end)),
    )
