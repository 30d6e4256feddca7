"""Search over patents: documents a second, milliseconds a query, beside SQLite and PostgreSQL.

    python -m benchmarks.search --lake LAKE [--postgres DSN] [--documents 100000]

LAKE holds an imported sample city (`python -m sample --out city --patents 1000000`, then
`zhiheng feed import city`). Everybody gets the same documents: title, abstract, applicants,
inventors, numbers and classes, without claims and description, and is asked for the first ten of
the same queries. SQLite's table uses the trigram tokenizer; PostgreSQL gets pairs and words cut by
us as a tsvector with a GIN index and ranks by ts_rank_cd. Queries are words, titles, names, numbers
and fields; of seven terms and more they include the second look. Since other programs may run too,
the processor time is told as well: that of this process (PostgreSQL works in its own, so none).
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib import import_module
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.measuring import table, write_result
from zhiheng.core.declarations.catalogue import load_catalogue
from zhiheng.core.engine import DuckEngine
from zhiheng.core.lake.tables import Lake
from zhiheng.core.search import changes, generations
from zhiheng.core.search.documents import Document, Plan
from zhiheng.core.search.generations import Manifest
from zhiheng.core.search.indexing import Source
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.tantivy_writing import TantivyWriter
from zhiheng.core.search.terms import cut
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand

LEFT_OUT = ("claims", "description")
ASKED = 200
HEADINGS = (
    "",
    "documents",
    "documents/s",
    "CPU µs/document",
    "query p50 ms",
    "p99 ms",
    "query CPU p99 ms",
    "peak GiB",
)
Ask = Callable[[str], object]


def main() -> None:
    """Measure everybody and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lake", required=True)
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--postgres", default="", help="A connection string; left out without.")
    arguments = parser.parse_args()
    before = os.getloadavg()[0]
    documents = list(islice(read(arguments.lake), arguments.documents))
    queries = queries_of(documents)
    rows = [measured("zhiheng", documents, queries, zhiheng)]
    rows.append(measured("SQLite FTS5, trigram", documents, queries, fts5))
    if arguments.postgres:
        peer = postgres(arguments.postgres)
        rows.append(measured("PostgreSQL full text", documents, queries, peer, elsewhere=True))
    loads = "–".join(f"{load:.1f}" for load in (before, os.getloadavg()[0]))
    note = f"\n\nOther programs ran meanwhile: load {loads} on {os.cpu_count()} cores."
    write_result("search", "Search over patents", table(HEADINGS, rows) + note)


def read(lake: str) -> Iterator[Document]:
    """Yield the patents of a lake as the register declares them, without the longest texts."""
    catalogue = load_catalogue()
    engine = DuckEngine(Lake(lake))
    register = catalogue.register("patents")
    assert register.texts_from
    texts = catalogue.register(register.texts_from.register_)
    newest, lent = engine.version(register), engine.version(texts)
    source = Source(Plan.of(register, texts), texts, -1, newest, -1, lent)
    for row in changes.all_rows(engine, source):
        yield source.plan.document({**row, **dict.fromkeys(LEFT_OUT)})


def queries_of(documents: Sequence[Document]) -> list[str]:
    """Return queries of every kind, made of the documents, the same at every run."""
    chosen = Random(20261125).sample(documents, min(ASKED, len(documents)))
    made = []
    for number, document in enumerate(chosen):
        title = document.title
        applicant = next(iter(document.texts.get("applicant", ())), title)
        kinds = (
            title[2:6],
            title,
            applicant,
            document.number,
            f"ti:{title[2:5]} AND pa:{applicant[2:6]}",
        )
        made.append(kinds[number % len(kinds)])
    return made


