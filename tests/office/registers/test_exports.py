"""Lists as files, opened again and compared."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.registers.cities import City
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.registers import exports, lake, queries

ClientOf = Callable[[User], Client]
PERSONS_PATENT = "201910302430.1"


@pytest.fixture
def analysts(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


@pytest.fixture
def officers(city: City, make_person: MakePerson, client_of: ClientOf) -> Client:
    return client_of(make_person("olga", Role.OFFICER))


def fetched(client: Client, ending: str, query: str = "", register: str = "patents") -> bytes:
    answer = client.get(f"/registers/{register}/export.{ending}?{query}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def opened(content: bytes, ending: str) -> list[dict[str, Any]]:
    """Return the rows of an export under its headings."""
    if ending == "json":
        return json.loads(content)
    if ending == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    headings = next(rows)
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_an_export_holds_exactly_the_rows_of_the_list(ending: str, analysts: Client):
    heading = "application_number" if ending == "json" else "申请号"
    exported = opened(fetched(analysts, ending, "right=design"), ending)
    expected = {
        row["application_number"]
        for row in queries.register_rows("patents", {"right": ["design"]}, unmasked=True)
    }
    assert {row[heading] for row in exported} == expected
    assert len(exported) == len(expected) > 10


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
def test_every_column_and_the_lineage_come_along(ending: str, analysts: Client):
    (row,) = opened(fetched(analysts, ending, f"application_number={PERSONS_PATENT}"), ending)
    register = lake.catalogue().register("patents")
    titles = [c.name if ending == "json" else c.title.zh for c in register.columns]
    assert list(row)[: len(titles)] == titles
    assert row["source_file"].endswith("people.csv")
    assert row["source_position"] == "line 2"


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_cell_that_looks_like_a_formula_stays_a_text(ending: str, analysts: Client):
    (row,) = opened(fetched(analysts, ending, f"application_number={PERSONS_PATENT}"), ending)
    assert row["名称"].startswith("'=HYPERLINK(")


def test_a_sheet_holds_days_and_numbers_as_such(analysts: Client):
    row = opened(fetched(analysts, "xlsx", "year_from=2020", "population"), "xlsx")[0]
    assert isinstance(row["常住人口"], int)
    day = opened(fetched(analysts, "xlsx", f"application_number={PERSONS_PATENT}"), "xlsx")[0]
    assert (day["申请日"].year, day["申请日"].month, day["申请日"].day) == (2019, 4, 16)


@pytest.mark.parametrize("ending", ["csv", "xlsx", "json"])
@pytest.mark.parametrize("register", ["patents", "patent-documents", "legal-events"])
def test_private_persons_leave_masked_unless_the_role_sees_them(
    ending: str, register: str, analysts: Client, officers: Client
):
    masked, plain = (
        str(opened(fetched(client, ending, "", register), ending))
        for client in (analysts, officers)
    )
    assert "张晓明" in plain
    assert "张**" in masked
    assert "张晓明" not in masked
    assert "李伟" not in masked


def test_an_export_is_on_the_ledger_without_the_values_of_its_filters(analysts: Client):
    fetched(analysts, "csv", "applicants=张晓明&sort=filing_date")
    event = Event.objects.latest("sequence")
    assert (event.act, event.subject) == ("registers.exported", "register:patents")
    assert event.facts == {"filters": ["applicants", "sort"]}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/registers/patents/export.exe", 400, "export.unknown_format"),
        ("/registers/patents/export.csv?filing_date_from=x", 400, "date."),
        ("/registers/patents/export.csv?right=copyright", 400, "cell.not_a_choice"),
        ("/registers/patents/export.csv?known_on=1999-01-01", 404, "register.nothing_known_yet"),
        ("/registers/nothing/export.csv", 404, "register."),
    ],
)
def test_a_wrong_export_is_refused_before_it_begins_and_leaves_no_event(
    path: str, status: int, code: str, analysts: Client
):
    events = Event.objects.count()
    answer = analysts.get(path)
    assert answer.status_code == status
    assert code in answer.content.decode()
    assert Event.objects.count() == events


def test_more_rows_than_a_sheet_holds_are_refused():
    exports.check_format("xlsx", exports.MOST_SHEET_ROWS)
    exports.check_format("csv", exports.MOST_SHEET_ROWS + 1)
    with pytest.raises(InputError) as caught:
        exports.check_format("xlsx", exports.MOST_SHEET_ROWS + 1)
    assert caught.value.problems[0].code == "export.too_many_rows"


@pytest.mark.parametrize("start", exports.FORMULA_STARTS)
def test_every_formula_start_is_defused(start: str):
    table = exports.Table(["a"], ["a"], [{"a": f"{start}1+1"}])
    cell = opened(b"".join(exports.write(table, "xlsx")), "xlsx")[0]["a"]
    assert cell.startswith("'")


def test_a_sheet_shows_times_by_the_clocks_of_the_office():
    at = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)
    table = exports.Table(["a"], ["a"], [{"a": at}])
    (row,) = opened(b"".join(exports.write(table, "xlsx")), "xlsx")
    assert row["a"] == dt.datetime(2026, 7, 1, 9, 0)  # noqa: DTZ001 - a sheet has no time zones


def test_what_no_sheet_can_hold_is_cut_or_left_out():
    table = exports.Table(["a"], ["a"], [{"a": "x" * 40_000}, {"a": "bell\x07"}])
    rows = opened(b"".join(exports.write(table, "xlsx")), "xlsx")
    assert [len(row["a"]) for row in rows] == [exports.LONGEST_CELL, 4]


def test_no_rows_are_a_file_with_headings_only(analysts: Client):
    assert opened(fetched(analysts, "csv", "title=无此名称"), "csv") == []
    assert opened(fetched(analysts, "xlsx", "title=无此名称"), "xlsx") == []
    assert opened(fetched(analysts, "json", "title=无此名称"), "json") == []
