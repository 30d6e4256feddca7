"""Keyword summaries of the industry table made into a test of texts."""

from __future__ import annotations

import pytest

from zhiheng.core.industries.keywords import Found, Text, Words, occurring, read_keywords

WORDS = Words(
    unwanted=("不包含", "不含"),
    leading=("其他", "高端", "新一代"),
    trailing=("设备", "制造", "系统", "相关关键词"),
    general=("信息", "产品"),
)


def terms(summary: str) -> list[str]:
    """The wanted terms, their parts between slashes."""
    return ["/".join(term.parts) for term in read_keywords(summary, WORDS).wanted]


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("高端路由器、交换机等其他计算机制造；基站设备", ["路由器", "交换机", "基站"]),
        ("等离子喷涂与热喷镀粉", ["等离子喷涂/热喷镀粉"]),
        ("航空航天、船舶等领域用特种钢化玻璃", ["航空航天", "船舶", "领域/特种钢化玻璃"]),
        ("应用人工智能技术、专用银浆", ["应用人工智能技术", "专用银浆"]),
        ("交互式网络电视（IPTV）", ["交互式网络电视", "iptv"]),
        ("高清/超高清电视", ["高清", "超高清电视"]),
        ("信息、信息安全", ["信息安全"]),
        ("信息系统", ["信息"]),
        ("产品相关关键词", ["产品"]),
        ("设备制造", []),
    ],
)  # fmt: skip
def test_a_summary_is_read_into_terms(summary: str, expected: list[str]) -> None:
    assert terms(summary) == expected


def found(summary: str, **fields: str) -> Found | None:
    return occurring(read_keywords(summary, WORDS), Text(fields))


def test_the_first_field_in_which_a_term_occurs_is_told_with_its_words() -> None:
    told = found(
        "新一代移动通信基站设备", title="一种小区切换方法", abstract="基站通知移动通信终端。"
    )
    assert told == Found("新一代移动通信基站设备", "abstract", ("移动通信", "基站"))


def test_parts_have_to_stand_in_one_sentence() -> None:
    assert found("鱼苗与水质", abstract="培育鱼苗并监测水质。")
    assert found("鱼苗与水质", abstract="培育鱼苗。监测水质。") is None


def test_what_qualifies_a_long_word_may_be_missing_but_not_its_end() -> None:
    assert found("地下交流充电桩", abstract="交流充电桩")
    assert found("地下交流充电桩", abstract="地下交流充电") is None
    assert found("路由器", abstract="路由方法与器件") is None


def test_latin_words_stand_alone() -> None:
    assert found("LED", abstract="ＬＥＤ芯片")
    assert found("LED", abstract="controlled") is None


def test_what_a_summary_leaves_out() -> None:
    assert found("不包含非机动车", abstract="电动汽车") == Found()
    assert found("不包含非机动车", abstract="非机动车") is None
    assert found("汽车；不含摩托车", abstract="汽车与摩托车") is None
    assert found("除海洋工程、新材料等研发以外的工程研发", abstract="新材料的工程研发") is None
    assert found("除海洋工程、新材料等研发以外的工程研发", abstract="桥梁的工程研发")
    assert found("设备制造", abstract="设备制造") is None  # nothing that could be met
