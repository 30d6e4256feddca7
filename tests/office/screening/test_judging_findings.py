"""What people decide about findings, with and without a case, and what is remembered of it."""

from __future__ import annotations

import pytest

from tests.office.cases.conftest import after
from tests.office.papers.test_declared_procedures import Office
from tests.office.screening.hearing_cases import (
    OF_A_PERSON,
    ONE,
    SIGNAL,
    THREE,
    TWO,
    Court,
    cast,
    court,
    empty_home,
)
from tests.office.screening.test_hearing_filers import codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.cases.keeping import archive_case
from zhiheng.office.ledger.acts import ACT_LABELS
from zhiheng.office.papers.models import Paper
from zhiheng.office.screening import law
from zhiheng.office.screening.judging import dismiss_finding, reopen_finding
from zhiheng.office.screening.models import Finding, Registration
from zhiheng.office.screening.writing import ACTS

__all__ = ["cast", "court", "empty_home"]


def state(finding: Finding) -> str:
    return Finding.objects.get(pk=finding.pk).state


def test_a_dismissal_teaches_and_opening_again_forgets(court: Court):
    finding, by = court.finding(ONE, TWO), court.analyst
    dismissed = dismiss_finding(
        finding=finding, revision=finding.revision, reason="同一产品系列", by=by, on=after(0)
    )
    assert (dismissed.state, dismissed.revision) == ("dismissed", finding.revision + 1)
    assert law.dismissed() == {SIGNAL: frozenset({f"filing:{ONE}", f"filing:{TWO}"})}
    reopen_finding(finding=finding, revision=None, reason="有新事实", by=by, on=after(1))
    assert state(finding) == "open"
    assert law.dismissed() == {}
    assert [each.act for each in finding.judgements.all()] == ["dismiss", "reopen"]


def test_what_two_dismissals_share_stays_innocent_until_both_are_opened_again(court: Court):
    first, second = court.finding(ONE, TWO), court.finding(TWO, THREE)
    told = {"revision": None, "reason": "同一产品系列", "by": court.analyst, "on": after(0)}
    for each in (first, second):
        dismiss_finding(finding=each, **told)  # type: ignore[arg-type]
    reopen_finding(finding=first, **told)  # type: ignore[arg-type]
    assert law.dismissed() == {SIGNAL: frozenset({f"filing:{TWO}", f"filing:{THREE}"})}
    reopen_finding(finding=second, **told)  # type: ignore[arg-type]
    assert law.dismissed() == {}


def test_dismissing_needs_a_reason_a_right_and_the_newest_state(court: Court):
    finding, by = court.finding(ONE), court.analyst
    told = {"finding": finding, "on": after(0)}
    with pytest.raises(InputError) as silent:
        dismiss_finding(**told, revision=None, reason="  ", by=by)  # type: ignore[arg-type]
    assert codes(silent) == ["screening.reason_missing"]
    with pytest.raises(ForbiddenError):
        dismiss_finding(**told, revision=None, reason="x", by=court.cast.respondent)  # type: ignore[arg-type]
    with pytest.raises(ConflictError) as late:
        dismiss_finding(**told, revision=finding.revision + 1, reason="x", by=by)  # type: ignore[arg-type]
    assert codes(late) == ["screening.changed_meanwhile"]
    with pytest.raises(ConflictError) as nothing:
        reopen_finding(**told, revision=None, reason="x", by=by)  # type: ignore[arg-type]
    assert codes(nothing) == ["screening.not_in_this_state"]
    assert state(finding) == "open"


def test_what_a_filer_is_asked_about_is_decided_in_the_case(court: Court):
    finding = court.finding(ONE)
    court.opened(finding)
    with pytest.raises(ConflictError) as beside:
        dismiss_finding(
            finding=finding, revision=None, reason="x", by=court.cast.officer, on=after(1)
        )
    assert codes(beside) == ["screening.not_in_this_state"]


def test_a_confirmation_of_some_filings_dismisses_the_findings_about_the_others(court: Court):
    first, second = court.finding(ONE, TWO), court.finding(THREE)
    court.confirmed(first, second, numbers=f"{ONE}\n{TWO}")
    assert (state(first), state(second)) == ("confirmed", "dismissed")
    assert law.dismissed() == {SIGNAL: frozenset({f"filing:{THREE}"})}
    [registration] = Registration.objects.all()
    assert [(row["申请号"], row["处理状态"]) for row in registration.rows] == [
        (ONE, "认定"),
        (TWO, "认定"),
    ]


def test_a_dismissal_in_the_case_is_remembered_and_leaves_the_register_alone(court: Court):
    finding = court.finding(ONE, TWO)
    office = court.answered(finding)
    office.do("dismiss", court.cast.officer, 8, reasons="是两种规格。")
    office.served("abnormal-filing-dismissal", 9)
    assert (state(finding), office.case.outcome) == ("dismissed", "dismissed")
    assert finding.judgements.last().reason == "是两种规格。"
    assert law.dismissed()[SIGNAL] == {f"filing:{ONE}", f"filing:{TWO}"}
    assert not Registration.objects.exists()
    assert "两种规格" in finding.judgements.last().reason
    assert office.filled() == {}


