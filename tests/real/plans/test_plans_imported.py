"""The three real plans become plans in force, each proposal decided by the commands of a clerk."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.real.plans.accuracy import PLANS
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.plans.commands import (
    accept_all,
    adopt_plan,
    import_plan,
    link_computed,
    reject_proposal,
)
from zhiheng.office.plans.document_text import lines_of, parts_of
from zhiheng.office.plans.enums import Decision
from zhiheng.office.plans.models import Plan
from zhiheng.office.plans.plan_presenters import link_choices
from zhiheng.office.plans.presenters import marks

pytestmark = [
    pytest.mark.real,
    pytest.mark.django_db,
    pytest.mark.skipif(not PLANS.is_dir(), reason=f"the real plans are not at {PLANS}"),
]
WHEN = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))
# Indicators; measures with projects and safeguards: counted by reading.
HELD = {
    "shenzhen-14th-plan-2022": (8, 18),
    "shenzhen-pilot-programme-2025": (0, 29),
    "zhuhai-14th-plan": (7, 33),
}


def imported(name: str) -> Plan:
    content = (PLANS / f"{name}.txt").read_bytes()
    return import_plan(
        name=f"{name}.txt", content=content, division="440300", by=system_operator(), on=WHEN
    )


@pytest.mark.parametrize("name", HELD)
def test_a_real_plan_is_imported_decided_and_adopted(name: str):
    plan, by = imported(name), system_operator()
    for proposal in plan.proposals.filter(confidence__lt=0.7):
        reject_proposal(
            proposal=proposal, revision=1, reason="目标中的一句，已有指标", by=by, on=WHEN
        )
    assert accept_all(plan=plan, least=0.0, by=by, on=WHEN).left == ()
    adopt_plan(plan=plan, revision=1, by=by, on=WHEN)
    assert (plan.indicators.count(), plan.measures.count()) == HELD[name]
    assert not plan.measures.filter(text="").exists()


@pytest.mark.parametrize("name", HELD)
def test_every_passage_of_a_real_plan_is_marked_once_in_its_text(name: str):
    plan = imported(name)
    proposals = list(plan.proposals.all())
    (part,) = parts_of(plan.text)
    lines = lines_of(plan.text, part, marks(proposals, set()))
    anchors = [key for line in lines for segment in line.segments for key in segment.anchors]
    assert sorted(anchors) == sorted(f"passage-{each.place}" for each in proposals)
    shown = "".join(segment.text for line in lines for segment in line.segments)
    assert "".join(shown.split()) == "".join(plan.text.split())


def test_high_value_patents_of_a_real_plan_are_computed_by_the_declared_indicator():
    plan, by = imported("zhuhai-14th-plan"), system_operator()
    accept_all(plan=plan, least=0.0, by=by, on=WHEN)
    plan.proposals.filter(decision=Decision.OPEN).delete()
    adopt_plan(plan=plan, revision=1, by=by, on=WHEN)
    indicator = plan.indicators.get(name="每万人口高价值发明专利拥有量")
    first = link_choices(indicator)[1][0]
    assert first == "high-value-patents-per-10000"
    link_computed(indicator=indicator, revision=1, name=first, by=by, on=WHEN)
    assert indicator.computed_by == first
