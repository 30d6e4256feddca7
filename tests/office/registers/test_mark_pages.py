"""Marks as people meet them: import, list, filters, record with goods and history, correction."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.core.feeds.trademark_documents import EVENT_HEADINGS, LIST_HEADINGS
from tests.office.conftest import WHEN, MakePerson
from tests.office.registers.feeds import write
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.registers import commands
from zhiheng.office.registers.models import SetAsideRow

ClientOf = Callable[[User], Client]
MARKS = (
    LIST_HEADINGS
    + 'G1234567A,,ORBIT,"9,35",0901；3503,第9类：软件；第35类：广告,2015-01-02,,,'
    + "2015-01-02至2025-01-01,深圳市星河科技有限公司,广东省深圳市南山区科技园,,已注册,普通商标\n"
    + "23456789,23456789,云图,42,,软件设计,2018-01-05,,,,张晓明,广东省深圳市福田区,,申请中,\n"
    + "34567890,34567890,错类,46,,茶,2018-01-05,,,,甲公司,广东省深圳市福田区,,申请中,\n"
)
EVENTS = EVENT_HEADINGS + "G1234567A,35,2016-01-01,核准转让,由甲公司转让\n"


@pytest.fixture
def imported(empty_home: Path, tmp_path: Path, analyst: User) -> None:
    paths = [write(tmp_path, "marks.csv", MARKS), write(tmp_path, "events.csv", EVENTS)]
    commands.import_files(paths=paths, by=analyst, on=WHEN)


@pytest.fixture
def officer(imported: None, make_person: MakePerson, client_of: ClientOf) -> Client:
    """The browser of an officer, who sees private persons by name."""
    return client_of(make_person("olga", Role.OFFICER))


def rows(client: Client, query: str) -> list[list[str]]:
    answer = client.get(f"/registers/trademarks/?{query}")
    assert answer.status_code == 200
    return [
        [cell.texts[0] if cell.texts else "" for cell in row] for row in answer.context["page"].rows
    ]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_a_list_is_narrowed_by_class_and_number_as_people_write_them(officer: Client) -> None:
    assert [row[:3] for row in rows(officer, "nice_class=第9类")] == [["G1234567A", "09", "ORBIT"]]
    assert [row[1] for row in rows(officer, "number=国际注册第1234567A号")] == ["09", "35"]
    assert [row[2] for row in rows(officer, "in_force_on=2020-01-01&similar_groups=35")] == [
        "ORBIT"
    ]
    assert rows(officer, "in_force_on=2025-01-02") == []


def test_the_record_shows_the_goods_of_its_class_with_codes_and_its_history(
    officer: Client,
) -> None:
    services = text_of(officer, "/registers/trademarks/record/G1234567A~35")
    assert "商品和服务 (511) 广告" in services
    assert "软件" not in services
    assert "2016-01-01" in services
    assert "核准转让" in services
    assert "同号类别 (511) 09；35" in services


def test_a_private_owner_is_masked_for_those_who_may_not_see_persons(
    imported: None, analyst: User, client_of: ClientOf
) -> None:
    client = client_of(analyst)
    shown = text_of(client, "/registers/trademarks/record/23456789~42")
    assert "张晓明" not in shown
    company = text_of(client, "/registers/trademarks/record/G1234567A~09")
    assert "深圳市星河科技有限公司" in company


def test_an_impossible_class_is_set_aside_and_can_be_corrected(
    imported: None, analyst: User
) -> None:
    (row,) = SetAsideRow.objects.all()
    assert row.problems[0]["code"] == "nice_class.range"
    cells = {"申请号": "34567890", "商标名称": "正类", "国际分类": "30", "申请日期": "2018-01-05"}
    commands.correct_row(row=row, cells=cells, by=analyst, on=WHEN)
    row.refresh_from_db()
    assert row.state == "corrected"
