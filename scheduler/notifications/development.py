"""The development mail page's data: every mail as it was or would have been sent. Not there in production."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import select

from scheduler.http import Api, Context
from scheduler.notifications.tables import Mail

_LINK = re.compile(r"https?://[^\s<>\"]+")


class MailView(BaseModel):
    """One mail; `sent_at` is null while it waits. `links`: the addresses in its text; `calendar`: its invitation."""

    id: UUID
    to: str
    subject: str
    text: str
    html: str
    sent_at: datetime | None
    links: list[str]
    calendar: str | None


class MailList(BaseModel):
    """The newest mails first."""

    items: list[MailView]


async def list_development_mail(
    ctx: Context,
    to: Annotated[str | None, Field(max_length=254)] = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 50,
) -> MailList:
    """Mails, for development.

    Only there when the server is not in production: it shows every link that was mailed to anybody."""
    query = select(Mail).order_by(Mail.created_at.desc(), Mail.id).limit(limit)
    if to is not None:
        query = query.where(Mail.to_address == to.strip().lower())
    async with ctx.sessions() as session:
        mails = (await session.scalars(query)).all()
    return MailList(
        items=[
            MailView(
                id=mail.id,
                to=mail.to_address,
                subject=mail.subject,
                text=mail.text,
                html=mail.html,
                sent_at=mail.sent_at,
                links=_LINK.findall(mail.text),
                calendar=mail.calendar,
            )
            for mail in mails
        ]
    )


def routes(api: Api) -> None:
    """`/dev/mail`; register it outside production only."""
    api.get("/dev/mail", list_development_mail)
