"""What clerks decide about proposals: accept, correct, reject, take back, add, all together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.office.plans.factories import (
    CONTRADICTION,
    DOCUMENT,
    WHEN,
    make_plan,
    plan_under_review,
)
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.plans import commands
from zhiheng.office.plans.commands import IndicatorValues, MeasureValues, Target
from zhiheng.office.plans.deciding import values_of
from zhiheng.office.plans.enums import Decision, PlanState
from zhiheng.office.plans.models import Plan, Proposal

pytestmark = pytest.mark.django_db
FIRST = IndicatorValues(
    name="每万人口高价值发明专利拥有量", unit="件", target=Target(2028, Decimal(120))
)


@pytest.fixture
def plan() -> Plan:
    return plan_under_review()


def at(plan: Plan, place: int) -> Proposal:
    return plan.proposals.get(place=place)


def codes_of(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def correct(proposal: Proposal, values: IndicatorValues | MeasureValues, by: User, **more: str):
    return commands.correct_proposal(
        proposal=proposal, revision=proposal.revision, values=values, by=by, on=WHEN, **more
    )


def test_accepting_keeps_what_was_read_and_who_accepted_it(plan: Plan, analyst: User):
    proposal = commands.accept_proposal(proposal=at(plan, 1), revision=1, by=analyst, on=WHEN)
    assert proposal.decision == Decision.ACCEPTED
    assert proposal.decided["target"]["value"] == 120
    assert (proposal.decided_by, proposal.decided_at) == (analyst, WHEN)
    assert Event.objects.latest("pk").act == "plans.accepted"


def test_a_correction_stands_beside_what_was_read(plan: Plan, analyst: User):
    values = replace(
        FIRST, target=Target(2028, Decimal("118.5"), ">="), departments=("市知识产权局",)
    )
    proposal = correct(at(plan, 1), values, analyst)
    assert proposal.decision == Decision.CORRECTED
    assert proposal.read["target"]["value"] == 120
    assert values_of(proposal, proposal.decided) == values


def test_a_rejection_needs_its_reason(plan: Plan, analyst: User):
    with pytest.raises(InputError, match=r"plan\.reason_missing"):
        commands.reject_proposal(proposal=at(plan, 4), revision=1, reason=" ", by=analyst, on=WHEN)
    proposal = commands.reject_proposal(
        proposal=at(plan, 4), revision=1, reason="重复", by=analyst, on=WHEN
    )
    assert (proposal.decision, proposal.reason) == (Decision.REJECTED, "重复")


def test_a_decision_is_taken_back(plan: Plan, analyst: User):
    proposal = commands.accept_proposal(proposal=at(plan, 1), revision=1, by=analyst, on=WHEN)
    commands.reopen_proposal(proposal=proposal, revision=2, by=analyst, on=WHEN)
    assert (proposal.decision, proposal.decided, proposal.decided_by) == (Decision.OPEN, {}, None)
    with pytest.raises(ConflictError, match=r"plan\.proposal_not_decided"):
        commands.reopen_proposal(proposal=proposal, revision=3, by=analyst, on=WHEN)


def test_of_two_clerks_who_decide_the_same_proposal_the_second_is_told(plan: Plan, analyst: User):
    seen_by_first, seen_by_second = at(plan, 1), at(plan, 1)
    commands.accept_proposal(
        proposal=seen_by_first, revision=seen_by_first.revision, by=analyst, on=WHEN
    )
    with pytest.raises(ConflictError, match=r"plan\.proposal_changed_meanwhile"):
        commands.reject_proposal(
            proposal=seen_by_second,
            revision=seen_by_second.revision,
            reason="不是指标",
            by=analyst,
            on=WHEN,
        )
    assert at(plan, 1).decision == Decision.ACCEPTED


def test_of_two_contradicting_targets_the_accepted_one_stands(analyst: User):
    plan = plan_under_review(text=CONTRADICTION)
    said, tabled = [each for each in plan.proposals.all() if each.read.get("contradicts")]
    commands.accept_proposal(proposal=tabled, revision=1, by=analyst, on=WHEN)
    said.refresh_from_db()
    assert (said.decision, said.reason) == (Decision.REJECTED, f"#{tabled.place}")
    said = commands.reopen_proposal(proposal=said, revision=said.revision, by=analyst, on=WHEN)
    with pytest.raises(ConflictError, match=r"plan\.contradiction_decided"):
        commands.accept_proposal(proposal=said, revision=said.revision, by=analyst, on=WHEN)


def test_together_only_what_is_sure_and_uncontradicted_is_accepted(analyst: User):
    plan = plan_under_review(text=CONTRADICTION)
    unsure = at(plan, 9)
    Proposal.objects.filter(pk=unsure.pk).update(confidence=0.5)
    together = commands.accept_all(plan=plan, by=analyst, on=WHEN)
    open_ones = plan.proposals.filter(decision=Decision.OPEN)
    assert together.accepted == plan.proposals.count() - 3
    assert {each.place for each in open_ones} == {
        unsure.place,
        *(each.place for each in plan.proposals.all() if each.read.get("contradicts")),
    }


def test_together_leaves_what_does_not_fit_and_says_why(analyst: User):
    plan = plan_under_review(text=DOCUMENT.replace("2027年12月", "2035年12月"))
    together = commands.accept_all(plan=plan, by=analyst, on=WHEN)
    ((proposal, problems),) = together.left
    assert proposal.read["title"] == "开展专利转化专项行动"
    assert [problem.code for problem in problems] == ["plan.year_outside_period"]
    assert at(plan, proposal.place).decision == Decision.OPEN


def test_everything_wrong_with_an_indicator_is_told_at_once(plan: Plan, analyst: User):
    wrong = IndicatorValues(
        name=" ",
        unit="枚枚",
        target=Target(2035, Decimal(10), "between", Decimal(5)),
        kind="often",
        baseline_year=2040,
        milestones=(Target(2039, Decimal(1)), Target(2039, None)),
    )
    with pytest.raises(InputError) as refusal:
        correct(at(plan, 1), wrong, analyst)
    assert codes_of(refusal) == [
        "plan.indicator_name_missing",
        "plan.unit_unknown",
        "cell.not_a_choice",
        "plan.upper_missing",
        "plan.year_outside_period",
        "plan.baseline_missing",
        "plan.base_year_not_before_target",
        "plan.base_year_to_come",
        "plan.milestone_unfit",
        "plan.milestone_unfit",
    ]
    assert at(plan, 1).decision == Decision.OPEN


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"target": Target(2028, None)}, "plan.target_missing"),
        ({"target": Target(None, Decimal(1))}, "plan.target_year_missing"),
        ({"target": Target(2028, Decimal(1), "=", Decimal(2))}, "plan.upper_unasked"),
        ({"target": Target(2028, Decimal("0.00001"))}, "plan.amount_out_of_range"),
        ({"target": Target(2028, Decimal(10) ** 16)}, "plan.amount_out_of_range"),
        ({"baseline": Decimal(5)}, "plan.baseline_year_missing"),
        ({"name": "长" * 121}, "plan.words_too_long"),
    ],
)
def test_a_value_that_cannot_stand_is_refused(
    plan: Plan, analyst: User, changed: dict[str, object], code: str
):
    with pytest.raises(InputError) as refusal:
        correct(at(plan, 1), replace(FIRST, **changed), analyst)  # type: ignore[arg-type]
    assert codes_of(refusal) == [code]


def test_a_year_outside_of_the_period_stands_with_its_reason(plan: Plan, analyst: User):
    values = replace(FIRST, target=Target(2030, Decimal(150)))
    proposal = correct(at(plan, 1), values, analyst, reason="规划展望至2030年")
    assert (proposal.decided["target"]["year"], proposal.reason) == (2030, "规划展望至2030年")


def test_a_unit_that_only_this_document_uses_is_known(analyst: User):
    plan = plan_under_review(text=DOCUMENT.replace("| 亿元 |", "| 枚标 |"))
    proposal = correct(at(plan, 2), replace(FIRST, unit="枚标"), analyst)
    assert proposal.decided["unit"] == "枚标"


def test_what_the_reader_missed_is_added_with_its_passage(plan: Plan, analyst: User):
    start = plan.text.index("知识产权创造质量明显提高")
    values = MeasureValues(number="", title="提高创造质量", lead=("市知识产权局",))
    made = commands.add_proposal(
        plan=plan, kind="measure", span=(start, start + 12), values=values, by=analyst, on=WHEN
    )
    assert (made.place, made.decision) == (10, Decision.CORRECTED)
    assert plan.text[made.start : made.end] == "知识产权创造质量明显提高"
    with pytest.raises(InputError, match=r"plan\.passage_empty"):
        commands.add_proposal(
            plan=plan, kind="measure", span=(5, 5), values=values, by=analyst, on=WHEN
        )


def test_who_is_not_in_the_lead_office_decides_nothing(plan: Plan, auditor: User):
    with pytest.raises(ForbiddenError):
        commands.accept_proposal(proposal=at(plan, 1), revision=1, by=auditor, on=WHEN)
    with pytest.raises(ForbiddenError):
        commands.accept_all(plan=plan, by=auditor, on=WHEN)


def test_a_plan_in_force_is_decided_no_more(analyst: User):
    plan = make_plan()
    proposal = at(plan, 1)
    with pytest.raises(ConflictError, match=r"plan\.not_under_review"):
        commands.reopen_proposal(proposal=proposal, revision=proposal.revision, by=analyst, on=WHEN)


def test_a_plan_is_adopted_only_when_all_is_decided_and_something_stands(plan: Plan, analyst: User):
    with pytest.raises(ConflictError, match=r"plan\.not_all_decided"):
        commands.adopt_plan(plan=plan, revision=1, by=analyst, on=WHEN)
    plan.refresh_from_db()
    assert plan.state == PlanState.REVIEW
    for proposal in plan.proposals.all():
        commands.reject_proposal(proposal=proposal, revision=1, reason="作废", by=analyst, on=WHEN)
    with pytest.raises(InputError, match=r"plan\.nothing_stands"):
        commands.adopt_plan(plan=plan, revision=1, by=analyst, on=WHEN)


def test_of_two_who_adopt_the_second_is_told(plan: Plan, analyst: User):
    commands.accept_all(plan=plan, least=0.0, by=analyst, on=WHEN)
    other = Plan.objects.get(pk=plan.pk)
    commands.adopt_plan(plan=plan, revision=1, by=analyst, on=WHEN)
    with pytest.raises(ConflictError, match=r"plan\.changed_meanwhile"):
        commands.adopt_plan(plan=other, revision=1, by=analyst, on=WHEN)
    assert plan.indicators.count() == 3


def test_killed_while_it_is_adopted_a_plan_stays_under_review_and_is_adopted_again(
    plan: Plan, analyst: User, monkeypatch: pytest.MonkeyPatch
):
    commands.accept_all(plan=plan, least=0.0, by=analyst, on=WHEN)

    class PowerCutError(BaseException):
        pass

    def cut(*_args: object, **_kwargs: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as power:
        power.setattr("zhiheng.office.plans.adopting.Commitment.objects.bulk_create", cut)
        with pytest.raises(PowerCutError):
            commands.adopt_plan(plan=plan, revision=1, by=analyst, on=WHEN)
    kept = Plan.objects.get(pk=plan.pk)
    assert (kept.state, kept.indicators.count(), kept.measures.count()) == ("review", 0, 0)
    commands.adopt_plan(plan=kept, revision=1, by=analyst, on=WHEN)
    assert (kept.indicators.count(), kept.measures.count()) == (3, 6)


def test_departments_stand_in_the_order_of_the_plan_by_their_full_names():
    plan = make_plan()
    measure = plan.measures.get(place=1)
    values = commands.MeasureValues(
        number="1",
        title=measure.title,
        lead=("市科技创新局", "市公安局", "市知识产权局", "市教育局"),
    )
    commands.change_measure(
        measure=measure, revision=1, values=values, reason="分工调整", by=plan.imported_by, on=WHEN
    )
    shown = plan.changes.get().after["lead"]
    assert shown == ["深圳市科技创新局", "深圳市公安局", "深圳市知识产权局", "深圳市教育局"]


def test_a_plan_is_described_anew_with_all_that_is_wrong_told(plan: Plan, analyst: User):
    with pytest.raises(InputError) as refusal:
        commands.describe_plan(
            plan=plan, revision=1, title=" ", issuers=[], issued="2024-13", first_year=None,
            last_year=2028, by=analyst, on=WHEN,
        )  # fmt: skip
    assert codes_of(refusal) == ["plan.period_missing", "plan.title_unfit", "plan.issued_unfit"]
    commands.describe_plan(
        plan=plan, revision=1, title="行动计划", issuers=["某局", " "], issued="2024-03",
        first_year=2023, last_year=2028, by=analyst, on=WHEN,
    )  # fmt: skip
    assert (plan.title, plan.issuers, plan.first_year, plan.revision) == (
        "行动计划",
        ["某局"],
        2023,
        2,
    )


def test_a_discarded_plan_can_be_imported_again(plan: Plan, analyst: User):
    with pytest.raises(ConflictError, match=r"plan\.changed_meanwhile"):
        commands.discard_plan(plan=plan, revision=7, by=analyst, on=WHEN)
    commands.discard_plan(plan=plan, revision=1, by=analyst, on=WHEN)
    assert not Plan.objects.exists()
    assert not Proposal.objects.exists()
    assert plan_under_review().proposals.count() == 9


def test_a_later_day_makes_a_base_year_the_past(plan: Plan, analyst: User):
    values = replace(FIRST, baseline_year=2027, baseline=Decimal(90))
    with pytest.raises(InputError, match=r"plan\.base_year_to_come"):
        correct(at(plan, 1), values, analyst)
    later = WHEN.replace(year=2028)
    commands.correct_proposal(proposal=at(plan, 1), revision=1, values=values, by=analyst, on=later)
    assert later.date() > dt.date(2027, 12, 31)
