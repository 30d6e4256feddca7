"""A request for aid from any station to the feedback, and the clocks kept for who asked."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError

NAME = "rights-aid"


def received(matter: str = "infringement", **given: str) -> Walk:
    """A request taken in at a station on Monday, 2 March 2026."""
    form = {"matter": matter, "right_kind": "patent", "aid_kinds": "consultation", **given}
    return Walk(NAME, form).do("submit", "2026-03-02", "clerk")


def aided(matter: str = "infringement", **given: str) -> Walk:
    return received(matter, **given).do("accept", "2026-03-04", "handler")


def refused() -> Walk:
    return received().do("refuse", "2026-03-04").served("aid-refusal", "2026-03-05", "applicant")


def test_the_standard_way_with_every_due_date() -> None:
    walk = received()
    assert walk.due("acceptance") == "2026-03-09"
    walk.do("accept", "2026-03-04", "handler")
    assert walk.ended("acceptance") == [("2026-03-04", "accept")]
    assert walk.due("aid") == "2026-04-01"
    walk.do("record-consultation", "2026-03-06").do("give-opinion", "2026-03-20")
    assert walk.state.stage == "feedback"
    assert walk.due("feedback-time") == "2026-04-03"
    walk.do("confirm-feedback", "2026-03-30")
    assert (walk.state.stage, walk.state.outcome) == ("closed", "aided")
    assert walk.running() == set()
    assert walk.do("follow-up", "2026-06-30").state.stage == "closed"


def test_appraisal_moves_the_end_by_its_working_days() -> None:
    walk = aided().suspended("appraisal", "2026-03-09", "2026-03-16")
    assert walk.due("aid") == "2026-04-09"  # five working days, over the holiday of 4 to 6 April


def test_a_complex_matter_is_lengthened_once_by_the_head() -> None:
    walk = aided()
    with pytest.raises(ForbiddenError):
        walk.extended("aid", "10wd", "2026-03-20", "handler")
    assert walk.extended("aid", "10wd", "2026-03-20", "head").due("aid") == "2026-04-16"
    with pytest.raises(ConflictError):
        walk.extended("aid", "10wd", "2026-03-20", "head")


def test_a_supplement_ends_the_time_to_decide_and_begins_it_anew() -> None:
    walk = received().do("request-supplement", "2026-03-04")
    assert walk.ended("acceptance") == [("2026-03-04", "request-supplement")]
    walk.served("aid-supplement", "2026-03-05", "applicant")
    assert walk.due("supplement-time") == "2026-03-19"
    walk.do("supplement", "2026-03-10")
    assert walk.due("acceptance") == "2026-03-17"


def test_nobody_is_deemed_withdrawn_before_the_time_was_told_and_has_run_out() -> None:
    walk = received().do("request-supplement", "2026-03-04")
    with pytest.raises(InputError) as untold:
        walk.do("deem-withdrawn", "2026-06-30")
    assert codes(untold.value) == ["procedure.needs_served"]
    walk.served("aid-supplement", "2026-03-05", "applicant")
    with pytest.raises(InputError) as early:
        walk.do("deem-withdrawn", "2026-03-19")
    assert codes(early.value) == ["procedure.term_still_runs"]
    assert walk.do("deem-withdrawn", "2026-03-20").state.outcome == "withdrawn"


def test_the_notice_of_the_first_round_does_not_count_in_the_second() -> None:
    walk = received().do("request-supplement", "2026-03-04")
    walk.served("aid-supplement", "2026-03-05", "applicant").do("supplement", "2026-03-10")
    walk.do("request-supplement", "2026-03-12")
    with pytest.raises(InputError) as untold:
        walk.do("deem-withdrawn", "2026-06-30")
    assert codes(untold.value) == ["procedure.needs_served"]


def test_a_refusal_is_reviewed_when_asked_for_in_time() -> None:
    walk = refused()
    assert walk.due("objection-time") == "2026-03-19"
    before = walk.state
    with pytest.raises(InputError) as late:
        walk.do("object", "2026-03-20")
    assert codes(late.value) == ["procedure.term_ran_out"]
    walk.state = before
    walk.do("object", "2026-03-16")
    assert walk.due("review") == "2026-03-23"
    reviewing = walk.state
    with pytest.raises(ForbiddenError):
        walk.do("reverse", "2026-03-18", "handler")
    assert walk.do("reverse", "2026-03-18").state.stage == "aiding"
    assert walk.due("aid") == "2026-04-16"
    walk.state = reviewing
    walk.do("uphold", "2026-03-18")
    assert (walk.state.stage, walk.state.outcome) == ("refused", "refused")
    with pytest.raises(InputError) as twice:
        walk.do("object", "2026-03-19")
    assert codes(twice.value) == ["procedure.already_done"]


def test_the_applicant_asks_for_more_once_and_is_not_waited_for_without_end() -> None:
    walk = aided().do("give-opinion", "2026-03-20").do("ask-again", "2026-03-23")
    assert walk.due("aid") == "2026-04-21"
    walk.do("give-opinion", "2026-04-10")
    assert "ask-again" not in walk.offered("2026-04-13", "applicant")
    assert walk.due("feedback-time") == "2026-04-24"
    with pytest.raises(InputError):
        walk.do("close-unanswered", "2026-04-24")
    assert walk.do("close-unanswered", "2026-04-27").state.outcome == "aided"


def test_a_major_matter_goes_up_and_comes_back_with_guidance() -> None:
    walk = aided().do("report-upward", "2026-03-09").suspended("upward-guidance", "2026-03-09")
    assert walk.due("guidance") == "2026-03-23"
    with pytest.raises(ForbiddenError):
        walk.do("guide", "2026-03-16", "handler")
    assert walk.do("guide", "2026-03-16").state.stage == "aiding"
    assert walk.ended("guidance") == [("2026-03-16", "guide")]


def test_withdrawal_ends_everything_also_while_the_case_stands_still() -> None:
    walk = aided().suspended("other-proceedings", "2026-03-09")
    with pytest.raises(ConflictError):
        walk.do("give-opinion", "2026-03-10")
    walk.do("withdraw", "2026-03-10")
    assert (walk.state.outcome, walk.running()) == ("withdrawn", set())


def test_fifteen_days_to_complain_or_sue_after_a_counter_statement() -> None:
    walk = aided("platform").do("note-counter-statement", "2026-09-18", start="2026-09-17")
    assert walk.due("complaint-or-suit") == "2026-10-08"  # 2 October lies in the holiday
    walk.do("note-complaint-or-suit", "2026-09-30")
    assert walk.ended("complaint-or-suit") == [("2026-09-30", "note-complaint-or-suit")]


def test_the_clocks_of_customs_run_before_the_request_is_accepted() -> None:
    walk = received("customs").do("note-customs-notice", "2026-03-02", start="2026-09-24")
    assert walk.due("detention-request") == "2026-09-30"
    walk.do("note-detention-request", "2026-03-02").do("accept", "2026-03-02")
    walk.do("note-detention", "2026-03-03", start="2026-03-02")
    assert walk.due("customs-finding") == "2026-04-14"
    assert walk.due("court-notice-after-notice") == "2026-05-14"
    walk.do("note-customs-finding", "2026-04-10").do("note-court-assistance", "2026-05-14")
    assert walk.running() == {"aid"}


def test_goods_detained_on_request_are_released_after_twenty_working_days() -> None:
    walk = aided("customs").do("note-detention-on-request", "2026-03-04", start="2026-03-02")
    assert walk.due("court-notice-on-request") == "2026-03-30"


def test_records_of_a_fair_are_kept_for_three_years_from_its_first_day() -> None:
    walk = aided("exhibition").do("note-exhibition", "2026-03-04", start="2026-03-02")
    walk.do("give-opinion", "2026-03-20").do("confirm-feedback", "2026-03-23")
    assert walk.running() == {"exhibition-records"}
    assert walk.due("exhibition-records") == "2029-03-02"


def test_three_years_to_sue_run_on_after_the_case_is_closed() -> None:
    walk = aided().do("note-knowledge", "2026-03-05", start="2026-02-20")
    walk.do("give-opinion", "2026-03-20").do("confirm-feedback", "2026-03-23")
    assert (walk.running(), walk.due("limitation")) == ({"limitation"}, "2029-02-20")
    assert walk.do("note-suit", "2027-01-05").running() == set()


def test_clocks_of_other_matters_are_not_offered() -> None:
    with pytest.raises(ConflictError) as other:
        aided("infringement").do("note-customs-notice", "2026-03-04")
    assert codes(other.value) == ["procedure.not_for_this_case"]
    assert "note-customs-notice" not in aided().offered("2026-03-05", "applicant", "handler")
    assert "note-customs-notice" in aided("customs").offered("2026-03-05", "applicant")


def test_only_patents_go_on_to_adjudication() -> None:
    assert "refer-to-adjudication" in aided().offered("2026-03-05", "handler")
    other = aided(right_kind="trademark").offered("2026-03-05", "handler")
    assert "refer-to-adjudication" not in other
    assert {"refer-to-mediation", "refer-to-report"} <= other
