"""Near-duplicates against a version that compares every text with every other, in plain Python.

Written from docs/explanation/similarity.md: sets of 3-grams, their Jaccard index, connected
components, and what is told of copies.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zhiheng.core.analyses.similarity.near_duplicates import (
    Method,
    NearDuplicates,
    find_near_duplicates,
)
from zhiheng.core.analyses.similarity.texts import Texts

# One, two, three and four bytes of UTF-8, the smallest and the largest character.
LETTERS = st.sampled_from("ab专利é𠮷\0\U0010ffff")
TEXTS = st.lists(st.text(LETTERS, max_size=30), max_size=14)
THRESHOLDS = st.sampled_from([0.01, 0.2, 1 / 3, 0.5, 0.6, 0.75, 0.9, 1.0])

Told = dict[tuple[int, int], float]


def three_grams(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(len(text) - 2)}


def naive_pairs(texts: list[str], threshold: float) -> Told:
    sets = [three_grams(text) for text in texts]
    found = {}
    for a, b in combinations(range(len(texts)), 2):
        if sets[a] and sets[b]:
            index = len(sets[a] & sets[b]) / len(sets[a] | sets[b])
            if index >= threshold:
                found[a, b] = index
    return found


def naive_clusters(count: int, pairs: Told) -> list[list[int]]:
    neighbours: dict[int, set[int]] = {number: set() for number in range(count)}
    for a, b in pairs:
        neighbours[a].add(b)
        neighbours[b].add(a)
    clusters, seen = [], set()
    for number in range(count):
        if number in seen or not neighbours[number]:
            continue
        reached, waiting = {number}, [number]
        while waiting:
            new = neighbours[waiting.pop()] - reached
            reached |= new
            waiting += new
        clusters.append(sorted(reached))
        seen |= reached
    return clusters


def naive_told(texts: list[str], pairs: Told, most: int) -> Told:
    copies = [texts[:number].count(text) for number, text in enumerate(texts)]

    def told(a: int, b: int) -> bool:
        if copies[a] < most and copies[b] < most:
            return True
        return texts[a] == texts[b] and copies[a] == 0

    return {pair: index for pair, index in pairs.items() if told(*pair)}


def told_by(found: NearDuplicates) -> Told:
    firsts, seconds = found.pairs.firsts.tolist(), found.pairs.seconds.tolist()
    pairs = list(zip(firsts, seconds, strict=True))
    assert pairs == sorted(set(pairs))
    return dict(zip(pairs, found.pairs.indices.tolist(), strict=True))


@settings(deadline=None)
@given(TEXTS, THRESHOLDS)
@example([], 0.5)
@example(["", "专", "专利", "专利", "专利法", "专利法"], 0.5)
@example(["aaaa", "aaaaaaaa"], 1.0)
def test_the_exact_method_finds_what_comparing_all_finds(texts: list[str], threshold: float):
    found = find_near_duplicates(
        Texts.from_strings(texts), threshold=threshold, method=Method.EXACT
    )
    expected = naive_pairs(texts, threshold)
    assert told_by(found) == expected
    assert [each.tolist() for each in found.clusters] == naive_clusters(len(texts), expected)
    assert found.too_short.tolist() == [i for i, text in enumerate(texts) if len(text) < 3]
    assert (found.untold_pairs, found.crowded_texts) == (0, 0)


@settings(deadline=None)
@given(TEXTS, THRESHOLDS)
@example([], 0.5)
@example(["专利法", "专利法", ""], 0.5)
def test_sketches_find_nothing_else_and_all_that_are_equal(texts: list[str], threshold: float):
    found = find_near_duplicates(
        Texts.from_strings(texts), threshold=threshold, method=Method.SKETCHES, workers=2
    )
    told, expected = told_by(found), naive_pairs(texts, threshold)
    assert told.items() <= expected.items()
    assert {pair for pair, index in expected.items() if index == 1} <= set(told)
    assert [each.tolist() for each in found.clusters] == naive_clusters(len(texts), told)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(["专利申请", "专利申请书", "商标注册", "无"]), max_size=24),
    st.integers(1, 4),
)
def test_copies_are_told_up_to_a_number(texts: list[str], most: int):
    found = find_near_duplicates(Texts.from_strings(texts), threshold=0.5, most_copies=most)
    every = naive_pairs(texts, 0.5)
    told = naive_told(texts, every, most)
    assert told_by(found) == told
    assert found.untold_pairs == len(every) - len(told)
    assert [each.tolist() for each in found.clusters] == naive_clusters(len(texts), every)


@pytest.mark.parametrize("method", Method)
@pytest.mark.parametrize("workers", [1, 3])
def test_a_hundred_variants_of_one_paragraph(method: Method, workers: int):
    paragraph = "本发明公开了一种基于区块链的专利交易方法及系统，涉及知识产权运营技术领域，包括"
    parts = ["采集模块", "核验模块", "登记模块", "交易撮合模块", "存证模块", "清算模块", "监管接口"]
    texts = [
        paragraph + "、".join(part for bit, part in enumerate(parts) if number >> bit & 1)
        for number in range(100)
    ]
    found = find_near_duplicates(
        Texts.from_strings(texts), threshold=0.8, method=method, workers=workers
    )
    expected = naive_pairs(texts, 0.8)
    assert len(expected) > 500
    told = told_by(found)
    assert told.items() <= expected.items()
    assert len(told) >= (1 if method is Method.EXACT else 0.99) * len(expected)
