"""Other ways to say how alike two marks are, each as it comes, for benchmarks.marks.

A measure gives one number a pair, more is more alike, or nothing where it cannot compare: DimSim
takes Chinese marks of equal length only. Packages that are not installed are left out and told.
DimSim and fuzzychinese need others of their time, so they are installed in a folder of their own
that is put on PYTHONPATH:

    pip install --target FOLDER dimsim fuzzychinese "scikit-learn<2" "setuptools<81"
"""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from tests.core.matching.labelled_marks import MarkPair
from zhiheng.core.characters import fold, is_han
from zhiheng.core.matching.marks.marks import compare_marks

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Measure:
    """A way to score pairs; scores are NaN where it has none.

    One that works `at_once` takes frequencies from the pairs it is given.
    """

    name: str
    scores: Callable[[Sequence[MarkPair]], Scores]
    at_once: bool = False


def measures() -> list[Measure]:
    """Return ourselves first, then the peers that are installed."""
    found = [
        Measure("zhiheng", one_by_one(ours)),
        Measure(f"rapidfuzz {version('rapidfuzz')} ratio", one_by_one(ratio)),
        Measure("pinyin edit distance", one_by_one(pinyin_similarity)),
    ]
    for package, build in (("dimsim", dimsim_scores), ("fuzzychinese", stroke_scores)):
        try:
            name, at_once = f"{package} {version(package)}", package == "fuzzychinese"
            found.append(Measure(name, build(), at_once))
        except PackageNotFoundError:
            print(f"{package} is not installed and left out: see {__name__} for how to install it")
    return found


def ours(pair: MarkPair) -> float:
    """Return the score of our comparison, told the classes of the goods as a person would."""
    return compare_marks(pair.a, pair.b, nice_classes=pair.nice_classes).score


def ratio(pair: MarkPair) -> float:
    """Return the ratio of rapidfuzz on folded marks, 0 to 1."""
    return fuzz.ratio(fold(pair.a), fold(pair.b)) / 100


def pinyin_similarity(pair: MarkPair) -> float:
    """Return how far the letters of the pinyin agree, without tones: 1 minus the edit distance."""
    return Levenshtein.normalized_similarity(pinyin(pair.a), pinyin(pair.b))


@cache
def pinyin(text: str) -> str:
    """Return the pinyin of a mark without tones and spaces; letters and digits stay."""
    return "".join(lazy_pinyin(fold(text))).replace(" ", "")


def one_by_one(score: Callable[[MarkPair], float]) -> Callable[[Sequence[MarkPair]], Scores]:
    """Return a measure that looks at each pair by itself."""
    return lambda pairs: np.array([score(pair) for pair in pairs])


def is_chinese(pair: MarkPair) -> bool:
    """Tell whether both marks are of Chinese characters only."""
    return all(map(is_han, pair.a + pair.b))


def dimsim_scores() -> Callable[[Sequence[MarkPair]], Scores]:
    """Return the distance of DimSim with its sign turned, for Chinese marks of equal length."""
    version("dimsim")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # the package compares strings with `is`
        from dimsim import get_distance

    def score(pair: MarkPair) -> float:
        if len(pair.a) != len(pair.b) or not is_chinese(pair):
            return np.nan
        try:
            with redirect_stdout(io.StringIO()):  # it prints what it cannot read
                return -float(get_distance(fold(pair.a), fold(pair.b)))
        except TypeError:  # a syllable that its tables do not have
            return np.nan

    return one_by_one(score)


def stroke_scores() -> Callable[[Sequence[MarkPair]], Scores]:
    """Return the cosine of stroke trigrams of fuzzychinese, its usual setting.

    Its vocabulary and frequencies are those of the marks it is given.
    """
    version("fuzzychinese")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the package looks for its data with pkg_resources
        from fuzzychinese import FuzzyChineseMatch
    logging.getLogger("fuzzychinese").setLevel(logging.ERROR)
    for name in ("_character_to_stroke", "_fuzzy_chinese_match"):
        logging.getLogger(f"fuzzychinese.{name}").setLevel(logging.ERROR)

    def scores(pairs: Sequence[MarkPair]) -> Scores:
        marks = sorted({fold(mark) for pair in pairs for mark in (pair.a, pair.b)})
        place = {mark: row for row, mark in enumerate(marks)}
        match = FuzzyChineseMatch(ngram_range=(3, 3), analyzer="stroke")
        match.fit(marks)
        vectors = match.dict_feature_matrix_
        left, right = (
            vectors[[place[fold(mark)] for mark in side]]
            for side in ([pair.a for pair in pairs], [pair.b for pair in pairs])
        )
        return np.asarray(left.multiply(right).sum(axis=1)).ravel()

    return scores
