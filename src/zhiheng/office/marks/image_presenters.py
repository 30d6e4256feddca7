"""Pages of pictures of marks as plain data for templates."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from PIL import Image

from zhiheng.office.marks.hit_presenters import (
    GoodsLine,
    HitLine,
    ReadGoods,
    Verdict,
    goods_line,
    hit_lines,
    read_goods,
    verdict,
)
from zhiheng.office.marks.imaging import PictureAnswer, PicturesCompared, Uploaded
from zhiheng.office.web.failures import problem_texts

SHOWN_SIDE = 320  # pixels of the longer side of an uploaded picture on the page


@dataclass(frozen=True)
class Shown:
    """An uploaded picture as the page shows it: drawn anew, never the file itself."""

    address: str
    size: str
    words: str
    notes: Sequence[str]
    search: str


@dataclass(frozen=True)
class PicturePage:
    """The marks nearest to a picture."""

    shown: Shown
    goods: ReadGoods
    hits: Sequence[HitLine]
    near: int
    pictures: int


@dataclass(frozen=True)
class PictureSide:
    """One of two pictures with its goods."""

    shown: Shown
    goods: ReadGoods


@dataclass(frozen=True)
class PicturesPage:
    """Two pictures side by side."""

    sides: tuple[PictureSide, PictureSide]
    verdict: Verdict
    goods: GoodsLine
    conflicts: bool


def page_of(found: PictureAnswer, goods: str, *, unmasked: bool) -> PicturePage:
    """Return the marks nearest to a picture."""
    words = found.uploaded.seen.words
    return PicturePage(
        shown=_shown(found.uploaded, goods),
        goods=read_goods(found.goods, found.table, goods),
        hits=hit_lines(found.hits, words, goods, unmasked=unmasked),
        near=sum(1 for each in found.hits if each.comparison.near),
        pictures=found.pictures,
    )


def compared(found: PicturesCompared) -> PicturesPage:
    """Return two pictures side by side."""
    one, other = (
        PictureSide(
            _shown(found.sides[place], found.given[place]),
            read_goods(found.goods[place], found.table, found.given[place]),
        )
        for place in (0, 1)
    )
    return PicturesPage(
        sides=(one, other),
        verdict=verdict(found.comparison),
        goods=goods_line(found.relation),
        conflicts=found.conflicts,
    )


def _shown(uploaded: Uploaded, goods: str) -> Shown:
    image, words = uploaded.image, uploaded.seen.words
    asked = {"q": words} | ({"goods": goods} if goods.strip() else {})
    return Shown(
        address=_drawn(uploaded),
        size=f"{image.width} × {image.height}",
        words=words,
        notes=problem_texts(uploaded.seen.notes),
        search=f"{reverse('marks:search')}?{urlencode(asked)}" if words else "",
    )


def _drawn(uploaded: Uploaded) -> str:
    picture = Image.fromarray(uploaded.image.pixels)
    picture.thumbnail((SHOWN_SIDE, SHOWN_SIDE))
    written = io.BytesIO()
    picture.save(written, "PNG")
    return f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"
