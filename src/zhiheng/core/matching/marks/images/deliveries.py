"""Images of marks as they are delivered: a ZIP file or a folder, one file a mark, named by number.

Nothing is unpacked to the disk. A file that is larger than an image may be is not read to its end,
whatever size the archive claims.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from zhiheng.core.errors import InputError, NotFoundError, PersonError, Problem
from zhiheng.core.identifiers.trademark_number import normalise_trademark_number
from zhiheng.core.matching.marks.images.reading import LARGEST_FILE, too_large

ENDINGS = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg", ".svgz")
)
MOST_FILES = 2_000_000
# What providers put around a number: 12345678_1, 12345678-2, 12345678(1).
AROUND = re.compile(r"^(?P<number>[A-Za-z]{0,3}\d[\dA-Za-z]*?)(?:[_\-]\d{1,2}|\s*[(（]\d+[)）])?$")
_FLAG_ENCRYPTED, _FLAG_UTF8 = 0x1, 0x800


class Delivered(NamedTuple):
    """One file of a delivery: its name and its bytes, or why there are none."""

    name: str
    data: bytes = b""
    problem: Problem | None = None


def delivered(path: Path) -> Iterator[Delivered]:
    """Yield the images of a ZIP file, a folder (with what is below it) or a single file.

    In the order of their names; files that are no images by their ending are passed over.
    `NotFoundError` where there is nothing at the path, `InputError` where it is no whole ZIP file.
    """
    if not path.exists():
        raise NotFoundError(Problem("file.not_found", {"path": str(path)}))
    if path.is_dir():
        found = sorted(each for each in path.rglob("*") if each.is_file() and is_image(each.name))
        yield from (_of_file(each, each.relative_to(path).as_posix()) for each in found)
    elif is_image(path.name):
        yield _of_file(path, path.name)
    else:
        yield from _of_archive(path)


def is_image(name: str) -> bool:
    """Tell whether a file is an image by its ending; hidden ones are none."""
    plain = PurePosixPath(name.replace("\\", "/"))
    hidden = plain.name.startswith(".") or "__MACOSX" in plain.parts
    return plain.suffix.lower() in ENDINGS and not hidden


def numbers_of(name: str, known: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return the marks that a file shows: those of the register that name it, else by its name.

    `known` has file names in small letters, as the register's column `image` gives them. Empty
    where the name is no number of a mark.
    """
    plain = PurePosixPath(name.replace("\\", "/")).name
    if told := known.get(plain.lower()):
        return told
    stem = plain.rpartition(".")[0].strip()
    found = AROUND.match(stem)
    try:
        return (normalise_trademark_number(found["number"] if found else stem),)
    except PersonError:
        return ()


def _of_file(path: Path, name: str) -> Delivered:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            return Delivered(name, problem=too_large(name, size))
        return Delivered(name, path.read_bytes())
    except OSError:
        return Delivered(name, problem=Problem("mark_image.damaged", file=name))


def _of_archive(path: Path) -> Iterator[Delivered]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [each for each in archive.infolist() if is_image(_name_in(each))]
            for entry in sorted(entries[:MOST_FILES], key=_name_in):
                yield _of_entry(archive, entry)
    except (zipfile.BadZipFile, OSError, zlib.error, EOFError) as damage:
        raise InputError(Problem("mark_image.archive", file=path.name)) from damage


def _of_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Delivered:
    name = _name_in(entry)
    if entry.flag_bits & _FLAG_ENCRYPTED:
        return Delivered(name, problem=Problem("mark_image.encrypted", file=name))
    try:
        with archive.open(entry) as file:
            data = file.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, OSError, zlib.error, EOFError, NotImplementedError):
        return Delivered(name, problem=Problem("mark_image.damaged", file=name))
    if len(data) > LARGEST_FILE:
        return Delivered(name, problem=too_large(name, max(len(data), entry.file_size)))
    return Delivered(name, data)


def _name_in(entry: zipfile.ZipInfo) -> str:
    """Return the name of an entry; old archives write Chinese ones in GBK and do not say so."""
    if entry.flag_bits & _FLAG_UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return entry.filename
