"""Sentences from one mould are told; what everybody writes, and copies, are not."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from tests.core.screening.text_scene import BAD, filing, leads_of, scene_of
from zhiheng.core.screening.skeletons import frequent, recurring, sentences_of, skeleton

MOULDS = [
    "在{}的调度之下对{}依次开展处理，直到{}收敛至目标区间",
    "构建面向{}的统一画像，并以{}为核心驱动协同工作",
    "以{}作为反馈信号，动态修正{}的耦合强度",
    "融合多源{}并交由{}裁决，从而闭环支撑智能决策",
]
HAN = "风云雷电山川河海金木水火土石花鸟鱼虫松竹梅兰春夏秋冬东南西北星辰日月霜雪雨露琴棋书画笔墨纸砚"
DESCRIPTION = "在本发明的描述中，需要理解的是，术语{}所指示的方位或者位置关系仅是为了便于描述{}"


def words(chance: Random) -> str:
    return "".join(chance.choice(HAN) for _ in range(4))


def filled(number: int, moulds: list[str], **columns: Any) -> dict[str, Any]:
    chance = Random(number)
    told = [mould.format(*(words(chance) for _ in range(3))) for mould in moulds]
    return filing(f"T{number:03}", f"1.一种方法，其特征在于，包括：{'；'.join(told)}。", **columns)


def honest(number: int, **columns: Any) -> dict[str, Any]:
    chance = Random(1000 + number)
    told = ["".join(chance.choice(HAN) for _ in range(22)) for _ in range(4)]
    return filing(f"H{number:03}", f"1.一种方法，其特征在于，包括：{'；'.join(told)}。", **columns)


def test_filings_from_one_mould_are_told_with_the_moulds() -> None:
    rows = [filled(n, MOULDS, filing_date=date(2025, 1, 1 + n % 3)) for n in range(12)]
    (lead,) = leads_of("template-text", scene_of([*rows, *map(honest, range(6))]))
    assert set(lead.filings) == {row["application_number"] for row in rows}
    assert (lead.facts["moulds"], lead.facts["share"], lead.facts["one_day"]) == (4, 100, 4)
    (evidence,) = [each for each in lead.evidence if each.kind == "sentences"]
    told = [each["skeleton"] for each in evidence.facts["sentences"]]
    assert len(told) == 4
    assert any("□作为反馈信号，动态修正□" in f"□{each}□" for each in told)


def test_what_many_circles_write_is_no_mould() -> None:
    rows = [filled(n, MOULDS, applicants=[f"公司{n % 8}"]) for n in range(64)]
    assert leads_of("template-text", scene_of(rows)) == []


def test_a_standard_phrase_makes_no_template() -> None:
    rows = []
    for n in range(10):
        row = honest(n)
        row["abstract"] = DESCRIPTION.format(words(Random(n)), words(Random(50 + n))) + "。"
        rows.append(row)
    assert leads_of("template-text", scene_of(rows)) == []


@pytest.mark.parametrize("seed", [1, 2])
def test_copies_are_no_template(seed: int) -> None:
    rows = [filled(seed, MOULDS) | {"application_number": f"C{n}"} for n in range(10)]
    assert leads_of("template-text", scene_of(rows)) == []


def test_an_honest_series_is_no_template() -> None:
    assert leads_of("template-text", scene_of([honest(n) for n in range(30)])) == []


def test_too_few_filings_are_not_told() -> None:
    assert leads_of("template-text", scene_of([filled(n, MOULDS) for n in range(4)])) == []


def test_bad_filings_raise_nothing() -> None:
    assert leads_of("template-text", scene_of([])) == []
    assert leads_of("template-text", scene_of([*BAD, *(filing(f"E{n}") for n in range(6))])) == []


def test_a_skeleton_keeps_what_recurs() -> None:
    texts = [
        ["以流量作为反馈信号修正阀门"],
        ["以温度作为反馈信号修正转速"],
        ["毫无关系的另一句话在此处"],
    ]
    kept = frequent(texts, least=2)
    assert skeleton(texts[0][0], kept) == ("作为反馈信号修正",)
    assert skeleton(texts[2][0], kept) == ()
    (found,) = recurring(texts, kept, least=2)
    assert found.told == "作为反馈信号修正"


def test_sentences_come_without_what_announces_them() -> None:
    claim = "1.一种方法，其特征在于，包括：获取温度数据并写入寄存器；短句。"
    assert sentences_of([claim, None, ""]) == ["获取温度数据并写入寄存器"]
