"""Filters of marks by classes, groups and Vienna codes, however they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.feeds.feeding import Feeding
from zhiheng.core.browsing.filters import read_filters
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.engine import DuckEngine

MARKS = """注册号,商标名称,国际分类,类似群,图形要素,申请人
1,甲,9,0901;0907,01.17.03,张晓明
2,乙,35,3503,011701,张晓明电子有限公司
3,丙,9,0910,1.1.17,
4,丁,,,26.1.1,张晓明;深圳甲乙科技有限公司
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    folder: Path = tmp_path_factory.mktemp("marks")
    feeding = Feeding(load_catalogue(), folder)
    assert feeding.take(feeding.put("marks.csv", MARKS)).set_aside == []
    return DuckEngine(feeding.lake, threads=1)


@pytest.mark.parametrize(
    ("name", "typed", "found"),
    [
        ("vienna", "01.17", ["1", "2"]),
        ("vienna", "0117", ["1", "2"]),
        ("vienna", "1.17.3", ["1"]),
        ("vienna", "1", ["1", "2", "3"]),
        ("vienna", "26.01.01", ["4"]),
        ("vienna", "星", []),
        ("similar_groups", "09", ["1", "3"]),
        ("similar_groups", "0907", ["1"]),
        ("nice_class", "第9类", ["1", "3"]),
        ("nice_class", "00", ["4"]),
        ("classes", "35", ["2"]),
        ("number", "第2号", ["2"]),
    ],
)
def test_a_code_is_found_however_it_is_typed(
    engine: DuckEngine, name: str, typed: str, found: list[str]
) -> None:
    register = load_catalogue().register("trademarks")
    filters = read_filters(register, {name: [typed]}, unmasked=False)
    assert filters.problems == ()
    rows = engine.run(filters.apply(engine.table(register))).to_pylist()
    assert sorted(row["number"] for row in rows) == found


def test_everybody_may_look_for_owners_but_not_for_agents() -> None:
    register = load_catalogue().register("trademarks")
    assert read_filters(register, {"owners": ["甲"]}, unmasked=False).problems == ()
    refused = read_filters(register, {"former_owners": ["甲"]}, unmasked=False).problems
    assert [problem.code for problem in refused] == ["filter.personal"]


@pytest.mark.parametrize(
    ("typed", "unmasked", "found"),
    [
        ("张晓明", True, ["1", "2", "4"]),
        ("张晓明", False, ["2"]),
        ("张", False, ["2"]),
        ("甲乙", False, ["4"]),
    ],
)
def test_a_private_owner_is_found_only_by_who_sees_persons(
    engine: DuckEngine, typed: str, unmasked: bool, found: list[str]
) -> None:
    register = load_catalogue().register("trademarks")
    filters = read_filters(register, {"owners": [typed]}, unmasked=unmasked)
    rows = engine.run(filters.apply(engine.table(register))).to_pylist()
    assert sorted(row["number"] for row in rows) == found
