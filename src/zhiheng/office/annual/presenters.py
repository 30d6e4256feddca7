"""Yearly reports as plain data for templates and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrPromise

from zhiheng.core.annual.facts import Facts, Gap, Missing
from zhiheng.core.annual.sections import HEADINGS, Section
from zhiheng.core.documents.model import (
    Block,
    Document,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from zhiheng.core.documents.model import Chart as DocumentChart
from zhiheng.office.annual.missing import Readiness
from zhiheng.office.annual.models import Report
from zhiheng.office.annual.queries import Recognised
from zhiheng.office.web.charts import Chart, Kind, Series

GAPS: dict[Gap, StrPromise] = {
    Gap.NO_VALUE: gettext_lazy("Indicators without any value"),
    Gap.NOT_REPORTED: gettext_lazy("Values asked for and not reported"),
    Gap.NOT_SIGNED: gettext_lazy("Values reported and not signed off"),
    Gap.QUERIED: gettext_lazy("Signed values in doubt"),
    Gap.OLD_VALUE: gettext_lazy("Indicators whose latest value is of an earlier year"),
    Gap.NO_REPORT: gettext_lazy("Measures nobody reported on"),
}
FILES: dict[str, StrPromise] = {
    "word": pgettext_lazy("file", "Word"),
    "pdf": pgettext_lazy("file", "PDF"),
}
_CHARTS: dict[str, Kind] = {"line": "line", "column": "bar", "bar": "bar", "stacked": "stacked"}
LISTED = 30


@dataclass(frozen=True)
class Missed:
    """What is missing for one reason; `more` counts what is not listed."""

    label: StrPromise
    count: int
    rows: Sequence[Missing]
    more: int


@dataclass(frozen=True)
class ReadinessShown:
    """How complete a report would be: of the indicators, how many have a value of its year."""

    indicators: int
    valued: int
    measures: int
    reported: int
    missed: Sequence[Missed]

    @property
    def complete(self) -> bool:
        """Tell whether nothing is missing."""
        return not self.missed


@dataclass(frozen=True)
class CellShown:
    """A cell; `style` names the classes of its look."""

    text: str
    style: str


@dataclass(frozen=True)
class TableShown:
    """A table; a row with one cell under several headings heads the rows below it."""

    caption: str
    headings: Sequence[CellShown]
    rows: Sequence[Sequence[CellShown]]
    note: str


@dataclass(frozen=True)
class BlockShown:
    """A block of a document as the page shows it; `kind` says which of the rest is filled."""

    kind: str
    text: str = ""
    level: int = 0
    lead: str = ""
    style: str = ""
    table: TableShown | None = None
    chart: Chart | None = None
    section: str = ""


def readiness_of(facts: Facts) -> ReadinessShown:
    """Return how complete frozen facts are."""
    return readiness(Readiness(facts.missing, len(facts.indicators), len(facts.measures)))


def readiness(found: Readiness) -> ReadinessShown:
    """Return what a report could not say, by reason."""
    rows = found.missing
    indicators, measures = found.indicators, found.measures
    without = {each.subject for each in rows if each.gap in {Gap.NO_VALUE, Gap.OLD_VALUE}}
    silent = sum(each.gap is Gap.NO_REPORT for each in rows)
    missed = []
    for gap, label in GAPS.items():
        own = [each for each in rows if each.gap is gap]
        if own:
            missed.append(Missed(label, len(own), own[:LISTED], max(len(own) - LISTED, 0)))
    valued, reported = indicators - len(without), measures - silent
    return ReadinessShown(indicators, valued, measures, reported, missed)


def preview(document: Document) -> list[BlockShown]:
    """Return the blocks of a document; those that begin an editable section name it."""
    sections = iter(Section)
    shown: list[BlockShown] = []
    for number, block in enumerate(document.blocks):
        found = _block(block, number)
        if found.kind == "heading" and found.level == 1 and _is_section(block):
            found = BlockShown("heading", found.text, 1, section=next(sections).value)
        if found.kind:
            shown.append(found)
    return shown


def _is_section(block: Block) -> bool:
    return isinstance(block, Heading) and block.counted


def _block(block: Block, number: int) -> BlockShown:
    match block:
        case Heading():
            return BlockShown("heading", block.text, block.level)
        case Paragraph():
            kind = "paragraph" if block.text or block.lead else ""
            return BlockShown(kind, block.text, lead=block.lead, style=block.style)
        case Table():
            return BlockShown("table", table=_table(block))
        case DocumentChart():
            return BlockShown("chart", block.description, chart=_chart(block, number))
        case PageBreak():
            return BlockShown("")


def _table(block: Table) -> TableShown:
    styles = ["number" if column.align == "right" else "" for column in block.columns]
    rows = [
        [
            CellShown(cell.text, f"{style} tone-{cell.tone}" if cell.tone else style)
            for cell, style in zip(row.cells, styles, strict=False)
        ]
        for row in block.rows
    ]
    headings = [
        CellShown(column.title, style) for column, style in zip(block.columns, styles, strict=True)
    ]
    return TableShown(block.caption, headings, rows, block.note)


def _chart(block: DocumentChart, number: int) -> Chart:
    return Chart(
        identity=f"chart-{number}",
        kind=_CHARTS[block.kind],
        title=block.caption,
        unit=block.unit,
        categories=block.categories,
        series=[Series(each.name, [_whole(one) for one in each.values]) for each in block.series],
        category_label=_("Year") if block.kind == "line" else _("Name"),
    )


def _whole(value: float | None) -> float | int | None:
    """Return a number without the zero behind its point."""
    return int(value) if value is not None and value == int(value) else value


def section_title(section: str) -> str:
    """Return the heading of a section."""
    return HEADINGS[Section(section)]


def report_row(report: Report) -> dict[str, Any]:
    """Return a report as the command line gives it."""
    return {
        "plan": report.plan_id,
        "report": report.number,
        "year": report.snapshot.year,
        "as_of": report.snapshot.as_of.isoformat(),
        "state": report.state,
        "snapshot": report.snapshot.digest,
        "word": report.word.digest if report.word else None,
        "pdf": report.pdf.digest if report.pdf else None,
        "issued_at": _local(report.issued_at),
    }


def recognised_row(found: Recognised) -> dict[str, Any]:
    """Return an issued file that was recognised."""
    return {"file": found.kind, "title": found.report.plan.title, **report_row(found.report)}


def verdict(found: Sequence[Recognised]) -> str:
    """Return in a sentence whether a file is an issued report."""
    if not found:
        return _("No report that was issued has this file. It was changed, or never issued here.")
    first = found[0]
    given = {
        "kind": FILES[first.kind],
        "year": first.report.snapshot.year,
        "number": first.report.number,
        "title": first.report.plan.title,
        "at": _local(first.report.issued_at, "%Y-%m-%d %H:%M"),
    }
    sentence = _(
        "This is the %(kind)s file of report %(number)s, %(year)s, on “%(title)s”, "
        "issued on %(at)s."
    )
    return sentence % given


def _local(at: dt.datetime | None, form: str = "") -> str | None:
    if at is None:
        return None
    local = timezone.localtime(at)
    return local.strftime(form) if form else local.isoformat()
