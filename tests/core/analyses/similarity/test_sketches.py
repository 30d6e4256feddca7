"""Sketches agree in as large a part of their places as texts share of their 3-grams."""

from __future__ import annotations

import math

import numpy as np
import pytest

from zhiheng.core.analyses.similarity.bands import MOST_BANDS, plan
from zhiheng.core.analyses.similarity.sketches import PLACES, sketches_of
from zhiheng.core.analyses.similarity.texts import Texts

# Every text is a run of different characters, so that it has as many 3-grams as characters but two.
PAIRS = 300


def run(begin: int, length: int) -> str:
    return "".join(chr(0x4E00 + (begin + i) % 20_000) for i in range(length))


def shared_part(index: float, size: int) -> int:
    """Return how many of `size` 3-grams two texts must share for a Jaccard index."""
    return round(2 * index * size / (1 + index))


@pytest.mark.parametrize("size", [3, 20, 90, 400, 3000])
@pytest.mark.parametrize("index", [0.1, 0.5, 0.8])
def test_the_part_that_agrees_estimates_the_jaccard_index(size: int, index: float):
    shared = shared_part(index, size)
    exact = shared / (2 * size - shared)
    texts = []
    for number in range(PAIRS):
        begin = number * 61
        texts += [run(begin, size + 2), run(begin + size - shared, size + 2)]
    sketches = sketches_of(Texts.from_strings(texts), np.arange(len(texts)), workers=2)
    agreeing = (sketches[0::2] == sketches[1::2]).mean(axis=1)
    # Runs of neighbouring pairs overlap, and short texts fill many places with few 3-grams.
    tolerance = 6 * math.sqrt(exact * (1 - exact) / min(PLACES, size) / PAIRS) + 0.005
    assert agreeing.mean() == pytest.approx(exact, abs=tolerance)
    assert agreeing.std() <= 1.3 * math.sqrt(exact * (1 - exact) / min(PLACES, size)) + 0.02


def test_repeated_3_grams_and_their_order_change_nothing():
    texts = Texts.from_strings(["专利法专利法专利法", "专利法专利法", "商标法商标法"])
    sketches = sketches_of(texts, np.arange(3), workers=1)
    assert (sketches[0] == sketches[1]).all()
    assert (sketches[0] == sketches[2]).mean() < 0.05


@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_bands_reach_what_the_threshold_demands(threshold: float):
    chosen = plan(threshold)
    count, rows = chosen.bands.shape
    assert count <= MOST_BANDS
    assert (1 - threshold**rows) ** count < 0.001
    assert all(len(set(band)) == rows for band in chosen.bands.tolist())
    assert 1 <= chosen.least_agreeing <= PLACES
