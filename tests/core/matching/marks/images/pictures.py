"""Small drawings for tests: a device, the same in other clothes, and quite another one."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageOps

from zhiheng.core.matching.marks.images.fingerprints import Fingerprint, fingerprint
from zhiheng.core.matching.marks.images.reading import MarkImage

SIDE = 240
Ink = tuple[int, int, int]
BLACK, WHITE, RED = (0, 0, 0), (255, 255, 255), (190, 20, 40)


def sheet(ground: Ink = WHITE, size: tuple[int, int] = (SIDE, SIDE)) -> Image.Image:
    return Image.new("RGB", size, ground)


def key(ink: Ink = BLACK, ground: Ink = WHITE) -> Image.Image:
    """A key standing upright: a ring, a shaft, two teeth on the right."""
    picture = sheet(ground)
    pen = ImageDraw.Draw(picture)
    pen.ellipse((80, 20, 160, 100), outline=ink, width=18)
    pen.rectangle((110, 95, 130, 220), fill=ink)
    pen.rectangle((130, 170, 170, 186), fill=ink)
    pen.rectangle((130, 200, 190, 216), fill=ink)
    return picture


def hills(ink: Ink = BLACK) -> Image.Image:
    """Three hills side by side under a small disc."""
    picture = sheet()
    pen = ImageDraw.Draw(picture)
    for left in (20, 80, 140):
        pen.polygon([(left, 200), (left + 45, 110), (left + 90, 200)], fill=ink)
    pen.ellipse((160, 40, 200, 80), fill=ink)
    return picture


def framed(picture: Image.Image) -> Image.Image:
    larger = sheet(size=(400, 400))
    larger.paste(picture, (80, 80))
    ImageDraw.Draw(larger).ellipse((6, 6, 394, 394), outline=BLACK, width=10)
    return larger


def on_plate(ink: Ink = WHITE, plate: Ink = RED) -> Image.Image:
    larger = sheet(size=(400, 400))
    ImageDraw.Draw(larger).ellipse((6, 6, 394, 394), fill=plate)
    larger.paste(Image.new("RGB", (SIDE, SIDE), ink), (80, 80), ImageOps.invert(key().convert("L")))
    return larger


def image(picture: Image.Image, name: str = "mark.png") -> MarkImage:
    return MarkImage(name, np.asarray(picture.convert("RGB")), *picture.size)


def seen(picture: Image.Image) -> Fingerprint:
    return fingerprint(image(picture))


def saved(picture: Image.Image, form: str = "PNG", **how: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, form, **how)
    return held.getvalue()


DEVICES: tuple[Callable[[], Image.Image], ...] = (key, hills)
