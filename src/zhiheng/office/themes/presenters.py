"""Themes as plain data for templates: counts with the way to the records behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zhiheng.core.declarations.models import Register
from zhiheng.core.themes.definition import ThemeQuery
from zhiheng.core.themes.query_text import query_text
from zhiheng.core.themes.sampling import Precision
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, language, said
from zhiheng.office.themes.freezing import MEMBERS
from zhiheng.office.themes.models import Definition, Edition, Refresh, SampleItem, Theme
from zhiheng.office.web.charts import Chart, Series

SHOWN_VALUES = 12


@dataclass(frozen=True)
class Count:
    """One value with its count and the way to the records."""

    label: str
    count: int
    href: str


@dataclass(frozen=True)
class Division:
    """What a theme is divided by: a title and its counts."""

    name: str
    title: str
    counts: Sequence[Count]


@dataclass(frozen=True)
class Portrait:
    """A theme's size and what it is divided by; `trend` is by year of filing."""

    total: int
    href: str
    trend: Chart
    divisions: Sequence[Division]


@dataclass(frozen=True)
class Part:
    """One part of a definition with its values in words."""

    title: str
    values: Sequence[str]


@dataclass(frozen=True)
class PrecisionShown:
    """A precision in words."""

    share: str
    interval: str
    relevant: int
    irrelevant: int
    undecided: int
    open: int


@dataclass(frozen=True)
class ItemShown:
    """One record of a sample, with the way to it."""

    item: SampleItem
    title: str
    href: str
    register: str
    abstract: str


@dataclass(frozen=True)
class PreviewShown:
    """What a definition that was not saved would hold."""

    sentences: Sequence[str]
    portrait: Portrait


def title_of(theme: Theme) -> str:
    """Return a theme's title in the language of the page."""
    return theme.title_en or theme.title_zh if language().startswith("en") else theme.title_zh


def live_portrait(
    found: dict[str, Any], read: ThemeQuery, registers: Sequence[str] = ()
) -> Portrait:
    """Return what a theme holds now; counts lead to the search that finds them.

    `registers` are those that the theme draws on, () all: the search is narrowed to them too.
    """
    text = query_text(read.query)

    def href(name: str = "", value: str = "") -> str:
        narrowed = [("register", each) for each in registers if name != "register"]
        pairs = [("q", text), *narrowed, *([(name, value)] if name else [])]
        return f"{reverse('search:results')}?{urlencode(pairs, quote_via=quote)}"

    return _portrait("theme-live", found, href)


def edition_portrait(edition: Edition) -> Portrait:
    """Return what a frozen edition holds; counts lead to its rows in the lake."""
    base = [
        ("theme", edition.theme.slug),
        ("edition_from", str(edition.number)),
        ("edition_to", str(edition.number)),
    ]

    def href(name: str = "", value: str = "") -> str:
        pairs = [*base, *_row_filter(name, value)]
        address = reverse("registers:list", args=(MEMBERS,))
        return f"{address}?{urlencode(pairs, quote_via=quote)}"

    return _portrait(f"theme-edition-{edition.number}", edition.portrait, href)


def _row_filter(name: str, value: str) -> list[tuple[str, str]]:
    """Return the filters of the register of members that a facet value stands for."""
    if name == "year":
        return [("filed_from", f"{value}-01-01"), ("filed_to", f"{value}-12-31")]
    columns = {"applicant": "applicants", "subclass": "classes"}
    return [(columns.get(name, name), value)] if name else []


def _portrait(identity: str, found: dict[str, Any], href: Any) -> Portrait:
    years = sorted((value, count) for value, count in found.get("year", []))
    trend = Chart(
        identity=identity,
        kind="bar",
        title=_("Records by year of filing"),
        unit=_("records"),
        categories=[value for value, _count in years],
        series=[Series(_("Records"), [count for _value, count in years])],
        links=[href("year", value) for value, _count in years],
        category_label=_("Year"),
    )
    titles = {
        "division": _("By place"),
        "applicant": _("By applicant"),
        "subclass": _("By class"),
        "register": _("By register"),
        "status": _("By status"),
    }
    divisions = [
        Division(
            name,
            title,
            [
                Count(_label(name, value), count, href(name, value))
                for value, count in found[name][:SHOWN_VALUES]
            ],
        )
        for name, title in titles.items()
        if found.get(name)
    ]
    return Portrait(found["total"], href(), trend, divisions)


def _label(name: str, value: str) -> str:
    if name == "division":
        return division_name(value)
    if name == "register":
        return register_title(value)
    if name == "status":
        return _status_words(value)
    return value


def _status_words(value: str) -> str:
    for register in lake.catalogue().registers.values():
        for column in register.columns:
            if column.search == "status" and value in column.choices:
                return said(column.choices[value])
    return value


def register_title(name: str) -> str:
    """Return what a register is called; its name where it is not declared any more."""
    register: Register | None = lake.catalogue().registers.get(name)
    return said(register.title) if register else name


def definition_shown(definition: Definition) -> list[Part]:
    """Return the parts of a definition that say something."""
    parts = [
        Part(_("Query"), [definition.query] if definition.query else []),
        Part(_("Classes"), definition.classes),
        Part(_("Territory"), [f"{division_name(code)} {code}" for code in definition.divisions]),
        Part(_("Left out"), definition.exclusions),
        Part(_("Registers"), [register_title(name) for name in definition.registers]),
    ]
    return [part for part in parts if part.values]


def precision_shown(found: Precision) -> PrecisionShown:
    """Return a precision in words; a dash where nothing was decided."""
    share, low, high = found.share, found.low, found.high
    decided = share is not None and low is not None and high is not None
    return PrecisionShown(
        share=f"{share:.0%}" if decided else "—",
        interval=f"{low:.0%}–{high:.0%}" if decided else "",
        relevant=found.relevant,
        irrelevant=found.irrelevant,
        undecided=found.undecided,
        open=found.open,
    )


def edition_precision(edition: Edition) -> PrecisionShown:
    """Return the precision that was known when an edition was frozen."""
    return precision_shown(Precision(edition.relevant, edition.irrelevant, edition.unsure))


def items_shown(
    items: Sequence[SampleItem], abstracts: Mapping[tuple[str, str], str]
) -> list[ItemShown]:
    """Return the records of a sample with the way to each, and what it is about."""
    return [
        ItemShown(
            item,
            item.title or item.record,
            reverse("registers:record", args=(item.register, item.record)),
            register_title(item.register),
            abstracts.get((item.register, item.record), ""),
        )
        for item in items
    ]


def growth(refreshes: Sequence[Refresh]) -> Chart | None:
    """Return how a theme's size changed over imports; None before there are two."""
    if len(refreshes) < 2:
        return None
    return Chart(
        identity="theme-growth",
        kind="line",
        title=_("Size after each import"),
        unit=_("records"),
        categories=[f"{refresh.at:%Y-%m-%d %H:%M}" for refresh in refreshes],
        series=[Series(_("Records"), [refresh.total for refresh in refreshes])],
        category_label=_("Counted at"),
    )


def preview_shown(read: ThemeQuery, held: dict[str, Any], registers: Sequence[str]) -> PreviewShown:
    """Return what a definition would hold, with how it was understood."""
    return PreviewShown(sentences(read), live_portrait(held, read, registers))


def sentences(read: ThemeQuery) -> list[str]:
    """Return how a definition was understood, sentence by sentence."""
    return [said(sentence) for sentence in read.sentences]
