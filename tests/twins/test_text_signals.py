"""Text signals against versions that compare everything with everything, in plain Python."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.screening.text_scene import ON, scene_of
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.screening.declared import Limits, packaged
from zhiheng.core.screening.facts import KnownAbnormal
from zhiheng.core.screening.piecing import LENGTH, MOST_SOURCES, pieced_together
from zhiheng.core.screening.signals import combination_grid, near_identical, refiling
from zhiheng.core.screening.skeletons import LEAST_FIXED, frequent, recurring, skeleton

# Clauses of which texts are made, so that some are copies, some alike and some not.
CLAUSES = [
    "甲乙丙丁戊己庚辛",
    "子丑寅卯辰巳午未",
    "东南西北春夏秋冬",
    "金木水火土风云雷",
    "琴棋书画梅兰竹菊",
]
TEXT = st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=5).map("，".join)
FILED = st.tuples(TEXT, st.sampled_from(["甲", "乙"]), st.integers(0, 1_000), st.booleans())
FILINGS = st.lists(FILED, min_size=1, max_size=9)
Filed = list[tuple[str, str, int, bool]]
FIRST = date(2022, 1, 1)


def limits_of(signal: str, **changed: float) -> Limits:
    values = dict(packaged().limits(signal, on=ON).values)
    return Limits(signal, values | {name.replace("_", "-"): to for name, to in changed.items()})


def rows_of(filed: Filed) -> list[dict[str, object]]:
    return [
        {
            "application_number": f"N{number}",
            "right": "invention",
            "title": f"第{number}件",
            "filing_date": FIRST + timedelta(days=day),
            "applicants": [applicant],
            "agency_code": "11111" if other_agency else "22222",
            "claims": [text],
        }
        for number, (text, applicant, day, other_agency) in enumerate(filed)
    ]


def jaccard(one: str, other: str) -> float:
    a, b = ({text[n : n + 3] for n in range(len(text) - 2)} for text in (one, other))
    return len(a & b) / len(a | b)


def bare(text: str) -> str:
    return text.replace("，", "")


def joined(pairs: set[tuple[int, int]]) -> set[frozenset[int]]:
    groups: list[set[int]] = []
    for pair in pairs:
        touched = [group for group in groups if group & set(pair)]
        groups = [group for group in groups if group not in touched]
        groups.append(set(pair).union(*touched))
    return {frozenset(group) for group in groups}


@settings(max_examples=30, deadline=None)
@given(FILINGS)
def test_near_identical_groups_are_those_that_hang_together(filed: Filed) -> None:
    limits = limits_of(
        "near-identical", least_length=3, claims_similarity=0.6, group_similarity=0.6
    )
    pairs = {
        (one, other)
        for one, other in combinations(range(len(filed)), 2)
        if filed[one][1] == filed[other][1]
        and abs(filed[one][2] - filed[other][2]) <= 24 * 365.25 / 12
        and jaccard(bare(filed[one][0]), bare(filed[other][0])) >= 0.6
    }
    found = near_identical.find(scene_of(rows_of(filed)), limits)
    told = {frozenset(int(number[1:]) for number in lead.filings) for lead in found}
    assert told == joined(pairs)


@settings(max_examples=30, deadline=None)
@given(FILINGS, st.sets(st.integers(0, 8)), st.sets(st.integers(0, 8)))
def test_filed_again_are_those_filed_after_one_alike_was_over(
    filed: Filed, withdrawn: set[int], abnormal: set[int]
) -> None:
    over = {n: filed[n][2] + 100 for n in withdrawn if n < len(filed)}
    over |= {n: filed[n][2] + 50 for n in abnormal if n < len(filed)}
    scene = scene_of(
        rows_of(filed),
        withdrawn={f"N{n}": FIRST + timedelta(days=filed[n][2] + 100) for n in over},
        abnormal={
            f"N{n}": KnownAbnormal(
                f"N{n}", "1", "confirmed", FIRST + timedelta(days=filed[n][2] + 50)
            )
            for n in over
            if n in abnormal
        },
    )
    limits = limits_of("refiling", least_length=3, claims_similarity=0.6, window_months=12)
    pairs = {
        (min(one, other), max(one, other))
        for one in over
        for other in range(len(filed))
        if one != other
        and 0 <= filed[other][2] - over[one] <= 12 * 365.25 / 12
        and (filed[one][1] == filed[other][1] or filed[one][3] == filed[other][3])
        and jaccard(bare(filed[one][0]), bare(filed[other][0])) >= 0.6
    }
    told = {
        frozenset(int(number[1:]) for number in lead.filings)
        for lead in refiling.find(scene, limits)
    }
    assert told == joined(pairs)


def naive_pieces(filed: Filed, most_circles: int) -> list[tuple[int, list[tuple[int, int]]]]:
    texts = [bare(text) for text, *_ in filed]
    passages = [{text[n : n + LENGTH] for n in range(len(text) - LENGTH + 1)} for text in texts]
    found = []
    for place, (_, circle, day, _) in enumerate(filed):
        counting = {
            each
            for each in passages[place]
            if len({filed[n][1] for n, own in enumerate(passages) if each in own}) <= most_circles
        }
        left, chosen = set(counting), []
        earlier = [n for n, other in enumerate(filed) if other[1] != circle and other[2] < day]
        while earlier and len(chosen) < MOST_SOURCES:
            best = max(earlier, key=lambda n: (len(left & passages[n]), -filed[n][2], -n))
            if not left & passages[best]:
                break
            chosen.append((best, len(left & passages[best])))
            left -= passages[best]
        found.append((len(counting), chosen))
    return found


@settings(max_examples=30, deadline=None)
@given(FILINGS, st.integers(1, 2))
def test_texts_are_pieced_together_of_the_sources_that_bring_most(filed: Filed, most: int) -> None:
    filed = sorted(filed, key=lambda each: each[1])
    days = np.array([day for _, _, day, _ in filed], np.int64)
    pieced = pieced_together(
        Texts.from_strings([bare(text) for text, *_ in filed]),
        np.array(["甲乙".index(circle) for _, circle, _, _ in filed], np.int64),
        days,
        days,
        np.ones(len(filed), np.bool_),
        most_circles=most,
    )
    told = [
        (
            int(pieced.counting[place]),
            [
                (source, brought)
                for source, brought in zip(
                    pieced.sources[place].tolist(), pieced.brings[place].tolist(), strict=True
                )
                if source >= 0
            ],
        )
        for place in range(len(filed))
    ]
    assert told == naive_pieces(filed, most)


CLAIM = st.lists(st.integers(0, 6), min_size=1, max_size=5, unique=True).map(tuple)


@settings(max_examples=50, deadline=None)
@given(st.lists(CLAIM, min_size=2, max_size=8))
def test_a_grid_counts_what_can_be_counted_by_hand(claims: list[tuple[int, ...]]) -> None:
    grid = combination_grid.Grid(claims)
    frame = {each for each in range(7) if sum(each in c for c in claims) >= 0.9 * len(claims)}
    options = [[each for each in claim if each not in frame] for claim in claims]
    different = {each for claim in options for each in claim}
    recur = [each for each in different if sum(each in claim for claim in claims) > 1]
    assert grid.frame == frame
    assert grid.recurring == len(recur) / max(1, len(different))
    # Every claim that the slots can tell chooses one option of a slot at most.
    assert {each for slot in grid.slots for each in slot} <= different
    assert 0 < grid.covered <= 1
    near, overlap = grid.close()
    pairs = [(set(a), set(b)) for a, b in combinations(claims, 2)]
    assert near == sum(len(a ^ b) <= 2 for a, b in pairs) / len(pairs)
    mean = sum(len(a & b) / len(a | b) for a, b in pairs) / len(pairs)
    assert abs(overlap - mean) < 1e-9


WORDS = st.text("风云雷电山川河海", min_size=1, max_size=3)
SENTENCE = st.one_of(
    st.builds("以{}作为反馈信号动态修正{}".format, WORDS, WORDS),
    st.builds("在{}的统一调度之下处理{}".format, WORDS, WORDS),
    st.text("东南西北春夏秋冬梅兰竹菊", min_size=12, max_size=14),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=3), min_size=3, max_size=7))
def test_skeletons_stand_in_as_many_texts_as_they_are_said_to(texts: list[list[str]]) -> None:
    least = 3
    grams = {text[n : n + 3] for one in texts for text in one for n in range(len(text) - 2)}
    often = {
        gram for gram in grams if sum(any(gram in each for each in text) for text in texts) >= least
    }
    kept = frequent(texts, least=least)
    assert kept == often
    for found in recurring(texts, kept, least=least):
        pattern = re.compile(found.pattern)
        using = [text for text in texts if any(pattern.search(each) for each in text)]
        assert len(using) >= least
        assert sum(map(len, found.pieces)) >= LEAST_FIXED
    for sentence in (each for text in texts for each in text):
        stays = [
            any(sentence[n : n + 3] in often for n in (place - 2, place - 1, place) if n >= 0)
            for place in range(len(sentence))
        ]
        naive = "".join(c if s else "□" for c, s in zip(sentence, stays, strict=True))
        pieces = tuple(piece for piece in naive.split("□") if piece)
        told = skeleton(sentence, kept)
        assert told in ((), pieces)
        if told == ():
            assert "□" not in naive or sum(map(len, pieces)) < LEAST_FIXED
