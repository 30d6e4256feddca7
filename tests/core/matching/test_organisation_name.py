"""The parts of Chinese names of organisations."""

from __future__ import annotations

import pytest

from zhiheng.core.matching.organisation_name import (
    OrganisationName,
    numerals_in_digits,
    parse_organisation_name,
)


def parts(text: str) -> tuple[str, str, str, tuple[str, ...], str]:
    name = parse_organisation_name(text)
    return name.place, name.site, name.distinctive, name.trades, name.form.name if name.form else ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("深圳市星耀科技有限公司", ("440300", "", "星耀", ("科技",), "limited")),
        ("深圳星耀科技有限责任公司", ("440300", "", "星耀", ("科技",), "limited")),
        ("星耀科技（深圳）有限公司", ("", "440300", "星耀", ("科技",), "limited")),
        ("广东省深圳市南山区星耀科技", ("440305", "", "星耀", ("科技",), "")),
        ("昆山启航精密模具有限公司", ("320583", "", "启航", ("精密", "模具"), "limited")),
        ("臺灣晶元光電股份有限公司", ("710000", "", "晶元", ("光电",), "joint-stock")),
        ("苏州工业园区芯澜软件有限公司", ("320500", "", "芯澜", ("软件",), "limited")),
        ("赛岚创业投资合伙企业（有限合伙）", ("", "", "赛岚", ("创业投资",), "partnership")),
        ("深圳市知本专利事务所（普通合伙）", ("440300", "", "知本", (), "patent-firm")),
        ("深圳市星耀科技有限公可", ("440300", "", "星耀", ("科技",), "limited")),
        ("安康药业有限公司", ("", "", "安康", ("药业",), "limited")),
        ("南京路星耀餐饮店", ("", "", "南京路星耀餐饮店", (), "")),
    ],
)
def test_names_of_firms(text: str, expected: tuple[str, str, str, tuple[str, ...], str]):
    assert parts(text) == expected


def test_a_group_with_its_provincial_company():
    name = parse_organisation_name("中国移动通信集团广东有限公司")
    assert (name.group, name.site, name.site_is_behind) == (True, "440000", True)
    assert (name.distinctive, name.trades) == ("中国移动", ("通信",))


@pytest.mark.parametrize(
    ("text", "kind", "related", "tail"),
    [
        ("深圳市星耀科技有限公司南山分公司", "branch-company", True, "南山分公司"),
        ("浙江大学光电科学与工程学院", "unit", False, "光电科学与工程学院"),
        ("电子科技大学中山学院", "college", True, "中山学院"),
        ("中山大学附属第一医院", "hospital", True, "附属第一医院"),
        ("武汉大学苏州研究院", "institute", True, "苏州研究院"),
        ("中国科学院化学研究所", "department", True, "化学研究所"),
    ],
)
def test_what_stands_behind_the_name_of_the_whole(text: str, kind: str, related: bool, tail: str):
    name = parse_organisation_name(text)
    assert name.branch is not None
    assert (name.branch.name, name.branch.related, name.branch_text) == (kind, related, tail)


def test_a_place_can_be_the_name():
    university = parse_organisation_name("深圳大学")
    assert (university.place_word, university.distinctive, university.generic) == (
        "440300",
        "",
        True,
    )


def test_generic_names_differ_by_place_and_number_only():
    first = parse_organisation_name("广州市第十二人民医院")
    assert (first.generic, first.ordinals) == (True, ("12",))
    assert not parse_organisation_name("广州市星耀医院").generic


def test_abbreviations_are_written_out():
    assert parse_organisation_name("西安交大").trades == ("交通",)
    assert parse_organisation_name("中科院化学研究所").branch_text == "化学研究所"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第十二", "第12"),
        ("五十四", "54"),
        ("三十", "30"),
        ("三六五", "365"),
        ("二〇二", "2〇2"),
        ("天", "天"),
    ],
)
def test_numerals(text: str, expected: str):
    assert numerals_in_digits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "有限公司",
        "（）",
        "((深圳))",
        "\x00\x07",
        "😀😀",
        "科" * 2000,
        "شركة",
        "（有限合伙",
    ],
)
def test_any_text_can_be_read(text: str):
    name = parse_organisation_name(text)
    assert isinstance(name, OrganisationName)
    assert name.text == text
