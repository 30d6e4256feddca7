"""A patent dispute from the request to the decision, and every way it can end before."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import PANEL, Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError

NAME = "patent-infringement-adjudication"
HERE = {"respondent_domicile": "yes", "earlier_decision": "no"}
DECISION = "adjudication-decision"


def received(**given: str) -> Walk:
    """A request handed in on Monday, 2 March 2026."""
    return Walk(NAME, {**HERE, **given}, PANEL).do("file", "2026-03-02")


def accepted(**given: str) -> Walk:
    return received(**given).do("accept", "2026-03-04", "handler")


def examined(**given: str) -> Walk:
    """Accepted on the 4th, served on the 6th, answered on the 16th."""
    walk = accepted(**given).served("adjudication-answer-notice", "2026-03-06", "respondent")
    return walk.do("answer", "2026-03-16")


def decided() -> Walk:
    walk = examined().do("deliberate", "2026-05-11", "panel-chair")
    return walk.issued(DECISION, on="2026-05-12").do("decide-infringement", "2026-05-12")


def test_the_standard_way_with_every_due_date() -> None:
    walk = received()
    assert walk.due("acceptance") == "2026-03-09"
    walk.do("accept", "2026-03-04", "handler")
    assert walk.due("request-service") == "2026-03-11"
    assert walk.due("conclusion") == "2026-06-04"
    walk.served("adjudication-answer-notice", "2026-03-06", "respondent")
    assert walk.ended("request-service") == [("2026-03-06", "served:adjudication-answer-notice")]
    assert walk.due("answer-period") == "2026-03-23"  # the 21st is a Saturday
    walk.served("adjudication-evidence-notice", "2026-03-09", "applicant")
    walk.served("adjudication-evidence-notice", "2026-03-10", "respondent")
    assert walk.due("evidence-period") == "2026-03-25"
    walk.do("answer", "2026-03-16")
    assert walk.due("answer-service") == "2026-03-23"
    walk.served("adjudication-answer-copy", "2026-03-18", "applicant")
    walk.do("deliberate", "2026-05-11", "panel-chair")
    walk.issued(DECISION, on="2026-05-12").do("decide-infringement", "2026-05-12")
    assert (walk.state.stage, walk.state.outcome) == ("decided", "infringement")
    assert walk.ended("conclusion") == [("2026-05-12", f"issued:{DECISION}")]
    assert walk.running() == {"publication"}
    walk.served(DECISION, "2026-05-15", "applicant", complete=False)
    walk.served(DECISION, "2026-05-18", "respondent")
    assert walk.due("suit-period") == "2026-06-02"
    assert walk.due("publication") == "2026-06-09"


def test_nobody_is_accepted_without_an_odd_panel_of_three() -> None:
    for panel in ({"panel-chair": 1, "panel-member": 1}, {"panel-chair": 1, "panel-member": 3}):
        walk = received().with_people(panel)
        with pytest.raises(InputError) as refused:
            walk.do("accept", "2026-03-04", "handler")
        assert codes(refused.value) == ["procedure.needs_panel"]


def test_a_complex_request_is_given_five_working_days_more_by_the_head_only() -> None:
    walk = received()
    with pytest.raises(ForbiddenError):
        walk.extended("acceptance", "5wd", "2026-03-06", "handler")
    assert walk.extended("acceptance", "5wd", "2026-03-06", "head").due("acceptance") == (
        "2026-03-16"
    )


def test_a_corrected_request_is_counted_anew_and_an_uncorrected_one_refused() -> None:
    walk = received().do("request-supplement", "2026-03-04", "clerk")
    assert walk.ended("acceptance") == [("2026-03-04", "request-supplement")]
    walk.served("adjudication-supplement-notice", "2026-03-05", "applicant")
    assert walk.due("supplement-period") == "2026-03-20"
    with pytest.raises(InputError) as early:
        walk.do("refuse-uncorrected", "2026-03-20")
    assert codes(early.value) == ["procedure.term_still_runs"]
    late = walk.state
    walk.do("refuse-uncorrected", "2026-03-21")
    assert (walk.state.stage, walk.running()) == ("refused", set())
    walk.state = late
    walk.do("supplement", "2026-03-18")
    assert walk.due("acceptance") == "2026-03-25"
    with pytest.raises(InputError) as twice:
        walk.do("request-supplement", "2026-03-19", "clerk")
    assert codes(twice.value) == ["procedure.already_done"]


def test_without_a_domicile_the_respondent_has_thirty_days() -> None:
    walk = accepted(respondent_domicile="no")
    walk.served("adjudication-answer-notice", "2026-03-06", "respondent")
    assert walk.due("answer-period") == "2026-04-07"  # 5 April lies in the holiday


def test_default_only_once_the_time_for_the_answer_is_over() -> None:
    walk = accepted().served("adjudication-answer-notice", "2026-03-06", "respondent")
    with pytest.raises(InputError) as early:
        walk.do("proceed-without-answer", "2026-03-23")
    assert codes(early.value) == ["procedure.term_still_runs"]
    walk.do("proceed-without-answer", "2026-03-24")
    assert walk.state.stage == "examining"
    walk.do("answer", "2026-03-30")  # late, and still read
    assert "answer" in walk.state.done


def test_default_needs_the_request_to_have_been_served() -> None:
    with pytest.raises(InputError) as refused:
        accepted().do("proceed-without-answer", "2026-03-24")
    assert codes(refused.value) == ["procedure.needs_served"]


def test_one_respondent_answering_leaves_the_other_its_time() -> None:
    walk = accepted()
    walk.served("adjudication-answer-notice", "2026-03-06", "respondent", of="7", complete=False)
    walk.served("adjudication-answer-notice", "2026-03-10", "respondent", of="8")
    walk.do("answer", "2026-03-12", "respondent", of="7")
    assert [each.of for each in walk.state.running("answer-period")] == ["8"]
    assert walk.due("answer-period") == "2026-03-25"
    walk.do("answer", "2026-03-20", "respondent", of="8")
    assert walk.state.running("answer-period") == []


def test_three_months_and_one_and_two() -> None:
    walk = examined()
    walk.extended("conclusion", "1m", "2026-06-04", "head")
    assert walk.due("conclusion") == "2026-07-06"  # 4 July is a Saturday
    with pytest.raises(ForbiddenError):
        walk.extended("conclusion", "2m", "2026-06-30", "head")
    with pytest.raises(InputError) as too_far:
        walk.extended("conclusion", "3m", "2026-06-30", "superior")
    assert codes(too_far.value) == ["procedure.extended_too_far"]
    walk.extended("conclusion", "2m", "2026-06-30", "superior")
    assert walk.due("conclusion") == "2026-09-04"
    with pytest.raises(ConflictError) as used_up:
        walk.extended("conclusion", "1m", "2026-08-31", "superior")
    assert codes(used_up.value) == ["procedure.no_more_extensions"]


def test_an_extension_after_the_last_day_is_refused() -> None:
    walk = examined()
    with pytest.raises(InputError) as late:
        walk.extended("conclusion", "1m", "2026-06-05", "head")
    assert codes(late.value) == ["procedure.extended_late"]
    assert walk.due("conclusion") == "2026-06-04"


def test_a_suspension_moves_the_end_and_stops_the_case() -> None:
    walk = examined().suspended("invalidation", "2026-04-01")
    with pytest.raises(ConflictError) as stopped:
        walk.do("deliberate", "2026-04-10", "panel-chair")
    assert codes(stopped.value) == ["procedure.suspended"]
    assert walk.due("conclusion", "2026-04-10") == "2026-06-15"  # ten days so far, a Sunday
    assert walk.due("conclusion", "2026-04-30") == "2026-07-06"
    assert "withdraw" in walk.offered("2026-04-10", "applicant")
    walk = examined().suspended("invalidation", "2026-04-01", "2026-05-01")
    assert walk.due("conclusion") == "2026-07-06"  # 30 days from 4 June: a Saturday
    [term] = [each for each in walk.terms() if each.declared.term == "conclusion"]
    assert any("不计入期限，共30日" in said for said in term.deadline.sentences())


def test_days_excluded_while_the_case_goes_on() -> None:
    walk = examined().suspended("appraisal", "2026-04-01")
    assert "deliberate" in walk.offered("2026-04-02", "panel-chair")
    walk = examined().suspended("appraisal", "2026-04-01", "2026-04-11")
    walk.suspended("settlement-talks", "2026-04-06", "2026-04-16")
    assert walk.due("conclusion") == "2026-06-22"  # 15 days, the overlap once: 19 June is a holiday


def test_an_objection_to_jurisdiction_comes_in_time_and_is_ruled_on_in_five_days() -> None:
    walk = accepted().served("adjudication-answer-notice", "2026-03-06", "respondent")
    late = walk.state
    walk.do("object-to-jurisdiction", "2026-03-23")
    assert walk.due("jurisdiction-ruling") == "2026-03-30"
    walk.do("reject-objection", "2026-03-27", "panel-chair")
    assert "jurisdiction-ruling" not in walk.running()
    walk.state = late
    with pytest.raises(InputError) as refused:
        walk.do("object-to-jurisdiction", "2026-03-24")
    assert codes(refused.value) == ["procedure.term_ran_out"]


def test_who_stays_away_from_the_hearing() -> None:
    walk = examined()
    with pytest.raises(InputError):
        walk.do("deem-withdrawn", "2026-04-20")
    walk.served("adjudication-hearing-notice", "2026-04-10", "applicant")
    in_default = walk.state
    walk.do("deem-withdrawn", "2026-04-20")
    assert (walk.state.stage, walk.state.outcome) == ("revoked", "deemed-withdrawn")
    walk.state = in_default
    walk.do("proceed-in-default", "2026-04-20").do("deliberate", "2026-04-27")
    assert walk.state.stage == "deliberating"


def test_the_technical_investigator_gives_an_opinion_and_decides_nothing() -> None:
    walk = examined()
    with pytest.raises(InputError) as absent:
        walk.do("give-technical-opinion", "2026-04-01")
    assert codes(absent.value) == ["procedure.needs_investigator"]
    walk.with_people({**PANEL, "technical-investigator": 1})
    walk.do("give-technical-opinion", "2026-04-01")
    offered = walk.offered("2026-04-02", "technical-investigator")
    assert offered == {"give-technical-opinion"}
    assert walk.procedure.papers["adjudication-technical-opinion"].confidential


def test_repeated_infringement_is_ordered_to_stop_without_a_hearing() -> None:
    with pytest.raises(ConflictError) as not_here:
        accepted().do("deliberate-on-repetition", "2026-03-09")
    assert codes(not_here.value) == ["procedure.not_for_this_case"]
    walk = accepted(earlier_decision="yes").do("deliberate-on-repetition", "2026-03-09")
    walk.issued("adjudication-repetition-decision", on="2026-03-12")
    walk.do("decide-repeated-infringement", "2026-03-12")
    assert walk.state.outcome == "repeated-infringement"


def test_no_decision_before_its_paper_and_never_the_other_one() -> None:
    walk = examined().do("deliberate", "2026-05-11", "panel-chair")
    with pytest.raises(InputError) as refused:
        walk.do("decide-infringement", "2026-05-12")
    assert codes(refused.value) == ["procedure.needs_issued"]
    walk.issued(DECISION, on="2026-05-12")
    with pytest.raises(InputError):
        walk.do("decide-repeated-infringement", "2026-05-12")


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        ("withdraw", "withdrawn"),
        ("revoke", "revoked"),
        ("transfer-for-jurisdiction", "transferred"),
    ],
)
def test_other_ends_stop_every_clock(act: str, outcome: str) -> None:
    walk = examined().do(act, "2026-04-20")
    assert (walk.state.outcome, walk.running()) == (outcome, set())


def test_a_settlement_closes_the_case_once_its_paper_is_issued() -> None:
    walk = examined().do("draft-settlement", "2026-04-20")
    with pytest.raises(InputError):
        walk.do("settle", "2026-04-21")
    walk.issued("adjudication-settlement", on="2026-04-21").do("settle", "2026-04-21")
    assert (walk.state.stage, walk.running()) == ("settled", set())


def test_after_the_decision_the_law_goes_on() -> None:
    walk = decided().served(DECISION, "2026-05-15", "respondent")
    assert walk.due("suit-period") == "2026-06-01"  # 30 May is a Saturday
    with pytest.raises(InputError):
        walk.do("record-defiance", "2026-06-01")
    sued = walk.state
    walk.do("record-defiance", "2026-06-02")
    assert walk.due("enforcement-period") == "2026-09-02"
    with pytest.raises(InputError) as late:
        walk.do("apply-for-enforcement", "2026-09-03")
    assert codes(late.value) == ["procedure.term_ran_out"]
    walk.do("apply-for-enforcement", "2026-09-02")
    walk.state = sued
    walk.do("record-suit", "2026-05-29")
    with pytest.raises(InputError) as in_court:
        walk.do("record-defiance", "2026-06-02")
    assert codes(in_court.value) == ["procedure.already_done"]
    walk.do("publish", "2026-06-09")
    assert walk.running() == set()


def test_the_petitioner_is_offered_what_is_theirs_and_nothing_of_the_office() -> None:
    offered = examined().offered("2026-03-17", "applicant")
    assert {"submit-evidence", "ask-for-recusal", "propose-settlement", "withdraw"} <= offered
    assert not offered & {"deliberate", "revoke", "decide-recusal", "answer", "plead"}
