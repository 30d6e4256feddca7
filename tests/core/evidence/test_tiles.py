"""Tiles: where they are, what they hold, and that proofs can be read from them."""

from __future__ import annotations

import pytest

from zhiheng.core.evidence.digests import sha256, sm3
from zhiheng.core.evidence.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
)
from zhiheng.core.evidence.tiles import (
    Tile,
    TileReader,
    bundle,
    edge_of,
    extended,
    parse_path,
    tiles_of,
    unbundle,
)


def leaves_of(start: int, end: int, digest=sha256) -> bytes:
    return b"".join(leaf_hash(b"%d" % number, digest) for number in range(start, end))


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "tile/0/000"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(63, 999, 255), "tile/63/999.p/255"),
        (Tile(None, 1000, 1), "tile/entries/x001/000.p/1"),
    ],
)
def test_tiles_have_the_addresses_of_the_standard(tile: Tile, path: str):
    assert tile.path == path
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        "", "tile/0/0", "tile/64/000", "tile/00/000", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/x000/001", "tile/0/001/001", "tile/0/../000", "tile/0/000.p/01", "tile/x/000",
        "checkpoint", "tile/0/٠٠٠",
    ],
)  # fmt: skip
def test_other_addresses_are_no_tiles(path: str):
    assert parse_path(path) is None


def test_a_log_of_seventy_thousand_has_the_tiles_the_standard_counts():
    tiles = list(tiles_of(70_000))
    assert len([tile for tile in tiles if tile.level == 0 and tile.width == 256]) == 273
    assert Tile(0, 273, 112) in tiles
    assert [tile for tile in tiles if tile.level] == [Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]
    assert list(tiles_of(256)) == [Tile(0, 0), Tile(1, 0, 1)]
    assert [tile.level for tile in tiles_of(3, entries=True)] == [0, None]
    assert list(tiles_of(0)) == []


@pytest.mark.parametrize("digest", [sha256, sm3])
@pytest.mark.parametrize("steps", [(1, 2, 255, 1, 1), (256, 256), (300, 70_000), (65_536, 1)])
def test_a_log_that_grows_in_steps_is_the_log_made_at_once(steps, digest):
    if digest is sm3 and sum(steps) > 1_000:
        steps = (300, 500)
    stored: dict[Tile, bytes] = {}
    size = 0
    for step in steps:
        edge = [stored[tile] if tile.width else b"" for tile in edge_of(size)]
        stored |= extended(size, edge, leaves_of(size, size + step, digest), digest)
        size += step
    tree = Tree(digest)
    tree.extend(leaves_of(0, size, digest))
    for tile in tiles_of(size):
        assert tile.level is not None
        start = tile.index * 256
        assert stored[tile] == tree.row(8 * tile.level, start, start + tile.width)
    reader = TileReader(size, stored.__getitem__, digest)
    assert root_of(size, reader.node, digest) == tree.root()
    for index in (0, size // 3, size - 1):
        assert inclusion_proof(index, size, reader.node, digest) == inclusion_proof(
            index, size, tree.node, digest
        )
    assert consistency_proof(size // 2, size, reader.node, digest) == consistency_proof(
        size // 2, size, tree.node, digest
    )


def test_entries_come_out_of_a_bundle_as_they_went_in():
    entries = [b"", b"a" * 65_535, "第三条".encode()]
    assert unbundle(bundle(entries)) == entries
    assert unbundle(b"") == []
    for cut in (1, 3, 20):
        with pytest.raises(ValueError, match="within an entry"):
            unbundle(bundle(entries[1:])[:-cut])
    with pytest.raises(ValueError, match="within an entry"):
        unbundle(b"\x00")
    with pytest.raises(AssertionError, match="65 535"):
        bundle([b"a" * 65_536])
