"""Files of every kind, made here: small, real, and as their own programs write them where those are at hand."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from PIL import Image

ODT = "application/vnd.oasis.opendocument.text"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TEXT = "Fragen für Freitag:\n\t1. Umsatzsteuer, 2. Belege ✓\n".encode()


def picture(form: str, size: tuple[int, int] = (64, 48), mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new(mode, size, "blue")
    image.paste(Image.new(mode, (size[0] // 2, size[1]), "red"), (0, 0))
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def zipped(entries: Mapping[str, bytes], *, stored: str = "") -> bytes:
    """A ZIP; the entry named by `stored` is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def office(folder: str, **more: bytes) -> bytes:
    """A document of Office Open XML, as far as its parts go."""
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b"<Relationships/>",
        f"{folder}/document.xml": b"<d/>",
    }
    return zipped({**parts, **more})


def open_document(media_type: str = ODT, **more: bytes) -> bytes:
    """An OpenDocument."""
    parts = {"mimetype": media_type.encode(), "content.xml": b"<office/>", "META-INF/manifest.xml": b"<m/>"}
    return zipped({**parts, **more}, stored="mimetype")


def png_that_says(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose header claims any size: a decompression bomb's beginning."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100_000))) + chunk(b"IEND", b"")
