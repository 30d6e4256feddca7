"""Whether a patent is of high value on a day, by what, and why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.core.analyses.small_city import NUMBER, ROWS, SIBLING
from tests.core.lake.stored import packaged, put
from zhiheng.core.analyses.derived import in_order
from zhiheng.core.browsing.high_value import HighValue, high_value_on
from zhiheng.core.browsing.records import find_record
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake

Row = dict[str, Any]
TODAY = date(2026, 6, 30)
NEEDED = ("patents", "families", "overseas-patents", "strategic-industries", "high-value-patents")


def derived(folder: Path, **other: list[Row]) -> DuckEngine:
    """A lake with the small city, other rows of registers in place of its own, all derived."""
    lake = Lake(str(folder))
    engine = DuckEngine(lake, threads=1)
    for name, rows in {
        **ROWS,
        **{key.replace("_", "-"): rows for key, rows in other.items()},
    }.items():
        put(lake, packaged().register(name), rows)
    for analysis in (each for each in in_order(packaged()) if each.output in NEEDED):
        tables = {name: engine.table(packaged().register(name)) for name in analysis.inputs}
        if analysis.compute:
            made = analysis.compute(engine, tables, catalogue=packaged(), on=TODAY).read_all()
        else:
            assert analysis.run
            made = engine.run(analysis.run(tables, catalogue=packaged(), on=TODAY))
        put(lake, packaged().register(analysis.output), made.to_pylist())
    return engine


def asked(engine: DuckEngine, on: date, number: str = NUMBER) -> HighValue:
    facts = find_record(engine, packaged(), "patents", number).high_value
    assert facts is not None
    return high_value_on(facts, packaged(), on=on)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> DuckEngine:
    return derived(tmp_path_factory.mktemp("small"))


def answers(found: HighValue) -> dict[str, str]:
    return {finding.criterion: finding.answer for finding in found.findings}


@pytest.mark.parametrize(
    ("on", "holds", "says"),
    [
        (date(2015, 5, 4), False, "五项标准均不满足"),
        (date(2015, 5, 5), True, "符合：战略性新兴产业、海外同族专利权。"),
        (date(2016, 3, 1), True, "较高质押融资"),
        (date(2017, 3, 1), False, "当日权利不在有效状态"),
        (date(2018, 9, 4), True, "较高质押融资。"),
        (date(2018, 12, 31), True, "国家级奖励。"),
        (date(2020, 7, 31), True, "国家级奖励。"),
        (date(2020, 8, 1), False, "已自 2020-08-01 起作为非正常申请扣减"),
    ],
)
def test_from_day_to_day(engine: DuckEngine, on: date, *, holds: bool, says: str) -> None:
    found = asked(engine, on)
    assert found.is_high_value is holds
    assert says in found.sentence.zh


def test_every_criterion_names_its_evidence(engine: DuckEngine) -> None:
    found = {each.criterion: each for each in asked(engine, date(2020, 7, 1)).findings}
    assert found["industry"].evidence[0].words.zh == (
        "1.5 人工智能，规则 1.5-1：分类号 G06F17/27 属于 G06F40*"
        "（分类表修订：G06F17/20-289 → G06F40* (IPC 2020.01)）。"
    )
    assert found["family"].evidence[0].words.en == "US granted US9000001B2 on 2015-02-03."
    assert found["family"].since == date(2015, 5, 5)  # not before the grant
    assert found["maintained"].answer == "no"
    assert "2022-03-01 起维持超过 10 年；权利已于 2021-01-05 终止" in found["maintained"].reason.zh
    assert [each.key for each in found["pledge"].evidence] == ["Y2016980000001", "Y2019980000002"]
    assert "担保债权 1,200 万元" in found["pledge"].evidence[0].words.zh
    assert {each.words.zh for each in found["award"].evidence} == {
        "2018 年度中国专利奖金奖。", "2019 年度国家技术发明奖二等奖。",
    }  # fmt: skip
    assert "无实际研发活动" in asked(engine, TODAY).deduction[0].zh


def test_an_application_that_was_not_granted_is_not_asked(engine: DuckEngine) -> None:
    assert find_record(engine, packaged(), "patents", SIBLING).high_value is None


def test_why_a_criterion_does_not_hold_or_cannot_be_told(tmp_path: Path) -> None:
    documents = [{**row, "ipc": ["A01B1/00"]} for row in ROWS["patent-documents"]]
    engine = derived(
        tmp_path,
        patent_documents=documents,
        foreign_patents=[ROWS["foreign-patents"][0]],
        pledges=[{**ROWS["pledges"][0], "amount": None}],
        awards=[{**ROWS["awards"][0], "award": "provincial_patent_award"}],
        abnormal_filings=[{**ROWS["abnormal-filings"][0], "state": "dismissed"}],
    )
    found = asked(engine, date(2016, 6, 1))
    reasons = {each.criterion: each.reason.zh for each in found.findings}
    assert answers(found) == {
        "industry": "unknown", "family": "no", "maintained": "no", "pledge": "unknown",
        "award": "no",
    }  # fmt: skip
    assert "没有摘要和权利要求" in reasons["industry"]
    assert reasons["family"] == "境外同族 EP13000001 未见授权文献。"
    assert reasons["pledge"] == "质押的金额不明。"
    assert reasons["award"].startswith("所获奖项不在计入之列")
    assert "申诉成立、不认定" in found.deduction[0].zh
    assert not found.is_high_value


def test_what_no_register_tells_is_not_known(tmp_path: Path) -> None:
    lake = Lake(str(tmp_path))
    row = {"application_number": NUMBER, "right": "invention", "grant_date": date(2015, 5, 5)}
    put(lake, packaged().register("patents"), [row])
    found = asked(DuckEngine(lake, threads=1), TODAY)
    assert answers(found) == dict.fromkeys(answers(found), "unknown")
    reasons = [each.reason.en for each in found.findings]
    assert reasons == [
        "It bears no IPC symbol.",
        "The register of foreign patents is still empty.",
        "The day of filing is not known.",
        "The register of pledges is still empty.",
        "The register of awards is still empty.",
    ]
