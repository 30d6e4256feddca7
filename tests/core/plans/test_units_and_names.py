"""Units and names of indicators as plans write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.lake.stored import packaged
from zhiheng.core.plans.indicator_names import folded, suggested
from zhiheng.core.plans.units import conversion


@pytest.mark.parametrize(
    ("unit", "wanted", "factor"),
    [
        ("件", "件", "1"),
        ("件", "万件", "0.0001"),
        ("万件", "件", "10000"),
        ("亿元", "万元", "10000"),
        ("万元", "亿元", "0.0001"),
        ("元", "亿元", "0.00000001"),
        ("件/万人", "件", "1"),  # the name says 每万人口
        ("件/万人", "件/万人", "1"),
        ("件/万人", "件／百万人", "100"),
        ("件", "项", "1"),
        ("家", "个", "1"),
        ("人", "名", "1"),
        ("%", "％", "1"),
        ("年", "个月", "12"),
        ("件", "人", None),
        ("件", "件/万人", None),
        ("元", "美元", None),
        ("%", "件", None),
        ("件", "亿元", None),
        ("亿元", "分", None),
    ],
)
def test_units_are_converted_or_not_at_all(unit: str, wanted: str, factor: str | None) -> None:
    assert conversion(unit, wanted) == (None if factor is None else Decimal(factor))


@pytest.mark.parametrize(
    ("name", "unit", "found"),
    [
        # the three plans' own indicators
        ("每万人口高价值发明专利拥有量", "件", "high-value-patents-per-10000"),
        ("海外发明专利授权量新增", "万件", "overseas-invention-grants"),
        ("海外发明专利授权量", "万件", "overseas-invention-grants"),
        ("知识产权质押融资金额", "亿元", "pledge-amount"),
        ("知识产权质押融资项目数", "项", "pledge-projects"),
        ("国内发明专利申请量（件）", "件", "invention-filings"),
        ("国内有效发明专利拥有量", "件", "valid-invention-patents"),
        ("PCT 国际专利申请量 (件)", "件", "pct-filings"),
        ("累计有效注册商标量", "万件", "trademarks-in-force"),
        ("计算机软件著作权登记量", "件", "software-registrations"),
        ("知识产权质押融资额", "亿元", "pledge-amount"),
        ("专利代理服务机构", "家", "patent-agencies"),
        ("专利代理人", "人", "patent-agents"),
        # what no register answers
        ("知识产权质押融资和保险额", "亿元", None),
        ("知识产权证券化发行额", "亿元", None),
        ("知识产权密集型产业增加值年均增长", "%", None),
        ("知识产权保护社会满意度", "分", None),
        ("新增知识产权服务机构数量", "家", None),
        ("新增知识产权律师", "名", None),
        ("专利纠纷案件结案率", "%", None),
        ("商标侵权案件结案率", "%", None),
        ("知识产权民事案件一审服判息诉率", "%", None),
        ("累计驰名商标", "件", None),
        ("累计广东省著名商标", "件", None),
        ("累计标准数", "件", None),
        ("知识产权领军人才", "人", None),
        ("知识产权技术职称", "人", None),
        ("深圳市知识产权优势企业", "家", None),
        ("知识产权信息公共服务节点、网点数量", "家", None),
        # written otherwise
        ("每万人有效发明专利拥有量", "件", "valid-invention-patents-per-10000"),
        ("有效发明专利拥有量", "万件", "valid-invention-patents"),
        ("发明专利授权量", "件", "invention-grants"),
        ("有效发明专利拥有量", "亿元", None),  # another unit is another thing
    ],
)
def test_what_a_plan_means(name: str, unit: str, found: str | None) -> None:
    offered = suggested(name, unit, packaged().indicators.values())
    assert offered[:1] == ([found] if found else [])


def test_a_name_is_compared_without_what_is_written_freely() -> None:
    assert folded("2025年 全市累计有效注册商标量（万件）") == folded("有效注册商标")
    assert folded("数量") == "数量"
