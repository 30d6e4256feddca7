"""A plan whose proposals are all decided comes into force with its indicators and measures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError
from django.utils.timezone import localdate

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.commands import record
from zhiheng.office.plans.departments import NamedDepartments
from zhiheng.office.plans.enums import Decision, MeasureKind, PlanState, ProposalKind
from zhiheng.office.plans.models import (
    Commitment,
    Measure,
    Plan,
    PlanIndicator,
    Proposal,
)
from zhiheng.office.plans.permissions import EDIT, check_in_lead_office
from zhiheng.office.plans.values import (
    CommitmentValues,
    IndicatorValues,
    MeasureValues,
    Target,
    indicator_values,
    measure_values,
    number,
)

OUT_OF_THE_WAY = 100_000  # more than a measure has promises
_STANDING = (Decision.ACCEPTED, Decision.CORRECTED)


@transaction.atomic
def adopt_plan(*, plan: Plan, revision: int, by: User, on: datetime) -> Plan:
    """Bring a plan into force; every proposal has to be decided, and something has to stand.

    Results of the plan before are kept with the document and make no indicator.
    """
    check_in_lead_office(by, EDIT, on=localdate(on))
    # Writing the plan first locks it: a decision that comes now finds it in force.
    change_plan(plan, revision, was=PlanState.REVIEW, state=PlanState.IN_FORCE, adopted_at=on)
    undecided = plan.proposals.filter(decision=Decision.OPEN).count()
    if undecided:
        raise ConflictError.of("plan.not_all_decided", received=undecided)
    standing = list(plan.proposals.filter(decision__in=_STANDING).order_by("start", "place"))
    departments = NamedDepartments(plan, on=localdate(on))
    indicators = _indicators(plan, standing, departments)
    measures = _measures(plan, standing, departments)
    if not indicators and not measures:
        raise InputError.of("plan.nothing_stands", title=plan.title)
    details = {"indicators": indicators, "measures": measures}
    record(act="plans.adopted", subject=f"plan:{plan.pk}", details=details, by=by, on=on)
    return plan


def change_plan(plan: Plan, revision: int, *, was: PlanState, **changed: object) -> None:
    """Change a plan that is still in the state and at the revision that its editor saw."""
    found = Plan.objects.filter(pk=plan.pk, revision=revision, state=was)
    if not found.update(revision=F("revision") + 1, **changed):
        raise ConflictError.of("plan.changed_meanwhile", title=plan.title)
    plan.refresh_from_db()


def _indicators(plan: Plan, standing: list[Proposal], named: NamedDepartments) -> int:
    decided = [each for each in standing if each.kind == ProposalKind.INDICATOR]
    for place, proposal in enumerate(decided, 1):
        values = indicator_values(proposal.decided)
        fields = indicator_fields(values)
        made = PlanIndicator.objects.create(plan=plan, proposal=proposal, number=place, **fields)
        made.departments.set(named.rows(values.departments))
    return len(decided)


def indicator_fields(values: IndicatorValues) -> dict[str, Any]:
    """Return the columns of an indicator that its values fill."""
    target = values.target
    return {
        "name": values.name,
        "unit": values.unit,
        "kind": values.kind,
        "counting": values.counting,
        "lower_is_better": values.lower_is_better,
        "baseline_year": values.baseline_year,
        "baseline": values.baseline,
        "target_year": target.year,
        "target": target.value,
        "target_upper": target.upper,
        "comparator": target.comparator,
        "milestones": [_milestone(each) for each in values.milestones],
        "note": values.note,
    }


def _milestone(target: Target) -> dict[str, int | float | str | None]:
    return {
        "year": target.year,
        "value": number(target.value),
        "comparator": target.comparator,
        "upper": number(target.upper),
    }


def _measures(plan: Plan, standing: list[Proposal], named: NamedDepartments) -> int:
    decided = [each for each in standing if each.kind in MeasureKind.values]
    for place, proposal in enumerate(decided, 1):
        values = measure_values(proposal.decided)
        made = Measure.objects.create(
            plan=plan,
            proposal=proposal,
            kind=proposal.kind,
            place=place,
            text=plan.text[proposal.start : proposal.end].strip(),
            **measure_fields(values),
        )
        set_departments_and_commitments(made, values, named)
    return len(decided)


def measure_fields(values: MeasureValues) -> dict[str, Any]:
    """Return the columns of a measure that its values fill."""
    return {
        "number": values.number[:24],
        "title": values.title,
        "under": list(values.under),
        "due_on": values.due_on,
        "due_text": values.due_text,
        "ongoing": values.ongoing,
    }


def set_departments_and_commitments(
    measure: Measure, values: MeasureValues, named: NamedDepartments
) -> None:
    """Give a measure the departments and commitments of its values, in place of those before."""
    for field, names in ((measure.lead, values.lead), (measure.support, values.support)):
        field.clear()
        # One by one: together they would be kept in any order, and the first one leads.
        for department in named.rows(names):
            field.add(department)
    _set_commitments(measure, values.commitments)


def _set_commitments(measure: Measure, wanted: Sequence[CommitmentValues]) -> None:
    before = list(measure.commitments.all())
    kept = _same_promises(before, wanted)
    _drop([each for each in before if each not in kept.values()])
    # Out of the way first: two rows of a measure never have the same place.
    if kept:
        measure.commitments.update(place=F("place") + OUT_OF_THE_WAY)
    rows = []
    for at, each in enumerate(wanted):
        row = kept.get(at) or Commitment(measure=measure)
        row.place, row.text, row.year = at + 1, each.text[:300], each.year
        row.quantity, row.upper = Decimal(each.quantity), each.upper
        row.unit, row.comparator = each.unit, each.comparator
        rows.append(row)
    Commitment.objects.bulk_create(row for row in rows if row.pk is None)
    for row in kept.values():
        row.save()


def _same_promises(
    before: Sequence[Commitment], wanted: Sequence[CommitmentValues]
) -> dict[int, Commitment]:
    """Return which rows stay, by place: what was reported on a promise stays with it.

    The same words are the same promise; else the same place is. In another unit it is another one.
    """
    kept: dict[int, Commitment] = {}
    for by_words in (True, False):
        for at, each in enumerate(wanted):
            free = (row for row in before if row not in kept.values() and row.unit == each.unit)
            same = (
                row for row in free if (row.text == each.text if by_words else row.place == at + 1)
            )
            found = None if at in kept else next(same, None)
            if found is not None:
                kept[at] = found
    return kept


def _drop(promises: Sequence[Commitment]) -> None:
    for each in promises:
        try:
            each.delete()
        except ProtectedError as error:
            raise ConflictError.of("plan.commitment_reported", received=each.text) from error
