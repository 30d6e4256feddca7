"""Reports as plain data for templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.plans.periods import Period, period_name
from zhiheng.core.plans.plausibility import Checked, plain
from zhiheng.office.plans.models import Plan, PlanIndicator
from zhiheng.office.reporting.enums import RequestState, VersionState
from zhiheng.office.reporting.models import Query, Request, Schedule, Version
from zhiheng.office.reporting.sheets import Answer
from zhiheng.office.web.failures import problem_texts

_COLOURS = {
    RequestState.OPEN: "warn",
    RequestState.SUBMITTED: "role",
    RequestState.RETURNED: "bad",
    RequestState.SIGNED: "ok",
    RequestState.QUERIED: "bad",
}


@dataclass(frozen=True)
class RequestLine:
    """One request in a list; `value` is what counts, empty where nothing was signed."""

    href: str
    indicator: str
    plan: str
    department: str
    period: str
    due_on: dt.date
    state: str
    colour: str
    is_overdue: bool
    was_late: bool
    value: str
    unit: str


@dataclass(frozen=True)
class File:
    """One piece of evidence."""

    name: str
    size: int
    href: str


@dataclass(frozen=True)
class VersionShown:
    """One version in the history; `counts` for the one that is the value of the period."""

    number: int
    state: str
    colour: str
    counts: bool
    value: str
    typed: str
    note: str
    reason: str
    answer: str
    findings: Sequence[str]
    entered: str
    entered_at: dt.datetime
    submitted: str
    submitted_at: dt.datetime | None
    decided: str
    decided_at: dt.datetime | None
    files: Sequence[File]
    queries: Sequence[Query]


@dataclass(frozen=True)
class Doubt:
    """What a check says about the draft."""

    text: str
    hard: bool


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of the overview: its schedule, and a cell a period, None where not asked."""

    indicator: PlanIndicator
    schedule: Schedule | None
    departments: str
    cells: Sequence[RequestLine | None]


@dataclass(frozen=True)
class Overview:
    """The reported indicators of a plan in one year."""

    periods: Sequence[str]
    rows: Sequence[IndicatorRow]
    years: Sequence[int]
    year: int
    overdue: int
    waiting: int


@dataclass(frozen=True)
class AnswerLine:
    """What became of one row of a sheet."""

    row: int
    report: str
    indicator: str
    outcome: str
    problems: Sequence[str]


def request_lines(requests: Iterable[Request], *, on: dt.date) -> list[RequestLine]:
    """Return requests with their versions prefetched as lines of a list."""
    return [request_line(each, on=on) for each in requests]


def request_line(request: Request, *, on: dt.date) -> RequestLine:
    """Return one request as a line."""
    signed = [each for each in request.versions.all() if each.state == VersionState.SIGNED]
    state = RequestState(request.state)
    signed_at = request.first_signed_at
    late = signed_at is not None and timezone.localdate(signed_at) > request.due_on
    return RequestLine(
        href=reverse("reporting:report", args=(request.pk,)),
        indicator=request.indicator.name,
        plan=request.indicator.plan.title,
        department=request.department.name,
        period=period_words(request.period),
        due_on=request.due_on,
        state=str(state.label),
        colour=_COLOURS[state],
        is_overdue=request.is_overdue(on),
        was_late=late,
        value=plain(max(signed, key=lambda each: each.number).told) if signed else "",
        unit=request.indicator.unit,
    )


def versions_shown(
    versions: Iterable[Version], unit: str, *, whole: bool = True
) -> list[VersionShown]:
    """Return the history of a report, newest first; without its files where not `whole`."""
    listed = list(versions)
    counting = next((each.pk for each in listed if each.state == VersionState.SIGNED), None)
    shown = [_version(each, unit, counts=each.pk == counting) for each in listed]
    return shown if whole else [replace(each, files=(), queries=()) for each in shown]


def doubts(checked: Checked | None) -> list[Doubt]:
    """Return what the checks say, hard findings first."""
    found = sorted(checked.findings, key=lambda each: not each.hard) if checked else []
    return [Doubt(problem_text(each.problem, _language()), each.hard) for each in found]


def overview(
    plan: Plan,
    indicators: Sequence[PlanIndicator],
    requests: Iterable[Request],
    *,
    year: int,
    on: dt.date,
) -> Overview:
    """Return a plan's reported indicators against the periods of a year."""
    asked = list(requests)
    shown = [each for each in asked if each.period_end.year == year]
    periods = sorted(
        {each.period for each in shown}, key=lambda each: (each.last, -each.first.toordinal())
    )
    cells = {(each.indicator_id, each.period): request_line(each, on=on) for each in shown}
    return Overview(
        periods=[period_words(each) for each in periods],
        rows=[_row(each, periods, cells) for each in indicators],
        years=range(plan.first_year, plan.last_year + 1),
        year=year,
        overdue=sum(each.is_overdue(on) for each in asked),
        waiting=sum(each.state == RequestState.SUBMITTED for each in asked),
    )


def answer_lines(answers: Iterable[Answer]) -> list[AnswerLine]:
    """Return what became of the rows of a sheet, in words."""
    return [
        AnswerLine(
            row=each.row,
            report=each.report,
            indicator=each.indicator,
            outcome=each.outcome,
            problems=problem_texts(list(each.problems)),
        )
        for each in answers
    ]


def figure(value: Decimal | None, unit: str) -> str:
    """Return a number with its unit, empty where there is none."""
    return f"{plain(value)} {unit}".strip() if value is not None else ""


def period_words(period: Period) -> str:
    """Return what people call a period, in the language of the page."""
    return period_name(period.first, period.last, _language())


def _language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def _row(
    indicator: PlanIndicator,
    periods: Sequence[Period],
    cells: dict[tuple[int, Period], RequestLine],
) -> IndicatorRow:
    return IndicatorRow(
        indicator=indicator,
        schedule=getattr(indicator, "schedule", None),
        departments="、".join(each.name for each in indicator.departments.all()),
        cells=[cells.get((indicator.pk, period)) for period in periods],
    )


def _version(version: Version, unit: str, *, counts: bool) -> VersionShown:
    state = VersionState(version.state)
    typed = f"{plain(version.written)} {version.unit}".strip() if version.unit != unit else ""
    return VersionShown(
        number=version.number,
        state=str(state.label),
        colour={"signed": "ok", "returned": "bad", "submitted": "role"}.get(state, "warn"),
        counts=counts,
        value=f"{plain(version.told)} {unit}".strip(),
        typed=typed,
        note=version.note,
        reason=version.reason,
        answer=version.answer,
        findings=problem_texts(version.problems),
        entered=version.entered_by.display_name,
        entered_at=version.entered_at,
        submitted=version.submitted_by.display_name if version.submitted_by else "",
        submitted_at=version.submitted_at,
        decided=version.decided_by.display_name if version.decided_by else "",
        decided_at=version.decided_at,
        files=[
            File(
                name=each.attachment.name,
                size=each.attachment.size,
                href=reverse("reporting:evidence", args=(each.pk,)),
            )
            for each in version.evidence.all()
        ],
        queries=list(version.queries.all()),
    )
