"""The quality of filings as plain data for templates: rates in words, whiskers, tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_stubs_ext import StrPromise

from zhiheng.core.browsing.privacy import mask_name
from zhiheng.core.screening.quality import (
    ABNORMAL,
    GIVEN_UP,
    GRANT,
    LAPSE,
    MEASURES,
    WITHDRAWAL,
    Rate,
    Settings,
)
from zhiheng.office.registers import lake
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.screening.quality import Detail, Row, Unit, stands_out

TITLES: Mapping[str, StrPromise] = {
    ABNORMAL: gettext_lazy("Confirmed abnormal"),
    GIVEN_UP: gettext_lazy("Withdrawn after a notice"),
    GRANT: gettext_lazy("Inventions granted"),
    WITHDRAWAL: gettext_lazy("Inventions withdrawn"),
    LAPSE: gettext_lazy("Lapsed after grant"),
}
LISTED = (ABNORMAL, GRANT, WITHDRAWAL, LAPSE)
_HUNDRED = 100


@dataclass(frozen=True)
class Cell:
    """One rate as it is told: a share with its interval, or why it is not told."""

    title: StrPromise
    told: str
    share: str
    interval: str
    counted: int
    of: int
    href: str
    of_href: str
    stands_out: bool = False
    open: bool = False


@dataclass(frozen=True)
class UnitLine:
    """One line of the list of agencies or applicants."""

    name: str
    unit: str
    href: str
    division: str
    filed: int
    cells: Sequence[Cell]


@dataclass(frozen=True)
class Mark:
    """One year of a drawing: where its whisker stands, in the units of the drawing."""

    x: float
    top: float
    bottom: float
    middle: float
    label: str
    told: bool
    title: str


@dataclass(frozen=True)
class Drawing:
    """The rates of a measure by filing year with their intervals, drawn on the server.

    `reference` is the height of everybody's rate, empty where that is not told.
    """

    marks: Sequence[Mark]
    lines: Sequence[tuple[float, str]]
    reference: str
    width: int
    height: int
    base: float
    description: str


@dataclass(frozen=True)
class YearLine:
    """One filing year of a measure in the table beside the drawing."""

    year: int
    cell: Cell
    whole: str
    waiting: int


@dataclass(frozen=True)
class MeasureCard:
    """Everything about one measure of a unit."""

    measure: str
    title: str
    explained: str
    cell: Cell
    whole: str
    drawing: Drawing | None
    years: Sequence[YearLine]


LEFT, TOP, STEP, DEPTH, DIVISIONS = 40, 12, 44, 132, 5


def unit_lines(
    units: Iterable[Unit], whole: Unit, *, years: tuple[int, int], unmasked: bool
) -> list[UnitLine]:
    """Return units as lines of a list; private persons masked."""
    return [
        UnitLine(
            name=unit_name(each, unmasked=unmasked),
            unit=each.unit,
            href=unit_address(each, years),
            division=division_name(each.division) if each.division else "",
            filed=each.filed,
            cells=[
                _cell(each, each.rates[measure], years, whole.rates[measure]) for measure in LISTED
            ],
        )
        for each in units
    ]


def unit_name(unit: Unit, *, unmasked: bool) -> str:
    """Return the name of a unit as who looks may see it, its code where no name is known."""
    return mask_name(unit.name) if unit.is_person and not unmasked else unit.name or unit.unit


def unit_address(unit: Unit, years: tuple[int, int]) -> str:
    """Return where a unit has its page."""
    way = reverse("screening:quality-unit", args=[unit.by, unit.unit])
    return f"{way}?{urlencode({'first': years[0], 'last': years[1]})}"


def headings() -> list[tuple[str, StrPromise]]:
    """Return the measures of the list with their titles."""
    return [(measure, TITLES[measure]) for measure in LISTED]


def whole_cells(whole: Unit) -> list[Cell]:
    """Return everybody's rates, with which the lines are compared."""
    return [_cell(whole, whole.rates[measure], None, None) for measure in LISTED]


