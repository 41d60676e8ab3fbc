"""Mails in words: both parts of each, values that cannot become structure, times as people read them."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.notifications.notices import HOME_ONLY, notice, notices
from scheduler.notifications.render import FOLDER, available, render
from scheduler.notifications.when import spoken
from scheduler.notifications.words import LANGUAGES
from scheduler.tests.sources import calls_of

VALUES = {
    "name": "Grace",
    "role": "client",
    "url": "https://visavis.example/x?a=1&b=2",
}
KINDS = sorted(file.stem for file in (FOLDER / "en").glob("*.j2"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["client", "professional"])
def test_every_mail_has_a_subject_both_parts_and_its_link(kind: str, role: str) -> None:
    mail = render(kind, "en", {**VALUES, "role": role})
    assert 0 < len(mail.subject) < 80
    assert "\n" not in mail.subject
    assert VALUES["url"] in mail.text
    assert 'href="https://visavis.example/x?a=1&amp;b=2"' in mail.html
    assert "Hello Grace" in mail.text
    assert "Hello Grace" in mail.html
    assert role in mail.text
    assert "{{" not in mail.subject + mail.text + mail.html
    assert not re.search(r"[!]{1,}", mail.text), "calm words"


@given(st.text(max_size=80))
def test_what_people_type_cannot_become_markup_headers_or_blocks(typed: str) -> None:
    mail = render("verify", "en", {**VALUES, "name": typed})
    plain = render("verify", "en", {**VALUES, "name": "x"})
    assert "\n" not in mail.subject
    assert mail.text.count("\n\n") == plain.text.count("\n\n")
    assert mail.html.count("<p") == plain.html.count("<p")
    assert mail.html.count("<a") == plain.html.count("<a")


def test_a_name_with_markup_is_shown_as_typed() -> None:
    mail = render("verify", "en", {**VALUES, "name": '<img src=x onerror="alert(1)">\n\n@ Free money'})
    assert "<img" not in mail.html
    assert "&lt;img" in mail.html
    assert mail.html.count("<a ") == 1


def test_the_readers_language_or_english(tmp_path: Path) -> None:
    assert available("verify", "en-GB") == "en"
    assert available("verify", "tlh") == "en"
    assert available("verify", "../en") == "en"
    with pytest.raises(LookupError):
        available("nothing", "en")


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "Thu 11 March 2027, 18:00–19:00 · New York (GMT−5)"),
        ("Asia/Kolkata", "Fri 12 March 2027, 04:30–05:30 · Kolkata (GMT+5:30)"),
        ("Pacific/Chatham", "Fri 12 March 2027, 12:45–13:45 · Chatham (GMT+13:45)"),
        ("Europe/London", "Thu 11 March 2027, 23:00–00:00 on Fri 12 March 2027 · London (GMT)"),
    ],
)
def test_times_are_told_where_the_reader_is(zone: str, text: str) -> None:
    start = datetime(2027, 3, 11, 23, 0, tzinfo=UTC)
    assert spoken(start, start + timedelta(hours=1), zone) == text


def test_an_ambiguous_hour_carries_its_offset() -> None:
    """Berlin, 31 October 2027: 02:30 comes twice."""
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert "02:30–03:00 · Berlin (GMT+2)" in spoken(first, first + timedelta(minutes=90), "Europe/Berlin")
    second = first + timedelta(hours=1)
    assert "02:30–03:00 · Berlin (GMT+1)" in spoken(second, second + timedelta(minutes=30), "Europe/Berlin")


@pytest.mark.parametrize("locale", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_mails_of_an_account_are_in_every_language(kind: str, locale: str) -> None:
    mail = render(kind, locale, VALUES)
    assert available(kind, locale) == locale
    assert f'lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}"' in mail.html
    assert [part for part in (mail.subject, mail.text, mail.html) if "{{" in part] == []
    assert VALUES["url"] in mail.text
    assert "Grace" in mail.text
    assert locale == "en" or mail.subject != render(kind, "en", VALUES).subject


@pytest.mark.parametrize("locale", LANGUAGES)
def test_what_concerns_an_accounts_safety_is_told_in_every_language(locale: str) -> None:
    assert {what: set(said) for what, said in notices(locale).items()} == {
        what: set(said) for what, said in notices("en").items()
    }
    for what in set(notices("en")) - {"common"}:
        mail = notice(what, locale, name="Grace", url=VALUES["url"])
        assert f'lang="{locale}" dir="{"rtl" if locale == "ar" else "ltr"}"' in mail.html
        assert VALUES["url"] in mail.text
        assert "Grace" in mail.text
        assert 0 < len(mail.subject) < 80
        assert locale == "en" or mail.subject != notice(what, "en", name="Grace", url="").subject


def test_every_notice_that_is_sent_is_written_down_and_every_one_written_down_is_sent() -> None:
    sent = calls_of("scheduler", "mails.tell", 1) | calls_of("scheduler", "outbox.warn", 1)
    assert sent == set(notices("en")) - {"common"}
    assert sent >= HOME_ONLY
