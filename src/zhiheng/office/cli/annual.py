"""`zhiheng annual`: yearly progress reports of plans."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.annual import commands, documents, presenters, queries
from zhiheng.office.annual.models import Report
from zhiheng.office.cli.output import output_options, show_facts, show_rows
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.plans.models import Plan
from zhiheng.office.registers.queries import as_of_day

FIELDS = ("report", "year", "as_of", "state", "issued_at", "snapshot")
BLOCK = 1 << 20


@click.group(name="annual")
def group() -> None:
    """Yearly reports of plans: freeze the figures, write the files, issue and check them."""


@group.command(name="list")
@click.argument("plan", type=int)
@output_options
def list_(plan: int, style: str) -> None:
    """List the yearly reports of a plan.

    Example: zhiheng annual list 1 --json
    """
    by, today = system_operator(), timezone.localdate()
    found = queries.reports_of(_plan(plan), seen_by=by, on=today)
    show_rows([presenters.report_row(each) for each in found], FIELDS, style)


@group.command(name="snapshot")
@click.argument("plan", type=int)
@click.option("--as-of", default="", metavar="DATE", help="The day; today unless given.")
@output_options
def snapshot(plan: int, as_of: str, style: str) -> None:
    """Freeze what is known of a plan as of a day and draft the report of that year.

    Example: zhiheng annual snapshot 1 --as-of 2025-12-31
    """
    made = commands.make_report(
        plan=_plan(plan), as_of=as_of_day(as_of), by=system_operator(), on=timezone.now()
    )
    show_facts(presenters.report_row(made), style)


@group.command(name="write")
@click.argument("plan", type=int)
@click.argument("report", type=int)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="The folder for the files; this one unless given.",
)
@output_options
def write(plan: int, report: int, out: Path, style: str) -> None:
    """Write a report as Word and PDF; of an issued one the very files that were issued.

    Example: zhiheng annual write 1 1 --out reports
    """
    found = _report(plan, report)
    rows = []
    for ending in documents.KINDS:
        target = out / documents.file_name(found, ending)
        content = documents.file_of(found, ending)
        try:
            out.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        except OSError as error:
            raise StorageError.of(
                "annual.cannot_write", file=target, received=error.strerror
            ) from error
        rows.append({"file": str(target), "bytes": len(content)})
    show_rows(rows, ("file", "bytes"), style)


@group.command(name="issue")
@click.argument("plan", type=int)
@click.argument("report", type=int)
@output_options
def issue(plan: int, report: int, style: str) -> None:
    """Issue a report: its files are kept and their digests go on the ledger.

    Example: zhiheng annual issue 1 1
    """
    found = _report(plan, report)
    issued = commands.issue_report(
        report=found, revision=found.revision, by=system_operator(), on=timezone.now()
    )
    show_facts(presenters.report_row(issued), style)


@group.command(name="verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@output_options
def verify(file: Path, style: str) -> None:
    """Tell which issued report a file is; exit code 4 where it is none.

    Example: zhiheng annual verify 年度实施进展报告.pdf
    """
    with file.open("rb") as handle:
        blocks = iter(lambda: handle.read(BLOCK), b"")
        found = queries.recognised(blocks, seen_by=system_operator())
    if not found:
        raise NotFoundError.of("annual.not_issued", received=file.name)
    rows = [presenters.recognised_row(each) for each in found]
    show_rows(rows, ("file", "title", "plan", *FIELDS), style)


def _plan(number: int) -> Plan:
    return plan_queries.plan(number, seen_by=system_operator(), on=timezone.localdate())


def _report(plan: int, number: int) -> Report:
    return queries.report(_plan(plan), number, seen_by=system_operator(), on=timezone.localdate())
