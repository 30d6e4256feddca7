"""The index against a naive reading of every text: phrases, distances, AND, OR, NOT, truncation."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.declarations.models import SearchField
from zhiheng.core.search import generations
from zhiheng.core.search.documents import Document
from zhiheng.core.search.generations import Manifest
from zhiheng.core.search.query import And, Fields, Near, Not, Or, Phrase, Query, Truncated
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.tantivy_writing import TantivyWriter
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import Understood

FIELDS: tuple[SearchField, ...] = ("title", "abstract")
PIECES = ("电池", "隔膜", "电", "膜", "池电", "ab", "abc", "b", "，", " ")
Unit = tuple[str, int]  # a character or word and the number of its run


def texts(seed: int, count: int) -> list[dict[SearchField, str]]:
    """Short texts of few words, so that everything occurs somewhere."""
    random = Random(seed)
    return [
        {field: "".join(random.choices(PIECES, k=random.randint(0, 9))) for field in FIELDS}
        for _ in range(count)
    ]


DOCUMENTS = texts(7, 120)
FOLDER = Path(tempfile.mkdtemp())
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def built() -> TantivyIndex:
    with generations.next_generation(FOLDER) as (target, _):
        with TantivyWriter(target, Ranking(), create=True) as writer:
            for number, document in enumerate(DOCUMENTS):
                made = Document("things", str(number))
                made.texts = {"title": [document["title"]], "abstract": [document["abstract"]]}
                writer.add(made)
        generations.publish(target, Manifest())
    return TantivyIndex(FOLDER)


INDEX = built()


def cut(text: str) -> list[Unit]:
    """Characters and words with the number of the run they stand in."""
    found: list[Unit] = []
    run, before = 0, ""
    for character in text:
        kind = "han" if character > "\u4dff" and character.isalpha() else "word"
        if not character.isalpha():
            kind = ""
        if kind != before:
            run += 1
        if kind == "word" and before == "word":
            found[-1] = (found[-1][0] + character, run)
        elif kind:
            found.append((character, run))
        before = kind
    return found


def starts(units: list[Unit], wanted: tuple[str, ...], *, open_end: bool = False) -> list[int]:
    """Where a phrase begins; neighbouring characters of it stand in one run."""
    return [
        place
        for place in range(len(units) - len(wanted) + 1)
        if all(
            (units[place + n][0].startswith(unit) if open_end and n == len(wanted) - 1
             else units[place + n][0] == unit)
            and (n == 0 or not (han(unit) and han(wanted[n - 1]))
                 or units[place + n][1] == units[place + n - 1][1])
            for n, unit in enumerate(wanted)
        )
    ]  # fmt: skip


def han(unit: str) -> bool:
    return unit > "\u4dff"


def holds(query: Query, document: dict[SearchField, str]) -> bool:
    """Whether a document matches, by looking at its texts."""
    if isinstance(query, And):
        return all(holds(part, document) for part in query.parts)
    if isinstance(query, Or):
        return any(holds(part, document) for part in query.parts)
    if isinstance(query, Not):
        return not holds(query.part, document)
    assert isinstance(query, Phrase | Truncated | Near)
    fields = [cut(document[field]) for field in FIELDS if field in query.fields]
    if isinstance(query, Phrase):
        return any(starts(units, query.units) for units in fields)
    if isinstance(query, Truncated):
        return any(starts(units, query.units, open_end=True) for units in fields)
    return any(near(query, units) for units in fields)


def near(query: Near, units: list[Unit]) -> bool:
    left, right = query.left.units, query.right.units
    for first in starts(units, left):
        for second in starts(units, right):
            if 0 <= second - first - len(left) <= query.distance:
                return True
            if not query.ordered and 0 <= first - second - len(right) <= query.distance:
                return True
    return False


FIELD_SETS: st.SearchStrategy[Fields] = st.sampled_from([("title",), ("abstract",), FIELDS])
UNITS = st.sampled_from(
    [("电", "池"), ("隔", "膜"), ("池", "电"), ("电",), ("膜",), ("ab",), ("b",), ("abc",),
     ("电", "池", "隔", "膜"), ("ab", "abc"), ("电", "池", "ab")]
)  # fmt: skip


@st.composite
def leaf(draw: st.DrawFn) -> Query:
    fields = draw(FIELD_SETS)
    phrase = Phrase(fields, "", draw(UNITS))
    kind = draw(st.integers(0, 3))
    if kind == 0:
        other = Phrase(fields, "", draw(UNITS))
        return Near(fields, phrase, other, draw(st.integers(0, 4)), draw(st.booleans()))
    if kind == 1:
        return Truncated(fields, "", draw(st.sampled_from([("ab",), ("b",), ("电", "池", "ab")])))
    return phrase


QUERIES: st.SearchStrategy[Query] = st.recursive(
    leaf(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(QUERIES)
def test_index_finds_what_the_texts_say(query: Query) -> None:
    understood = Understood("", query, ())
    request = SearchRequest(understood, limit=len(DOCUMENTS))
    results = INDEX.search(request)
    found = {int(hit.key) for hit in results.hits}
    assert found == {n for n, document in enumerate(DOCUMENTS) if holds(query, document)}
    assert results.total == len(found)
