"""A small server that speaks the part of OpenSearch's protocol that we use.

It evaluates queries over plain dictionaries, one document after the other: no index, no analysis
but splitting at blanks. Scores are counts of matching scored clauses times their boosts, which is
enough to tell better from worse.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Source = dict[str, Any]
Body = dict[str, Any]


class Server:
    """Indices with their documents, mappings and the alias."""

    def __init__(self) -> None:
        self.indices: dict[str, dict[str, Source]] = {}
        self.mappings: dict[str, Body] = {}
        self.aliases: dict[str, str] = {}
        self.refuses = ""  # what every search is answered with, to play a server in trouble

    def answer(self, method: str, path: str, text: str) -> tuple[int, Body]:
        """Answer one request with a status and a body."""
        parts = path.strip("/").split("/")
        body = json.loads(text) if text and not path.endswith("_bulk") else {}
        if parts == ["_aliases"]:
            return self._move(body)
        name = self.aliases.get(parts[0], parts[0])
        if method == "PUT" and len(parts) == 1:
            self.indices[name], self.mappings[name] = {}, body["mappings"]
            return 200, {}
        if parts[-1] == "_bulk":
            return self._bulk(name, text)
        if "*" not in name and name not in self.indices:
            return 404, {"error": {"type": "index_not_found_exception"}, "status": 404}
        return self._of_index(method, name, parts, body)

    def _of_index(self, method: str, name: str, parts: list[str], body: Body) -> tuple[int, Body]:
        verb = parts[1] if len(parts) > 1 else ""
        if verb == "_search":
            if self.refuses:
                return 503, {"error": {"type": self.refuses}, "status": 503}
            return 200, search(self.indices[name], body)
        if verb == "_mapping":
            self.mappings[name].update(body)
            return 200, {name: {"mappings": self.mappings[name]}}
        if verb == "_delete_by_query":
            for key in [
                k for k, d in self.indices[name].items() if score(body["query"], d) is not None
            ]:
                del self.indices[name][key]
        elif method == "DELETE":
            del self.indices[name]
        elif method == "GET":
            return 200, {each: {} for each in self.indices}
        return 200, {}

    def _move(self, body: Body) -> tuple[int, Body]:
        for action in body["actions"]:
            if added := action.get("add"):
                self.aliases[added["alias"]] = added["index"]
        return 200, {}

    def _bulk(self, name: str, text: str) -> tuple[int, Body]:
        lines = iter(map(json.loads, text.splitlines()))
        items = []
        for action in lines:
            [(verb, about)] = action.items()
            if verb == "delete":
                self.indices[name].pop(about["_id"], None)
            else:
                self.indices[name][about["_id"]] = next(lines)
            items.append({verb: {"status": 200}})
        return 200, {"items": items, "errors": False}


def search(documents: dict[str, Source], body: Body) -> Body:
    """Answer a search: hits in order, how many, what they are divided by."""
    query = body.get("query", {"match_all": {}})
    scored = [(score(query, each), key, each) for key, each in documents.items()]
    found = [(s, key, each) for s, key, each in scored if s is not None]
    [order] = body.get("sort", [{"_score": "desc"}])
    [(by, how)] = order.items()
    if by == "_score":
        found.sort(key=lambda each: -each[0])
    else:
        down = how != "asc" and how["order"] == "desc"
        found.sort(key=lambda each: each[2].get(by, 0), reverse=down)
    start = body.get("from", 0)
    page = found[start : start + body.get("size", 10)]
    if "search_after" in body:
        page = []
    return {
        "hits": {
            "total": {"value": len(found)},
            "hits": [
                {"_id": key, "_score": s, "_source": each, "sort": [key]} for s, key, each in page
            ],
        },
        "aggregations": {
            name: _terms([each for _, _, each in found], about["terms"])
            for name, about in body.get("aggs", {}).items()
        },
    }


def _terms(found: list[Source], about: Body) -> Body:
    counts = Counter(v for each in found for v in set(_values(each, about["field"])))
    most = sorted(counts.items(), key=lambda each: (-each[1], str(each[0])))[: about["size"]]
    return {"buckets": [{"key": value, "doc_count": count} for value, count in most]}


def score(query: Body, document: Source) -> float | None:
    """Return a document's score, None where it does not match."""
    [(kind, about)] = query.items()
    if kind == "match_all":
        return 1.0
    if kind == "match_none":
        return None
    if kind == "bool":
        return _bool(about, document)
    if kind == "constant_score":
        return None if score(about["filter"], document) is None else about["boost"]
    if kind == "term":
        [(field, value)] = about.items()
        count = _words(document, field).count(value["value"])
        return value["boost"] * count if count else None
    return 1.0 if _matches(kind, about, document) else None


