"""Names of files: harmless in a header, a folder and a list, and true to what is in the file."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.kinds import BY_TYPE, PDF, PNG, TEXT, Kind
from scheduler.files.names import LONGEST, safe_name
from scheduler.http.download import disposition

NAMES = [
    ("report.pdf", PDF, "report.pdf"),
    ("Übersicht März.PDF", PDF, "Übersicht März.pdf"),
    ("../../etc/passwd", TEXT, "passwd.txt"),
    ("C:\\Users\\x\\notes.txt", TEXT, "notes.txt"),
    ("sums.csv", TEXT, "sums.csv"),
    ("setup.exe", PNG, "setup.exe.png"),
    ("page.html", TEXT, "page.html.txt"),
    ("holiday\u202egnp.exe", PNG, "holidaygnp.exe.png"),
    ("a\r\nSet-Cookie: x=1.png", PNG, "a Set-Cookie_ x=1.png"),
    ('"><script>.png', PNG, "___script_.png"),
    ("", PNG, "file.png"),
    ("...", PNG, "file.png"),
    (".htaccess", TEXT, "htaccess.txt"),
    (".png", PNG, "png.png"),
    ("CON.txt", TEXT, "_CON.txt"),
    ("nul", PDF, "_nul.pdf"),
    ("日本語.pdf", PDF, "日本語.pdf"),
    ("👩‍🔧.png", PNG, "👩🔧.png"),
]


@pytest.mark.parametrize(("name", "kind", "kept"), NAMES)
def test_names_as_they_are_kept(name: str, kind: Kind, kept: str) -> None:
    assert safe_name(name, kind) == kept


@given(st.text(max_size=300), st.sampled_from(list(BY_TYPE.values())))
def test_any_name_is_harmless(name: str, kind: Kind) -> None:
    kept = safe_name(name, kind)
    assert 0 < len(kept) <= LONGEST
    assert kept.endswith(kind.endings)
    assert not kept.startswith((".", " "))
    assert not set(kept) & set('/\\:*?"<>|')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in kept)
    assert safe_name(kept, kind) == kept, "kept again, it is the same"


@given(st.text(max_size=300), st.sampled_from(list(BY_TYPE.values())))
def test_any_name_fits_into_a_header(name: str, kind: Kind) -> None:
    header = disposition(safe_name(name, kind))
    assert header.isascii()
    assert header.isprintable()
    assert header.startswith('attachment; filename="')
    assert header.count('"') == 2
    assert header.count("; ") == 2 or ";" not in safe_name(name, kind)
