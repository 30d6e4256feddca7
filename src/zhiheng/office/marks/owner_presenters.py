"""Owners and their portfolios as plain data for templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.office.marks.brands import Brand
from zhiheng.office.marks.enums import Phase
from zhiheng.office.marks.owners import OwnerLine
from zhiheng.office.marks.portfolios import (
    Counts,
    Dealing,
    Lapse,
    OfficeCount,
    Portfolio,
    Proceeding,
)
from zhiheng.office.marks.presenters import (
    TONES,
    MarkLine,
    MarkName,
    Owner,
    brand_address,
    class_title,
    day,
    mark_lines,
    mark_name,
    office_label,
    owner_name,
)
from zhiheng.office.marks.queries import HOME, Mark, Row
from zhiheng.office.marks.resembling import Squatter
from zhiheng.office.parties.queries import PERSON
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.charts import Chart, Series

MOST_BRANDS, MOST_SHOWN, MOST_TERMS = 12, 20, 50
LEVELS = 4  # of the shades of the grid of classes
SOON = 90  # days: what lapses within them is shown as urgent


@dataclass(frozen=True)
class OwnerRow:
    """One line of the list of owners."""

    name: str
    party: str
    href: str
    kind: str
    division: str
    marks: int
    in_force: int
    pending: int
    classes: int
    last_year: int | None


@dataclass(frozen=True)
class ClassCell:
    """One Nice class of the grid: how many marks, how dark, and the way to them."""

    number: str
    title: str
    marks: int
    in_force: int
    level: int
    href: str


@dataclass(frozen=True)
class Tile:
    """A figure with the way to what is counted in it."""

    label: str
    value: int
    href: str
    tone: str = ""


@dataclass(frozen=True)
class LapseLine:
    """A term that may be renewed: until when, and how many days are left."""

    mark: MarkName
    last_day: str
    renewable_until: str
    provisional: bool
    left: str
    urgent: bool
    in_grace: bool


@dataclass(frozen=True)
class ProceedingLine:
    """An opposition that runs or may come."""

    mark: MarkName
    opposed: bool
    since: str
    until: str
    left: str


@dataclass(frozen=True)
class DealingLine:
    """A pledge, licence or transfer of marks."""

    kind: str
    numbers: str
    parties: str
    begins_on: str
    ends_on: str
    running: bool
    href: str


@dataclass(frozen=True)
class OfficeLine:
    """An office that has marks of the owner; `share` of the largest, in hundredths."""

    label: str
    marks: int
    in_force: int
    madrid: int
    share: int
    href: str


@dataclass(frozen=True)
class SquatterLine:
    """Somebody with later marks near the owner's."""

    owner: Owner
    marks: int
    similar: int


@dataclass(frozen=True)
class HolderLine:
    """One owner of marks of a name."""

    owner: Owner
    marks: int
    in_force: int
    classes: str
    since: str


@dataclass(frozen=True)
class TimelineLine:
    """What happened to the marks of a name in the order of the days."""

    day: str
    act: str
    mark: MarkLine


def owner_rows(lines: Iterable[OwnerLine], *, unmasked: bool) -> list[OwnerRow]:
    """Return owners as lines of a list; private persons masked."""
    kinds = lake.catalogue().register("parties").column("kind").choices
    return [
        OwnerRow(
            name=mask_name(each.name) if each.is_person and not unmasked else each.name,
            party=each.party,
            href=reverse("marks:owner", args=[each.party]),
            kind=said(kinds[each.kind]) if each.kind in kinds else each.kind,
            division=division_name(each.division) if each.division else "",
            marks=each.marks,
            in_force=each.in_force,
            pending=each.pending,
            classes=each.classes,
            last_year=each.last_year,
        )
        for each in lines
    ]


def title(party: Row, *, unmasked: bool) -> str:
    """Return the name of an owner as who looks may see it."""
    name = str(party["name"])
    return mask_name(name) if party["kind"] == PERSON and not unmasked else name


def tiles(counts: Counts, party: str) -> list[Tile]:
    """Return the figures on top of a portfolio."""
    shown = [Tile(_("Marks"), counts.numbers, marks_address(party))]
    for phase in Phase:
        if number := counts.phases.get(phase, 0):
            address = marks_address(party, phase=phase.value)
            shown.append(Tile(str(phase.label), number, address, TONES[phase]))
    shown.append(_classes_tile(counts))
    abroad = sum(1 for each in counts.offices if each.office != HOME)
    shown.append(Tile(_("Offices abroad"), abroad, "#h-offices"))
    return shown


def brand_tiles(counts: Counts, brand: Brand) -> list[Tile]:
    """Return the figures on top of the page of a name; `counts` are of the marks that are it."""
    shown = [Tile(_("Marks"), counts.numbers, "#h-marks")]
    for phase in Phase:
        if number := counts.phases.get(phase, 0):
            shown.append(Tile(str(phase.label), number, "#h-marks", TONES[phase]))
    shown.append(Tile(_("Owners"), len(brand.holders), "#h-holders"))
    return [*shown, _classes_tile(counts)]


