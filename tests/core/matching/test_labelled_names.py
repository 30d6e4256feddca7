"""The figures that are promised of the labelled pairs, and what the file itself has to keep to."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.core.matching.labelled import HELD_OUT, Labelled, labelled_pairs, quality
from zhiheng.core.matching.keys import blocking_keys
from zhiheng.core.matching.names import compare_names


def answers(pairs: list[Labelled]) -> list[bool]:
    return [compare_names(pair.a, pair.b).same for pair in pairs]


@pytest.mark.parametrize("splits", [("held-out",), HELD_OUT])
def test_names_never_fitted_on_are_answered(splits: tuple[str, ...]):
    pairs = labelled_pairs(*splits)
    measured = quality(answers(pairs), [pair.same for pair in pairs])
    assert measured.f1 >= 0.95
    assert measured.precision >= 0.97


def test_the_hard_negatives_by_themselves():
    hard = {"city-twin", "sister", "group", "branch", "ordinal", "university", "one-character"}
    pairs = [pair for pair in labelled_pairs(*HELD_OUT) if pair.kind in hard]
    wrong = [(pair.a, pair.b) for pair, same in zip(pairs, answers(pairs), strict=True) if same]
    assert len(pairs) > 150
    assert len(wrong) <= len(pairs) // 100, wrong


def test_names_of_one_party_share_a_key():
    pairs = [pair for pair in labelled_pairs(*HELD_OUT) if pair.same]
    found = [pair for pair in pairs if set(blocking_keys(pair.a)) & set(blocking_keys(pair.b))]
    assert len(found) / len(pairs) >= 0.95


def test_keys_leave_most_pairs_uncompared():
    names = sorted({name for pair in labelled_pairs() for name in (pair.a, pair.b)})
    shared = Counter(key for name in names for key in blocking_keys(name))
    candidates = sum(count * (count - 1) // 2 for count in shared.values())
    assert candidates < 0.03 * len(names) * (len(names) - 1) / 2


def test_the_file_is_what_its_read_me_says():
    pairs = labelled_pairs()
    assert len(pairs) >= 600
    for splits in (("training",), HELD_OUT):
        same = [pair.same for pair in labelled_pairs(*splits)]
        assert 0.4 <= sum(same) / len(same) <= 0.6
    assert all(pair.reason and pair.kind for pair in pairs)
    assert len({(pair.a, pair.b) for pair in pairs}) == len(pairs)
    fitted = {name for pair in labelled_pairs("training") for name in (pair.a, pair.b)}
    measured = {name for pair in labelled_pairs(*HELD_OUT) for name in (pair.a, pair.b)}
    assert not fitted & measured
