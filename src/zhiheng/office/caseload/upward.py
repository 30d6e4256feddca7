"""The report on rights aid that goes one level up: what was asked, given and reached in a period.

Counted over rights aid and people's mediation together, as the yearly goal of the province is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from zhiheng.core.procedures.forms import fields_of
from zhiheng.office.caseload.choosing import Conditions, LoadFilter
from zhiheng.office.caseload.figures import lines_by
from zhiheng.office.caseload.names import Names, cell_headings
from zhiheng.office.caseload.sheets import Sheet
from zhiheng.office.cases.models import Case
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import said

AID, MEDIATION = "rights-aid", "peoples-mediation"
COUNTED_BY = ("right_kind", "matter", "position")
SEVERAL = ("aid_kinds",)
CELLS = ("filed", "closed", "late", "open", "overdue")


def upward_sheets(cases: QuerySet[Case], wanted: LoadFilter, names: Names) -> list[Sheet]:
    """Return the sheets of the report: the whole, by month, station and division, by kind."""
    aid = cases.filter(procedure=AID)
    conditions = Conditions.of(wanted)
    filed = aid.filter(conditions.filed())
    return [
        _summary(cases, conditions, names),
        _by(aid, conditions, names, "station", _("Stations")),
        _by(aid, conditions, names, "division", _("Divisions")),
        _by(aid, conditions, names, "organisation", _("Bodies")),
        (_("Rights, disputes and aid"), [_("What"), _("Kind"), _("Cases")], _kinds(filed, names)),
        (
            _("Outcomes"),
            [_("Outcome"), _("Cases")],
            [
                [names.outcome(AID, outcome), count]
                for outcome, count in _counted(aid.filter(conditions.closed()), "outcome")
            ],
        ),
    ]


def goal_on(wanted: LoadFilter) -> int:
    """Return the yearly goal for aid and mediation together, as in force at the period's end."""
    return lake.whole("rights-aid.yearly-goal", on=wanted.until)


def _summary(cases: QuerySet[Case], conditions: Conditions, names: Names) -> Sheet:
    wanted = conditions.wanted
    both = cases.filter(procedure__in=(AID, MEDIATION))
    lines = {line.key: line for line in lines_by(both, conditions, "procedure")}
    year = LoadFilter(since=wanted.until.replace(month=1, day=1), until=wanted.until)
    this_year = both.filter(Conditions(year, conditions.office).filed()).count()
    goal = goal_on(wanted)
    stations = cases.filter(conditions.filed(), procedure=AID, station__isnull=False)
    headings = cell_headings()
    rows: list[Sequence[Any]] = [[pgettext("report", "Period"), f"{wanted.since} – {wanted.until}"]]
    for name in (AID, MEDIATION):
        line = lines.get(name)
        rows += [
            [f"{names.procedure(name)}：{headings[cell]}", getattr(line, cell) if line else 0]
            for cell in CELLS
        ]
    rows += [
        [_("Stations that took requests in"), stations.values("station").distinct().count()],
        [_("Aid and mediation asked for since January"), this_year],
        [_("Yearly goal for both"), goal],
        [_("Share of the goal, %"), round(this_year / goal * 100, 1)],
        [_("Made on"), timezone.localdate().isoformat()],
    ]
    return (_("Summary"), [_("What"), pgettext("cases", "Figure")], rows)


def _by(
    aid: QuerySet[Case], conditions: Conditions, names: Names, dimension: str, title: str
) -> Sheet:
    headings = cell_headings()
    lines = lines_by(aid, conditions, dimension)
    return (
        title,
        [title, *(headings[cell] for cell in CELLS)],
        [[names.of(dimension, line.key), *(getattr(line, c) for c in CELLS)] for line in lines],
    )


def _kinds(filed: QuerySet[Case], names: Names) -> list[Sequence[Any]]:
    """Return how often each answer of the form was given; several answers count each."""
    procedure = names.procedures.get(AID)
    if procedure is None:
        return []
    declared = {field.field: field for field in fields_of(procedure.declaration)}
    rows: list[Sequence[Any]] = []
    for name in (*COUNTED_BY, *SEVERAL):
        if name not in declared:
            continue
        counts: Counter[str] = Counter()
        for given, count in _counted(filed.annotate(answer=KT(f"form__{name}")), "answer"):
            for one in (given or "").split(","):
                counts[one] += count
        label, choices = said(declared[name].label), declared[name].choices
        rows += [
            [label, said(choices[one]) if one in choices else one or "—", count]
            for one, count in counts.most_common()
        ]
    return rows


def _counted(cases: QuerySet[Case], column: str) -> list[tuple[str, int]]:
    rows = cases.order_by().values_list(column).annotate(count=Count("pk"))
    return sorted(rows, key=lambda row: (-row[1], str(row[0])))
