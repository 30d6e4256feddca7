"""Cutting many texts at once against cutting one after the other."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.search.cutting import cut_each
from zhiheng.core.search.terms import cut, pairs, whole_form

# Characters whose folding is of every kind: none, one, several, dependent on their neighbours.
ALPHABET = "锂电池發體éÀａＢ１ ab_1-\n，。・ーカﾊﾞ\x1f㎡ﬁΣς𠀀́한한℃…①Ⅷªﾞがか\u3099İß"
TEXTS = st.lists(st.one_of(st.text(ALPHABET), st.text()), max_size=6)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
@example([])
@example(["", ""])
@example(["a" * 199 + "é", "b" * 200, "c" * 201, "电" + "d" * 500 + "池"])
@example(["ΟΔΟΣ 电", "か\u3099き", "ㅎㅏㄴ글", "25℃…"])
def test_texts_cut_together_are_cut_as_each_alone(texts: list[str]) -> None:
    cuts = cut_each(texts)
    assert len(cuts) == len(texts)
    for text, found in zip(texts, cuts, strict=True):
        assert found.placed.split() == pairs(text)
        alone = cut(text)
        together = [*alone.singles, *alone.pairs, *alone.words]
        assert sorted(found.ranked.split()) == sorted(together)
        assert found.whole == whole_form(text)
