"""Where an index lies: generations built aside, swapped atomically, checked before they answer.

    index/
      current            the name of the generation that answers
      writing            locked while somebody builds the next one
      g-000001/          one generation: Tantivy's files and `manifest.json`

A generation never changes once it is named in `current`: the next one starts from hard links to
its files (Tantivy never writes into a finished file), so readers go on reading what they have open,
and a process killed while building leaves only a folder that nobody names. The manifest holds size
and CRC-32 of every file; a generation whose files differ is damaged and does not answer.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from zhiheng.core.durable import free_name, replace_text
from zhiheng.core.errors import ConflictError, StorageError

FORMAT = 1  # raised when the schema or what is written into it changes
MANIFEST = "manifest.json"
CURRENT = "current"
READ_AT_ONCE = 1 << 20
_LOCK_FILES = (".lock",)


@dataclass(frozen=True)
class Manifest:
    """What a generation holds: of which lake versions, and its files with size and CRC-32."""

    format: int = FORMAT
    built_in: str = ""
    built_at: str = ""
    versions: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Generation:
    """A generation found on the disk."""

    folder: Path
    manifest: Manifest


def current(folder: Path) -> Generation | None:
    """Return the generation that answers, without checking its files; None before the first.

    Raises `StorageError` (`search.index_damaged`) where its manifest cannot be read.
    """
    name = _named(folder)
    while name is not None:
        try:
            return _generation(folder / name)
        except StorageError:
            # A writer may have swapped and removed it between the two readings.
            name, tried = _named(folder), name
            if name == tried:
                raise
    return None


def is_current(generation: Generation) -> bool:
    """Tell whether a generation is still the one that answers."""
    return _named(generation.folder.parent) == generation.folder.name


def _named(folder: Path) -> str | None:
    try:
        return (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _generation(place: Path) -> Generation:
    try:
        content = json.loads((place / MANIFEST).read_text(encoding="utf-8"))
        content["files"] = {file: tuple(sums) for file, sums in content["files"].items()}
        manifest = Manifest(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise damaged(MANIFEST) from error
    if manifest.format != FORMAT:
        raise damaged(f"format {manifest.format}, expected {FORMAT}")
    return Generation(place, manifest)


def verify(generation: Generation) -> None:
    """Read every file of a generation; raise `StorageError` where one is not as it was written."""
    for name, (size, checksum) in generation.manifest.files.items():
        path = generation.folder / name
        try:
            if path.stat().st_size != size or _checksum(path) != checksum:
                raise damaged(name)
        except OSError as error:
            raise damaged(name) from error


def stamps(generation: Generation) -> tuple[tuple[int, int], ...]:
    """Return size and time of change of every file: cheap to compare with an earlier answer."""
    found = []
    for name in generation.manifest.files:
        try:
            stat = (generation.folder / name).stat()
        except OSError:
            found.append((-1, -1))
            continue
        found.append((stat.st_size, stat.st_mtime_ns))
    return tuple(found)


@contextlib.contextmanager
def next_generation(
    folder: Path, *, anew: bool = False, wait: float = 600.0
) -> Iterator[tuple[Path, Manifest | None]]:
    """Hold the index for one writer and give it the folder to build the next generation in.

    The folder holds the current generation's files, unless `anew` or there is none that is whole;
    the second value is that generation's manifest. The caller ends with `publish`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / "writing", wait):
        known = None if anew else _whole(folder)
        _remove_unnamed(folder)
        target = folder / free_name(folder, "g")
        target.mkdir()
        if known:
            for name in known.manifest.files:
                os.link(known.folder / name, target / name)
        yield target, known.manifest if known else None
        _remove_unnamed(folder)


def publish(target: Path, manifest: Manifest) -> None:
    """Write the manifest of a finished generation and let it answer from now on."""
    files = {
        path.name: (path.stat().st_size, _checksum(path))
        for path in sorted(target.iterdir())
        if path.name != MANIFEST and not path.name.endswith(_LOCK_FILES)
    }
    content = {**asdict(manifest), "files": files}
    replace_text(target / MANIFEST, json.dumps(content, ensure_ascii=False))
    replace_text(target.parent / CURRENT, target.name)


def is_building(folder: Path) -> bool:
    """Tell whether somebody holds the index for writing now."""
    try:
        with (folder / "writing").open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def damaged(reason: str) -> StorageError:
    """Return the error that says what is wrong with an index."""
    error = StorageError.of("search.index_damaged", reason=reason)
    assert isinstance(error, StorageError)
    return error


def _whole(folder: Path) -> Generation | None:
    try:
        known = current(folder)
        if known:
            verify(known)
    except StorageError:
        return None
    return known


def _remove_unnamed(folder: Path) -> None:
    """Remove generations nobody names; who has one open goes on reading it."""
    named = _named(folder)
    for path in folder.glob("g-*"):
        if path.name != named:
            shutil.rmtree(path, ignore_errors=True)


@contextlib.contextmanager
def _locked(path: Path, wait: float) -> Iterator[None]:
    with path.open("a") as handle:
        _try_until(lambda: fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB), wait)
        yield


def _try_until(lock: Callable[[], None], wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            lock()
        except OSError as error:
            if time.monotonic() >= until:
                raise ConflictError.of("search.index_busy") from error
            time.sleep(0.05)
        else:
            return


def _checksum(path: Path) -> int:
    checksum = 0
    with path.open("rb") as handle:
        while block := handle.read(READ_AT_ONCE):
            checksum = zlib.crc32(block, checksum)
    return checksum
