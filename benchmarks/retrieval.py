"""Ranking of Chinese questions: a judged set, against bm25s and SQLite FTS5 in the same run.

    pip install -e ".[benchmark]"
    python -m benchmarks.retrieval

1 028 questions of lay people, each with the articles of law that experts chose for it (STARD and
LeCoQA, MIT licence), against the 1 445 articles chosen for any of them. The figure is nDCG@10.
Where a peer is not installed its row is left out. Files: ../shared/data/legal_qa.
"""

from __future__ import annotations

import gzip
import json
import math
import re
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.measuring import table, write_result
from zhiheng.core.search.collections import (
    RANKING,
    build_collection,
    search_open_collection,
)
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.terms import cut

DATA = Path(__file__).resolve().parents[2] / "shared/data/legal_qa"
ARTICLES = DATA / "stard_gold_articles.jsonl.gz"
QUESTIONS = DATA / "stard_lecoqa_queries.jsonl.gz"
DEPTH = 10
HEADINGS = ("", "nDCG@10", "even questions", "odd questions", "ms a question")
Ranked = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class Judged:
    """Questions with their articles, and all articles by name."""

    questions: list[tuple[str, frozenset[str]]]
    names: list[str]
    texts: list[str]


def main() -> None:
    """Measure everybody and write the result."""
    judged = read_judged()
    rows = [_row("zhiheng, articles' text", ours(["content"]), judged)]
    rows.append(_row("zhiheng, name and text", ours(["name", "content"]), judged))
    for label, cutter in (("characters + bigrams", _grams), ("bigrams", _bigrams), ("jieba", None)):
        if ranked := _bm25s(judged, cutter):
            rows.append(_row(f"bm25s, {label}", ranked, judged))
    rows.append(_row("SQLite FTS5, trigram", _fts5(judged), judged))
    write_result("retrieval", "Ranking of Chinese questions", table(HEADINGS, rows))


def read_judged() -> Judged:
    """Return the judged set."""
    articles = list(_lines(ARTICLES))
    questions = [(each["question"], frozenset(each["gold_articles"])) for each in _lines(QUESTIONS)]
    return Judged(questions, [a["name"] for a in articles], [a["content"] for a in articles])


def ours(fields: Sequence[str], folder: Path | None = None) -> Ranked:
    """Return our ranking: a collection as `zhiheng corpus index` builds it, searched by default."""
    target = (folder or Path(tempfile.mkdtemp())) / "collection"
    build_collection(ARTICLES, target, id_field="name", text_fields=fields, on=datetime.now(tz=UTC))
    index = TantivyIndex(target, lambda: RANKING)
    return lambda question: [
        str(found.id) for found in search_open_collection(index, question, limit=DEPTH)
    ]


def gains(ranked: Ranked, judged: Judged) -> list[float]:
    """Return nDCG@10 of every question."""
    return [_ndcg(ranked(question), wanted) for question, wanted in judged.questions]


def mean(values: Sequence[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


def _row(label: str, ranked: Ranked, judged: Judged) -> list[str]:
    began = time.perf_counter()
    found = gains(ranked, judged)
    each = (time.perf_counter() - began) / len(found) * 1000
    halves = (found, found[::2], found[1::2])
    return [label, *(f"{mean(half):.4f}" for half in halves), f"{each:.1f}"]


def _ndcg(ranked: Sequence[str], wanted: frozenset[str]) -> float:
    gain = sum(1 / math.log2(place + 2) for place, name in enumerate(ranked) if name in wanted)
    best = sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(wanted))))
    return gain / best if best else 0.0


def _grams(text: str) -> list[str]:
    found = cut(text)
    return [*found.singles, *found.pairs, *found.words]


def _bigrams(text: str) -> list[str]:
    found = cut(text)
    return [*found.pairs, *found.words]


def _bm25s(judged: Judged, cutter: Callable[[str], list[str]] | None) -> Ranked | None:
    try:
        bm25s: Any = import_module("bm25s")
        cutting = cutter or import_module("jieba").lcut
    except ImportError:
        return None
    retriever = bm25s.BM25()
    retriever.index([cutting(text) for text in judged.texts], show_progress=False)

    def ranked(question: str) -> list[str]:
        places, _ = retriever.retrieve([cutting(question)], k=DEPTH, show_progress=False)
        return [judged.names[place] for place in places[0].tolist()]

    return ranked


def _fts5(judged: Judged) -> Ranked:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE articles USING fts5(name UNINDEXED, text, tokenize='trigram')"
    )
    connection.executemany(
        "INSERT INTO articles VALUES (?, ?)", zip(judged.names, judged.texts, strict=True)
    )

    def ranked(question: str) -> list[str]:
        runs = re.findall(r"\w{3,}", question)
        grams = dict.fromkeys(run[p : p + 3] for run in runs for p in range(len(run) - 2))
        if not grams:
            return []
        asked = " OR ".join(f'"{gram}"' for gram in grams)
        rows = connection.execute(
            "SELECT name FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?", (asked, DEPTH)
        )
        return [row[0] for row in rows]

    return ranked


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        yield from map(json.loads, handle)


if __name__ == "__main__":
    main()
