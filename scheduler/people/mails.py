"""The mails that carry secrets, written by a job: an endpoint does the same work whether an address is known or
not."""

from typing import Any, Final, Literal
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from auth import accounts, challenges, mail_tokens
from auth.passwords import NO_PASSWORD
from auth.tables import Account
from scheduler.clock import Clock
from scheduler.jobs.queue import enqueue
from scheduler.jobs.runner import Handler
from scheduler.notifications import outbox
from scheduler.people.tables import Person
from scheduler.store.engine import Sessions

JOB: Final = "account-mail"
NOTICE_JOB: Final = "security-mail"
NEW_ADDRESS_JOB: Final = "new-address-mail"
Wish = Literal["signed-up", "verify", "reset", "locked"]


async def ask(session: AsyncSession, wish: Wish, email: str) -> None:
    """Queue the mail that fits this wish and the state of the address's account, which may be none at all."""
    await enqueue(session, JOB, {"wish": wish, "email": email, "cause": str(uuid4())})


def account_mail_job(sessions: Sessions, clock: Clock, web_url: str) -> Handler:
    """The handler of `account-mail`."""

    async def write(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            account = await accounts.by_email(session, payload["email"])
            person = await session.get(Person, account.id) if account is not None else None
            if account is None or person is None or account.disabled_at is not None:
                return
            verified = account.email_verified_at is not None
            kind = kind_of_mail(payload["wish"], verified=verified, contested=account.password_hash == NO_PASSWORD)
            if kind is None:
                return
            now = clock.now()
            url = f"{web_url}/login"
            if kind != "already":
                purpose: mail_tokens.Purpose = "verify" if kind == "verify" else "reset"
                url = f"{web_url}/{purpose}?token={await mail_tokens.issue(session, account.id, purpose, now)}"
            written = await outbox.write(
                session,
                kind=kind,
                cause=payload["cause"],
                to=account.email,
                locale=person.locale,
                values={"name": person.name, "url": url},
                now=now,
            )
            if not written:
                # This very job wrote its mail before and was run again: the link in that mail stays good.
                await session.rollback()

    return write


def kind_of_mail(
    wish: Wish, *, verified: bool, contested: bool
) -> Literal["verify", "reset", "choose", "already", "locked"] | None:
    """Which mail a wish leads to: a known, verified address that signs up again is told so, in its own mailbox.

    `contested`: several signed up with the address before it was verified, so its holder chooses the password."""
    if wish == "locked":
        return "locked" if verified and not contested else None
    if contested:
        return "choose"
    if wish == "reset":
        return "reset"
    if not verified:
        return "verify"
    return "already" if wish == "signed-up" else None


async def tell(session: AsyncSession, what: str, account_id: UUID, *, to: str | None = None, path: str = "") -> None:
    """Queue the notice that something about an account's safety changed; `to`: another address than its own now."""
    payload = {"account_id": str(account_id), "what": what, "to": to, "path": path, "cause": str(uuid4())}
    await enqueue(session, NOTICE_JOB, payload)


async def ask_new_address(session: AsyncSession, account_id: UUID, email: str) -> None:
    """Queue the mail with which a new address is shown to be an account's holder's."""
    payload = {"account_id": str(account_id), "email": accounts.normalise_email(email), "cause": str(uuid4())}
    await enqueue(session, NEW_ADDRESS_JOB, payload)


def notice_job(sessions: Sessions, clock: Clock, web_url: str) -> Handler:
    """The handler of `security-mail`."""

    async def write(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            account = await session.get(Account, UUID(payload["account_id"]))
            person = await session.get(Person, UUID(payload["account_id"]))
            if account is None or person is None:
                return
            await outbox.warn(
                session,
                payload["what"],
                cause=payload["cause"],
                to=payload["to"] or account.email,
                locale=person.locale,
                name=person.name,
                url=f"{web_url}{payload['path'] or '/settings/security'}",
                now=clock.now(),
            )

    return write


def new_address_job(sessions: Sessions, clock: Clock, web_url: str) -> Handler:
    """The handler of `new-address-mail`: to a mailbox that has an account it says just that."""

    async def write(payload: dict[str, Any]) -> None:
        async with sessions.begin() as session:
            account_id, email, now = UUID(payload["account_id"]), payload["email"], clock.now()
            holder = await accounts.by_email(session, email)
            person = await session.get(Person, holder.id if holder else account_id)
            if person is None:
                return
            url, kind = f"{web_url}/login", "already"
            if holder is None:
                kind = "new-address"
                await challenges.withdraw(session, account_id, "email")
                secret = await challenges.issue(session, "email", now, account_id=account_id, data={"email": email})
                url = f"{web_url}/settings/email?token={secret}"
            written = await outbox.write(
                session,
                kind=kind,
                cause=payload["cause"],
                to=email,
                locale=person.locale,
                values={"name": person.name, "url": url},
                now=now,
            )
            if not written:
                await session.rollback()  # run again: the link that was mailed stays good

    return write
