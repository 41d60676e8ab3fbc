"""An occurrence that a service has expanded for us, as the little iCalendar that is kept of it. Pure.

The rule kept here: only when it is and whether it makes busy; no title, no place, nobody's name.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event in time. `start`, `end`: UTC instants, or dates of whole days (the end not included)."""

    start: datetime | date
    end: datetime | date
    busy: bool

    def vevent(self, uid: str) -> str:
        """As a VEVENT."""
        lines = (
            "BEGIN:VEVENT",
            f"UID:{_line(uid)}",
            f"DTSTART{_value(self.start)}",
            f"DTEND{_value(self.end)}",
            f"TRANSP:{'OPAQUE' if self.busy else 'TRANSPARENT'}",
            "END:VEVENT",
        )
        return "".join(f"{line}\r\n" for line in lines)


def _value(at: datetime | date) -> str:
    if isinstance(at, datetime):
        return f":{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return f";VALUE=DATE:{at:%Y%m%d}"


def _line(text: str) -> str:
    return "".join(char for char in text if char.isprintable())


def instant(text: str) -> datetime:
    """An RFC 3339 instant in UTC. Raises ValueError."""
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("no zone")
    try:
        return found.astimezone(UTC)
    except OverflowError:
        raise ValueError("before or after all time") from None


def list_in(value: Any, name: str) -> list[dict[str, Any]]:
    """The objects of a list in a JSON object; none where there is no list."""
    found = value.get(name) if isinstance(value, dict) else None
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def text_in(value: Any, name: str) -> str:
    """A text of a JSON object, or empty."""
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
