"""Origins as browsers write them, and links with what is known filled in."""

from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.tests.fixtures import NOON
from scheduler.widget.links import book_template, book_url, page_url
from scheduler.widget.origins import frame_ancestors, origin_of


@pytest.mark.parametrize(
    ("typed", "origin"),
    [
        ("https://ada.example.org", "https://ada.example.org"),
        (" HTTPS://Ada.Example.ORG:443/ ", "https://ada.example.org"),
        ("https://ada.example.org:8443", "https://ada.example.org:8443"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://localhost:5173", "http://localhost:5173"),
        ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(typed: str, origin: str) -> None:
    assert origin_of(typed, plain=False) == origin


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ada.example.org",
        "https://ada.example.org/page",
        "https://ada.example.org?x",
        "https://ada.example.org#x",
        "https://user@ada.example.org",
        "https://*.example.org",
        "https://ada.example.org; script-src *",
        "https://ada example.org",
        "https://ada.example.org:99999",
        "https://" + "x" * 300,
        "http://ada.example.org",
        "ftp://ada.example.org",
        "null",
        "*",
        "data:text/html,x",
        "https://[::1",
    ],
)
def test_what_is_no_origin_of_a_website_is_none(typed: str) -> None:
    assert origin_of(typed, plain=False) is None


def test_plain_http_is_for_development() -> None:
    assert origin_of("http://ada.example.org", plain=True) == "http://ada.example.org"


@given(st.text(max_size=80), st.booleans())
def test_nothing_typed_can_say_more_in_a_policy_than_an_origin(typed: str, plain: bool) -> None:
    for text in (typed, f"https://{typed}", f"https://a.example{typed}"):
        origin = origin_of(text, plain=plain)
        if origin is not None:
            assert not set(origin) & set(" ;,'\"*\r\n")
            assert origin.isascii()
            assert origin_of(origin, plain=plain) == origin
            assert frame_ancestors([origin]).split(" ") == ["frame-ancestors", "'self'", origin]


@given(st.text(max_size=200))
def test_a_link_says_back_what_was_filled_in(note: str) -> None:
    service = uuid4()
    url = book_url("https://visavis.example", "ada", service, NOON, note)
    parts = urlsplit(url)
    assert (parts.netloc, parts.path) == ("visavis.example", "/as/client/book/ada")
    said = parse_qs(parts.query, keep_blank_values=True)
    assert said["service"] == [str(service)]
    assert said["start"] == ["2027-03-10T12:00:00Z"]
    assert said.get("note", [""]) == [note]


def test_a_template_expands_to_the_link() -> None:
    service = uuid4()
    template = book_template("https://visavis.example", "ada", service)
    assert template.endswith("{&start,note}")
    expanded = template.replace("{&start,note}", "&start=2027-03-10T12%3A00%3A00Z")
    assert expanded == book_url("https://visavis.example", "ada", service, NOON)
    assert page_url("https://visavis.example", "ada") == "https://visavis.example/p/ada"
