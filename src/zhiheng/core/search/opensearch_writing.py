"""Keeping the index on an OpenSearch server in step with the lake."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import StorageError
from zhiheng.core.lake.tables import Lake
from zhiheng.core.search.cutting import cut_each
from zhiheng.core.search.documents import Document, identity
from zhiheng.core.search.fields import DATE_FIELDS
from zhiheng.core.search.indexing import (
    MEMORY,
    Report,
    built_in_of,
    follow,
    sources_of,
    versions_of,
)
from zhiheng.core.search.opensearch_index import ALIAS, OpenSearchIndex, connect, told
from zhiheng.core.search.ranking import BODY, Ranking, ranking_of
from zhiheng.core.search.tantivy_schema import (
    COUNTED,
    EXACT,
    NAME_FIELDS,
    RANKED,
    exact_values,
    persons_field,
    text_field_names,
)

ACTIONS_AT_ONCE = 2_000


def update_server(
    lake: Lake, catalogue: Catalogue, address: str, *, on: datetime, anew: bool = False
) -> Report:
    """Bring the server's index to the newest versions of the lake.

    Built anew it is built aside, under a name with the moment, and the alias is moved to it at the
    end; an update replaces documents in place and notes the versions last, so one that was cut off
    is done again.
    """
    ranking = ranking_of(catalogue, on=on.date())
    client = connect(address)
    noted = {} if anew else _noted(address)
    if noted.get("built_in") != built_in_of(catalogue, ranking):
        noted = {}
    name = noted.get("name") or f"{ALIAS}-{on.strftime('%Y%m%d%H%M%S%f')}"
    engine = DuckEngine(lake, memory_limit=MEMORY)
    sources = sources_of(engine, catalogue, noted.get("versions", {}))
    report = Report(Counter(), Counter(), anew=not noted)
    meta = {
        "name": name,
        "built_in": built_in_of(catalogue, ranking),
        "built_at": on.isoformat(timespec="seconds"),
        "versions": versions_of(sources),
    }
    with told(address):
        if not noted:
            client.indices.create(index=name, body=_settings())
        writer = OpenSearchWriter(client, name, ranking)
        for source in sources:
            if source.moved:
                follow(engine, source, writer, report)
        writer.flush()
        client.indices.refresh(index=name)
        client.indices.put_mapping(index=name, body={"_meta": meta})
        if not noted:
            _swap(client, name)
    return report


class OpenSearchWriter:
    """Sends documents and removals in bulk, in the order in which they are given."""

    def __init__(self, client: Any, name: str, ranking: Ranking) -> None:
        """Write into the index of that name."""
        self._client = client
        self._name = name
        self._ranking = ranking
        self._lines: list[str] = []

    def add(self, document: Document) -> None:
        """Add a document."""
        self._action({"index": {"_id": document.identity}}, source_of(document, self._ranking))

    def remove(self, register: str, keys: Iterable[str]) -> None:
        """Remove the documents with these keys."""
        for key in keys:
            self._action({"delete": {"_id": identity(register, key)}})

    def remove_all(self, register: str) -> None:
        """Remove every document of a register."""
        self.flush()
        self._client.indices.refresh(index=self._name)
        body = {"query": {"terms": {"register": [register]}}}
        self._client.delete_by_query(index=self._name, body=body)

    def flush(self) -> None:
        """Send what is waiting; a document that the server refuses is an error."""
        if not self._lines:
            return
        answer = self._client.bulk(index=self._name, body="\n".join(self._lines) + "\n")
        self._lines = []
        for item in answer["items"]:
            done = next(iter(item.values()))
            if done["status"] >= 300 and "delete" not in item:
                raise StorageError.of(
                    "search.refused", address=self._name, received=done.get("error", "")
                )

    def _action(self, *lines: dict[str, Any]) -> None:
        self._lines += [json.dumps(line, ensure_ascii=False) for line in lines]
        if len(self._lines) >= ACTIONS_AT_ONCE:
            self.flush()


def source_of(document: Document, ranking: Ranking) -> dict[str, Any]:
    """Return a document as the server takes it: terms joined by blanks, exact values in lists."""
    source: dict[str, Any] = {name: list(values) for name, values in exact_values(document)}
    source["exact"] = list(document.exact)
    ranked: dict[str, list[str]] = {name: [] for name in RANKED}
    for name, texts in document.texts.items():
        cuts = cut_each(texts)
        source[name] = [each.placed for each in cuts]
        for each in cuts:
            ranked["words"] += [each.ranked] * ranking.weight(name)
            if name in BODY:
                ranked["body"].append(each.ranked)
    for name, texts in document.persons.items():
        cuts = cut_each(texts)
        if name in NAME_FIELDS:
            source[persons_field(name)] = [each.placed for each in cuts]
        ranked["persons"] += [each.ranked for each in cuts]
    dates: dict[str, int] = {str(name): day for name, day in document.dates.items()}
    if document.day:
        dates |= {"day": document.day, "year": document.year}
    shown = json.dumps(document.shown(), ensure_ascii=False)
    return {**source, **ranked, **dates, "shown": shown}


def _settings() -> dict[str, Any]:
    properties: dict[str, Any] = {
        name: {"type": "text", "analyzer": "whitespace"} for name in text_field_names()
    }
    properties |= {
        name: {"type": "text", "analyzer": "whitespace", "index_options": "freqs"}
        for name in RANKED
    }
    properties |= {name: {"type": "keyword"} for name in (*EXACT, *COUNTED)}
    properties |= {name: {"type": "integer"} for name in (*DATE_FIELDS, "day", "year")}
    properties["shown"] = {"type": "keyword", "index": False, "doc_values": False}
    limit = {"max_terms_count": 65_536, "max_result_window": 20_000}
    return {
        "settings": {"index": limit},
        "mappings": {"dynamic": False, "properties": properties},
    }


def _noted(address: str) -> dict[str, Any]:
    try:
        return dict(OpenSearchIndex(address).meta())
    except StorageError as error:
        if error.problems[0].code != "search.index_missing":
            raise
        return {}


def _swap(client: Any, name: str) -> None:
    """Let the alias name the new index and remove the ones it named before."""
    before = list(client.indices.get(index=f"{ALIAS}-*"))
    client.indices.update_aliases(body={"actions": [
        {"remove": {"index": f"{ALIAS}-*", "alias": ALIAS, "must_exist": False}},
        {"add": {"index": name, "alias": ALIAS}},
    ]})  # fmt: skip
    for other in before:
        if other != name:
            client.indices.delete(index=other)
