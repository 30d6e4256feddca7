"""Text collections outside the registers: files of JSON lines, indexed and searched the same way.

A collection lies in a folder of its own, in generations like the index of the registers. Lines
that cannot be used are kept out and told; identifiers are given back as they were given (text or
number).
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from zhiheng.core.errors import InputError, NotFoundError, Problem, StorageError
from zhiheng.core.search import generations
from zhiheng.core.search.documents import Document
from zhiheng.core.search.generations import Manifest
from zhiheng.core.search.query import Words
from zhiheng.core.search.ranking import Ranking
from zhiheng.core.search.tantivy_index import TantivyIndex
from zhiheng.core.search.tantivy_writing import TantivyWriter
from zhiheng.core.search.text_index import SearchRequest
from zhiheng.core.search.understanding import understand_words

MOST_TOLD = 1_000  # lines kept out that are told one by one
# One text field: how much each field of a line counts is said when the collection is built.
RANKING = Ranking(title=0, abstract=1, goods=0, applicant=0, body=0.0, persons=0.0, name=0.0)
Identifier = str | int


@dataclass(frozen=True)
class Built:
    """What building a collection did: documents indexed, lines kept out with the reasons."""

    documents: int
    kept_out: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Found:
    """One document of a collection with its score."""

    id: Identifier
    score: float


def build_collection(
    file: Path,
    folder: Path,
    *,
    id_field: str,
    text_fields: Sequence[str],
    on: datetime,
    weights: Mapping[str, int] | None = None,
) -> Built:
    """Index a file of JSON lines (also .gz) as the collection in `folder`, in place of the last.

    A text counts as often as its field weighs (1 unless told otherwise).
    """
    lines = _Lines(file, id_field, tuple(text_fields), weights or {})
    with generations.next_generation(folder, anew=True) as (target, _):
        with TantivyWriter(target, RANKING, create=True) as writer:
            for document in lines.documents():
                writer.add(document)
        if not lines.known:
            raise InputError(*lines.problems, Problem("corpus.no_documents", {"path": str(file)}))
        generations.publish(target, Manifest(built_at=on.isoformat(), records=writer.records))
    return Built(len(lines.known), lines.kept_out, tuple(lines.problems))


def search_collection(folder: Path, text: str, *, limit: int) -> list[Found]:
    """Return the documents that match a plain text best; any of its terms may match."""
    index = TantivyIndex(folder, lambda: RANKING)
    return search_open_collection(index, text, limit=limit)


def search_open_collection(index: TantivyIndex, text: str, *, limit: int) -> list[Found]:
    """Do the same in a collection that is open already."""
    understood = understand_words(text)
    if isinstance(understood.query, Words):
        understood = replace(understood, query=replace(understood.query, least=1))
    results = index.search(SearchRequest(understood, limit=limit))
    return [Found(json.loads(hit.key), hit.score) for hit in results.hits]


def collection_folder(collections: Path, name: str) -> Path:
    """Return the folder of a collection that was built; say which there are if it was not."""
    folder = collections / name
    if not (folder / generations.CURRENT).is_file():
        known = sorted(path.parent.name for path in collections.glob(f"*/{generations.CURRENT}"))
        raise NotFoundError.of("corpus.unknown", received=name, known="、".join(known) or "–")
    return folder


class _Lines:
    """Reads a file once and remembers which identifiers it met."""

    def __init__(
        self, file: Path, id_field: str, text_fields: tuple[str, ...], weights: Mapping[str, int]
    ) -> None:
        self._file = file
        self._id_field = id_field
        self._text_fields = text_fields
        self._weights = weights
        self.known: dict[Identifier, int] = {}
        self.problems: list[Problem] = []
        self.kept_out = 0

    def documents(self) -> Iterator[Document]:
        """Yield a document for every line that can be used."""
        for number, line in _read(self._file):
            try:
                document, identifier = self._document(line)
                if identifier in self.known:
                    values = {"received": str(identifier), "line": str(self.known[identifier])}
                    raise InputError(Problem("corpus.repeated", values))
            except InputError as error:
                self.kept_out += 1
                if len(self.problems) < MOST_TOLD:
                    where = (self._file.name, f"line {number}")
                    self.problems += [problem.at(*where) for problem in error.problems]
                continue
            self.known[identifier] = number
            yield document

    def _document(self, line: bytes) -> tuple[Document, Identifier]:
        record = _record(line)
        identifier = record.get(self._id_field)
        if isinstance(identifier, bool) or not isinstance(identifier, str | int):
            raise InputError.of("corpus.field_missing", field=self._id_field)
        texts: list[str] = []
        for field in self._text_fields:
            text = record.get(field)
            if not isinstance(text, str):
                raise InputError.of("corpus.field_missing", field=field)
            texts += [text] * self._weights.get(field, 1)
        document = Document("corpus", json.dumps(identifier, ensure_ascii=False))
        document.texts["abstract"] = texts
        return document, identifier


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError.of("corpus.not_json", received=error) from error
    if not isinstance(record, dict):
        raise InputError.of("corpus.not_json", received=type(record).__name__)
    return record


def _read(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with _opened(path) as handle:
            for number, line in enumerate(handle, 1):
                content = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if content.strip():
                    yield number, content
    except FileNotFoundError as error:
        raise NotFoundError.of("file.not_found", path=path) from error
    except (OSError, EOFError, zlib.error) as error:
        raise StorageError.of("corpus.unreadable", file=path, received=error) from error


def _opened(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix == ".gz" else path.open("rb")  # type: ignore[return-value]
