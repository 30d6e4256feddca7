"""Marks and owners as tables to take away."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.office.marks.hit_presenters import GoodsLine, HitLine, ResemblanceLine, Verdict
from zhiheng.office.marks.owner_presenters import OwnerRow
from zhiheng.office.marks.presenters import MarkLine
from zhiheng.office.registers.exports import Table

MARK_FIELDS = (
    "text", "number", "nice_class", "office", "state", "owners", "filed", "registered", "last_day",
    "goods",
)  # fmt: skip
TOLD_FIELDS = ("percent", "near", "goods_relation", "goods_reason", "reasons", "rules")
OWNER_FIELDS = (
    "name", "party", "kind", "division", "marks", "in_force", "pending", "classes", "last_year",
)  # fmt: skip


def mark_table(lines: Iterable[MarkLine]) -> Table:
    """Return marks as rows."""
    return Table(MARK_FIELDS, mark_headings(), (mark_row(line) for line in lines))


def owner_table(rows: Iterable[OwnerRow]) -> Table:
    """Return owners as rows."""
    headings = [
        pgettext("marks", "Owner"),
        _("Party"),
        pgettext("marks", "Kind"),
        _("Division"),
        _("Marks"),
        pgettext("marks", "In force"),
        pgettext("marks", "Pending"),
        pgettext("marks", "Classes"),
        _("Last filed"),
    ]
    return Table(OWNER_FIELDS, headings, (vars(row) for row in rows))


def hit_table(lines: Iterable[HitLine]) -> Table:
    """Return near marks as rows, with scores in hundredths, reasons and rules."""
    headings = [*mark_headings(), *_told_headings()]
    return Table((*MARK_FIELDS, *TOLD_FIELDS), headings, (_hit_row(line) for line in lines))


def resemblance_table(lines: Iterable[ResemblanceLine]) -> Table:
    """Return later marks of others beside those they are near to."""
    own = [_("Own mark"), _("Own number"), _("Own filing date")]
    fields = ("own_text", "own_number", "own_filed", *MARK_FIELDS, *TOLD_FIELDS)
    headings = [*own, *mark_headings(), *_told_headings()]
    return Table(fields, headings, (_resemblance_row(line) for line in lines))


def mark_headings() -> list[str]:
    """Return the headings of `MARK_FIELDS`."""
    return [
        pgettext("marks", "Mark"),
        pgettext("marks", "Number"),
        _("Class"),
        _("Office"),
        pgettext("marks", "State"),
        _("Owners"),
        pgettext("marks", "Filing date"),
        _("Registration date"),
        _("Last day of the term"),
        _("Goods and services"),
    ]


def mark_row(line: MarkLine) -> dict[str, Any]:
    """Return a mark as a row of `MARK_FIELDS`."""
    row = {name: getattr(line, name) for name in MARK_FIELDS}
    return row | {"owners": [each.name for each in line.owners]}


def _hit_row(line: HitLine) -> dict[str, Any]:
    return mark_row(line.mark) | _told(line.verdict, line.goods)


def _resemblance_row(line: ResemblanceLine) -> dict[str, Any]:
    own = {
        "own_text": line.own.text,
        "own_number": line.own.number,
        "own_filed": line.own.filed,
    }
    return own | mark_row(line.other) | _told(line.verdict, line.goods)


def _told_headings() -> list[str]:
    return [
        _("Score in hundredths"),
        pgettext("marks", "Near"),
        _("Goods"),
        _("Why the goods"),
        pgettext("marks", "Reasons"),
        _("Rules"),
    ]


def _told(verdict: Verdict, goods: GoodsLine) -> dict[str, Any]:
    return {
        "percent": verdict.percent,
        "near": pgettext("marks", "near") if verdict.near else pgettext("marks", "not near"),
        "goods_relation": goods.title,
        "goods_reason": goods.reason,
        "reasons": [f"{each.title} {each.percent}: {each.reason}" for each in verdict.channels],
        "rules": [f"{each.words} ({each.source})" for each in verdict.rules],
    }
