"""The installed command line, run as a program with a home of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import openpyxl
import pytest

from tests.office.registers.cities import PEOPLE
from tests.office.registers.feeds import (
    BROKEN_ENTERPRISES,
    CORRECTED_CELLS,
    GOOD_ENTERPRISES,
    TENCENT,
    write,
)
from zhiheng.office.cli.root import root

PROGRAM = Path(sys.executable).parent / "zhiheng"
PATENT = "201910302430.1"
PEOPLE_OF_2020 = "行政区划代码,地区,年份,常住人口(万人)\n440300,深圳市,2020,1763.38\n"


@pytest.fixture(scope="module")
def home(prepared_home: Path) -> Iterator[Path]:
    """A home with two patents, an enterprise, one line set aside and the people of a year."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        shutil.copytree(prepared_home, place, dirs_exist_ok=True)
        files = [
            write(place, "people.csv", "\n".join(PEOPLE)),
            write(place, "broken.csv", BROKEN_ENTERPRISES),
            write(place, "population.csv", PEOPLE_OF_2020),
        ]
        run(place, "feed", "import", *files)
        yield place


def run(home: Path, *words: str, expect: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the program; its exit code must be the expected one, and no traceback be printed."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIHENG_", "DJANGO_"))}
    done = subprocess.run(
        [str(PROGRAM), *words],
        env={**inherited, "ZHIHENG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        cwd=home.parent,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def answer(home: Path, *words: str) -> Any:
    """Return what a command prints with --json: nothing but JSON may be on standard output."""
    return json.loads(run(home, *words, "--json").stdout)


def acts(home: Path) -> list[tuple[str, str]]:
    """Return what was done, oldest first, with the id of what it was done to."""
    with closing(sqlite3.connect(home / "office.sqlite3")) as database:
        return database.execute(
            "SELECT act, subject_id FROM ledger_event ORDER BY sequence"
        ).fetchall()


def every_command(
    group: click.Group, *path: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        if isinstance(command, click.Group):
            yield from every_command(command, *path, name)
        else:
            yield (*path, name), command


@pytest.mark.parametrize(
    ("path", "command"),
    list(every_command(root)),
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_the_help_of_every_command_shows_an_example_of_it(
    path: tuple[str, ...], command: click.Command
):
    assert command.help
    example = command.help.partition("Example: ")[2]
    assert f"zhiheng {' '.join(path)}" in example


def test_an_import_reports_every_record_and_a_second_one_changes_nothing(
    fresh_home: Path, tmp_path: Path
):
    home = fresh_home
    files = [
        write(tmp_path, "a.csv", GOOD_ENTERPRISES),
        write(tmp_path, "b.csv", BROKEN_ENTERPRISES),
    ]
    first = answer(home, "feed", "import", *files)
    counts = {name: first[name] for name in ("read", "new", "changed", "unchanged")}
    assert counts == {"read": 4, "new": 2, "changed": 0, "unchanged": 1}
    (aside,) = first["set_aside"]
    assert (aside["file"], aside["position"]) == (files[1], "line 3")
    assert "校验码" in aside["reason"]
    assert aside["codes"] == ["uscc.check", "cell.not_a_number"]
    second = answer(home, "feed", "import", *files)
    counts = {name: second[name] for name in ("read", "new", "changed", "unchanged")}
    assert counts == {"read": 4, "new": 0, "changed": 0, "unchanged": 3}
    assert (home / "lake" / "enterprises").is_dir()
    assert (home / "office.sqlite3").is_file()


def test_a_path_that_does_not_exist_is_unusable_input(home: Path):
    done = run(home, "feed", "import", "/nowhere/at/all.xml", expect=3)
    assert done.stdout == ""
    assert "/nowhere/at/all.xml" in done.stderr
    assert "[file.not_found]" in done.stderr


@pytest.mark.parametrize("notation", [PATENT, "ZL2019103024301"])
def test_a_record_is_shown_by_its_number_in_any_notation(notation: str, home: Path):
    found = answer(home, "register", "show", "patents", notation)
    assert (found["key"], found["record"]["applicants"]) == (PATENT, ["张晓明"])
    assert found["lineage"]["source_position"] == "line 2"
    assert found["lineage"]["source_file"].endswith("people.csv")
    assert [each["document_number"] for each in found["documents"]] == ["CN110000001A"]


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (("register", "show", "patents", "2099999999"), 4, "record.not_found"),
        (("register", "show", "nothing", "1"), 4, "register.unknown"),
        (("indicator", "show", "patent-grants", "--as-of", "2026-02-30"), 3, "date.impossible"),
        (("register", "rows", "patents", "--where", "right=copyright"), 3, "cell.not_a_choice"),
        (("register", "export", "patents", "rows.exe"), 3, "export.unknown_format"),
        (("register", "export", "patents", "no/such/folder/x.csv"), 7, "export.cannot_write"),
        (("feed", "dismiss", "999", "--reason", "x"), 4, "set_aside.not_found"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line_with_its_exit_code(
    words: tuple[str, ...], code: int, problem: str, home: Path
):
    done = run(home, *words, expect=code)
    assert done.stdout == ""
    assert done.stderr.endswith(f"[{problem}]\n")
    assert not (home.parent / "rows.exe").exists()


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("feed",), ("register", "show", "patents")],
)
def test_wrong_usage_is_exit_code_2(words: tuple[str, ...], home: Path):
    assert "Usage: zhiheng" in run(home, *words, expect=2).stderr


def test_errors_are_told_in_english_when_asked(home: Path):
    done = run(home, "--lang", "en", "register", "show", "patents", "2099999999", expect=4)
    assert done.stderr.partition("[")[0].replace("专利", "").isascii()


def test_rows_and_exports_of_a_register(home: Path):
    listed = answer(home, "register", "rows", "patents", "--sort", "application_number")
    numbers = ["201910302430.1", "201910302431.6"]
    assert [row["application_number"] for row in listed] == numbers
    narrowed = run(home, "register", "rows", "patents", "--where", "title=电池", "--csv").stdout
    assert [row["application_number"] for row in csv.DictReader(io.StringIO(narrowed))] == numbers[
        1:
    ]
    target = home / "rows.json"
    run(home, "register", "export", "patents", str(target), "--where", "ipc=G06F")
    exported = json.loads(target.read_text("utf-8"))
    assert [row["application_number"] for row in exported] == numbers[:1]
    assert sorted(path.name for path in home.glob(".*unfinished")) == []
    assert acts(home)[-1] == ("registers.exported", "patents")
    (version,) = answer(home, "register", "versions", "patents")
    assert version["version"] == 0
    sizes = {row["name"]: row["rows"] for row in answer(home, "register", "list")}
    assert (sizes["patents"], sizes["enterprises"]) == (2, 1)


def test_a_figure_comes_with_its_ingredients(home: Path):
    shown = answer(home, "indicator", "show", "patent-filings", "--as-of", "2019-12-31")
    assert (shown["value"], shown["as_of"]) == (2, "2019-12-31")
    counted = shown["ingredients"]["numerator"]
    assert (counted["value"], counted["register"], counted["register_version"]) == (2, "patents", 0)
    assert counted["filters"]["filing_date_from"] == "2019-01-01"
    table = run(
        home,
        "indicator",
        "show",
        "valid-invention-patents-per-10000",
        "--as-of",
        "2020-12-31",
        "--csv",
    ).stdout
    city, *districts = csv.DictReader(io.StringIO(table))
    assert (city["value"], city["denominator"]) == ("0.0", "17633800")
    assert len(districts) == 9


def test_what_was_set_aside_is_listed_exported_corrected_and_imported(
    fresh_home: Path, tmp_path: Path
):
    home = fresh_home
    run(home, "feed", "import", write(tmp_path, "broken.csv", BROKEN_ENTERPRISES))
    (row,) = answer(home, "feed", "set-aside")
    assert (row["position"], row["state"]) == ("line 3", "open")
    sheet = tmp_path / "corrections.xlsx"
    run(home, "feed", "set-aside", "--export", str(sheet))
    assert acts(home)[-1] == ("registers.exported", "set-aside")
    workbook = openpyxl.load_workbook(sheet)
    place = {cell.value: cell.column for cell in workbook.active[1]}
    for heading, value in CORRECTED_CELLS.items():
        workbook.active.cell(2, place[heading]).value = value
    workbook.save(sheet)
    taken = answer(home, "feed", "import", str(sheet))
    assert (taken["new"], taken["set_aside"]) == (1, [])
    assert (
        answer(home, "register", "show", "enterprises", TENCENT)["record"]["insured_staff"] == 40000
    )
    assert answer(home, "feed", "set-aside") == []
    run(home, "feed", "dismiss", str(row["number"]), "--reason", "再次", expect=6)
    states = [each["state"] for each in answer(home, "feed", "list")]
    assert states == ["finished", "finished"]


def test_a_tampered_ledger_is_found_out(fresh_home: Path, tmp_path: Path):
    home = fresh_home
    run(home, "feed", "import", write(tmp_path, "a.csv", GOOD_ENTERPRISES))
    assert run(home, "ledger", "verify").stdout == "ok\n"
    acts = [row["act"] for row in answer(home, "ledger", "list")]
    assert acts == ["registers.imported", "registers.import_requested"]
    with sqlite3.connect(home / "office.sqlite3") as database:
        database.execute("UPDATE ledger_event SET subject_id = '99' WHERE sequence = 2")
    database.close()
    done = run(home, "ledger", "verify", expect=3)
    assert done.stdout == ""
    assert "[ledger.altered]" in done.stderr


def test_a_broken_variable_is_named_before_anything_starts(tmp_path: Path):
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIHENG_", "DJANGO_"))}
    done = subprocess.run(
        [str(PROGRAM), "register", "list"],
        env={**inherited, "ZHIHENG_HOME": str(tmp_path), "PORT": "nine"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_declarations_of_an_office_are_checked(home: Path, tmp_path: Path):
    names = {row["name"] for row in answer(home, "declaration", "check")}
    assert {"patents", "patent-grants"} <= names
    (tmp_path / "indicators").mkdir()
    (tmp_path / "indicators" / "x.yaml").write_text("indicator: x\ntitle: 5\n")
    done = run(home, "declaration", "check", str(tmp_path), expect=3)
    assert "x.yaml" in done.stderr
