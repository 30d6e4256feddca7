"""The commands of `zhiheng plan` that keep plans: import, decide, adopt, link, list, show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments.commands import LARGEST_FILE
from zhiheng.office.cli.output import output_options, show_facts, show_json, show_rows
from zhiheng.office.plans import commands, presenters, queries
from zhiheng.office.plans.deciding import values_of
from zhiheng.office.plans.enums import Decision, PlanState
from zhiheng.office.plans.models import Plan, Proposal
from zhiheng.office.registers import lake
from zhiheng.office.web.failures import problem_texts

PLAN_FIELDS = ("plan", "title", "years", "state", "decided", "proposals", "indicators", "measures")
PROPOSAL_FIELDS = ("place", "kind", "decision", "confidence", "says", "span", "remarks")


@click.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--division", default="", help="Six-digit code; the office's own unless given.")
@click.option("--title", default="", help="Title, where the document's own is not meant.")
@click.option("--from", "first", type=int, help="First year, where the document names none.")
@click.option("--until", "last", type=int, help="Last year, where the document names none.")
@click.option("--new-edition", is_flag=True, help="Import though the document is a plan already.")
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def import_(
    file: Path,
    division: str,
    title: str,
    first: int | None,
    last: int | None,
    new_edition: bool,
    as_json: bool,
) -> None:
    """Import a plan document; what is read from it waits to be decided.

    Example: zhiheng plan import city-plan.docx
    """
    plan = commands.import_plan(
        name=file.name,
        content=bytes_of(file),
        division=division or lake.city(),
        told=commands.Told(title, first, last),
        as_new_edition=new_edition,
        by=system_operator(),
        on=timezone.now(),
    )
    for warning in presenters.warnings_of(plan):
        click.echo(warning, err=True)
    if as_json:
        show_json(_facts(plan))
    else:
        click.echo(plan.pk)


@click.command(name="list")
@output_options
def list_(style: str) -> None:
    """List the plans.

    Example: zhiheng plan list --json
    """
    found = queries.plans_listed(system_operator(), on=timezone.localdate())
    rows = [
        {
            "plan": plan.pk,
            "title": plan.title,
            "years": f"{plan.first_year}-{plan.last_year}",
            "state": plan.state,
            "decided": plan.decided_count,
            "proposals": plan.proposal_count,
            "indicators": plan.indicator_count,
            "measures": plan.measure_count,
        }
        for plan in found
    ]
    show_rows(rows, PLAN_FIELDS, style)


@click.command(name="show")
@click.argument("number", type=int)
@output_options
def show(number: int, style: str) -> None:
    """Show one plan: its state, and its indicators and measures once it is in force.

    Example: zhiheng plan show 1 --json
    """
    show_facts(_facts(_plan(number)), style)


@click.command(name="proposals")
@click.argument("number", type=int)
@click.option("--open", "undecided", is_flag=True, help="Only those nobody has decided.")
@output_options
def proposals(number: int, undecided: bool, style: str) -> None:
    """List what was read from a plan's document, with what to look at.

    Example: zhiheng plan proposals 1 --open
    """
    plan = _plan(number)
    found = list(queries.proposals_between(plan, 0, len(plan.text) + 1))
    rows = [
        _proposal_row(card)
        for card in presenters.cards(plan, found, presenters.named_in(plan, timezone.localdate()))
        if card.is_open or not undecided
    ]
    show_rows(rows, PROPOSAL_FIELDS, style)


@click.command(name="accept")
@click.argument("number", type=int)
@click.argument("places", type=int, nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every undecided one that fits.")
@click.option(
    "--least",
    type=click.FloatRange(0, 1),
    default=commands.SURE,
    show_default=True,
    help="With --all: how sure the reader has to be.",
)
def accept(number: int, places: tuple[int, ...], everything: bool, least: float) -> None:
    """Accept proposals as they were read.

    Of two that contradict each other, the accepted one stands and the other is rejected.

    Example: zhiheng plan accept 1 --all
    """
    if everything == bool(places):
        raise click.UsageError("name the places of proposals, or --all")
    plan, by, now = _plan(number), system_operator(), timezone.now()
    if everything:
        together = commands.accept_all(plan=plan, least=least, by=by, on=now)
        click.echo(together.accepted)
        for proposal, problems in together.left:
            click.echo(f"{proposal.place}: {' '.join(problem_texts(problems))}", err=True)
        return
    for place in places:
        proposal = queries.proposal(plan, place)
        commands.accept_proposal(proposal=proposal, revision=proposal.revision, by=by, on=now)
        click.echo(place)


@click.command(name="reject")
@click.argument("number", type=int)
@click.argument("place", type=int)
@click.option("--reason", required=True, help="Why it is not what it was read as.")
def reject(number: int, place: int, reason: str) -> None:
    """Reject one proposal.

    Example: zhiheng plan reject 1 7 --reason 目录，不是任务
    """
    proposal = queries.proposal(_plan(number), place)
    commands.reject_proposal(
        proposal=proposal,
        revision=proposal.revision,
        reason=reason,
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(place)


@click.command(name="adopt")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="JSON.")
def adopt(number: int, as_json: bool) -> None:
    """Bring a plan into force, once all its proposals are decided.

    Example: zhiheng plan adopt 1
    """
    plan = _plan(number)
    commands.adopt_plan(plan=plan, revision=plan.revision, by=system_operator(), on=timezone.now())
    if as_json:
        show_json(_facts(plan))
    else:
        click.echo(f"{plan.indicators.count()} {plan.measures.count()}")


@click.command(name="link")
@click.argument("number", type=int)
@click.argument("indicator", type=int)
@click.argument("computed", default="")
def link(number: int, indicator: int, computed: str) -> None:
    """Say which declared indicator computes an indicator of a plan; none has it reported.

    Example: zhiheng plan link 1 2 pledge-amount
    """
    found = queries.indicator(_plan(number), indicator)
    commands.link_computed(
        indicator=found,
        revision=found.revision,
        name=computed,
        by=system_operator(),
        on=timezone.now(),
    )
    click.echo(computed)


def bytes_of(file: Path) -> bytes:
    """Return the bytes of a document; too large a file is refused before it is read."""
    if not file.is_file():
        raise NotFoundError.of("file.not_found", path=file)
    if file.stat().st_size > LARGEST_FILE:
        raise InputError.of("plan.too_large", file=file, expected=LARGEST_FILE // 2**20)
    return file.read_bytes()


COMMANDS = (import_, list_, show, proposals, accept, reject, adopt, link)


def _plan(number: int) -> Plan:
    by: User = system_operator()
    return queries.plan(number, seen_by=by, on=timezone.localdate())


def _facts(plan: Plan) -> dict[str, Any]:
    counts = queries.review_counts(plan)
    facts = {
        "plan": plan.pk,
        "title": plan.title,
        "issuers": plan.issuers,
        "issued": plan.issued,
        "period": [plan.first_year, plan.last_year],
        "division": plan.division,
        "state": plan.state,
        "document": {"name": plan.document.name, "sha256": plan.document.digest},
        "proposals": {str(each): counts.get(each, 0) for each in Decision.values},
    }
    if plan.state == PlanState.REVIEW:
        return facts
    indicators = [
        {
            "number": each.number,
            "name": each.name,
            "unit": each.unit,
            "target": presenters.plain(each.target),
            "target_year": each.target_year,
            "computed_by": each.computed_by,
        }
        for each in queries.indicators_of(plan)
    ]
    measures = [
        {
            "place": each.place,
            "kind": each.kind,
            "number": each.number,
            "title": each.title,
            "lead": [department.name for department in each.lead.all()],
            "due": each.due_on or each.due_text,
        }
        for each in queries.measures_of(plan)
    ]
    return {**facts, "indicators": indicators, "measures": measures}


def _proposal_row(card: presenters.Card) -> dict[str, Any]:
    proposal: Proposal = card.proposal
    values = values_of(proposal, proposal.decided or proposal.read)
    return {
        "place": proposal.place,
        "kind": proposal.kind,
        "decision": proposal.decision,
        "confidence": proposal.confidence,
        "says": "；".join(fact.text for fact in presenters.value_facts(values)),
        "span": f"{proposal.start}-{proposal.end}",
        "remarks": card.remarks,
    }
