"""`zhiheng case`: the same acts as the pages, with exit codes that tell what was wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from tests.office.cases.conftest import (  # noqa: F401  # fixtures are found by their names
    GIVEN,
    Cast,
    _procedure,
    cast,
)
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.cli.root import root


def run(*words: object) -> Result:
    return CliRunner().invoke(root, list(map(str, words)), catch_exceptions=True)


def answer(*words: object) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture
def number(cast: Cast) -> str:  # noqa: F811
    """A case handed in from the command line."""
    given = [word for name, value in GIVEN.items() for word in ("--field", f"{name}={value}")]
    made = answer("case", "begin", "small", *given, "--as", "cilla")
    assert len(made["code"]) == 21
    return str(made["number"])


def test_a_case_goes_from_its_form_to_an_extended_term(number: str):
    assert answer("case", "take", number, "--as", "olga")["what"] == "taken"
    [accept, *_rest] = answer("case", "acts", number, "--as", "olga")
    assert accept["act"] == "ask-supplement" or accept["missing"] == []
    done = answer("case", "act", number, "accept", "--key", "k1", "--as", "olga")
    assert (done["stage"], done["what"]) == ("deciding", "act")
    again = answer("case", "act", number, "accept", "--key", "k1", "--as", "olga")
    assert again["event"] == done["event"]
    due = answer("case", "show", number)["due"]
    longer = answer("case", "extend", number, "deciding", "案情复杂", "--as", "lena")
    assert longer["due"] > due
    stands = answer("case", "suspend", number, "illness", "住院", "--as", "olga")
    assert stands["status"] == "suspended"
    assert answer("case", "resume", number, "illness", "--as", "olga")["status"] == "open"
    assert answer("case", "assign", number, "oskar", "--as", "lena")["what"] == "assigned"


def test_a_file_is_handed_in_and_shown(cast: Cast, tmp_path: Path):  # noqa: F811
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(b"%PDF-1.7 proof")
    given = [word for name, value in GIVEN.items() for word in ("--field", f"{name}={value}")]
    made = answer("case", "begin", "small", *given, "--file", f"proof={proof}", "--as", "cilla")
    shown = answer("case", "show", made["number"], "--as", "cilla")
    assert shown["file"][0]["files"] == ["证明.pdf"]
    assert shown["terms"][0]["derivation"]


def test_lists_are_narrowed_and_exported(number: str, tmp_path: Path):
    [listed] = answer("case", "list", "--procedure", "small", "--text", "路灯")
    assert listed["number"] == number
    assert answer("case", "list", "--as", "fred") == []
    file = tmp_path / "案件.xlsx"
    assert run("case", "export", file).exit_code == 0
    rows = list(load_workbook(file).active.values)
    assert rows[1][0] == number
    assert run("case", "export", tmp_path / "案件.txt").exit_code == 3


def test_the_load_is_what_somebody_looks_after(number: str):
    assert answer("case", "load", "--as", "lena")["total"]["open"] == 1
    assert answer("case", "load", "--as", "fred")["total"]["open"] == 0
    assert "open" in run("case", "load", "--by", "handler").stdout


def test_counting_anew_tells_what_moved(number: str):
    assert answer("case", "recount", number) == []
    assert answer("case", "recount", "--all") == []
    assert run("case", "recount", number, "--all").exit_code == 3


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", "CS-2026-999999"], 4),
        (["take", "NUMBER", "--as", "fred"], 5),
        (["take", "NUMBER", "--as", "nobody-here"], 4),
        (["act", "NUMBER", "accept", "--as", "cilla"], 5),
        (["act", "NUMBER", "decide", "--as", "olga"], 6),
        (["act", "NUMBER", "no-such-act", "--as", "olga"], 3),
        (["act", "NUMBER", "accept", "--field", "title", "--as", "olga"], 3),
        (["act", "NUMBER", "accept", "--file", "proof=/no/such/file", "--as", "olga"], 4),
        (["begin", "no-such-procedure", "--as", "cilla"], 4),
        (["begin", "small", "--as", "cilla"], 3),
        (["begin", "small", "--for", "没有这家公司", "--as", "cilla"], 4),
        (["act", "NUMBER", "accept"], 2),
    ],
)
def test_what_was_wrong_is_told_by_the_exit_code(number: str, words: list[str], code: int):
    given = [number if word == "NUMBER" else word for word in words]
    before = Entry.objects.count()
    done = run("case", *given)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    assert Entry.objects.count() == before
    assert Case.objects.count() == 1
