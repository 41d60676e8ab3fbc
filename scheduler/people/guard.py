"""How often somebody may try: by address and by account, so that neither guessing nor mail bombing pays.

The rule kept here: what protects an account holds for all processes and across restarts (`auth.rates`); what protects
a process from an address is that process's own.
"""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from auth.accounts import normalise_email
from auth.addresses import subscriber
from auth.limits import Limiter, Rate
from auth.rates import StoredLimiter
from scheduler.http.rates import refuse


@dataclass(slots=True)
class Guard:
    """The limits; `scale` widens them all (tests that send thousands of requests from one address).

    Rows are held until the transaction ends, the account's before the subscriber's: the same order everywhere."""

    scale: int = 1
    _by_address: Limiter = field(init=False)
    _failures: StoredLimiter = field(init=False)
    _failures_anywhere: StoredLimiter = field(init=False)
    _mails: StoredLimiter = field(init=False)
    _lock_mails: StoredLimiter = field(init=False)
    _codes: StoredLimiter = field(init=False)
    _warnings: StoredLimiter = field(init=False)

    def __post_init__(self) -> None:
        self._by_address = Limiter(Rate(60 * self.scale, 2))
        self._failures = StoredLimiter("password here", Rate(8 * self.scale, 60))
        self._failures_anywhere = StoredLimiter("password", Rate(60 * self.scale, 60))
        self._mails = StoredLimiter("mail", Rate(6 * self.scale, 300))
        self._lock_mails = StoredLimiter("lock-out mail", Rate(1, 6 * 3600))
        self._codes = StoredLimiter("second factor", Rate(6 * self.scale, 300))
        self._warnings = StoredLimiter("warning of a copied passkey", Rate(1, 6 * 3600))

    def any_attempt(self, address: str, now: float) -> None:
        """Whatever needs no sign-in, by the address it comes from. Raises 429."""
        refuse(self._by_address.hit(subscriber(address), now))

    async def before_password(self, session: AsyncSession, email: str, address: str, now: float) -> None:
        """Before a password is checked: too many wrong ones for this account (or for none), from here or from
        everywhere? Raises 429, and then nothing was counted: the transaction must be rolled back.

        It counts as a wrong one until `right_password`, so that guesses sent at once are no more than in turn."""
        account = normalise_email(email)
        refuse(await self._failures_anywhere.hit(session, account, now))
        refuse(await self._failures.hit(session, _here(account, address), now))

    async def not_checked(self, session: AsyncSession, email: str, address: str) -> None:
        """The password was not looked at after all."""
        account = normalise_email(email)
        await self._failures_anywhere.give_back(session, account)
        await self._failures.give_back(session, _here(account, address))

    async def right_password(self, session: AsyncSession, email: str, address: str) -> None:
        """The holder is here: what they mistyped before is forgotten, what others tried is not."""
        account = normalise_email(email)
        await self._failures_anywhere.give_back(session, account)
        await self._failures.forget(session, _here(account, address))

    async def new_password(self, session: AsyncSession, email: str, address: str) -> None:
        """Its holder has chosen a password anew by mail: what was guessed before was guessed at another. Else who
        guesses without end would keep them out for as long, and the way out that they are mailed would be none."""
        account = normalise_email(email)
        await self._failures_anywhere.forget(session, account)
        await self._failures.forget(session, _here(account, address))

    async def locked_out(self, session: AsyncSession, email: str, address: str, now: float) -> bool:
        """Whether the next try would be refused and its holder should be told, which is once in six hours."""
        account = normalise_email(email)
        waits = await self._failures_anywhere.wait_s(session, account, now)
        waits = waits or await self._failures.wait_s(session, _here(account, address), now)
        return waits > 0 and await self._lock_mails.hit(session, account, now) == 0

    async def mail_to(self, session: AsyncSession, email: str, now: float) -> bool:
        """Whether another mail may go to this address; the caller says nothing either way."""
        return await self._mails.hit(session, normalise_email(email), now) == 0

    async def before_code(self, session: AsyncSession, account_id: UUID, now: float) -> None:
        """Before a one-time or recovery code is checked; counts as wrong until `right_code`. Raises 429."""
        refuse(await self._codes.hit(session, str(account_id), now))

    async def may_warn(self, session: AsyncSession, account_id: UUID, now: float) -> bool:
        """Whether its holder should be told of a copied passkey, which is once in six hours."""
        return await self._warnings.hit(session, str(account_id), now) == 0

    async def right_code(self, session: AsyncSession, account_id: UUID) -> None:
        """It was right: what was mistyped before is forgotten."""
        await self._codes.forget(session, str(account_id))


def _here(account: str, address: str) -> str:
    return f"{account} {subscriber(address)}"
