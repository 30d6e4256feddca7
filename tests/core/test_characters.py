"""Characters that a reader takes for the same are compared as one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.characters import fold, fold_each, is_han


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("電腦裏的軟體", "电脑里的软体"),
        ("臺灣、台灣", "台湾、台湾"),
        ("峯巒", "峰峦"),
        ("綫圈與線圈", "线圈与线圈"),
        ("沢・気", "泽・气"),  # Japanese forms
        ("ＤＮＡ－２", "dna-2"),
        ("（ＡＢＣ）", "(abc)"),
        ("华南研究院", "华南研究院"),  # what is in daily use stands for itself
        ("硏究", "研究"),
        ("發明頭髮", "发明头发"),
        ("", ""),
        ("🙂 mixed 混合", "🙂 mixed 混合"),
    ],
)
def test_variants_become_one_form(written: str, folded: str):
    assert fold(written) == folded


def test_characters_in_daily_use_are_not_exchanged_for_rare_ones():
    common = "研并里后台云余干几征系发只松面谷曲斗升"
    assert fold(common) == common


@given(st.text("電脑裏的軟體峯綫臺ＡＢ１２ab研硏沢", max_size=30))
def test_folding_again_changes_nothing(text: str):
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_places_agree_where_every_character_is_folded_by_itself(text: str):
    assert len(fold_each(text)) == len(text)


def test_what_would_become_several_characters_stays():
    assert fold_each("㎡ﬁ") == "㎡ﬁ"
    assert fold("㎡") == "m2"


def test_chinese_characters_are_known():
    assert all(map(is_han, "知衡𠮷㐀"))
    assert not any(map(is_han, "aカ。1"))
