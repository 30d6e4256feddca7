"""The images of marks on the disk: pictures by content, one of each mark, and the index of them.

    mark-images/
      current.json       which folder answers
      writing            locked while somebody takes a delivery in
      pictures/3f/…png   each picture once, named by the SHA-256 of the file that was delivered
      index-000002/      the fingerprints, and marks.arrow: number, digest, file name, words

Pictures are kept as PNG of at most 1024 pixels a side, made here: what was delivered is never
shown to anybody. `current.json` is replaced in one step after what it names is on the disk, so a
delivery that is killed changes nothing, and taking it in again completes it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from PIL import Image

from zhiheng.core.durable import flush, free_name, replace_text
from zhiheng.core.errors import PersonError, Problem, StorageError
from zhiheng.core.matching.marks.images.deliveries import Delivered, numbers_of
from zhiheng.core.matching.marks.images.fingerprints import Fingerprint, fingerprint
from zhiheng.core.matching.marks.images.index import ImageIndex
from zhiheng.core.matching.marks.images.reading import MarkImage, read_image

COLUMNS = pa.schema([(name, pa.string()) for name in ("number", "digest", "file", "words")])
TOGETHER, MOST_BYTES = 64, 64 * 2**20  # files, and bytes of them, that are read ahead
_CURRENT, _TABLE = "current.json", "marks.arrow"
ReadWords = Callable[[MarkImage], str]


@dataclass(frozen=True, slots=True)
class Stored:
    """The image of a mark: its number, the digest of its file, and the words read in it."""

    number: str
    digest: str
    file: str
    words: str


@dataclass
class Delivery:
    """What became of a delivery: marks with a new, another or the same image, and problems.

    `refused` says for each file that was not taken why; `notes` what was decided for others.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


@dataclass(frozen=True)
class MarkPictures:
    """The stored images as they were when opened: row i of the index is `marks[i]`."""

    folder: Path
    index: ImageIndex
    table: pa.Table
    rows: Mapping[str, int]

    def __len__(self) -> int:
        """Return how many marks have an image."""
        return len(self.rows)

    def stored(self, row: int) -> Stored:
        """Return what is known of the image in a row."""
        return Stored(*(self.table[name][row].as_py() or "" for name in COLUMNS.names))

    def of_mark(self, number: str) -> Stored | None:
        """Return the image of a mark, None where there is none."""
        row = self.rows.get(number)
        return None if row is None else self.stored(row)

    def fingerprint(self, row: int) -> Fingerprint:
        """Return how the image in a row looks."""
        return self.index.fingerprint(row)

    def png(self, stored: Stored) -> bytes:
        """Return a picture as PNG; `StorageError` where it cannot be read."""
        try:
            return picture_path(self.folder, stored.digest).read_bytes()
        except OSError as refused:
            raise StorageError.of(
                "storage.refused", root=self.folder, received=refused.strerror or refused
            ) from refused


def open_pictures(folder: Path) -> MarkPictures:
    """Return the stored images, none where nothing was taken in yet or the index is outdated."""
    named = current(folder)
    index = ImageIndex.open(folder / named) if named else None
    if index is None:
        return MarkPictures(folder, ImageIndex.build(()), COLUMNS.empty_table(), {})
    with pa.memory_map(str(folder / named / _TABLE)) as source:
        table = pa.ipc.open_file(source).read_all()
    rows = {number: row for row, number in enumerate(table["number"].to_pylist())}
    return MarkPictures(folder, index, table, rows)


