"""The declared words: none stands for two things, none is too long to be found."""

from __future__ import annotations

from collections import Counter

import yaml

from zhiheng.core.declarations.catalogue import PACKAGED
from zhiheng.core.matching.organisation_name import LONGEST_WORD
from zhiheng.core.matching.vocabulary import load_vocabulary


def declared(name: str, kind: str) -> list[dict[str, list[str]]]:
    text = (PACKAGED / "names" / f"{name}.yaml").read_text(encoding="utf-8")
    rows: list[dict[str, list[str]]] = yaml.safe_load(text)[kind]
    return rows


def test_no_chinese_word_is_declared_twice():
    for name in ("forms", "trades", "branches"):
        words = Counter(word for row in declared(name, name) for word in row["zh"])
        assert [word for word, count in words.items() if count > 1] == []


def test_every_word_can_be_found_at_the_end_of_a_name():
    vocabulary = load_vocabulary()
    for words in (vocabulary.forms, vocabulary.trades, vocabulary.branches):
        assert max(map(len, words)) <= LONGEST_WORD


def test_look_alikes_stand_in_one_row():
    rows = yaml.safe_load((PACKAGED / "names" / "lookalikes.yaml").read_text(encoding="utf-8"))
    characters = Counter("".join(rows["lookalikes"]))
    assert [each for each, count in characters.items() if count > 1] == []
    assert load_vocabulary().lookalikes["末"] == "未"
