"""Claims and descriptions side by side: what a person would mark."""

from __future__ import annotations

import random

import pytest

from zhiheng.core.analyses.similarity import alignment as alignments
from zhiheng.core.analyses.similarity.alignment import Kind, Segment, align

ONE = (
    "1.一种用于数控机床的主轴冷却装置，包括壳体、循环泵和温度传感器，其特征在于，所述壳体由铝合金"
    "制成，厚度为10mm。2.根据权利要求1所述的主轴冷却装置，其特征在于，所述循环泵设于壳体的下部。"
)
OTHER = (
    "1.一种用于雕铣机床的主轴冷却装置，包括壳体、循环泵、油箱和温度传感器，其特征在于，所述壳体由不锈钢"
    "制成，厚度为12.5mm。2.根据权利要求1所述的主轴冷却装置，其特征在于，所述循环泵设于壳体的下部。"
)


def changes(a: str, b: str) -> list[tuple[str, str, str]]:
    found = align(a, b).segments
    return [(each.kind.value, each.a, each.b) for each in found if each.kind is not Kind.SAME]


def test_words_replaced_in_a_claim():
    assert changes(ONE, OTHER) == [
        ("replaced", "数控", "雕铣"),
        ("only_b", "", "、油箱"),
        ("replaced", "铝合金", "不锈钢"),
        ("replaced", "10", "12.5"),
    ]


def test_what_agrees_by_chance_is_not_confetti():
    assert changes("采用不锈钢制成的壳体", "采用耐热钢板材质壳体") == [
        ("replaced", "不锈钢制成的", "耐热钢板材质")
    ]


def test_paragraphs_that_changed_places():
    first, second = (
        "本实用新型的壳体设有散热翅片，散热翅片沿周向分布。",
        "循环泵的进口经过滤器与油箱的出口连通。",
    )
    found = align(f"{first}\n{second}\n", f"{second}\n{first}\n")
    moved = [each for each in found.segments if each.kind is Kind.MOVED]
    assert [(each.passage, bool(each.a)) for each in moved] in (
        [(1, True), (1, False)],
        [(1, False), (1, True)],
    )
    assert moved[0].a + moved[0].b == moved[1].a + moved[1].b
    assert found.shared > 0.95


def test_a_passage_amid_other_words_is_moved_and_the_words_are_not():
    passage = "所述温度传感器与控制器的第一输入端电性连接"
    found = align(
        f"甲乙丙。{passage}丁。公共的一句话在此。", f"公共的一句话在此。戊己{passage}庚。"
    )
    assert found.segments == (
        Segment(Kind.ONLY_A, "甲乙丙。", ""),
        Segment(Kind.MOVED, passage, "", 1),
        Segment(Kind.ONLY_A, "丁。", ""),
        Segment(Kind.SAME, "公共的一句话在此。", "公共的一句话在此。"),
        Segment(Kind.ONLY_B, "", "戊己"),
        Segment(Kind.MOVED, "", passage, 1),
        Segment(Kind.ONLY_B, "", "庚。"),
    )


def test_how_much_of_each():
    found = align("专利申请文件", "专利申请文件" + "甲" * 18)
    assert found.shared == 0.4
    assert align("", "").shared == 1


@pytest.mark.parametrize("cells", [400_000_000, 10_000, 100])
def test_long_texts_are_split_at_what_occurs_once(monkeypatch: pytest.MonkeyPatch, cells: int):
    monkeypatch.setattr(alignments, "MOST_CELLS", cells)
    chance = random.Random(5)
    a = "".join(chr(0x4E00 + chance.randrange(1500)) for _ in range(4000))
    b = "".join(chr(0x4E00 + chance.randrange(1500)) if number % 20 == 7 else letter
                for number, letter in enumerate(a))  # fmt: skip
    found = align(a, b)
    assert "".join(each.a for each in found.segments) == a
    assert "".join(each.b for each in found.segments) == b
    assert found.shared > 0.9


def test_one_boilerplate_paragraph_very_often():
    line = "本领域技术人员应当理解，上述实施例仅用于说明。\n"
    found = align(line * 10_000, line * 9_000)
    assert found.shared == 2 * 9_000 / 19_000


def test_long_texts_in_which_nothing_occurs_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(alignments, "MOST_CELLS", 10_000)
    found = align("C1=CC=C(C=C1)NC2=NC=CS2, " * 200, "C1=CC=C(C=C1)NC2=NC=CN2, " * 200)
    assert found.shared > 0.85


def test_texts_without_anything_in_common():
    assert changes("甲" * 5000, "乙" * 5000) == [("replaced", "甲" * 5000, "乙" * 5000)]
