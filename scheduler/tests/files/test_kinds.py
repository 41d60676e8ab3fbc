"""What a file is, by its content alone."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.files import kinds
from scheduler.files.kinds import BY_TYPE, MOST_LISTED, Kind, kind_in
from scheduler.tests.files.samples import ODT, PDF, TEXT, office, open_document, picture, zipped

ODF = "application/vnd.oasis.opendocument."
TAKEN: list[tuple[str, bytes, str]] = [
    ("jpeg", picture("JPEG"), "image/jpeg"),
    ("png", picture("PNG"), "image/png"),
    ("webp", picture("WEBP"), "image/webp"),
    ("gif", picture("GIF"), "image/gif"),
    ("pdf", PDF, "application/pdf"),
    ("text", TEXT, "text/plain; charset=utf-8"),
    ("page as text", b"<script>alert(1)</script>", "text/plain; charset=utf-8"),
    ("docx", office("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xlsx", office("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("pptx", office("ppt"), "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("odt", open_document(), ODF + "text"),
    ("ods", open_document(ODF + "spreadsheet"), ODF + "spreadsheet"),
]
REFUSED: list[tuple[str, bytes]] = [
    ("nothing", b""),
    ("windows program", b"MZ\x90\x00" + bytes(100)),
    ("linux program", b"\x7fELF" + bytes(100)),
    ("archive", zipped({"a.txt": b"a"})),
    ("java archive", zipped({"META-INF/MANIFEST.MF": b"a", "A.class": b"\xca\xfe\xba\xbe"})),
    ("word with a program", office("word", **{"word/vbaProject.bin": b"x"})),
    ("open document with a program", open_document(ODT, **{"Basic/Standard/Module1.xml": b"x"})),
    ("two documents in one", office("word", **{"xl/workbook.xml": b"x"})),
    ("open document of another type", open_document("application/x-sh")),
    ("broken zip", office("word")[:-30]),
    ("zip with more behind", b"PK\x03\x04" + bytes(40)),
    ("latin-1", "Fragen für".encode("latin-1")),
    ("utf-16", "Fragen".encode("utf-16")),
    ("half a letter at the end", "für".encode()[:-2] + b"\xc3"),
    ("text with a bell", b"ring \x07"),
    ("text with a NUL", b"a\0b"),
    ("text with an escape", b"\x1b]0;owned\x07"),
    ("svg behind binary", b"\x00<svg onload=alert(1)>"),
]


def kind_of(content: bytes) -> Kind | None:
    return kind_in(io.BytesIO(content))


@pytest.mark.parametrize(("content", "media_type"), [each[1:] for each in TAKEN], ids=[each[0] for each in TAKEN])
def test_what_is_taken(content: bytes, media_type: str) -> None:
    kind = kind_of(content)
    assert kind is not None
    assert kind.media_type == media_type
    assert BY_TYPE[media_type] == kind


@pytest.mark.parametrize("content", [each[1] for each in REFUSED], ids=[each[0] for each in REFUSED])
def test_what_is_refused(content: bytes) -> None:
    assert kind_of(content) is None


def test_a_zip_with_a_list_of_contents_that_would_fill_the_memory_is_refused_unread() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", b"")
        for number in range(9000):
            archive.writestr(f"word/{number:040}", b"")
    assert kinds._listed(out) > MOST_LISTED
    assert kind_of(out.getvalue()) is None


def test_text_is_looked_at_to_its_end() -> None:
    long = TEXT * 5000
    assert kind_of(long) is kinds.TEXT
    assert kind_of(long + b"\xff") is None


@settings(max_examples=300)
@given(st.data())
def test_nothing_breaks_it(data: st.DataObject) -> None:
    """Anything at all, and real files with a piece of them changed: a kind or none."""
    content = data.draw(st.one_of(st.binary(max_size=300), st.sampled_from([each[1] for each in TAKEN])))
    at = data.draw(st.integers(0, len(content)))
    changed = content[:at] + data.draw(st.binary(max_size=40)) + content[at + data.draw(st.integers(0, 40)) :]
    found = kind_of(changed)
    assert found is None or found in BY_TYPE.values()
