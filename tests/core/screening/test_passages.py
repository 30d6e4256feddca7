"""Whole passages that texts share: what is met, how it weighs, and what is too short."""

from __future__ import annotations

from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.screening.passages import LENGTH, Passages

CLAUSE = "所述壳体的内侧设有与所述风扇相对的导流板，导流板朝向进风口一侧开设若干弧形通风槽，"
OTHER = "采集传感器的温度数据并写入环形缓冲区，超过预设阈值时由控制器切断继电器的供电回路，"


def shared(asked: list[str], passing: list[str], *, most_met: int = 1_000) -> list[float]:
    passages = Passages.of(Texts.from_strings(asked))
    texts = Texts.from_strings(passing)
    passages.pass_by(texts)
    return passages.shared(texts, most_met=most_met).tolist()


def test_a_copied_clause_is_met_and_a_strange_one_is_not():
    found = shared([CLAUSE], [f"前言。{CLAUSE}后记。", OTHER])
    assert found[0] >= 2
    assert found[1] == 0


def test_what_several_write_weighs_less():
    alone, beside = shared([CLAUSE], [CLAUSE]), shared([CLAUSE], [CLAUSE] * 4)
    assert beside == [alone[0] / 16] * 4


def test_about_a_quarter_of_all_passages_is_sampled_and_each_counts_once():
    text = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(4_000))
    (found,) = shared([text], [text + text])
    passages = len(text) - LENGTH + 1
    assert 0.2 < found / passages < 0.3


def test_what_many_write_says_nothing():
    assert shared([CLAUSE], [CLAUSE] * 5, most_met=4) == [0] * 5
    assert min(shared([CLAUSE], [CLAUSE] * 5, most_met=5)) > 0


def test_texts_too_short_for_a_passage_share_nothing():
    assert shared(["", "无", "短文本"], ["", "无", "短文本", CLAUSE]) == [0, 0, 0, 0]
    assert shared([], [CLAUSE]) == [0]
