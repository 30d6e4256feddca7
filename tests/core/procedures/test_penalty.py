"""A penalty from the lead to the closed file, and a transfer to criminal justice."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import CHINA, OFFICERS, Walk, codes
from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.core.procedures import forms

HERE = {"in_province": "yes"}
DECISION = "penalty-decision"


def led(**given: str) -> Walk:
    """A lead discovered on Friday, 3 July 2026 and recorded on the Monday after."""
    walk = Walk("administrative-penalty", {**HERE, **given}, OFFICERS)
    return walk.do("record-lead", "2026-07-06", start="2026-07-03")


def filed(**given: str) -> Walk:
    return led(**given).do("file-case", "2026-07-06")


def noticed(paper: str = "penalty-notice", **given: str) -> Walk:
    """Investigated and reviewed; the notice was served on Monday, 14 September 2026."""
    walk = filed(**given).do("conclude-investigation", "2026-08-31")
    walk.do("agree", "2026-09-07", "clerk")
    walk.do("give-notice" if paper == "penalty-notice" else "give-notice-of-hearing", "2026-09-09")
    return walk.served(paper, "2026-09-14", "respondent")


def punished(**given: str) -> Walk:
    walk = noticed(**given).do("state", "2026-09-16").do("review-statement", "2026-09-18")
    walk.do("propose-penalty", "2026-09-18").issued(DECISION, on="2026-09-24")
    return walk.do("punish", "2026-09-24")


def test_the_standard_way_with_every_due_date() -> None:
    walk = led()
    assert walk.due("lead-check") == "2026-07-24"  # counted from the discovery
    walk.do("file-case", "2026-07-06")
    assert walk.ended("lead-check") == [("2026-07-06", "file-case")]
    assert walk.due("decision") == "2026-10-08"  # the vector of 90 days
    walk.do("conclude-investigation", "2026-08-31")
    assert walk.due("review") == "2026-09-14"
    walk.do("agree", "2026-09-07", "clerk").do("give-notice", "2026-09-09")
    walk.served("penalty-notice", "2026-09-14", "respondent")
    assert walk.due("statement-period") == "2026-09-20"  # a Sunday that is worked
    walk.do("state", "2026-09-16").do("review-statement", "2026-09-18")
    walk.do("propose-penalty", "2026-09-18").issued(DECISION, on="2026-09-24")
    walk.do("punish", "2026-09-24")
    assert walk.ended("decision") == [("2026-09-24", f"issued:{DECISION}")]
    assert (walk.due("service"), walk.due("publication")) == ("2026-10-12", "2026-10-29")
    walk.served(DECISION, "2026-09-28", "respondent")
    assert walk.ended("service") == [("2026-09-28", f"served:{DECISION}")]
    assert walk.due("payment-period") == "2026-10-13"
    assert walk.due("reconsideration-period") == "2026-11-27"
    assert walk.due("suit-period", "2026-11-01") == "2027-03-29"  # 28 March 2027 is a Sunday
    walk.do("publish", "2026-10-12").do("record-payment", "2026-10-13")
    walk.do("note-performance", "2026-10-14").do("close", "2026-10-20")
    assert (walk.state.stage, walk.state.outcome) == ("closed", "punished")
    assert walk.running() == {"publicity", "reconsideration-period", "suit-period"}


def test_two_officers_file_a_case_or_nobody() -> None:
    walk = led().with_people({"handler": 1})
    with pytest.raises(InputError) as alone:
        walk.do("file-case", "2026-07-06")
    assert codes(alone.value) == ["procedure.needs_officers"]


def test_the_check_of_a_lead_is_lengthened_once_and_testing_is_left_out() -> None:
    walk = led().suspended("testing", "2026-07-06", "2026-07-13")
    assert walk.due("lead-check") == "2026-07-31"
    walk.extended("lead-check", "15wd", "2026-07-31", "head")
    assert walk.due("lead-check") == "2026-08-21"
    with pytest.raises(InputError) as late:
        led().extended("lead-check", "15wd", "2026-07-25", "head")
    assert codes(late.value) == ["procedure.extended_late"]


def test_a_seizure_runs_thirty_days_and_thirty_more_without_the_days_of_testing() -> None:
    walk = filed().do("seize", "2026-07-06")
    assert walk.due("seizure") == "2026-08-05"
    walk.suspended("testing", "2026-07-20", "2026-07-30")
    assert walk.due("seizure") == "2026-08-17"  # ten days more end on a Saturday
    walk.extended("seizure", "30d", "2026-08-14", "head")
    assert walk.due("seizure") == "2026-09-14"
    walk.do("release-seizure", "2026-09-10")
    assert "seizure" not in walk.running()


def test_goods_seized_on_two_days_have_two_clocks() -> None:
    walk = filed().do("seize", "2026-07-06").do("seize", "2026-07-13")
    assert [str(each.due) for each in walk.terms() if each.declared.term == "seizure"] == [
        "2026-08-05",
        "2026-08-12",
    ]
    walk.do("release-part", "2026-07-20").extended("seizure", "30d", "2026-08-05", "head")
    walk.extended("seizure", "30d", "2026-08-12", "head")
    assert [str(each.due) for each in walk.terms() if each.declared.term == "seizure"] == [
        "2026-09-04",
        "2026-09-11",
    ]
    walk.do("release-seizure", "2026-09-01")
    assert walk.state.running("seizure") == []


def test_urgent_measures_are_approved_within_twenty_four_hours() -> None:
    walk = filed().do("seize-at-once", "2026-07-10", at="16:20")
    [urgent] = [each for each in walk.terms() if each.declared.term == "urgent-approval"]
    assert urgent.deadline.due_at is not None
    # The hour in which it begins is not counted.
    assert urgent.deadline.due_at.astimezone(CHINA).isoformat() == "2026-07-11T17:00:00+08:00"
    walk.do("approve-measure", "2026-07-11", "head")
    assert "urgent-approval" not in walk.running()
    assert "seizure" in walk.running()


def test_preserved_evidence_is_decided_on_in_seven_working_days() -> None:
    walk = filed().do("preserve-evidence", "2026-07-10")
    assert walk.due("preserved-evidence") == "2026-07-21"
    walk.do("decide-preserved-evidence", "2026-07-20")
    assert "preserved-evidence" not in walk.running()


def test_ninety_days_and_thirty_and_what_the_collective_fixes() -> None:
    walk = filed().extended("decision", "30d", "2026-10-08", "head")
    assert walk.due("decision") == "2026-11-03"
    walk.extended("decision", "45d", "2026-11-02", "head")
    assert walk.due("decision") == "2026-12-18"


def test_suspended_investigation_moves_the_end_but_not_that_of_a_seizure() -> None:
    walk = filed().do("seize", "2026-07-06").suspended("related-case", "2026-07-10", "2026-07-20")
    assert walk.due("decision") == "2026-10-14"
    assert walk.due("seizure") == "2026-08-05"


def test_who_handled_the_case_does_not_review_it() -> None:
    walk = filed().do("conclude-investigation", "2026-08-31")
    for handling in (("handler", "clerk"), ("co-handler", "clerk"), ("handler", "head")):
        with pytest.raises(ForbiddenError) as refused:
            walk.do("agree", "2026-09-01", *handling)
        assert codes(refused.value) == ["procedure.own_case"]
        assert "agree" not in walk.offered("2026-09-01", *handling)
    assert "agree" in walk.offered("2026-09-01", "clerk")


def test_what_would_warn_or_names_who_reported_is_kept_from_the_party() -> None:
    acts = led().procedure.acts
    internal = {name for name, act in acts.items() if act.internal}
    assert {"record-lead", "check-lead", "ask-owner", "begin-criminal-transfer"} <= internal
    assert not internal & {"seize", "give-notice", "state", "punish"}


def test_a_statement_comes_in_time_or_is_waived() -> None:
    walk = noticed()
    with pytest.raises(InputError) as early:
        walk.do("review-statement", "2026-09-20")
    assert codes(early.value) == ["procedure.term_still_runs"]
    with pytest.raises(InputError) as late:
        walk.do("state", "2026-09-21")
    assert codes(late.value) == ["procedure.term_ran_out"]
    walk.do("review-statement", "2026-09-21")
    assert walk.state.stage == "deciding"


def test_without_a_notice_no_decision() -> None:
    walk = filed().do("conclude-investigation", "2026-08-31").do("agree", "2026-09-07", "clerk")
    with pytest.raises(InputError) as refused:
        walk.do("review-statement", "2026-09-30")
    assert codes(refused.value) == ["procedure.needs_served"]


def test_a_hearing_is_asked_for_held_and_reviewed() -> None:
    walk = noticed("penalty-hearing-right-notice").do("request-hearing", "2026-09-18")
    with pytest.raises(InputError):
        walk.do("review-unheard", "2026-09-30")
    with pytest.raises(InputError) as unheld:
        walk.do("report-hearing", "2026-09-30")
    assert codes(unheld.value) == ["procedure.needs_session"]
    walk.suspended("hearing", "2026-09-18", "2026-10-13")
    walk.held("hearing").do("report-hearing", "2026-10-13")
    assert walk.due("review") == "2026-10-27"
    walk.do("agree-after-hearing", "2026-10-20", "clerk")
    assert walk.offered("2026-10-21", "handler") & {"propose-penalty", "punish"} == set()
    walk.do("discuss", "2026-10-22", "head")
    assert walk.state.stage == "deciding"
    # Nineteen days from 4 October on: 25 days of the hearing.
    assert walk.due("decision") == "2026-10-29"


def test_no_hearing_after_its_time_or_where_it_was_not_offered() -> None:
    with pytest.raises(InputError) as late:
        noticed("penalty-hearing-right-notice").do("request-hearing", "2026-09-21")
    assert codes(late.value) == ["procedure.term_ran_out"]
    with pytest.raises(InputError) as not_offered:
        noticed().do("request-hearing", "2026-09-15")
    assert codes(not_offered.value) == ["procedure.needs_served"]


def test_a_party_that_waives_lets_the_case_go_on_at_once() -> None:
    walk = noticed("penalty-hearing-right-notice").do("waive", "2026-09-15")
    walk.do("review-unheard", "2026-09-15")
    assert walk.state.stage == "deciding"


def test_a_penalty_on_the_spot_has_its_ceilings() -> None:
    walk = led().do("punish-on-the-spot", "2026-07-06")
    assert walk.due("spot-papers") == "2026-07-15"
    walk.served("penalty-spot-decision", "2026-07-06", "respondent")
    assert walk.due("payment-period") == "2026-07-21"
    walk.do("collect-on-the-spot", "2026-07-06")
    assert "payment-period" not in walk.running()
    assert walk.due("collected-fine") == "2026-07-08"
    fields = walk.procedure.acts["punish-on-the-spot"].fields
    told = {"spot_kind": "fine", "spot_facts": "事实", "spot_statement": "无"}
    for party, name, ceiling in (
        ("natural", "spot_fine_person", 200),
        ("organisation", "spot_fine_organisation", 3000),
    ):
        given = {**told, "spot_party": party}
        assert forms.read(fields, {**given, name: str(ceiling)})[1] == {}
        problems = forms.read(fields, {**given, name: f"{ceiling}.01"})[1]
        assert problems[name].code == "form.too_large"


def test_a_party_of_another_province_is_published_there() -> None:
    walk = punished(in_province="no")
    assert "publication" not in walk.running()
    assert walk.due("publication-push") == "2026-10-15"
    offered = walk.offered("2026-09-28", "handler")
    assert "push-publication" in offered
    assert not offered & {"publish", "publish-briefly"}
    walk.do("push-publication", "2026-10-12")
    assert walk.due("publication-elsewhere") == "2026-10-26"
    walk.do("record-publication", "2026-10-20")
    assert walk.due("publicity") == "2029-10-22"  # 20 October 2029 is a Saturday


def test_an_annulled_decision_is_taken_down_in_three_working_days() -> None:
    walk = punished().do("publish-briefly", "2026-10-12").do("record-annulment", "2026-10-30")
    assert walk.due("brief-publicity") == "2027-01-12"
    assert walk.due("publication-withdrawal") == "2026-11-04"
    walk.do("withdraw-publication", "2026-11-03")
    assert not walk.running() & {"brief-publicity", "publication-withdrawal"}


def test_who_does_not_pay_is_asked_once_more_before_the_court() -> None:
    walk = punished().served(DECISION, "2026-09-28", "respondent")
    with pytest.raises(InputError):
        walk.do("demand-payment", "2026-10-13")
    walk.do("demand-payment", "2026-10-14").served("penalty-demand", "2026-10-15", "respondent")
    assert walk.due("demand-period") == "2026-10-29"
    with pytest.raises(InputError):
        walk.do("apply-for-enforcement", "2026-10-29")
    walk.do("apply-for-enforcement", "2026-10-30")


@pytest.mark.parametrize(("act", "outcome"), [("let-off", "minor"), ("clear", "no-offence")])
def test_not_punished_by_a_decision_of_its_own(act: str, outcome: str) -> None:
    walk = filed().do("conclude-investigation", "2026-08-31")
    walk.do("agree-not-to-punish", "2026-09-07", "head").do("propose-no-penalty", "2026-09-08")
    with pytest.raises(InputError):
        walk.do(act, "2026-09-09")
    walk.issued("penalty-no-penalty-decision", on="2026-09-09").do(act, "2026-09-09")
    assert (walk.state.stage, walk.state.outcome) == ("not-punished", outcome)


def test_a_case_is_handed_to_the_police_only_after_a_transfer_was_begun() -> None:
    walk = filed()
    with pytest.raises(InputError):
        walk.do("hand-to-police", "2026-07-20")
    walk.do("begin-criminal-transfer", "2026-07-10").do("hand-to-police", "2026-07-20")
    assert (walk.state.stage, walk.state.outcome) == ("handed-over", "police")
    assert walk.procedure.acts["begin-criminal-transfer"].opens == "criminal-transfer"


def reported() -> Walk:
    """A transfer that the team reported to the head on Monday, 6 July 2026."""
    walk = Walk("criminal-transfer", {}, OFFICERS).do("open-transfer", "2026-07-03")
    return walk.do("report", "2026-07-06")


def with_police() -> Walk:
    walk = reported().do("approve", "2026-07-08", at="16:30")
    walk.issued("transfer-letter", "transfer-goods-list", on="2026-07-08")
    return walk.do("hand-over", "2026-07-09", start="2026-07-09", at="10:00")


def test_a_transfer_in_days_and_hours() -> None:
    walk = reported()
    assert walk.due("approval") == "2026-07-09"
    walk.do("approve", "2026-07-08", at="16:30")
    [handing] = [each for each in walk.terms() if each.declared.term == "handing-over"]
    assert handing.deadline.due_at is not None
    assert handing.deadline.due_at.astimezone(CHINA).isoformat() == "2026-07-09T16:30:00+08:00"
    with pytest.raises(InputError) as no_letter:
        walk.do("hand-over", "2026-07-09")
    assert codes(no_letter.value) == ["procedure.needs_issued", "procedure.needs_issued"]
    walk.issued("transfer-letter", "transfer-goods-list", on="2026-07-08")
    walk.do("hand-over", "2026-07-09", start="2026-07-09", at="10:00")
    assert walk.running() == {"forwarding", "police-decision"}
    assert walk.due("police-decision") == "2026-07-13"  # 12 July is a Sunday
    walk.do("record-filing", "2026-07-13", start="2026-07-12")
    assert walk.due("goods") == "2026-07-15"
    walk.do("hand-over-goods", "2026-07-15")
    assert (walk.state.stage, walk.state.outcome) == ("transferred", "filed")


def test_the_head_alone_approves_a_transfer() -> None:
    with pytest.raises(ForbiddenError):
        reported().do("approve", "2026-07-07", "handler")
    walk = reported().do("not-approve", "2026-07-07")
    assert walk.state.outcome == "not-approved"


def test_not_filed_reconsidered_and_supervised() -> None:
    walk = with_police().do("record-refusal", "2026-07-13", start="2026-07-13")
    assert walk.due("reconsideration-request") == "2026-07-16"
    refused = walk.state
    with pytest.raises(InputError):
        walk.do("ask-for-reconsideration", "2026-07-17")
    walk.do("ask-for-reconsideration", "2026-07-16")
    assert walk.due("reconsideration") == "2026-07-20"  # 19 July is a Sunday
    walk.do("record-reconsideration-refusal", "2026-07-20", start="2026-07-20")
    assert walk.due("supervision-proposal") == "2026-07-23"
    walk.do("propose-supervision-again", "2026-07-22")
    walk.do("record-filing", "2026-08-10", start="2026-08-10")
    assert walk.due("goods") == "2026-08-13"
    walk.state = refused
    walk.do("propose-supervision", "2026-07-15")
    walk.do("record-supervision", "2026-08-10")
    assert (walk.state.stage, walk.state.outcome) == ("returned", "not-filed")


def test_the_suspect_is_no_party_of_the_transfer() -> None:
    declaration = reported().procedure.declaration
    assert declaration.respondent is None
    assert all(paper.confidential for paper in declaration.papers)