def current(folder: Path) -> str:
    """Return the name of the folder that answers, "" where nothing was taken in yet."""
    try:
        return str(json.loads((folder / _CURRENT).read_text(encoding="utf-8"))["index"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def picture_path(folder: Path, digest: str) -> Path:
    """Return where the picture of a digest lies."""
    return folder / "pictures" / digest[:2] / f"{digest}.png"


def take_in(
    files: Iterable[Delivered],
    folder: Path,
    *,
    known: Mapping[str, Sequence[str]],
    read_words: ReadWords | None = None,
    workers: int = 1,
) -> Delivery:
    """Keep the images of a delivery and make them searchable; every problem is told.

    `known` names marks by the file names that the register gives. The image of a mark that had one
    is replaced. Of several files of one mark the first by name counts. `read_words` reads the words
    in each new image, which takes about a second; without it none are known. `StorageError` where
    the disk refuses: what answered before goes on answering.
    """
    done, fresh = Delivery(), dict[str, tuple[Stored, Fingerprint]]()
    with _writing(folder):
        pictures = open_pictures(folder)
        for found in _examined(files, _Desk(folder, known, read_words), workers):
            _sort_in(found, pictures, done, fresh)
        if done.new or done.changed or (fresh and read_words):
            _write(folder, pictures, fresh)
    return done


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a file is examined with."""

    folder: Path
    known: Mapping[str, Sequence[str]]
    read_words: ReadWords | None


@dataclass(frozen=True, slots=True)
class _Examined:
    file: str
    numbers: Sequence[str] = ()
    digest: str = ""
    look: Fingerprint | None = None
    words: str = ""
    notes: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()


def _examined(files: Iterable[Delivered], desk: _Desk, workers: int) -> Iterator[_Examined]:
    """Yield what is seen in the files, in their order, a few of them at a time in threads."""
    with ThreadPoolExecutor(workers) as pool:
        for together in _together(files):
            yield from pool.map(lambda file: _examine(file, desk), together)


def _together(files: Iterable[Delivered]) -> Iterator[list[Delivered]]:
    """Yield files a few at a time, fewer where they are large."""
    held: list[Delivered] = []
    size = 0
    for file in files:
        held.append(file)
        size += len(file.data)
        if len(held) >= TOGETHER or size >= MOST_BYTES:
            yield held
            held, size = [], 0
    if held:
        yield held


def _examine(file: Delivered, desk: _Desk) -> _Examined:
    """Return what a file shows and of which marks; its picture is kept."""
    numbers = numbers_of(file.name, desk.known)
    if not numbers:
        unnamed = Problem("mark_image.unnamed", {"received": file.name}, file=file.name)
        return _Examined(file.name, problems=(unnamed,))
    if file.problem:
        return _Examined(file.name, problems=(file.problem,))
    digest = hashlib.sha256(file.data).hexdigest()
    try:
        image = read_image(file.data, file.name)
        look = fingerprint(image)
    except PersonError as error:
        return _Examined(file.name, problems=error.problems)
    words = desk.read_words(image) if desk.read_words else ""
    _keep_picture(image, picture_path(desk.folder, digest))
    return _Examined(file.name, numbers, digest, look, words, image.notes)


def _keep_picture(image: MarkImage, path: Path) -> None:
    """Write a picture under its digest, whole or not at all, unless it is there."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name of its own: two files of one content may be written at the same time.
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as target:
        unfinished = Path(target.name)
        try:
            Image.fromarray(image.pixels).save(target, "PNG")
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    unfinished.replace(path)


def _sort_in(
    found: _Examined,
    pictures: MarkPictures,
    done: Delivery,
    fresh: dict[str, tuple[Stored, Fingerprint]],
) -> None:
    """Count a file and put it beside the marks it shows."""
    if found.look is None:
        done.refused += found.problems
        return
    done.notes += found.notes
    for number in found.numbers:
        if number in fresh:
            values = {"received": number, "expected": fresh[number][0].file}
            done.refused.append(Problem("mark_image.second", values, file=found.file))
            continue
        before = pictures.of_mark(number)
        same = before is not None and before.digest == found.digest
        done.new += before is None
        done.unchanged += same
        done.changed += before is not None and not same
        words = found.words or (before.words if before and same else "")
        stored = Stored(number, found.digest, found.file, words)
        fresh[number] = stored, found.look


def _write(
    folder: Path, before: MarkPictures, fresh: Mapping[str, tuple[Stored, Fingerprint]]
) -> None:
    """Write all images, those that were there and the new ones, and let them answer."""
    numbers = sorted({*before.rows, *fresh})
    kept = [
        fresh[number][0] if number in fresh else before.stored(before.rows[number])
        for number in numbers
    ]
    looks = (
        fresh[number][1] if number in fresh else before.fingerprint(before.rows[number])
        for number in numbers
    )
    name = free_name(folder, "index")
    ImageIndex.build(looks).save(folder / name)
    columns = {each: [getattr(stored, each) for stored in kept] for each in COLUMNS.names}
    with pa.ipc.new_file(folder / name / _TABLE, COLUMNS) as target:
        target.write_table(pa.table(columns, schema=COLUMNS))
    flush(folder / name)
    replace_text(folder / _CURRENT, json.dumps({"index": name}))


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Hold the folder for one writer, waiting for another, and tell where the disk refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "writing").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
            named = current(folder)
            for path in folder.glob("index-*"):
                if path.name != named:
                    shutil.rmtree(path, ignore_errors=True)
    except OSError as error:
        raise StorageError.of(
            "mark_image.index_unwritable", received=f"{folder}: {error.strerror or error}"
        ) from error
