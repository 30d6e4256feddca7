"""What pages show of plans in force: their parts, figures, deadlines, departments, and exports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django_stubs_ext import StrPromise

from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.permissions import user_can
from zhiheng.office.indicators import queries as indicator_queries
from zhiheng.office.plans.document_text import Mark
from zhiheng.office.plans.enums import Counting, IndicatorKind, MeasureKind, PlanState
from zhiheng.office.plans.models import Change, Measure, Plan, PlanIndicator
from zhiheng.office.plans.permissions import VIEW
from zhiheng.office.plans.presenters import (
    Fact,
    commitment_text,
    excerpt,
    plain,
    target_text,
    value_facts,
)
from zhiheng.office.plans.values import Target, indicator_values, measure_values
from zhiheng.office.registers import lake
from zhiheng.office.registers.exports import Table
from zhiheng.office.registers.presenters import said

SOON_DAYS = 90


@dataclass(frozen=True)
class Tab:
    """An entry of a plan's own navigation."""

    label: StrPromise
    href: str
    current: bool


# Where each entry leads takes the number of the plan; one whose pages are not installed is left
# out, so this app knows none of the apps above it.
_TABS: tuple[tuple[str, StrPromise, str], ...] = (
    ("plans:plan", gettext_lazy("Content of the plan"), VIEW),
    ("monitoring:plan", gettext_lazy("Cockpit"), VIEW),
    ("reporting:plan", gettext_lazy("Reported values"), VIEW),
    ("supervision:plan", gettext_lazy("Supervision of tasks"), VIEW),
    ("conference:plan", gettext_lazy("Joint conference"), VIEW),
    ("evaluation:plan", gettext_lazy("Evaluation"), VIEW),
    ("annual:plan", gettext_lazy("Yearly report"), VIEW),
)


def tabs(plan: Plan, user: User, path: str) -> list[Tab]:
    """Return the entries of a plan's navigation that somebody may open, on the page at `path`."""
    if plan.state == PlanState.REVIEW:
        return []
    places = [
        (label, href)
        for name, label, permission in _TABS
        if (href := _address(name, plan.pk)) and user_can(user, permission)
    ]
    fitting = [href for _, href in places if path.startswith(href)]
    current = max(fitting, key=len, default="")
    return [Tab(label, href, href == current) for label, href in places]


def standing_address(item: PlanIndicator | Measure) -> str:
    """Return where another app shows how an indicator or measure stands; empty without one."""
    if isinstance(item, Measure):
        return _address("supervision:measure", item.pk)
    return _address("monitoring:indicator", item.plan_id, item.number)


