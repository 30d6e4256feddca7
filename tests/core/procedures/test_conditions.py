"""Acts and terms that belong only to cases whose form says so; papers that are drafted anew."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.core.procedures.small import act, declared, part, problems, small, term, words
from zhiheng.core.errors import ConflictError
from zhiheng.core.procedures import machine
from zhiheng.core.procedures.procedure import Procedure, ready
from zhiheng.core.procedures.running import length_of
from zhiheng.core.procedures.state import CaseState

DAY = date(2026, 3, 2)
URGENT = {"field": "urgent", "is": ["yes"]}


def _procedure(**changed: Any) -> Procedure:
    content = small()
    content["acts"].append(act("hurry", "submitted", "deciding", when=URGENT))
    content["terms"].append(
        term("hurrying", "2wd", starts=["submit"], ends=["hurry"], when=URGENT, **changed)
    )
    return ready(declared(content))


def _begun(procedure: Procedure, **given: str) -> CaseState:
    return _done(procedure, machine.begin(procedure)._replace(given=given), "submit", "applicant")


def _done(procedure: Procedure, state: CaseState, name: str, by: str = "handler") -> CaseState:
    return machine.perform(
        procedure, state, name, capacities=[by], on=DAY, due_of=lambda _: None,
        length_of=lambda each: length_of(each, state.given, {"set": "9d"}.__getitem__),
    )  # fmt: skip


@pytest.mark.parametrize(("urgent", "runs"), [("yes", True), ("no", False)])
def test_a_term_runs_only_where_the_form_says_so(urgent: str, runs: bool) -> None:
    state = _begun(_procedure(), urgent=urgent)
    assert bool(state.running("hurrying")) is runs
    assert len(state.running("accepting")) == 1


def test_an_act_is_offered_and_done_only_where_the_form_says_so() -> None:
    procedure = _procedure()
    for given in ({"urgent": "no"}, {}):
        state = _begun(procedure, **given)
        with pytest.raises(ConflictError) as other:
            _done(procedure, state, "hurry")
        assert [each.code for each in other.value.problems] == ["procedure.not_for_this_case"]
        assert "hurry" not in _offered(procedure, state)
    urgent = _begun(procedure, urgent="yes")
    assert "hurry" in _offered(procedure, urgent)
    assert _done(procedure, urgent, "hurry").stage == "deciding"


def _offered(procedure: Procedure, state: CaseState) -> set[str]:
    found = machine.possible(
        procedure, state, capacities=["handler"], on=DAY, due_of=lambda _: None
    )
    return {each.act for each, _ in found}


def test_a_variant_may_be_set_by_a_parameter() -> None:
    variants = [{"when": URGENT, "parameter": "set"}]
    state = _begun(_procedure(variants=variants), urgent="yes")
    assert [each.length for each in state.running("hurrying")] == ["9d"]


@pytest.mark.parametrize("lengths", [{}, {"length": "3d", "parameter": "set"}])
def test_a_variant_has_one_length(lengths: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one of length, parameter"):
        _procedure(variants=[{"when": URGENT, **lengths}])


def test_a_paper_served_in_one_round_is_yet_to_be_served_in_the_next() -> None:
    content = small()
    part(content, "paper", "request-for-supplement").update(to=["applicant"], served=True)
    part(content, "act", "deem-withdrawn")["needs"] = {"served": ["request-for-supplement"]}
    procedure = ready(declared(content))
    state = _done(procedure, _begun(procedure), "ask-supplement")
    told = _served(procedure, state)
    assert _done(procedure, told, "deem-withdrawn").stage == "closed"
    again = _done(procedure, told, "supplement", "applicant")
    again = _done(procedure, again, "ask-supplement")
    assert (again.issued, again.served) == (frozenset(), frozenset())
    twice = machine.issue(told, "request-for-supplement", procedure=procedure, on=DAY)
    assert (twice.issued, twice.served) == (frozenset({"request-for-supplement"}), frozenset())


def _served(procedure: Procedure, state: CaseState) -> CaseState:
    paper = "request-for-supplement"
    state = machine.issue(state, paper, procedure=procedure, on=DAY)
    return machine.serve(
        state, paper, procedure=procedure, to="applicant", of="1", mode="delivery", sent=DAY,
        complete=True, length_of=lambda each: each.length,
    )  # fmt: skip


def test_a_date_that_is_compared_with_none_and_an_unknown_answer_are_told() -> None:
    content = small()
    fields = content["form"][0]["fields"]
    fields.append({"field": "paid_on", "kind": "date", "label": words("日"), "not_after": "title"})
    content["anonymous"] = {"field": "urgent", "is": ["perhaps"]}
    assert problems(content) == [
        ("procedure.unknown_name", "form.paid_on.not_after"),
        ("procedure.unknown_name", "anonymous"),
    ]


def test_only_dates_are_put_in_order() -> None:
    content = small()
    content["form"][0]["fields"][0]["not_after"] = "title"
    with pytest.raises(ValidationError, match="not_after belongs to fields of the kind date"):
        declared(content)