def test_silence_is_recorded_after_the_time_and_the_office_decides_on_what_there_is(court: Court):
    finding = court.finding(ONE)
    office = court.asked(finding)
    with pytest.raises(InputError):
        office.do("record-silence", court.cast.officer, 10)
    office.do("record-silence", court.cast.officer, 30)
    assert office.case.stage == "weighing"
    office.do("confirm", court.cast.officer, 31, behaviour="1", reasons="没有说明。")
    assert state(finding) == "confirmed"


def test_filings_that_were_withdrawn_are_not_confirmed(court: Court):
    finding = court.finding(ONE, TWO)
    office = court.asked(finding)
    office.do(
        "report-withdrawal", court.cast.respondent, 5, "withdrawal",
        withdrawn_on=after(4).date().isoformat(), withdrawn_filings=ONE,
    )  # fmt: skip
    with pytest.raises(InputError) as too_few:
        office.do("note-withdrawn", court.cast.officer, 6, remarks="已核实")
    assert codes(too_few) == ["screening.not_all_withdrawn"]
    with pytest.raises(InputError) as early:
        office.do("confirm", court.cast.officer, 17, behaviour="1", reasons="x")
    assert codes(early) == ["screening.still_answering"]
    with pytest.raises(InputError) as twice:
        office.do(
            "confirm", court.cast.officer, 18, behaviour="1", reasons="x", confirmed_filings=ONE
        )
    assert codes(twice) == ["screening.withdrawn_already"]
    assert not office.case.proposals.exists()
    office.do("supplement-answer", court.cast.respondent, 18, statement="另一件是不同规格。")
    office.do("confirm", court.cast.officer, 18, behaviour="1", reasons="另一件未撤回")
    [registration] = Registration.objects.all()
    assert {(row["申请号"], row["处理状态"]) for row in registration.rows} == {
        (ONE, "已撤回"),
        (TWO, "认定"),
    }
    assert state(finding) == "confirmed"


def test_all_withdrawn_closes_without_a_confirmation(court: Court):
    finding = court.finding(ONE, TWO)
    office = court.asked(finding)
    day = after(4).date().isoformat()
    office.do("report-withdrawal", court.cast.respondent, 5, "withdrawal", withdrawn_on=day)
    office.do("note-withdrawn", court.cast.officer, 6, remarks="已核实撤回通知书")
    assert (state(finding), office.case.stage) == ("withdrawn", "withdrawn")
    assert office.filled() == {}


def test_numbers_that_are_not_on_the_list_are_refused(court: Court):
    office = court.answered(court.finding(ONE))
    with pytest.raises(InputError) as other:
        office.do(
            "confirm", court.cast.officer, 6, behaviour="1", reasons="x", confirmed_filings=TWO
        )
    assert codes(other) == ["screening.not_of_this_case"]
    with pytest.raises(InputError) as unfit:
        office.do(
            "confirm", court.cast.officer, 6, behaviour="1", reasons="x", confirmed_filings="甲"
        )
    assert codes(unfit) == ["screening.numbers_unfit"]
    assert not Registration.objects.exists()


def test_referred_upward_and_decided_after_the_reply(court: Court):
    finding = court.finding(ONE)
    office = court.answered(finding)
    office.do("refer", court.cast.officer, 8, referred_to="省知识产权局", opinion="请指导。")
    assert state(finding) == "referred"
    letter = Paper.objects.get(case=office.case, kind="abnormal-filing-referral")
    assert letter.missing == []
    office.do(
        "note-reply", court.cast.officer, 20, replied_on=after(19).date().isoformat(), reply="否。"
    )
    office.do("dismiss", court.cast.officer, 21, reasons="依上级答复。")
    assert state(finding) == "dismissed"


def test_an_objection_that_holds_brings_the_correction(court: Court):
    finding = court.finding(ONE, TWO)
    office = court.confirmed(finding)
    office.do("object", court.cast.respondent, 15, objection="有研发记录。")
    with pytest.raises(InputError) as other:
        office.do("correct", court.cast.officer, 16, corrected_filings=THREE, reasons="x")
    assert codes(other) == ["screening.not_of_this_case"]
    assert not office.case.proposals.filter(decided_at__isnull=True).exists()
    office.do("correct", court.cast.officer, 17, reasons="异议成立。")
    assert (state(finding), office.case.stage) == ("dismissed", "corrected")
    assert [each.act for each in finding.judgements.all()] == ["ask", "confirm", "correct"]
    assert [row["处理状态"] for row in Registration.objects.last().rows] == ["不认定", "不认定"]
    assert office.filled() == {}


