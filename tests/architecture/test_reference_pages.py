"""The manual is complete and says what the code does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.architecture.source_files import ROOT, place_of
from tools import build_reference, build_settings_reference, build_spec_manual
from zhiheng.core.declarations.catalogue import KINDS, load_catalogue
from zhiheng.core.declarations.messages import problem_wordings
from zhiheng.office import cli
from zhiheng.office.cli.errors import EXIT_CODES
from zhiheng.office.config.variables import VARIABLES

REFERENCE = ROOT / "docs/reference"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")
CATALOGUE = load_catalogue()
# Small declarations that belong together share a file.
SHARING = {"parameters", "indicators", "departments"}


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def commands(command: click.Command, path: str) -> list[str]:
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    found = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
    below = [commands(each, f"{path} {name}") for name, each in found if each]
    return [path, *(name for names in below for name in names)]


def test_generated_pages_are_current():
    # As `make check` does it, in a process of its own: what other tests left must not matter.
    command = [sys.executable, "tools/build_reference.py", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert build_spec_manual.outdated_pages() == []
    assert page("settings.md") == build_settings_reference.reference()


def test_a_page_that_is_not_current_is_noticed(tmp_path: Path):
    for path in REFERENCE.glob("*.md"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert set(build_reference.outdated_pages(tmp_path)) == set(build_reference.pages())


def test_every_register_and_column_has_its_entry():
    text = page("registers.md")
    for register in CATALOGUE.registers.values():
        section = text.partition(f"## `{register.name}` ")[2].partition("\n## ")[0]
        assert register.description.zh.strip() in section
        for column in register.columns:
            assert f"| `{column.name}` | {column.type} |" in section
        for column_map in register.column_maps:
            assert f"### Table `{column_map.name}`" in section


def test_every_indicator_parameter_and_problem_has_its_entry():
    indicators, parameters, problems = map(page, ("indicators.md", "parameters.md", "problems.md"))
    assert [name for name in CATALOGUE.indicators if f"## `{name}` " not in indicators] == []
    assert [name for name in CATALOGUE.parameters if f"| `{name}` |" not in parameters] == []
    assert [code for code in problem_wordings() if f"| `{code}` |" not in problems] == []


def test_every_command_and_setting_has_its_entry():
    from zhiheng.office.cli.root import root

    text = page("cli.md")
    known = commands(root, "zhiheng")
    assert "zhiheng feed import" in known
    assert [name for name in known if f"`{name}`" not in text and name != "zhiheng"] == []
    assert [
        each.name for each in VARIABLES if f"| `{each.name}` |" not in page("settings.md")
    ] == []


def test_every_command_shows_an_example():
    from zhiheng.office.cli.root import root

    sections = page("cli.md").split("\n### ")[1:]
    typed = [name for name in commands(root, "zhiheng") if name.count(" ") >= 2]
    verbs = [name for name in typed if not any(each.startswith(f"{name} ") for each in typed)]
    assert len(sections) == len(verbs)
    assert [section.partition("\n")[0] for section in sections if "Example:" not in section] == []


def test_exit_codes_are_those_of_the_command_line():
    documented = {code for code, _, _ in build_reference.EXIT_CODES}
    assert {code for _, code in EXIT_CODES} <= documented
    told = {int(number) for number in re.findall(r"(?:: |· |·\n)(\d+) ", cli.__doc__ or "")}
    assert told == documented


@pytest.mark.parametrize("kind", KINDS)
def test_every_declaration_is_a_file_of_its_kind(kind: str):
    files = list((ROOT / "src/zhiheng/declarations" / kind).glob("*.yaml"))
    assert files, f"no declarations of {kind}"
    if kind not in SHARING:
        assert {path.stem for path in files} == set(getattr(CATALOGUE, kind))


@pytest.mark.parametrize("document", DOCUMENTS, ids=place_of)
def test_links_between_documents_lead_somewhere(document: Path):
    text = document.read_text(encoding="utf-8")
    broken = [link for link in LINK.findall(text) if not (document.parent / link).exists()]
    assert broken == []


def test_all_parts_are_listed_once():
    rows = re.findall(
        r"^\| ([A-G]\d) \|", (ROOT / "docs/parts.md").read_text("utf-8"), re.MULTILINE
    )
    counted = {"A": 5, "B": 5, "C": 9, "D": 6, "E": 7, "F": 5, "G": 4}
    assert rows == [
        f"{group}{number + 1}" for group, most in counted.items() for number in range(most)
    ]
    assert len(rows) == 41
