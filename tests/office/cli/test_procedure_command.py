"""`zhiheng procedure` as people and programs call it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from django.utils import translation

from tests.architecture.source_files import ROOT
from tests.core.procedures.small import part, small, words
from zhiheng.core.errors import DeclarationError, NotFoundError, PersonError
from zhiheng.core.procedures.loading import load_procedures, packaged_procedures
from zhiheng.office.cli.procedure import group


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def declare(folder: Path, content: dict[str, Any]) -> Path:
    (folder / "procedures").mkdir(exist_ok=True)
    (folder / "papers").mkdir(exist_ok=True)
    text = yaml.safe_dump(content, allow_unicode=True)
    (folder / "procedures" / "small.yaml").write_text(text, encoding="utf-8")
    for paper in content["papers"]:
        template = {"paper": paper["paper"], "title": paper["title"], "signature": "office",
                    "body": ["关于{{ form.title }}的文书。"]}  # fmt: skip
        path = folder / "papers" / f"{paper['paper']}.yaml"
        path.write_text(yaml.safe_dump(template, allow_unicode=True), encoding="utf-8")
    return folder


def told(result: Result) -> list[tuple[str, str]]:
    assert isinstance(result.exception, PersonError), result.output
    return [(each.code, each.position) for each in result.exception.problems]


def test_the_list_names_every_procedure_in_force() -> None:
    rows = answer("list", "--on", "2026-11-26")
    assert {row["name"] for row in rows} == set(packaged_procedures().names)
    found = next(row for row in rows if row["name"] == "patent-infringement-adjudication")
    assert (found["title"], found["stages"]) == ("专利侵权纠纷行政裁决", 10)
    early = {row["name"] for row in answer("list", "--on", "2024-01-01")}
    assert "patent-infringement-adjudication" not in early


def test_what_was_proved_is_listed() -> None:
    rows = answer("check", "entity-registration")
    assert [row["name"] for row in rows] == ["entity-registration"]


def test_a_sound_procedure_of_an_office_is_proved(tmp_path: Path) -> None:
    content = small()
    content["title"] = words("本局的程序")
    declare(tmp_path, content)
    (row,) = answer("check", "small", "--folder", str(tmp_path))
    assert (row["name"], row["title"]) == ("small", "本局的程序")


def test_every_defect_is_told_with_its_place(tmp_path: Path) -> None:
    content = small()
    part(content, "act", "supplement")["by"] = ["panel-chair"]
    part(content, "term", "suing").pop("lapse")
    declare(tmp_path, content)
    (tmp_path / "papers" / "summons.yaml").unlink()
    notice = tmp_path / "papers" / "notice.yaml"
    text = notice.read_text(encoding="utf-8").replace("form.title", "form.titel")
    notice.write_text(text, encoding="utf-8")
    assert told(run("check", "small", "--folder", str(tmp_path))) == [
        ("procedure.nobody", "acts.supplement.by"),
        ("procedure.term_never_ends", "terms.suing"),
        ("paper.unknown_value", "papers.notice body.0"),
        ("paper.no_template", "papers.summons"),
    ]


def test_a_file_that_cannot_be_read_is_told_with_its_line(tmp_path: Path) -> None:
    content = small()
    content["stages"][0]["colour"] = "red"
    declare(tmp_path, content)
    result = run("check", "--folder", str(tmp_path))
    assert isinstance(result.exception, DeclarationError)
    (problem,) = result.exception.problems
    assert problem.file.endswith("small.yaml")
    assert problem.position.startswith("line ")


def test_names_that_are_missing_are_told_when_procedures_are_loaded(tmp_path: Path) -> None:
    content = small()
    part(content, "act", "accept").update(to="limbo")
    declare(tmp_path, content)
    with pytest.raises(DeclarationError) as error:
        load_procedures(tmp_path)
    assert [(each.code, each.position) for each in error.value.problems] == [
        ("procedure.unknown_name", "acts.accept.to")
    ]


def test_a_guide_is_shown_in_both_languages() -> None:
    assert answer("show", "entity-registration")["title"] == "专利预审备案"
    with translation.override("en"):
        found = answer("show", "entity-registration")
    assert found["title"] == "Registration for patent pre-examination"
    assert found["stages"][0]["steps"][0]["by"] == "applicant"
    table = run("show", "entity-registration").stdout
    assert "备案审核" in table
    assert "负责人批准" in table


def test_a_diagram_is_written_as_svg_and_as_mermaid() -> None:
    light, dark = (
        run("show", "entity-registration", "--svg", *more).stdout for more in ((), ("--dark",))
    )
    for text in (light, dark):
        assert ElementTree.fromstring(text).tag == "{http://www.w3.org/2000/svg}svg"
    assert light != dark
    assert run("show", "entity-registration", "--mermaid").stdout.startswith("flowchart TD\n")


@pytest.mark.parametrize(
    "command", [("show", "no-such"), ("check", "no-such")], ids=["show", "check"]
)
def test_an_unknown_procedure_is_told(command: tuple[str, ...]) -> None:
    assert isinstance(run(*command).exception, NotFoundError)


def test_another_day_shows_another_version_or_none() -> None:
    early = run("show", "patent-infringement-adjudication", "--on", "2024-01-01")
    assert isinstance(early.exception, NotFoundError)
    assert run("show", "patent-infringement-adjudication", "--on", "tomorrow").exit_code != 0


def test_the_procedure_of_the_manual_holds_as_it_stands_there(tmp_path: Path) -> None:
    text = (ROOT / "docs/how-to/declare-a-procedure.md").read_text(encoding="utf-8")
    procedure, paper = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    for kind, name, content in (
        ("procedures", "seal-copies", procedure),
        ("papers", "copies-refusal", paper),
    ):
        (tmp_path / kind).mkdir()
        (tmp_path / kind / f"{name}.yaml").write_text(content, encoding="utf-8")
    (row,) = answer("check", "seal-copies", "--folder", str(tmp_path))
    assert (row["name"], row["acts"], row["terms"]) == ("seal-copies", 3, 1)
