"""The packaged list of divisions holds together, and addresses find their way through it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.errors import NotFoundError
from zhiheng.core.identifiers.divisions import DivisionLevel, load_divisions
from zhiheng.core.identifiers.places import locate, locate_address

DIVISIONS = load_divisions()


def test_every_parent_is_listed_and_one_level_or_more_above() -> None:
    ranks = list(DivisionLevel)
    for division in DIVISIONS.by_code.values():
        if division.level is DivisionLevel.PROVINCE:
            assert division.parent == ""
        else:
            above = DIVISIONS.get(division.parent)
            assert ranks.index(above.level) < ranks.index(division.level)
            assert division.code[:2] == above.code[:2]


def test_the_list_is_complete_in_its_upper_levels() -> None:
    levels = [division.level for division in DIVISIONS.by_code.values()]
    assert levels.count(DivisionLevel.PROVINCE) == 34
    assert levels.count(DivisionLevel.CITY) == 333


def test_no_two_neighbours_share_a_name() -> None:
    places = [(division.parent, division.name) for division in DIVISIONS.by_code.values()]
    assert len(places) == len(set(places))


def test_functional_areas_lie_in_listed_places() -> None:
    for area in DIVISIONS.areas.values():
        assert DIVISIONS.find(area.city)
        assert not area.division or DIVISIONS.parent_of(area.division) == area.city
        assert area.code not in DIVISIONS.by_code


def test_shenzhen_has_nine_districts() -> None:
    assert DIVISIONS.children_of("440300") == [f"4403{number:02}" for number in range(3, 12)]
    assert DIVISIONS.full_name_of("440305") == "广东省深圳市南山区"
    assert DIVISIONS.name_of("440300-02") == "前海深港现代服务业合作区"
    assert len(DIVISIONS.children_of("")) == 34


def test_an_unlisted_code_is_said_to_be_unknown() -> None:
    with pytest.raises(NotFoundError):
        DIVISIONS.name_of("330103")


def test_every_full_name_leads_back_to_its_code() -> None:
    for code in DIVISIONS.by_code:
        assert locate_address(f"100000 {DIVISIONS.full_name_of(code)}某路1号") == code


def test_every_place_in_parts_leads_back_to_its_code() -> None:
    for code in DIVISIONS.by_code:
        names = {level.value: "0" for level in DivisionLevel}
        names |= {division.level.value: division.name for division in DIVISIONS.path_to(code)}
        assert locate(**names) == code


def test_a_name_of_several_places_alone_gives_none_of_them() -> None:
    counties = [d for d in DIVISIONS.by_code.values() if d.level is DivisionLevel.COUNTY]
    names = [division.name for division in counties]
    several = {name for name in names if names.count(name) > 1}
    assert {"朝阳区", "南山区", "鼓楼区", "西湖区"} <= several
    assert {locate_address(name) for name in several} == {None}


@given(st.text(alphabet="广东深圳市南山区北京路省海吉林州县 0,518000中国", max_size=20))
def test_any_text_gives_a_listed_code_or_none(text: str) -> None:
    code = locate_address(text)
    assert code is None or DIVISIONS.find(code)
