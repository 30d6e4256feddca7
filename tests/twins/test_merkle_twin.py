"""Merkle trees agree with the definition in RFC 9162, written down as it stands there."""

from __future__ import annotations

import hashlib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiheng.core.evidence.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
)
from zhiheng.core.evidence.tiles import Tile, TileReader, edge_of, extended

ENTRIES = st.lists(st.binary(max_size=4), min_size=1, max_size=70)
# A machine that does other things as well is no failure.
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


def mth(entries: list[bytes]) -> bytes:
    """Section 2.1.1."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = split(len(entries))
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: list[bytes]) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(entries) == 1:
        return []
    k = split(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    """Section 2.1.4.1."""
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = split(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def split(size: int) -> int:
    k = 1
    while 2 * k < size:
        k *= 2
    return k


def tree_of(entries: list[bytes]) -> Tree:
    tree = Tree()
    tree.extend(b"".join(map(leaf_hash, entries)))
    return tree


@calmly
@given(ENTRIES, st.data())
def test_roots_and_proofs_are_those_of_the_standard(entries: list[bytes], data: st.DataObject):
    tree, size = tree_of(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert tree.root() == mth(entries)
    assert tree.root(old) == mth(entries[:old])
    proof = inclusion_proof(index, size, tree.node)
    assert proof == path(index, entries)
    assert root_by_inclusion(index, size, leaf_hash(entries[index]), proof) == mth(entries)
    shown = consistency_proof(old, size, tree.node)
    assert shown == (subproof(old, entries, True) if old < size else [])
    assert is_consistent((old, mth(entries[:old])), (size, mth(entries)), shown)


@calmly
@given(ENTRIES, st.data())
def test_no_altered_proof_is_believed(entries: list[bytes], data: st.DataObject):
    tree, size = tree_of(entries), len(entries)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    for proof, believes in (
        (
            inclusion_proof(index, size, tree.node),
            lambda hashes: (
                root_by_inclusion(index, size, tree.node(0, index), hashes) == tree.root()
            ),
        ),
        (
            consistency_proof(old, size, tree.node),
            lambda hashes: is_consistent((old, tree.root(old)), (size, tree.root()), hashes),
        ),
    ):
        if not proof:
            continue
        place = data.draw(st.integers(0, len(proof) - 1))
        altered = [*proof[:place], hashlib.sha256(proof[place]).digest(), *proof[place + 1 :]]
        assert believes(proof)
        assert not believes(altered)
        assert not believes(proof[:-1])


@calmly
@given(st.lists(st.integers(1, 400), min_size=1, max_size=4))
def test_tiles_that_grow_in_steps_hold_the_tree_made_at_once(steps: list[int]):
    stored: dict[Tile, bytes] = {}
    size = 0
    for step in steps:
        leaves = b"".join(leaf_hash(b"%d" % number) for number in range(size, size + step))
        edge = [stored[tile] if tile.width else b"" for tile in edge_of(size)]
        stored |= extended(size, edge, leaves)
        size += step
    tree = tree_of([b"%d" % number for number in range(size)])
    reader = TileReader(size, stored.__getitem__)
    index = size // 2
    assert inclusion_proof(index, size, reader.node) == inclusion_proof(index, size, tree.node)
