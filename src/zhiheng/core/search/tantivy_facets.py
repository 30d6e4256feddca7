"""What found records are divided by, counted by Tantivy over columns kept beside the index."""

from __future__ import annotations

from typing import Any

import tantivy

from zhiheng.core.search.fields import FacetName
from zhiheng.core.search.results import Facet, FacetValue
from zhiheng.core.search.text_index import SearchRequest

# Which column a facet counts and how many of its values are told.
COLUMNS: dict[FacetName, tuple[str, int]] = {
    "register": ("register", 100),
    "kind": ("kind", 30),
    "status": ("status", 30),
    "division": ("division", 60),
    "year": ("year", 80),
    "applicant": ("applicant_name", 20),
    "subclass": ("subclass", 30),
}


def count(
    searcher: tantivy.Searcher, query: tantivy.Query, request: SearchRequest
) -> tuple[Facet, ...]:
    """Return the facets a request asks for."""
    if not request.facets:
        return ()
    asked = {
        name: {"terms": {"field": COLUMNS[name][0], "size": COLUMNS[name][1]}}
        for name in request.facets
    }
    found = searcher.aggregate(query, asked)
    return tuple(Facet(name, _values(name, found[name]["buckets"])) for name in request.facets)


def _values(name: FacetName, buckets: list[dict[str, Any]]) -> tuple[FacetValue, ...]:
    if name == "year":
        years = sorted(((int(each["key"]), each["doc_count"]) for each in buckets), reverse=True)
        return tuple(FacetValue(str(year), int(count)) for year, count in years if count)
    return tuple(FacetValue(str(each["key"]), int(each["doc_count"])) for each in buckets)
