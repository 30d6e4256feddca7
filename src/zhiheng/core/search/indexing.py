"""Keeping the index in step with the lake: what changed since is replaced, all of it when asked.

Of every register the index notes the version it was made of. At an update the rows of that version
and of the newest are compared by a hash of what is indexed, so additions, changes and deletions are
found however they came about. A register whose rows are searched by another register's long texts
follows that one too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.declarations.models import Register
from zhiheng.core.engine import DuckEngine
from zhiheng.core.errors import ConflictError
from zhiheng.core.lake.tables import Lake
from zhiheng.core.search import changes, generations
from zhiheng.core.search.documents import Document, Plan
from zhiheng.core.search.fields import searchable
from zhiheng.core.search.generations import Manifest
from zhiheng.core.search.ranking import Ranking, ranking_of
from zhiheng.core.search.tantivy_writing import TantivyWriter

PATIENCE = 30.0  # seconds that an import waits for somebody else who builds the index
MEMORY = "1GB"  # what DuckDB may hold while rows are compared and read


class Writer(Protocol):
    """Takes documents and removals, of one next state of an index."""

    def add(self, document: Document) -> None:
        """Add a document whose identity is not in the index, or was removed before."""
        ...

    def remove(self, register: str, keys: Iterable[str]) -> None:
        """Remove the documents with these keys."""
        ...

    def remove_all(self, register: str) -> None:
        """Remove every document of a register."""
        ...


@dataclass
class Report:
    """What an update did: documents written and removed, by register."""

    written: Counter[str]
    removed: Counter[str]
    anew: bool = False


def update_index(
    lake: Lake,
    catalogue: Catalogue,
    folder: Path,
    *,
    on: datetime,
    anew: bool = False,
    scratch: Path | None = None,
    wait: float = 600.0,
) -> Report:
    """Bring the index in a folder to the newest versions of the lake.

    An index that is missing, damaged or built with other weights is built anew, aside; the one
    that answers does so until the next is complete. One writer at a time; a second waits `wait`
    seconds. Memory stays bounded: rows are streamed.
    """
    ranking = ranking_of(catalogue, on=on.date())
    with generations.next_generation(folder, anew=anew, wait=wait) as (target, known):
        if known and known.built_in != built_in_of(catalogue, ranking):
            _empty(target)
            known = None
        engine = DuckEngine(
            lake, memory_limit=MEMORY, scratch=str(scratch / "search") if scratch else ""
        )
        sources = sources_of(engine, catalogue, known.versions if known else {})
        report = Report(Counter(), Counter(), anew=known is None)
        if known and not any(source.moved for source in sources):
            return report
        with TantivyWriter(target, ranking, create=known is None) as writer:
            for source in sources:
                if source.moved:
                    follow(engine, source, writer, report)
        manifest = _manifest(sources, on)
        manifest = replace(
            manifest, built_in=built_in_of(catalogue, ranking), records=writer.records
        )
        generations.publish(target, manifest)
    return report


def rebuild(
    lake: Lake,
    catalogue: Catalogue,
    folder: Path,
    *,
    on: datetime,
    scratch: Path | None = None,
    wait: float = 600.0,
) -> Report:
    """Build the index anew from the lake, aside, and swap it in."""
    return update_index(lake, catalogue, folder, on=on, anew=True, scratch=scratch, wait=wait)


def follow_lake(
    lake: Lake,
    catalogue: Catalogue,
    folder: Path | None,
    *,
    on: datetime,
    scratch: Path | None = None,
) -> Report | None:
    """Update the index after an import, if there is one to follow the lake.

    While somebody builds the index anew it is not waited for: what that build did not see is
    found by the next update, since the index notes the versions it holds.
    """
    if folder is None:
        return None
    try:
        return update_index(lake, catalogue, folder, on=on, scratch=scratch, wait=PATIENCE)
    except ConflictError:
        return None


@dataclass(frozen=True)
class Source:
    """A register as it was indexed and as it is: versions, -1 where nothing is stored."""

    plan: Plan
    texts: Register | None
    before: int
    now: int
    texts_before: int
    texts_now: int

    @property
    def moved(self) -> bool:
        """Tell whether anything was committed since."""
        return (self.before, self.texts_before) != (self.now, self.texts_now)


def sources_of(
    engine: DuckEngine, catalogue: Catalogue, versions: Mapping[str, int]
) -> list[Source]:
    """Return every searched register, as indexed by the noted versions and as it is."""
    found = []
    for register in searchable(catalogue.registers.values()):
        texts = None
        if register.texts_from:
            texts = catalogue.register(register.texts_from.register_)
        found.append(
            Source(
                Plan.of(register, texts),
                texts,
                versions.get(register.name, -1),
                engine.version(register),
                versions.get(f"{register.name}/texts", -1),
                engine.version(texts) if texts else -1,
            )
        )
    return found


def follow(engine: DuckEngine, source: Source, writer: Writer, report: Report) -> None:
    """Write what changed in one register."""
    name = source.plan.register.name
    if source.before < 0 and source.texts_before < 0:
        writer.remove_all(name)
        for document in _documents(changes.all_rows(engine, source), source.plan):
            writer.add(document)
            report.written[name] += 1
        return
    gone = changes.gone_keys(engine, source)
    writer.remove(name, gone)
    report.removed[name] += len(gone)
    for document in _documents(changes.changed_rows(engine, source), source.plan):
        writer.remove(name, (document.key,))
        writer.add(document)
        report.written[name] += 1


def _documents(rows: Iterable[Mapping[str, Any]], plan: Plan) -> Iterator[Document]:
    return map(plan.document, rows)


def _manifest(sources: Iterable[Source], on: datetime) -> Manifest:
    return Manifest(built_at=on.isoformat(timespec="seconds"), versions=versions_of(sources))


def versions_of(sources: Iterable[Source]) -> dict[str, int]:
    """Return the versions that an index notes when it follows the sources."""
    versions = {}
    for source in sources:
        versions[source.plan.register.name] = source.now
        if source.texts:
            versions[f"{source.plan.register.name}/texts"] = source.texts_now
    return versions


def built_in_of(catalogue: Catalogue, ranking: Ranking) -> str:
    """Return what the index depends on beside the rows: weights and what columns are to search."""
    declared = [
        f"{register.name}:{column.name}={column.search}"
        for register in searchable(catalogue.registers.values())
        for column in register.columns
        if column.search
    ]
    lent = [
        f"{register.name}<{register.texts_from.register_}:{','.join(register.texts_from.columns)}"
        for register in catalogue.registers.values()
        if register.texts_from
    ]
    return ";".join([ranking.built_in, *declared, *lent])


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
