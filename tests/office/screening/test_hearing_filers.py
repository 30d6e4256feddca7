"""From a finding to a case: the form is filled in, the filer is told only when asked."""

from __future__ import annotations

import pytest

from tests.office.cases.conftest import after
from tests.office.papers.test_declared_procedures import Office
from tests.office.screening.hearing_cases import (
    AGENCY,
    FIRM,
    LONELY,
    OF_A_PERSON,
    ONE,
    PERSON,
    THREE,
    TWO,
    Court,
    cast,
    court,
    empty_home,
)
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, NotFoundError
from zhiheng.office.cases.models import Case
from zhiheng.office.cases.queries import matters_of
from zhiheng.office.ledger.models import Event
from zhiheng.office.screening.hearing import open_case
from zhiheng.office.screening.models import Finding

__all__ = ["cast", "court", "empty_home"]


def codes(error: pytest.ExceptionInfo[Exception]) -> list[str]:
    return [each.code for each in error.value.problems]  # type: ignore[attr-defined]


def test_findings_of_one_filer_become_one_case_with_its_form_filled_in(court: Court):
    first, second = court.finding(ONE, TWO), court.finding(TWO, THREE)
    [case] = court.opened(first, second)
    assert case.title == f"{FIRM} 3 件专利申请核查"
    assert case.form["filings"].splitlines() == [ONE, TWO, THREE]
    assert (case.form["agency_name"], case.form["respondent_kind"]) == (AGENCY, "organisation")
    told = case.form["facts"].splitlines()
    assert all("几乎相同" in line for line in told)
    assert [line.rpartition("所涉申请：")[2] for line in told] == [
        f"{ONE}、{TWO}。",
        f"{TWO}、{THREE}。",
    ]
    assert "分案" in case.form["innocent"]
    assert (case.handler, case.organisation) == (court.cast.officer, court.cast.office)
    for finding in (first, second):
        finding.refresh_from_db()
        assert (finding.state, finding.case) == ("asked", case)
    assert [(each.act, each.reason) for each in first.judgements.all()] == [
        ("ask", "权利要求几乎相同")
    ]
    event = Event.objects.filter(act="screening.asked").latest("sequence")
    assert case.number in str(event.details)


def test_findings_about_several_filers_become_a_case_each_with_their_own_filings(court: Court):
    finding = court.finding(ONE, OF_A_PERSON, TWO)
    first, second = court.opened(finding)
    assert first.form["filings"].splitlines() == [ONE, TWO]
    assert second.form["filings"] == OF_A_PERSON
    assert second.form["facts"].endswith(f"所涉申请：{OF_A_PERSON}。")
    assert OF_A_PERSON not in first.form["facts"]
    assert second.form["respondent_kind"] == "person"
    assert PERSON not in second.title  # lists mask a private person
    assert second.form["respondent_name"] == PERSON
    assert finding.hearings.count() == 2


def test_the_filer_sees_nothing_until_asked_and_answers_with_proof_in_the_hall(court: Court):
    [case] = court.opened(court.finding(ONE, TWO))
    firm, day = court.cast.respondent, after(1).date()
    assert not matters_of(firm, on=day).exists()
    office = Office(case, court.cast)
    office.do("ask", court.cast.officer, 1, questions="请说明。")
    assert [each.number for each in matters_of(firm, on=day)] == [case.number]
    office.served("abnormal-filing-notice", 2)
    office.do("answer", firm, 5, "proof", statement="是两种规格。")
    assert (case.entries.last().by, office.case.stage) == (firm, "weighing")
    assert office.filled() == {}


def test_nobody_confirms_who_was_not_heard(court: Court):
    [case] = court.opened(court.finding(ONE))
    with pytest.raises((InputError, ConflictError)):
        Office(case, court.cast).do("confirm", court.cast.officer, 1, behaviour="1", reasons="x")
    assert Finding.objects.get().state == "asked"


def test_what_cannot_be_opened_is_told_and_leaves_nothing_behind(court: Court):
    finding, unknown = court.finding(ONE), court.finding(LONELY)
    with pytest.raises(ForbiddenError):
        open_case(findings=[finding], reason="x", by=court.cast.respondent, on=after(0))
    with pytest.raises(ForbiddenError) as analyst:
        open_case(findings=[finding], reason="x", by=court.analyst, on=after(0))
    assert codes(analyst) == ["screening.no_office"]
    with pytest.raises(InputError) as silent:
        open_case(findings=[finding], reason=" ", by=court.cast.officer, on=after(0))
    assert codes(silent) == ["screening.reason_missing"]
    with pytest.raises(NotFoundError) as nobody:
        court.opened(unknown)
    assert codes(nobody) == ["screening.no_filer"]
    assert not Case.objects.exists()
    assert set(Finding.objects.values_list("state", flat=True)) == {"open"}


def test_a_finding_is_opened_once_though_the_form_is_sent_twice(court: Court):
    finding = court.finding(ONE)
    told = {"findings": [finding], "reason": "x", "by": court.cast.officer, "on": after(0)}
    first = open_case(**told, key="page-1")  # type: ignore[arg-type]
    assert open_case(**told, key="page-1") == first  # type: ignore[arg-type]
    with pytest.raises(ConflictError) as again:
        open_case(**told, key="page-2")  # type: ignore[arg-type]
    assert codes(again) == ["screening.not_in_this_state"]
    assert Case.objects.count() == 1


def test_of_two_who_judge_at_once_the_second_is_told(court: Court):
    finding = court.finding(ONE)
    with pytest.raises(ConflictError) as late:
        open_case(
            findings=[finding], reason="x", by=court.cast.officer, on=after(0),
            revisions={finding.pk: finding.revision - 1},
        )  # fmt: skip
    assert codes(late) == ["screening.changed_meanwhile"]
