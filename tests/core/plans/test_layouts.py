"""Plans in the layouts that offices and converters produce; every text here is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.core.plans.documents import read_document
from zhiheng.core.plans.proposals import IndicatorProposal, Level, MeasureProposal, PlanProposal
from zhiheng.core.plans.reading import read_plan

DOCUMENTS = Path(__file__).parent / "documents"


def _plan(name: str) -> PlanProposal:
    return read_plan(read_document((DOCUMENTS / name).read_bytes(), name=name).text)


def _levels(indicator: IndicatorProposal) -> tuple[object, ...]:
    return (*_level(indicator.baseline), *_level(indicator.target))


def _level(level: Level | None) -> tuple[object, ...]:
    return (
        (level.year, None if level.value is None else float(level.value)) if level else (None, None)
    )


def _who(measure: MeasureProposal) -> tuple[object, ...]:
    return measure.no, measure.lead, measure.support, measure.limit.due if measure.limit else None


def _promised(measure: MeasureProposal) -> list[tuple[float, str, str]]:
    return [(float(c.quantity), c.unit, c.comparator) for c in measure.commitments]


def test_markdown_tables_give_baseline_middle_and_target() -> None:
    plan = _plan("markdown-tables.md")
    assert (plan.issuers, plan.date, plan.period) == (
        ("临江市人民政府",),
        "2026-03-18",
        (2026, 2030),
    )
    assert [(i.row, i.unit, *_levels(i), i.target.comparator, i.kind) for i in plan.indicators] == [
        (1, "件", 2025, 11.2, 2030, 18.5, "=", "预期性"),
        (2, "亿元", 2025, 28.6, 2030, 60.0, ">=", "预期性"),
        (3, "天", 2025, 75.0, 2030, 60.0, "<=", "约束性"),
        (4, "%", 2025, 12.3, 2030, 15.0, "~", "预期性"),
        (5, "个", 2025, 8.0, 2030, 35.0, "=", "约束性"),
    ]
    assert [float(m.value or 0) for m in plan.indicators[0].milestones] == [15]
    assert plan.indicators[0].note == "每万人口高价值发明专利拥有量按年末常住人口计算。"
    assert plan.indicators[4].source == "市市场监管局、市科技局"


def test_sentences_confirm_a_table_and_add_what_it_lacks() -> None:
    plan = _plan("markdown-tables.md")
    assert [len(i.also) for i in plan.indicators] == [1, 1, 0, 0, 0]
    assert [(float(c.quantity), c.unit, c.comparator, c.year) for c in plan.commitments] == [
        (30, "家", ">=", 2030)
    ]


def test_roles_in_brackets_are_told_apart() -> None:
    districts = "各县（市、区）人民政府"
    assert [_who(m) for m in _plan("markdown-tables.md").measures] == [
        ("1", ("市市场监管局",), ("市科技局", "市工业和信息化局", districts), "2028-12"),
        ("2", ("市市场监管局",), ("市农业农村局", "市供销社"), "持续推进"),
        ("3", ("市市场监管局", "市中级人民法院", "市检察院"), (), None),
        ("4", ("市市场监管局", "市公安局"), (), "2027-12"),
    ]


def test_lines_of_their_own_name_who_and_until_when() -> None:
    plan = _plan("outline-four-levels.txt")
    assert plan.title == "云岭市专利转化运用专项行动实施方案（2024—2026年）"
    assert plan.issuers == ("云岭市人民政府办公室",)
    assert [_who(m) for m in plan.measures] == [
        ("1", ("市知识产权局", "市教育局", "市科技局"), (), "2024-12"),
        ("2", ("市科技局",), ("市知识产权局", "市工商联", "各县（市、区）人民政府"), "长期推进"),
        ("3", ("市发展改革委", "市国资委"), (), "2025-12"),
        ("4", ("市金融监管分局", "人民银行云岭市分行"), (), "2026-06"),
    ]
    assert _promised(plan.measures[3]) == [(25, "亿元", ">"), (300, "家", "=")]


def test_without_a_table_the_sentences_about_goals_are_the_indicators() -> None:
    plan = _plan("outline-four-levels.txt")
    assert [(i.name, i.unit, *_levels(i), i.origin) for i in plan.indicators] == [
        ("涉及专利的技术合同成交额", "亿元", 2023, 3.2, 2026, 8.0, "text"),
        ("备案认定的专利密集型产品数量", "件", None, None, 2026, 120.0, "text"),
        ("新增专利转化中小企业", "家", None, None, 2026, 500.0, "text"),
    ]


def test_yearly_points_take_their_year_from_the_title() -> None:
    plan = _plan("annual-points.txt")
    assert plan.period == (2025, 2025)
    assert [_who(m)[3] for m in plan.measures] == [
        "2025-09",
        "2025-12",
        "全年推进",
        "2025-09",
        "2025-04",
    ]
    assert _promised(plan.measures[0]) == [(3, "份", "="), (8, "场", "="), (600, "人次", ">=")]
    assert plan.measures[3].support == ("各街道办事处",)


def test_a_task_list_goes_on_after_a_page_break() -> None:
    plan = _plan("task-table.txt")
    assert [_who(m) for m in plan.measures] == [
        ("1", ("市知识产权局",), ("市教育局", "市科协"), "2026-06"),
        ("2", ("市知识产权局", "市数据局"), (), "2026-12"),
        ("3", ("市人力资源社会保障局",), ("市知识产权局",), "持续推进"),
        ("4", ("市委人才办",), ("市教育局", "各高校"), "2027"),
    ]
    assert [_promised(m) for m in plan.measures][1:3] == [[(3, "个", "=")], [(10, "期", ">=")]]


def test_a_table_that_lost_its_columns_is_put_together_by_types() -> None:
    plan = _plan("lost-columns.txt")
    assert [(i.row, i.group, i.name, i.unit, *_levels(i), i.kind) for i in plan.indicators] == [
        (1, "创造", "万人发明专利拥有量", "件", 2020, 6.2, 2025, 10.0, "预期性"),
        (2, "创造", "有效注册商标总量", "万件", 2020, 3.1, 2025, 5.0, "预期性"),
        (3, "运用", "知识产权质押融资额", "亿元", 2020, 4.0, 2025, 12.0, "预期性"),
        (4, "运用", "专利密集型产业增加值年均增速", "%", 2020, 6.0, 2025, 8.0, "预期性"),
        (5, "保护", "侵权案件结案率", "%", 2020, 5.0, 2025, 98.0, "约束性"),
    ]
    assert all(indicator.confidence < 1 for indicator in plan.indicators)


def test_rows_with_single_spaces_are_read_and_joint_rows_divided() -> None:
    plan = _plan("single-spaces.txt")
    assert [(i.row, i.name, i.unit, *_levels(i)) for i in plan.indicators] == [
        (1, "每万人口发明专利拥有量", "件", 2020, 8.5, 2025, 12.0),
        (2, "PCT国际专利申请量", "件", 2020, 120.0, 2025, 300.0),
        (3, "知识产权质押融资金额", "亿元", 2020, 3.5, 2025, 10.0),
        (3, "知识产权质押融资项目数", "项", 2020, 40.0, 2025, 120.0),
        (4, "专利纠纷行政裁决结案率", "%", 2020, 95.0, 2025, 98.0),
    ]


def test_merged_html_cells_and_cumulative_columns() -> None:
    plan = _plan("html-merged.md")
    assert [(i.group, i.name, *_levels(i), i.target.cumulative) for i in plan.indicators] == [
        ("创造", "发明专利授权量", 2020, 8000.0, 2025, 1.5, True),
        ("创造", "海外发明专利授权量", 2020, 900.0, 2025, 2000.0, True),
        ("运用", "知识产权质押融资额", 2020, 30.0, 2025, 80.0, True),
        ("运用", "知识产权质押融资惠及企业数", 2020, 200.0, 2025, 500.0, True),
        ("保护", "知识产权保护满意度", None, None, 2025, 82.0, True),
    ]
    assert [p.code for p in plan.problems] == ["plan.unit_changes"]


def test_contradictions_and_changing_units_are_shown_not_settled() -> None:
    plan = _plan("units-and-contradiction.md")
    rate = [i for i in plan.indicators if i.name == "每万人口高价值发明专利拥有量"]
    assert [(i.origin, float(i.target.value or 0)) for i in rate] == [("table", 15), ("text", 16)]
    assert rate[0].contradicts == rate[1].span
    assert rate[1].contradicts == rate[0].span
    loans = next(i for i in plan.indicators if i.name == "知识产权质押融资额")
    assert loans.baseline
    assert (loans.unit, loans.baseline.unit) == ("亿元", "万元")
    assert [p.code for p in plan.problems] == [
        "plan.targets_contradict", "plan.unit_changes", "plan.unit_changes",
    ]  # fmt: skip


def test_fixed_width_lines_page_numbers_contents_and_a_numbered_box() -> None:
    plan = _plan("fixed-width.gb18030.txt")
    assert (plan.issuers, plan.date) == (
        ("沙洲市市场监督管理局", "沙洲市发展和改革委员会"),
        "2026-04",
    )
    assert [(i.unit, *_levels(i)[2:], i.target.comparator) for i in plan.indicators] == [
        ("万件", 2030, 1.5, ">"), ("亿元", 2030, 40.0, ">"),
        ("%", 2030, 98.0, ">="), ("家", 2030, 20.0, "~"),
    ]  # fmt: skip
    assert [(m.no, m.title) for m in plan.measures] == [
        ("1", "建设高价值专利培育体系"),
        ("2", "强化人才支撑"),
        ("3", "完善行政裁决机制"),
        ("4", "深化司法协作"),
    ]
    assert [(p.title, _promised(p)) for p in plan.projects] == [
        ("知识产权保护提质工程", [(3, "个", "="), (2, "个", "=")])
    ]


def test_a_box_over_a_table_is_its_caption_and_paragraphs_with_departments_are_measures() -> None:
    plan = _plan("provincial-boxes.txt")
    assert [(i.name, i.unit, *_levels(i)) for i in plan.indicators] == [
        ("每万人口高价值发明专利拥有量", "件", 2025, 8.8, 2030, 14.0),
        ("海外发明专利授权量", "件", 2025, 1200.0, 2030, 2600.0),
        ("专利密集型产业增加值占GDP比重", "%", 2025, 11.6, 2030, 13.0),
        ("知识产权民事一审案件服判息诉率", "%", None, None, 2030, 88.0),
    ]
    assert [p.title for p in plan.projects] == ["保护能力提升工程"]
    assert [(m.no, m.title) for m in plan.measures][:3] == [
        ("（四）", "健全法规制度"),
        ("（四）", "完善政策体系"),
        ("（五）", "强化行政执法"),
    ]
    assert plan.measures[1].support == ("省地方金融局",)
    assert [m.title for m in plan.safeguards] == ["强化监测评估"]


def test_articles_are_measures() -> None:
    assert [_who(m) for m in _plan("articles.md").measures] == [
        ("第一条", ("区市场监管局", "区财政局"), (), None),
        ("第二条", ("区金融工作局",), (), None),
        ("第三条", ("区市场监管局",), ("各街道",), "2026-12"),
    ]


def test_a_notice_before_the_plan_a_title_on_two_lines_and_decimal_numbers() -> None:
    plan = _plan("decimal-outline.txt")
    assert plan.title == "西岭市高校专利转化三年行动计划（2026-2028年）"
    assert plan.issuers == ("西岭市知识产权局", "西岭市教育局")
    assert (plan.date, plan.period) == ("2025-12-20", (2026, 2028))
    assert [_who(m) for m in plan.measures] == [
        ("2.1", ("市知识产权局",), ("各高校",), "2026-06-30"),
        ("2.2", ("市教育局",), ("市科技局",), "每年12月底前"),
    ]
    assert [(i.target.year, i.unit) for i in plan.indicators] == [
        (2028, "%"), (2026, "个"), (2027, "项"), (2028, "亿元"),
    ]  # fmt: skip


def test_chapters_growth_columns_and_projects_under_headings() -> None:
    plan = _plan("chapters.md")
    assert [(i.row, i.name, i.unit, *_levels(i), i.target.cumulative) for i in plan.indicators] == [
        (1, "发明专利授权量", "件", 2025, 820.0, 2030, 6000.0, True),
        (2, "PCT国际专利申请量", "件", 2025, 45.0, 2030, 90.0, False),
        (3, "技术合同成交额", "亿元", 2025, 21.5, 2030, 50.0, False),
        (4, "专利质押融资额", "亿元", 2025, 3.2, 2030, 8.0, False),
        (4, "专利质押融资笔数", "笔", 2025, 60.0, 2030, 150.0, False),
        (5, "行政案件按期办结率", "%", 2025, 96.0, 2030, 100.0, False),
    ]
    assert _who(plan.measures[1]) == ("2", ("市市场监管局", "市商务局"), (), "2030")
    assert _promised(plan.measures[0]) == [(2, "倍", "=")]
    assert [(p.no, p.title) for p in plan.projects] == [
        ("工程一", "知识产权快速维权中心建设工程"),
        ("工程二", "专利导航基地建设工程"),
    ]


def test_departments_named_in_sentences_lead_with_less_confidence() -> None:
    first, second, third = _plan("yearly-notice.txt").measures
    assert _who(first) == ("（一）", ("区市场监管局",), ("区科技局",), None)
    assert _who(second) == ("（二）", ("区金融办", "区市场监管局"), (), None)
    assert first.confidence < second.confidence
    assert _promised(third) == [(20, "起", ">="), (3, "起", ">=")]


def test_group_rows_inside_a_table_and_labels_in_brackets() -> None:
    plan = _plan("group-rows.txt")
    assert [
        (i.row, i.group, i.unit, *_levels(i), i.target.cumulative) for i in plan.indicators
    ] == [
        (1, "创造指标", "件", 2025, 10.2, 2030, 16.5, False),
        (2, "创造指标", "件", 2025, 1250.0, 2030, 2000.0, False),
        (3, "运用指标", "亿元", 2025, 35.6, 2030, 80.0, True),
        (4, "运用指标", "亿元", 2025, 120.0, 2030, 200.0, False),
        (5, "保护指标", "分", 2025, 81.5, 2030, 85.0, False),
    ]
    assert [_who(m) for m in plan.measures] == [
        ("01", ("市市场监管局",), ("市工业和信息化局", "市科技局"), "2028-12"),
        ("02", ("市地方金融局",), (), "持续实施"),
    ]


def test_task_tables_below_headings_stand_in_reading_order() -> None:
    plan = _plan("tables-and-bullets.md")
    assert [_who(m) for m in plan.measures] == [
        ("1", ("区市场监管局",), ("区科技局",), "2026-09"),
        ("2", ("区市场监管局",), ("区公安分局",), "每年"),
        ("（二）", ("区司法局",), (), "2027"),
        ("（二）", ("区检察院",), (), "2026-12"),
    ]
    assert [i.name for i in plan.indicators][-1] == "新增海外商标注册年均增长"


@pytest.mark.parametrize("path", sorted(DOCUMENTS.iterdir()), ids=lambda path: path.name)
def test_spans_lie_in_the_text_and_hold_the_commitments(path: Path) -> None:
    plan = _plan(path.name)
    for act in (*plan.measures, *plan.projects):
        for commitment in act.commitments:
            start, end = commitment.span
            assert 0 <= start < end <= len(plan.text)
            said = "".join(plan.text[start:end].split())
            assert said[:2] == commitment.text[:2]
            assert act.span[0] <= start < act.span[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "一、",
        "|",
        "注：",
        "专栏1",
        "序号\n指标\n单位",
        "<table></table>",
        "（" * 500,
        "目录\n一、a\t1",
        20_000 * " " + "x",  # a line of blanks must not take minutes
    ],
)
def test_fragments_propose_nothing_and_break_nothing(text: str) -> None:
    plan = read_plan(text)
    assert (plan.indicators, plan.measures) == ((), ())
