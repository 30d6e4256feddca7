"""What is found among made-up Chinese texts: recall, boilerplate, bad thresholds."""

from __future__ import annotations

import random

import pytest

from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.errors import InputError

LETTERS = [chr(0x4E00 + number) for number in range(1500)]
BOILERPLATE = "本发明公开了一种装置，涉及机械技术领域，包括壳体、电机与控制器，结构简单，使用方便。"


def paragraphs(count: int, *, length: int = 400, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    return ["".join(chance.choices(LETTERS, k=length)) for _ in range(count)]


def altered(text: str, rate: float, seed: int) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice(LETTERS) if chance.random() < rate else letter for letter in text)


def index(one: str, other: str) -> float:
    a, b = ({text[i : i + 3] for i in range(len(text) - 2)} for text in (one, other))
    return len(a & b) / len(a | b)


@pytest.mark.parametrize(
    ("rate", "least"), [(0.05, 0.999), (0.12, 0.97)], ids=["one in twenty", "one in eight"]
)
def test_sketches_find_altered_copies(rate: float, least: float):
    originals = paragraphs(600)
    copies = [altered(text, rate, number) for number, text in enumerate(originals)]
    due = {
        (number, number + 600)
        for number in range(600)
        if index(originals[number], copies[number]) >= 0.5
    }
    assert len(due) > 300
    found = find_near_duplicates(
        Texts.from_strings(originals + copies), threshold=0.5, method=Method.SKETCHES, workers=2
    )
    told = set(zip(found.pairs.firsts.tolist(), found.pairs.seconds.tolist(), strict=True))
    assert told <= due
    assert len(told) >= least * len(due)


def test_a_long_text_is_found_in_a_longer_one():
    long = paragraphs(1, length=60_000)[0]
    texts = Texts.from_strings([*paragraphs(50, seed=2), long, long[:40_000]])
    found = find_near_duplicates(texts, threshold=0.6)
    assert [each.tolist() for each in found.clusters] == [[50, 51]]
    assert found.pairs.indices.tolist() == [index(long, long[:40_000])]


def test_ten_thousand_copies_of_one_paragraph_are_one_cluster():
    texts = [BOILERPLATE] * 10_000 + paragraphs(5)
    found = find_near_duplicates(Texts.from_strings(texts), threshold=0.5, most_copies=100)
    assert [len(each) for each in found.clusters] == [10_000]
    assert len(found.pairs) == 100 * 99 // 2 + 9_900
    assert found.untold_pairs + len(found.pairs) == 10_000 * 9_999 // 2


def test_a_crowd_of_look_alikes_is_one_cluster_and_said_to_be_a_crowd():
    texts = [f"{BOILERPLATE}型号{number:05}" for number in range(5_000)] + paragraphs(5)
    found = find_near_duplicates(
        Texts.from_strings(texts), threshold=0.5, method=Method.SKETCHES, workers=2
    )
    assert [len(each) for each in found.clusters] == [5_000]
    assert found.crowded_texts == 5_000
    assert len(found.pairs) < 5_000_000
    assert found.pairs.indices.min() >= 0.5


def test_too_much_work_for_the_exact_method_is_done_by_sketches():
    texts = [f"{BOILERPLATE}型号{number:05}" for number in range(5_000)]
    assert find_near_duplicates(Texts.from_strings(texts), threshold=0.5).method == Method.SKETCHES
    few = Texts.from_strings(texts[:500])
    assert find_near_duplicates(few, threshold=0.5).method == Method.EXACT


@pytest.mark.parametrize("threshold", [0.0, -1.0, 1.01, float("nan")])
def test_a_threshold_that_makes_no_sense(threshold: float):
    with pytest.raises(InputError) as caught:
        find_near_duplicates(Texts.from_strings([]), threshold=threshold)
    assert [problem.code for problem in caught.value.problems] == ["similar.threshold"]


def test_workers_change_nothing():
    originals = paragraphs(300)
    texts = Texts.from_strings(originals + [altered(text, 0.1, 3) for text in originals])
    one, three = (
        find_near_duplicates(texts, threshold=0.4, method=Method.SKETCHES, workers=workers)
        for workers in (1, 3)
    )
    assert one.pairs.firsts.tolist() == three.pairs.firsts.tolist()
    assert one.pairs.seconds.tolist() == three.pairs.seconds.tolist()
    assert one.pairs.indices.tolist() == three.pairs.indices.tolist()
