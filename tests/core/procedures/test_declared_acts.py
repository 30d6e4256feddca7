"""What the declaration of an act, a field or a term can say beside its law."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from tests.core.procedures.small import act, part, small, term
from zhiheng.core.errors import ForbiddenError
from zhiheng.core.procedures import forms, machine
from zhiheng.core.procedures.declared import Act, FormField, ProcedureDeclaration
from zhiheng.core.procedures.procedure import Procedure, ready
from zhiheng.core.procedures.state import CaseState

TODAY = date(2026, 3, 2)


def field(kind: str, largest: int) -> FormField:
    label = {"zh": "数额", "en": "Amount"}
    return FormField.model_validate(
        {"field": "amount", "kind": kind, "label": label, "largest": largest}
    )


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [("money", "3000", "3000.00"), ("money", "3,000元", "3000.00"), ("integer", "3000", "3000")],
)
def test_an_amount_up_to_its_ceiling_is_kept(kind: str, text: str, kept: str) -> None:
    assert forms.read([field(kind, 3000)], {"amount": text}) == ({"amount": kept}, {})


@pytest.mark.parametrize(("kind", "text"), [("money", "3000.01"), ("integer", "3001")])
def test_an_amount_above_its_ceiling_is_told(kind: str, text: str) -> None:
    values, problems = forms.read([field(kind, 3000)], {"amount": text})
    assert values == {}
    assert problems["amount"].values["largest"] == "3000"


def test_without_a_ceiling_any_amount_is_kept() -> None:
    assert forms.read([field("money", 0)], {"amount": "9000000"})[1] == {}


@pytest.mark.parametrize("more", [{"by": ["applicant"]}, {"notifies": ["respondent"]}])
def test_an_internal_act_is_not_a_partys(more: dict[str, Any]) -> None:
    Act.model_validate(act("weigh", "deciding", internal=True))
    with pytest.raises(ValidationError, match="internal act"):
        Act.model_validate(act("weigh", "deciding", internal=True, **more))


def reviewed(**more: Any) -> Procedure:
    content = small()
    content["acts"].append(act("review", "submitted", by=["clerk"], not_by=["handler"], **more))
    return ready(ProcedureDeclaration.model_validate(content))


def performed(procedure: Procedure, state: CaseState, name: str, *by: str) -> CaseState:
    return machine.perform(
        procedure, state, name, capacities=by, on=TODAY, length_of=lambda term: term.length,
        due_of=lambda name: None,
    )  # fmt: skip


def test_whoever_handles_the_case_is_barred_in_every_other_capacity() -> None:
    procedure = reviewed()
    state = machine.begin(procedure)
    assert "review" in performed(procedure, state, "review", "clerk").done
    with pytest.raises(ForbiddenError) as refused:
        performed(procedure, state, "review", "clerk", "handler")
    assert refused.value.problems[0].code == "procedure.own_case"


def offered(procedure: Procedure, *by: str) -> set[str]:
    found = machine.possible(
        procedure, machine.begin(procedure), capacities=by, on=TODAY, due_of=lambda name: None
    )
    return {each.act for each, _ in found}


def test_what_one_is_barred_from_is_not_offered() -> None:
    procedure = reviewed()
    assert "review" in offered(procedure, "clerk")
    assert "review" not in offered(procedure, "clerk", "handler")


@pytest.mark.parametrize(("repeats", "running"), [(True, 2), (False, 1)])
def test_a_term_begins_beside_or_instead_of_the_one_that_runs(repeats: bool, running: int) -> None:
    content = small()
    content["acts"].append(act("note", "submitted"))
    content["terms"].append(term("noted", "5wd", starts=["note"], repeats=repeats, lapse=part(
        content, "act", "submit")["title"]))  # fmt: skip
    procedure = ready(ProcedureDeclaration.model_validate(content))
    state = performed(procedure, machine.begin(procedure), "note", "handler")
    state = performed(procedure, state, "note", "handler")
    assert len(state.running("noted")) == running
