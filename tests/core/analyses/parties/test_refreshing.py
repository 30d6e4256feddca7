"""Parties of a small lake: what joins, what stays apart, and what people decide about it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.core.analyses.parties.small_city import (
    FIRST_CODE,
    ON,
    SECOND_CODE,
    SmallCity,
    small_city,
)
from zhiheng.core.analyses.parties.decisions import Decision

FIRM = "深圳市澜湾智能科技有限公司"
SHORT = "深圳澜湾智能科技有限公司"
OTHER = "广州岫山精密制造有限公司"


@pytest.fixture
def city(tmp_path: Path) -> SmallCity:
    return small_city(tmp_path)


def test_variants_of_a_name_are_one_party_with_its_code(city: SmallCity) -> None:
    city.enterprises({"uscc": FIRST_CODE, "name": FIRM})
    city.patents(([FIRM], ["张晓明"]), ([SHORT], ["张晓明"]), ([OTHER], ["张晓明"]))
    assert city.refresh()
    party = city.state(city.party(FIRM))
    assert city.party(SHORT) == party["party"]
    assert city.party(OTHER) != party["party"]
    assert (party["name"], party["uscc"], party["kind"]) == (FIRM, FIRST_CODE, "enterprise")
    assert party["names"] == [FIRM, SHORT]
    assert party["mentions"] == 3
    assert party["counts"] == ["patents/applicants/2", "enterprises/name/1"]
    assert party["state"] == "current"


def test_bodies_of_two_codes_are_never_one_party(city: SmallCity) -> None:
    city.enterprises({"uscc": FIRST_CODE, "name": FIRM}, {"uscc": SECOND_CODE, "name": SHORT})
    city.patents(([FIRM], []), ([SHORT], []))
    city.refresh()
    assert city.party(FIRM) != city.party(SHORT)
    assert {row["state"] for row in city.rows("party-links")} == {"refused"}


def test_a_code_whose_check_fails_joins_nothing(city: SmallCity) -> None:
    wrong = FIRST_CODE[:-1] + "A"
    city.put("gi-producers", [])
    city.enterprises({"uscc": wrong, "name": FIRM}, {"uscc": FIRST_CODE, "name": OTHER})
    city.refresh()
    assert city.state(city.party(FIRM))["uscc"] is None


def test_one_person_beside_one_employer_and_strangers_elsewhere(city: SmallCity) -> None:
    first, second, third = city.patents(
        ([FIRM], ["张晓明", "李静"]), ([FIRM], ["张晓明"]), ([OTHER], ["张晓明"])
    )
    city.refresh()
    assert city.party("张晓明", first) == city.party("张晓明", second)
    assert city.party("张晓明", first) != city.party("张晓明", third)


def test_a_shared_co_inventor_leads_from_one_employer_to_the_next(city: SmallCity) -> None:
    first, second, third = city.patents(
        ([FIRM], ["张晓明", "欧阳慕容"]),
        ([OTHER], ["张晓明", "欧阳慕容"]),
        (["岫山大学"], ["张晓明"]),
    )
    city.refresh()
    assert city.party("张晓明", first) == city.party("张晓明", second)
    assert city.party("张晓明", third) != city.party("张晓明", first)
    link = next(row for row in city.rows("party-links") if row["left_name"] == "张晓明")
    assert (link["state"], link["shared"]) == ("joined", ["欧阳慕容"])


def test_identities_outlive_new_deliveries_and_repeated_resolution(city: SmallCity) -> None:
    city.patents(([FIRM], ["张晓明"]), ([OTHER], ["李静"]))
    city.refresh()
    before = {name: city.party(name) for name in (FIRM, OTHER, "张晓明", "李静")}
    assert not city.refresh()
    city.patents(([FIRM], ["张晓明"]), ([SHORT], ["王芳"]))
    assert city.refresh(on=ON + timedelta(days=1))
    assert {name: city.party(name) for name in before} == before
    city.refresh(on=ON + timedelta(days=2), anew=True)
    assert {name: city.party(name) for name in before} == before


def test_the_older_identity_stays_when_two_turn_out_one(city: SmallCity) -> None:
    city.patents(([FIRM], []))
    city.refresh()
    old = city.party(FIRM)
    city.patents(([OTHER], []))
    city.refresh(on=ON + timedelta(days=1))
    young = city.party(OTHER)
    city.decide(Decision(1, "merge", (city.named(OTHER),), (city.named(FIRM),)))
    city.refresh(on=ON + timedelta(days=2))
    assert city.party(OTHER) == city.party(FIRM) == old
    assert city.state(young)["state"] == "merged"
    assert city.state(young)["merged_into"] == old
    city.decide(Decision(2, "undo", undoes=1))
    city.refresh(on=ON + timedelta(days=3))
    assert (city.party(FIRM), city.party(OTHER)) == (old, young)
    assert city.state(young)["state"] == "current"
    assert city.state(young)["merged_into"] is None


@pytest.mark.parametrize("anew", [False, True])
def test_what_was_split_stays_split_until_that_is_undone(city: SmallCity, anew: bool) -> None:
    city.patents(([FIRM], []), ([SHORT], []))
    city.refresh()
    party = city.party(FIRM)
    assert city.party(SHORT) == party
    city.decide(Decision(1, "split", (city.named(SHORT),), (city.named(FIRM),)))
    city.refresh(on=ON + timedelta(days=1), anew=anew)
    assert city.party(SHORT) != city.party(FIRM) == party
    city.decide(Decision(2, "undo", undoes=1))
    city.refresh(on=ON + timedelta(days=2), anew=anew)
    assert city.party(SHORT) == city.party(FIRM) == party


@pytest.mark.parametrize("anew", [False, True])
def test_one_mention_is_split_from_others_of_the_same_name(city: SmallCity, anew: bool) -> None:
    first, second = city.patents(([FIRM], ["张晓明"]), ([FIRM], ["张晓明"]))
    city.refresh()
    decision = Decision(
        1, "split_records", (city.named("张晓明", second),), (city.named("张晓明", first),)
    )
    before = city.party("张晓明", first)
    city.decide(decision)
    city.refresh(on=ON + timedelta(days=1), anew=anew)
    assert city.party("张晓明", first) != city.party("张晓明", second)
    assert city.party("张晓明", first) == before
    city.patents(([FIRM], ["张晓明"]))
    city.refresh(on=ON + timedelta(days=2))
    assert city.party("张晓明", first) != city.party("张晓明", second)
    city.decide(Decision(2, "undo", undoes=1))
    city.refresh(on=ON + timedelta(days=3), anew=anew)
    assert city.party("张晓明", first) == city.party("张晓明", second)


def test_a_decision_about_a_name_that_no_longer_stands_there_is_not_applied(
    city: SmallCity,
) -> None:
    (number,) = city.patents(([FIRM], []))
    city.patents(([OTHER], []))
    city.refresh()
    city.decide(Decision(1, "merge", (city.named(OTHER),), (city.named(FIRM),)))
    city.put(
        "patents", [{"application_number": number, "applicants": ["岫山大学"], "inventors": []}]
    )
    city.refresh(on=ON + timedelta(days=1))
    assert city.party("岫山大学") != city.party(OTHER)


def test_a_party_that_is_no_longer_met_is_kept(city: SmallCity) -> None:
    (number,) = city.patents(([FIRM], []))
    city.refresh()
    gone = city.party(FIRM)
    city.put("patents", [{"application_number": number, "applicants": [OTHER], "inventors": []}])
    city.refresh(on=ON + timedelta(days=1))
    assert city.state(gone)["state"] == "gone"
    assert city.state(gone)["name"] == FIRM


def test_names_that_are_withheld_are_nobody(city: SmallCity) -> None:
    city.patents(([FIRM], ["请求不公布姓名", " ", "张晓明"]))
    city.refresh()
    assert {row["name"] for row in city.rows("party-mentions")} == {FIRM, "张晓明"}


@pytest.mark.parametrize("anew", [False, True])
def test_the_rest_keeps_the_number_when_its_first_mention_is_split_off(
    city: SmallCity, anew: bool
) -> None:
    first, second = city.patents(([FIRM], ["张晓明"]), ([FIRM], ["张晓明"]))
    city.refresh()
    before = city.party("张晓明", second)
    assert city.state(before)["anchor"].endswith(first)
    decision = Decision(
        1, "split_records", (city.named("张晓明", first),), (city.named("张晓明", second),)
    )
    city.decide(decision)
    city.refresh(on=ON + timedelta(days=1), anew=anew)
    assert city.party("张晓明", second) == before != city.party("张晓明", first)
    city.refresh(on=ON + timedelta(days=2), anew=True)
    assert city.party("张晓明", second) == before
