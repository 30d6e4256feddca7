"""The 3 050 real abstracts of ../shared/data/patents_cn, against a plain inverted count of all."""

from __future__ import annotations

import csv
import gzip
import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.texts import Texts
from zhiheng.core.analyses.similarity.variety import LOW, variety

FOLDER = Path(__file__).resolve().parents[4] / "shared/data/patents_cn"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.exists(), reason=f"no real patents at {FOLDER}"),
]
THRESHOLD = 0.3


@pytest.fixture(scope="module")
def abstracts() -> dict[str, str]:
    train = (FOLDER / "ccf_bdci2022_train.jsonl").read_text(encoding="utf-8").splitlines()
    with gzip.open(FOLDER / "ccf_bdci2022_extra_pseudolabelled.jsonl.gz", "rt", "utf-8") as extra:
        records = [json.loads(line) for line in [*train, *extra]]
    return {record["id"]: record["abstract"] for record in records}


@pytest.fixture(scope="module")
def expected(abstracts: dict[str, str]) -> dict[frozenset[str], float]:
    """Count the 3-grams that each pair shares, term by term."""
    sets = {
        name: {text[i : i + 3] for i in range(len(text) - 2)} for name, text in abstracts.items()
    }
    holders = defaultdict(list)
    pairs = {}
    for name, own in sets.items():
        shared = Counter(other for gram in own for other in holders[gram])
        for other, count in shared.items():
            index = count / (len(own) + len(sets[other]) - count)
            if index >= THRESHOLD:
                pairs[frozenset((name, other))] = index
        for gram in own:
            holders[gram].append(name)
    return pairs


def told(abstracts: dict[str, str], method: Method | None) -> dict[frozenset[str], float]:
    texts = Texts.from_strings(list(abstracts.values()))
    pairs = find_near_duplicates(texts, threshold=THRESHOLD, method=method, workers=2).pairs
    names = list(abstracts)
    columns = (pairs.firsts.tolist(), pairs.seconds.tolist(), pairs.indices.tolist())
    return {
        frozenset((names[first], names[second])): index
        for first, second, index in zip(*columns, strict=True)
    }


def test_all_abstracts_are_there(abstracts: dict[str, str]):
    assert len(abstracts) == 3050


@pytest.mark.parametrize("method", [None, Method.SKETCHES], ids=["auto", "sketches"])
def test_the_pairs_are_those_of_a_plain_count(
    abstracts: dict[str, str], expected: dict[frozenset[str], float], method: Method | None
):
    found = told(abstracts, method)
    assert found.items() <= expected.items()
    assert len(found) >= (len(expected) if method is None else len(expected) - 1)


def test_the_known_pairs_are_among_them(abstracts: dict[str, str]):
    path = FOLDER / "derived_near_duplicate_pairs.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        known = {frozenset((row["id_a"], row["id_b"])) for row in csv.DictReader(handle)}
    assert len(known) == 23
    # They share more than 0.3 of their 5-grams, hence more than that of their 3-grams.
    assert known <= set(told(abstracts, None))


def test_abstracts_are_varied(abstracts: dict[str, str]):
    found = variety(Texts.from_strings(list(abstracts.values())), workers=2)
    assert (found < LOW).mean() < 0.005
    assert 0.8 < sorted(found)[len(found) // 2] < 0.95
