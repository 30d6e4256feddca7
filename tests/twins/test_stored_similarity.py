"""A stored index, filled and emptied in any order, against one pass over what it then holds."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.analyses.similarity.index_changes import changing
from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.stored_index import StoredIndex, Told, open_index
from zhiheng.core.analyses.similarity.texts import Texts

PARTS = ["一种", "专利交易", "方法", "冷却装置", "é𠮷", "壳体", "abc", "。"]
TEXT = st.lists(st.sampled_from(PARTS), max_size=7).map("".join)
NAME = st.sampled_from("甲乙丙丁戊己庚辛")
BATCH = st.dictionaries(NAME, TEXT, max_size=6)
STEPS = st.lists(st.one_of(BATCH, st.sets(NAME, max_size=3), st.just("rebuild")), max_size=6)
Step = dict[str, str] | set[str] | str

Pairs = dict[frozenset[str], float]


def pairs_of(told: Told) -> Pairs:
    columns = (told.table[name].to_pylist() for name in ("a", "b", "jaccard"))
    return {frozenset((a, b)): index for a, b, index in zip(*columns, strict=True)}


def expected(texts: dict[str, str], threshold: float, most: int) -> tuple[Pairs, int]:
    names = list(texts)
    found = find_near_duplicates(
        Texts.from_strings(list(texts.values())),
        threshold=threshold,
        method=Method.SKETCHES,
        most_copies=most,
    )
    numbers = (found.pairs.firsts.tolist(), found.pairs.seconds.tolist())
    pairs = {
        frozenset((names[a], names[b])): index
        for a, b, index in zip(*numbers, found.pairs.indices.tolist(), strict=True)
    }
    return pairs, found.untold_pairs


def differs(texts: dict[str, str], name: str, text: str) -> bool:
    """Texts without a 3-gram are not kept, so that one is as good as another."""
    return name not in texts or (texts[name] != text and max(len(texts[name]), len(text)) >= 3)


def put(texts: dict[str, str], batch: dict[str, str]) -> None:
    """Do with a dictionary what the index does: who is replaced comes last."""
    for name, text in batch.items():
        if differs(texts, name, text):
            texts.pop(name, None)
            texts[name] = text


@settings(deadline=None, max_examples=40)
@given(STEPS, st.sampled_from([0.3, 0.5, 1.0]), st.integers(1, 3))
@example([{"甲": "专利交易方法", "乙": "专利交易方法"}, {"甲"}, {"丙": "专利交易方法"}], 0.5, 100)
@example([{"甲": "专利交易方法"}, {"甲"}, "rebuild", {"乙": "专利交易方法。", "丙": "无"}], 0.3, 1)
def test_any_split_gives_the_pairs_of_the_whole(steps: list[Step], threshold: float, most: int):
    texts: dict[str, str] = {}
    told: Pairs = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in steps:
            told = changed(Path(folder), step, threshold, texts, told)
            index = open_index(Path(folder), threshold=threshold)
            check(index, texts, most)
            assert told == expected(texts, threshold, 100)[0]


def changed(
    folder: Path, step: Step, threshold: float, texts: dict[str, str], told: Pairs
) -> Pairs:
    with changing(folder, threshold=threshold, workers=2) as change:
        if isinstance(step, dict):
            gone = {name for name, text in step.items() if differs(texts, name, text)}
            added = change.add(list(step), Texts.from_strings(list(step.values())))
            assert added.added + added.replaced == len(gone)
            assert added.replaced == len(gone & set(texts))
            assert added.unchanged == len(step) - len(gone)
            assert added.too_short == [name for name, text in step.items() if len(text) < 3]
            put(texts, step)
            new = pairs_of(added.pairs)
            assert all(pair & gone for pair in new)
            return {pair: told[pair] for pair in told if not pair & gone} | new
        if isinstance(step, set):
            assert set(change.remove(sorted(step))) == step - set(texts)
            for name in step:
                texts.pop(name, None)
            return {pair: told[pair] for pair in told if not pair & step}
        change.rebuild(at_once=2)
        return told


def check(index: StoredIndex, texts: dict[str, str], most: int) -> None:
    assert index.documents == len(texts)
    pairs, untold = expected(texts, index.threshold, most)
    told = index.pairs(most_copies=most)
    assert (pairs_of(told), told.untold) == (pairs, untold)
    for name, text in list(texts.items())[:2]:
        found = index.find(Texts.from_strings(["无", text])).to_pylist()
        every, _ = expected(texts, index.threshold, 100)
        alike = {next(iter(pair - {name})): value for pair, value in every.items() if name in pair}
        if len(text) >= 3:
            alike[name] = 1.0
        assert {row["b"]: row["jaccard"] for row in found} == alike
        assert {row["row"] for row in found} <= {1}
