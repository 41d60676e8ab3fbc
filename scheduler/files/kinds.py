"""What a file is, told by its content: its name and what the sender says of it count for nothing.

The rule kept here: only what is known is taken. Documents with programs in them are not, nor archives, pages or
scripts as anything else than plain text.
"""

import codecs
import io
import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

HEAD: Final = 32
PIECE: Final = 64 * 1024
# Of a ZIP's list of contents we read no more than this: each entry costs far more memory than bytes.
MOST_LISTED: Final = 512 * 1024
_EOCD: Final = b"PK\x05\x06"
_EOCD_MOST: Final = 22 + 65535


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type, and the endings a name of it may have; the first is added to a name without one of them."""

    media_type: str
    endings: tuple[str, ...]
    image: bool = False


_WORD: Final = "application/vnd.openxmlformats-officedocument."
_ODF: Final = "application/vnd.oasis.opendocument."
JPEG: Final = Kind("image/jpeg", (".jpg", ".jpeg"), image=True)
PNG: Final = Kind("image/png", (".png",), image=True)
WEBP: Final = Kind("image/webp", (".webp",), image=True)
GIF: Final = Kind("image/gif", (".gif",), image=True)
PDF: Final = Kind("application/pdf", (".pdf",))
TEXT: Final = Kind("text/plain; charset=utf-8", (".txt", ".csv", ".md", ".log"))
IMAGES: Final = (JPEG, PNG, WEBP, GIF)
# The folder that a document of Office Open XML (ECMA-376) keeps its content in.
OFFICE: Final[Mapping[str, Kind]] = {
    "word/": Kind(_WORD + "wordprocessingml.document", (".docx",)),
    "xl/": Kind(_WORD + "spreadsheetml.sheet", (".xlsx",)),
    "ppt/": Kind(_WORD + "presentationml.presentation", (".pptx",)),
}
# What an OpenDocument (ISO 26300) says it is, in its first entry.
OPEN_DOCUMENT: Final[Mapping[bytes, Kind]] = {
    f"{_ODF}{name}".encode(): Kind(_ODF + name, (ending,))
    for name, ending in (("text", ".odt"), ("spreadsheet", ".ods"), ("presentation", ".odp"))
}
DOCUMENTS: Final = (PDF, TEXT, *OFFICE.values(), *OPEN_DOCUMENT.values())
BY_TYPE: Final[Mapping[str, Kind]] = {kind.media_type: kind for kind in (*IMAGES, *DOCUMENTS)}


def kind_of(path: Path) -> Kind | None:
    """What the file at `path` is; None for what is not taken. Reads it; call it in a thread."""
    with path.open("rb") as file:
        return kind_in(file)


def kind_in(file: BinaryIO) -> Kind | None:
    """The same of an open file that can be sought in."""
    head = file.read(HEAD)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head.startswith(b"%PDF-"):
        return PDF
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(file)
    return TEXT if _is_text(file) else None


def _in_zip(file: BinaryIO) -> Kind | None:
    """The document a ZIP is, if it is one."""
    if _listed(file) > MOST_LISTED:
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            first = archive.infolist()[0] if names else None
            if any(name.lower().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
                return None  # a program
            if first is not None and first.filename == "mimetype" and first.compress_type == zipfile.ZIP_STORED:
                return OPEN_DOCUMENT.get(_said(archive, first))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None
    if "[Content_Types].xml" not in names:
        return None
    found = {folder for folder in OFFICE if any(name.startswith(folder) for name in names)}
    return OFFICE[found.pop()] if len(found) == 1 else None


def _said(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > 100:
        return b""
    with archive.open(entry) as said:
        return said.read(100).strip()


def _listed(file: BinaryIO) -> int:
    """The size of a ZIP's list of contents by its end record (APPNOTE 4.3.16); of none, too much."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _EOCD_MOST))
    tail = file.read(_EOCD_MOST)
    file.seek(0)
    at = tail.rfind(_EOCD)
    if at < 0 or len(tail) < at + 22:
        return MOST_LISTED + 1
    return int.from_bytes(tail[at + 12 : at + 16], "little")


def _is_text(file: BinaryIO) -> bool:
    """UTF-8 all through, and no control characters but those that lay out a text."""
    file.seek(0)
    decoder, empty = codecs.getincrementaldecoder("utf-8")(), True
    while piece := file.read(PIECE):
        empty = False
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError:
            return False
        if any(unicodedata.category(char) == "Cc" and char not in "\t\n\r\f" for char in set(text)):
            return False
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return not empty
