"""Features combined in every way are told; a series with features of its own is not."""

from __future__ import annotations

from itertools import product

from tests.core.screening.text_scene import BAD, filing, leads_of, scene_of

FRAME = ["所述机架上设有导轨和丝杠", "所述滑块套设于导轨并与丝杠螺接"]
DRIVES = ["所述丝杠由步进电机经联轴器驱动", "所述丝杠由液压马达经齿轮组驱动"]
CLAMPS = ["所述滑块上设有气动夹爪", "所述滑块上设有真空吸盘", "所述滑块上设有电磁吸座"]
SENSORS = ["所述机架端部设有光电限位开关", "所述机架端部设有霍尔接近开关"]
IMPROVEMENTS = [
    "所述导轨表面渗氮并涂有二硫化钼",
    "所述机架由蜂窝铝板拼接而成",
    "所述滑块内设有自润滑储油腔",
    "所述夹爪端部嵌有压电测力片",
    "所述丝杠外套有伸缩防尘罩",
    "所述电机与控制器之间设有制动电阻",
]


def claim(*features: str) -> str:
    return f"1.一种搬运装置，其特征在于：{'；'.join(features)}。"


def grid() -> list[str]:
    return [claim(*FRAME, *chosen) for chosen in product(DRIVES, CLAMPS, SENSORS)]


def test_a_grid_is_told_with_its_slots() -> None:
    rows = [filing(f"G{n:02}", text) for n, text in enumerate(grid())]
    (lead,) = leads_of("combination-grid", scene_of(rows))
    assert len(lead.filings) == 12
    facts = ("features", "frame", "slots", "combinations", "covered", "recurring")
    assert [lead.facts[name] for name in facts] == [9, 2, 3, 12, 100, 100]
    (evidence,) = [each for each in lead.evidence if each.kind == "grid"]
    assert evidence.facts["slots"] == [DRIVES, CLAMPS, SENSORS]
    assert evidence.facts["frame"] == FRAME
    assert evidence.facts["cells"]["G00"] == [0, 0, 0]
    assert evidence.facts["cells"]["G11"] == [1, 2, 1]


def test_half_a_grid_is_weaker() -> None:
    rows = [filing(f"G{n:02}", text) for n, text in enumerate(grid())]
    (whole,) = leads_of("combination-grid", scene_of(rows))
    (half,) = leads_of("combination-grid", scene_of(rows[::2] + rows[1:2]))
    assert half.strength < whole.strength


def test_a_series_that_adds_something_each_time_is_not_told() -> None:
    rows = [filing(f"S{n}", claim(*FRAME, each)) for n, each in enumerate(IMPROVEMENTS)]
    assert leads_of("combination-grid", scene_of(rows)) == []


def test_copies_are_no_grid() -> None:
    rows = [filing(f"C{n}", claim(*FRAME, *DRIVES)) for n in range(6)]
    assert leads_of("combination-grid", scene_of(rows)) == []


def test_a_grid_spread_over_circles_is_none() -> None:
    rows = [filing(f"G{n}", text, applicants=[f"公司{n}"]) for n, text in enumerate(grid())]
    assert leads_of("combination-grid", scene_of(rows)) == []


def test_divisionals_are_no_grid() -> None:
    rows = [filing(f"20251000000{n:02}", text) for n, text in enumerate(grid())]
    for row in rows[1:]:
        row["related"] = ["CN 2025100000000 20250101"]
    assert leads_of("combination-grid", scene_of(rows)) == []


def test_bad_filings_raise_nothing() -> None:
    assert leads_of("combination-grid", scene_of([])) == []
    assert leads_of("combination-grid", scene_of(BAD)) == []
