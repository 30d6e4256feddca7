"""Marks found by votes, against scoring all of them."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.matching.mark_index.building import index_in_memory
from zhiheng.core.matching.mark_index.index import MarkIndex
from zhiheng.core.matching.marks.marks import compare_marks

HAN = "星耀曜猩腥金今狮师城诚成小晓熊雄美梅乐食品"
UNLIKE = "蕃篱"  # so that one fewer than all are candidates
MARK = st.one_of(
    st.text(HAN, min_size=1, max_size=5),
    st.sampled_from(["XINGYAO", "xing", "MEILE", "GOLDEN LION", "LION", "NIKE", "N1KE", "520"]),
    st.tuples(st.text(HAN, min_size=2, max_size=3), st.sampled_from(["食品", " LION"])).map(
        "".join
    ),
)


@settings(deadline=None, max_examples=25)
@given(st.lists(MARK, min_size=14, max_size=24, unique=True), MARK)
def test_all_near_marks_are_found_by_votes(marks: list[str], asked: str):
    marks = [*marks, UNLIKE]
    index = MarkIndex(index_in_memory(marks).segments, candidates=len(marks) - 1)
    near = {row for row, mark in enumerate(marks) if compare_marks(asked, mark).near}
    found = {hit.row: hit.score for hit in index.nearest(asked, at_least=0.0)}
    assert near <= set(found)
    for row in near:
        assert abs(found[row] - compare_marks(asked, marks[row]).score) < 1e-5
