"""The facts of a small plan, with one of everything a report can say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from zhiheng.core.annual.facts import (
    CommitmentFacts,
    DecisionFacts,
    EvaluationFacts,
    Facts,
    ForecastFacts,
    Gap,
    IndicatorFacts,
    Light,
    MeasureFacts,
    MeasureState,
    Missing,
    PlanFacts,
    RegisterFacts,
    SeriesPoint,
)

YEAR_END = date(2025, 12, 31)
VALUES = {2020: "10.5", 2021: "11.2", 2022: "12.8", 2024: "15.1", 2025: "16.4"}


def indicator(
    number: int = 1, name: str = "每万人口高价值发明专利拥有量", **given: object
) -> IndicatorFacts:
    facts: dict[str, object] = {
        "number": number,
        "name": name,
        "unit": "件",
        "kind": "expected",
        "baseline_year": 2020,
        "baseline": Decimal("10.5"),
        "start_year": 2020,
        "start": Decimal("10.5"),
        "target_year": 2025,
        "target": "20",
        "target_value": Decimal(20),
        "departments": ("市知识产权局",),
        "source": "computed",
        "definition": "每万人口拥有的符合五类标准之一的有效发明专利数。",
        "grounds": ("国家“十四五”规划纲要",),
        "latest": Decimal("16.4"),
        "latest_on": YEAR_END,
        "share": Decimal("0.621"),
        "light": Light.RED,
        "sentence": "目标年已过：2025-12-31 为 16.4 件，未达到目标（2025 年 20 件）。",
        "forecast": ForecastFacts(
            value=Decimal("17.6"), low=Decimal("16.9"), high=Decimal("18.3"), level=Decimal(80)
        ),
        "series": tuple(
            SeriesPoint(on=date(year, 12, 31), value=Decimal(value))
            for year, value in VALUES.items()
        ),
    }
    return IndicatorFacts.model_validate(facts | given)


def unknown(number: int, name: str) -> IndicatorFacts:
    return indicator(
        number,
        name,
        source="none",
        latest=None,
        latest_on=None,
        share=None,
        light=Light.UNKNOWN,
        sentence="尚无数据：登记簿算不出，责任部门也没有填报。",
        forecast=None,
        series=(),
    )


def measure(
    number: str = "1", title: str = "建设知识产权保护中心", **given: object
) -> MeasureFacts:
    facts: dict[str, object] = {
        "number": number,
        "title": title,
        "part": "加强知识产权保护",
        "lead": ("市知识产权局",),
        "support": (),
        "due": "2025年12月",
        "state": MeasureState.IN_PROGRESS,
        "percent": 60,
        "tasks": 2,
        "tasks_done": 1,
        "tasks_overdue": 0,
        "waits_for": (),
        "reported_on": date(2025, 11, 3),
        "commitments": (),
    }
    return MeasureFacts.model_validate(facts | given)


PLAN = PlanFacts(
    number=1,
    title="示范市“十四五”知识产权发展规划",
    issuers=("示范市人民政府",),
    first_year=2021,
    last_year=2025,
    division="示范市",
    document="ab" * 32,
)
DECISION = DecisionFacts(
    meeting="第三次联席会议",
    held_on=date(2025, 6, 20),
    text="由市知识产权局牵头制定口径",
    departments=("市知识产权局",),
    due_on=date(2025, 9, 30),
    done=False,
)
EVALUATION = EvaluationFacts(
    title="中期评估",
    as_of=date(2023, 6, 30),
    score="87.5",
    grade="良好",
    conclusion="总体达到预期。",
)
PATENTS = RegisterFacts(
    name="patents",
    title="专利",
    version=7,
    written_at=datetime(2026, 1, 4, 2, 11, tzinfo=UTC),
    rows=20_135,
)
CASES = CommitmentFacts(
    text="典型案例不少于5件", promised="不少于 5件", reached=Decimal(3), unit="件"
)


def reached(number: int, name: str) -> IndicatorFacts:
    return indicator(
        number,
        name,
        unit="%",
        kind="binding",
        source="reported",
        light=Light.REACHED,
        sentence="2025-12-31 为 15.2%，已达到目标（2025 年 14.5%）。",
        share=Decimal("1.17"),
        latest=Decimal("15.2"),
        target="14.5",
        target_value=Decimal("14.5"),
        baseline=Decimal("10.3"),
        start=Decimal("10.3"),
        series=(),
        forecast=None,
    )


def facts(**given: object) -> Facts:
    overdue = measure(
        "3",
        "推进侵权惩罚性赔偿",
        state=MeasureState.OVERDUE,
        percent=30,
        waits_for=("等待市法院确认口径",),
        commitments=(CASES,),
    )
    done = {"part": "提升创造质量", "state": MeasureState.DONE, "percent": 100}
    abroad = "海外知识产权纠纷应对指导数"
    found: dict[str, object] = {
        "office": "示范市知识产权局",
        "plan": PLAN,
        "year": 2025,
        "on": YEAR_END,
        "indicators": (
            indicator(),
            reached(2, "专利密集型产业增加值占GDP比重"),
            unknown(3, abroad),
        ),
        "measures": (measure(), measure("2", "培育高价值专利组合", **done), overdue),
        "decisions": (DECISION,),
        "evaluations": (EVALUATION,),
        "registers": (PATENTS,),
        "parameters": "cd" * 32,
        "missing": (Missing(gap=Gap.NO_VALUE, subject=abroad, departments=("市商务局",)),),
    }
    return Facts.model_validate(found | given)


def year_before() -> Facts:
    earlier = indicator(
        latest=Decimal("15.1"), latest_on=date(2024, 12, 31), light=Light.AMBER, series=()
    )
    return facts(year=2024, on=date(2024, 12, 31), indicators=(earlier,), missing=())
