"""How a case moves: who may act, from where, what is missing, which clocks start and stop."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.core.procedures.small import act, by_law, declared, part, small, term, words
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError, PersonError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import Procedure, content_of, digest_of, ready
from zhiheng.core.procedures.running import (
    Counting,
    case_terms,
    deadline_of,
    latest_due,
    length_of,
)
from zhiheng.core.procedures.state import CaseState, RunningTerm
from zhiheng.core.terms.calendars import packaged_calendar
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.regimes import packaged_regimes
from zhiheng.core.terms.suspensions import Extension

MARCH = [date(2026, 3, 1) + timedelta(days=number) for number in range(31)]
PROCEDURE = ready(declared(small()))


def day(number: int) -> date:
    """Return a day of March 2026, whose second is a Monday."""
    return MARCH[number - 1]


def counting(on: date) -> Counting:
    return Counting(packaged_regimes(), packaged_calendar(), on)


def do(
    state: CaseState,
    name: str,
    on: date,
    *by: str,
    procedure: Procedure = PROCEDURE,
    **more: Any,
) -> CaseState:
    capacities: Collection[str] = by or (str(procedure.acts[name].by[0]),)
    return machine.perform(
        procedure, state, name, capacities=capacities, on=on,
        length_of=lambda each: length_of(each, state.given, lambda parameter: "5wd"),
        due_of=lambda each: latest_due(procedure, state, each, counting(on)), **more,
    )  # fmt: skip


def serve(state: CaseState, paper: str, to: str, on: date, **more: Any) -> CaseState:
    procedure = more.pop("procedure", PROCEDURE)
    more = {"of": to, "mode": "delivery", "complete": True, **more}
    return machine.serve(
        state, paper, procedure=procedure, to=to, sent=on,
        length_of=lambda each: length_of(each, state.given, lambda parameter: "5wd"), **more,
    )  # fmt: skip


def accepted(procedure: Procedure = PROCEDURE) -> CaseState:
    state = do(machine.begin(procedure), "submit", day(2), procedure=procedure)
    return do(state, "accept", day(3), procedure=procedure)


def only(state: CaseState, name: str) -> RunningTerm:
    (found,) = (each for each in state.terms if each.term == name)
    return found


def due(state: CaseState, name: str, on: date, procedure: Procedure = PROCEDURE) -> date | None:
    return latest_due(procedure, state, name, counting(on))


def codes(error: pytest.ExceptionInfo[PersonError]) -> list[str]:
    return [each.code.removeprefix("procedure.") for each in error.value.problems]


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


# Suspension


def suspended(*grounds: tuple[str, int], content: dict[str, Any] | None = None) -> CaseState:
    state = accepted(ready(declared(content or two_grounds())))
    for ground, on in grounds:
        state = suspend(state, ground, day(on), content)
    return state


def two_grounds() -> dict[str, Any]:
    content = small()
    content["grounds"].append(by_law(code="appraisal", title=words("鉴定"), halts=False))
    part(content, "term", "deciding")["stopped_by"] = ["illness", "appraisal"]
    return content


TWO = ready(declared(two_grounds()))


def suspend(state: CaseState, ground: str, on: date, content: Any = None) -> CaseState:
    procedure = ready(declared(content)) if content else TWO
    return machine.suspend(procedure, state, ground, capacities=["handler"], on=on)


def resume(state: CaseState, ground: str, on: date) -> CaseState:
    return machine.resume(TWO, state, ground, capacities=["handler"], on=on)


def test_suspended_days_move_the_end():
    state = resume(suspended(("illness", 10)), "illness", day(20))
    (stood,) = state.suspensions
    assert (stood.first, stood.last) == (day(10), day(19))
    assert due(accepted(TWO), "deciding", day(31), TWO) == date(2026, 6, 3)
    assert due(state, "deciding", day(31), TWO) == date(2026, 6, 15), "the 13th is a Saturday"


def test_two_grounds_at_once_exclude_each_day_once():
    state = suspended(("illness", 10), ("appraisal", 15))
    state = resume(resume(state, "illness", day(20)), "appraisal", day(25))
    once = resume(suspended(("illness", 10)), "illness", day(25))
    assert due(state, "deciding", day(31), TWO) == due(once, "deciding", day(31), TWO)


def test_resumed_on_the_same_day_nothing_was_excluded():
    state = resume(suspended(("illness", 10)), "illness", day(10))
    assert state.suspensions == ()
    assert due(state, "deciding", day(31), TWO) == date(2026, 6, 3)


def test_the_same_ground_may_stop_time_again_later():
    state = resume(suspended(("illness", 5)), "illness", day(7))
    state = resume(suspend(state, "illness", day(10)), "illness", day(12))
    assert [(each.first.day, (each.last or day(31)).day) for each in state.suspensions] == [
        (5, 6), (10, 11),
    ]  # fmt: skip


def test_what_stands_is_not_suspended_twice_and_what_runs_is_not_resumed():
    with pytest.raises(ConflictError) as twice:
        suspended(("illness", 10), ("illness", 11))
    assert codes(twice) == ["stands_already"]
    with pytest.raises(ConflictError) as runs:
        resume(suspended(("illness", 10)), "appraisal", day(11))
    assert codes(runs) == ["does_not_stand"]
    with pytest.raises(InputError) as before:
        resume(suspended(("illness", 10)), "illness", day(9))
    assert codes(before) == ["resumed_before"]


def test_only_a_declared_ground_and_its_owner_stop_time():
    for stop in (machine.suspend, machine.resume):
        with pytest.raises(InputError) as unknown:
            stop(TWO, accepted(TWO), "boredom", capacities=["handler"], on=day(10))
        assert codes(unknown) == ["no_such_ground"]
        with pytest.raises(ForbiddenError) as other:
            stop(TWO, accepted(TWO), "illness", capacities=["applicant"], on=day(10))
        assert codes(other) == ["not_yours"]


def test_a_closed_case_is_not_suspended():
    state = do(do(machine.begin(TWO), "submit", day(2)), "refuse", day(3))
    with pytest.raises(ConflictError) as error:
        suspend(state, "illness", day(4))
    assert codes(error) == ["closed"]


def test_only_a_ground_that_halts_keeps_acts_from_being_done():
    assert "answer" in do(suspended(("appraisal", 10)), "answer", day(11), procedure=TWO).done
    with pytest.raises(ConflictError) as error:
        do(suspended(("illness", 10)), "answer", day(11), procedure=TWO)
    assert codes(error) == ["suspended"]


def test_some_acts_are_done_while_all_else_stands_still():
    content = two_grounds()
    content["acts"].append(act("give-up", "deciding", "closed", outcome="withdrawn",
                               while_suspended=True))  # fmt: skip
    procedure = ready(declared(content))
    state = suspended(("illness", 10), content=content)
    assert do(state, "give-up", day(11), procedure=procedure).stage == "closed"
    offered = machine.possible(
        procedure, state, capacities=["handler"], on=day(11), due_of=lambda name: None
    )
    assert [each.act for each, _ in offered] == ["give-up"]


def test_what_ended_is_not_stopped_by_what_comes_later():
    state = suspended(("illness", 10))
    term_before = only(state, "accepting")
    assert term_before.ended == day(3)
    before = deadline_of(TWO, accepted(TWO), term_before, counting(day(31)))
    assert deadline_of(TWO, state, term_before, counting(day(31))).due == before.due


# Extension


def extend(state: CaseState, length: str, by: str, on: int = 5, **more: Any) -> CaseState:
    extension = Extension(parse_length(length), on=day(on))
    return machine.extend(TWO, state, "deciding", extension, capacity=by, **more)


def test_extensions_are_granted_in_their_order_by_whoever_may():
    state = accepted(TWO)
    with pytest.raises(ForbiddenError) as early:
        extend(state, "1m", "superior")
    assert codes(early) == ["extension_not_yours"]
    once = extend(state, "1m", "head")
    with pytest.raises(ForbiddenError) as again:
        extend(once, "1m", "head")
    assert codes(again) == ["extension_not_yours"]
    twice = extend(once, "2m", "superior")
    assert due(twice, "deciding", day(31), TWO) == date(2026, 9, 3), "six months in all"
    with pytest.raises(ConflictError) as more:
        extend(twice, "1m", "superior")
    assert codes(more) == ["no_more_extensions"]


@pytest.mark.parametrize("length", ["2m", "30d", "20wd"])
def test_an_extension_is_no_longer_than_declared_and_in_the_same_unit(length: str):
    with pytest.raises(InputError) as error:
        extend(accepted(TWO), length, "head")
    assert codes(error) == ["extended_too_far"]


def test_an_extension_without_a_length_is_fixed_by_who_approves():
    content = two_grounds()
    part(content, "term", "deciding")["extensions"] = [by_law(approval="head", most=2)]
    procedure = ready(declared(content))
    state = accepted(procedure)
    for length in ("2m", "45d"):
        extension = Extension(parse_length(length), on=day(5))
        state = machine.extend(procedure, state, "deciding", extension, capacity="head")
    assert len(only(state, "deciding").extensions) == 2


def test_what_ran_out_or_does_not_run_is_not_extended():
    state = accepted(TWO)
    with pytest.raises(InputError) as late:
        extend(state, "1m", "head", on=20, due=day(19))
    assert codes(late) == ["extended_late"]
    assert extend(state, "1m", "head", on=19, due=day(19)).running("deciding")[0].extensions
    for name in ("accepting", "answer", "no-such-term"):
        with pytest.raises(ConflictError) as error:
            machine.extend(
                TWO, state, name, Extension(parse_length("1m"), on=day(5)), capacity="head"
            )
        assert codes(error) == ["term_not_running"]


# What is shown


def test_terms_are_told_with_the_next_due_first_and_ended_ones_last():
    state = serve(accepted(), "notice", "respondent", day(4))
    found = case_terms(PROCEDURE, state, counting(day(20)))
    assert [each.declared.term for each in found] == ["answer", "deciding", "accepting"]
    assert [each.overdue(day(20)) for each in found] == [True, False, False]
    assert not found[2].ended_late
    late = do(do(machine.begin(PROCEDURE), "submit", day(2)), "refuse", day(10))
    assert case_terms(PROCEDURE, late, counting(day(10)))[0].ended_late


def test_a_version_is_told_by_its_content():
    declaration = declared(small())
    again = type(declaration).model_validate(content_of(declaration))
    assert digest_of(again) == digest_of(declaration) == PROCEDURE.digest
    other = small()
    part(other, "term", "answer")["length"] = "16d"
    assert digest_of(declared(other)) != PROCEDURE.digest