def cards(detail: Detail, *, years: tuple[int, int]) -> list[MeasureCard]:
    """Return the measures of a unit, each with its drawing and its table."""
    return [_card(detail, measure, years) for measure in MEASURES]


def unit_facts(detail: Detail) -> list[tuple[str, str]]:
    """Return what is known of a unit besides its rates."""
    unit = detail.unit
    facts = [
        (_("Code") if unit.by == "agency" else _("Party"), unit.unit),
        (_("Filings in these years"), str(unit.filed)),
    ]
    if unit.division:
        facts.append((_("Division"), division_name(unit.division)))
    return facts


def explained(measure: str, settings: Settings) -> str:
    """Return what a measure counts, of what."""
    texts = {
        ABNORMAL: _("Applications confirmed as abnormal, of all filed in the year."),
        GIVEN_UP: _(
            "Applications withdrawn after a notice and without a finding, of all filed in the "
            "year. Withdrawing is no fault."
        ),
        GRANT: _(
            "Inventions granted within %(months)s months of filing, of those filed that long ago."
        ),
        WITHDRAWAL: _(
            "Inventions withdrawn or deemed so within %(months)s months of filing, of those filed "
            "that long ago."
        ),
        LAPSE: _(
            "Rights lapsed for unpaid fees within %(years)s years of grant, of those granted that "
            "long ago."
        ),
    }
    return texts[measure] % {"months": settings.grant_months, "years": settings.lapse_years}


