"""Where drafts lie while they are checked: a folder each, which only the office's programs read.

Whoever checks holds a lock on the folder and removes it when it is done, whatever happened. A lock
dies with its process, so a folder that nobody holds is known to be left over, and is removed by
whoever comes next (`remove_left_over`).
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from django.conf import settings

from zhiheng.core.errors import NotFoundError, StorageError

_KEY, _LOCK, _FILES = "key", "lock", "files"
LONGEST_NAME = 200  # bytes; a Chinese character takes three
# Between the making of a folder and the taking of its lock; younger ones are left alone.
SETTLED_SECONDS = 60


@dataclass(frozen=True)
class Held:
    """The drafts of one check: their files in the order given, and the key of its result."""

    paths: tuple[Path, ...]
    key: str


def folder_of_drafts() -> Path:
    """Return the folder below which the drafts lie."""
    home: Path = settings.ZHIHENG.home
    return home / "drafts"


@contextmanager
def holding(code: str, files: Iterable[tuple[str, Iterable[bytes]]], *, key: str) -> Iterator[None]:
    """Write the files of a check, and keep them only if what is done meanwhile succeeds."""
    folder = folder_of_drafts() / code
    try:
        folder.mkdir(parents=True, mode=0o700)
        folder_of_drafts().chmod(0o700)
        _write(folder / _LOCK, [])
        lock = _locked(folder)
        _write(folder / _KEY, [key.encode()])
        _write_files(folder / _FILES, files)
        yield
    except OSError as error:
        remove(code)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageError.of("storage.full", root=folder_of_drafts()) from error
        raise StorageError.of(
            "storage.refused", root=folder_of_drafts(), received=error.strerror or error
        ) from error
    except BaseException:
        remove(code)
        raise
    if lock is not None:
        lock.close()


@contextmanager
def held(code: str) -> Iterator[Held]:
    """Give the files of a check and remove them afterwards; NotFoundError where they are gone."""
    folder = folder_of_drafts() / code
    lock = _locked(folder)
    if lock is None:
        raise NotFoundError.of("draft.files_gone")
    try:
        paths = sorted(folder.glob(f"{_FILES}/*/*"))
        yield Held(tuple(paths), (folder / _KEY).read_text("ascii"))
    finally:
        remove(code)
        lock.close()


def remove(code: str) -> None:
    """Remove the drafts of a check."""
    shutil.rmtree(folder_of_drafts() / code, ignore_errors=True)


def left_over(waiting: Collection[str]) -> list[str]:
    """Return the codes of folders that nobody works on, besides those that wait to be."""
    found = []
    for folder in sorted(folder_of_drafts().glob("*")):
        if folder.name in waiting or not _is_settled(folder):
            continue
        lock = _locked(folder)
        if lock is not None or not (folder / _LOCK).is_file():
            found.append(folder.name)
        if lock is not None:
            lock.close()
    return found


def _is_settled(folder: Path) -> bool:
    try:
        return time.time() - folder.stat().st_mtime > SETTLED_SECONDS
    except OSError:  # whoever checked them has removed them meanwhile
        return False


def _locked(folder: Path) -> IO[bytes] | None:
    """Return the lock of a folder, None where another holds it or there is none."""
    try:
        lock = (folder / _LOCK).open("rb")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock


def _write_files(into: Path, files: Iterable[tuple[str, Iterable[bytes]]]) -> None:
    into.mkdir(mode=0o700)
    for place, (name, chunks) in enumerate(files):
        # A folder each, so that two files of one name both keep it.
        (into / f"{place:04}").mkdir(mode=0o700)
        _write(into / f"{place:04}" / _plain_name(name), chunks)


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        for chunk in chunks:
            target.write(chunk)


def _plain_name(name: str) -> str:
    """Return the last part of a name, so that none can lead outside; "!" parts archives."""
    given = PurePath(name.replace("\\", "/")).name.lstrip(".").replace("!", "！") or "draft"
    ending = PurePath(given).suffix[-16:]
    stem = given.removesuffix(ending).encode()[: LONGEST_NAME - len(ending.encode())]
    return stem.decode(errors="ignore") + ending
