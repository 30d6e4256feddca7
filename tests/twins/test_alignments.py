"""Alignments against what they promise: both texts come back, what is shared is there in both."""

from __future__ import annotations

from collections import Counter

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.analyses.similarity.alignment import Alignment, Kind, align

CLAUSES = [
    "所述壳体",
    "由铝合金制成，",
    "其特征在于，",
    "一种冷却装置。",
    "10mm",
    "12.5mm",
    "\n",
    "é𠮷",
    "\0",
]
TEXTS = st.one_of(
    st.text(st.sampled_from("ab1专利，。\n𠮷"), max_size=60),
    st.lists(st.sampled_from(CLAUSES), max_size=25).map("".join),
)
PAIRS = {Kind.SAME: (True, True), Kind.REPLACED: (True, True)} | {
    Kind.ONLY_A: (True, False),
    Kind.ONLY_B: (False, True),
}


@settings(deadline=None)
@given(TEXTS, TEXTS)
@example("", "")
@example("", "专利")
@example("专利法。" * 40, "专利法。" * 41)
def test_the_segments_are_both_texts(a: str, b: str):
    alignment = align(a, b)
    assert "".join(each.a for each in alignment.segments) == a
    assert "".join(each.b for each in alignment.segments) == b
    check_kinds(alignment)
    assert alignment.shared == naive_shared(alignment, a, b)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_and_itself_share_everything(text: str):
    alignment = align(text, text)
    assert alignment.shared == 1
    assert len(alignment.segments) == bool(text)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_common_part_is_no_longer_than_a_common_subsequence_and_moves(a: str, b: str):
    same = sum(len(each.a) for each in align(a, b).segments if each.kind is Kind.SAME)
    assert same <= naive_common(a, b)


def check_kinds(alignment: Alignment) -> None:
    moved: dict[int, list[str]] = {}
    for each in alignment.segments:
        if each.kind is Kind.MOVED:
            assert bool(each.a) != bool(each.b)
            moved.setdefault(each.passage, []).append(each.a or each.b)
        else:
            assert (bool(each.a), bool(each.b)) == PAIRS[each.kind]
            assert each.passage == 0
        if each.kind is Kind.SAME:
            assert each.a == each.b
    assert all(len(both) == 2 and both[0] == both[1] for both in moved.values())
    assert sorted(moved) == list(range(1, len(moved) + 1))
    sides = Counter((each.passage, bool(each.a)) for each in alignment.segments if each.passage)
    assert set(sides.values()) <= {1}


def naive_shared(alignment: Alignment, a: str, b: str) -> float:
    different = {Kind.REPLACED, Kind.ONLY_A, Kind.ONLY_B}
    lost = sum(len(each.a) + len(each.b) for each in alignment.segments if each.kind in different)
    return (len(a) + len(b) - lost) / (len(a) + len(b)) if a or b else 1.0


def naive_common(a: str, b: str) -> int:
    row = [0] * (len(b) + 1)
    for one in a:
        before = row
        row = [0]
        for place, other in enumerate(b):
            row.append(before[place] + 1 if one == other else max(row[place], before[place + 1]))
    return row[-1]
