"""The recipes themselves: what fails is told, what was not asked is not called sound."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.source_files import ROOT
from tools import provide_test_services, run_checks, run_tests
from tools.run_checks import Check, outcome_of
from tools.run_tests import closing_line, counts_in


def check(program: str, *, may_doubt: bool = False) -> Check:
    return Check("example", "says what it is told", ((sys.executable, "-c", program),), may_doubt)


@pytest.mark.parametrize(
    ("program", "may_doubt", "outcome"),
    [
        ("print('fine')", False, "ok"),
        ("import sys; print('warned', file=sys.stderr)", False, "ok"),
        ("import sys; print('not asked', file=sys.stderr)", True, "unsure"),
        ("print('line 3 is wrong'); raise SystemExit(1)", False, "FAILED"),
        ("import sys; print('bad', file=sys.stderr); sys.exit(1)", True, "FAILED"),
    ],
)
def test_a_check_tells_what_it_found(program: str, may_doubt: bool, outcome: str, tmp_path, capsys):
    assert outcome_of(check(program, may_doubt=may_doubt), str(tmp_path)) == outcome
    told = capsys.readouterr().out
    assert told.startswith(outcome)
    assert ("line 3 is wrong" in told) is ("line 3" in program)


def test_one_failing_command_fails_the_check(tmp_path: Path):
    programs = ("raise SystemExit(1)", "print('fine')")
    both = tuple((sys.executable, "-c", program) for program in programs)
    assert outcome_of(Check("example", "two commands", both), str(tmp_path)) == "FAILED"


def test_names_that_do_not_exist_are_refused():
    assert run_checks.main(["nonsense"]) == 2
    assert run_tests.main(["nonsense"]) == 2


def test_every_kind_of_test_is_in_a_stage():
    stages = {stage.name: " ".join(stage.command) for stage in run_tests.STAGES}
    assert list(stages) == ["unit", "postgres", "spark", "e2e"]
    assert "-m not spark and not e2e" in stages["unit"]
    assert "with_postgres.py" in stages["postgres"]
    assert stages["spark"].endswith("-m spark")
    assert "-m e2e" in stages["e2e"]


@pytest.mark.parametrize(("mark", "place"), [("spark", "*spark*.py"), ("e2e", "e2e/*.py")])
def test_a_mark_stands_where_its_stage_looks(mark: str, place: str):
    tests = ROOT / "tests"
    said = re.compile(rf"pytest\.mark\.{mark}\b")
    marked = {path for path in tests.rglob("*.py") if said.search(path.read_text("utf-8"))}
    assert marked
    assert marked <= set(tests.rglob(place))


def test_what_the_stages_report_is_added_up(tmp_path: Path):
    report = tmp_path / "unit.xml"
    report.write_text(
        '<testsuites><testsuite tests="10" failures="2" errors="1" skipped="3"/></testsuites>'
    )
    counts = counts_in(report)
    assert counts == Counter(passed=4, failed=2, errors=1, skipped=3)
    assert " 2 failed, 4 passed, 3 skipped, 1 errors in 61.50s " in closing_line(counts, 61.5)


def test_a_stage_that_died_counts_as_an_error(tmp_path: Path):
    assert counts_in(tmp_path / "never-written.xml") == Counter(errors=1)


def test_a_service_that_is_missing_is_told_with_its_package(monkeypatch, capsys):
    nowhere = provide_test_services.Service("Ghost", "ghost-server", lambda: False)
    monkeypatch.setattr(provide_test_services, "SERVICES", (nowhere,))
    monkeypatch.setenv("PATH", "")  # so that nothing is installed
    assert provide_test_services.main() == 1
    assert "apt-get install ghost-server" in capsys.readouterr().err


def test_a_package_that_cannot_be_had_does_not_keep_the_others_away(
    tmp_path: Path, monkeypatch, capsys
):
    programs, here = tmp_path / "bin", tmp_path / "here"
    for folder in (programs, here):
        folder.mkdir()
    scripts = {
        # Like apt-get: when one of several packages is unknown, nothing is installed.
        "apt-get": f"""case "$*" in *ghost*) echo "E: Unable to locate"; exit 100;; esac
            shift; for name; do case $name in -*) ;; *) echo > {here}/$name;; esac; done""",
        "sudo": 'shift; exec "$@"',
    }
    for name, script in scripts.items():
        (programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (programs / name).chmod(0o755)
    services = tuple(
        provide_test_services.Service(package.title(), package, (here / package).exists)
        for package in ("ghost-server", "postgresql", "java")
    )
    monkeypatch.setattr(provide_test_services, "SERVICES", services)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    assert provide_test_services.main() == 1
    assert {entry.name for entry in here.iterdir()} == {"postgresql", "java"}
    told = capsys.readouterr()
    assert "Unable to locate" in told.err
    could_not = [line for line in told.err.splitlines() if "could not be had" in line]
    assert len(could_not) == 1
    assert could_not[0].startswith("Ghost-Server ")


def test_the_pipeline_types_what_the_readme_says():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert [line.split()[:2] for line in script.splitlines() if line.startswith("make ")] == [
        ["make", "check"],
        ["make", "test"],
    ]
    for name in (".ci/run", ".ci/prove_run"):
        assert (ROOT / name).stat().st_mode & 0o111, f"{name} cannot be executed"
