"""Photos drawn anew: upright, small, and nothing in them but the picture."""

import contextlib
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from scheduler.files.images import NotAPictureError, draw
from scheduler.tests.files.samples import picture, png_that_says

SECRET = b"Secret Street 12"


def drawn(tmp_path: Path, content: bytes, side: int = 640) -> Image.Image:
    path = tmp_path / "picture"
    path.write_bytes(content)
    (made,) = draw(path, (side,))
    image = Image.open(io.BytesIO(made.content))
    image.load()
    assert image.size == (made.width, made.height)
    assert image.format == "WEBP"
    return image


def with_exif(**tags: int) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPSLatitudeRef
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    for tag in tags.values():
        exif[0x0112] = tag
    return picture("JPEG", exif=exif.tobytes(), comment=SECRET)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF"])
def test_each_form_is_drawn_within_its_bounds(tmp_path: Path, form: str) -> None:
    image = drawn(tmp_path, picture(form, (1600, 900)))
    assert image.size == (640, 360)
    small = drawn(tmp_path, picture(form, (40, 30)))
    assert small.size == (40, 30), "nothing is made larger"
    left, right = image.convert("RGB").getpixel((100, 180)), image.convert("RGB").getpixel((500, 180))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > left[2]
    assert right[2] > 200 > right[0]


def test_nothing_is_kept_that_the_file_said(tmp_path: Path) -> None:
    sent = with_exif()
    assert SECRET in sent
    path = tmp_path / "sent.jpg"
    path.write_bytes(sent)
    for made in draw(path, (640, 160)):
        image = Image.open(io.BytesIO(made.content))
        assert SECRET not in made.content
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)


def test_texts_and_colour_profiles_of_a_png_are_dropped(tmp_path: Path) -> None:
    from PIL import PngImagePlugin

    said = PngImagePlugin.PngInfo()
    said.add_text("Author", SECRET.decode())
    image = drawn(tmp_path, picture("PNG", pnginfo=said, icc_profile=SECRET * 20))
    assert not {"Author", "icc_profile"} & set(image.info)


def test_it_stands_upright(tmp_path: Path) -> None:
    turned = drawn(tmp_path, with_exif(orientation=6))  # to be turned by a quarter clockwise
    assert turned.size == (48, 64)
    top = turned.convert("RGB").getpixel((24, 10))
    assert isinstance(top, tuple)
    assert top[0] > 200, "what was left is on top"


def test_transparency_stays(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (64, 64), (255, 0, 0, 0)).save(out, "PNG")
    image = drawn(tmp_path, out.getvalue())
    assert image.mode == "RGBA"
    assert image.getpixel((10, 10))[3] == 0  # type: ignore[index]


def test_of_a_moving_picture_the_first_is_kept(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    image = drawn(tmp_path, out.getvalue())
    assert getattr(image, "n_frames", 1) == 1
    assert image.convert("RGB").getpixel((5, 5))[0] > 200  # type: ignore[index]


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 10_000), (8000, 8000), (20_001, 20), (2**31 - 1, 2**31 - 1), (65_535, 65_535)]
)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, width: int, height: int) -> None:
    with pytest.raises(NotAPictureError):
        drawn(tmp_path, png_that_says(width, height))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        picture("JPEG")[:300],
        picture("PNG")[:80],
        picture("WEBP")[:-20],
        picture("PNG", (15, 64)),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture("TIFF"),
        picture("BMP"),
    ],
    ids=["empty", "head only", "half jpeg", "half png", "half webp", "tiny", "svg", "tiff", "bmp"],
)
def test_what_is_broken_or_another_form_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(NotAPictureError):
        drawn(tmp_path, content)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.data())
def test_a_changed_file_is_drawn_or_refused(tmp_path: Path, form: str, data: st.DataObject) -> None:
    content = bytearray(picture(form))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(NotAPictureError):
        assert max(drawn(tmp_path, bytes(content)).size) <= 640
