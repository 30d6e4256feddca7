"""Mediation from the request to the confirmation by a court; mediation by the authority."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError

PEOPLE = "peoples-mediation"
AUTHORITY = "administrative-mediation"


def received(origin: str = "parties") -> Walk:
    """A request of Monday, 2 March 2026."""
    return Walk(PEOPLE, {"origin": origin}).do("submit", "2026-03-02")


def invited(origin: str = "parties") -> Walk:
    walk = received(origin).do("accept", "2026-03-04", "handler")
    return walk.served("mediation-invitation", "2026-03-05", "respondent")


def mediating(origin: str = "parties") -> Walk:
    return invited(origin).do("agree", "2026-03-10", "respondent")


def agreed() -> Walk:
    """Settled on 2 April, signed by all sides on 3 April."""
    walk = mediating().do("settle", "2026-04-02").issued("mediation-agreement", on="2026-04-02")
    return walk.do("sign", "2026-04-03", start="2026-04-03")


def at_court() -> Walk:
    return agreed().do("ask-confirmation", "2026-04-20", "applicant")


def confirmed() -> Walk:
    walk = at_court().do("note-court-accepts", "2026-04-22", start="2026-04-22")
    return walk.do("note-confirmed", "2026-05-15")


def test_the_standard_way_with_every_due_date() -> None:
    walk = received()
    assert walk.due("acceptance") == "2026-03-05"
    walk.do("accept", "2026-03-04", "handler")
    walk.served("mediation-invitation", "2026-03-05", "respondent")
    assert walk.due("reply-time") == "2026-03-12"
    walk.do("agree", "2026-03-10", "respondent")
    assert walk.due("mediation") == "2026-04-09"
    walk.do("settle", "2026-04-02")
    assert walk.due("mediation") == "2026-04-09"  # runs until the agreement is signed
    walk.issued("mediation-agreement", on="2026-04-02").do("sign", "2026-04-03", start="2026-04-03")
    assert walk.ended("mediation") == [("2026-04-03", "sign")]
    assert walk.due("confirmation-request") == "2026-05-06"  # 3 May lies in the holiday
    walk.do("ask-confirmation", "2026-04-20", "respondent")
    assert walk.due("court-acceptance") == "2026-04-23"
    walk.do("note-court-accepts", "2026-04-22", start="2026-04-22")
    assert walk.due("court-decision") == "2026-05-22"
    walk.do("note-confirmed", "2026-05-15")
    assert (walk.state.stage, walk.state.outcome) == ("confirmed", "confirmed")
    assert walk.running() == set()


@pytest.mark.parametrize(
    ("origin", "term", "due"),
    [
        ("parties", "mediation", "2026-04-09"),
        ("aid", "mediation", "2026-04-09"),
        ("court-before", "entrusted-mediation", "2026-04-03"),
        ("court-ordinary", "entrusted-mediation", "2026-03-19"),
        ("court-summary", "entrusted-mediation", "2026-03-11"),
    ],
)
def test_how_long_depends_on_who_sent_it(origin: str, term: str, due: str) -> None:
    walk = mediating(origin)
    assert walk.due(term) == due
    assert walk.running() == {term}


def test_what_a_court_entrusts_is_confirmed_within_three_working_days() -> None:
    assert Walk(PEOPLE, {"origin": "court-before"}).do("submit", "2026-04-03").due(
        "acceptance"
    ) == ("2026-04-09")


def test_both_sides_may_lengthen_the_time_again_and_again() -> None:
    walk = mediating().extended("mediation", "15d", "2026-04-09", "handler")
    assert walk.due("mediation") == "2026-04-24"
    assert walk.extended("mediation", "15d", "2026-04-20", "handler").due("mediation") == (
        "2026-05-09"  # a Saturday that is worked
    )


def test_appraisal_does_not_count() -> None:
    walk = mediating().suspended("appraisal", "2026-03-16", "2026-03-26")
    assert walk.due("mediation") == "2026-04-20"  # ten days: 19 April is a Sunday


def test_the_other_side_need_not_come() -> None:
    walk = invited().do("decline", "2026-03-06", "respondent")
    assert (walk.state.stage, walk.state.outcome) == ("failed", "declined")
    silent = invited()
    with pytest.raises(InputError) as early:
        silent.do("close-unanswered", "2026-03-12")
    assert codes(early.value) == ["procedure.term_still_runs"]
    assert silent.do("close-unanswered", "2026-03-13").state.outcome == "declined"
    unasked = received().do("accept", "2026-03-04", "handler")
    with pytest.raises(InputError) as untold:
        unasked.do("close-unanswered", "2026-06-30")
    assert codes(untold.value) == ["procedure.needs_served"]


@pytest.mark.parametrize("side", ["applicant", "respondent"])
def test_either_side_may_end_it_at_any_time(side: str) -> None:
    walk = mediating().suspended("absent", "2026-03-16").do("quit", "2026-03-17", side)
    assert (walk.state.outcome, walk.running()) == ("failed", set())


def test_an_agreement_takes_effect_only_once_it_was_made_out() -> None:
    walk = mediating().do("settle", "2026-04-02")
    with pytest.raises(InputError) as unissued:
        walk.do("sign", "2026-04-03", start="2026-04-03")
    assert codes(unissued.value) == ["procedure.needs_issued"]
    walk.issued("mediation-agreement", on="2026-04-02").do("reopen-talks", "2026-04-07")
    walk.do("settle", "2026-04-08")
    with pytest.raises(InputError) as old:
        walk.do("sign", "2026-04-08", start="2026-04-08")
    assert codes(old.value) == ["procedure.needs_issued"]


def test_an_oral_agreement_can_be_confirmed_too() -> None:
    walk = mediating().do("agree-orally", "2026-03-20", start="2026-03-19")
    assert (walk.state.stage, walk.due("confirmation-request")) == ("agreed", "2026-04-20")


def test_confirmation_is_asked_for_within_thirty_days_or_not_at_all() -> None:
    walk = agreed()
    with pytest.raises(InputError) as late:
        walk.do("ask-confirmation", "2026-05-07", "applicant")
    assert codes(late.value) == ["procedure.term_ran_out"]
    with pytest.raises(InputError) as early:
        walk.do("close-agreed", "2026-05-06")
    assert codes(early.value) == ["procedure.term_still_runs"]
    walk.do("close-agreed", "2026-05-07")
    assert (walk.state.stage, walk.state.outcome) == ("performing", "agreed")


def test_the_court_may_refuse_lengthen_or_decline() -> None:
    assert at_court().do("note-court-refuses", "2026-04-22").state.outcome == "agreed"
    walk = at_court().do("note-court-accepts", "2026-04-22", start="2026-04-22")
    walk.extended("court-decision", "15d", "2026-05-20", "handler")
    assert walk.due("court-decision") == "2026-06-08"  # 6 June is a Saturday
    walk.do("note-not-confirmed", "2026-05-22")
    assert walk.state.outcome == "not-confirmed"
    walk.do("mediate-again", "2026-05-25")
    assert walk.due("mediation") == "2026-06-24"
    withdrawn = at_court().do("withdraw-confirmation", "2026-04-21", "respondent")
    assert (withdrawn.state.stage, withdrawn.running()) == ("performing", set())


def test_after_confirmation_two_years_to_enforce_and_one_for_third_parties() -> None:
    walk = confirmed().do("note-default", "2026-07-01", start="2026-06-30")
    assert walk.due("enforcement") == "2028-06-30"
    walk.do("note-third-party", "2026-07-02", start="2026-06-01")
    assert walk.due("revocation") == "2027-06-01"
    walk.do("note-enforcement", "2026-08-03").do("note-revocation-request", "2026-08-04")
    assert walk.running() == set()


def test_a_supplement_restarts_the_time_to_accept() -> None:
    walk = received().do("request-supplement", "2026-03-03")
    walk.served("mediation-supplement", "2026-03-04", "applicant")
    assert walk.due("supplement-time") == "2026-03-18"
    assert walk.do("supplement", "2026-03-10").due("acceptance") == "2026-03-13"


def asked() -> Walk:
    return Walk(AUTHORITY).do("submit", "2026-03-02")


def served() -> Walk:
    walk = asked().do("accept", "2026-03-04", "handler")
    return walk.served("admed-request-service", "2026-03-06", "respondent")


def test_the_authority_mediates_when_the_other_side_agrees() -> None:
    walk = asked()
    assert (walk.due("acceptance"), walk.due("serve-request")) == ("2026-03-09", "2026-03-09")
    walk.do("accept", "2026-03-04", "handler")
    walk.served("admed-request-service", "2026-03-06", "respondent")
    assert walk.ended("serve-request") == [("2026-03-06", "served:admed-request-service")]
    assert walk.due("reply") == "2026-03-23"  # the 21st is a Saturday
    walk.do("agree", "2026-03-18", "respondent")
    assert walk.due("open") == "2026-03-25"
    walk.do("open", "2026-03-20")
    assert walk.due("mediation") == "2026-04-20"
    walk.do("settle", "2026-04-10")
    assert (walk.state.outcome, walk.running()) == ("settled", set())


def test_a_complex_request_has_ten_working_days() -> None:
    walk = asked().extended("acceptance", "5wd", "2026-03-09", "head")
    assert walk.due("acceptance") == "2026-03-16"
    with pytest.raises(InputError):
        asked().extended("acceptance", "10wd", "2026-03-09", "head")
    with pytest.raises(ForbiddenError):
        asked().extended("acceptance", "5wd", "2026-03-09", "handler")


def test_a_matter_of_others_is_transferred_within_three_working_days() -> None:
    walk = asked().do("find-incompetent", "2026-03-06", "handler")
    assert walk.due("transfer") == "2026-03-11"
    assert walk.ended("serve-request") == [("2026-03-06", "find-incompetent")]
    assert walk.do("hand-over", "2026-03-10").state.outcome == "transferred"


def test_no_case_is_opened_against_a_silent_or_unwilling_side() -> None:
    walk = served()
    with pytest.raises(InputError):
        walk.do("note-silence", "2026-03-23")
    walk.do("note-silence", "2026-03-24")
    assert walk.due("tell-refusal") == "2026-03-31"
    with pytest.raises(InputError) as untold:
        walk.do("close-not-opened", "2026-03-25")
    assert codes(untold.value) == ["procedure.needs_issued"]
    walk.issued("admed-not-opened", on="2026-03-25").served(
        "admed-not-opened", "2026-03-26", "applicant"
    )
    assert walk.ended("tell-refusal") == [("2026-03-26", "served:admed-not-opened")]
    assert walk.do("close-not-opened", "2026-03-27").state.outcome == "not-opened"
    declined = served().do("decline", "2026-03-12", "respondent")
    assert declined.due("tell-refusal") == "2026-03-19"
    with pytest.raises(ConflictError):
        declined.do("agree", "2026-03-13", "respondent")
