"""Explanations show the arithmetic, for right numbers and for wrong ones."""

from __future__ import annotations

import pytest

from zhiheng.core.errors import InputError
from zhiheng.core.identifiers.application_number import explain_application_number
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.uscc import explain_uscc


def values(steps: list[Step]) -> dict[str, str]:
    return {step.en: step.value for step in steps}


def test_a_wrong_application_number_is_explained_up_to_the_digit_it_should_have() -> None:
    shown = values(explain_application_number("201710601862.4"))
    assert shown["“201710601862” times the weights"] == (
        "2×2 + 0×3 + 1×4 + 7×5 + 1×6 + 0×7 + 6×8 + 0×9 + 1×2 + 8×3 + 6×4 + 2×5"
    )
    assert shown["Weighted sum"] == "157"
    assert shown["Modulo 11 (10 is X)"] == "3"
    assert shown["Check digit given"] == "4"
    assert shown["Canonical form"] == "201710601862.3"


def test_the_kind_of_a_pct_application_is_named() -> None:
    shown = values(explain_application_number("00814037.5"))
    assert shown["Year of filing"] == "00 → 2000"
    assert shown["Kind of right"].startswith("8 → 发明 (invention)，PCT")


def test_both_checks_of_a_credit_code_are_explained() -> None:
    steps = explain_uscc("91110108551385082Q")
    assert [step.value for step in steps if step.en == "Weighted sum"] == ["185", "999"]
    shown = values(steps)
    assert shown["Registering department"] == "9 → 市场监管 (market regulation)"
    assert shown["11 minus it (10 is X, 11 is 0)"] == "2"
    assert shown["Modulo 31"] == "7"
    assert shown["31 minus it; 0 where it is 0"] == "24"
    assert shown["Check character"] == "Q"


def test_what_cannot_be_computed_is_refused_with_its_problems() -> None:
    with pytest.raises(InputError) as error:
        explain_uscc("12345")
    assert [problem.code for problem in error.value.problems] == ["uscc.length"]
