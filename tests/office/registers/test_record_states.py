"""The legal status on a record page and on the command line."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.office.registers.cities import City
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.state import group
from zhiheng.office.registers import lake, queries

ClientOf = Callable[[User], Client]


@pytest.fixture
def reader(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


@pytest.fixture
def lapsed(city: City) -> dict[str, Any]:
    """The lapsed interval of a patent that did not come back."""
    table = lake.engine().table(lake.catalogue().register("patent-states"))
    chosen = table.filter(table.state == "lapsed", table.ends_on.isnull())
    rows: list[dict[str, Any]] = (
        lake.engine().run(chosen.order_by("application_number").limit(1)).to_pylist()
    )
    return rows[0]


def test_the_page_answers_for_the_day_asked(reader: Client, lapsed: dict[str, Any]):
    number, end = lapsed["application_number"], lapsed["starts_on"]
    for day, in_force in ((end - dt.timedelta(days=1), True), (end, False)):
        answer = reader.get(f"/registers/patents/record/{number}?on={day}")
        legal = answer.context["page"].legal
        assert (legal.day, legal.in_force) == (day.isoformat(), in_force)
        shown = answer.content.decode()
        assert ("是，有效" in shown, "否，不在有效状态" in shown) == (in_force, not in_force)
        assert sum(line.now for line in legal.lines) == 1
        assert legal.sentences[0] in shown


def test_without_a_day_it_answers_for_today(reader: Client, lapsed: dict[str, Any]):
    page = reader.get(f"/registers/patents/record/{lapsed['application_number']}").context["page"]
    assert (page.legal.day, page.legal.in_force) == (page.legal.today, False)
    assert [line.state for line in page.legal.lines][-1] == "已终止"
    grant = next(line for line in page.legal.lines if line.cause == "授权公告")
    assert grant.href.startswith("/registers/patent-documents/record/CN")


@pytest.mark.parametrize("day", ["2026-02-30", "gestern", "0000-00-00", "<script>"])
def test_a_day_that_is_none_is_said_so(day: str, reader: Client, lapsed: dict[str, Any]):
    answer = reader.get(f"/registers/patents/record/{lapsed['application_number']}", {"on": day})
    assert answer.status_code == 200
    assert answer.context["page"].legal.problem
    assert "<script>" not in answer.content.decode().split("<main")[1]


def test_records_without_states_do_not_ask(reader: Client):
    page = reader.get("/registers/population/record/440300~2020").context["page"]
    assert page.legal is None


def test_the_command_line_says_the_same(lapsed: dict[str, Any]):
    number, end = lapsed["application_number"], lapsed["starts_on"]
    told = CliRunner().invoke(group, ["show", f"ZL{number}", "--on", str(end), "--json"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.output)
    assert (answer["key"], answer["state"], answer["in_force"]) == (number, "lapsed", False)
    assert answer["sentences"][0]["zh"].startswith(f"{end} 当日不在有效状态")
    assert "not in force" in answer["sentences"][0]["en"]
    assert answer["states"][0]["state"] == "filed"
    found, same = queries.legal_state("patents", number, on=end)
    assert (len(found.states), same.state) == (len(answer["states"]), "lapsed")


def test_what_cannot_be_asked_is_told(city: City):
    unknown = CliRunner().invoke(group, ["show", "201910302499.9"])
    assert isinstance(unknown.exception, NotFoundError)
    no_day = CliRunner().invoke(group, ["show", "201910302430.1", "--on", "00000000"])
    assert isinstance(no_day.exception, InputError)
