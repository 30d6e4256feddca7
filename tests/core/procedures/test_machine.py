"""How a case moves: who may act, from where, what is missing, which clocks start."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from tests.core.procedures.moving import (
    PROCEDURE,
    accepted,
    codes,
    counting,
    day,
    do,
    due,
    only,
    serve,
)
from tests.core.procedures.small import act, declared, part, small, term, words
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import ready
from zhiheng.core.procedures.running import deadline_of, length_of
from zhiheng.core.procedures.state import RunningTerm

# Acts


def test_an_act_leads_on_ends_terms_and_starts_others():
    state = accepted()
    assert state.stage == "deciding"
    assert state.done == {"submit", "accept"}
    assert only(state, "accepting") == RunningTerm(
        "accepting", day(2), "5wd", ended=day(3), ended_by="accept"
    )
    assert only(state, "deciding") == RunningTerm("deciding", day(3), "3m")


def test_an_act_is_not_done_from_another_stage():
    with pytest.raises(ConflictError) as error:
        do(accepted(), "refuse", day(4))
    assert codes(error) == ["not_from_here"]
    with pytest.raises(InputError) as unknown:
        machine.perform(
            PROCEDURE, accepted(), "pray", capacities=["handler"], on=day(4),
            length_of=lambda each: "5d", due_of=lambda each: None,
        )  # fmt: skip
    assert codes(unknown) == ["no_such_act"]


def test_an_act_is_done_only_by_its_owner():
    with pytest.raises(ForbiddenError) as error:
        do(accepted(), "answer", day(4), "applicant", "handler")
    assert codes(error) == ["not_yours"]
    assert "answer" in do(accepted(), "answer", day(4), "respondent", "applicant").done


def test_whoever_handled_a_case_does_not_review_it():
    content = small()
    content["acts"].append(act("review", "deciding", by=["head"], not_by=["handler"]))
    procedure = ready(declared(content))
    state = accepted(procedure)
    assert "review" in do(state, "review", day(4), "head", procedure=procedure).done
    with pytest.raises(ForbiddenError) as error:
        do(state, "review", day(4), "head", "handler", procedure=procedure)
    assert codes(error) == ["own_case"]
    offered = machine.possible(
        procedure, state, capacities=["head", "handler"], on=day(4), due_of=lambda name: None
    )
    assert "review" not in [each.act for each, _ in offered]


def test_an_act_belongs_to_cases_whose_form_says_so():
    content = small()
    part(content, "act", "refuse")["when"] = {"field": "urgent", "is": ["yes"]}
    procedure = ready(declared(content))
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure)
    with pytest.raises(ConflictError) as error:
        do(state, "refuse", day(3), procedure=procedure)
    assert codes(error) == ["not_for_this_case"]
    urgent = state._replace(given={"urgent": "yes"})
    assert do(urgent, "refuse", day(3), procedure=procedure).outcome == "refused"


def test_everything_that_is_missing_is_told_at_once():
    content = small()
    part(content, "act", "decide")["needs"] |= {
        "done": ["answer"], "not_done": ["accept"], "issued": ["decision"],
        "officers": 2, "panel": 3, "investigator": True,
    }  # fmt: skip
    procedure = ready(declared(content))
    state = serve(accepted(procedure), "notice", "respondent", day(4), complete=False,
                  procedure=procedure)  # fmt: skip
    with pytest.raises(InputError) as error:
        do(state, "decide", day(5), procedure=procedure)
    assert codes(error) == [
        "needs_act", "already_done", "needs_issued", "needs_served", "needs_session",
        "needs_officers", "needs_panel", "needs_investigator", "term_still_runs",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("present", "fits"),
    [
        ({"panel-chair": 1, "panel-member": 2}, True),
        ({"panel-chair": 1, "panel-member": 4}, True),
        ({"panel-chair": 1, "panel-member": 3}, False),  # even
        ({"panel-chair": 1}, False),  # too few
        ({"panel-member": 3}, False),  # nobody chairs
        ({"panel-chair": 2, "panel-member": 1}, False),  # two chair
        ({}, False),
    ],
)
def test_a_panel_is_odd_large_enough_and_chaired_by_one(present: dict[str, int], fits: bool):
    content = small()
    part(content, "act", "refuse")["needs"] = {"panel": 3}
    procedure = ready(declared(content))
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure)
    state = state._replace(present=present)
    offered = {
        each.act: problems
        for each, problems in machine.possible(
            procedure, state, capacities=["handler"], on=day(3), due_of=lambda name: None
        )
    }
    assert (offered["refuse"] == ()) is fits


def test_possible_acts_are_those_that_can_be_performed():
    state = serve(accepted(), "notice", "respondent", day(4))
    for on in (day(10), day(25)):
        offered = {
            each.act: problems
            for each, problems in machine.possible(
                PROCEDURE, state, capacities=["handler", "respondent"], on=on,
                due_of=lambda name, on=on: due(state, name, on),
            )
        }  # fmt: skip
        assert set(offered) == {"answer", "decide"}
        for name, problems in offered.items():
            if problems:
                with pytest.raises(InputError) as error:
                    do(state, name, on, "handler", "respondent")
                assert error.value.problems == problems
            else:
                assert name in do(state, name, on, "handler", "respondent").done


def test_the_first_act_is_not_offered_again():
    state = machine.begin(PROCEDURE)
    offered = machine.possible(
        PROCEDURE, state, capacities=["applicant"], on=day(2), due_of=lambda name: None
    )
    assert offered == []


def test_an_outcome_stays_until_another_is_reached():
    content = small()
    part(content, "act", "accept")["outcome"] = "decided"
    procedure = ready(declared(content))
    state = do(accepted(procedure), "answer", day(4), procedure=procedure)
    assert state.outcome == "decided"


# Terms


def test_within_and_expired_part_at_the_last_day():
    state = serve(accepted(), "notice", "respondent", day(4))
    assert due(state, "answer", day(4)) == day(19)
    held = machine.hold(state, "hearing")
    assert "answer" in do(held, "answer", day(19)).done
    with pytest.raises(InputError) as late:
        do(held, "answer", day(20))
    assert codes(late) == ["term_ran_out"]
    with pytest.raises(InputError) as early:
        do(held, "decide", day(19))
    assert codes(early) == ["term_still_runs"]
    assert do(held, "decide", day(20)).stage == "closed"


def test_a_term_that_was_ended_needs_not_run_out():
    state = machine.hold(serve(accepted(), "notice", "respondent", day(4)), "hearing")
    answered = do(state, "answer", day(5))
    assert do(answered, "decide", day(6)).stage == "closed"


def test_what_never_began_has_not_run_out():
    content = small()
    part(content, "act", "decide")["needs"] = {"expired": ["answer", "supplement"]}
    procedure = ready(declared(content))
    with pytest.raises(InputError) as error:
        do(accepted(procedure), "decide", day(30), procedure=procedure)
    assert codes(error) == ["term_not_started"]
    state = serve(accepted(procedure), "notice", "respondent", day(4), procedure=procedure)
    assert do(state, "decide", day(30), procedure=procedure).stage == "closed", "one is enough"


def test_closing_ends_what_does_not_survive():
    content = small()
    content["terms"].append(term("rating", "15d", "applicant", starts=["accept"], survives=True,
                                 lapse=words("视为好评")))  # fmt: skip
    procedure = ready(declared(content))
    state = serve(accepted(procedure), "notice", "respondent", day(4), procedure=procedure)
    closed = do(machine.hold(state, "hearing"), "decide", day(20), procedure=procedure)
    assert (only(closed, "deciding").ended, only(closed, "deciding").ended_by) == (
        day(20), "decide",
    )  # fmt: skip
    assert only(closed, "answer").ended == day(20)
    assert only(closed, "rating").ended is None


def test_a_term_started_again_ends_the_one_that_ran():
    content = small()
    part(content, "term", "accepting").update(ends=["accept", "refuse"])
    content["acts"].append(act("note", "submitted"))
    part(content, "term", "accepting")["starts"].append("note")
    procedure = ready(declared(content))
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure)
    state = do(state, "note", day(5), procedure=procedure)
    first, second = state.terms
    assert (first.ended, first.ended_by, second.start, second.ended) == (
        day(5), "note", day(5), None,
    )  # fmt: skip
    assert due(state, "accepting", day(5), procedure) == day(12)


def test_a_term_that_repeats_runs_beside_the_one_before():
    content = small()
    content["acts"].append(act("seize", "deciding"))
    content["terms"].append(term("seizure", "30d", starts=["seize"], repeats=True))
    procedure = ready(declared(content))
    state = do(accepted(procedure), "seize", day(4), procedure=procedure)
    state = do(state, "seize", day(6), procedure=procedure)
    assert [each.start for each in state.running("seizure")] == [day(4), day(6)]


def test_a_term_is_counted_from_the_day_that_the_act_states():
    content = small()
    part(content, "term", "deciding")["starts_from"] = "known_on"
    part(content, "act", "accept")["fields"] = [
        {"field": "known_on", "kind": "date", "label": words("日期")}
    ]
    procedure = ready(declared(content))
    begun = do(machine.begin(procedure), "submit", day(5), procedure=procedure)
    state = do(begun, "accept", day(6), procedure=procedure, start=day(2))
    assert only(state, "deciding").start == day(2)
    assert only(do(begun, "accept", day(6), procedure=procedure), "deciding").start == day(6)


def test_hours_are_counted_from_the_moment_of_the_act():
    content = small()
    part(content, "term", "accepting").update(length="24h", regime="criminal-transfer")
    procedure = ready(declared(content))
    at = datetime(2026, 3, 2, 16, 30, tzinfo=timezone(timedelta(hours=8)))
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure, at=at)
    deadline = deadline_of(procedure, state, only(state, "accepting"), counting(day(2)))
    assert deadline.due_at == at + timedelta(hours=24)


def test_a_term_does_not_run_in_cases_whose_form_says_otherwise():
    content = small()
    part(content, "term", "deciding")["when"] = {"field": "urgent", "is": ["yes"]}
    part(content, "term", "answer")["when"] = {"field": "urgent", "is": ["yes"]}
    procedure = ready(declared(content))
    plain = serve(accepted(procedure), "notice", "respondent", day(4), procedure=procedure)
    assert plain.running("deciding") == plain.running("answer") == []
    begun = machine.begin(procedure)._replace(given={"urgent": "yes"})
    urgent = do(do(begun, "submit", day(2), procedure=procedure), "accept", day(3),
                procedure=procedure)  # fmt: skip
    urgent = serve(urgent, "notice", "respondent", day(4), procedure=procedure)
    assert urgent.running("deciding")
    assert urgent.running("answer")


def test_a_variant_of_a_length_holds_where_the_form_says_so():
    declaration = declared(small() | {"terms": [
        term("accepting", "5wd", starts=["submit"], ends=["accept"], variants=[
            {"when": {"field": "urgent", "is": ["yes"]}, "length": "2wd"},
            {"when": {"field": "title", "is": ["long"]}, "parameter": "limit"}]),
    ]})  # fmt: skip
    (only_term,) = declaration.terms
    assert length_of(only_term, {}, str) == "5wd"
    assert length_of(only_term, {"urgent": "yes"}, str) == "2wd"
    assert length_of(only_term, {"title": "long"}, lambda name: f"{name}!") == "limit!"


# Papers and sessions


def test_each_party_has_a_clock_of_its_own():
    state = serve(accepted(), "notice", "respondent", day(4), of="first", complete=False)
    state = serve(state, "notice", "respondent", day(9), of="second")
    assert state.served == {"notice"}
    assert due(state, "answer", day(9)) == day(24), "the latest of both"
    answered = do(state, "answer", day(10), of="first")
    assert [each.ended for each in answered.terms if each.term == "answer"] == [day(10), None]
    both = do(state, "answer", day(10))
    assert [each.ended for each in both.terms if each.term == "answer"] == [day(10), day(10)]


def test_served_again_the_same_party_has_one_clock():
    state = serve(accepted(), "notice", "respondent", day(4))
    again = serve(state, "notice", "respondent", day(6))
    first, second = (each for each in again.terms if each.term == "answer")
    assert (first.ended, first.ended_by, second.ended) == (day(6), "served:notice", None)


def test_service_on_somebody_else_starts_no_clock():
    assert not serve(accepted(), "notice", "applicant", day(4)).running("answer")


def test_a_way_of_service_counts_from_the_presumed_day():
    state = serve(accepted(), "notice", "respondent", day(4), mode="publication")
    running = only(state, "answer")
    assert (running.start, running.service) == (day(4), "publication")
    later = deadline_of(PROCEDURE, state, running, counting(day(4))).due
    assert later > day(19)


def test_a_paper_drafted_once_more_is_to_be_issued_and_served_anew():
    content = small()
    content["acts"].append(act("notify-again", "deciding", drafts=["notice"]))
    procedure = ready(declared(content))
    state = machine.issue(accepted(procedure), "notice", procedure=procedure, on=day(4))
    state = serve(state, "notice", "respondent", day(4), procedure=procedure)
    assert (state.issued, state.served) == ({"notice"}, {"notice"})
    again = do(state, "notify-again", day(5), procedure=procedure)
    assert (again.issued, again.served) == (frozenset(), frozenset())
    issued = machine.issue(state, "notice", procedure=procedure, on=day(5))
    assert (issued.issued, issued.served) == ({"notice"}, frozenset())


def test_issue_and_complete_service_end_what_they_are_declared_to_end():
    content = small()
    part(content, "term", "deciding").update(ends_on_issue=["decision"])
    part(content, "term", "accepting").update(ends=[], ends_on_service=["notice"])
    procedure = ready(declared(content))
    state = accepted(procedure)
    partly = serve(state, "notice", "respondent", day(5), complete=False, procedure=procedure)
    assert only(partly, "accepting").ended is None
    fully = serve(state, "notice", "respondent", day(5), procedure=procedure)
    assert (only(fully, "accepting").ended, only(fully, "accepting").ended_by) == (
        day(5), "served:notice",
    )  # fmt: skip
    issued = machine.issue(state, "decision", procedure=procedure, on=day(6))
    assert (only(issued, "deciding").ended, only(issued, "deciding").ended_by) == (
        day(6), "issued:decision",
    )  # fmt: skip
