"""Reading the files of a feed into the stage, on several processes where it is worth it."""

from __future__ import annotations

import io
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from zhiheng.core.errors import StorageError
from zhiheng.core.feeds.files import BROKEN, PlaceReader, unreadable, walk
from zhiheng.core.feeds.formats import is_companion, read_file
from zhiheng.core.feeds.records import FeedFile, Reading, SetAside
from zhiheng.core.feeds.staging import Stage, Staged

BATCH_BYTES = 8 * 1024 * 1024
# A larger file is streamed by the process that walks the feed instead of being handed over whole.
HANDED_OVER_BYTES = 8 * 1024 * 1024
# Starting another process costs about a second; a feed of a few files is read before that.
WORTH_WORKERS_BYTES = 48 * 1024 * 1024


@dataclass(frozen=True)
class Staging:
    """Where and under which import the rows of a feed are staged."""

    folder: Path
    import_id: str
    on: datetime
    reading: Reading

    def stage(self, batch: int) -> Stage:
        """Return an empty batch of the stage."""
        registers = self.reading.catalogue.registers
        return Stage(self.folder, registers, batch=batch, import_id=self.import_id, on=self.on)


@dataclass(frozen=True)
class _Given:
    """A file handed to a worker: by its place where it has one, else with its bytes."""

    name: str
    place: tuple[str, int] | None
    content: bytes = b""


@dataclass
class _Batch:
    number: int
    files: list[_Given]
    size: int = 0


@dataclass
class Progress:
    """How far a feed has been read: packed bytes of its files, and records so far."""

    done_bytes: int = 0
    total_bytes: int = 0
    records: int = 0


Report = Callable[[Progress], None]


def stage_feed(
    paths: list[Path], staging: Staging, *, workers: int, report: Report
) -> tuple[Staged, int]:
    """Stage every record under the paths; return the outcome and how many companions were passed.

    With one worker, or a small feed, everything happens in this process.
    """
    progress = Progress(total_bytes=sum(_size(path) for path in paths))
    outcome = Staged()
    if workers > 1 and progress.total_bytes > WORTH_WORKERS_BYTES:
        companions = _in_parallel(paths, staging, workers, outcome, progress, report)
    else:
        companions = _here(paths, staging, outcome, progress, report)
    return outcome, companions


def _here(
    paths: list[Path], staging: Staging, outcome: Staged, progress: Progress, report: Report
) -> int:
    companions = 0
    stage = staging.stage(0)
    for file in walk(paths, staging.reading.limits):
        if isinstance(file, SetAside):
            stage.take([file])
        elif is_companion(file):
            companions += 1
        else:
            stage.take(read_file(file, staging.reading))
        if isinstance(file, FeedFile):
            progress.done_bytes += file.packed
        progress.records = sum(stage.staged.rows.values())
        report(progress)
    _merge(outcome, stage.finish())
    return companions


def _in_parallel(
    paths: list[Path],
    staging: Staging,
    workers: int,
    outcome: Staged,
    progress: Progress,
    report: Report,
) -> int:
    # "spawn", because this process already runs the threads of DuckDB and of the Delta writer.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=(staging,))
    waiting: list[Future[Staged]] = []
    companions = 0
    with pool:
        try:
            for batch in _batches(paths, staging, outcome, progress):
                if batch is None:
                    companions += 1
                    continue
                waiting.append(pool.submit(_read_batch, batch))
                while len(waiting) > 2 * workers:  # keeps only a few batches in memory
                    _merge(outcome, waiting.pop(0).result())
                progress.records = sum(outcome.rows.values())
                report(progress)
            for future in waiting:
                _merge(outcome, future.result())
        except BrokenProcessPool as error:
            raise StorageError.of("import.reader_killed") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    progress.records = sum(outcome.rows.values())
    report(progress)
    return companions


def _batches(
    paths: list[Path], staging: Staging, outcome: Staged, progress: Progress
) -> Iterator[_Batch | None]:
    """Yield batches of small files to hand over, None for a companion; stage large files here."""
    number = 0
    batch = _Batch(number, [])
    for file in walk(paths, staging.reading.limits):
        if isinstance(file, SetAside):
            outcome.set_aside.append(file)
            continue
        progress.done_bytes += file.packed
        if is_companion(file):
            yield None
            continue
        if file.size > HANDED_OVER_BYTES or not file.name.lower().endswith(".xml"):
            if batch.files:
                yield batch
            _stage_here(file, staging, number + 1, outcome)
            number += 2
            batch = _Batch(number, [])
            continue
        given = _given(file)
        if isinstance(given, SetAside):
            outcome.set_aside.append(given)
            continue
        batch.files.append(given)
        batch.size += file.size
        if batch.size >= BATCH_BYTES:
            yield batch
            number += 1
            batch = _Batch(number, [])
    if batch.files:
        yield batch


def _stage_here(file: FeedFile, staging: Staging, number: int, outcome: Staged) -> None:
    stage = staging.stage(number)
    stage.take(read_file(file, staging.reading))
    _merge(outcome, stage.finish())


def _given(file: FeedFile) -> _Given | SetAside:
    if file.place:
        return _Given(file.name, file.place)
    try:
        with file.open() as handle:
            return _Given(file.name, None, handle.read())
    except BROKEN as error:
        return unreadable(file.name, error)


_worker_staging: Staging | None = None


def _start_worker(staging: Staging) -> None:
    global _worker_staging
    _worker_staging = staging


def _read_batch(batch: _Batch) -> Staged:
    staging = _worker_staging
    assert staging is not None
    stage = staging.stage(batch.number)
    places = PlaceReader()
    for given in batch.files:
        try:
            content = places.read(given.place) if given.place else given.content
        except BROKEN as error:
            stage.take([unreadable(given.name, error)])
            continue
        file = FeedFile(given.name, len(content), partial(io.BytesIO, content))
        stage.take(read_file(file, staging.reading))
    places.close()
    return stage.finish()


def _merge(into: Staged, outcome: Staged) -> None:
    for register, rows in outcome.rows.items():
        into.rows[register] = into.rows.get(register, 0) + rows
    into.set_aside += outcome.set_aside
    into.notices += outcome.notices
    into.corrects += outcome.corrects


def _size(path: Path) -> int:
    """Return the bytes of the files below; what cannot be looked at counts nothing."""
    if not path.is_dir():
        return path.stat().st_size if path.is_file() else 0
    return sum(
        os.path.getsize(os.path.join(folder, name))
        for folder, _, names in os.walk(path)
        for name in names
        if os.path.isfile(os.path.join(folder, name))
    )
