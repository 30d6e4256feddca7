"""The files of the log: tiles and bundles of entries in the home folder, derived from the events.

    ledger/tile/…       C2SP tlog-tiles, SHA-256
    ledger/sm3/tile/…   the same tree over SM3, hashes only
    ledger/size         how many entries are in the tiles

Nothing is lost with them: they are made anew from the events. Files appear whole; the size is
written last, so that whatever breaks off is done again. Of partial tiles only the widest is kept: a
narrower one is its beginning.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from zhiheng.core.evidence.digests import DIGEST_BYTES, Digest, sha256, sm3
from zhiheng.core.evidence.merkle import leaf_hash, root_of
from zhiheng.core.evidence.tiles import (
    WIDTH,
    Tile,
    TileReader,
    bundle,
    edge_of,
    extended,
    unbundle,
)

# Returns the entries with the numbers from the first (counted from 0) to before the second.
EntriesBetween = Callable[[int, int], Iterable[bytes]]
# Whole tiles, so that a long log leaves no partial ones behind on its way.
_BATCH = 16 * WIDTH


class TileStore:
    """The tiles in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folders: Mapping[Digest, Path] = {sha256: folder, sm3: folder / "sm3"}

    @property
    def size(self) -> int:
        """Return how many entries are in the tiles."""
        try:
            return int((self._folder / "size").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other processes of this machine from writing meanwhile."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / "lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def grow(self, start: int, to: int, entries: EntriesBetween) -> None:
        """Add the entries from place `start`, before which the tiles are right, to before `to`.

        What the tiles hold beyond `start` is written over.
        """
        while start < to:
            end = min(to, (start // _BATCH + 1) * _BATCH)
            # From the beginning of its bundle, which is written anew.
            self._add(start, end, list(entries(start - start % WIDTH, end)))
            start = end

    def rebuild(self, to: int, entries: EntriesBetween) -> None:
        """Throw all tiles away and make them anew."""
        (self._folder / "size").unlink(missing_ok=True)
        for folder in self._folders.values():
            shutil.rmtree(folder / "tile", ignore_errors=True)
        self.grow(0, to, entries)

    def read(self, tile: Tile, digest: Digest = sha256) -> bytes | None:
        """Return what a tile holds, None where the log has not come so far."""
        folder = self._folders[digest]
        for path in (folder / tile.path, *self._wider(folder, tile)):
            try:
                return _beginning(path.read_bytes(), tile)
            except OSError:
                continue
        return None

    def reader(self, size: int, digest: Digest = sha256) -> TileReader:
        """Return what gives the hashes of the log's first `size` entries.

        OSError where a tile is missing or cut off.
        """
        return TileReader(size, lambda tile: self._whole(tile, digest), digest)

    def root(self, size: int, digest: Digest = sha256) -> bytes:
        """Return the root over the first `size` entries as the tiles have it; OSError as above."""
        return root_of(size, self.reader(size, digest).node, digest)

    def _whole(self, tile: Tile, digest: Digest) -> bytes:
        content = self.read(tile, digest)
        if content is None or len(content) != tile.width * DIGEST_BYTES:
            raise FileNotFoundError(tile.path)
        return content

    def _add(self, size: int, end: int, entries: Sequence[bytes]) -> None:
        index, begun = divmod(size, WIDTH)
        assert len(entries) == end - size + begun, "the entries are numbered without gaps"
        for digest, folder in self._folders.items():
            leaves = b"".join(leaf_hash(entry, digest) for entry in entries[begun:])
            edge = [self._whole(tile, digest) if tile.width else b"" for tile in edge_of(size)]
            for tile, content in extended(size, edge, leaves, digest):
                _write(folder, tile, content)
        for at in range(0, len(entries), WIDTH):
            part = entries[at : at + WIDTH]
            _write(self._folder, Tile(None, index + at // WIDTH, len(part)), bundle(part))
        _write_whole(self._folder / "size", str(end).encode())

    def _wider(self, folder: Path, tile: Tile) -> Iterator[Path]:
        full = folder / Tile(tile.level, tile.index).path
        yield full
        partial = full.with_name(full.name + ".p")
        names = os.listdir(partial) if partial.is_dir() else []
        yield from (partial / name for name in names if name.isdigit() and int(name) > tile.width)


def _beginning(content: bytes, tile: Tile) -> bytes:
    if tile.level is not None:
        return content[: tile.width * DIGEST_BYTES]
    return bundle(unbundle(content)[: tile.width])


def _write(folder: Path, tile: Tile, content: bytes) -> None:
    """Write a tile and remove what was in its place before, narrower or wider."""
    path, full = folder / tile.path, folder / Tile(tile.level, tile.index).path
    _write_whole(path, content)
    if tile.width == WIDTH:
        shutil.rmtree(full.with_name(full.name + ".p"), ignore_errors=True)
        return
    full.unlink(missing_ok=True)
    for name in os.listdir(path.parent):
        if name.isdigit() and int(name) != tile.width:
            (path.parent / name).unlink(missing_ok=True)


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)
