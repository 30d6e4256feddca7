"""How the clocks of a case are stopped, lengthened and shown."""

from __future__ import annotations

from datetime import date
from typing import Any

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
from tests.core.procedures.small import act, by_law, declared, part, small, words
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import content_of, digest_of, ready
from zhiheng.core.procedures.running import case_terms, deadline_of
from zhiheng.core.procedures.state import CaseState
from zhiheng.core.terms.lengths import parse_length
from zhiheng.core.terms.suspensions import Extension

# Suspension


def suspended(*grounds: tuple[str, int], content: dict[str, Any] | None = None) -> CaseState:
    state = accepted(ready(declared(content or two_grounds())))
    for ground, on in grounds:
        state = suspend(state, ground, day(on), content)
    return state


def test_closing_ends_what_still_stood():
    content = two_grounds()
    part(content, "act", "refuse").update({"from": ["deciding"], "while_suspended": True})
    procedure = ready(declared(content))
    state = machine.suspend(
        procedure, accepted(procedure), "illness", capacities={"handler"}, on=day(5)
    )
    closed = do(state, "refuse", day(9), procedure=procedure)
    assert [(each.first, each.last) for each in closed.suspensions] == [(day(5), day(8))]
    again = do(state, "refuse", day(5), procedure=procedure)
    assert again.suspensions == ()


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