def test_what_another_case_confirmed_stays_confirmed_when_one_is_corrected(court: Court):
    first, second = court.finding(ONE, TWO), court.finding(TWO)
    one, _other = court.confirmed(first), court.confirmed(second, numbers=TWO)
    one.do("correct", court.cast.officer, 17, reasons="说明成立。")
    last = Registration.objects.order_by("-pk")[0]
    assert [(row["申请号"], row["处理状态"]) for row in last.rows] == [(ONE, "不认定")]
    assert (state(first), state(second)) == ("dismissed", "confirmed")


def test_a_mistake_of_an_archived_case_is_mended_in_a_new_one(court: Court):
    finding = court.finding(ONE, TWO)
    first = court.confirmed(finding)
    archive_case(case=first.case, revision=None, by=court.cast.officer, on=after(60))
    again = court.answered_anew(first, days=61)
    again.do("revoke", court.cast.officer, 80, reasons="研发记录后来补齐。")
    last = Registration.objects.order_by("-pk")[0]
    assert {(row["申请号"], row["处理状态"], row["通知文号"]) for row in last.rows} == {
        (ONE, "不认定", again.case.number),
        (TWO, "不认定", again.case.number),
    }
    assert state(finding) == "dismissed"
    assert finding.judgements.order_by("-pk")[0].act == "correct"


def test_a_handler_alone_takes_no_confirmation_back(court: Court):
    finding = court.finding(ONE, TWO)
    first = court.confirmed(finding)
    archive_case(case=first.case, revision=None, by=court.cast.officer, on=after(60))
    known = Registration.objects.count()
    again = court.answered_anew(first, days=61)
    again.do("dismiss", court.cast.officer, 80, reasons="说明成立。")
    assert (state(finding), Registration.objects.count()) == ("confirmed", known)
    withdrawn = court.answered_anew(first, days=81)
    withdrawn.do(
        "report-withdrawal", court.cast.officer, 90, "withdrawal",
        withdrawn_on=after(89).date().isoformat(),
    )  # fmt: skip
    withdrawn.do("note-withdrawn", court.cast.officer, 91, remarks="已核实")
    assert (state(finding), Registration.objects.count()) == ("confirmed", known)


def test_only_what_an_archived_case_confirmed_is_taken_back(court: Court):
    office = court.answered(court.finding(ONE))
    with pytest.raises(InputError) as nothing:
        office.do("revoke", court.cast.officer, 8, reasons="x")
    assert codes(nothing) == ["screening.nothing_to_revoke"]
    assert not office.case.proposals.exists()


def test_a_finding_about_two_filers_waits_for_both_cases(court: Court):
    finding = court.finding(ONE, OF_A_PERSON)
    for case in court.opened(finding):
        assert state(finding) == "asked"
        Office(case, court.cast).do("drop", court.cast.officer, 1, reasons="不需要说明。")
    assert state(finding) == "dismissed"


def test_every_judgement_has_its_words_in_the_record_of_acts() -> None:
    assert set(ACTS.values()) <= set(ACT_LABELS)


def registered(office: Office) -> set[tuple[str, str]]:
    rows = Registration.objects.filter(entry__case=office.case).latest("pk").rows
    return {(row["申请号"], row["处理状态"]) for row in rows}


def test_what_was_over_before_the_case_is_not_confirmed_a_second_time(court: Court):
    earlier = court.confirmed(court.finding(ONE), numbers=ONE)
    gone = court.asked(court.finding(TWO))
    gone.do(
        "report-withdrawal", court.cast.respondent, 5, "withdrawal",
        withdrawn_on=after(4).date().isoformat(),
    )  # fmt: skip
    gone.do("note-withdrawn", court.cast.officer, 6, remarks="已核实")
    old, refiled = court.finding(ONE, TWO, signal="refiling"), court.finding(TWO, THREE)
    office = court.confirmed(old, refiled)
    assert registered(office) == {(THREE, "认定")}
    assert (state(old), state(refiled)) == ("confirmed", "confirmed")
    earlier.do("correct", court.cast.officer, 20, reasons="说明成立。")
    office.do("correct", court.cast.officer, 21, reasons="说明成立。")
    assert registered(office) == {(THREE, "不认定")}


def test_a_case_about_nothing_but_earlier_filings_confirms_none_unless_named(court: Court):
    court.confirmed(court.finding(ONE))
    office = court.answered(court.finding(ONE, signal="refiling"))
    with pytest.raises(InputError) as nothing:
        office.do("confirm", court.cast.officer, 8, behaviour="8", reasons="x")
    assert codes(nothing) == ["screening.nothing_left_to_confirm"]
    office.do("confirm", court.cast.officer, 8, behaviour="8", reasons="x", confirmed_filings=ONE)
    assert registered(office) == {(ONE, "认定")}
