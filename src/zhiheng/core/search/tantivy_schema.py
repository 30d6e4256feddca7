"""The fields of the embedded index and how a document is written into them.

Every text field holds one term a unit (a character with its neighbour, or a word; `terms.pairs`),
with positions, for phrases and distances. `words` holds the characters, pairs and words of all
short texts, each as often as its field weighs: one field to rank by (BM25F as Robertson, Zaragoza
and Taylor simplified it in 2004, with whole-number weights). `body` does the same for claims and
description, `persons` for names of private persons.

Terms are written separated by blanks and cut at them: no other way of handing over was as fast.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

import tantivy

from zhiheng.core.declarations.models import SearchField
from zhiheng.core.search.documents import Document
from zhiheng.core.search.fields import DATE_FIELDS, TEXT_FIELDS
from zhiheng.core.search.ranking import BODY, Ranking
from zhiheng.core.search.terms import LONGEST_WORD, RUNS, plain_form

CUT_AT_BLANKS = "blanks"
LONGEST_NAME = 30  # characters of a text that may be a name, which many records repeat
NAME_FIELDS: tuple[SearchField, ...] = ("applicant", "inventor", "agency")
RANKED = ("words", "body", "persons")
EXACT = ("identity", "import_id", "numbers", "classes", "places", "exact")
COUNTED = ("register", "kind", "status", "division", "applicant_name", "subclass")


def build_schema() -> tantivy.Schema:
    """Return the schema; a change of it asks for a new `FORMAT` in `generations`."""
    builder = tantivy.SchemaBuilder()
    for name in text_field_names():
        builder.add_text_field(name, tokenizer_name=CUT_AT_BLANKS, index_option="position")
    for name in RANKED:
        builder.add_text_field(name, tokenizer_name=CUT_AT_BLANKS, index_option="freq")
    for name in EXACT:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in COUNTED:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in (*DATE_FIELDS, "day", "year"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True, indexed=False)
    return builder.build()


def text_field_names() -> list[str]:
    """Return the names of the fields with positions."""
    return [*TEXT_FIELDS, *map(persons_field, NAME_FIELDS)]


def persons_field(name: SearchField) -> str:
    """Return the field that holds the private persons among names."""
    return f"{name}_persons"


def open_index(path: str, *, create: bool = False) -> tantivy.Index:
    """Open the index in a folder."""
    index = tantivy.Index(build_schema(), path) if create else tantivy.Index.open(path)
    blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(CUT_AT_BLANKS, blanks)
    return index


def written(document: Document, ranking: Ranking) -> tantivy.Document:
    """Return a document as Tantivy takes it."""
    made = tantivy.Document()
    _add_texts(made, document, ranking)
    _add_persons(made, document)
    for name, values in exact_values(document):
        for value in values:
            made.add_text(name, value)
    for date_name, day in document.dates.items():
        made.add_integer(date_name, day)
    if document.day:
        made.add_integer("day", document.day)
        made.add_integer("year", document.year)
    made.add_bytes("shown", json.dumps(document.shown(), ensure_ascii=False).encode())
    return made


def positions_and_words(text: str) -> tuple[str, str]:
    """Return the terms of a text with positions and its terms for ranking, joined by blanks."""
    return _cut_name(text) if len(text) <= LONGEST_NAME else _cut(text)


@lru_cache(maxsize=100_000)
def _cut_name(text: str) -> tuple[str, str]:
    return _cut(text)


def _cut(text: str) -> tuple[str, str]:
    placed: list[str] = []
    ranked: list[str] = []
    for run, word in RUNS.findall(plain_form(text)):
        if run:
            doubles = [run[place : place + 2] for place in range(len(run))]
            placed += doubles
            ranked += run
            ranked += doubles
            ranked.pop()  # the last character alone is among the characters already
        else:
            placed.append(word[:LONGEST_WORD])
            ranked.append(word[:LONGEST_WORD])
    return " ".join(placed), " ".join(ranked)


def _add_texts(made: tantivy.Document, document: Document, ranking: Ranking) -> None:
    for name, texts in document.texts.items():
        weight = ranking.weight(name)
        body = name in BODY
        for text in texts:
            placed, ranked = positions_and_words(text)
            made.add_text(name, placed)
            if body:
                made.add_text("body", ranked)
            for _ in range(weight):
                made.add_text("words", ranked)


def _add_persons(made: tantivy.Document, document: Document) -> None:
    for name, texts in document.persons.items():
        target = persons_field(name) if name in NAME_FIELDS else name
        for text in texts:
            placed, ranked = positions_and_words(text)
            if name in NAME_FIELDS:
                made.add_text(target, placed)
            made.add_text("persons", ranked)


def exact_values(document: Document) -> Iterable[tuple[str, Iterable[str]]]:
    """Yield the fields that are compared whole, with their values."""
    values = document.values
    yield "identity", (document.identity,)
    yield "register", (document.register,)
    yield "import_id", (document.import_id,) if document.import_id else ()
    yield "numbers", dict.fromkeys(document.numbers)
    yield "classes", dict.fromkeys(document.classes)
    yield "places", document.places
    yield "exact", document.exact
    for name in ("kind", "status", "division"):
        if value := values.get(name):
            yield name, (value,)
    yield "applicant_name", dict.fromkeys(document.texts.get("applicant", ()))
    yield "subclass", dict.fromkeys(_subclass(level) for level in document.shown_classes)


def _subclass(symbol: str) -> str:
    return symbol[:4].upper() if symbol[:1].isalpha() else symbol
