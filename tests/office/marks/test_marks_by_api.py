"""Marks by the API: compared, nearest, an owner's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.office.conftest import MakePerson
from tests.office.marks.conftest import OWNER, PERSON
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.models import User
from zhiheng.office.parties.queries import party_of_name

ClientOf = Callable[[User], Client]


@pytest.fixture
def caller(make_person: MakePerson, client_of: ClientOf, marks_home: Path) -> Client:
    return client_of(make_person("chen", Role.CITIZEN))


def test_two_marks_are_compared(caller: Client):
    asked = {"a": "岚石清泉", "b": "岚石青泉", "goods_a": "矿泉水", "goods_b": "3202、会飞的汤匙"}
    answer = caller.get("/api/marks/compare", asked).json()
    assert answer["near"] is True
    assert 0.5 < answer["score"] <= 1
    assert {"name", "score", "reason"} == set(answer["channels"][0])
    assert {"code", "near", "words", "source", "status"} == set(answer["rules"][0])
    assert answer["goods"]["relation"] == "same_group"
    assert answer["goods"]["b"]["unread"] == ["会飞的汤匙"]
    assert answer["conflict"] is True
    turned = {"a": "岚石青泉", "b": "岚石清泉"}
    assert caller.get("/api/marks/compare", turned).json()["score"] == answer["score"]


def test_the_nearest_come_in_pieces(caller: Client):
    asked = {"q": "岚石清泉", "goods": "矿泉水", "limit": 2}
    first = caller.get("/api/marks/nearest", asked).json()
    rest = caller.get("/api/marks/nearest", {**asked, "start": 2, "limit": 100}).json()
    assert len(first["marks"]) == 2
    assert first["total"] == len(first["marks"]) + len(rest["marks"]) == rest["total"]
    assert first["marks"][0]["rank"] >= first["marks"][1]["rank"]
    assert first["near"] >= first["conflicts"] > 0
    ended = caller.get("/api/marks/nearest", {**asked, "phase": "ended"}).json()
    assert {each["phase"] for each in ended["marks"]} == {"ended"}


def test_persons_are_masked(caller: Client):
    found = caller.get("/api/marks/nearest", {"q": "海棠依旧"}).json()
    assert found["marks"][0]["owners"] == ["张**"]
    assert caller.get(f"/api/marks/owners/{party_of_name(PERSON)}").json()["name"] == "张**"


def test_a_portfolio(caller: Client):
    found = caller.get(f"/api/marks/owners/{party_of_name(OWNER)}").json()
    assert found["name"] == OWNER
    assert found["marks"] == found["rows"] == len(found["list"]) == 7
    some = caller.get(f"/api/marks/owners/{party_of_name(OWNER)}?start=5&limit=1").json()
    assert some["list"] == found["list"][5:6]
    assert found["by_office"]["WO"] == {"marks": 1, "in_force": 1, "madrid": 1}
    assert set(found["by_class"]) == {"25", "30", "32"}


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("nearest?q=%20", 400, "marks.nothing_asked"),
        ("nearest", 400, "api.parameter_unfit"),
        ("nearest?q=x&limit=1000", 400, "api.parameter_unfit"),
        ("nearest?q=x&phase=gone", 400, "api.parameter_unfit"),
        ("compare?a=x", 400, "api.parameter_unfit"),
        ("owners/P0000000000", 404, "party.not_found"),
    ],
)
def test_what_cannot_be_answered(caller: Client, address: str, status: int, code: str):
    answer = caller.get(f"/api/marks/{address}")
    assert answer.status_code == status
    assert answer.json()["problems"][0]["code"] == code


def test_a_stranger_and_somebody_without_a_role(make_person: MakePerson, client_of: ClientOf):
    assert Client().get("/api/marks/compare?a=x&b=y").status_code == 401
    assert client_of(make_person("new")).get("/api/marks/compare?a=x&b=y").status_code == 403
