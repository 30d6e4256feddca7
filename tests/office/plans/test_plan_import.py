"""A document becomes a plan under review, or is refused and nothing is kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.office.plans.factories import DOCUMENT, make_plan, plan_under_review
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.plans.enums import PlanState, ProposalKind

pytestmark = pytest.mark.django_db


def test_a_document_is_kept_as_it_came_and_read_in_its_order():
    plan = plan_under_review()
    assert content_of(plan.document) == DOCUMENT.encode()
    assert plan.title == "深圳市知识产权高质量发展行动计划（2024—2028年）"
    assert (plan.first_year, plan.last_year, plan.issued) == (2024, 2028, "2024-03-15")
    assert plan.state == PlanState.REVIEW
    proposals = list(plan.proposals.all())
    assert [each.place for each in proposals] == list(range(1, 10))
    assert [each.start for each in proposals] == sorted(each.start for each in proposals)
    kinds = [each.kind for each in proposals]
    assert kinds == [ProposalKind.INDICATOR] * 3 + [ProposalKind.MEASURE] * 5 + ["safeguard"]
    assert plan.text[proposals[3].start :].startswith("1.培育高价值专利组合")


def test_an_adopted_plan_answers_for_what_was_accepted():
    plan = make_plan()
    first, second, third = plan.indicators.all()
    assert (first.name, first.unit, first.target) == ("每万人口高价值发明专利拥有量", "件", 120)
    assert (first.baseline_year, first.baseline, first.target_year) == (2023, 90, 2028)
    assert [each.name for each in first.departments.all()] == ["深圳市知识产权局"]
    assert second.counting == "yearly"
    assert (third.comparator, third.target, third.lower_is_better) == ("<=", Decimal(4), True)
    assert third.kind == "binding"
    measures = list(plan.measures.all())
    assert [each.due_on for each in measures[:2]] == [dt.date(2026, 6, 30), dt.date(2027, 12, 31)]
    assert measures[2].ongoing
    assert [each.name for each in measures[2].support.all()] == ["深圳市公安局"]
    promised = measures[1].commitments.get()
    assert (promised.quantity, promised.unit, promised.comparator) == (1000, "件", ">=")
