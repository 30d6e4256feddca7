"""The pages of owners and brands, their exports, and the way from a party."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.marks.conftest import OTHER, OWNER, PERSON
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.ledger.models import Event
from zhiheng.office.parties.queries import party_of_name

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


def of(name: str) -> str:
    return f"/marks/owners/{party_of_name(name)}/"


def test_a_portfolio_shows_classes_offices_years_and_dealings(citizen: Client):
    shown = text(citizen, of(OWNER))
    for part in (
        OWNER,
        "按类别",
        "欧盟",
        "马德里国际注册",
        "历年申请与注册",
        "质押",
        "Y2026440000001",
    ):
        assert part in shown, part
    assert "marks/?nice_class=32" in shown
    assert f"{of(OWNER)}near/" in shown


def test_a_party_leads_to_its_marks_and_back(citizen: Client):
    party = party_of_name(OWNER)
    assert of(OWNER) in text(citizen, f"/parties/{party}/")
    assert f"/parties/{party}/" in text(citizen, of(OWNER))


def test_the_marks_of_an_owner_are_narrowed_and_ordered(citizen: Client):
    marks = f"{of(OWNER)}marks/"
    every = citizen.get(marks).context["lines"]
    assert len(every) == 7
    assert [line.number for line in citizen.get(f"{marks}?nice_class=25").context["lines"]] == [
        "10000002"
    ]
    abroad = citizen.get(f"{marks}?office=EM").context["lines"]
    assert [line.number for line in abroad] == ["EM018000001"]
    assert [line.number for line in citizen.get(f"{marks}?q=甘露").context["lines"]] == ["10000005"]
    for sort, first, last in (
        ("filed", "10000001", "10000004"),
        ("-last_day", "10000001", "10000005"),  # those that have no term yet come last
        ("number", "10000001", "WO1400001"),
    ):
        lines = citizen.get(f"{marks}?sort={sort}").context["lines"]
        assert (lines[0].number, lines[-1].number) == (first, last), sort
    assert "没有符合条件的商标" in text(citizen, f"{marks}?q=没有")
    assert "图形" in text(citizen, marks)


def test_later_near_marks_of_others_open_the_comparison(citizen: Client):
    near = f"{of(OWNER)}near/"
    page = citizen.get(near)
    assert [line.other.number for line in page.context["lines"]] == ["20000001"]
    assert OTHER in page.content.decode()
    [line] = page.context["lines"]
    assert "不近似" not in text(citizen, line.compare)
    whatever = citizen.get(f"{near}?goods=every").context["lines"]
    assert {line.other.number for line in whatever} == {"20000001", "20000002"}
    assert "没有符合条件的商标" in text(citizen, f"{near}?q=没有")
    assert "没有他人在后申请的近似商标" in text(citizen, f"{of(PERSON)}near/")


def test_owners_are_listed_with_persons_masked(citizen: Client, officer: Client):
    assert "张**" in text(citizen, "/marks/owners/")
    assert PERSON not in text(citizen, "/marks/owners/")
    assert PERSON in text(officer, "/marks/owners/")
    assert PERSON not in text(citizen, of(PERSON))
    assert PERSON in text(officer, of(PERSON))
    assert "按名称查找时不含个人" in text(citizen, f"/marks/owners/?q={PERSON}")


def test_a_brand_shows_whose_it_is_and_its_timeline(citizen: Client):
    shown = text(citizen, "/marks/brands/?name=岚石清泉")
    for part in (OWNER, OTHER, "时间线", "2009-06-01", "名称完全相同的商标", "岚石清泉甘露"):
        assert part in shown, part
    assert citizen.get("/marks/brands/").status_code == 400


@pytest.mark.parametrize(
    ("address", "act", "rows"),
    [
        ("{owner}export.json", "marks.portfolio_exported", 7),
        ("{owner}near/export.json?goods=every", "marks.portfolio_exported", 2),
        ("/marks/owners/export.json", "marks.owners_exported", 3),
    ],
)
def test_lists_are_exported_and_put_on_record(
    officer: Client, citizen: Client, address: str, act: str, rows: int
):
    written = address.format(owner=of(OWNER))
    answer = officer.get(written)
    assert len(json.loads(b"".join(answer.streaming_content))) == rows
    assert json.loads(Event.objects.get(act=act).details)["rows"] == rows
    assert citizen.get(written).status_code == 403


def test_who_owns_no_marks_or_does_not_exist(citizen: Client):
    assert citizen.get("/marks/owners/P0000000000/").status_code == 404
