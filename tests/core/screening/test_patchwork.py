"""What is copied or pieced together of others' earlier publications is told."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from tests.core.screening.text_scene import BAD, filing, leads_of, scene_of

EARLY, LATE = date(2023, 1, 1), date(2024, 6, 1)
HAN = "电机轴承底座支架滑块导轨弹簧阀门管路泵体叶轮壳盖板孔槽键销螺母齿轮皮带链条油缸活塞密封垫圈"


def sentences(seed: int, count: int = 8) -> list[str]:
    """Return sentences that nobody else writes."""
    chance = Random(seed)
    return ["".join(chance.choice(HAN) for _ in range(24)) for _ in range(count)]


def claim(parts: list[str]) -> str:
    return f"1.一种装置，其特征在于：{'；'.join(parts)}。"


def source(number: str, parts: list[str], **columns: Any) -> dict[str, Any]:
    told = {"applicants": [f"原创{number}"], "filing_date": EARLY, "publication_date": EARLY}
    return filing(number, claim(parts), **told | columns)


def copy(number: str, parts: list[str], **columns: Any) -> dict[str, Any]:
    return filing(number, claim(parts), **{"filing_date": LATE} | columns)


def test_filings_pieced_together_of_two_sources_are_told() -> None:
    one, other = sentences(1), sentences(2)
    rows = [
        source("S1", one),
        source("S2", other),
        copy("C1", one[:4] + other[:4]),
        copy("C2", one[4:] + other[4:]),
    ]
    (lead,) = leads_of("patchwork", scene_of(rows))
    assert lead.filings == ("C1", "C2")
    assert set(lead.items) == {"pair:C1|S1", "pair:C1|S2", "pair:C2|S1", "pair:C2|S2"}
    assert lead.facts["sources"] == lead.facts["owners"] == lead.facts["most_sources"] == 2
    assert lead.facts["coverage"] >= 90
    assert {each.filings for each in lead.evidence if each.kind == "pair"} == {
        (s, c) for s in ("S1", "S2") for c in ("C1", "C2")
    }


def test_a_copy_with_words_exchanged_is_told() -> None:
    parts = sentences(3)
    swapped = [part.replace("电", "磁").replace("轴", "杆") for part in parts]
    rows = [source("S", parts), copy("C1", swapped), copy("C2", swapped[::-1])]
    (lead,) = leads_of("patchwork", scene_of(rows))
    assert lead.filings == ("C1", "C2")
    assert 50 < lead.facts["coverage"] < 90
    assert lead.facts["most_sources"] == 1


def test_what_was_not_published_before_is_no_source() -> None:
    parts = sentences(4)
    unpublished = source("S", parts, publication_date=None)
    assert leads_of("patchwork", scene_of([unpublished, copy("C", parts)])) == []
    same_day = source("S", parts, publication_date=LATE)
    assert leads_of("patchwork", scene_of([same_day, copy("C", parts)])) == []
    granted = source("S", parts, publication_date=None, grant_date=EARLY)
    assert len(leads_of("patchwork", scene_of([granted, copy("C", parts)]))) == 1


def test_the_own_circle_and_relatives_are_no_source() -> None:
    parts = sentences(5)
    own = source("2023100000011", parts, applicants=["甲公司"])
    assert leads_of("patchwork", scene_of([own, copy("C", parts)])) == []
    parent = source("2023100000011", parts)
    child = copy("C", parts, priorities=["CN 2023100000011 20230101"])
    assert leads_of("patchwork", scene_of([parent, child])) == []


def test_phrases_that_many_circles_use_do_not_count() -> None:
    parts = sentences(6)
    many = [source(f"S{n:02}", parts) for n in range(40)]
    assert leads_of("patchwork", scene_of([*many, copy("C", parts)])) == []


def test_compositions_share_their_form_by_nature() -> None:
    def composition(seed: int) -> str:
        chance = Random(seed)
        names = chance.sample(["环氧树脂", "氧化铝粉", "氮化硼", "炭黑", "石墨烯", "抗氧剂"], 5)
        parts = "、".join(
            f"{name}{chance.randrange(10, 60)}~{chance.randrange(60, 99)}份" for name in names
        )
        return f"1.一种复合材料，其特征在于，按重量份计包括以下组分：{parts}。"

    rows = [
        filing(
            f"S{n}",
            composition(n),
            applicants=[f"公司{n}"],
            publication_date=EARLY,
            filing_date=EARLY,
        )
        for n in range(8)
    ]
    rows += [filing(f"C{n}", composition(20 + n), filing_date=LATE) for n in range(4)]
    assert leads_of("patchwork", scene_of(rows), least_passages=10) == []


def test_only_what_was_asked_about_is_told() -> None:
    parts = sentences(7)
    rows = [source("S", parts), copy("C", parts)]
    assert leads_of("patchwork", scene_of(rows, asked=["S"])) == []


def test_bad_filings_raise_nothing() -> None:
    assert leads_of("patchwork", scene_of([])) == []
    published = [row | {"publication_date": EARLY, "applicants": ["乙公司"]} for row in BAD]
    copies = [row | {"application_number": f"c{n}"} for n, row in enumerate(BAD)]
    (lead,) = leads_of("patchwork", scene_of([*published, *copies]))
    assert lead.filings == ("c4",)  # the English one says something, and says it again
