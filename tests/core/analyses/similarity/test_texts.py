"""Arrow columns in all their shapes are read as the same texts."""

from __future__ import annotations

from itertools import pairwise

import pyarrow as pa
import pytest

from zhiheng.core.analyses.similarity.texts import Texts

WORDS = ["专利", "", "a𠮷é", "商标法"]


def read(texts: Texts) -> list[str]:
    bounds = texts.bounds.tolist()
    return [bytes(texts.data[begin:end]).decode() for begin, end in pairwise(bounds)]


@pytest.mark.parametrize(
    "column",
    [
        pa.array(WORDS, pa.string()),
        pa.array(WORDS, pa.large_string()),
        pa.array(WORDS, pa.string_view()),
        pa.array(WORDS).dictionary_encode(),
        pa.array(["x", *WORDS, "y"]).slice(1, 4),
        pa.array(["专利", None, "a𠮷é", "商标法"]),
        pa.chunked_array([WORDS[:1], [], WORDS[1:]], pa.string()),
    ],
    ids=["string", "large", "view", "dictionary", "slice", "missing", "pieces"],
)
def test_every_shape_of_column(column: pa.Array):
    texts = Texts.from_arrow(column)
    assert read(texts) == WORDS
    assert texts.lengths().tolist() == [2, 0, 3, 3]


@pytest.mark.parametrize("column", [pa.array([], pa.string()), pa.chunked_array([], pa.string())])
def test_no_texts(column: pa.Array):
    texts = Texts.from_arrow(column)
    assert len(texts) == 0
    assert texts.lengths().tolist() == []


def test_some_of_the_texts_in_another_order():
    texts = Texts.from_strings(WORDS)
    assert read(texts.only(texts.bounds[:0])) == []
    assert read(texts.only(texts.bounds[:3] * 0 + [3, 0, 1])) == ["商标法", "专利", ""]
