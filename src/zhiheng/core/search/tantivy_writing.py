"""Writing the next generation of the embedded index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

import tantivy

from zhiheng.core.search.documents import Document, identity
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.tantivy_schema import open_index, written_each

# What Tantivy holds before it writes a segment; with one thread more than this process needs for
# cutting texts, two cores are busy.
HEAP_BYTES = 256 << 20
THREADS = 1
WRITTEN_AT_ONCE = 128  # documents that are cut together


class TantivyWriter:
    """Adds and removes documents; they count when the block ends without an error."""

    def __init__(self, folder: Path, ranking: Ranking, *, create: bool) -> None:
        """Write into a folder: a new index, or the links of a known one."""
        self._index = open_index(str(folder), create=create)
        self._ranking = ranking
        self._writer = self._index.writer(HEAP_BYTES, THREADS)
        self._waiting: dict[str, Document] = {}
        self.records: dict[str, int] = {}

    def __enter__(self) -> TantivyWriter:
        """Return the writer."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit, let merges end, and count what is there; after an error drop it all."""
        if kind is not None:
            self._writer.rollback()
            return
        self._write_waiting()
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        searcher = self._index.searcher()
        counted = searcher.aggregate(
            tantivy.Query.all_query(), {"register": {"terms": {"field": "register", "size": 1000}}}
        )
        self.records = {
            str(each["key"]): int(each["doc_count"]) for each in counted["register"]["buckets"]
        }

    def add(self, document: Document) -> None:
        """Add a document."""
        if document.identity in self._waiting:
            self._write_waiting()
        self._waiting[document.identity] = document
        if len(self._waiting) >= WRITTEN_AT_ONCE:
            self._write_waiting()

    def remove(self, register: str, keys: Iterable[str]) -> None:
        """Remove the documents with these keys."""
        for key in keys:
            name = identity(register, key)
            self._waiting.pop(name, None)
            self._writer.delete_documents_by_term("identity", name)

    def remove_all(self, register: str) -> None:
        """Remove every document of a register."""
        self._write_waiting()
        self._writer.delete_documents_by_term("register", register)

    def _write_waiting(self) -> None:
        for made in written_each(list(self._waiting.values()), self._ranking):
            self._writer.add_document(made)
        self._waiting.clear()
