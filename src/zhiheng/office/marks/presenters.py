"""What every page of marks shows alike: lines of marks, names of classes and offices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.identifiers.trademark_classes import NO_CLASS
from zhiheng.core.matching.goods.class_titles import class_title as short_title
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.queries import HOME, Key, Mark
from zhiheng.office.registers.presenters import said

TONES: Mapping[Phase, str] = {
    Phase.IN_FORCE: "ok", Phase.PENDING: "role", Phase.GRACE: "warn", Phase.ENDED: "off",
    Phase.UNKNOWN: "off",
}  # fmt: skip
OFFICES: Mapping[str, StrPromise] = {
    HOME: gettext_lazy("China"),
    "EM": gettext_lazy("European Union"),
    "US": gettext_lazy("United States"),
    "WO": gettext_lazy("Madrid, international registration"),
    "HK": gettext_lazy("Hong Kong, China"),
    "MO": gettext_lazy("Macao, China"),
    "TW": gettext_lazy("Taiwan, China"),
    "JP": gettext_lazy("Japan"),
    "KR": gettext_lazy("Republic of Korea"),
    "GB": gettext_lazy("United Kingdom"),
    "DE": gettext_lazy("Germany"),
    "FR": gettext_lazy("France"),
    "SG": gettext_lazy("Singapore"),
    "AU": gettext_lazy("Australia"),
    "CA": gettext_lazy("Canada"),
    "IN": gettext_lazy("India"),
    "RU": gettext_lazy("Russian Federation"),
    "BR": gettext_lazy("Brazil"),
    "VN": gettext_lazy("Viet Nam"),
    "TH": gettext_lazy("Thailand"),
    "ID": gettext_lazy("Indonesia"),
    "MY": gettext_lazy("Malaysia"),
}


@dataclass(frozen=True)
class Owner:
    """An owner as who looks may see the name, with the address of the portfolio."""

    name: str
    href: str


@dataclass(frozen=True)
class MarkName:
    """What a mark in one class is called, where it stands, and the way to its record.

    `text` is empty where the mark has no words.
    """

    text: str
    number: str
    class_label: str
    state: str
    tone: str
    href: str


@dataclass(frozen=True)
class MarkLine(MarkName):
    """One mark in one class with all that lists show of it."""

    nice_class: str
    office: str
    owners: Sequence[Owner]
    filed: str
    registered: str
    last_day: str
    goods: str
    brand: str
    near: str


Owners = Mapping[Key, Sequence[tuple[str, str]]]


def mark_lines(marks: Iterable[Mark], owners: Owners, *, unmasked: bool) -> list[MarkLine]:
    """Return marks as lines; names of private persons masked."""
    return [mark_line(each, owners.get(each.key, ()), unmasked=unmasked) for each in marks]


def mark_name(mark: Mark) -> MarkName:
    """Return what a mark is called."""
    return MarkName(
        text=mark.words_held,
        number=mark.row["number"],
        class_label=class_label(mark.row["nice_class"]),
        state=said(mark.words),
        tone=TONES[mark.phase],
        href=reverse("registers:record", args=("trademarks", mark.record)),
    )


def mark_line(mark: Mark, owners: Sequence[tuple[str, str]], *, unmasked: bool) -> MarkLine:
    """Return one mark as a line; without parties its owners stand as the register writes them."""
    row, text = mark.row, mark.words_held
    named = owners or [("", name) for name in row["owners"] or ()]
    return MarkLine(
        **vars(mark_name(mark)),
        nice_class=row["nice_class"],
        office="" if row["office"] == HOME else office_label(row["office"] or ""),
        owners=[_owner(party, name, unmasked=unmasked) for party, name in named],
        filed=day(row["filing_date"]),
        registered=day(row["registration_date"]),
        last_day=day(row["term_to"]),
        goods=row["goods"] or "",
        brand=brand_address(text) if text else "",
        near=search_address(text, row["nice_class"]) if text else "",
    )


def class_label(nice_class: str) -> str:
    """Return what a Nice class is called: Class 9."""
    if not nice_class or nice_class == NO_CLASS:
        return _("Class not given")
    return _("Class %(number)s") % {"number": nice_class.lstrip("0")}


def class_title(nice_class: str) -> str:
    """Return a class with its short title: Class 9 Electronics, instruments, software."""
    title = short_title(nice_class)
    return f"{class_label(nice_class)} {said(title)}" if title else class_label(nice_class)


def office_label(code: str) -> str:
    """Return the name of an office, its code where we know none."""
    return str(OFFICES.get(code, code or _("Office not given")))


def brand_address(text: str) -> str:
    """Return the address of the page of a name."""
    return f"{reverse('marks:brand')}?{urlencode({'name': text})}"


def picture_address(number: str) -> str:
    """Return the address of the picture of a mark."""
    return reverse("marks:picture", args=[number])


def search_address(text: str, goods: str = "") -> str:
    """Return the address of the marks nearest to one."""
    asked = {"q": text} | ({"goods": class_label(goods)} if goods and goods != NO_CLASS else {})
    return f"{reverse('marks:search')}?{urlencode(asked)}"


def compare_address(one: str, other: str, goods: tuple[str, str] = ("", "")) -> str:
    """Return the address of the comparison of two marks, with the goods of each."""
    asked = {"a": one, "b": other} | {
        name: text for name, text in zip(("goods_a", "goods_b"), goods, strict=True) if text
    }
    return f"{reverse('marks:compare')}?{urlencode(asked)}"


def owner_name(name: str, *, unmasked: bool) -> str:
    """Return a name as who looks may see it."""
    return name if unmasked else mask_name(name)


def day(value: date | None) -> str:
    """Return a day as it is written, "" where there is none."""
    return value.isoformat() if value else ""


def _owner(party: str, name: str, *, unmasked: bool) -> Owner:
    href = reverse("marks:owner", args=[party]) if party else ""
    return Owner(owner_name(name, unmasked=unmasked), href)