def class_cells(counts: Counts, party: str = "") -> list[ClassCell]:
    """Return the grid of the 45 classes; each leads to the marks in it where they have an owner."""
    most = max((each.marks for each in counts.classes), default=0)
    return [
        ClassCell(
            number=each.nice_class.lstrip("0"),
            title=class_title(each.nice_class),
            marks=each.marks,
            in_force=each.in_force,
            level=-(-each.marks * LEVELS // most) if each.marks else 0,
            href=marks_address(party, nice_class=each.nice_class) if party else "",
        )
        for each in counts.classes
    ]


def years_chart(portfolio: Portfolio) -> Chart | None:
    """Return how many marks were filed and registered in each year; None without any."""
    years = [*portfolio.filed, *portfolio.registered]
    if not years:
        return None
    span = range(min(years), max(years) + 1)
    return Chart(
        identity="marks-by-year",
        kind="bar",
        title=_("Filed and registered by year"),
        unit=_("marks"),
        categories=[str(year) for year in span],
        series=[
            Series(pgettext("marks", "Filed"), [portfolio.filed.get(year, 0) for year in span]),
            Series(
                pgettext("marks", "Registered"),
                [portfolio.registered.get(year, 0) for year in span],
            ),
        ],
        category_label=_("Year"),
    )


def office_lines(counts: Counts, party: str = "") -> list[OfficeLine]:
    """Return the offices that have marks, the home office first."""
    most = max((each.marks for each in counts.offices), default=1)
    return [_office_line(each, most, party) for each in counts.offices]


def brand_links(portfolio: Portfolio) -> list[tuple[str, int, int, str]]:
    """Return the names with the most classes: words, rows, classes, address."""
    return [
        (text, rows, classes, brand_address(text))
        for text, rows, classes in portfolio.brands[:MOST_BRANDS]
    ]


def lapse_lines(lapses: Sequence[Lapse]) -> list[LapseLine]:
    """Return the first of the terms that may be renewed now."""
    return [
        LapseLine(
            mark=mark_name(each.mark),
            last_day=day(each.last_day),
            renewable_until=day(each.renewable_until),
            provisional=each.provisional,
            left=days_left(each.days_left),
            urgent=each.in_grace or each.days_left <= SOON,
            in_grace=each.in_grace,
        )
        for each in lapses[:MOST_TERMS]
    ]


def proceeding_lines(found: Sequence[Proceeding]) -> list[ProceedingLine]:
    """Return the first of the oppositions that run and the windows in which one may come."""
    return [
        ProceedingLine(
            mark=mark_name(each.mark),
            opposed=each.opposed,
            since=day(each.since),
            until=day(each.until),
            left="" if each.days_left is None else days_left(each.days_left),
        )
        for each in found[:MOST_TERMS]
    ]


def dealing_lines(dealings: Sequence[Dealing], *, unmasked: bool) -> list[DealingLine]:
    """Return pledges, licences and transfers; names of private persons masked."""
    return [
        DealingLine(
            kind=said(lake.catalogue().register(each.kind).title),
            numbers="、".join(each.numbers),
            parties=" → ".join(
                "、".join(owner_name(name, unmasked=unmasked) for name in side)
                for side in (each.names, each.others)
                if side
            ),
            begins_on=day(each.begins_on),
            ends_on=day(each.ends_on),
            running=each.running,
            href=reverse("registers:record", args=(each.kind, each.key)),
        )
        for each in dealings[:MOST_SHOWN]
    ]


def squatter_lines(found: Sequence[Squatter], *, unmasked: bool) -> list[SquatterLine]:
    """Return who has later marks near the owner's, those with the most first."""
    return [
        SquatterLine(
            owner=Owner(
                owner_name(each.name, unmasked=unmasked),
                reverse("marks:owner", args=[each.party]),
            ),
            marks=each.marks,
            similar=each.similar,
        )
        for each in found[:MOST_SHOWN]
    ]


def holder_lines(brand: Brand, *, unmasked: bool) -> list[HolderLine]:
    """Return who owns marks of a name, those with the most in force first."""
    return [
        HolderLine(
            owner=Owner(
                owner_name(each.name, unmasked=unmasked),
                reverse("marks:owner", args=[each.party]),
            ),
            marks=each.marks,
            in_force=each.in_force,
            classes="、".join(number.lstrip("0") or "—" for number in each.classes),
            since=day(each.since),
        )
        for each in brand.holders
    ]


def timeline(brand: Brand, *, unmasked: bool) -> list[TimelineLine]:
    """Return filings, registrations and endings of the marks of a name, the newest first."""
    lines = {line.href: line for line in mark_lines(brand.own, brand.owners, unmasked=unmasked)}
    acts: list[tuple[str, str, str]] = []
    for mark in brand.own:
        href = reverse("registers:record", args=("trademarks", mark.record))
        for when, act in _acts(mark):
            acts.append((when, act, href))
    return [TimelineLine(when, act, lines[href]) for when, act, href in sorted(acts, reverse=True)]


def marks_address(party: str, **filters: str) -> str:
    """Return the address of the list of an owner's marks, narrowed."""
    query = urlencode({name: value for name, value in filters.items() if value})
    return reverse("marks:owner-marks", args=[party]) + (f"?{query}" if query else "")


def days_left(number: int) -> str:
    """Return how many days are left, or by how many a day is past."""
    if number < 0:
        text = ngettext("%(number)d day past", "%(number)d days past", -number)
        return text % {"number": -number}
    return ngettext("%(number)d day left", "%(number)d days left", number) % {"number": number}


def _classes_tile(counts: Counts) -> Tile:
    number = sum(1 for each in counts.classes if each.marks)
    return Tile(pgettext("marks", "Classes"), number, "#h-classes")


def _office_line(each: OfficeCount, most: int, party: str) -> OfficeLine:
    return OfficeLine(
        label=office_label(each.office),
        marks=each.marks,
        in_force=each.in_force,
        madrid=each.madrid,
        share=round(100 * each.marks / most),
        href=marks_address(party, office=each.office) if party else "",
    )


def _acts(mark: Mark) -> list[tuple[str, str]]:
    row: dict[str, Any] = mark.row
    acts = [
        (row["filing_date"], pgettext("marks", "Filed")),
        (row["registration_date"], pgettext("marks", "Registered")),
        (row["ceased_on"], said(mark.words)),
    ]
    return [(day(when), act) for when, act in acts if when]
