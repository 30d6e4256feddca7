"""Walking the paths of a feed: folders, archives and archives in archives, within limits.

Nothing is ever unpacked to disk by its own name, so a member called `../../etc/passwd` is only
a label. Expansion is measured while reading, not believed from the archive's directory.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import IO

from zhiheng.core.errors import Problem
from zhiheng.core.feeds.records import FeedFile, SetAside

ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".gz")
SPOOL_BYTES = 16 * 1024 * 1024
# Below this many bytes no expansion ratio is harmful, and short texts pack very well.
HARMLESS_BYTES = 8 * 1024 * 1024
Opener = Callable[[FeedFile, Mapping[str, int]], Iterator[FeedFile | SetAside]]
BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, OSError, RuntimeError)


def walk(paths: Iterable[Path], limits: Mapping[str, int]) -> Iterator[FeedFile | SetAside]:
    """Yield every file under the paths in a stable order; what cannot be opened is set aside."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and not inner.name.startswith("."):
                    yield from _file(inner, limits)
        elif path.is_file():
            yield from _file(path, limits)
        else:
            yield SetAside([Problem("file.not_found", {"path": str(path)})], str(path), "")


def _file(path: Path, limits: Mapping[str, int]) -> Iterator[FeedFile | SetAside]:
    try:
        file = FeedFile(
            str(path), path.stat().st_size, lambda: path.open("rb"), path.stat().st_size
        )
        yield from _expand(file, limits, depth=0)
    except OSError as error:
        yield unreadable(str(path), error)


def _expand(
    file: FeedFile, limits: Mapping[str, int], *, depth: int
) -> Iterator[FeedFile | SetAside]:
    if not file.name.lower().endswith(ARCHIVES):
        yield file
        return
    if depth > limits["archive-depth"]:
        values = {"received": str(depth), "expected": str(limits["archive-depth"])}
        yield SetAside([Problem("archive.too_deep", values)], file.name, "")
        return
    opener = _members_of(file.name)
    try:
        for member in opener(file, limits):
            if isinstance(member, SetAside):
                yield member
            else:
                yield from _expand(member, limits, depth=depth + 1)
    except BROKEN as error:
        yield unreadable(file.name, error)


def _members_of(name: str) -> Opener:
    lower = name.lower()
    if lower.endswith(".zip"):
        return _zip_members
    if lower.endswith((".tar", ".tar.gz", ".tgz")):
        return _tar_members
    return _gzip_member


def _zip_members(file: FeedFile, limits: Mapping[str, int]) -> Iterator[FeedFile | SetAside]:
    with file.open() as handle, zipfile.ZipFile(handle) as archive:
        for info in archive.infolist():
            name = f"{file.name}!{info.filename}"
            if info.is_dir():
                continue
            if _is_bomb(info.file_size, info.compress_size, limits):
                yield _bomb(name, info.file_size, info.compress_size, limits)
                continue
            opener = partial(archive.open, info)
            yield FeedFile(name, info.file_size, opener, info.compress_size)


def _tar_members(file: FeedFile, limits: Mapping[str, int]) -> Iterator[FeedFile | SetAside]:
    with file.open() as handle:
        packed = file.name.lower().endswith(("gz",))
        stream = _Measured(gzip.open(handle), file.size, limits) if packed else handle
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for info in archive:
                if not info.isfile():
                    continue
                member = archive.extractfile(info)
                if member is None:
                    continue
                name = f"{file.name}!{info.name}"
                # A streamed tar is read once and in order, so the member is spooled now.
                spool = _spooled(member)
                yield FeedFile(
                    name, info.size, partial(_rewound, spool), 0 if packed else info.size
                )


def _gzip_member(file: FeedFile, limits: Mapping[str, int]) -> Iterator[FeedFile | SetAside]:
    name = f"{file.name}!{Path(file.name.rpartition('!')[2]).name[:-3]}"
    with file.open() as handle, gzip.open(handle) as stream:
        try:
            spool = _spooled(_Measured(stream, file.size, limits))
        except _ExpandsTooFarError as error:
            yield _bomb(name, error.unpacked, file.size, limits)
            return
    yield FeedFile(name, _size_of(spool), partial(_rewound, spool), file.packed)


class _ExpandsTooFarError(OSError):
    def __init__(self, unpacked: int) -> None:
        super().__init__(f"expands beyond {unpacked} bytes")
        self.unpacked = unpacked


class _Measured(io.RawIOBase):
    """A packed stream that refuses to go on once it has expanded too far."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, packed: int, limits: Mapping[str, int]):
        self._stream = stream
        self._packed = packed
        self._limits = limits
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._stream.read(size if size > 0 else SPOOL_BYTES)
        self._unpacked += len(block)
        if _is_bomb(self._unpacked, self._packed, self._limits):
            raise _ExpandsTooFarError(self._unpacked)
        return block


def _is_bomb(unpacked: int, packed: int, limits: Mapping[str, int]) -> bool:
    return unpacked > HARMLESS_BYTES and unpacked > max(packed, 1) * limits["archive-ratio"]


def _bomb(name: str, unpacked: int, packed: int, limits: Mapping[str, int]) -> SetAside:
    values = {
        "received": str(round(unpacked / max(packed, 1))),
        "expected": str(limits["archive-ratio"]),
    }
    return SetAside([Problem("archive.expands_too_far", values)], name, "")


def unreadable(name: str, error: BaseException) -> SetAside:
    """Return the report line for a file whose bytes cannot be had."""
    reason = str(error) or type(error).__name__
    return SetAside([Problem("file.unreadable", {"received": reason})], name, "")


def _spooled(stream: IO[bytes] | io.RawIOBase) -> IO[bytes]:
    spool = tempfile.SpooledTemporaryFile(max_size=SPOOL_BYTES)  # noqa: SIM115 - closed by its reader
    while block := stream.read(1024 * 1024):
        spool.write(block)
    return spool  # type: ignore[return-value]


def _rewound(spool: IO[bytes]) -> IO[bytes]:
    spool.seek(0)
    return spool


def _size_of(spool: IO[bytes]) -> int:
    return spool.seek(0, io.SEEK_END)
