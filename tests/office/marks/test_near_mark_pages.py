"""The pages of near marks: what is found, why, for whom, and what wrong input gets."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.marks.conftest import OWNER, PERSON
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.marks.hit_presenters import percent

ClientOf = Callable[[User], Client]


@pytest.fixture
def officer(make_person: MakePerson, client_of: ClientOf, marks_home: Path) -> Client:
    return client_of(make_person("olga", Role.OFFICER))


@pytest.fixture
def citizen(make_person: MakePerson, client_of: ClientOf, marks_home: Path) -> Client:
    return client_of(make_person("chen", Role.CITIZEN))


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def numbers(client: Client, address: str) -> list[str]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return [hit.mark.number for hit in answer.context["page"].hits]


def test_the_nearest_marks_come_with_reasons_rules_goods_and_states(citizen: Client):
    shown = text(citizen, "/marks/?q=嵐石清全&goods=矿泉水")
    for part in (
        "岚石清泉",
        "10000001",
        OWNER,
        "第32类",
        "注册有效",
        "商品相同</span> 矿泉水",
        "依规则近似",
    ):
        assert part in shown, part
    assert "lán shí qīng quán" in shown
    assert "（sample-" in shown
    found = numbers(citizen, "/marks/?q=嵐石清全&goods=矿泉水")
    assert set(found[:2]) == {"10000001", "20000003"}
    assert found.index("20000001") < found.index("20000002")  # cars are no water


def test_a_mark_that_ended_stands_in_nobodys_way(citizen: Client):
    hits = citizen.get("/marks/?q=岚石清泉&goods=矿泉水").context["page"].hits
    conflicts = {hit.mark.number: hit.conflicts for hit in hits}
    assert (conflicts["10000001"], conflicts["20000003"]) == (True, False)


def test_goods_nobody_could_read_are_told(citizen: Client):
    shown = text(citizen, "/marks/?q=岚石清泉&goods=矿泉水、会飞的汤匙")
    assert "区分表中没有：会飞的汤匙" in shown
    assert "未填写，无法判断商品关系" in text(citizen, "/marks/?q=岚石清泉")


def test_filters_narrow_and_orders_order(citizen: Client):
    asked = "/marks/?q=岚石清泉&goods=矿泉水"
    assert set(numbers(citizen, f"{asked}&phase=ended")) == {"10000002", "20000003"}
    assert numbers(citizen, f"{asked}&nice_class=12") == ["20000002"]
    assert set(numbers(citizen, f"{asked}&owner=远岫")) == {"20000001", "20000002", "20000003"}
    assert numbers(citizen, f"{asked}&before=2008-06-01") == ["20000003"]
    near = numbers(citizen, f"{asked}&near=on&similar=on")
    assert "20000001" in near
    assert "20000002" not in near
    assert numbers(citizen, f"{asked}&sort=newest")[0] == "10000005"
    assert numbers(citizen, f"{asked}&sort=score")[0] in {"10000001", "20000003", "10000002"}
    assert numbers(citizen, f"{asked}&owner=没有这家公司") == []


def test_persons_are_masked_and_not_found_by_name_where_the_role_says_so(
    citizen: Client, officer: Client
):
    for client, name, found in ((citizen, "张**", []), (officer, PERSON, ["20000004"])):
        assert name in text(client, "/marks/?q=海棠依旧")
        assert numbers(client, f"/marks/?q=海棠依旧&owner={PERSON}") == found
    assert PERSON not in text(citizen, "/marks/?q=海棠依旧")


ODD = {
    "one": "泉", "emoji": "😀🎉", "digits": "520", "beyond": "𠮷野家", "alike": "己巳已",
    "device": "图形", "signs": "!!!", "letter": "A", "dots": "L.A.N", "slogan": "岚石" * 30,
    "nought": "0O0", "quotes": "'\"<>",
}  # fmt: skip


def test_odd_marks_have_an_answer(citizen: Client):
    for name, mark in ODD.items():
        answer = citizen.get("/marks/", {"q": mark, "goods": "第32类"})
        assert answer.status_code == 200, name
        assert "<>" not in answer.content.decode(), name
        assert citizen.get("/marks/compare/", {"a": mark, "b": "岚石清泉"}).status_code == 200, name


def test_a_mark_without_words_is_told_so(citizen: Client):
    assert "没有可以比对的文字" in text(citizen, "/marks/?q=图形")
    assert "没有与之相近的商标" in text(citizen, "/marks/?q=图形")


def test_without_a_mark_the_page_says_how_to_ask(citizen: Client):
    shown = text(citizen, "/marks/")
    assert "比较哪些方面" in shown
    assert "比较哪些方面" in text(citizen, "/marks/?q=&goods=茶")
    too_long = text(citizen, "/marks/?q=" + "泉" * 201)
    assert "200" in too_long
    assert "mark-hits" not in too_long


@pytest.mark.parametrize("query", ["before=昨天", "phase=x", "nice_class=99", "sort=x"])
def test_filters_that_cannot_be_read_are_told_or_left_out(citizen: Client, query: str):
    assert citizen.get(f"/marks/?q=岚石清泉&{query}").status_code == 200


def test_pages_beyond_the_last_are_refused(citizen: Client):
    assert citizen.get("/marks/?q=岚石清泉&page=99").status_code == 400


def test_two_marks_stand_side_by_side_with_every_channel(citizen: Client):
    shown = text(citizen, "/marks/compare/?a=岚石清泉&b=岚石青泉&goods_a=矿泉水&goods_b=3202")
    for part in (
        "读音",
        "字形",
        "同音",
        "近似",
        "同一类似群",
        "后申请的商标在审查中会遇到在先商标的障碍",
    ):
        assert part in shown, part
    apart = text(citizen, "/marks/compare/?a=岚石清泉&b=海棠依旧&goods_a=矿泉水&goods_b=第12类")
    assert "不近似" in apart
    assert "障碍" not in apart


def test_one_mark_alone_is_not_compared(citizen: Client):
    for query in ("a=岚石", "b=岚石"):
        assert "请填写两件商标" in text(citizen, f"/marks/compare/?{query}")
    assert "两件商标比较" in text(citizen, "/marks/compare/")


def test_the_answer_is_exported_with_reasons_and_put_on_record(officer: Client, citizen: Client):
    asked = "q=岚石清泉&goods=矿泉水&near=on"
    answer = officer.get(f"/marks/export.xlsx?{asked}")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "近似度（百分）" in rows[0]
    assert {"10000001", "20000001"} <= {row[1] for row in rows[1:]}
    event = Event.objects.get(act="marks.exported")
    told = {"filters": ["goods", "near", "q"], "rows": len(rows) - 1}
    assert json.loads(event.details) == told
    assert "岚石" not in event.details
    assert citizen.get(f"/marks/export.xlsx?{asked}").status_code == 403
    assert officer.get(f"/marks/export.pdf?{asked}").status_code == 400
    assert officer.get("/marks/export.csv?q=").status_code == 400


def test_without_any_marks_the_page_still_answers(
    empty_home: Path, make_person: MakePerson, client_of: ClientOf
):
    client = client_of(make_person("chen", Role.CITIZEN))
    assert "没有与之相近的商标" in text(client, "/marks/?q=岚石清泉")
    assert "尚无本市申请人" in text(client, "/marks/owners/")
    assert "没有这一名称的商标" in text(client, "/marks/brands/?name=岚石")


def test_who_has_no_role_compares_nothing(make_person: MakePerson, client_of: ClientOf):
    client = client_of(make_person("new"))
    for address in ("/marks/", "/marks/compare/", "/marks/owners/", "/marks/brands/?name=x"):
        assert client.get(address).status_code == 403


def test_percents_leave_room_for_doubt():
    assert [percent(score) for score in (0, 0.001, 0.5, 0.999, 1)] == [0, 1, 50, 99, 100]
