"""What a clerk is told to look at: each doubt with its place; the rest is read all the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.plans.test_documents import blank_pdf
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.errors import InputError, Problem
from zhiheng.core.plans.dates import read_date
from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.proposals import PlanProposal
from zhiheng.core.plans.reading import read_plan

HEAD = """深圳市知识产权发展规划（2026—2030年）

深圳市市场监督管理局

2026年3月

一、发展目标

"""
TABLE = (
    "| 序号 | 指标 | 单位 | {base} | {target} | 数据来源 |\n| --- | --- | --- | --- | --- | --- |\n"
)
ROWS = "| 1 | 每万人口高价值发明专利拥有量 | 件 | 11 | 18 | 市市场监管局 |\n"
MEASURES = """
二、重点任务

1. 完善保护规则。发布保护指引3部。（市市场监管局，完成时限：2027年12月）
"""


def _plan(*rows: str, base: str = "2025年", target: str = "2030年", more: str = "") -> PlanProposal:
    table = TABLE.format(base=base, target=target) + ROWS + "".join(rows)
    return read_plan(HEAD + table + MEASURES + more)


def _told(plan: PlanProposal) -> list[tuple[str, str]]:
    """Return the codes of a plan's problems with the text at their places."""
    told = []
    for problem in plan.problems:
        start, _, end = problem.position.partition("-")
        assert problem_text(problem, "zh")
        assert problem_text(problem, "en")
        told.append((problem.code, plan.text[int(start or 0) : int(end or 0)]))
    return told


def test_a_sound_plan_raises_no_doubt() -> None:
    plan = _plan("| 2 | 侵权案件按期结案率 | % | 95 | 100 | 市市场监管局 |\n")
    assert plan.problems == ()
    assert (len(plan.indicators), len(plan.measures)) == (2, 1)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| 2 | 专利转化率 | % | 45 | 150 | 市教育局 |\n", "plan.value_implausible"),
        ("| 2 | 知识产权保护满意度 | 分 | 80 | 850 | 市市场监管局 |\n", "plan.value_implausible"),
        ("| 2 | 质押融资登记额 | 亿元 | 12 | 130000 | 市财政局 |\n", "plan.value_leaps"),
        ("| 2 | 质押融资登记额 | 亿元 | 12万元 | 30亿元 | 市财政局 |\n", "plan.unit_changes"),
        ("| 2 | 海外商标注册量 | 件 | — | 待定 | 市商务局 |\n", "plan.row_without_target"),
        ("| 2 | 科技成果登记数 | 项 | 20 | 60 | 市科技创新委员会 |\n", "plan.department_abolished"),
    ],
)
def test_a_doubtful_row_is_told_with_its_place_and_the_others_are_read(row: str, code: str) -> None:
    plan = _plan(row, "| 3 | 专利导航项目 | 项 | 5 | 20 | 市市场监管局 |\n")
    ((told, where),) = _told(plan)
    assert told == code
    assert where[:2] in row
    assert {1, 3} <= {each.row for each in plan.indicators}


def test_growth_may_pass_a_hundred_percent() -> None:
    assert _plan("| 2 | 融资额年均增长率 | % | 80 | 120 | 市财政局 |\n").problems == ()


@pytest.mark.parametrize(
    ("base", "target", "code"),
    [
        ("2028年", "2030年", "plan.base_year_in_future"),
        ("2030年", "2028年", "plan.base_year_not_before_target"),
        ("2025年", "2035年", "plan.target_after_period"),
    ],
)
def test_years_that_cannot_be_are_told(base: str, target: str, code: str) -> None:
    plan = _plan(base=base + "基期值", target=target + "目标值")
    assert [each for each, _ in _told(plan)] == [code]
    assert [each.target.value for each in plan.indicators] == [18]


def test_text_and_table_that_contradict_each_other_are_both_shown() -> None:
    text = "到2030年，每万人口高价值发明专利拥有量达到19件。\n\n"
    plan = read_plan(HEAD + text + TABLE.format(base="2025年", target="2030年") + ROWS + MEASURES)
    assert [(each.origin, each.target.value) for each in plan.indicators] == [
        ("table", Decimal(18)), ("text", Decimal(19)),
    ]  # fmt: skip
    ((code, where),) = _told(plan)
    assert (code, "19件" in where) == ("plan.targets_contradict", True)