def _address(name: str, *args: int) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator of a plan as a line of its table."""

    indicator: PlanIndicator
    href: str
    baseline: str
    target: str
    kind: str
    counting: str
    departments: str
    computed: str


@dataclass(frozen=True)
class MeasureRow:
    """A measure of a plan as a line of its table; `urgency` is overdue, soon or empty."""

    measure: Measure
    href: str
    title: str
    kind: str
    lead: str
    support: str
    due: str
    urgency: str
    promised: list[str]


@dataclass(frozen=True)
class ChangeShown:
    """A change of something in force: when, who, why, and what from what to what."""

    change: Change
    facts: list[Fact]


def indicator_rows(indicators: Iterable[PlanIndicator]) -> list[IndicatorRow]:
    """Return the lines of indicators."""
    return [
        IndicatorRow(
            each,
            reverse("plans:indicator", args=(each.plan_id, each.number)),
            baseline_text(each),
            target_text(target_of(each), each.unit),
            str(IndicatorKind(each.kind).label) if each.kind else "",
            str(Counting(each.counting).label),
            "、".join(department.name for department in each.departments.all()),
            computed_title(each.computed_by),
        )
        for each in indicators
    ]


def measure_rows(measures: Iterable[Measure], *, on: date) -> list[MeasureRow]:
    """Return the lines of measures, as urgent as they are on a day."""
    return [
        MeasureRow(
            each,
            reverse("plans:measure", args=(each.plan_id, each.place)),
            each.title,
            str(MeasureKind(each.kind).label),
            "、".join(department.name for department in each.lead.all()),
            "、".join(department.name for department in each.support.all()),
            each.due_text or (each.due_on.isoformat() if each.due_on else ""),
            urgency(each.due_on, on=on),
            [commitment_text(commitment) for commitment in each.commitments.all()],
        )
        for each in measures
    ]


def urgency(due_on: date | None, *, on: date) -> str:
    """Return whether a deadline is past or near, by the calendar alone."""
    if due_on is None:
        return ""
    if due_on < on:
        return "past"
    return "soon" if (due_on - on).days <= SOON_DAYS else ""


def target_of(indicator: PlanIndicator) -> Target:
    """Return the target of an indicator in force."""
    return Target(
        indicator.target_year, indicator.target, indicator.comparator, indicator.target_upper
    )


def baseline_text(indicator: PlanIndicator) -> str:
    """Return the baseline of an indicator in words, empty where the plan gives none."""
    if indicator.baseline is None:
        return ""
    return target_text(Target(indicator.baseline_year, indicator.baseline), indicator.unit)


def computed_title(name: str) -> str:
    """Return what the declared indicator that computes is called; the name if it is gone."""
    declared = lake.catalogue().indicators.get(name)
    return said(declared.title) if declared else name


def link_choices(indicator: PlanIndicator) -> list[tuple[str, str]]:
    """Return the declared indicators that an indicator may be computed by, likeliest first."""
    suggested = indicator_queries.suggest_indicator(indicator.name, indicator.unit)
    fitting = [
        each.name
        for each in indicator_queries.indicators()
        if indicator_queries.unit_factor(each, indicator.unit) is not None
    ]
    names = dict.fromkeys(
        [*(name for name in suggested if name in fitting), indicator.computed_by, *fitting]
    )
    likely = _("suggested by its name")
    named = [
        (name, f"{computed_title(name)}（{likely}）" if name in suggested else computed_title(name))
        for name in names
        if name
    ]
    return [("", _("not computed, reported by the departments")), *named]


def indicator_facts(indicator: PlanIndicator) -> list[tuple[str, str]]:
    """Return what a plan says of an indicator, line by line."""
    milestones = [
        target_text(each, indicator.unit)
        for each in indicator_values({"milestones": indicator.milestones}).milestones
    ]
    told = [
        (_("Unit"), indicator.unit),
        (_("Baseline"), baseline_text(indicator)),
        (_("Interim targets"), "；".join(milestones)),
        (_("Target"), target_text(target_of(indicator), indicator.unit)),
        (_("Kind"), str(IndicatorKind(indicator.kind).label) if indicator.kind else ""),
        (pgettext("indicator", "Values are"), str(Counting(indicator.counting).label)),
        (_("Lower is better"), _("yes") if indicator.lower_is_better else ""),
        (_("Departments"), "、".join(each.name for each in indicator.departments.all())),
        (_("Definition"), indicator.note),
    ]
    return [(label, text) for label, text in told if text]


def changes_shown(changes: Iterable[Change]) -> list[ChangeShown]:
    """Return changes with what differs, before and after."""
    return [ChangeShown(each, list(_differences(each))) for each in changes]


def _differences(change: Change) -> Iterator[Fact]:
    if "withdrawn" in change.after:
        yield Fact(_("Withdrawn"), _("yes"))
        return
    read = indicator_values if change.indicator_id else measure_values
    before = {fact.label: fact.text for fact in value_facts(read(change.before))}
    after = {fact.label: fact.text for fact in value_facts(read(change.after))}
    for label in dict.fromkeys([*before, *after]):
        if before.get(label) != after.get(label):
            yield Fact(label, after.get(label, "—"), before.get(label, "—"))


def passages(indicators: Sequence[PlanIndicator], measures: Sequence[Measure]) -> list[Mark]:
    """Return the passages of what is in force; a click leads to its page."""
    items: list[PlanIndicator | Measure] = [*indicators, *measures]
    return [_mark(each, each.proposal.start, each.proposal.end) for each in items if each.proposal]


def _mark(item: PlanIndicator | Measure, start: int, end: int) -> Mark:
    key = anchor_of(item)
    kind, _dash, place = key.partition("-")
    href = reverse(f"plans:{kind}", args=(item.plan_id, place))
    return Mark(start, end, key, href, f"read-passage-accepted of-{kind}", str(item))


def anchor_of(item: PlanIndicator | Measure) -> str:
    """Return what the passage of an indicator or measure is called on the page of the text."""
    kind, place = (
        ("measure", item.place) if isinstance(item, Measure) else ("indicator", item.number)
    )
    return f"{kind}-{place}"


def context_of(item: PlanIndicator | Measure, around: int = 160) -> tuple[str, str, str]:
    """Return the passage something was read from, with what stands before and after it."""
    proposal, text = item.proposal, item.plan.text
    if proposal is None:
        return "", "", ""
    before = excerpt(text[max(0, proposal.start - around) : proposal.start], around)
    after = excerpt(text[proposal.end : proposal.end + around], around)
    return before, text[proposal.start : proposal.end].strip(), after


def indicator_table(indicators: Iterable[PlanIndicator]) -> Table:
    """Return indicators for export."""
    headings = {
        "number": _("Number"),
        "name": _("Indicator"),
        "unit": _("Unit"),
        "baseline_year": _("Baseline year"),
        "baseline": _("Baseline"),
        "target_year": _("Target year"),
        "comparator": _("Comparison"),
        "target": _("Target"),
        "upper": _("Upper end"),
        "kind": _("Kind"),
        "departments": _("Departments"),
        "computed": _("Computed by"),
        "note": _("Definition"),
    }
    rows = (_indicator_cells(row) for row in indicator_rows(indicators))
    return Table(list(headings), list(headings.values()), rows)


def measure_table(measures: Iterable[Measure], *, on: date) -> Table:
    """Return measures for export."""
    headings = {
        "kind": _("Kind"),
        "number": _("Number"),
        "title": _("Measure"),
        "under": _("Chapter"),
        "lead": _("Lead"),
        "support": pgettext("plan", "Support"),
        "due_text": _("Time limit"),
        "due_on": _("Due"),
        "promised": _("Promised quantities"),
        "text": _("Text"),
    }
    rows = (_measure_cells(row) for row in measure_rows(measures, on=on))
    return Table(list(headings), list(headings.values()), rows)


def _indicator_cells(row: IndicatorRow) -> dict[str, Any]:
    each = row.indicator
    return {
        "number": each.number,
        "name": each.name,
        "unit": each.unit,
        "baseline_year": each.baseline_year,
        "baseline": None if each.baseline is None else plain(each.baseline),
        "target_year": each.target_year,
        "comparator": each.comparator,
        "target": plain(each.target),
        "upper": None if each.target_upper is None else plain(each.target_upper),
        "kind": row.kind,
        "departments": row.departments,
        "computed": row.computed,
        "note": each.note,
    }


def _measure_cells(row: MeasureRow) -> dict[str, Any]:
    each = row.measure
    return {
        "kind": row.kind,
        "number": each.number,
        "title": each.title,
        "under": " / ".join(each.under),
        "lead": row.lead,
        "support": row.support,
        "due_text": row.due,
        "due_on": each.due_on,
        "promised": "；".join(row.promised),
        "text": each.text,
    }
