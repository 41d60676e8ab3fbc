"""Photos drawn anew: decoded, turned upright, made small, written without anything but the picture. Bytes in and out.

The rule kept here: of what was sent only pixels are kept; no place, no camera, no comment, no second picture. What
would take much memory is refused before it is decoded.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF")
# What is decoded, in pixels. Pillow refuses twice as many by itself, and warns of more; a JPEG is decoded smaller.
MOST_PIXELS: Final = 50_000_000
MOST_SIDE: Final = 20_000
LEAST_SIDE: Final = 16
QUALITY: Final = 82
# Each may take MOST_PIXELS times four bytes.
_AT_ONCE: Final = threading.Semaphore(2)


class NotAPictureError(Exception):
    """It cannot be drawn; the message says why, to whoever sent it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as WebP, and its size in pixels."""

    content: bytes
    width: int
    height: int


def draw(path: Path, sides: Sequence[int]) -> list[Drawn]:
    """The picture at `path` once for each of `sides`, which its longer side is at most. Raises NotAPictureError.

    It takes a while; call it in a thread."""
    with _AT_ONCE:
        try:
            with Image.open(path, formats=FORMATS) as image:
                _check(image)
                image.draft("RGB", (2 * max(sides), 2 * max(sides)))  # a JPEG is decoded no larger than needed
                picture = _pixels(image)
        except NotAPictureError:
            raise
        except Exception:  # decoders raise anything at what is broken on purpose
            raise NotAPictureError("is broken: it cannot be drawn") from None
        return [_written(picture, side) for side in sides]


def _check(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise NotAPictureError(f"has too many pixels: at most {MOST_PIXELS // 1_000_000} million are taken")
    if min(width, height) < LEAST_SIDE:
        raise NotAPictureError(f"is too small: each side needs at least {LEAST_SIDE} pixels")


def _pixels(image: Image.Image) -> Image.Image:
    """The first picture in it, upright, in colours that are written as they are."""
    image.load()
    upright = ImageOps.exif_transpose(image)
    seen_through = upright.has_transparency_data
    return upright.convert("RGBA" if seen_through else "RGB")


def _written(picture: Image.Image, side: int) -> Drawn:
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS)
    fresh = Image.new(small.mode, small.size)  # what the old one knew beside its pixels does not come along
    fresh.paste(small)
    out = BytesIO()
    fresh.save(out, "WEBP", quality=QUALITY, method=4)
    return Drawn(out.getvalue(), *fresh.size)
