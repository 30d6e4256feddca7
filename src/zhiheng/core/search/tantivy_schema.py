"""The fields of the embedded index and how a document is written into them.

Every text field holds one term a unit (a character with its neighbour, or a word; `terms.pairs`),
with positions, for phrases and distances. `words` holds the characters, pairs and words of all
short texts, each as often as its field weighs: one field to rank by (BM25F as Robertson, Zaragoza
and Taylor simplified it in 2004, with whole-number weights). `body` does the same for claims and
description, `persons` for names of private persons.

Terms are written separated by blanks and cut at them: no other way of handing over was as fast.
They are cut some hundreds of documents at once (`cutting`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import tantivy

from zhiheng.core.declarations.models import SearchField
from zhiheng.core.search.cutting import CutText, cut_each
from zhiheng.core.search.documents import WHOLE, Document, may_be_typed
from zhiheng.core.search.fields import DATE_FIELDS, TEXT_FIELDS
from zhiheng.core.search.ranking import BODY, Ranking
from zhiheng.core.search.terms import whole_form

CUT_AT_BLANKS = "blanks"
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
NAME_FIELDS: tuple[SearchField, ...] = ("applicant", "inventor", "agency")
RANKED = ("words", "body", "persons")
EXACT = ("identity", "import_id", "numbers", "classes", "places", "exact")
COUNTED = ("register", "kind", "status", "division", "applicant_name", "subclass")


def build_schema() -> tantivy.Schema:
    """Return the schema; a change that older indexes do not fit asks for a new `FORMAT`."""
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
        builder.add_integer_field(name, fast=True)  # ranges are read from the column
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


def written_each(documents: Sequence[Document], ranking: Ranking) -> list[tantivy.Document]:
    """Return documents as Tantivy takes them; some hundreds at once are fastest."""
    texts = [text for document in documents for text in _texts_of(document)]
    cuts = iter(cut_each(texts))
    return [_written(document, cuts, ranking) for document in documents]


def _texts_of(document: Document) -> Iterator[str]:
    """Yield all texts of a document, in the order in which they are written."""
    for texts in (*document.texts.values(), *document.persons.values()):
        yield from texts


def _written(document: Document, cuts: Iterator[CutText], ranking: Ranking) -> tantivy.Document:
    made = tantivy.Document()
    wholes = _add_texts(made, document, cuts, ranking)
    _add_persons(made, document, cuts)
    for name, values in exact_values(document):
        for value in values:
            made.add_text(name, value)
    for whole in wholes:
        made.add_text("exact", whole)
    for date_name, day in document.dates.items():
        made.add_integer(date_name, day)
    if document.day:
        made.add_integer("day", document.day)
        made.add_integer("year", document.year)
    made.add_bytes("shown", _JSON.encode(document.shown()).encode())
    return made


def _add_texts(
    made: tantivy.Document, document: Document, cuts: Iterator[CutText], ranking: Ranking
) -> set[str]:
    """Add the texts; return the names and titles that boost when they are typed as a whole."""
    words: list[str] = []
    body: list[str] = []
    wholes: set[str] = set()
    for name, texts in document.texts.items():
        weight = ranking.weight(name)
        found = list(islice(cuts, len(texts)))
        for each in found:
            made.add_text(name, each.placed)
            words += [each.ranked] * weight
        if name in BODY:
            body += [each.ranked for each in found]
        if name in WHOLE:
            wholes.update(each.whole for each in found)
    # Terms for ranking have no places: all texts are handed over as one, each term in it as often
    # as its field weighs.
    for target, ranked in (("words", words), ("body", body)):
        if ranked:
            made.add_text(target, "".join(ranked))
    if document.title not in document.texts.get("title", ()):
        wholes.add(whole_form(document.title))
    return {whole for whole in wholes if may_be_typed(whole)}


def _add_persons(made: tantivy.Document, document: Document, cuts: Iterator[CutText]) -> None:
    ranked = []
    for name, texts in document.persons.items():
        for each in islice(cuts, len(texts)):
            if name in NAME_FIELDS:
                made.add_text(persons_field(name), each.placed)
            ranked.append(each.ranked)
    if ranked:
        made.add_text("persons", "".join(ranked))


def exact_values(document: Document) -> Iterable[tuple[str, Iterable[str]]]:
    """Yield the fields that are compared whole, with their values; `exact` is not among them."""
    values = document.values
    yield "identity", (document.identity,)
    yield "register", (document.register,)
    yield "import_id", (document.import_id,) if document.import_id else ()
    yield "numbers", dict.fromkeys(document.numbers)
    yield "classes", dict.fromkeys(document.classes)
    yield "places", document.places
    for name in ("kind", "status", "division"):
        if value := values.get(name):
            yield name, (value,)
    yield "applicant_name", dict.fromkeys(document.texts.get("applicant", ()))
    yield "subclass", dict.fromkeys(_subclass(level) for level in document.shown_classes)


def _subclass(symbol: str) -> str:
    return symbol[:4].upper() if symbol[:1].isalpha() else symbol