def row_lines(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the applications behind a figure as lines."""
    register = lake.catalogue().register("patents")
    kinds, states = register.column("right").choices, register.column("status").choices
    return [
        {
            "number": row["application_number"],
            "title": row["title"] or "",
            "filed": row["filing_date"],
            "kind": said(kinds[row["right"]]) if row["right"] in kinds else row["right"] or "",
            "status": said(states[row["status"]]) if row["status"] in states else "",
            "href": reverse("registers:record", args=["patents", row["application_number"]]),
        }
        for row in rows
    ]


def unit_table(units: Iterable[Unit], *, unmasked: bool) -> Table:
    """Return units for export: every rate with its ends, empty where it must not be told."""
    fields, titles = ["unit", "name", "division", "filed"], [
        _("Code or number"), _("Name"), _("Division"), _("Filings"),
    ]  # fmt: skip
    for measure in MEASURES:
        fields += [f"{measure}_{part}" for part in ("counted", "of", "share", "low", "high")]
        titles += [
            f"{TITLES[measure]} · {part}"
            for part in (
                pgettext("quality", "counted"),
                pgettext("quality", "of"),
                pgettext("quality", "share"),
                pgettext("quality", "from"),
                pgettext("quality", "to"),
            )
        ]
    return Table(fields, titles, (_export_row(each, unmasked=unmasked) for each in units))


def percent(share: float) -> str:
    """Return a share in percent, with a decimal where it is small."""
    value = share * _HUNDRED
    return f"{value:.1f}%" if 0 < value < 10 else f"{value:.0f}%"


def not_told(rate: Rate) -> str:
    """Return why a rate is not told, "" where it is."""
    if rate.told == "too_few":
        return _("too few to tell")
    return _("too early to tell") if rate.told == "too_early" else ""


def _export_row(unit: Unit, *, unmasked: bool) -> dict[str, Any]:
    row: dict[str, Any] = {
        "unit": unit.unit,
        "name": unit_name(unit, unmasked=unmasked),
        "division": unit.division,
        "filed": unit.filed,
    }
    for measure in MEASURES:
        rate = unit.rates[measure]
        told = rate.share is not None
        row |= {
            f"{measure}_counted": rate.counted,
            f"{measure}_of": rate.of,
            f"{measure}_share": round(rate.share, 4) if rate.share is not None else None,
            f"{measure}_low": round(rate.low, 4) if told else None,
            f"{measure}_high": round(rate.high, 4) if told else None,
        }
    return row


def _cell(unit: Unit, rate: Rate, years: tuple[int, int] | None, whole: Rate | None) -> Cell:
    href = of_href = ""
    if years is not None and unit.unit:
        between = (rate.year, rate.year) if rate.year is not None else years
        href, of_href = (_rows_address(unit, rate.measure, between, only) for only in (True, False))
    told = rate.share is not None
    return Cell(
        title=TITLES[rate.measure],
        told=not_told(rate),
        share=percent(rate.share) if rate.share is not None else "",
        interval=f"{percent(rate.low)}–{percent(rate.high)}" if told else "",
        counted=rate.counted,
        of=rate.of,
        href=href,
        of_href=of_href,
        stands_out=whole is not None and stands_out(rate.measure, rate, whole),
        open=rate.open,
    )


def _rows_address(unit: Unit, measure: str, years: tuple[int, int], only: bool) -> str:
    way = reverse("screening:quality-rows", args=[unit.by, unit.unit, measure])
    asked: dict[str, str | int] = {"first": years[0], "last": years[1]}
    asked |= {"which": "counted"} if only else {}
    return f"{way}?{urlencode(asked)}"


def _card(detail: Detail, measure: str, years: tuple[int, int]) -> MeasureCard:
    own = [each for each in detail.own.of_measure(measure) if _inside(each, years)]
    whole = {each.year: each for each in detail.whole.of_measure(measure)}
    overall = detail.overall.rates[measure]
    lines = [
        YearLine(
            year=each.year or 0,
            cell=_cell(detail.unit, each, years, whole.get(each.year)),
            whole=_share(whole.get(each.year)),
            waiting=each.waiting,
        )
        for each in own
    ]
    return MeasureCard(
        measure=measure,
        title=str(TITLES[measure]),
        explained=explained(measure, detail.settings),
        cell=_cell(detail.unit, detail.unit.rates[measure], years, overall),
        whole=_share(overall),
        drawing=_drawing(own, overall, str(TITLES[measure])),
        years=lines[::-1],
    )


def _inside(rate: Rate, years: tuple[int, int]) -> bool:
    return rate.year is not None and years[0] <= rate.year <= years[1]


def _share(rate: Rate | None) -> str:
    return "—" if rate is None or rate.share is None else percent(rate.share)


def _drawing(rates: Sequence[Rate], overall: Rate, title: str) -> Drawing | None:
    """Return the drawing of a measure; None where nothing can be told of any year."""
    told = [each for each in rates if each.share is not None]
    if not told:
        return None
    highest = max([each.high for each in told] + [overall.share or 0.0])
    scale = next(each for each in (0.05, 0.1, 0.2, 0.5, 1.0) if highest <= each)

    def height(share: float) -> float:
        return round(TOP + DEPTH * (1 - share / scale), 1)

    marks = [
        Mark(
            x=LEFT + STEP * (place + 0.5),
            top=height(each.high if each.share is not None else 0),
            bottom=height(each.low if each.share is not None else 0),
            middle=height(each.share or 0),
            label=str(each.year),
            told=each.share is not None,
            title=_mark_title(each),
        )
        for place, each in enumerate(rates)
    ]
    return Drawing(
        marks=marks,
        lines=[
            (height(scale * part / DIVISIONS), f"{scale * part / DIVISIONS * _HUNDRED:g}%")
            for part in range(DIVISIONS + 1)
        ],
        reference="" if overall.share is None else str(height(overall.share)),
        width=LEFT + STEP * len(rates) + 8,
        height=TOP + DEPTH + 28,
        base=TOP + DEPTH,
        description=_("%(title)s by filing year with intervals") % {"title": title},
    )


def _mark_title(rate: Rate) -> str:
    if rate.share is None:
        return f"{rate.year}: {not_told(rate)}"
    return (
        f"{rate.year}: {percent(rate.share)} ({percent(rate.low)}–{percent(rate.high)}), "
        f"{rate.counted}/{rate.of}"
    )
