"""The query model in OpenSearch's query language; terms are those of the embedded index.

Texts are sent cut already (`tantivy_schema`), so the server only splits at blanks and both adapters
find the same. Places of phrases are given exactly, by spans with gaps.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from zhiheng.core.search.fields import TEXT_FIELDS
from zhiheng.core.search.query import (
    And,
    Choice,
    Classification,
    Everything,
    Fields,
    Near,
    Not,
    Nothing,
    Number,
    Or,
    Phrase,
    Query,
    Range,
    Truncated,
    Words,
)
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.tantivy_queries import FACET_FIELDS, Placed, placed_terms
from zhiheng.core.search.tantivy_schema import NAME_FIELDS, persons_field
from zhiheng.core.search.terms import number_form, whole_form
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.values import division_level

Clause = dict[str, Any]
NOTHING: Clause = {"match_none": {}}
EVERYTHING: Clause = {"match_all": {}}


@dataclass(frozen=True)
class Translator:
    """Turns queries into clauses, for one asker."""

    ranking: Ranking
    finds_persons: bool

    def request(self, request: SearchRequest) -> Clause:
        """Return the query of a request with everything it is narrowed by."""
        filters = [self.narrowing(name, values) for name, values in request.narrowed.items()]
        if request.registers:
            filters.append({"terms": {"register": list(request.registers)}})
        if request.imported_in:
            filters.append({"terms": {"import_id": [request.imported_in]}})
        return {"bool": {"must": [self.query(request.understood.query)], "filter": filters}}

    def narrowing(self, name: str, values: Sequence[str]) -> Clause:
        """Return the clause of the records with one of the values of a facet."""
        if name == "year":
            years = [int(value) for value in values if value.isascii() and value.isdigit()]
            return {"terms": {"year": years}}
        if name == "division":
            return {"terms": {"places": [division_level(value) for value in values]}}
        return {"terms": {FACET_FIELDS[name]: list(values)}}

    def query(self, query: Query) -> Clause:
        """Return any query as a clause."""
        if isinstance(query, And):
            return {"bool": {"must": [self.query(part) for part in query.parts]}}
        if isinstance(query, Or):
            return _any([self.query(part) for part in query.parts])
        if isinstance(query, Not):
            return {"bool": {"must_not": [self.query(query.part)]}}
        if isinstance(query, Everything):
            return EVERYTHING
        if isinstance(query, Nothing):
            return NOTHING
        if isinstance(query, Words):
            return self._words(query)
        if isinstance(query, Phrase | Near | Truncated):
            return self._text(query)
        return self._value(query)

    def _value(self, query: Number | Classification | Range | Choice) -> Clause:
        if isinstance(query, Number):
            forms = [number_form(reading.canonical) for reading in query.readings]
            return _constant({"terms": {"numbers": forms}}, self.ranking.number)
        if isinstance(query, Classification):
            if "/" in query.prefix:
                return _constant({"prefix": {"classes": query.prefix}}, 1.0)
            return _constant({"terms": {"classes": [query.prefix]}}, 1.0)
        if isinstance(query, Range):
            within = {"gte": query.first or 0, "lte": query.last or 99_999_999}
            return _constant({"range": {query.field: within}}, 0.0)
        return _constant(self.narrowing(query.field, query.values), 0.0)

    def _words(self, query: Words) -> Clause:
        needed = tuple(dict.fromkeys(query.terms or query.singles))
        if not needed:
            return NOTHING
        fields = self._ranked_fields()
        scored = [
            {"term": {field: {"value": term, "boost": weight * count}}}
            for term, count in Counter([*query.singles, *query.terms]).items()
            for field, weight in fields
        ]
        for whole in dict.fromkeys(map(whole_form, [query.text, *query.text.split()[:20]])):
            if len(whole) > 1:
                scored.append(_constant({"terms": {"exact": [whole]}}, self.ranking.name))
        anywhere = [_any([{"terms": {f: [term]}} for f, _ in fields]) for term in needed]
        least = max(1, min(query.least, len(needed)))
        enough = {"bool": {"should": anywhere, "minimum_should_match": least}}
        return {"bool": {"filter": [enough], "should": scored, "minimum_should_match": 0}}

    def _text(self, query: Phrase | Near | Truncated) -> Clause:
        if isinstance(query, Phrase) and not query.fields and len(query.units) == 1:
            return _any(
                [
                    {"term": {field: {"value": query.units[0], "boost": weight}}}
                    for field, weight in self._ranked_fields()
                ]
                + [self._placed(field, query) for field in self._unranked()]
            )
        found: list[Clause] = []
        for field in self._targets(query.fields):
            if isinstance(query, Near):
                found += self._near(field, query)
            else:
                found.append(self._placed(field, query))
        return _any(found)

    def _placed(self, field: str, query: Phrase | Truncated) -> Clause:
        units, open_end = query.units, isinstance(query, Truncated)
        if open_end and len(units) == 1:
            return {"prefix": {field: units[0]}}
        placed, lone = placed_terms(units[:-1] if open_end else units)
        clauses = [_lone(field, lone)] if lone else _spans(field, placed)
        if open_end:
            clauses = _padded(field, clauses, len(units) - 1)
            clauses.append(_multi({"prefix": {field: units[-1]}}))
        elif lone:
            return {"regexp": {field: f"{re.escape(lone)}.?"}}
        return _in_order(clauses)

    def _near(self, field: str, query: Near) -> list[Clause]:
        orders = [(query.left.units, query.right.units)]
        if not query.ordered:
            orders.append((query.right.units, query.left.units))
        found = []
        for first, second in orders:
            for gap in range(query.distance + 1):
                clauses = _padded(field, _terms(field, first), len(first) + gap)
                found.append(_in_order([*clauses, *_terms(field, second)]))
        return found

    def _ranked_fields(self) -> list[tuple[str, float]]:
        fields = [("words", 1.0)]
        if self.ranking.body:
            fields.append(("body", self.ranking.body))
        if self.finds_persons:
            fields.append(("persons", self.ranking.persons))
        return fields

    def _unranked(self) -> list[str]:
        return [] if self.ranking.agency else ["agency"]

    def _targets(self, fields: Fields) -> list[str]:
        chosen = fields or TEXT_FIELDS
        targets: list[str] = list(chosen)
        if self.finds_persons:
            targets += [persons_field(name) for name in chosen if name in NAME_FIELDS]
        return targets


def _any(clauses: Iterable[Clause]) -> Clause:
    listed = list(clauses)
    return {"bool": {"should": listed, "minimum_should_match": 1}} if listed else NOTHING


def _constant(clause: Clause, score: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": score}}


def _terms(field: str, units: Sequence[str]) -> list[Clause]:
    placed, lone = placed_terms(units)
    return [_lone(field, lone)] if lone else _spans(field, placed)


def _spans(field: str, placed: Placed) -> list[Clause]:
    """Return terms one after the other, with gaps where places are left out."""
    clauses: list[Clause] = []
    reached = 0
    for each in placed:
        if isinstance(each, str):
            continue
        place, term = each
        if place > reached:
            clauses.append({"span_gap": {field: place - reached}})
        clauses.append({"span_term": {field: term}})
        reached = place + 1
    return clauses


def _padded(field: str, clauses: list[Clause], length: int) -> list[Clause]:
    """Return clauses that reach over so many places."""
    reached = sum(next(iter(c["span_gap"].values())) if "span_gap" in c else 1 for c in clauses)
    if length <= reached:
        return clauses
    return [*clauses, {"span_gap": {field: length - reached}}]


def _lone(field: str, character: str) -> Clause:
    return _multi({"regexp": {field: f"{re.escape(character)}.?"}})


def _multi(clause: Clause) -> Clause:
    return {"span_multi": {"match": clause}}


def _in_order(clauses: list[Clause]) -> Clause:
    if len(clauses) == 1:
        return clauses[0]
    return {"span_near": {"clauses": clauses, "slop": 0, "in_order": True}}
