"""The pages of a search and of two marks side by side as plain data for templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from zhiheng.office.marks.asking import SORTS, Asked, Sort
from zhiheng.office.marks.comparing import Compared
from zhiheng.office.marks.hit_presenters import (
    CHANNELS,
    GoodsLine,
    HitLine,
    ReadGoods,
    ReadMark,
    Verdict,
    goods_line,
    hit_lines,
    read_goods,
    read_line,
    verdict,
)
from zhiheng.office.marks.presenters import brand_address, compare_address
from zhiheng.office.marks.searching import Answer, Hit

# Made-up marks that show what is compared: order, sound, shape, meaning.
EXAMPLES = (
    ("云岫清泉", "第32类"),
    ("晨曦SUNRISE", "第9类、手机"),
    ("岚山茶坊", "茶"),
    ("520", "第25类"),
)
PAIRS = (("云岫", "岫云"), ("晨曦", "SUNRISE"), ("己巳", "已己"), ("岚山茶坊", "岚山"))


@dataclass(frozen=True)
class Example:
    """A search or comparison to try."""

    text: str
    note: str
    href: str


@dataclass(frozen=True)
class SortLink:
    """One order of the hits."""

    value: Sort
    label: str
    current: bool


@dataclass(frozen=True)
class ResultPage:
    """An answered search."""

    read: ReadMark
    goods: ReadGoods
    hits: Sequence[HitLine]
    found: int
    near: int
    conflicts: int
    sorts: Sequence[SortLink]
    brand: str


@dataclass(frozen=True)
class Side:
    """One of two marks: its words, how it and its goods were read, and the ways on."""

    text: str
    read: ReadMark
    goods: ReadGoods
    search: str
    brand: str


@dataclass(frozen=True)
class ComparedPage:
    """Two marks side by side; `quiet` are the ways in which they are not alike."""

    sides: tuple[Side, Side]
    verdict: Verdict
    quiet: Sequence[str]
    goods: GoodsLine
    conflicts: bool
    address: str
    turned: str


def examples() -> list[Example]:
    """Return searches to try."""
    return [
        Example(text, goods, f"{reverse('marks:search')}?{urlencode({'q': text, 'goods': goods})}")
        for text, goods in EXAMPLES
    ]


def compared_examples() -> list[Example]:
    """Return comparisons to try."""
    return [Example(one, other, compare_address(one, other)) for one, other in PAIRS]


def page_of(asked: Asked, found: Answer, shown: Sequence[Hit], *, unmasked: bool) -> ResultPage:
    """Return the page of an answered search."""
    labels: dict[Sort, str] = {
        "rank": _("Mark and goods"), "score": _("Mark alone"), "newest": _("Newest first"),
    }  # fmt: skip
    return ResultPage(
        read=read_line(asked.text, sorted(found.goods.classes)),
        goods=read_goods(found.goods, found.table, asked.goods),
        hits=lines_of(shown, asked, unmasked=unmasked),
        found=found.found,
        near=found.near,
        conflicts=found.conflicts,
        sorts=[SortLink(each, labels[each], each == asked.sort) for each in SORTS],
        brand=brand_address(asked.text),
    )


def lines_of(hits: Sequence[Hit], asked: Asked, *, unmasked: bool) -> list[HitLine]:
    """Return hits as lines."""
    return hit_lines(hits, asked.text, asked.goods, unmasked=unmasked)


def compared(found: Compared) -> ComparedPage:
    """Return two marks side by side."""
    told = {channel.name for channel in found.comparison.channels}
    one, other = (_side(found, place) for place in (0, 1))
    return ComparedPage(
        sides=(one, other),
        verdict=verdict(found.comparison),
        quiet=[
            str(title) for name, title in CHANNELS.items() if name not in told and name != "image"
        ],
        goods=goods_line(found.relation),
        conflicts=found.conflicts,
        address=compare_address(*found.texts, found.given),
        turned=compare_address(found.texts[1], found.texts[0], (found.given[1], found.given[0])),
    )


def _side(found: Compared, place: int) -> Side:
    text, given = found.texts[place], found.given[place]
    asked = {"q": text} | ({"goods": given} if given.strip() else {})
    return Side(
        text=text,
        read=read_line(text, found.classes),
        goods=read_goods(found.goods[place], found.table, given),
        search=f"{reverse('marks:search')}?{urlencode(asked)}",
        brand=brand_address(text),
    )
