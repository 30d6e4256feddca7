"""What the documents tell people to type works, and what they name exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT, place_of

FENCE = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = re.compile(r"`((?:src|tests|tools|docs|core|office|declarations|\.ci)/[\w./-]*)`")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
READMES = ("README.md", "README.zh-CN.md")


def fences(name: str) -> list[str]:
    return FENCE.findall((ROOT / name).read_text(encoding="utf-8"))


def commands(name: str) -> list[str]:
    lines = (
        line.partition("#")[0].strip() for fence in fences(name) for line in fence.splitlines()
    )
    return [line for line in lines if line]


def test_both_readmes_tell_the_same_commands():
    assert commands(READMES[0]) == commands(READMES[1])
    assert {"make run", "make test"} <= set(commands(READMES[0]))


@pytest.mark.parametrize("name", [*READMES, "DEVELOPERS.md"])
def test_recipes_that_are_named_exist(name: str):
    recipes = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    typed = [line.split()[1:] for line in commands(name) if line.startswith("make ")]
    assert typed
    assert {recipe for words in typed for recipe in words} <= recipes


def test_the_commands_of_the_readme_run_one_after_the_other(tmp_path: Path):
    script = [line for line in commands("README.md") if not line.startswith("make ")]
    assert len(script) >= 5
    own = {name: value for name, value in os.environ.items() if not name.startswith("ZHIHENG_")}
    done = subprocess.run(
        ["bash", "-ec", "\n".join(script)],
        cwd=tmp_path,
        env={
            **own,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
            "ZHIHENG_HOME": str(tmp_path / "home"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "每万人口有效发明专利拥有量" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=place_of)
def test_files_that_documents_name_exist(document: Path):
    named = set(NAMED.findall(document.read_text(encoding="utf-8")))
    places = (ROOT, ROOT / "src/zhiheng")
    # A file yet to be written is called x; so is what an office adds in its own folder.
    missing = [
        name
        for name in named
        if Path(name).stem not in {"x", "utility-model-grants", "2027", "copies-refusal"}
        and not any((place / name).exists() for place in places)
    ]
    assert missing == []


@pytest.mark.parametrize("name", READMES)
def test_the_first_screen_shows_question_picture_and_commands(name: str):
    first_screen = (ROOT / name).read_text(encoding="utf-8").splitlines()[:45]
    text = "\n".join(first_screen)
    assert "docs/screenshots/cockpit.png" in text
    assert "make run" in text
    assert "make test" in text
    assert text.count("\n| ") >= 4
