"""The index on an OpenSearch server: the same documents, cut by us, and the same query model.

Needs the extra `opensearch`. The second look at long questions (`second_look`) is not taken here:
the server would have to be asked for the frequency of every term first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from zhiheng.core.errors import NotFoundError, StorageError
from zhiheng.core.search.documents import identity
from zhiheng.core.search.explaining import explained
from zhiheng.core.search.highlighting import sought
from zhiheng.core.search.hits import hit_of
from zhiheng.core.search.opensearch_queries import Translator
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.results import Explanation, Facet, FacetValue, Hit, IndexState, Results
from zhiheng.core.search.similar import telling_question
from zhiheng.core.search.tantivy_facets import COLUMNS
from zhiheng.core.search.text_index import MOST_PAGED, SearchRequest
from zhiheng.core.search.understanding import Understood

ALIAS = "zhiheng"
AT_ONCE = 1_000


def connect(address: str) -> Any:
    """Return a client of the server at an address such as https://user:word@search:9200."""
    from opensearchpy import OpenSearch

    return OpenSearch([address], timeout=30)


@contextmanager
def told(address: str) -> Iterator[None]:
    """Turn what the server or the network refuses into an error for people."""
    from opensearchpy.exceptions import NotFoundError as Missing
    from opensearchpy.exceptions import OpenSearchException

    try:
        yield
    except Missing as error:
        raise StorageError.of("search.index_missing") from error
    except OpenSearchException as error:
        shown = address.rpartition("@")[2]
        raise StorageError.of("search.refused", address=shown, received=error) from error


class OpenSearchIndex:
    """Answers from the index that the alias `zhiheng` names on a server."""

    def __init__(self, address: str, ranking: Callable[[], Ranking] = Ranking) -> None:
        """Use the server at an address; nothing is asked before the first question."""
        self._address = address
        self._client = connect(address)
        self._ranking = ranking

    def search(self, request: SearchRequest) -> Results:
        """Return one page of what a request finds."""
        limit = min(request.limit, max(0, MOST_PAGED - request.offset))
        asked = {
            "query": self._translator(request.finds_persons).request(request),
            "from": request.offset if limit else 0,
            "size": limit,
            "track_total_hits": True,
            "track_scores": request.sort == "relevance",
            "_source": ["shown"],
            "sort": _order(request.sort),
            "aggs": {
                name: {"terms": {"field": COLUMNS[name][0], "size": COLUMNS[name][1]}}
                for name in request.facets
            },
        }
        found = self._ask(asked)
        patterns = sought(request.understood.query)
        hits = tuple(
            hit_of(_shown(each), each["_score"] or 0.0, request.finds_persons, patterns)
            for each in found["hits"]["hits"]
        )
        total = int(found["hits"]["total"]["value"])
        return Results(hits, total, _facets(request, found), request.understood)

    def scan(self, request: SearchRequest) -> Iterator[Hit]:
        """Yield every record that a request finds, without score and highlights."""
        query = self._translator(request.finds_persons).request(request)
        asked: dict[str, Any] = {
            "query": {"bool": {"filter": [query]}},
            "size": AT_ONCE,
            "sort": [{"identity": "asc"}],
            "_source": ["shown"],
        }
        while True:
            hits = self._ask(asked)["hits"]["hits"]
            for each in hits:
                yield hit_of(_shown(each), 0.0, request.finds_persons, ())
            if len(hits) < AT_ONCE:
                return
            asked["search_after"] = hits[-1]["sort"]

    def similar(
        self, register: str, key: str, *, limit: int = 10, finds_persons: bool = False
    ) -> Results:
        """Return the records most like one, by its most telling terms; without itself."""
        shown = self._record(register, key)
        total = self._count({"match_all": {}})
        question = telling_question(
            shown["texts"], lambda term: self._count({"terms": {"words": [term]}}), total
        )
        understood = Understood(question.text, question, ())
        found = self.search(SearchRequest(understood, limit=limit + 1, finds_persons=finds_persons))
        others = [hit for hit in found.hits if (hit.register, hit.key) != (register, key)]
        return Results(tuple(others[:limit]), len(others[:limit]), (), understood)

    def explain(self, request: SearchRequest, register: str, key: str) -> Explanation:
        """Say what the score of one record is: the server's sum, not divided by terms."""
        self._record(register, key)
        query = self._translator(request.finds_persons).request(request)
        named = {"terms": {"identity": [identity(register, key)]}}
        found = self._ask({"query": {"bool": {"must": [query], "filter": [named]}}, "size": 1})
        hits = found["hits"]["hits"]
        return explained((), float(hits[0]["_score"]) if hits else 0.0)

    def state(self) -> IndexState:
        """Return whether the server can answer and what it holds."""
        try:
            meta = self.meta()
            counted = self._ask(
                {"size": 0, "aggs": {"r": {"terms": {"field": "register", "size": 1000}}}}
            )
        except StorageError as error:
            missing = error.problems[0].code == "search.index_missing"
            reason = error.problems[0].values.get("received", "")
            return IndexState("missing" if missing else "damaged", {}, {}, reason=reason)
        buckets = counted["aggregations"]["r"]["buckets"]
        records = {each["key"]: int(each["doc_count"]) for each in buckets}
        return IndexState("ready", records, meta.get("versions", {}), meta.get("built_at", ""))

    def meta(self) -> Mapping[str, Any]:
        """Return what the index notes about itself."""
        with told(self._address):
            found = self._client.indices.get_mapping(index=ALIAS)
        mapping = next(iter(found.values()))["mappings"]
        noted: Mapping[str, Any] = mapping.get("_meta", {})
        return noted

    def _record(self, register: str, key: str) -> dict[str, Any]:
        named = {"terms": {"identity": [identity(register, key)]}}
        hits = self._ask({"query": named, "size": 1})["hits"]["hits"]
        if not hits:
            raise NotFoundError.of("search.not_indexed", register=register, received=key)
        return _shown(hits[0])

    def _count(self, query: Mapping[str, Any]) -> int:
        found = self._ask({"query": query, "size": 0, "track_total_hits": True})
        return int(found["hits"]["total"]["value"])

    def _ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        with told(self._address):
            found: dict[str, Any] = self._client.search(index=ALIAS, body=body)
        return found

    def _translator(self, finds_persons: bool) -> Translator:
        return Translator(self._ranking(), finds_persons)


def _order(sort: str) -> list[dict[str, Any]]:
    if sort == "relevance":
        return [{"_score": "desc"}]
    return [{"day": {"order": "desc" if sort == "newest" else "asc", "missing": "_last"}}]


def _shown(hit: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(hit["_source"]["shown"])
    return shown


def _facets(request: SearchRequest, found: Mapping[str, Any]) -> tuple[Facet, ...]:
    facets = []
    for name in request.facets:
        buckets = found["aggregations"][name]["buckets"]
        values = [FacetValue(str(each["key"]), int(each["doc_count"])) for each in buckets]
        if name == "year":
            values.sort(key=lambda each: each.value, reverse=True)
        facets.append(Facet(name, tuple(values)))
    return tuple(facets)
