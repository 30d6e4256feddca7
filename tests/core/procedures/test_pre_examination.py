"""Registration with the centre, pre-examination, filing, and the promises kept afterwards."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError


def received(kind: str = "invention") -> Walk:
    """A request of Monday, 2 March 2026."""
    return Walk("pre-examination", {"patent_kind": kind}).do("submit", "2026-03-02")


def examined(kind: str = "invention") -> Walk:
    return received(kind).do("accept", "2026-03-03", "handler").do("record-check", "2026-03-04")


def answering() -> Walk:
    walk = examined().do("send-opinion", "2026-03-09")
    return walk.served("preexam-opinion", "2026-03-10", "applicant")


def qualified(kind: str = "invention") -> Walk:
    walk = examined(kind).do("qualify", "2026-03-09")
    return walk.served("preexam-qualified", "2026-03-10", "applicant")


def fast_lane(kind: str = "invention") -> Walk:
    walk = qualified(kind).do("report-filing", "2026-03-12")
    return walk.do("confirm-filing", "2026-03-13", start="2026-03-13")


def test_the_standard_way_with_every_due_date() -> None:
    walk = received()
    assert walk.due("acceptance") == "2026-03-04"
    walk.do("accept", "2026-03-03", "handler").do("record-check", "2026-03-04")
    assert walk.due("examination") == "2026-03-17"
    walk.do("send-opinion", "2026-03-09").served("preexam-opinion", "2026-03-10", "applicant")
    assert walk.ended("examination") == [("2026-03-09", "send-opinion")]
    assert walk.due("answer-time") == "2026-03-24"
    walk.do("answer", "2026-03-20")
    assert walk.due("examination") == "2026-04-03"
    walk.do("qualify", "2026-03-27").served("preexam-qualified", "2026-03-30", "applicant")
    assert walk.due("filing-time") == "2026-04-07"  # 6 April is a holiday
    walk.do("report-filing", "2026-04-01")
    assert walk.due("filing-check") == "2026-04-03"
    walk.do("confirm-filing", "2026-04-02", start="2026-04-02")
    assert (walk.state.stage, walk.state.outcome) == ("fast-lane", "qualified")
    assert walk.running() == {"grant"}
    assert walk.due("grant") == "2026-07-02"


@pytest.mark.parametrize(
    ("kind", "examination", "grant", "answer"),
    [
        ("invention", "2026-03-17", "2026-06-15", "2026-05-19"),
        ("utility-model", "2026-03-12", "2026-04-13", "2026-05-12"),
        ("design", "2026-03-10", "2026-03-24", "2026-05-12"),
    ],
)
def test_each_kind_has_the_times_that_the_centre_set(
    kind: str, examination: str, grant: str, answer: str
) -> None:
    assert examined(kind).due("examination") == examination
    walk = fast_lane(kind)
    assert walk.due("grant") == grant
    walk.do("note-first-action", "2026-05-06", start="2026-05-06")
    assert walk.due("first-answer") == answer


def test_promises_run_on_after_the_case_is_closed() -> None:
    walk = fast_lane().do("note-first-action", "2026-05-06", start="2026-05-06")
    walk.do("note-answer", "2026-05-12")
    walk.do("note-later-action", "2026-05-25", start="2026-05-25")
    assert walk.due("later-answer") == "2026-06-01"
    late = next(each for each in walk.terms("2026-06-02") if each.declared.term == "later-answer")
    assert late.overdue(walk.counting("2026-06-02").on)
    walk.do("note-result", "2026-06-10")
    assert walk.running() == set()


def test_what_differs_from_the_qualified_text_goes_back() -> None:
    walk = qualified().do("report-filing", "2026-03-12").do("return-filing", "2026-03-13")
    assert walk.state.stage == "qualified"
    assert walk.ended("filing-check") == [("2026-03-13", "return-filing")]


def test_a_qualification_lapses_when_nothing_is_filed_in_time() -> None:
    walk = qualified()
    assert walk.due("filing-time") == "2026-03-17"
    with pytest.raises(InputError) as early:
        walk.do("lapse", "2026-03-17")
    assert codes(early.value) == ["procedure.term_still_runs"]
    with pytest.raises(InputError) as late:
        walk.do("report-filing", "2026-03-18")
    assert codes(late.value) == ["procedure.term_ran_out"]
    assert walk.do("lapse", "2026-03-18").state.outcome == "lapsed"


def test_an_unanswered_opinion_is_a_withdrawal_only_after_its_own_service() -> None:
    walk = answering()
    with pytest.raises(InputError) as early:
        walk.do("deem-unanswered", "2026-03-24")
    assert codes(early.value) == ["procedure.term_still_runs"]
    second = answering().do("answer", "2026-03-16").do("send-opinion", "2026-03-18")
    with pytest.raises(InputError) as untold:
        second.do("deem-unanswered", "2026-06-30")
    assert codes(untold.value) == ["procedure.needs_served"]
    assert walk.do("deem-unanswered", "2026-03-25").state.outcome == "withdrawn"


def test_the_applicant_may_be_given_longer_before_the_end() -> None:
    to = {"of": "applicant"}
    walk = answering().extended("answer-time", "5wd", "2026-03-24", "handler", **to)
    assert walk.due("answer-time") == "2026-03-31"
    with pytest.raises(InputError) as late:
        answering().extended("answer-time", "5wd", "2026-03-25", "handler", **to)
    assert codes(late.value) == ["procedure.extended_late"]


def test_nothing_qualifies_or_fails_unchecked() -> None:
    walk = received().do("accept", "2026-03-03", "handler")
    for act in ("qualify", "fail"):
        with pytest.raises(InputError) as unchecked:
            walk.do(act, "2026-03-05")
        assert codes(unchecked.value) == ["procedure.needs_act"]


def test_a_failure_is_reviewed_by_the_head() -> None:
    walk = examined().do("fail", "2026-03-09")
    assert walk.state.outcome == "failed"
    walk.served("preexam-failed", "2026-03-10", "applicant").do("object", "2026-03-13")
    assert walk.due("review") == "2026-03-20"
    before = walk.state
    with pytest.raises(ForbiddenError):
        walk.do("reopen", "2026-03-16", "handler")
    walk.do("reopen", "2026-03-16")
    assert walk.due("examination") == "2026-03-30"
    walk.state = before
    with pytest.raises(InputError) as other:
        walk.do("uphold-refusal", "2026-03-16")
    assert codes(other.value) == ["procedure.needs_act"]
    assert walk.do("uphold-failure", "2026-03-16").state.stage == "failed"


def test_a_check_for_abnormal_filing_stops_case_and_time() -> None:
    walk = examined().suspended("abnormal-check", "2026-03-09")
    with pytest.raises(ConflictError) as stands:
        walk.do("send-opinion", "2026-03-10")
    assert codes(stands.value) == ["procedure.suspended"]
    walk = examined().suspended("abnormal-check", "2026-03-09", "2026-03-16")
    assert walk.due("examination") == "2026-03-24"


def asked() -> Walk:
    return Walk("entity-registration", {"entity_kind": "enterprise"}).do("submit", "2026-03-02")


def registered() -> Walk:
    return asked().do("register", "2026-03-09")


def announced() -> Walk:
    walk = registered().do("propose-discipline", "2026-06-01")
    return walk.served("entity-discipline-notice", "2026-06-02", "applicant")


def suspended() -> Walk:
    walk = announced().do("suspend", "2026-06-10")
    return walk.served("entity-suspension", "2026-06-11", "applicant")


def test_registration_is_decided_within_the_time_of_the_centre() -> None:
    walk = asked()
    assert walk.due("decision") == "2026-03-16"
    walk.suspended("on-site-check", "2026-03-05", "2026-03-12")
    assert walk.due("decision") == "2026-03-23"
    walk.do("register", "2026-03-20")
    assert (walk.state.stage, walk.state.outcome, walk.running()) == (
        "registered", "registered", set()
    )  # fmt: skip


def test_a_change_reported_later_is_confirmed() -> None:
    walk = registered().do("report-change", "2026-09-24")
    assert walk.due("change-report") == "2026-10-09"
    assert walk.do("confirm-change", "2026-09-28").running() == set()


def test_nobody_is_suspended_unheard() -> None:
    walk = registered().do("propose-discipline", "2026-06-01")
    with pytest.raises(InputError) as untold:
        walk.do("suspend", "2026-06-30")
    assert codes(untold.value) == ["procedure.needs_served"]
    walk = announced()
    assert walk.due("statement-time") == "2026-06-09"
    with pytest.raises(InputError) as early:
        walk.do("suspend", "2026-06-09")
    assert codes(early.value) == ["procedure.term_still_runs"]
    walk.do("state-views", "2026-06-04")
    assert walk.do("suspend", "2026-06-05").state.outcome == "suspended"


def test_a_suspension_lasts_six_months_unless_it_is_lifted() -> None:
    walk = suspended()
    assert walk.due("suspension") == "2026-12-10"
    with pytest.raises(InputError) as early:
        walk.do("restore", "2026-12-10")
    assert codes(early.value) == ["procedure.term_still_runs"]
    before = walk.state
    assert walk.do("restore", "2026-12-11").state.stage == "registered"
    walk.state = before
    walk.do("object", "2026-06-15").do("lift", "2026-06-18")
    assert (walk.state.stage, walk.running()) == ("registered", set())


def test_an_upheld_suspension_goes_on_from_its_first_day() -> None:
    walk = suspended().do("object", "2026-06-15").do("uphold-suspension", "2026-06-18")
    assert (walk.state.stage, walk.due("suspension")) == ("suspended", "2026-12-10")
    with pytest.raises(InputError) as late:
        walk.do("object", "2026-06-29")
    assert codes(late.value) == ["procedure.term_ran_out"]


def test_after_cancellation_a_year_goes_by() -> None:
    walk = announced().do("cancel", "2026-06-10")
    assert (walk.state.stage, walk.due("new-request")) == ("cancelled", "2027-06-10")
    assert walk.running() == {"new-request"}


def test_an_uncompleted_request_is_deemed_withdrawn() -> None:
    walk = asked().do("request-supplement", "2026-03-04")
    walk.served("entity-supplement", "2026-03-05", "applicant")
    with pytest.raises(InputError):
        walk.do("deem-withdrawn", "2026-03-19")
    assert walk.do("deem-withdrawn", "2026-03-20").state.outcome == "withdrawn"
