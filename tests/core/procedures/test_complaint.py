"""Complaints that are mediated, reports that are verified, and reporters who stay unknown."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import OFFICERS, Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError


def received(mode: str) -> Walk:
    """Handed in on Monday, 2 March 2026."""
    return Walk("complaint", {"mode": mode}, OFFICERS).do("submit", "2026-03-02")


def mediating() -> Walk:
    return received("complaint").do("accept", "2026-03-04", "handler")


def verifying(mode: str = "named") -> Walk:
    walk = received(mode).do("take-up", "2026-03-03", "handler")
    return walk.do("record-visit", "2026-03-10")


def test_a_complaint_from_acceptance_to_settlement() -> None:
    walk = received("complaint")
    assert walk.running() == {"acceptance"}
    assert walk.due("acceptance") == "2026-03-11"
    walk.do("accept", "2026-03-04", "handler")
    assert walk.due("mediation") == "2026-05-11"  # 9 May is worked
    walk.do("note-consent", "2026-03-10", "respondent").do("settle", "2026-03-20")
    assert (walk.state.stage, walk.state.outcome, walk.running()) == ("settled", "settled", set())


def test_appraisal_does_not_count_and_a_challenge_stops_the_mediator() -> None:
    walk = mediating().suspended("appraisal", "2026-03-09", "2026-03-23")
    assert walk.due("mediation") == "2026-05-25"  # ten working days
    walk.suspended("challenge", "2026-03-24")
    with pytest.raises(ConflictError) as stands:
        walk.do("end-mediation", "2026-03-25")
    assert codes(stands.value) == ["procedure.suspended"]


def test_nothing_is_settled_without_consent() -> None:
    with pytest.raises(InputError) as refused:
        mediating().do("settle", "2026-03-20")
    assert codes(refused.value) == ["procedure.needs_act"]


def test_both_sides_are_told_that_mediation_ended() -> None:
    walk = mediating().do("end-mediation", "2026-03-20")
    assert walk.due("end-told") == "2026-03-31"
    with pytest.raises(InputError) as untold:
        walk.do("close-ended", "2026-03-23")
    assert codes(untold.value) == ["procedure.needs_issued"]
    paper = "complaint-mediation-ended"
    walk.issued(paper, on="2026-03-23").served(paper, "2026-03-24", "applicant", complete=False)
    assert walk.due("end-told") == "2026-03-31"
    assert walk.running() == {"end-told"}
    walk.served(paper, "2026-03-25", "respondent")
    assert walk.ended("end-told") == [("2026-03-25", f"served:{paper}")]
    assert walk.do("close-ended", "2026-03-26").state.outcome == "unsettled"


def test_asking_for_more_does_not_stop_the_time_to_decide() -> None:
    walk = received("complaint").do("request-supplement", "2026-03-03")
    assert walk.due("acceptance") == "2026-03-11"
    walk.do("supplement", "2026-03-05")
    assert walk.running() == {"acceptance"}
    with pytest.raises(InputError) as twice:
        walk.do("request-supplement", "2026-03-06")
    assert codes(twice.value) == ["procedure.already_done"]
    silent = received("complaint").do("request-supplement", "2026-03-03")
    assert silent.do("go-on", "2026-03-06").state.stage == "received"


def test_a_report_is_verified_in_fifteen_working_days_and_fifteen_more() -> None:
    walk = verifying()
    assert walk.due("verification") == "2026-03-23"
    walk.suspended("owner-identification", "2026-03-11", "2026-03-13")
    assert walk.due("verification") == "2026-03-25"
    with pytest.raises(ForbiddenError):
        walk.extended("verification", "15wd", "2026-03-20", "handler")
    assert walk.extended("verification", "15wd", "2026-03-20", "head").due("verification") == (
        "2026-04-16"
    )


def test_a_named_reporter_is_told_within_five_working_days() -> None:
    walk = verifying().do("file-case", "2026-03-20")
    assert walk.due("reporter-told") == "2026-03-27"
    walk.served("complaint-filing-notice", "2026-03-24", "applicant")
    assert walk.ended("reporter-told") == [("2026-03-24", "served:complaint-filing-notice")]
    with pytest.raises(InputError) as wrong:
        walk.do("close-not-filed", "2026-03-25")
    assert codes(wrong.value) == ["procedure.needs_act"]
    assert walk.do("close-filed", "2026-03-25").state.outcome == "filed"
    assert "grant-reward" in walk.offered("2026-06-01", "handler")


def test_nobody_is_told_where_nobody_is_known() -> None:
    walk = verifying("anonymous").do("decide-not-to-file", "2026-03-20")
    assert walk.running() == set()
    assert walk.do("close-not-filed", "2026-03-20").state.outcome == "not-filed"
    filed = verifying("anonymous").do("file-case", "2026-03-20").do("close-filed", "2026-03-20")
    assert "grant-reward" not in filed.offered("2026-06-01", "handler")


def test_a_case_is_filed_by_two_officers_who_looked() -> None:
    walk = verifying().with_people({"handler": 1})
    with pytest.raises(InputError) as alone:
        walk.do("file-case", "2026-03-20")
    assert codes(alone.value) == ["procedure.needs_officers"]
    unseen = received("named").do("take-up", "2026-03-03", "handler")
    with pytest.raises(InputError) as unlooked:
        unseen.do("decide-not-to-file", "2026-03-20")
    assert codes(unlooked.value) == ["procedure.needs_act"]


def test_reports_are_not_mediated_and_complaints_not_verified() -> None:
    with pytest.raises(ConflictError) as report:
        received("named").do("accept", "2026-03-04", "handler")
    with pytest.raises(ConflictError) as complaint:
        received("complaint").do("take-up", "2026-03-04", "handler")
    assert codes(report.value) == codes(complaint.value) == ["procedure.not_for_this_case"]
    assert "withdraw" not in received("named").offered("2026-03-04", "applicant")


def test_competence_is_settled_in_seven_working_days() -> None:
    walk = received("named").do("dispute-competence", "2026-03-04", "handler")
    assert walk.due("competence") == "2026-03-13"
    before = walk.state
    assert walk.do("settle-competence", "2026-03-10").running() == {"verification"}
    walk.state = before
    assert walk.do("lose-competence", "2026-03-10").state.outcome == "referred"


def test_a_complaint_can_be_withdrawn_and_refused() -> None:
    walk = mediating().do("withdraw", "2026-03-10")
    assert (walk.state.outcome, walk.running()) == ("withdrawn", set())
    assert received("complaint").do("refuse", "2026-03-10").state.outcome == "refused"


def test_the_limits_of_the_new_order_are_told_as_unverified() -> None:
    catalogue = received("named").law.catalogue
    counted = received("complaint").counting
    for name in ("acceptance", "competence", "mediation", "end-told", "reporter-told"):
        old = catalogue.value(f"complaint.{name}", on=counted("2026-04-14").on)
        new = catalogue.value(f"complaint.{name}", on=counted("2026-04-15").on)
        assert (old.status, new.status) == ("verified", "unverified")
        assert new.source.instrument == "市场监督管理投诉举报处理办法（2026）"
