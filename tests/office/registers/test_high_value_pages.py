"""High-value patents on a patent's page, in their list and on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from tests.office.registers.cities import City
from zhiheng.core.errors import InputError
from zhiheng.office.accounts.models import User
from zhiheng.office.cli.high_value import group
from zhiheng.office.registers import lake

ClientOf = Callable[[User], Client]
DAY = "2026-06-30"


@pytest.fixture
def reader(city: City, analyst: User, client_of: ClientOf) -> Client:
    return client_of(analyst)


@pytest.fixture
def patent(city: City) -> dict[str, Any]:
    """A patent of the city that belongs to a strategic industry and is in force."""
    table = lake.engine().table(lake.catalogue().register("high-value-patents"))
    chosen = table.filter(
        table.industry_from.notnull(), table.ceased_on.isnull(), table.division.startswith("4403")
    )
    rows: list[dict[str, Any]] = (
        lake.engine().run(chosen.order_by("application_number").limit(1)).to_pylist()
    )
    return rows[0]


def number_of(right: str, *, granted: bool) -> str:
    table = lake.engine().table(lake.catalogue().register("patents"))
    there = table.grant_date.notnull() if granted else table.grant_date.isnull()
    chosen = table.filter(table.right == right, there).order_by("application_number")
    return str(lake.engine().run(chosen.limit(1))["application_number"][0].as_py())


def told(*arguments: str) -> Any:
    result = CliRunner().invoke(group, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_page_says_each_criterion_and_why(reader: Client, patent: dict[str, Any]):
    number = patent["application_number"]
    answer = reader.get(f"/registers/patents/record/{number}?on={DAY}")
    card, shown = answer.context["page"].high_value, answer.content.decode()
    assert card.is_high_value
    assert [line.answer for line in card.lines[:2]] == ["yes", "unknown"]
    assert "登记簿“境外专利文献”中尚无数据，无从判断。" in shown
    assert "是高价值发明专利" in shown
    evidence = card.lines[0].evidence[0]
    assert patent["industry_evidence"][0].split()[0] in evidence.text
    assert evidence.text in shown
    assert reader.get(evidence.href).status_code == 200
    before = patent["grant_date"].replace(year=patent["grant_date"].year - 1)
    earlier = reader.get(f"/registers/patents/record/{number}?on={before}").context["page"]
    assert not earlier.high_value.is_high_value


def test_only_granted_inventions_are_asked(reader: Client):
    for right, granted in (("utility_model", True), ("invention", False)):
        number = number_of(right, granted=granted)
        answer = reader.get(f"/registers/patents/record/{number}")
        assert answer.context["page"].high_value is None
        refused = CliRunner().invoke(group, ["show", number])
        assert isinstance(refused.exception, InputError)
        assert refused.exception.problems[0].code == "high_value.no_granted_invention"


def test_the_list_is_filtered_by_criterion_branch_and_district(
    reader: Client, patent: dict[str, Any]
):
    asked = {"branches": patent["branches"][0], "criteria": "industry", "in_force_on": DAY,
             "division": patent["division"]}  # fmt: skip
    answer = reader.get("/registers/high-value-patents/", asked)
    assert patent["application_number"] in answer.content.decode()
    none = reader.get("/registers/high-value-patents/", {**asked, "criteria": "award"})
    assert patent["application_number"] not in none.content.decode()
    record = reader.get(f"/registers/high-value-patents/record/{patent['application_number']}")
    assert f"/registers/patents/record/{patent['application_number']}" in record.content.decode()


def test_the_command_line_says_the_same(patent: dict[str, Any]):
    number = patent["application_number"]
    answer = told("show", number, "--on", DAY)
    assert (answer["high_value"], answer["criteria"]["industry"]["answer"]) == (True, "yes")
    assert answer["criteria"]["pledge"]["answer"] == "unknown"
    assert answer["criteria"]["industry"]["evidence"][0]["register"] == "strategic-industries"
    listed = told("list", "--on", DAY, "--criterion", "industry", "--branch", patent["branches"][0])
    assert number in [row["application_number"] for row in listed]
    counted = {row["group"]: row["number"] for row in told("count", "--on", DAY)}
    assert counted["440300"] <= counted["industry"] + counted["maintained"]
    assert counted["440300"] == len(told("list", "--on", DAY, "--limit", "1000"))
    by_district = told("count", "--by", "division", "--on", DAY)
    assert by_district[0]["number"] == counted["440300"]
    by_year = told("count", "--by", "year", "--on", DAY, "--years", "2")
    assert [row["group"] for row in by_year] == ["2024-12-31", "2025-12-31", DAY]
    assert by_year[-1]["number"] == counted["440300"]
    branches = {row["group"]: row["number"] for row in told("count", "--by", "branch", "--on", DAY)}
    assert branches[patent["branches"][0]] > 0


def test_symbols_and_a_text_are_told_their_branches(city: City):
    rows = told("branches", "G06V10/82", "G06F40/30", "--text", "一种人工智能系统")
    assert [row["rule"] for row in rows] == ["1.5-1", "1.5-2", "1.5-6"]
    refused = CliRunner().invoke(group, ["branches", "X99"])
    assert isinstance(refused.exception, InputError)
