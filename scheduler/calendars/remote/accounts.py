"""From a link, or what somebody just gave us, to the account at its server. The one place that knows every kind.

The rule kept here: what opens an account is JSON, sealed for its link: `{"server", "user", "password"}` of CalDAV,
`{"refresh"}` of the others.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import update

from auth.sealing import Sealer
from scheduler.calendars.remote.caldav.calendar import CalDav
from scheduler.calendars.remote.caldav.requests import Dav
from scheduler.calendars.remote.google import messages as google
from scheduler.calendars.remote.google.calendar import Google
from scheduler.calendars.remote.oauth import Access, Purse, Service
from scheduler.calendars.remote.outlook import messages as outlook
from scheduler.calendars.remote.outlook.calendar import Outlook
from scheduler.calendars.remote.port import Kind, RemoteCalendar, RevokedError
from scheduler.calendars.tables import CalendarLink
from scheduler.clock import Clock
from scheduler.config import CalendarService
from scheduler.notifications.outgoing import Outgoing
from scheduler.store.engine import Sessions

KINDS: Final[tuple[Kind, ...]] = ("caldav", "google", "outlook")
Secret = Mapping[str, str]


def _ignore(_secret: dict[str, str]) -> None:
    """Nobody keeps it."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """What opening an account needs. `named`: the services the settings name, by kind."""

    outgoing: Outgoing
    clock: Clock
    sealer: Sealer
    named: Mapping[str, CalendarService] = field(default_factory=dict)
    purse: Purse = field(default_factory=Purse)

    def service(self, kind: str) -> Service | None:
        """Where consent for a kind is asked; None when it is not offered."""
        said = self.named.get(kind)
        if said is None:
            return None
        make = google.service if kind == "google" else outlook.service
        return make(said.client_id, said.client_secret, said.url)

    def access(self, kind: str, refresh: str = "", kept: Callable[[str], None] = lambda _refresh: None) -> Access:
        """An account at a service. Raises RevokedError when the kind is not offered any more."""
        service = self.service(kind)
        if service is None:
            raise RevokedError("This kind of calendar is not offered here any more.")
        return Access(self.outgoing, self.clock, service, refresh, kept, self.purse)

    def open(self, kind: str, secret: Secret, kept: Callable[[dict[str, str]], None] = _ignore) -> RemoteCalendar:
        """The account that a secret opens. `kept` is told a secret that takes its place. Raises RevokedError."""
        if kind == "caldav":
            dav = Dav(self.outgoing, self.clock, secret["user"], secret["password"])
            return CalDav(dav, secret["server"])
        access = self.access(kind, secret["refresh"], lambda refresh: kept({"refresh": refresh}))
        return self.over(kind, access)

    def over(self, kind: str, access: Access) -> RemoteCalendar:
        """The account at a service over an access that stands."""
        said = self.named[kind]
        if kind == "google":
            return Google(access, f"{said.url}/calendar/v3" if said.url else google.API)
        return Outlook(access, f"{said.url}/v1.0" if said.url else outlook.API)

    def seal(self, link_id: UUID, secret: Secret) -> bytes:
        """A secret as it is kept."""
        return self.sealer.seal(json.dumps(dict(secret)).encode(), owner_of(link_id))

    def unseal(self, link_id: UUID, sealed: bytes | None) -> dict[str, str]:
        """The secret of a link. Raises RevokedError for one that no key opens."""
        try:
            return read_secret(self.sealer.open(sealed or b"", owner_of(link_id)))
        except ValueError:
            raise RevokedError("What opened this calendar cannot be read any more.") from None

    async def keep(self, sessions: Sessions, link: CalendarLink, secret: Secret) -> None:
        """Write down a secret that has taken the place of the one `link` was read with; not in place of one that its
        owner has given since."""
        async with sessions.begin() as session:
            same = (CalendarLink.id == link.id, CalendarLink.credentials == link.credentials)
            await session.execute(update(CalendarLink).where(*same).values(credentials=self.seal(link.id, secret)))


def read_secret(secret: bytes | None) -> dict[str, str]:
    """A secret as it was before it was sealed. Raises ValueError."""
    found: Any = json.loads(secret or b"")
    return {str(name): str(value) for name, value in found.items()}


def owner_of(link_id: UUID) -> str:
    """What a link's secret is bound to."""
    return f"calendar {link_id}"
