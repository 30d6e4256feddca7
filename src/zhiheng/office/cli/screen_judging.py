"""`zhiheng screen findings`, `dismiss`, `reopen` and `open`: what people do with findings."""

from __future__ import annotations

from typing import Any

import click
from django.utils import timezone

from zhiheng.office.accounts.queries import get_user
from zhiheng.office.cli.output import output_options, show_rows
from zhiheng.office.screening import queries
from zhiheng.office.screening.enums import About, FindingState
from zhiheng.office.screening.hearing import open_case
from zhiheng.office.screening.judging import dismiss_finding, reopen_finding
from zhiheng.office.screening.models import Finding
from zhiheng.office.screening.presenters import sentence_shown
from zhiheng.office.screening.queries import FindingFilter

COLUMNS = (
    "finding",
    "about",
    "state",
    "strength",
    "signal",
    "behaviour",
    "size",
    "whose",
    "why",
    "case",
)
_AS = click.option(
    "--as", "username", required=True, metavar="USER", help="The officer who decides."
)
_REASON = click.option("--reason", required=True, help="Why; kept with the finding.")


@click.command(name="findings")
@click.option(
    "--about", default="", type=click.Choice(["", *About.values]), help="All unless told."
)
@click.option("--state", default="", help=f"{', '.join(FindingState.values)} or every.")
@click.option("--signal", default="", help="Of one signal.")
@click.option(
    "--behaviour", default="", help="Pointing to one item of article 3, 1 to 8, or TM-1 to TM-10."
)
@click.option("--text", default="", help="A filing's or party's number, or a part of a name.")
@output_options
def findings(style: str, **given: Any) -> None:
    """List the findings that screenings brought, the strongest first.

    Example: zhiheng screen findings --about trademarks --state open --json
    """
    found = queries.findings(FindingFilter(**given)).select_related("case")
    show_rows((_row(each) for each in found.iterator(chunk_size=500)), COLUMNS, style)


@click.command(name="dismiss")
@click.argument("number", type=int)
@_AS
@_REASON
def dismiss(number: int, username: str, reason: str) -> None:
    """Dismiss a finding that is plainly innocent; its facts alone bring no lead again.

    Example: zhiheng screen dismiss 12 --as officer --reason "one line of products"
    """
    by, on = get_user(username), timezone.now()
    found = queries.finding(number)
    dismiss_finding(finding=found, revision=found.revision, reason=reason, by=by, on=on)
    click.echo(str(number))


@click.command(name="reopen")
@click.argument("number", type=int)
@_AS
@_REASON
def reopen(number: int, username: str, reason: str) -> None:
    """Open a dismissed finding again; its facts count again.

    Example: zhiheng screen reopen 12 --as officer --reason "a new fact"
    """
    by, on = get_user(username), timezone.now()
    found = queries.finding(number)
    reopen_finding(finding=found, revision=found.revision, reason=reason, by=by, on=on)
    click.echo(str(number))


@click.command(name="open")
@click.argument("numbers", type=int, nargs=-1, required=True)
@_AS
@_REASON
def open_(numbers: tuple[int, ...], username: str, reason: str) -> None:
    """Open findings as cases, one a filer; print the numbers of the cases.

    Example: zhiheng screen open 12 15 --as officer --reason "claims differ in a number only"
    """
    found = [queries.finding(number) for number in numbers]
    shown = {each.pk: each.revision for each in found}
    cases = open_case(
        findings=found, reason=reason, by=get_user(username), on=timezone.now(), revisions=shown
    )
    for case in cases:
        click.echo(case.number)


def _row(finding: Finding) -> dict[str, Any]:
    return {
        "finding": finding.pk,
        "about": finding.about,
        "state": finding.state,
        "strength": round(finding.strength, 3),
        "signal": finding.signal,
        "behaviour": finding.behaviour,
        "size": finding.size,
        "whose": finding.title,
        "why": sentence_shown(finding.signal, finding.facts, unmasked=False),
        "case": finding.case.number if finding.case else "",
    }