def _bool(about: Body, document: Source) -> float | None:
    must = [score(each, document) for each in [*about.get("must", []), *about.get("filter", [])]]
    if None in must or any(score(e, document) is not None for e in about.get("must_not", [])):
        return None
    scored = len(about.get("must", []))
    should = [s for e in about.get("should", []) if (s := score(e, document)) is not None]
    if len(should) < about.get("minimum_should_match", 0):
        return None
    return sum(s for s in must[:scored] if s) + sum(should)


def _matches(kind: str, about: Body, document: Source) -> bool:
    if kind.startswith("span_"):
        return any(
            True for text in _texts(document, about, kind) for _ in _ends(kind, about, text, None)
        )
    [(field, wanted)] = about.items()
    values = [*_values(document, field), *_words(document, field)]
    if kind == "terms":
        return bool({str(each) for each in wanted} & {str(each) for each in values})
    if kind == "prefix":
        return any(str(each).startswith(wanted) for each in values)
    if kind == "regexp":
        return any(re.fullmatch(wanted, str(each)) for each in values)
    assert kind == "range"
    days = [each for each in values if isinstance(each, int)]
    return any(wanted["gte"] <= each <= wanted["lte"] for each in days)


def _texts(document: Source, about: Body, kind: str) -> list[list[str]]:
    return [str(text).split(" ") for text in _values(document, _field(kind, about))]


def _field(kind: str, about: Body) -> str:
    if kind == "span_near":
        [(first, inside)] = about["clauses"][0].items()
        return _field(first, inside)
    if kind == "span_multi":
        [(_, inside)] = about["match"].items()
        return str(next(iter(inside)))
    return str(next(iter(about)))


def _ends(kind: str, about: Body, text: list[str], start: int | None) -> Iterator[int]:
    """Yield where a span that begins at a place (anywhere if None) ends."""
    if start is None:
        for place in range(len(text)):
            yield from _ends(kind, about, text, place)
        return
    if kind == "span_near":
        ends = [start]
        for clause in about["clauses"]:
            [(inner, inside)] = clause.items()
            ends = [end for place in ends for end in _ends(inner, inside, text, place)]
        yield from ends
    elif kind == "span_gap":
        yield start + next(iter(about.values()))
    elif start < len(text):
        if kind == "span_term" and text[start] == next(iter(about.values())):
            yield start + 1
        if kind == "span_multi":
            [(how, inside)] = about["match"].items()
            if _matches(how, {"t": next(iter(inside.values()))}, {"t": [text[start]]}):
                yield start + 1


def _values(document: Source, field: str) -> list[Any]:
    value = document.get(field, [])
    return value if isinstance(value, list) else [value]


def _words(document: Source, field: str) -> list[str]:
    return [word for text in _values(document, field) for word in str(text).split(" ")]


@contextmanager
def serving() -> Iterator[tuple[str, Server]]:
    """Serve on a free port of this machine; yield the address and the server's state."""
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            text = self.rfile.read(length).decode()
            status, body = state.answer(self.command, self.path.split("?")[0], text)
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
