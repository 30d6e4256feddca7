"""Whatever a person uploads: it becomes pixels on white, or it is said why it cannot."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.core.matching.marks.images.pictures import RED, hills, key, saved
from zhiheng.core.errors import InputError
from zhiheng.core.matching.marks.images.fingerprints import fingerprint
from zhiheng.core.matching.marks.images.reading import LARGEST_FILE, read_image

REFUSALS = ("", "mark_image.empty", "mark_image.format", "mark_image.damaged",
            "mark_image.too_many_pixels")  # fmt: skip


def code_of(data: bytes) -> str:
    with pytest.raises(InputError) as refusal:
        read_image(data, "mark")
    (problem,) = refusal.value.problems
    assert problem.file == "mark"
    return problem.code


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds nothing of it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = (head, b"IDAT" + zlib.compress(b"\0"))
    written = (struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF"])
def test_the_usual_formats_are_read_whatever_they_are_called(form: str):
    image = read_image(saved(key(), form), "mark.txt")
    assert (image.width, image.height, image.notes) == (240, 240, ())
    assert image.pixels.shape == (240, 240, 3)
    assert image.pixels[0, 0].min() > 250
    assert image.pixels[150, 120].max() < 10


def test_transparency_is_laid_on_white():
    clear = key().convert("RGBA")
    clear.putalpha(key().convert("L").point(lambda value: 255 - value))
    image = read_image(saved(clear), "mark.png")
    assert image.pixels[0, 0].tolist() == [255, 255, 255]
    assert image.pixels[150, 120].max() < 10


def test_a_palette_with_a_transparent_colour_is_laid_on_white():
    picture = key().convert("P")
    index = picture.getpixel((0, 0))
    image = read_image(saved(picture, transparency=index), "mark.png")
    assert image.pixels[0, 0].tolist() == [255, 255, 255]


@pytest.mark.parametrize("form", ["GIF", "PNG", "WEBP"])
def test_of_an_animation_the_first_frame_is_taken_and_that_is_told(form: str):
    data = saved(key(), form, save_all=True, append_images=[hills()], duration=100)
    image = read_image(data, "mark")
    assert [note.code for note in image.notes] == ["mark_image.first_frame"]
    assert image.pixels[150, 120].max() < 10


def test_an_orientation_mark_is_followed():
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter to the right
    turned = key().rotate(90, expand=True)
    image = read_image(saved(turned, "JPEG", exif=exif.tobytes(), quality=95), "mark.jpg")
    assert np.abs(image.pixels.astype(int) - np.asarray(key()).astype(int)).mean() < 4


def test_printing_colours_are_read():
    image = read_image(saved(key(RED).convert("CMYK"), "JPEG", quality=95), "mark.jpg")
    red, green, blue = image.pixels[150, 120].astype(int)
    assert red > 150
    assert max(green, blue) < 90


def test_sixteen_bits_of_grey_are_read_in_their_range():
    grey = np.asarray(key().convert("L")).astype(np.uint16) * 257
    image = read_image(saved(Image.fromarray(grey)), "mark.png")
    assert image.pixels[0, 0].tolist() == [255, 255, 255]
    assert image.pixels[150, 120].tolist() == [0, 0, 0]


def test_a_large_picture_is_kept_smaller_and_its_size_told():
    image = read_image(saved(key().resize((3000, 1500))), "mark.png")
    assert (image.width, image.height) == (3000, 1500)
    assert image.pixels.shape == (512, 1024, 3)


def test_what_cannot_be_used_is_told():
    whole = saved(key())
    assert code_of(b"") == "mark_image.empty"
    assert code_of(b"%PDF-1.7 no image") == "mark_image.format"
    assert code_of(whole[: len(whole) // 2]) == "mark_image.damaged"
    assert code_of(saved(key(), "JPEG")[:300]) == "mark_image.damaged"
    assert code_of(b"\0" * (LARGEST_FILE + 1)) == "mark_image.file_too_large"


@pytest.mark.parametrize("size", [(9_000, 9_000), (60_000, 60_000), (31_000, 1), (2**31 - 1, 1)])
def test_a_bomb_is_refused_before_it_is_decoded(size: tuple[int, int]):
    assert code_of(png_header(*size)) == "mark_image.too_many_pixels"


@pytest.mark.parametrize("colour", ["white", "black", (12, 200, 90)])
def test_a_blank_picture_has_no_fingerprint(colour: str):
    image = read_image(saved(Image.new("RGB", (50, 20), colour)), "mark.png")
    with pytest.raises(InputError) as refusal:
        fingerprint(image)
    assert refusal.value.problems[0].code == "mark_image.blank"


@pytest.mark.parametrize(
    ("size", "blank"),
    [((1, 1), True), ((1, 400), False), ((400, 1), False), ((2, 3), False), ((9, 400), False)],
)
def test_tiny_and_thin_pictures_are_seen_or_blank(size: tuple[int, int], blank: bool):
    assert outcome(lambda: fingerprint_of_a_dot(size)) == ("mark_image.blank" if blank else "")


def fingerprint_of_a_dot(size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 3, size[1] // 3), fill="black")
    fingerprint(read_image(saved(picture), "mark.png"))


def outcome(act: Callable[[], object]) -> str:
    """Return the code that an act is refused with, "" where it is done."""
    try:
        act()
    except InputError as refusal:
        return refusal.problems[0].code
    return ""


def test_any_cut_through_a_file_is_read_or_refused_by_a_code():
    data = saved(key(), "GIF", save_all=True, append_images=[hills()])
    for end in range(0, len(data), max(1, len(data) // 40)):
        cut = data[:end]
        assert outcome(lambda cut=cut: read_image(cut, "mark.gif")) in REFUSALS


def test_damage_inside_of_a_file_is_read_or_refused_by_a_code():
    for form in ("PNG", "JPEG", "WEBP", "TIFF"):
        data = bytearray(saved(key(), form))
        for place in range(0, len(data), max(1, len(data) // 25)):
            spoilt = bytes(data[:place]) + b"\xff\x00\xff" + bytes(data[place + 3 :])
            assert outcome(lambda spoilt=spoilt: read_image(spoilt, "mark")) in REFUSALS
