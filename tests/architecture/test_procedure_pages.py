"""Every declared procedure holds, and its page in the manual is current."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import build_procedures_reference
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.papers.loading import packaged_templates
from zhiheng.core.procedures.check_papers import filling
from zhiheng.core.procedures.checks import check
from zhiheng.core.procedures.finding import answer_names, load_questions
from zhiheng.core.procedures.loading import packaged_procedures
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.core.screening.veto import QUESTIONS
from zhiheng.core.terms.regimes import packaged_regimes
from zhiheng.office.accounts.enums import OrganisationKind, Role

PROCEDURES = packaged_procedures().every_version()
PAGES = build_procedures_reference.pages()


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_a_declared_procedure_can_be_carried_through(procedure: Procedure):
    problems = check(
        procedure.declaration,
        regimes=packaged_regimes(),
        parameters=load_catalogue().parameters,
        templates=filling(packaged_templates()),
        names={
            "procedure": packaged_procedures().names,
            "role": Role.values,
            "body": OrganisationKind.values,
            "answer": answer_names(load_questions()),
            "veto": QUESTIONS,
        },
    )
    assert [f"{each.position}: {problem_text(each)}" for each in problems] == []


def test_the_pages_of_procedures_are_current():
    assert list(build_procedures_reference.outdated_pages()) == []


def test_a_page_that_is_not_current_or_left_over_is_noticed(tmp_path: Path):
    for name, text in PAGES.items():
        (tmp_path / name).write_text(f"{text} ", encoding="utf-8")
    (tmp_path / "given-up.md").write_text("# Given up", encoding="utf-8")
    outdated = build_procedures_reference.outdated_pages(tmp_path)
    assert set(outdated) == {*PAGES, "given-up.md"}
    assert outdated["given-up.md"] == ""


@pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: each.name)
def test_a_page_names_every_part_of_its_procedure(procedure: Procedure):
    text = PAGES[f"{procedure.name}.md"]
    for names in (
        procedure.stages, procedure.acts, procedure.terms, procedure.grounds, procedure.sessions,
        procedure.papers,
    ):  # fmt: skip
        for name in names:
            assert f"| `{name}` |" in text
