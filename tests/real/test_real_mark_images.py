"""Real images of marks and real logos: every one is read, and a logo drawn anew is found."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from zhiheng.core.matching.marks.images.fingerprints import Fingerprint, fingerprint
from zhiheng.core.matching.marks.images.index import ImageIndex
from zhiheng.core.matching.marks.images.reading import MarkImage, read_image

MARKS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "trademarks"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not MARKS.exists(), reason=f"no real files under {MARKS}"),
]


def images_in(name: str, ending: str, *, each: int) -> list[MarkImage]:
    with zipfile.ZipFile(MARKS / name) as archive:
        names = sorted(found for found in archive.namelist() if found.endswith(ending))
        return [read_image(archive.read(found), found) for found in names[::each]]


def seen(pixels: np.ndarray) -> Fingerprint:
    return fingerprint(MarkImage("changed", pixels, pixels.shape[1], pixels.shape[0]))


def rows_near(index: ImageIndex, look: Fingerprint) -> set[int]:
    """Some owners oppose with the same image twice, so the first alone need not be the one."""
    return {hit.row for hit in index.nearest(look, 3)}


def test_images_of_real_oppositions_are_read_and_have_fingerprints():
    images = images_in("tmsim_opposition_images.zip", "", each=5)
    assert len(images) == 100
    looks = [fingerprint(image) for image in images]
    index = ImageIndex.build(looks)
    lost = [row for row, look in enumerate(looks) if row not in rows_near(index, look)]
    assert lost == []


def test_logos_that_are_drawn_in_another_colour_and_mirrored_are_found():
    logos = images_in("simple_icons_svg.zip", ".svg", each=120)
    assert len(logos) == 29
    assert [logo.name for logo in logos if logo.notes] == []
    index = ImageIndex.build(fingerprint(logo) for logo in logos)
    found = 0
    for row, logo in enumerate(logos):
        grey = ImageOps.mirror(Image.fromarray(logo.pixels).convert("L").resize((200, 200)))
        changed = ImageOps.colorize(ImageOps.expand(grey, 12, 255), black="#a4262c", white="white")
        found += row in rows_near(index, seen(np.asarray(changed)))
    assert found >= 28
