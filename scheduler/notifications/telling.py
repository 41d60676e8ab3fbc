"""What one person is told of a booking, in their language and zone: a mail's blocks, and the same in short. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from babel.numbers import format_currency, get_currency_precision

from scheduler.notifications.kinds import KINDS
from scheduler.notifications.render import Frame, Part, Rendered, lay_out, signs
from scheduler.notifications.when import at, city, on_day, same_clock, told
from scheduler.notifications.words import Language, language, one_line
from scheduler.rooms.meeting import Side

MAX_REASON: Final = 500
MAX_TITLE: Final = 200
MAX_BODY: Final = 400


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a mail is for, and how they read it."""

    name: str
    email: str
    locale: str
    zone: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to a booking, as its job tells it: `actor_role` did it; `before` was its time.

    Of a seat that is offered, `until` is when the offer lapses. Of what was paid in advance, `booking_id` is its id,
    `until` a day that matters for it, `left` its sessions."""

    booking_id: UUID
    kind: str
    title: str
    start: datetime
    end: datetime
    zone: str = "UTC"
    of_class: bool = False
    actor_role: str = ""
    reason: str = ""
    before: tuple[datetime, datetime] | None = None
    amount: tuple[int, str] | None = None
    until: datetime | None = None
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """Whom it is told to: the reader in their role, and the person on the other side."""

    role: Side
    reader: Reader
    other: Reader
    web_url: str = field(default="")


@dataclass(frozen=True, slots=True)
class Told:
    """The same told long (a mail) and short (a push, a line in a list)."""

    subject: str
    title: str
    body: str
    path: str
    speech: Language
    parts: tuple[Part, ...]


def tell(event: Event, side: Seen) -> Told:
    """An event in the words of its reader."""
    kind, speech = KINDS[event.kind], language(side.reader.locale)
    values = {
        "name": side.reader.name,
        "other": side.other.name,
        "title": event.title,
        "zone": city(event.zone),
        "reason": event.reason[:MAX_REASON],
        "until": "" if event.until is None else on_day(event.until, side.reader.zone, speech.locale),
        "left": "" if event.left is None else str(event.left),
    }

    deadline = "" if event.until is None else at(event.until, side.reader.zone, speech.locale)

    def words(key: str) -> str | None:
        found = speech.find(event.kind, key, side.role)
        return None if found is None else speech.fill(found, values, {"deadline": deadline})

    text, subject = words("text") or "", words("subject") or ""
    when = told(event.start, event.end, side.reader.zone, speech.locale)
    parts: list[Part] = [("text", speech.fill(speech.common("hello"), values)), ("text", text)]
    if kind.when:
        parts.append(("when", when))
    parts += [("text", said) for said in (*_other_times(event, side, speech), *_details(event, side, speech, values))]
    if more := (words("more_class") if event.of_class else None) or words("more"):
        parts.append(("text", more))
    parts.append(("button", words("button") or speech.common("open")))
    body = "\n".join(filter(None, (when if kind.when else text, words("short"))))
    path = f"/as/{side.role}/{kind.place.format(id=event.booking_id)}"
    return Told(subject, subject[:MAX_TITLE], body[:MAX_BODY], path, speech, tuple(parts))


def mail_of(said: Told, role: Side, url: str, unsubscribe: str = "") -> Rendered:
    """What was told, as a mail."""
    sign, word = signs(said.speech, role)
    return lay_out(said.speech, said.subject, said.parts, Frame(url, role, sign, word, unsubscribe))


def _other_times(event: Event, side: Seen, speech: Language) -> list[str]:
    """The time on the other person's clock where it differs, and the time before a move."""
    found = []
    if not same_clock(event.start, side.reader.zone, side.other.zone):
        when = told(event.start, event.end, side.other.zone, speech.locale)
        found.append(_with_when(speech.common("for_other"), when, speech.value(side.other.name)))
    if event.before is not None:
        found.append(_with_when(speech.common("was"), told(*event.before, side.reader.zone, speech.locale)))
    return found


def _with_when(words: str, when: str, other: str = "") -> str:
    return words.format(when=when, other=other)


def _details(event: Event, side: Seen, speech: Language, values: Mapping[str, str]) -> list[str]:
    """Who did it, what was paid or paid back, and why."""
    who = "self" if event.actor_role == side.role else event.actor_role and "other"
    if event.actor_role in {"system", "admin"}:
        who = "system"
    said = speech.find(event.kind, f"by_{who}", side.role) if who else None
    found = [] if said is None else [speech.fill(said, values)]
    if event.amount is not None:
        found.append(speech.common("amount").format(amount=money(*event.amount, speech)))
    if one_line(event.reason):
        found.append(speech.fill(speech.common("reason"), values))
    return found


def money(minor: int, currency: str, speech: Language) -> str:
    """`€40.00`, `40,00 €`: an amount in the currency's minor unit, as the language writes it."""
    amount = Decimal(minor).scaleb(-get_currency_precision(currency))
    return str(format_currency(amount, currency, locale=speech.locale))
