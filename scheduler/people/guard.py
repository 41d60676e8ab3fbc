"""How often somebody may try: by address and by account, so that neither guessing nor mail bombing pays."""

import ipaddress
from dataclasses import dataclass, field

from auth.accounts import normalise_email
from auth.limits import Limiter, Rate
from scheduler.http import Problem


def _limiter(burst: int, every_s: float) -> Limiter:
    return Limiter(Rate(burst, every_s))


@dataclass(slots=True)
class Guard:
    """One process's limits; `scale` widens them all (tests that send thousands of requests from one address)."""

    scale: int = 1
    _by_address: Limiter = field(init=False)
    _failures: Limiter = field(init=False)
    _failures_anywhere: Limiter = field(init=False)
    _mails: Limiter = field(init=False)

    def __post_init__(self) -> None:
        self._by_address = _limiter(60 * self.scale, 2)
        self._failures = _limiter(8 * self.scale, 60)
        self._failures_anywhere = _limiter(60 * self.scale, 60)
        self._mails = _limiter(6 * self.scale, 300)

    def any_attempt(self, address: str, now: float) -> None:
        """Whatever needs no sign-in, by the address it comes from. Raises 429."""
        _refuse(self._by_address.hit(subscriber(address), now))

    def before_password(self, email: str, address: str, now: float) -> None:
        """Before a password is checked: too many wrong ones for this account (or for none), from here or from
        everywhere? Raises 429.

        It counts as a wrong one until `right_password`, so that guesses sent at once are no more than in turn."""
        account = normalise_email(email)
        here = f"{account} {subscriber(address)}"
        _refuse(self._failures.wait_s(here, now))
        _refuse(self._failures_anywhere.hit(account, now))
        self._failures.hit(here, now)

    def not_checked(self, email: str, address: str) -> None:
        """The password was not looked at after all."""
        account = normalise_email(email)
        self._failures.give_back(f"{account} {subscriber(address)}")
        self._failures_anywhere.give_back(account)

    def right_password(self, email: str, address: str) -> None:
        """The holder is here: what they mistyped before is forgotten, what others tried is not."""
        account = normalise_email(email)
        self._failures.forget(f"{account} {subscriber(address)}")
        self._failures_anywhere.give_back(account)

    def mail_to(self, email: str, now: float) -> bool:
        """Whether another mail may go to this address; the caller says nothing either way."""
        return self._mails.hit(normalise_email(email), now) == 0


def subscriber(address: str) -> str:
    """Whom an address stands for: IPv4 itself, of IPv6 the /64 that one subscriber has at least (RFC 6177)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found.packed[:8] + bytes(8), 64)))


def _refuse(wait_s: float) -> None:
    if wait_s > 0:
        seconds = int(wait_s) + 1
        raise Problem(
            "rate-limited",
            f"Please wait {seconds} seconds and try again.",
            headers={"Retry-After": str(seconds)},
        )
