"""The pages of the load: every number opens, filters live in the address, nobody else looks in."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.office.caseload.conftest import on_day
from tests.office.cases.conftest import Cast, filed
from zhiheng.office.accounts.models import User
from zhiheng.office.caseload.choosing import DIMENSIONS
from zhiheng.office.cases.models import Case

ClientOf = Callable[[User], Client]
PERIOD = "since=2025-07-01&until=2026-06-30"


@pytest.fixture
def browser(client_of: ClientOf, cast: Cast) -> Client:
    return client_of(cast.head)


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_number_of_the_page_opens_to_as_many_cases(browser: Client, stock: dict[str, Case]):
    page = text(browser, f"/caseload/?{PERIOD}&by=procedure")
    found = set(re.findall(r'<a href="(/caseload/cases/\?[^"]+)"[^>]*>(\d+)</a>', page))
    assert len(found) > 10
    for address, number in found:
        listed = text(browser, address.replace("&amp;", "&"))
        count = len(re.findall(r'<th scope="row"><a href="/cases/', listed))
        assert count == int(number), address


def test_a_line_of_each_way_opens_to_the_page_narrowed_to_it(
    browser: Client, stock: dict[str, Case]
):
    for by in DIMENSIONS:
        page = text(browser, f"/caseload/?{PERIOD}&by={by}")
        address = re.search(rf'<th scope="row"><a href="(/caseload/\?[^"]*{by}=[^"]*)"', page)
        assert address is not None, by
        narrowed = text(browser, address[1].replace("&amp;", "&"))
        assert "errorlist" not in narrowed


def test_an_empty_period_says_so_and_shames_nobody(browser: Client, stock: dict[str, Case]):
    page = text(browser, "/caseload/?since=2020-01-01&until=2020-02-01")
    assert "empty-note" in page
    assert "0.0 %" not in page


def test_the_list_sorts_narrows_and_is_exported(browser: Client, stock: dict[str, Case]):
    address = f"{PERIOD}&show=closed&sort=-number"
    page = text(browser, f"/caseload/cases/?{address}")
    order = re.findall(r'href="/cases/(CS-2026-\d+)/"', page)
    assert order == sorted(order, reverse=True)
    sheet = browser.get(f"/caseload/cases.xlsx?{address}")
    rows = list(load_workbook(io.BytesIO(sheet.getvalue())).active.values)
    assert [row[0] for row in rows[1:]] == order


def test_unfit_filters_are_told_and_keep_the_page(browser: Client, stock: dict[str, Case]):
    page = text(browser, "/caseload/?since=2026-99-01&organisation=9999&by=weather")
    assert "errorlist" in page or "invalid-feedback" in page
    assert browser.get("/caseload/cases/?show=nonsense").status_code == 200
    assert browser.get(f"/caseload/cases/?{PERIOD}&page=99").status_code == 400


def test_the_figures_are_a_workbook_with_the_tables_of_the_page(
    browser: Client, stock: dict[str, Case]
):
    response = browser.get(f"/caseload/load.xlsx?{PERIOD}&by=procedure")
    book = load_workbook(io.BytesIO(response.content))
    assert len(book.worksheets) == 5
    [_heading, line] = book.worksheets[0].values
    assert line[1:] == (3, 1, 0, 2, 1, 6, 3, 1, 2)


def test_the_report_that_goes_upward_has_the_goal_of_the_year(browser: Client):
    response = browser.get(f"/caseload/rights-aid.xlsx?{PERIOD}")
    book = load_workbook(io.BytesIO(response.content))
    assert 3_000 in [row[1] for row in book.worksheets[0].values]


@pytest.mark.parametrize("who", ["officer", "citizen", "respondent"])
def test_who_does_not_look_after_cases_is_refused(client_of: ClientOf, cast: Cast, who: str):
    client = client_of(getattr(cast, who))
    pages = ("", "cases/", "load.xlsx", "rights-aid.xlsx", "cases.xlsx", "cases.csv", "cases.json")
    for address in pages:
        assert client.get(f"/caseload/{address}").status_code == 403, address
        assert Client().get(f"/caseload/{address}").status_code == 302, address


def test_a_head_sees_nothing_of_another_office(
    client_of: ClientOf, cast: Cast, stock: dict[str, Case]
):
    page = text(client_of(cast.superior), f"/caseload/cases/?{PERIOD}&show=filed")
    assert "CS-2026" not in page


def test_the_api_gives_the_same_figures(browser: Client, stock: dict[str, Case]):
    response = browser.get(f"/api/caseload?{PERIOD}&by=procedure")
    assert response.status_code == 200
    given = json.loads(response.content)
    assert given["total"]["open"] == 3
    assert [line["filed"] for line in given["lines"]] == [6]
    assert given["limits"] == [{"procedure": "small", "term": "accepting", "ended": 4, "late": 1}]


@pytest.mark.parametrize("address", ["?by=handler", "cases/?show=filed&sort=number"])
def test_the_questions_of_a_page_do_not_grow_with_its_cases(
    browser: Client, cast: Cast, stock: dict[str, Case], address: str
):
    joined = "&" if "?" in address else "?"
    path = f"/caseload/{address}{joined}{PERIOD}"
    text(browser, path)
    with CaptureQueriesContext(connection) as few:
        text(browser, path)
    for _ in range(5):
        filed(cast, on=on_day("2026-06-29"))
    with CaptureQueriesContext(connection) as many:
        text(browser, path)
    assert len(many) == len(few)
