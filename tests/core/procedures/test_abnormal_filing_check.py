"""The check of abnormal filings: nobody is confirmed unheard, and a mistake can be mended."""

from __future__ import annotations

import pytest

from tests.core.procedures.walking import Walk, codes
from zhiheng.core.errors import ForbiddenError, InputError
from zhiheng.core.procedures.declared import Capacity

NOTICE = "abnormal-filing-notice"
CONFIRMATION = "abnormal-filing-confirmation"


def asked() -> Walk:
    """Opened on Monday, 7 September 2026; the notice was received on the Wednesday."""
    walk = Walk("abnormal-filing-check").do("open", "2026-09-07").do("ask", "2026-09-08")
    return walk.issued(NOTICE, on="2026-09-08").served(NOTICE, "2026-09-09", "respondent")


def confirmed() -> Walk:
    walk = asked().do("answer", "2026-09-20").do("confirm", "2026-09-22")
    walk.issued(CONFIRMATION, on="2026-09-22")
    return walk.served(CONFIRMATION, "2026-09-23", "respondent")


def test_the_way_with_an_answer_and_every_due_date() -> None:
    walk = asked()
    assert walk.due("conclusion") == "2026-11-06"
    assert walk.due("answer-time") == "2026-09-24"
    walk.do("answer", "2026-09-20")
    assert walk.ended("answer-time") == [("2026-09-20", "answer")]
    walk.do("confirm", "2026-09-22").issued(CONFIRMATION, on="2026-09-22")
    assert walk.ended("conclusion") == [("2026-09-22", "confirm")]
    walk.served(CONFIRMATION, "2026-09-23", "respondent")
    assert walk.due("objection-time") == "2026-10-08"
    assert (walk.state.stage, walk.state.outcome) == ("confirmed", "confirmed")


def test_nothing_is_confirmed_before_the_filer_was_told() -> None:
    opened = Walk("abnormal-filing-check").do("open", "2026-09-07")
    assert "confirm" not in opened.offered("2026-09-07", "handler", "head")
    unserved = opened.do("ask", "2026-09-08").do("answer", "2026-09-09", "handler")
    with pytest.raises(InputError) as early:
        unserved.do("confirm", "2026-09-10")
    assert codes(early.value) == ["procedure.needs_served"]


def test_silence_counts_only_after_the_time_ran_out() -> None:
    walk = asked()
    with pytest.raises(InputError) as early:
        walk.do("record-silence", "2026-09-24")
    assert codes(early.value) == ["procedure.term_still_runs"]
    walk.do("record-silence", "2026-09-25")
    assert walk.state.stage == "weighing"


def test_more_time_is_asked_for_in_time_and_given_by_the_handler() -> None:
    walk = asked().do("ask-for-time", "2026-09-24")
    walk.extended("answer-time", "10d", "2026-09-24", "handler", of="respondent")
    assert walk.due("answer-time") == "2026-10-08"  # the fourth falls in the holiday
    with pytest.raises(InputError) as late:
        asked().do("ask-for-time", "2026-09-25")
    assert codes(late.value) == ["procedure.term_ran_out"]


def test_filings_withdrawn_by_the_filer_are_closed_without_a_confirmation() -> None:
    walk = asked()
    assert "note-withdrawn" not in walk.offered("2026-09-10", "handler")
    walk.do("report-withdrawal", "2026-09-12").do("note-withdrawn", "2026-09-15")
    assert (walk.state.stage, walk.state.outcome) == ("withdrawn", "withdrawn")


def test_what_was_referred_comes_back_to_be_decided() -> None:
    walk = asked().do("answer", "2026-09-20").do("refer", "2026-09-22")
    assert "confirm" not in walk.offered("2026-09-23", "handler")
    walk.do("note-reply", "2026-10-12", "superior").do("dismiss", "2026-10-13")
    assert (walk.state.stage, walk.state.outcome) == ("dismissed", "dismissed")


def test_an_objection_is_decided_by_the_head_and_never_by_who_handled_it() -> None:
    walk = confirmed().do("object", "2026-10-08")
    with pytest.raises(ForbiddenError):
        walk.do("uphold", "2026-10-10", "head", "handler")
    walk.do("uphold", "2026-10-10", "head")
    assert walk.state.stage == "confirmed"
    with pytest.raises(InputError):
        confirmed().do("object", "2026-10-09")


def test_a_mistake_is_corrected_whenever_it_is_found() -> None:
    walk = confirmed().do("correct", "2026-12-01")
    assert (walk.state.stage, walk.state.outcome) == ("corrected", "corrected")
    again = walk.do("correct", "2026-12-10")
    assert again.state.stage == "corrected"


def test_the_filer_learns_of_the_case_only_when_asked() -> None:
    acts = Walk("abnormal-filing-check").procedure.acts
    told = {name for name, act in acts.items() if Capacity.RESPONDENT in act.notifies}
    assert {"open", "drop"} & told == set()
    assert all(acts[name].internal for name in ("open", "drop", "note-reply", "report-result"))
    assert "ask" in told
