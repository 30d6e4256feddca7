"""The log as static files, in the format of C2SP tlog-tiles: what standard clients read.

A tile holds up to 256 hashes of one level: level 0 leaves, level 1 the roots of full tiles of level
0, and so on. `tile/<L>/<N>` names a full tile, `tile/<L>/<N>.p/<W>` one with W hashes yet, and
`tile/entries/<N>[.p/<W>]` the entries themselves: each with its length in two bytes before it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from zhiheng.core.evidence.digests import DIGEST_BYTES, Digest, sha256
from zhiheng.core.evidence.merkle import Tree

WIDTH = 256
_HEIGHT = 8
ENTRY_MAX_BYTES = 0xFFFF
_KEPT_TILES = 64
# `tile/0/x001/x234/067`; level "entries" holds the entries.
_PATH = re.compile(
    r"tile/(?P<level>entries|0|[1-5]?[0-9]|6[0-3])/(?P<index>(x\d{3}/)*\d{3})"
    r"(\.p/(?P<width>[1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]))?",
    re.ASCII,
)


@dataclass(frozen=True)
class Tile:
    """One tile: level (None for entries), number in its level, how many hashes it holds."""

    level: int | None
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Return where the tile is found below the log's address."""
        level = "entries" if self.level is None else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{level}/{_number(self.index)}{partial}"


def parse_path(path: str) -> Tile | None:
    """Return the tile that `path` names, None where it names none."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None
    level = None if match["level"] == "entries" else int(match["level"])
    tile = Tile(level, int(re.sub(r"[x/]", "", match["index"])), int(match["width"] or WIDTH))
    return tile if tile.path == path else None


def tiles_of(size: int, *, entries: bool = False) -> Iterator[Tile]:
    """Return every tile of a log with `size` leaves, with its bundles of entries if asked."""
    level, count = 0, size
    while count:
        for index in range(-(-count // WIDTH)):
            width = min(WIDTH, count - index * WIDTH)
            yield Tile(level, index, width)
            if entries and level == 0:
                yield Tile(None, index, width)
        level, count = level + 1, count // WIDTH


def edge_of(size: int) -> list[Tile]:
    """Return the partial tiles at the right end of a log with `size` leaves, by level.

    A level whose last tile is full has width 0 there: the next hash begins a new tile.
    """
    edge, level, count = [], 0, size
    while count:
        edge.append(Tile(level, count // WIDTH, count % WIDTH))
        level, count = level + 1, count // WIDTH
    return edge


def extended(
    size: int, edge: Sequence[bytes], leaves: bytes, digest: Digest = sha256
) -> Iterator[tuple[Tile, bytes]]:
    """Return the tiles, full and partial, that change when leaves are added to a log.

    `size` is the number of leaves before, `edge` the contents of `edge_of(size)` (empty bytes for
    width 0), `leaves` the new leaves' hashes one after another.
    """
    level, added = 0, leaves
    while added:
        begun = edge[level] if level < len(edge) else b""
        first = (size >> (_HEIGHT * level)) // WIDTH
        content, above = begun + added, []
        for number, part in enumerate(_parts(content)):
            width = len(part) // DIGEST_BYTES
            yield Tile(level, first + number, width), part
            if width == WIDTH:
                above.append(_tree(part, digest).root())
        level, added = level + 1, b"".join(above)


class TileReader:
    """Complete subtrees of a log, read from its tiles; what `merkle` asks for with `node`."""

    def __init__(self, size: int, read: Callable[[Tile], bytes], digest: Digest = sha256) -> None:
        self.size = size
        self._read = read
        self._digest = digest
        self._known: dict[tuple[int, int], Tree] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        tile_level, height = divmod(level, _HEIGHT)
        first = index << height
        tree = self._tree(tile_level, first // WIDTH)
        return tree.node(height, (first % WIDTH) >> height)

    def _tree(self, level: int, index: int) -> Tree:
        known = self._known.get((level, index))
        if known is None:
            count = self.size >> (_HEIGHT * level)
            width = min(WIDTH, count - index * WIDTH)
            known = _tree(self._read(Tile(level, index, width)), self._digest)
            if len(self._known) >= _KEPT_TILES:
                self._known.pop(next(iter(self._known)))
            self._known[level, index] = known
        return known


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as a bundle holds them."""
    parts: list[bytes] = []
    for entry in entries:
        assert len(entry) <= ENTRY_MAX_BYTES, "an entry has at most 65 535 bytes"
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def unbundle(content: bytes) -> list[bytes]:
    """Return the entries of a bundle; ValueError where it is cut off."""
    entries, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if at + 2 > len(content) or end > len(content):
            raise ValueError("the bundle ends within an entry")
        entries.append(content[at + 2 : end])
        at = end
    return entries


def _parts(content: bytes) -> Iterator[bytes]:
    step = WIDTH * DIGEST_BYTES
    return (content[at : at + step] for at in range(0, len(content), step))


def _tree(content: bytes, digest: Digest) -> Tree:
    tree = Tree(digest)
    tree.extend(content)
    return tree


def _number(index: int) -> str:
    """Return 1234067 as x001/x234/067."""
    groups: list[str] = []
    while True:
        index, group = divmod(index, 1000)
        groups.append(f"{group:03}" if not groups else f"x{group:03}")
        if not index:
            return "/".join(reversed(groups))