def measured(
    label: str,
    documents: Sequence[Document],
    queries: Sequence[str],
    build: Callable[[Sequence[Document], Path], Ask],
    *,
    elsewhere: bool = False,
) -> list[str]:
    """Return one row: how fast it was built and how fast it answers; `elsewhere` by a server."""
    with tempfile.TemporaryDirectory() as folder:
        began, worked = time.perf_counter(), time.process_time()
        ask = build(documents, Path(folder))
        rate = len(documents) / (time.perf_counter() - began)
        work = (time.process_time() - worked) / len(documents) * 1e6
        for query in queries[:20]:
            ask(query)
        asked = [_milliseconds(ask, query) for query in queries]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    times, works = (sorted(each) for each in zip(*asked, strict=True))
    return [
        label,
        f"{len(documents):,}",
        f"{rate:,.0f}",
        f"{work:.0f}" if not elsewhere else "",
        f"{statistics.median(times):.2f}",
        f"{times[int(len(times) * 0.99)]:.2f}",
        f"{works[int(len(works) * 0.99)]:.2f}" if not elsewhere else "",
        f"{peak:.1f}",
    ]


def zhiheng(documents: Sequence[Document], folder: Path) -> Ask:
    """Build the embedded index."""
    with generations.next_generation(folder / "index") as (target, _):
        with TantivyWriter(target, Ranking(), create=True) as writer:
            for document in documents:
                writer.add(document)
        built_at = datetime.now(tz=UTC).isoformat()
        generations.publish(target, Manifest(built_at=built_at, records=writer.records))
    index = TantivyIndex(folder / "index")
    registers = tuple(load_catalogue().registers.values())
    return lambda query: index.search(
        SearchRequest(understand(query, registers=registers), limit=10, finds_persons=True)
    )


def fts5(documents: Sequence[Document], folder: Path) -> Ask:
    """Build a full-text table of SQLite."""
    connection = sqlite3.connect(folder / "fts5.sqlite3")
    connection.execute("CREATE VIRTUAL TABLE found USING fts5(title, rest, tokenize='trigram')")
    connection.executemany("INSERT INTO found VALUES (?, ?)", map(_texts, documents))
    connection.commit()

    def ask(query: str) -> list[Any]:
        words = query.replace("ti:", "").replace("pa:", "").split(" AND ")
        asked = " AND ".join(f'"{word}"' for word in words)
        found = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank LIMIT 10"
        return connection.execute(found, (asked,)).fetchall()

    return ask


def postgres(address: str) -> Callable[[Sequence[Document], Path], Ask]:
    """Return the builder of a table with a GIN index over terms cut by us."""
    psycopg = import_module("psycopg")

    def build(documents: Sequence[Document], _: Path) -> Ask:
        connection = psycopg.connect(address, autocommit=True)
        connection.execute("DROP TABLE IF EXISTS zhiheng_found")
        connection.execute("CREATE TABLE zhiheng_found (id int, terms tsvector)")
        with connection.cursor() as cursor, cursor.copy("COPY zhiheng_found FROM STDIN") as copy:
            for number, document in enumerate(documents):
                terms = dict.fromkeys(_terms(" ".join(_texts(document))))
                copy.write_row((number, " ".join(f"'{term}'" for term in terms)))
        connection.execute("CREATE INDEX ON zhiheng_found USING gin (terms)")

        def ask(query: str) -> Any:
            words = query.replace("ti:", "").replace("pa:", "").replace(" AND ", " ")
            asked = " & ".join(f"'{term}'" for term in dict.fromkeys(_terms(words)))
            found = (
                "SELECT id FROM zhiheng_found WHERE terms @@ %s::tsquery "
                "ORDER BY ts_rank_cd(terms, %s::tsquery) DESC LIMIT 10"
            )
            return connection.execute(found, (asked, asked)).fetchall()

        return ask

    return build


def _texts(document: Document) -> tuple[str, str]:
    rest = [text for name, texts in document.texts.items() if name != "title" for text in texts]
    persons = [name for names in document.persons.values() for name in names]
    return document.title, "\n".join([*rest, *persons, *document.numbers, *document.shown_classes])


def _terms(text: str) -> list[str]:
    found = cut(text)
    return [*found.pairs, *found.words]


def _milliseconds(ask: Ask, query: str) -> tuple[float, float]:
    """Return how long an answer took, and how long this process worked for it."""
    began, worked = time.perf_counter(), time.process_time()
    ask(query)
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


if __name__ == "__main__":
    main()