def test_a_department_that_is_no_more_is_told_where_it_is_named() -> None:
    more = "\n2. 培育机构。培育服务机构9家。（市市场监管局、市经贸信息委，完成时限：2028年）\n"
    plan = _plan(more=more)
    ((code, where),) = _told(plan)
    assert (code, where) == ("plan.department_abolished", "市经贸信息委")
    assert "深圳市工业和信息化局、深圳市商务局" in problem_text(plan.problems[0])
    assert plan.measures[1].lead == ("市市场监管局", "市经贸信息委")


def test_a_department_of_another_city_is_not_taken_for_one_of_a_declared_city() -> None:
    text = (HEAD + MEASURES).replace("深圳市", "临江市").replace("市市场监管局，", "市经贸信息委，")
    assert read_plan(text).problems == ()


def test_a_time_limit_outside_of_the_plan_is_told() -> None:
    more = "\n2. 培育机构。培育机构9家。（市市场监管局，完成时限：2072年）\n"
    more += "\n3. 布局站点。布局站点3个。（市市场监管局，完成时限：2025年12月）\n"
    plan = _plan(more=more)
    assert [code for code, _ in _told(plan)] == ["plan.due_implausible"] * 2
    assert [each.limit.due for each in plan.measures if each.limit] == [
        "2027-12",
        "2072",
        "2025-12",
    ]


def test_a_target_that_is_a_change_and_a_flow_without_a_base_ask_for_a_decision() -> None:
    goals = "到2030年，有效商标注册量比2025年增加5万件，专利质押融资登记额突破90亿元。\n" + MEASURES
    plan = read_plan(HEAD + goals)
    assert [(each.name, each.target.since) for each in plan.indicators] == [
        ("有效商标注册量", 2025), ("专利质押融资登记额", None),
    ]  # fmt: skip
    assert [code for code, _ in _told(plan)] == [
        "plan.target_is_a_change",
        "plan.counting_not_said",
    ]


def test_a_table_without_columns_is_put_together_and_told() -> None:
    rows = "1 发明专利拥有量 件 200 320 2 商标注册量 件 90 150"
    cells = "\n".join(f"序号 指标 单位 2025年 2030年 {rows}".split())
    plan = read_plan(f"{HEAD}{cells}\n{MEASURES}")
    assert [(each.name, each.target.value) for each in plan.indicators] == [
        ("发明专利拥有量", Decimal(320)), ("商标注册量", Decimal(150)),
    ]  # fmt: skip
    assert [code for code, _ in _told(plan)] == ["plan.table_without_columns"]


def test_a_table_that_nobody_can_read_is_told_not_passed_over() -> None:
    table = "| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 11 | 18 | 19 |\n| 4 | 5 | 6 |\n"
    plan = read_plan(HEAD + table + MEASURES)
    ((code, where),) = _told(plan)
    assert (code, where[:3]) == ("plan.table_not_read", "| 甲")
    assert len(plan.measures) == 1


def test_a_text_without_anything_to_propose_is_told() -> None:
    plan = read_plan("今天天气很好。\n\n我们去爬山。\n")
    assert plan.problems == (Problem("plan.nothing_found", {"received": "16"}),)


def test_a_scan_names_its_pages() -> None:
    with pytest.raises(InputError) as caught:
        read_document(blank_pdf(3), name="scan.pdf")
    assert caught.value.problems[0].values["pages"] == "1-3"
    assert "1-3" in problem_text(caught.value.problems[0])


@pytest.mark.parametrize(
    ("written", "read"),
    [("2026年13月1日", "2026"), ("2026年2月30日", "2026-02"), ("2026年2月28日", "2026-02-28")],
)
def test_a_date_that_no_calendar_has_is_read_as_far_as_it_can_be(written: str, read: str) -> None:
    assert read_date(written) == read
    plan = read_plan(HEAD.replace("2026年3月", written) + MEASURES)
    assert len(plan.measures) == 1


def test_a_note_defines_a_term_that_an_indicator_s_name_speaks_of():
    plan = _plan("\n注：高价值发明专利指符合五项条件之一的有效发明专利。\n")
    assert plan.indicators[0].note.startswith("高价值发明专利指")
    assert plan.notes == ()
