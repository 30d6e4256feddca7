"""The embedded index: Tantivy, read by many processes while one writes the next generation."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.core.search import explaining, generations, second_look, tantivy_facets
from zhiheng.core.search.documents import identity
from zhiheng.core.search.generations import Generation
from zhiheng.core.search.highlighting import sought
from zhiheng.core.search.hits import hit_of
from zhiheng.core.search.query import Query
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.results import Explanation, Hit, IndexState, Results
from zhiheng.core.search.similar import telling_question
from zhiheng.core.search.tantivy_queries import Q, Translator
from zhiheng.core.search.tantivy_schema import build_schema, open_index
from zhiheng.core.search.text_index import MOST_PAGED, SearchRequest
from zhiheng.core.search.understanding import Understood

SCANNED_AT_ONCE = 10_000
Scored = list[tuple[float, Any]]


@dataclass(frozen=True)
class _Opened:
    """One generation, opened and found whole."""

    generation: Generation
    index: tantivy.Index
    stamps: tuple[tuple[int, int], ...]


class TantivyIndex:
    """Answers from the current generation; sees a new one at the next question.

    Safe to share between threads. Every question looks at the size and time of every file first: an
    index whose files were damaged stops answering.
    """

    def __init__(self, folder: Path, ranking: Callable[[], Ranking] = Ranking) -> None:
        """Use the index in a folder; `ranking` gives the boosts of the day."""
        self._folder = folder
        self._ranking = ranking
        self._lock = threading.Lock()
        self._opened: _Opened | None = None
        self._schema = build_schema()

    def search(self, request: SearchRequest) -> Results:
        """Return one page of what a request finds."""
        searcher = self._searcher()
        translator = self._translator(searcher, request.finds_persons)
        query = translator.request(request)
        scored, total = self._page(searcher, query, request)
        facets = tantivy_facets.count(searcher, query, request)
        patterns = sought(request.understood.query)
        hits = []
        for score, address in scored:
            shown = _shown(searcher, address)
            hits.append(hit_of(shown, score, request.finds_persons, patterns))
        return Results(tuple(hits), total, facets, request.understood)

    def scan(self, request: SearchRequest) -> Iterator[Hit]:
        """Yield every record that a request finds, without score and highlights."""
        searcher = self._searcher()
        query = self._translator(searcher, request.finds_persons).request(request)
        unscored = Q.const_score_query(query, 1.0)
        found = searcher.search(unscored, limit=max(1, searcher.num_docs), count=False)
        for _, address in found.hits:
            yield hit_of(_shown(searcher, address), 0.0, request.finds_persons, ())

    def similar(
        self, register: str, key: str, *, limit: int = 10, finds_persons: bool = False
    ) -> Results:
        """Return the records most like one, by its most telling terms; without itself."""
        searcher = self._searcher()
        shown = _shown(searcher, self._address(searcher, register, key))
        question = telling_question(
            shown["texts"], lambda term: searcher.doc_freq("words", term), searcher.num_docs
        )
        query: Query = question
        understood = Understood(question.text, query, ())
        request = SearchRequest(understood, limit=limit + 1, finds_persons=finds_persons)
        found = self._translator(searcher, finds_persons).request(request)
        hits = [
            hit_of(_shown(searcher, address), score, finds_persons, ())
            for score, address in searcher.search(found, limit=limit + 1, count=False).hits
        ]
        others = [hit for hit in hits if (hit.register, hit.key) != (register, key)][:limit]
        return Results(tuple(others), len(others), (), understood)

    def explain(self, request: SearchRequest, register: str, key: str) -> Explanation:
        """Say what the score of one record is made of; zero where it is not found."""
        searcher = self._searcher()
        address = self._address(searcher, register, key)
        translator = self._translator(searcher, request.finds_persons)
        shown = _shown(searcher, address)
        reach = second_look.reach(request.understood.query, 0)
        if reach and request.sort == "relevance":
            first = searcher.search(translator.request(request), reach, count=False).hits
            candidates = [_shown(searcher, each) for _, each in first]
            if shown in candidates:
                shares = second_look.shares_of(
                    request.understood.query,
                    shown,
                    candidates,
                    lambda term: searcher.doc_freq("words", term),
                    searcher.num_docs,
                )
                return explaining.explained(shares, sum(share.score for share in shares))
        return explaining.explain(searcher, translator, request, address, shown)

    def state(self) -> IndexState:
        """Return whether the index can answer and what it holds."""
        try:
            opened = self._current()
        except StorageError as error:
            problem = error.problems[0]
            kind = "missing" if problem.code == "search.index_missing" else "damaged"
            if generations.is_building(self._folder):
                kind = "building"
            return IndexState(kind, {}, {}, reason=problem.values.get("reason", ""))
        manifest = opened.generation.manifest
        size = sum(size for size, _ in manifest.files.values())
        return IndexState("ready", manifest.records, manifest.versions, manifest.built_at, size)

    def _page(
        self, searcher: tantivy.Searcher, query: tantivy.Query, request: SearchRequest
    ) -> tuple[Scored, int]:
        """Return the scored addresses of a page, and how many records are found in all."""
        limit = min(request.limit, max(0, MOST_PAGED - request.offset))
        if request.sort != "relevance":
            order = tantivy.Order.Desc if request.sort == "newest" else tantivy.Order.Asc
            found = searcher.search(
                query, max(1, limit), offset=request.offset, order_by_field="day", order=order
            )
            return [(0.0, address) for _, address in found.hits][:limit], _total(found)
        reach = second_look.reach(request.understood.query, request.offset)
        if not reach:
            found = searcher.search(query, max(1, limit), offset=request.offset)
            return list(found.hits)[:limit], _total(found)
        found = searcher.search(query, max(reach, request.offset + limit, 1))
        looked = second_look.reordered(
            request.understood.query,
            [(score, address, _shown(searcher, address)) for score, address in found.hits[:reach]],
            lambda term: searcher.doc_freq("words", term),
            searcher.num_docs,
        )
        scored = [*looked, *found.hits[reach:]]
        return scored[request.offset : request.offset + limit], _total(found)

    def _address(self, searcher: tantivy.Searcher, register: str, key: str) -> Any:
        named = Q.term_query(self._schema, "identity", identity(register, key), "basic")
        found = searcher.search(named, 1, count=False).hits
        if not found:
            raise NotFoundError.of("search.not_indexed", register=register, received=key)
        return found[0][1]

    def _translator(self, searcher: tantivy.Searcher, finds_persons: bool) -> Translator:
        return Translator(self._schema, searcher, self._ranking(), finds_persons)

    def _searcher(self) -> tantivy.Searcher:
        return self._current().index.searcher()

    def _current(self) -> _Opened:
        """Return the current generation, opened; raise `StorageError` where it may not answer."""
        with self._lock:
            while True:
                found = generations.current(self._folder)
                if found is None:
                    self._opened = None
                    raise StorageError.of("search.index_missing")
                try:
                    return self._as_it_is(found)
                except StorageError:
                    if generations.is_current(found):
                        raise  # else a writer swapped it meanwhile: look at the next one

    def _as_it_is(self, found: Generation) -> _Opened:
        """Return a generation opened, anew where its files are not those that were opened."""
        stamps = generations.stamps(found)
        known = self._opened
        if known is None or (known.generation.folder, known.stamps) != (found.folder, stamps):
            known = self._opened = self._open(found, stamps)
        return known

    def _open(self, found: Generation, stamps: tuple[tuple[int, int], ...]) -> _Opened:
        self._opened = None
        generations.verify(found)
        try:
            return _Opened(found, open_index(str(found.folder)), stamps)
        except (ValueError, OSError) as error:
            raise generations.damaged(str(error)) from error


def _total(found: tantivy.SearchResult) -> int:
    return int(getattr(found, "count", 0) or 0)


def _shown(searcher: tantivy.Searcher, address: Any) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(searcher.doc(address)["shown"][0])
    return shown
