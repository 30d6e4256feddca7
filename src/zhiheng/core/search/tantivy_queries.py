"""The query model as queries of Tantivy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import tantivy

from zhiheng.core.search.fields import TEXT_FIELDS
from zhiheng.core.search.query import (
    LONG_QUESTION,
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
from zhiheng.core.search.tantivy_schema import NAME_FIELDS, persons_field
from zhiheng.core.search.terms import is_unspaced, number_form, whole_form
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.values import division_level

Q = tantivy.Query
MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot
MOST_TRUNCATED = 200  # words that batter* stands for
FEW = 5_000  # records; what no more than so many have is not frequent
Placed = list[str | tuple[int, str]]
FACET_FIELDS = {
    "register": "register",
    "kind": "kind",
    "status": "status",
    "applicant": "applicant_name",
    "subclass": "subclass",
}


@dataclass(frozen=True)
class Translator:
    """Turns queries into Tantivy's, for one searcher and one asker."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    ranking: Ranking
    finds_persons: bool

    def request(self, request: SearchRequest) -> tantivy.Query:
        """Return the query of a request with everything it is narrowed by."""
        query = self.query(request.understood.query)
        filters = [
            _unscored(self.narrowing(name, values)) for name, values in request.narrowed.items()
        ]
        if request.registers:
            filters.append(_unscored(self._any_of("register", request.registers)))
        if request.imported_in:
            filters.append(_unscored(self._any_of("import_id", (request.imported_in,))))
        return _all_of([query, *filters]) if filters else query

    def narrowing(self, name: str, values: Sequence[str]) -> tantivy.Query:
        """Return the query of the records with one of the values of a facet."""
        if name == "year":
            years = [int(value) for value in values if value.isascii() and value.isdigit()]
            return _any([self._days("year", year, year) for year in years])
        if name == "division":
            return self._any_of("places", [division_level(value) for value in values])
        return self._any_of(FACET_FIELDS[name], values)

    def query(self, query: Query) -> tantivy.Query:
        """Return any query."""
        if isinstance(query, And):
            return _all_of([self.query(part) for part in query.parts])
        if isinstance(query, Or):
            return _any([self.query(part) for part in query.parts])
        if isinstance(query, Not):
            every = _unscored(Q.all_query())
            return Q.boolean_query([(MUST, every), (MUST_NOT, self.query(query.part))])
        if isinstance(query, Everything):
            return Q.all_query()
        if isinstance(query, Nothing):
            return Q.empty_query()
        return self._leaf(query)

    def _leaf(self, query: Query) -> tantivy.Query:
        if isinstance(query, Words):
            return self.words(query)
        if isinstance(query, Phrase):
            return self._phrase(query)
        if isinstance(query, Near):
            return self._near(query)
        if isinstance(query, Truncated):
            return self._truncated(query)
        return self._value(query)

    def _value(self, query: Query) -> tantivy.Query:
        if isinstance(query, Number):
            forms = [number_form(reading.canonical) for reading in query.readings]
            found = self._any_of("numbers", forms)
            return Q.const_score_query(found, self.ranking.number)
        if isinstance(query, Classification):
            return Q.const_score_query(self._class(query.prefix), 1.0)
        if isinstance(query, Range):
            return _unscored(self._days(query.field, query.first, query.last))
        assert isinstance(query, Choice)
        return _unscored(self.narrowing(query.field, query.values))

    def words(self, query: Words) -> tantivy.Query:
        """Return a ranked question: enough of its terms must occur, all of them count."""
        if not query.singles and not query.terms:
            return Q.empty_query()
        needed, least = self._enough(query)
        # Terms are a question of their own inside: Tantivy adds scores up twice as fast where
        # nothing but terms is asked for.
        ranked = [
            (SHOULD, part)
            for term, count in _counted([*query.singles, *query.terms])
            for part in self._ranked(term, count)
        ]
        scored = [(SHOULD, Q.boolean_query(ranked))]
        scored += [(SHOULD, part) for part in self._wholes(query.text)]
        if query.least <= 1 < len(needed):
            return Q.boolean_query(scored)
        enough = Q.boolean_query(
            [(SHOULD, self._anywhere(term)) for term in needed],
            minimum_number_should_match=least,
        )
        return Q.boolean_query([(MUST, _unscored(enough)), *scored])

    def _enough(self, query: Words) -> tuple[list[str], int]:
        """Return the terms of a question that are counted, and how many of them must occur.

        Of a long question those are left out that a tenth of all records have: 技术有限公司 in a
        name would find most companies, and take the longest to do so. The same share of the rest
        must occur.
        """
        needed = list(dict.fromkeys(query.terms or query.singles))
        least = min(query.least, len(needed))
        if least <= 1 or len(needed) < LONG_QUESTION:
            return needed, least
        most = max(FEW, self.searcher.num_docs // 10)
        telling = [term for term in needed if 0 < self.searcher.doc_freq("words", term) <= most]
        if not telling:
            return needed, least
        return telling, max(1, round(least * len(telling) / len(needed)))

    def _ranked(self, term: str, count: int) -> Iterator[tantivy.Query]:
        for field, weight in self._ranked_fields():
            query = Q.term_query(self.schema, field, term, "freq")
            boost = weight * count
            yield query if boost == 1 else Q.boost_query(query, boost)

    def _ranked_fields(self) -> Iterator[tuple[str, float]]:
        yield "words", 1.0
        if self.ranking.body:
            yield "body", self.ranking.body
        if self.finds_persons:
            yield "persons", self.ranking.persons

    def _anywhere(self, term: str) -> tantivy.Query:
        """Return the query of the records that have a term in a field that is ranked."""
        fields = [field for field, _ in self._ranked_fields()]
        return _any([Q.term_query(self.schema, field, term, "freq") for field in fields])

    def _wholes(self, text: str) -> Iterator[tantivy.Query]:
        """Yield a boost for records whose name or title is the text, or a word of it."""
        wholes = dict.fromkeys(map(whole_form, [text, *text.split()[:20]]))
        for whole in wholes:
            if len(whole) > 1:
                found = Q.term_query(self.schema, "exact", whole, "basic")
                yield Q.const_score_query(found, self.ranking.name)

    def _phrase(self, query: Phrase) -> tantivy.Query:
        placed, lone = placed_terms(query.units)
        if not query.fields and len(query.units) == 1:
            found = _any(list(self._ranked(query.units[0], 1)))
            return _any([found, *(self._placed(f, placed, lone) for f in self._unranked())])
        fields = self._targets(query.fields)
        return _any([self._placed(field, placed, lone) for field in fields])

    def _unranked(self) -> list[str]:
        return [name for name in ("agency",) if not self.ranking.weight(name)]

    def _placed(self, field: str, placed: Placed, lone: str) -> tantivy.Query:
        """Return the query of terms at their places in a field; `lone` is a single character."""
        if lone:
            return Q.regex_query(self.schema, field, f"{re.escape(lone)}.?")
        if len(placed) == 1:
            return Q.term_query(self.schema, field, placed[0][1], "position")
        return Q.phrase_query(self.schema, field, placed)

    def _near(self, query: Near) -> tantivy.Query:
        """Return one phrase for each distance: Tantivy's own slop counts moves, not distance."""
        left, right = query.left.units, query.right.units
        found = []
        for field in self._targets(query.fields):
            for gap in range(query.distance + 1):
                found += self._at_distance(field, left, right, gap)
                if not query.ordered:
                    found += self._at_distance(field, right, left, gap)
        return _any(found)

    def _at_distance(
        self, field: str, first: Sequence[str], second: Sequence[str], gap: int
    ) -> list[tantivy.Query]:
        start = len(first) + gap
        spread: list[Placed] = [[]]
        for part, at in ((first, 0), (second, start)):
            placed, lone = placed_terms(part)
            options: Placed = [(e[0] + at, e[1]) for e in placed if not isinstance(e, str)]
            if lone:
                variants = self.searcher.terms_with_prefix(field, lone, limit=MOST_TRUNCATED)
                spread = [
                    [*some, (at, term)] for some in spread for term, _ in variants if len(term) < 3
                ]
            else:
                spread = [some + options for some in spread]
        return [Q.phrase_query(self.schema, field, placed) for placed in spread if len(placed) > 1]

    def _truncated(self, query: Truncated) -> tantivy.Query:
        *before, stem = query.units
        placed, _ = placed_terms(before)
        found = []
        for field in self._targets(query.fields):
            words = self.searcher.terms_with_prefix(field, stem, limit=MOST_TRUNCATED)
            for word, _ in words:
                if before:
                    found.append(Q.phrase_query(self.schema, field, [*placed, (len(before), word)]))
                else:
                    found.append(Q.term_query(self.schema, field, word, "position"))
        return _any(found)

    def _targets(self, fields: Fields) -> list[str]:
        chosen = fields or TEXT_FIELDS
        targets: list[str] = list(chosen)
        if self.finds_persons:
            targets += [persons_field(name) for name in chosen if name in NAME_FIELDS]
        return targets

    def _class(self, prefix: str) -> tantivy.Query:
        exact = Q.term_query(self.schema, "classes", prefix, "basic")
        if "/" not in prefix:
            return exact
        return Q.regex_query(self.schema, "classes", f"{re.escape(prefix)}.*")

    def _any_of(self, field: str, values: Iterable[str]) -> tantivy.Query:
        return Q.term_set_query(self.schema, field, list(values))

    def _days(self, field: str, first: int | None, last: int | None) -> tantivy.Query:
        kind = tantivy.FieldType.Integer
        return Q.range_query(self.schema, field, kind, first or 0, last or 99_999_999)


def placed_terms(units: Sequence[str]) -> tuple[Placed, str]:
    """Return the terms of a phrase with their places; or "" and the one character it is.

    The last character of a run is followed by nobody knows what, so the pair before it stands for
    it: 锂电池 → 锂电 at 0, 电池 at 1. A character alone has no pair to stand for it.
    """
    if len(units) == 1 and is_unspaced(units[0]):
        return [], units[0]
    placed: Placed = []
    for place, unit in enumerate(units):
        if not is_unspaced(unit):
            placed.append((place, unit))
        elif place + 1 < len(units) and is_unspaced(units[place + 1]):
            placed.append((place, unit + units[place + 1]))
        elif place == 0 or not is_unspaced(units[place - 1]):
            placed.append((place, unit))  # a character alone between words is a run of one
    return placed, ""


def _counted(terms: Iterable[str]) -> Iterable[tuple[str, int]]:
    counts: dict[str, int] = {}
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    return counts.items()


def _unscored(query: tantivy.Query) -> tantivy.Query:
    return Q.const_score_query(query, 0.0)


def _all_of(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return Q.boolean_query([(MUST, query) for query in queries])


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return Q.empty_query()
    return queries[0] if len(queries) == 1 else Q.boolean_query([(SHOULD, q) for q in queries])
