"""`zhiheng evaluation`: mid-term and final evaluation of plans."""

from __future__ import annotations

import click
from django.utils import timezone

from zhiheng.core.errors import NotFoundError
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.cli.output import output_options, show_json, show_rows
from zhiheng.office.evaluation import commands, presenters, queries
from zhiheng.office.evaluation.enums import EvaluationKind
from zhiheng.office.evaluation.models import Criterion, Evaluation
from zhiheng.office.plans import queries as plan_queries
from zhiheng.office.registers.queries import as_of_day

LIST_FIELDS = ("evaluation", "kind", "as_of", "state", "score", "grade")
SHEET_FIELDS = ("place", "title", "department", "weight", "suggested", "self_score", "review_score")


@click.group(name="evaluation")
def group() -> None:
    """Evaluations of plans: weights, self-assessment, review, result."""


@group.command(name="list")
@click.argument("plan", type=int)
@output_options
def list_(plan: int, style: str) -> None:
    """List the evaluations of a plan.

    Example: zhiheng evaluation list 1 --json
    """
    by, today = system_operator(), timezone.localdate()
    found = plan_queries.plan(plan, seen_by=by, on=today)
    rows = [presenters.list_row(each) for each in found.evaluations.all()]
    show_rows(rows, LIST_FIELDS, style)


@group.command(name="open")
@click.argument("plan", type=int)
@click.option("--kind", type=click.Choice(EvaluationKind.values), required=True)
@click.option("--as-of", default="", metavar="DATE", help="The day; today unless given.")
@output_options
def open_(plan: int, kind: str, as_of: str, style: str) -> None:
    """Open an evaluation with the plan's indicators and measures as criteria.

    Example: zhiheng evaluation open 1 --kind mid_term --as-of 2026-06-30
    """
    by, now = system_operator(), timezone.now()
    found = plan_queries.plan(plan, seen_by=by, on=timezone.localdate())
    made = commands.open_evaluation(plan=found, kind=kind, as_of=as_of_day(as_of), by=by, on=now)
    _show(made, style)


@group.command(name="show")
@click.argument("number", type=int)
@output_options
def show(number: int, style: str) -> None:
    """Show every criterion with its scores, and what they come to.

    Example: zhiheng evaluation show 1 --json
    """
    _show(_evaluation(number), style)


@group.command(name="weigh")
@click.argument("number", type=int)
@click.argument("weights", nargs=-1, required=True, metavar="PLACE=POINTS…")
@output_options
def weigh(number: int, weights: tuple[str, ...], style: str) -> None:
    """Set weights by place; those not named keep theirs. Together they have to be 100.

    Example: zhiheng evaluation weigh 1 1=30 2=10
    """
    found = _evaluation(number)
    given = {each.place: str(each.weight) for each in found.criteria.all()}
    for each in weights:
        place, sign, points = each.partition("=")
        if not sign or not place.isdecimal() or int(place) not in given:
            raise NotFoundError.of("evaluation.not_found", received=each)
        given[int(place)] = points
    commands.set_weights(
        evaluation=found,
        revision=found.revision,
        weights=given,
        by=system_operator(),
        on=timezone.now(),
    )
    _show(found, style)


@group.command(name="score")
@click.argument("number", type=int)
@click.argument("place", type=int)
@click.argument("points")
@click.option("--reason", default="", help="What the score stands on.")
@click.option("--own", is_flag=True, help="As the department's self-assessment.")
def score(number: int, place: int, points: str, reason: str, own: bool) -> None:
    """Score a criterion in the review, or with --own in the self-assessment.

    Example: zhiheng evaluation score 1 3 85 --reason "two of three stations work"
    """
    criterion = _criterion(_evaluation(number), place)
    act = commands.assess if own else commands.review
    act(criterion=criterion, score=points, reason=reason, by=system_operator(), on=timezone.now())


def _evaluation(number: int) -> Evaluation:
    return queries.evaluation(number, seen_by=system_operator(), on=timezone.localdate())


def _criterion(evaluation: Evaluation, place: int) -> Criterion:
    found = evaluation.criteria.filter(place=place).first()
    if found is None:
        raise NotFoundError.of("evaluation.not_found", received=f"{evaluation.pk}/{place}")
    return found


def _show(evaluation: Evaluation, style: str) -> None:
    data = presenters.evaluation_json(queries.result_of(evaluation))
    if style == "json":
        show_json(data)
        return
    show_rows(data["criteria"], SHEET_FIELDS, style)
