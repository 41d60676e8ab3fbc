"""The seam between us and calendars elsewhere: what a kind of calendar must do to be read. Pure.

A kind plugs in as one `Source` in the mapping that `app.py` hands to the checker (`checking.py`). A source asks and
tells what it found; it opens no transaction: the checker keeps what was found, all at once, under the owner's lock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class SourceError(Exception):
    """Nothing came, or nothing usable. `problem` is for the owner: plain words, without secrets.

    `revoked`: we are not let in any more, only the owner can change that. `retry_s`: when the other side wants to be
    asked again. What was kept stays either way."""

    def __init__(self, problem: str, *, revoked: bool = False, retry_s: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.revoked = revoked
        self.retry_s = retry_s


@dataclass(frozen=True, slots=True)
class Asked:
    """A link as a source sees it; `secret` is `credentials`, opened."""

    id: UUID
    person_id: UUID
    kind: str
    address: str
    secret: bytes | None
    zone: str
    token: str | None = None
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One event as `external_event` keeps it; `body` is a VCALENDAR (with its VTIMEZONEs) or VEVENTs alone."""

    uid: str
    body: str
    recurrence: str = ""
    href: str | None = None
    etag: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a source found since `token` or `etag`.

    Either `file`, the whole calendar as it came (iCalendar), or events: those that are new or changed, and the hrefs
    of those that are `gone`; with `whole`, all that is not among `events` is gone. Nothing of either: no change.
    `secret`: new credentials to seal, when the old ones were exchanged."""

    file: bytes | None = None
    events: tuple[Kept, ...] = ()
    gone: tuple[str, ...] = ()
    whole: bool = False
    token: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    secret: bytes | None = None


class Source(Protocol):
    """A kind of calendar. Bounded in bytes and time by itself."""

    async def changes(self, link: Asked) -> Changes:
        """What is new. Raises SourceError."""
        ...


Sources = Mapping[str, Source]
