"""Reading the image of a mark: any file a person uploads, to pixels on white.

Nothing is decoded before its size is known, and nothing in a file is followed or run. What had to
be decided for the person (the first frame of an animation, scripts left out) is told as problems
that stop nothing.
"""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps, UnidentifiedImageError

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.matching.marks.images import drawing

Pixels = npt.NDArray[np.uint8]

LARGEST_FILE = 20 * 2**20  # bytes
MOST_PIXELS = 50_000_000  # what a scan of A4 at 600 dpi has is 35 million
LONGEST_SIDE = 30_000
KEPT_SIDE = 1_024  # pixels of the longer side that are kept: enough to read words by
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
# What Pillow's readers raise for damaged files; a bomb is a warning that may be made an error.
DAMAGE = (
    OSError, SyntaxError, ValueError, EOFError, KeyError, IndexError, TypeError, OverflowError,
    MemoryError, struct.error, zlib.error,
)  # fmt: skip
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SIXTEEN_BITS = ("I;16", "I;16B", "I;16L", "I;16N", "I", "F")


@dataclass(frozen=True, slots=True)
class MarkImage:
    """The image of a mark: `pixels` of shape (height, width, 3), RGB on white, at most 1024.

    `width` and `height` are those of the file. `notes` say what was decided in reading: problems
    with words for people, none of which made the image unusable.
    """

    name: str
    pixels: Pixels
    width: int
    height: int
    notes: tuple[Problem, ...] = ()


def read_image(data: bytes, name: str) -> MarkImage:
    """Return the image in a file's bytes; `name` is what the file is called, for messages.

    Reads PNG, JPEG, GIF, WebP, BMP, TIFF and SVG, whatever the name ends in. Transparency is laid
    on white, orientation marks are followed, of several frames the first is taken. `InputError`
    says why a file cannot be used: empty, too large, of another format, or damaged.
    """
    if not data:
        raise InputError(Problem("mark_image.empty", file=name))
    if len(data) > LARGEST_FILE:
        raise InputError(too_large(name, len(data)))
    notes: list[Problem] = []
    if drawing.is_drawing(data):
        data, removed = drawing.draw(data, name)
        notes += removed
    picture, size = _decoded(data, name, notes)
    if min(picture.size) < 1:
        raise InputError(Problem("mark_image.empty", file=name))
    return MarkImage(name, np.asarray(picture, np.uint8), *size, tuple(notes))


def too_large(name: str, size: int) -> Problem:
    """Return what is told of a file of so many bytes, more than an image may have."""
    values = {"received": f"{size / 2**20:.1f} MB", "expected": f"{LARGEST_FILE // 2**20} MB"}
    return Problem("mark_image.file_too_large", values, file=name)


def _decoded(data: bytes, name: str, notes: list[Problem]) -> tuple[Image.Image, tuple[int, int]]:
    """Return the picture on white and the size it has in the file."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            size = opened.size
            _check_size(size, name)
            if getattr(opened, "is_animated", False) and opened.format != "TIFF":
                notes.append(Problem("mark_image.first_frame", file=name))
            opened.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            opened.load()
            return _on_white(_upright(opened)), size
    except UnidentifiedImageError as unknown:
        raise InputError(Problem("mark_image.format", file=name)) from unknown
    except BOMBS as bomb:
        raise InputError(_too_many_pixels(name, "> 89 MP")) from bomb
    except DAMAGE as damage:
        raise InputError(Problem("mark_image.damaged", file=name)) from damage


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MOST_PIXELS or max(size) > LONGEST_SIDE:
        raise InputError(_too_many_pixels(name, f"{width} × {height}"))


def _too_many_pixels(name: str, received: str) -> Problem:
    values = {"received": received, "expected": f"{MOST_PIXELS // 1_000_000} MP"}
    return Problem("mark_image.too_many_pixels", values, file=name)


def _upright(picture: Image.Image) -> Image.Image:
    """Return the picture as its orientation mark wants it shown; a damaged mark is left aside."""
    try:
        return ImageOps.exif_transpose(picture)
    except DAMAGE:
        return picture


def _on_white(picture: Image.Image) -> Image.Image:
    """Return the picture in RGB on white, no longer than is kept."""
    if picture.mode in SIXTEEN_BITS:
        picture = _eight_bits(picture)
    if max(picture.size) > KEPT_SIDE and picture.mode not in ("P", "1", "PA"):
        picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.BOX)
    if picture.has_transparency_data or picture.mode in ("LA", "PA", "La", "RGBa"):
        cover = picture.convert("RGBA")
        picture = Image.new("RGBA", cover.size, "white")
        picture.alpha_composite(cover)
    picture = picture.convert("RGB")
    picture.thumbnail((KEPT_SIDE, KEPT_SIDE), Image.Resampling.BOX)
    return picture


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a grey picture of more than eight bits with its own range spread over eight.

    Of a large one every so manieth point is taken: as numbers, all of them would fill the memory.
    """
    apart = max(1, max(picture.size) // (2 * KEPT_SIDE))
    points = np.asarray(picture)[::apart, ::apart]
    values = np.nan_to_num(points.astype(np.float64), posinf=0.0, neginf=0.0)
    top = 65_535.0 if picture.mode.startswith("I;16") or values.max() > 255 else 255.0
    return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))
