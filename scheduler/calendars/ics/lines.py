"""From the bytes of a calendar file to its components: only what tells when somebody is busy. Pure.

The rule kept here: what is not needed is never parsed, so nothing in a description can break a calendar; a line that
cannot be read costs its line; a file that was cut off is no calendar, since what is missing would count as free.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

MAX_BYTES: Final = 10 * 1024 * 1024
MOST_EVENTS: Final = 50_000
LONGEST_VALUE: Final = 64 * 1024
_TIMES: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE", "RDATE", "FREEBUSY"})
_KEPT: Final = _TIMES | {
    "UID",
    "SEQUENCE",
    "DURATION",
    "RRULE",
    "STATUS",
    "TRANSP",
    "ATTENDEE",
    "X-MICROSOFT-CDO-BUSYSTATUS",
    "TZID",
    "TZOFFSETFROM",
    "TZOFFSETTO",
    "X-LIC-LOCATION",
}
_SECRETIVE: Final = {"PARTSTAT", "TZID", "VALUE", "RANGE", "FBTYPE"}  # the parameters that are kept
_NAME: Final = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER: Final = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^";:]*)')
_ISO: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]")  # whose times do hold colons
_WANTED: Final = {"VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}


class NoCalendarError(ValueError):
    """The whole file is of no use: `str()` says why, for its owner."""


@dataclass(frozen=True, slots=True)
class Line:
    """A property: `NAME;PARAMETER=value:value`, names in capitals, parameters without their quotes."""

    name: str
    value: str
    parameters: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        parameters = "".join(f';{name}="{value}"' for name, value in self.parameters.items())
        return f"{self.name}{parameters}:{self.value}"


@dataclass(slots=True)
class Component:
    """What stood between BEGIN and END, as far as it is kept."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """The first property of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The first one's value, without blank space around it; '' without one."""
        line = self.first(name)
        return "" if line is None else line.value.strip()

    def all(self, name: str) -> list[Line]:
        """Every property of this name."""
        return [line for line in self.lines if line.name == name]

    def written(self) -> Iterator[str]:
        """Its lines again."""
        yield f"BEGIN:{self.kind}"
        yield from map(str, self.lines)
        for each in self.inner:
            yield from each.written()
        yield f"END:{self.kind}"


@dataclass(slots=True)
class Components:
    """A file's events (busy time that was published counts as one) and the zones it defines."""

    events: list[Component] = field(default_factory=list)
    zones: list[Component] = field(default_factory=list)

    def written(self) -> bytes:
        """The same as a file of its own: what is worth keeping of the one that was read."""
        lines = ["BEGIN:VCALENDAR"]
        for each in (*self.zones, *self.events):
            lines += each.written()
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def components(data: bytes, owners: frozenset[str] = frozenset()) -> Components:
    """What a file holds. Of the people invited only its `owners` (addresses in small letters) are kept.

    Raises NoCalendarError."""
    if len(data) > MAX_BYTES:
        raise NoCalendarError(f"The calendar is larger than {MAX_BYTES // 1024 // 1024} MB.")
    reader = _Reader(owners)
    for raw in _unfolded(data):
        reader.take(raw)
    return reader.done()


def _unfolded(data: bytes) -> Iterator[str]:
    """Lines as they were before they were folded. Folding may have cut a character in two, so bytes are joined."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    for raw in data.replace(b"\n ", b"").replace(b"\n\t", b"").split(b"\n"):
        if raw[:1].isalpha():
            try:
                yield raw.decode()
            except UnicodeDecodeError:
                yield raw.decode("cp1252", "replace")


class _Reader:
    """Takes line by line."""

    def __init__(self, owners: frozenset[str]) -> None:
        self._owners = owners
        self._found = Components()
        self._open: list[Component] = []
        self._began = self._ended = False

    def take(self, text: str) -> None:
        """One line."""
        named = _NAME.match(text)
        name = named[0].upper() if named else ""
        if name == "BEGIN":
            self._begin(text[6:].strip().upper())
        elif name == "END":
            self._end(text[4:].strip().upper())
        elif name in _KEPT and self._open and (line := parsed(text, name)) is not None:
            self._keep(line)

    def done(self) -> Components:
        """What was found. Raises NoCalendarError."""
        if not self._began:
            raise NoCalendarError("This is no calendar: it does not begin with BEGIN:VCALENDAR.")
        if not self._ended:
            raise NoCalendarError("The calendar was cut off: there is no END:VCALENDAR.")
        return self._found

    def _keep(self, line: Line) -> None:
        inside = self._open[-1]
        if line.name != "ATTENDEE" or line.value.strip().lower().removeprefix("mailto:") in self._owners:
            inside.lines.append(line)

    def _begin(self, kind: str) -> None:
        if kind == "VCALENDAR":
            self._began, self._ended, self._open = True, False, []
        if kind in {"VEVENT", "VFREEBUSY", "VTIMEZONE"}:
            # The one before was never ended: what is known of it counts.
            for each in [each for each in self._open if each.kind in _WANTED]:
                self._close(each)
            self._open = []
            if len(self._found.events) >= MOST_EVENTS:
                raise NoCalendarError(f"The calendar has more than {MOST_EVENTS} events.")
        self._open.append(Component(kind))

    def _end(self, kind: str) -> None:
        if kind == "VCALENDAR":
            for each in self._open:
                self._close(each)
            self._open, self._ended = [], self._began
            return
        if not any(each.kind == kind for each in self._open):
            return  # the end of what never began
        while self._open:
            ended = self._open.pop()
            self._close(ended)
            if ended.kind == kind:
                return

    def _close(self, ended: Component) -> None:
        if ended.kind in {"VEVENT", "VFREEBUSY"}:
            self._found.events.append(ended)
        elif ended.kind == "VTIMEZONE":
            self._found.zones.append(ended)
        elif ended.kind in {"STANDARD", "DAYLIGHT"}:
            outer = next((each for each in reversed(self._open) if each.kind == "VTIMEZONE"), None)
            if outer is not None:
                outer.inner.append(ended)


def parsed(text: str, name: str) -> Line | None:
    """One property, or None where there is none in the line."""
    at, parameters = len(name), {}
    while found := _PARAMETER.match(text, at):
        if found[1].upper() in _SECRETIVE:
            parameters[found[1].upper()] = found[2].strip('"').strip()
        at = found.end()
    if name in _TIMES and (text[at : at + 1] != ":" or (":" in text[at + 1 :] and not _ISO.match(text, at + 1))):
        # A zone such as GMT+01:00 without quotes: times hold no colon, so the last one ends the parameters.
        head, colon, value = text.rpartition(":")
        zone = head.upper().find(";TZID=")
        if zone >= 0:
            parameters["TZID"] = head[zone + 6 :].partition(";")[0].strip('" ')
        return Line(name, value.strip(), parameters) if colon and len(value) <= LONGEST_VALUE else None
    if text[at : at + 1] != ":" or len(text) - at > LONGEST_VALUE:
        return None
    return Line(name, text[at + 1 :], parameters)
