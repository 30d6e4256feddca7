"""Prose is varied, sequences and tables are not, however long they are."""

from __future__ import annotations

import random

import pytest

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.analyses.similarity.variety import LOW, WINDOW, variety

PROSE = (
    "本发明公开了一种用于数控机床的主轴冷却装置，包括壳体、循环泵和温度传感器。循环泵的进口与油箱连通，"
    "出口经过滤器接入主轴套内的螺旋流道；温度传感器把读数送至控制器，由控制器调节泵的转速。"
)


def drawn(signs: str, length: int) -> str:
    return "".join(random.Random(length).choices(signs, k=length))


def naive(text: str) -> float:
    grams = [text[i : i + 3] for i in range(len(text) - 2)]
    windows = [grams[i : i + WINDOW] for i in range(0, len(grams), WINDOW)]
    return sum(len(set(window)) for window in windows) / len(grams) if grams else 0.0


@pytest.mark.parametrize(
    "text",
    [
        *(drawn("ACGT", length) for length in (130, 600, 20_000)),
        " ".join(f"{number * 7919 % 100 / 100:.2f}" for number in range(100)),
        "-CO-NH-(CH2)2-O-CH3 " * 20,
    ],
    ids=["short DNA", "DNA", "long DNA", "table", "formula"],
)
def test_sequences_tables_and_formulas_are_low(text: str):
    (found,) = variety(Texts.from_strings([text]))
    assert 0.1 < found < LOW


def test_as_counted_in_plain_python():
    texts = [
        PROSE,
        PROSE * 30,
        "",
        "无",
        "甲乙丙",
        "甲" * 500,
        drawn("ACGT", 333),
        PROSE + "\n1 2 3",
    ]
    found = variety(Texts.from_strings(texts), workers=2).tolist()
    assert found == [naive(text) for text in texts]
    assert found[0] > 0.9
    assert found[2:5] == [0, 0, 1]
    assert found[5] < 0.01
