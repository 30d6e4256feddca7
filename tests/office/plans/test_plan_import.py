"""A document becomes a plan under review, or is refused and nothing is kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.office.conftest import MakePerson
from tests.office.plans.factories import (
    CONTRADICTION,
    DOCUMENT,
    WHEN,
    make_plan,
    plan_under_review,
)
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.commands import create_organisation, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments.models import Attachment
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.plans.commands import Told, import_plan
from zhiheng.office.plans.enums import PlanState, ProposalKind
from zhiheng.office.plans.models import Plan

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


def test_the_same_document_is_refused_with_the_plan_it_is_already():
    plan = plan_under_review()
    with pytest.raises(ConflictError, match=r"plan\.imported_already") as refusal:
        plan_under_review(name="renamed.txt")
    assert refusal.value.problems[0].values["number"] == str(plan.pk)
    assert Plan.objects.count() == 1


def test_the_same_text_in_another_file_is_the_same_document():
    plan_under_review()
    with pytest.raises(ConflictError, match=r"plan\.imported_already"):
        plan_under_review(text=DOCUMENT.replace("\n", "\r\n"))


def test_a_new_edition_of_a_document_is_imported_when_asked_for():
    first = plan_under_review()
    second = import_plan(
        name="again.md",
        content=DOCUMENT.encode(),
        division="440300",
        by=system_operator(),
        on=WHEN,
        as_new_edition=True,
    )
    assert second.pk != first.pk
    assert second.document.digest == first.document.digest


def test_a_document_without_anything_asks_for_the_years_and_then_says_that_nothing_was_found():
    with pytest.raises(InputError, match=r"plan\.period_missing"):
        plan_under_review(text="今天天气很好。\n")
    assert not Attachment.objects.exists()
    plan = import_plan(
        name="weather.txt",
        content="今天天气很好。\n".encode(),
        division="440300",
        told=Told(first_year=2026, last_year=2027),
        by=system_operator(),
        on=WHEN,
    )
    assert (plan.title, plan.first_year, plan.last_year) == ("weather", 2026, 2027)
    assert [each["code"] for each in plan.warnings] == ["plan.nothing_found"]


def test_all_that_is_wrong_with_an_import_is_told_at_once():
    with pytest.raises(InputError) as refusal:
        import_plan(
            name="plan.md",
            content=DOCUMENT.encode(),
            division="999999",
            told=Told(first_year=2030, last_year=2025),
            by=system_operator(),
            on=WHEN,
        )
    codes = [problem.code for problem in refusal.value.problems]
    assert codes == ["plan.period_unfit", "plan.division_unknown"]
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "plan.old_word"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "plan.scanned"),
        (b"   \n\n", "plan.without_text"),
    ],
)
def test_what_holds_no_text_is_refused_and_not_kept(content: bytes, code: str):
    with pytest.raises(InputError, match=code):
        import_plan(
            name="plan.doc", content=content, division="440300", by=system_operator(), on=WHEN
        )
    assert not Attachment.objects.exists()


def test_a_clerk_of_another_department_may_not_import(make_person: MakePerson):
    clerk = make_person("carla")
    department = create_organisation(
        name="某市教育局", kind=OrganisationKind.GOVERNMENT, by=system_operator(), on=WHEN
    )
    grant_role(
        user=clerk,
        organisation=department,
        role=Role.CLERK,
        valid_from=dt.date(2020, 1, 1),
        by=system_operator(),
        on=WHEN,
    )
    with pytest.raises(ForbiddenError, match=r"plan\.lead_office_only"):
        plan_under_review(by=clerk)


def test_killed_while_storing_nothing_but_unnamed_bytes_is_left_and_the_import_can_be_repeated(
    monkeypatch: pytest.MonkeyPatch,
):
    class PowerCutError(BaseException):
        pass

    def cut(*_args: object, **_kwargs: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as power:
        power.setattr("zhiheng.office.plans.importing.Proposal.objects.bulk_create", cut)
        with pytest.raises(PowerCutError):
            plan_under_review()
    assert not Plan.objects.exists()
    assert not Attachment.objects.exists()
    assert plan_under_review().proposals.count() == 9


def test_contradicting_targets_are_both_proposed():
    plan = plan_under_review(text=CONTRADICTION)
    contrary = [each for each in plan.proposals.all() if each.read.get("contradicts")]
    assert [each.read["target"]["value"] for each in contrary] == [150, 120]
    assert [each["code"] for each in plan.warnings] == ["plan.targets_contradict"]


def test_a_role_counts_from_the_morning_of_its_first_day_here_not_in_greenwich(
    make_person: MakePerson, office: Organisation
):
    clerk = make_person("carla")
    first_day = dt.date(2026, 3, 3)
    grant_role(
        user=clerk,
        organisation=office,
        role=Role.CLERK,
        valid_from=first_day,
        by=system_operator(),
        on=WHEN,
    )
    six_in_the_morning = dt.datetime(2026, 3, 2, 22, 0, tzinfo=dt.UTC)
    assert plan_under_review(by=clerk, on=six_in_the_morning).imported_by == clerk


def test_a_stray_null_character_moves_no_passage():
    plan = plan_under_review(text=DOCUMENT.replace("一、发展目标\n\n", "一、发展目标\n\0\n"))
    assert "\0" not in plan.text
    first = plan.proposals.get(place=1)
    assert plan.text[first.start : first.end].startswith("1 | 每万人口高价值发明专利拥有量")
