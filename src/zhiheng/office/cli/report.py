"""`zhiheng report`: values that departments report for plans."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from zhiheng.core.errors import NotFoundError
from zhiheng.core.plans.periods import Rhythm
from zhiheng.core.plans.plausibility import plain
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.queries import get_user
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.notices import not_to_come
from zhiheng.office.cli.output import output_options, show_facts, show_rows
from zhiheng.office.plans import queries as plans
from zhiheng.office.reporting import commands, presenters, queries
from zhiheng.office.reporting.checking import check_version, read_value
from zhiheng.office.reporting.models import Request, Version
from zhiheng.office.reporting.scheduling import Terms, open_due, schedule_all

DAY = click.DateTime(formats=["%Y-%m-%d"])
FIELDS = ("report", "indicator", "period", "department", "due", "state", "overdue", "value", "unit")
HISTORY = (
    "version", "state", "counts", "value", "typed", "entered", "submitted", "decided", "reason",
    "answer", "findings", "evidence",
)  # fmt: skip
as_person = click.option(
    "--as",
    "username",
    default="",
    metavar="USERNAME",
    help="In whose name; the system's unless told.",
)


@click.group(name="report")
def group() -> None:
    """Values that departments report: asked for, entered, handed in, signed off."""


@group.command(name="list")
@click.option("--plan", type=int, default=0, help="Of one plan, by its number.")
@click.option("--overdue", is_flag=True, help="Only those that are late.")
@output_options
def listed(plan: int, overdue: bool, style: str) -> None:
    """List what was asked for and where it stands.

    Example: zhiheng report list --plan 1 --overdue
    """
    today, by = timezone.localdate(), system_operator()
    found = queries.requests_for(by, on=today).prefetch_related("versions")
    if plan:
        found = found.filter(indicator__plan=plans.plan(plan, seen_by=by, on=today))
    if overdue:
        found = queries.overdue(found, on=today)
    rows = [_row(each) for each in found]
    show_rows(rows, FIELDS, style)


@group.command(name="schedule")
@click.argument("plan", type=int)
@click.option(
    "--every", "rhythm", type=click.Choice(list(Rhythm)), default="quarterly", show_default=True,
    help="How often.",
)  # fmt: skip
@click.option("--days", default=10, show_default=True, help="Days to report after a period's end.")
@click.option("--calendar-days", is_flag=True, help="Count every day, not working days only.")
@click.option("--from", "first", type=DAY, required=True, help="The first period begins on it.")
def schedule(plan: int, rhythm: str, days: int, calendar_days: bool, first: datetime) -> None:
    """Give every reported indicator of a plan without a schedule the same one.

    Example: zhiheng report schedule 1 --every quarterly --from 2026-01-01
    """
    by, now = system_operator(), timezone.now()
    found = plans.plan(plan, seen_by=by, on=timezone.localdate(now))
    terms = Terms(rhythm, days, not calendar_days, first.date())
    made, left = schedule_all(plan=found, terms=terms, by=by, on=now)
    for each in made:
        click.echo(f"{each.indicator.number} {each.indicator.name}: {each.department.name}")
    for indicator in left:
        click.echo(f"{indicator.number} {indicator.name}: no department", err=True)


@group.command(name="open")
@click.option("--plan", type=int, default=0, help="Of one plan, by its number.")
@click.option("--on", "day", type=DAY, help="As on a day; today unless told.")
@output_options
def open_requests(plan: int, day: datetime | None, style: str) -> None:
    """Ask for the values of all periods that are over, as the worker does every morning.

    Example: zhiheng report open --plan 1
    """
    by, now = system_operator(), timezone.now()
    today = timezone.localdate(now)
    wanted = plans.plan(plan, seen_by=by, on=today) if plan else None
    made = open_due(day=not_to_come(day, now), by=by, on=now, plan=wanted)
    show_rows([_row(each) for each in made], FIELDS, style)


@group.command(name="enter")
@click.argument("report", type=int)
@click.argument("value")
@click.option("--unit", default="", help="Unit of the value; the plan's unless told.")
@click.option("--note", default="", help="How the value was counted.")
@click.option("--evidence", "files", multiple=True, type=click.Path(path_type=Path),
              help="A file that shows it; can be repeated.")  # fmt: skip
@as_person
@output_options
def enter(
    report: int,
    value: str,
    unit: str,
    note: str,
    files: tuple[Path, ...],
    username: str,
    style: str,
) -> None:
    """Keep a value as a draft and show what the checks say of it.

    Example: zhiheng report enter 12 320000 --unit 万元 --evidence ledger.xlsx --as clerk
    """
    by, now = _person(username), timezone.now()
    request = queries.request_of(report, by, on=timezone.localdate(now))
    version = commands.enter_value(
        request=request,
        revision=request.revision,
        written=read_value(value),
        unit=unit or request.indicator.unit,
        note=note,
        files=[SimpleUploadedFile(each.name, _bytes(each)) for each in files],
        by=by,
        on=now,
    )
    show_facts(_facts(version), style)


@group.command(name="submit")
@click.argument("report", type=int)
@click.option("--reason", default="", help="Why a doubted value is right, or what is corrected.")
@as_person
@output_options
def submit(report: int, reason: str, username: str, style: str) -> None:
    """Hand the draft in for sign-off.

    Example: zhiheng report submit 12 --reason 口径调整 --as clerk
    """
    _act(commands.submit_value, report, username, style, reason=reason)


@group.command(name="sign")
@click.argument("report", type=int)
@as_person
@output_options
def sign(report: int, username: str, style: str) -> None:
    """Sign the value off that was handed in, as somebody else than who entered it.

    Example: zhiheng report sign 12 --as leader
    """
    _act(commands.sign_value, report, username, style)


@group.command(name="return")
@click.argument("report", type=int)
@click.argument("answer")
@as_person
@output_options
def give_back(report: int, answer: str, username: str, style: str) -> None:
    """Return the value that was handed in, saying why.

    Example: zhiheng report return 12 请补充依据 --as leader
    """
    _act(commands.return_value, report, username, style, answer=answer)


@group.command(name="query")
@click.argument("report", type=int)
@click.argument("text")
@as_person
def query(report: int, text: str, username: str) -> None:
    """Query a signed value; it counts until the department answers.

    Example: zhiheng report query 12 较上期增长过快，请核实
    """
    by, now = _person(username), timezone.now()
    request = queries.request_of(report, by, on=timezone.localdate(now))
    commands.query_value(request=request, revision=request.revision, text=text, by=by, on=now)
    click.echo(request.state)


@group.command(name="history")
@click.argument("report", type=int)
@output_options
def history(report: int, style: str) -> None:
    """Show every version of a value, newest first.

    Example: zhiheng report history 12 --json
    """
    request = queries.request_of(report, system_operator(), on=timezone.localdate())
    shown = presenters.versions_shown(queries.versions_of(request), request.indicator.unit)
    rows = [
        {
            "version": each.number,
            **{name: getattr(each, name) for name in HISTORY[1:-1]},
            "findings": list(each.findings),
            "evidence": [file.name for file in each.files],
        }
        for each in shown
    ]
    show_rows(rows, HISTORY, style)


def _act(command: Any, report: int, username: str, style: str, **given: str) -> None:
    by, now = _person(username), timezone.now()
    request = queries.request_of(report, by, on=timezone.localdate(now))
    version = command(request=request, revision=request.revision, by=by, on=now, **given)
    show_facts(_facts(version), style)


def _person(username: str) -> User:
    return get_user(username) if username else system_operator()


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise NotFoundError.of("file.not_found", path=file)
    return file.read_bytes()


def _row(request: Request) -> dict[str, object]:
    line = presenters.request_line(request, on=timezone.localdate())
    return {
        "report": request.pk,
        "indicator": line.indicator,
        "period": request.period.key,
        "department": line.department,
        "due": line.due_on,
        "state": request.state,
        "overdue": line.is_overdue,
        "value": line.value,
        "unit": line.unit,
    }


def _facts(version: Version) -> dict[str, object]:
    request = version.request
    checked = check_version(version, on=timezone.localdate())
    return {
        "report": request.pk,
        "indicator": request.indicator.name,
        "period": request.period.key,
        "version": version.number,
        "state": version.state,
        "value": plain(version.told),
        "unit": request.indicator.unit,
        "doubts": [each.text for each in presenters.doubts(checked)],
    }
