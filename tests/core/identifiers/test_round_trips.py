"""What is read once reads the same for ever, and no text whatever breaks a reader."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.identifiers.agency_code import (
    agency_code_problems,
    explain_agency_code,
    normalise_agency_code,
)
from zhiheng.core.identifiers.application_number import (
    application_number_problems,
    explain_application_number,
    normalise_application_number,
)
from zhiheng.core.identifiers.divisions import (
    division_code_problems,
    explain_division_code,
    load_divisions,
    normalise_division_code,
)
from zhiheng.core.identifiers.explanation import Step
from zhiheng.core.identifiers.ipc import (
    explain_ipc,
    ipc_problems,
    is_within,
    normalise_ipc,
    parse_ipc,
)
from zhiheng.core.identifiers.organisation_code import (
    explain_organisation_code,
    normalise_organisation_code,
    organisation_code_problems,
)
from zhiheng.core.identifiers.publication_number import (
    explain_publication_number,
    normalise_publication_number,
    publication_number_problems,
)
from zhiheng.core.identifiers.registration_number import (
    RegistrationKind,
    explain_registration_number,
    parse_registration_number,
    registration_number_problems,
)
from zhiheng.core.identifiers.right_number import (
    explain_right_number,
    normalise_right_number,
    right_number_problems,
)
from zhiheng.core.identifiers.trademark_classes import (
    explain_similar_group,
    normalise_similar_group,
    similar_group_problems,
)
from zhiheng.core.identifiers.trademark_number import (
    explain_trademark_number,
    normalise_trademark_number,
    trademark_number_problems,
)
from zhiheng.core.identifiers.uscc import explain_uscc, normalise_uscc, uscc_problems

Verbs = tuple[Callable[[str], str], Callable[[str], list[Problem]], Callable[[str], list[Step]]]


def registration(kind: RegistrationKind) -> Verbs:
    """The three verbs of the numbers of one kind of registration."""
    return (
        lambda text: str(parse_registration_number(text, kind)),
        partial(registration_number_problems, kind=kind),
        partial(explain_registration_number, kind=kind),
    )


KINDS: dict[str, Verbs] = {
    "application": (
        normalise_application_number,
        application_number_problems,
        explain_application_number,
    ),
    "publication": (
        normalise_publication_number,
        publication_number_problems,
        explain_publication_number,
    ),
    "uscc": (normalise_uscc, uscc_problems, explain_uscc),
    "organisation": (
        normalise_organisation_code,
        organisation_code_problems,
        explain_organisation_code,
    ),
    "ipc": (normalise_ipc, ipc_problems, explain_ipc),
    "trademark": (normalise_trademark_number, trademark_number_problems, explain_trademark_number),
    "similar group": (normalise_similar_group, similar_group_problems, explain_similar_group),
    "division": (normalise_division_code, division_code_problems, explain_division_code),
    "agency": (normalise_agency_code, agency_code_problems, explain_agency_code),
    "right": (normalise_right_number, right_number_problems, explain_right_number),
    **{kind.value: registration(kind) for kind in RegistrationKind},
}
LANGUAGES = ("zh", "en")
# Any text, and text made of what numbers are made of, which gets further into the readers.
TEXTS = st.one_of(
    st.text(max_size=24),
    st.text("0123456789ABCDGHNPUXYZ.-/ 　０Ｃ", max_size=20),
    st.from_regex(r"(CN|ZL)?[0-9]{8}([0-9]{4})?\.?[0-9X]?", fullmatch=True),
    st.from_regex(r"[A-H][0-9]{2}[A-Z][0-9]{1,4}/[0-9]{2,6}", fullmatch=True),
    st.from_regex(r"(第|G|US|SN|RN|EM)?[0-9]{1,9}[A-Z]?号?", fullmatch=True),
    st.from_regex(r"(BS\.|20[0-9]{2}SR|CN[AF]|[XY]20[0-9]{2})[0-9]{7,11}", fullmatch=True),
    st.from_regex(r"[国粤]作登字-?20[0-9]{2}-?[A-L]-?[0-9]{8}", fullmatch=True),
    st.from_regex(r"(CN|WO|EP)[1-3][0-9]{6,8}[A-U][0-9]?", fullmatch=True),
)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)  # the first example loads lists and messages
@given(text=TEXTS)
def test_normalise_and_problems_tell_the_same_story(kind: str, text: str) -> None:
    normalise, find_problems, explain = KINDS[kind]
    problems = find_problems(text)
    if problems:
        with pytest.raises(InputError) as error:
            normalise(text)
        assert list(error.value.problems) == problems
        assert all(
            problem_text(problem, language) for problem in problems for language in LANGUAGES
        )
        return
    canonical = normalise(text)
    assert normalise(canonical) == canonical
    assert explain(text)


@given(
    st.from_regex(r"[A-H][0-9]{2}[A-Z]", fullmatch=True),
    st.integers(1, 999),
    st.from_regex(r"[0-9]{2}[1-9]{0,4}", fullmatch=True),
)
def test_the_forms_of_an_ipc_symbol_agree(subclass: str, group: int, subgroup: str) -> None:
    symbol = f"{subclass}{group}/{subgroup}"
    assert normalise_ipc(f"{subclass}{group:04}{subgroup:0<6}") == symbol
    assert normalise_ipc(f"{subclass}{group:4}/{subgroup:<6}(2006.01)") == symbol
    parsed = parse_ipc(symbol)
    assert parsed.main_group == f"{subclass}{group}/00"
    assert is_within(symbol, f"{subclass}{group}*")
    assert not is_within(f"{subclass}{group}0/{subgroup}", f"{subclass}{group}*")


def test_every_listed_division_reads_as_itself() -> None:
    divisions = load_divisions()
    for code in divisions.by_code:
        assert normalise_division_code(code) == code
        assert divisions.path_to(code)[-1].code == code
