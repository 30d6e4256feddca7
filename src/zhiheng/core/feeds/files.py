"""Walking the paths of a feed: folders, archives and archives in archives, within limits.

Nothing is ever unpacked to disk by its own name, so a member called `../../etc/passwd` is only
a label. Expansion is measured while reading, not believed from the archive's directory, and adds
up over archives inside one another.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from zhiheng.core.errors import Problem, StorageError
from zhiheng.core.feeds.records import FeedFile, SetAside
from zhiheng.core.feeds.storage import is_full

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".gz")
SPOOL_BYTES = 16 * 1024 * 1024
# Below this many bytes no expansion ratio is harmful, and short texts pack very well.
HARMLESS_BYTES = 8 * 1024 * 1024
BLOCK_BYTES = 1024 * 1024
ENCRYPTED = 0x1  # bit of a zip member's flags
BROKEN = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
Found = Iterator[FeedFile | SetAside]


def walk(paths: Iterable[Path], limits: Mapping[str, int]) -> Found:
    """Yield every file under the paths in a stable order; what cannot be opened is set aside.

    A member of an archive can be opened, as often as one likes, until the next file is asked for.
    """
    for path in paths:
        if path.is_dir():
            yield from _folder(path, limits, set())
        else:
            yield from _file(path, limits)


def unreadable(name: str, error: BaseException) -> SetAside:
    """Return the report line for a file whose bytes cannot be had.

    Raises `StorageError` where it is our own disk that is full, not the file that is bad.
    """
    if is_full(error):
        raise StorageError.of("storage.full", root=tempfile.gettempdir()) from error
    reason = str(error) or type(error).__name__
    return SetAside([Problem("file.unreadable", {"received": reason})], name, "")


def _folder(folder: Path, limits: Mapping[str, int], above: set[tuple[int, int]]) -> Found:
    """Yield the files of a folder by name; `above` are the folders a link could lead back to."""
    try:
        status = folder.stat()
        identity = (status.st_dev, status.st_ino)
        if identity in above:
            return
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield unreadable(str(folder), error)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _folder(Path(entry.path), limits, above | {identity})
        elif entry.is_file() or entry.is_symlink():
            yield from _file(Path(entry.path), limits)


def _opened(path: Path) -> IO[bytes]:
    return path.open("rb")


def _file(path: Path, limits: Mapping[str, int]) -> Found:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        yield SetAside([Problem("file.not_found", {"path": str(path)})], str(path), "")
        return
    except OSError as error:
        yield unreadable(str(path), error)
        return
    file = FeedFile(str(path), size, partial(_opened, path), size, (str(path), -1))
    yield from _expand(file, _Allowance(size, limits), depth=0)


@dataclass
class _Allowance:
    """How far one file of the feed may expand, with all archives inside it."""

    packed: int
    limits: Mapping[str, int]
    unpacked: int = 0

    def spend(self, size: int) -> None:
        """Count unpacked bytes; raises `_ExpandsTooFarError` beyond the ratio."""
        self.unpacked += size
        if self.is_too_far(self.unpacked, self.packed):
            raise _ExpandsTooFarError(round(self.unpacked / max(self.packed, 1)))

    def is_too_far(self, unpacked: int, packed: int) -> bool:
        """Tell whether so many bytes from so many are more than genuine data expand to."""
        ratio = self.limits["archive-ratio"]
        return unpacked > HARMLESS_BYTES and unpacked > max(packed, 1) * ratio

    def refusal(self, name: str, times: int) -> SetAside:
        """Return the report line of what expands too far."""
        values = {"received": str(times), "expected": str(self.limits["archive-ratio"])}
        return SetAside([Problem("archive.expands_too_far", values)], name, "")


class _ExpandsTooFarError(OSError):
    def __init__(self, times: int) -> None:
        super().__init__(f"expands {times} times")
        self.times = times


Opener = Callable[[FeedFile, _Allowance], Found]


def _expand(file: FeedFile, allowance: _Allowance, *, depth: int) -> Found:
    if not file.name.lower().endswith(ARCHIVES):
        yield file
        return
    deepest = allowance.limits["archive-depth"]
    if depth > deepest:
        values = {"received": str(depth), "expected": str(deepest)}
        yield SetAside([Problem("archive.too_deep", values)], file.name, "")
        return
    try:
        for member in _members_of(file.name)(file, allowance):
            if isinstance(member, SetAside):
                yield member
            else:
                yield from _expand(member, allowance, depth=depth + 1)
    except _ExpandsTooFarError as error:
        yield allowance.refusal(file.name, error.times)
    except BROKEN as error:
        yield unreadable(file.name, error)


def _members_of(name: str) -> Opener:
    lower = name.lower()
    if lower.endswith(".zip"):
        return _zip_members
    if lower.endswith((".tar", ".tar.gz", ".tgz")):
        return _tar_members
    return _gzip_member


def _zip_members(file: FeedFile, allowance: _Allowance) -> Found:
    with file.open() as handle, _opened_zip(handle) as archive:
        for index, info in enumerate(archive.infolist()):
            if info.is_dir():
                continue
            name = f"{file.name}!{info.filename}"
            if info.flag_bits & ENCRYPTED:
                yield SetAside([Problem("archive.encrypted")], name, "")
            # Members are never read beyond the size they declare, so it is what counts.
            elif allowance.is_too_far(info.file_size, info.compress_size):
                yield allowance.refusal(name, round(info.file_size / max(info.compress_size, 1)))
            else:
                allowance.spend(info.file_size)
                # A zip inside an archive has no place on disk of its own, nor have its members.
                on_disk = file.place is not None and file.place[1] < 0
                place = (file.place[0], index) if file.place and on_disk else None
                opener = partial(archive.open, info)
                yield FeedFile(name, info.file_size, opener, info.compress_size, place)


class PlaceReader:
    """Reads files by their place, as another process than the one that walks the feed does.

    Keeps the archive it read last open: the members of a batch mostly come from one.
    """

    def __init__(self) -> None:
        """Start with nothing open."""
        self._path = ""
        self._archive: zipfile.ZipFile | None = None

    def read(self, place: tuple[str, int]) -> bytes:
        """Return the bytes at a place; raises one of `BROKEN` where they cannot be had."""
        path, index = place
        if index < 0:
            return Path(path).read_bytes()
        if self._archive is None or self._path != path:
            self.close()
            self._path, self._archive = path, _opened_zip(_opened(Path(path)))
        return self._archive.read(self._archive.infolist()[index])

    def close(self) -> None:
        """Close what is open."""
        if self._archive is not None:
            handle = self._archive.fp
            self._archive.close()
            if handle is not None:
                handle.close()
        self._archive = None


def _opened_zip(handle: IO[bytes]) -> zipfile.ZipFile:
    try:
        # Chinese Windows writes names in GB 18030 without saying so.
        return zipfile.ZipFile(handle, metadata_encoding="gb18030")
    except UnicodeDecodeError:
        return zipfile.ZipFile(handle)


def _tar_members(file: FeedFile, allowance: _Allowance) -> Found:
    with file.open() as handle:
        packed = file.name.lower().endswith("gz")
        stream: IO[bytes] = _Measured(handle, allowance) if packed else handle  # type: ignore[assignment]
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                member = archive.extractfile(info) if info.isfile() else None
                if member is None:
                    continue
                if info.issparse():
                    allowance.spend(info.size)  # its holes take no room in the archive
                name = f"{file.name}!{info.name}"
                # A streamed tar is read once and in order, so the member is spooled now.
                with _spooled(member) as spool:
                    opener = partial(_Reopened, spool)
                    yield FeedFile(name, info.size, opener, 0 if packed else info.size)


def _gzip_member(file: FeedFile, allowance: _Allowance) -> Found:
    name = f"{file.name}!{Path(file.name.rpartition('!')[2]).name[:-3]}"
    with file.open() as handle, _spooled(_Measured(handle, allowance)) as spool:
        size = spool.seek(0, io.SEEK_END)
        yield FeedFile(name, size, partial(_Reopened, spool), file.packed)


class _Measured(io.RawIOBase):
    """The content of a gzip file; refuses to go on once it has expanded too far."""

    def __init__(self, packed: IO[bytes], allowance: _Allowance) -> None:
        self._stream = gzip.GzipFile(fileobj=packed)
        self._allowance = allowance

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size if size > 0 else SPOOL_BYTES)
        self._allowance.spend(len(block))
        return block


def _spooled(stream: IO[bytes] | io.RawIOBase) -> IO[bytes]:
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - closed by its caller
    try:
        while block := stream.read(BLOCK_BYTES):
            spool.write(block)
    except BaseException:
        spool.close()
        raise
    return spool


class _Reopened(io.BufferedReader):
    """A spooled member from its beginning; closing it leaves the spool open."""

    def __init__(self, spool: IO[bytes]) -> None:
        super().__init__(_Kept(spool), BLOCK_BYTES)


class _Kept(io.RawIOBase):
    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        spool.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._spool.seek(offset, whence)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        block = self._spool.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)
