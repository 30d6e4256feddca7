"""The keys under which names are looked for."""

from __future__ import annotations

import pytest

from zhiheng.core.matching.keys import blocking_keys


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("深圳市星耀科技有限公司", "星耀科技"),
        ("深圳市星耀科技有限公司", "SHENZHEN XINGYAO TECH CO LTD"),
        ("未来方舟科技有限公司", "末来方舟科技有限公司"),
        ("智联万物科技有限公司", "智联万务科技有限公司"),
        ("张伟", "Wei Zhang"),
        ("张伟", "ZHANG, Wei"),
        ("深圳大学", "Shenzhen University"),
        ("华南理工大学", "South China University of Technology"),
        ("哈尔滨工业大学", "Harbin Institute of Technology"),
        ("Larkspur Robotics, Inc.", "Larkspur Holdings"),
    ],
)
def test_candidates_share_a_key(a: str, b: str):
    assert set(blocking_keys(a)) & set(blocking_keys(b))


def test_different_names_share_none():
    assert not set(blocking_keys("星耀科技有限公司")) & set(blocking_keys("海棠科技有限公司"))


@pytest.mark.parametrize("text", ["", "😀", "有限公司", "Ltd"])
def test_what_cannot_be_compared_has_no_keys(text: str):
    assert blocking_keys(text) == ()


def test_keys_are_sorted_and_told_once():
    keys = blocking_keys("J Smith and Smith")
    assert list(keys) == sorted(set(keys))
