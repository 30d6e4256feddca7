"""`zhiheng term` as people and programs call it."""

from __future__ import annotations

import csv
import json
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.conf import settings
from django.utils import translation

from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.cli.term import group


def run(line: str) -> Result:
    return CliRunner().invoke(group, line.split())


def answer(line: str) -> Any:
    result = run(f"{line} --json")
    assert result.exit_code == 0, result.exception
    return json.loads(result.stdout)


def test_a_due_date_with_its_derivation() -> None:
    found = answer("compute --from 2026-09-17 --length 15d --regime patent-rules")
    assert found["due"] == "2026-10-08"
    assert found["nominal"] == "2026-10-02"
    assert found["provisional"] is False
    assert found["unverified"] == []
    assert len(found["derivation"]) == 3
    assert "国庆节" in found["derivation"][-1]


def test_the_derivation_in_english() -> None:
    with translation.override("en"):
        found = answer("compute --from 2026-09-17 --length 15d --regime patent-rules")
    assert found["derivation"][1] == "15 days run to Friday 2 October 2026."


def test_all_options_together() -> None:
    found = answer(
        "compute --from 2026-07-06 --length 90d --regime samr --service publication"
        " --suspend 2026-09-01:2026-09-10 --suspend 2026-09-05:2026-09-12 --extend 30d"
    )
    # Received on 5 August; 120 days end on 3 December; 12 days are excluded.
    assert (found["start"], found["due"]) == ("2026-08-05", "2026-12-15")


def test_a_term_of_a_procedure_by_its_name() -> None:
    asked = "of patent-infringement-adjudication answer-period --from 2026-09-17 --given"
    assert answer(f"{asked} respondent_domicile=yes")["due"] == "2026-10-08"
    assert answer(f"{asked} respondent_domicile=no")["due"] == "2026-10-19"
    hours = answer("of criminal-transfer handing-over --from 2026-09-30 --at 16:30")
    assert hours["due_at"] == "2026-10-01T16:30:00+08:00"
    long = "of patent-infringement-adjudication conclusion --from 2026-03-02"
    assert answer(f"{long} --suspend query:2026-04-01:2026-04-30 --extend 1m")["due"] == (
        "2026-08-03"
    )


def test_a_term_nobody_declared_is_told_with_those_there_are() -> None:
    result = run("of criminal-transfer patience --from 2026-09-30")
    assert isinstance(result.exception, NotFoundError)
    [problem] = result.exception.problems
    assert problem.code == "procedure.no_such_term"
    assert "handing-over" in str(problem.values["known"])


def test_hours_validity_and_counting_back() -> None:
    hours = answer("compute --from 2026-09-30 --at 16:30 --length 24h --regime criminal-transfer")
    assert hours["due_at"] == "2026-10-01T16:30:00+08:00"
    mark = answer("compute --from 2016-11-21 --length 10y --regime trademark-rules --validity")
    assert mark["due"] == "2026-11-20"
    notice = answer(
        "compute --from 2026-10-12 --length 7d --regime administrative-penalty --before"
    )
    assert notice["due"] == "2026-09-24"


def test_an_open_suspension_is_counted_up_to_a_day() -> None:
    found = answer(
        "compute --from 2026-07-06 --length 90d --regime samr --suspend 2026-08-01: --on 2026-08-10"
    )
    assert (found["due"], found["standing_since"]) == ("2026-10-14", "2026-08-01")
    assert found["provisional"] is True


def test_table_and_csv_hold_the_same() -> None:
    line = "compute --from 2026-11-30 --length 3m --regime patent-rules"
    rows = list(csv.reader(run(f"{line} --csv").stdout.splitlines()))
    assert ["due", "2027-03-01"] in rows
    assert ["awaits", "2027"] in rows
    table = run(line).stdout
    assert "2027-03-01" in table
    assert "暂定" in table


@pytest.mark.parametrize(
    ("line", "error", "code"),
    [
        ("compute --from 17.9.2026 --length 15d --regime samr", InputError, "term.date"),
        ("compute --from 2026-09-17 --length 15 --regime samr", InputError, "term.length"),
        ("compute --from 2026-09-17 --length 1d --regime x", NotFoundError, "term.regime.unknown"),
        (
            "compute --from 2026-09-17 --at 25:00 --length 1h --regime civil-code",
            InputError,
            "term.date",
        ),
    ],
)
def test_wrong_input_is_told(line: str, error: type[Exception], code: str) -> None:
    result = run(line)
    assert isinstance(result.exception, error)
    assert [each.code for each in result.exception.problems] == [code]


def test_counting_back_stands_alone() -> None:
    result = run("compute --from 2026-09-17 --length 1m --regime samr --before --extend 1m")
    assert result.exit_code == 2


def test_the_regimes() -> None:
    found = {row["name"]: row for row in answer("regimes")}
    assert len(found) == 12
    assert found["administrative-compulsion"]["working_days"] == "≤10d"
    assert found["samr"]["follows"] == "civil-procedure"


def test_a_published_year_and_one_that_is_not() -> None:
    known, unknown = answer("calendar 2026"), answer("calendar 2027")
    assert (known["published"], known["working_days"], len(known["days"])) == (True, 248, 39)
    assert (unknown["published"], unknown["settled"]) == (False, False)
    assert "暂定" in run("calendar 2027").stderr
    assert len(answer("calendar 2028 --all")["days"]) == 366


def test_the_office_enters_next_years_notice() -> None:
    folder = settings.ZHIHENG.home / "declarations" / "calendars"
    folder.mkdir(parents=True)
    own = folder / "2027.yaml"
    own.write_text(
        "calendar: 2027\nsources: [{instrument: 通知}]\nstatus: unverified\n"
        "holidays:\n  - {name: {zh: 元旦, en: New Year's Day}, rest: [2027-01-01]}\n",
        encoding="utf-8",
    )
    try:
        found = answer("compute --from 2026-11-30 --length 3m --regime patent-rules")
    finally:
        own.unlink()
        folder.rmdir()
        folder.parent.rmdir()
    assert (found["due"], found["provisional"]) == ("2027-03-01", False)
