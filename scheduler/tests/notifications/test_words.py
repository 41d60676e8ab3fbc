"""What people are told, in every language: whole, in their own time, and unchanged by what anybody typed."""

import re
import string
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.notifications.kinds import KINDS
from scheduler.notifications.render import Rendered
from scheduler.notifications.telling import Event, Reader, Seen, Told, mail_of, money, tell
from scheduler.notifications.when import told
from scheduler.notifications.words import LANGUAGES, language
from scheduler.rooms.meeting import Side

GOLDEN = Path(__file__).parent / "golden"
START = datetime(2027, 3, 11, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://visavis.example/as/client/x?a=1&b=2"
EVERY = [(kind, role) for kind, each in KINDS.items() for role in each.readers]


def seen(locale: str, role: Side = "client", *, name: str = "Grace Example", other: str = "Dr. Ada Demo") -> Seen:
    zones = {"ar": "Africa/Cairo", "de": "Europe/Vienna"}
    zone = zones.get(locale[:2], "America/New_York")
    return Seen(
        role, Reader(name, "g@example.org", locale, zone), Reader(other, "a@example.org", "en", "Europe/Berlin")
    )


def event(kind: str, title: str = "Tax advice", **more: Any) -> Event:
    return Event(UUID(int=7), kind, title, START, START + HOUR, "Europe/Berlin", **more)


def whole(kind: str, locale: str, role: Side, typed: str | None = None) -> tuple[Told, Rendered]:
    texts = {"name": typed, "other": typed} if typed is not None else {}
    more = {"reason": typed} if typed is not None else {"reason": "ill"}
    said = tell(
        event(kind, typed if typed is not None else "Tax advice", actor_role="professional", **more),
        seen(locale, role, **texts),
    )
    return said, mail_of(said, role, URL)


class Tags(HTMLParser):
    """The elements of a page, in order, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Any] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value) for name, value in attrs]))


def tags(html: str) -> list[Any]:
    parser = Tags()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize(("kind", "role"), EVERY)
def test_every_kind_is_told_in_every_language(kind: str, role: Side, locale: str) -> None:
    said, mail = whole(kind, locale, role)
    assert 0 < len(mail.subject) <= 120
    assert "Tax advice" in mail.text
    assert "Grace Example" in mail.text
    assert "{" not in mail.subject + mail.text
    assert f'lang="{locale}"' in mail.html
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in mail.html
    assert URL in mail.text
    assert language(locale).common(f"sign_{role}") in mail.html
    assert language(locale).common(f"role_{role}") in mail.text
    assert ("3px solid" in mail.html, "6px double" in mail.html) == (role == "client", role == "professional")
    assert said.title
    assert said.body
    assert said.path.startswith(f"/as/{role}/")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_values(locale: str) -> None:
    def names(words: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(words) if name}

    english, other = language("en").sections, language(locale).sections
    assert english.keys() == other.keys()
    for kind, section in english.items():
        assert section.keys() == other[kind].keys(), kind
        for key, words in section.items():
            assert names(other[kind][key]) == names(words), (kind, key)


@pytest.mark.parametrize(
    ("locale", "deadline"),
    [
        ("en", "Thu, 11 Mar 2027, 09:30 · New York (GMT−5)"),
        ("de", "Do., 11. März 2027, 15:30 · Wien (GMT+1)"),
        ("fr", "jeu. 11 mars 2027, 09:30 · New York (GMT−5)"),
        ("es", "jue, 11 mar 2027, 9:30 · Nueva York (GMT−5)"),
        ("ar", "الخميس، 11 مارس 2027، 4:30 م · القاهرة (\u2066GMT+2\u2069)"),
    ],
)
def test_an_offer_says_until_when_it_stands_in_the_readers_zone_and_language(locale: str, deadline: str) -> None:
    until = datetime(2027, 3, 11, 14, 30, tzinfo=UTC)
    said = tell(event("waitlist-offer", until=until), seen(locale))
    mail = mail_of(said, "client", URL)
    assert f"{deadline}." in mail.text
    assert f"{deadline}." in mail.html
    assert said.body.endswith(f"{deadline}.")


@given(st.text(max_size=60), st.sampled_from(EVERY), st.sampled_from(LANGUAGES))
def test_nothing_that_people_type_becomes_structure_or_a_header(typed: str, which: Any, locale: str) -> None:
    kind, role = which
    _, mail = whole(kind, locale, role, f"x{typed}")
    _, plain = whole(kind, locale, role, "x")
    assert tags(mail.html) == tags(plain.html)
    assert mail.text.count("\n") == plain.text.count("\n")
    message = EmailMessage()
    message["Subject"] = mail.subject
    assert message.as_bytes().count(b"\n\n") == 1
    assert [
        header for header in message.as_bytes().decode().split("\n\n")[0].split("\n") if header[:1] not in " \tS"
    ] == []
    assert not re.search("[\u202a-\u202e]", mail.text + mail.html), "nobody turns our sentences around"


def test_a_name_full_of_markup_is_shown_as_typed() -> None:
    _, mail = whole("confirmed", "de", "client", '<img src=x onerror="alert(1)">\r\nBcc: all@example.org {other}')
    assert "<img" not in mail.html
    assert "&lt;img" in mail.html
    assert "\n" not in mail.subject
    assert "{other}" in mail.subject


@pytest.mark.parametrize(
    ("locale", "code", "date"),
    [
        ("de-AT", "de", "Do., 11. März 2027, 18:00–19:00 · Berlin (GMT+1)"),
        ("de-ZZ", "de", "Do., 11. März 2027, 18:00–19:00 · Berlin (GMT+1)"),
        ("en", "en", "Thu, 11 Mar 2027, 18:00–19:00 · Berlin (GMT+1)"),
        ("en-US", "en", "Thu, Mar 11, 2027, 6:00\u202fPM–7:00\u202fPM · Berlin (GMT+1)"),
        ("fr-CH", "fr", "jeu. 11 mars 2027, 18:00–19:00 · Berlin (GMT+1)"),
        ("es", "es", "jue, 11 mar 2027, 18:00–19:00 · Berlín (GMT+1)"),
        ("ar", "ar", "الخميس، 11 مارس 2027، 6:00 م–7:00 م · برلين (\u2066GMT+1\u2069)"),
        ("tlh", "en", "Thu, 11 Mar 2027, 18:00–19:00 · Berlin (GMT+1)"),
        ("nl-BE", "en", "Thu, 11 Mar 2027, 18:00–19:00 · Berlin (GMT+1)"),
    ],
)
def test_the_readers_language_else_its_base_else_english(locale: str, code: str, date: str) -> None:
    speech = language(locale)
    assert speech.code == code
    assert told(START, START + HOUR, "Europe/Berlin", speech.locale) == date


def test_the_hour_that_comes_twice_carries_both_offsets() -> None:
    """Berlin, 31 October 2027: 02:30 comes twice."""
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    locale = language("en").locale
    assert told(first, first + HOUR, "Europe/Berlin", locale) == (
        "Sun, 31 Oct 2027, 02:30 (GMT+2) – 02:30 (GMT+1) · Berlin"
    )
    assert "02:30–03:00 · Berlin (GMT+1)" in told(first + HOUR, first + HOUR * 1.5, "Europe/Berlin", locale)


def test_a_meeting_over_midnight_names_both_days() -> None:
    late = datetime(2027, 3, 11, 22, 30, tzinfo=UTC)
    assert told(late, late + HOUR, "Europe/Berlin", language("de").locale) == (
        "Do., 11. März 2027, 23:30–Fr., 12. März 2027, 00:30 · Berlin (GMT+1)"
    )


def test_the_other_persons_clock_is_told_only_where_it_differs() -> None:
    there = tell(event("confirmed"), seen("en"))
    assert ("text", "For Dr. Ada Demo that is Thu, 11 Mar 2027, 18:00–19:00 · Berlin (GMT+1)") in there.parts
    here = tell(event("confirmed"), seen("de"))  # Vienna and Berlin show the same
    assert not [words for _, words in here.parts if "Berlin" in words]


def test_who_did_it_why_and_how_much() -> None:
    def said(role: Side, actor: str) -> str:
        parts = tell(event("cancelled", actor_role=actor, reason="ill", amount=(4050, "EUR")), seen("en", role)).parts
        return "\n".join(words for _, words in parts)

    assert "You cancelled it." in said("client", "client")
    assert "Dr. Ada Demo cancelled it." in said("client", "professional")
    assert "It was cancelled automatically." in said("client", "system")
    assert "Reason given: ill" in said("client", "system")
    assert "Amount: €40.50" in said("client", "system")
    assert money(500, "JPY", language("de")) == "500\xa0¥"


@pytest.mark.parametrize(
    ("kind", "locale", "role"),
    [("confirmed", "en", "client"), ("rescheduled", "de-AT", "professional"), ("cancelled", "ar", "client")],
)
@pytest.mark.parametrize("form", ["txt", "html"])
def test_as_it_was_looked_at(kind: str, locale: str, role: Side, form: str) -> None:
    """Mails that were looked at in a browser; a changed one must be looked at again."""
    more = {"before": (START - HOUR * 24, START - HOUR * 23)} if kind == "rescheduled" else {"reason": "I am ill"}
    said = tell(event(kind, actor_role="professional", **more), seen(locale, role))
    mail = mail_of(said, role, URL)
    text = f"{mail.subject}\n\n{mail.text}" if form == "txt" else mail.html
    assert text == (GOLDEN / f"{kind}.{locale}.{form}").read_text(encoding="utf-8")
