"""Gathering what a yearly report says from the parts of the platform that know it.

The figures are counted on registers that an import may change meanwhile: their versions are noted
before and after, and where they differ everything is gathered again.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from zhiheng.core.annual.facts import (
    EvaluationFacts,
    Facts,
    PlanFacts,
    RegisterFacts,
)
from zhiheng.core.declarations.models import Declaration, Indicator
from zhiheng.core.errors import ConflictError
from zhiheng.office.accounts.enums import OrganisationKind
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.annual.decisions import decision_facts
from zhiheng.office.annual.indicator_facts import declared_by, indicator_facts, registers_read
from zhiheng.office.annual.measure_facts import measure_facts
from zhiheng.office.annual.missing import missing_of
from zhiheng.office.evaluation.queries import evaluation_results
from zhiheng.office.monitoring.queries import standing
from zhiheng.office.monitoring.standings import PlanStanding
from zhiheng.office.plans.models import Plan
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name
from zhiheng.office.registers.queries import row_count
from zhiheng.office.supervision.queries import measure_standings

TRIES = 3
EVALUATIONS = {"mid_term": "中期评估", "final": "总结评估"}
GRADES = {"excellent": "优秀", "good": "良好", "fair": "一般", "failed": "较差"}


def gather(plan: Plan, *, on: dt.date) -> Facts:
    """Return everything that is known of a plan as of a day."""
    # Counted a first time to know the registers; the second time mostly comes from memory.
    names = registers_read(standing(plan, on=on).indicators)
    for _attempt in range(TRIES):
        before = _versions(names)
        found = standing(plan, on=on)
        facts = _facts(plan, found, _register_facts(before), on=on)
        if _versions(names) == before and registers_read(found.indicators) == names:
            return facts
        names = registers_read(found.indicators)
    raise ConflictError.of("annual.registers_moving")


def _facts(
    plan: Plan, found: PlanStanding, registers: Sequence[RegisterFacts], *, on: dt.date
) -> Facts:
    measures = measure_standings(plan, on=on)
    return Facts(
        office=office_name(plan),
        plan=PlanFacts(
            number=plan.pk,
            title=" ".join(plan.title.split()),
            issuers=tuple(plan.issuers),
            first_year=plan.first_year,
            last_year=plan.last_year,
            division=division_name(plan.division),
            document=plan.document.digest,
        ),
        year=on.year,
        on=on,
        indicators=indicator_facts(found.indicators),
        measures=measure_facts(measures),
        decisions=decision_facts(plan, year=on.year, on=on),
        evaluations=_evaluation_facts(plan, on=on),
        registers=tuple(registers),
        parameters=_declarations_digest(declared_by(found.indicators)),
        missing=missing_of(plan, found.indicators, measures, on=on),
    )


def office_name(plan: Plan) -> str:
    """Return the name of the IP office, which leads plans and makes the report."""
    found = Organisation.objects.filter(kind=OrganisationKind.IP_OFFICE).order_by("pk").first()
    return found.name if found else next(iter(plan.issuers), "知识产权局")


def _versions(names: Iterable[str]) -> dict[str, int | None]:
    return {name: lake.lake().version(name) for name in names}


def _register_facts(versions: Mapping[str, int | None]) -> list[RegisterFacts]:
    """Return what is known of the versions; registers that hold nothing are left out."""
    found = []
    for name, version in versions.items():
        commits = lake.lake().commits(name) if version is not None else []
        found += [
            RegisterFacts(
                name=name,
                title=lake.catalogue().register(name).title.zh,
                version=commit.version,
                written_at=timezone.localtime(commit.at),
                rows=row_count(name, {}),
            )
            for commit in commits
            if commit.version == version
        ]
    return found


def _evaluation_facts(plan: Plan, *, on: dt.date) -> tuple[EvaluationFacts, ...]:
    return tuple(
        EvaluationFacts(
            title=EVALUATIONS[each.evaluation.kind],
            as_of=each.evaluation.as_of,
            score="—" if each.total.score is None else f"{each.total.score:.2f}",
            grade=GRADES.get(each.grade, ""),
            conclusion=" ".join(each.evaluation.conclusion.split()),
        )
        for each in reversed(evaluation_results(plan))
        if each.evaluation.as_of <= on
    )


def _declarations_digest(indicators: Iterable[Indicator]) -> str:
    """Return a digest of all parameters and of the indicators that were counted by."""
    declared: dict[str, Declaration] = {**lake.catalogue().parameters}
    declared |= {each.name: each for each in indicators}
    named = {name: each.model_dump(mode="json", by_alias=True) for name, each in declared.items()}
    text = json.dumps(named, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
