"""Merkle trees: the published examples, and every proof of small trees."""

from __future__ import annotations

import pytest

from zhiheng.core.evidence.digests import sha256, sm3
from zhiheng.core.evidence.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_inclusion,
)

# The leaves with which implementations of RFC 6962 and RFC 9162 are commonly tested.
LEAVES = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
SMALL = range(1, 18)


def tree_of(size: int, digest=sha256) -> Tree:
    tree = Tree(digest)
    tree.extend(b"".join(leaf_hash(b"entry %d" % number, digest) for number in range(size)))
    return tree


def test_roots_are_the_published_ones():
    tree = Tree()
    assert tree.root().hex() == ROOTS[0]
    for leaf, root in zip(LEAVES, ROOTS[1:], strict=True):
        tree.extend(leaf_hash(bytes.fromhex(leaf)))
        assert tree.root().hex() == root
    assert [tree.root(size).hex() for size in range(9)] == list(ROOTS)


def test_the_proof_for_the_third_of_seven_is_the_one_drawn_in_the_standard():
    tree = tree_of(7)
    b, g, k, i = tree.node(0, 3), tree.node(1, 0), tree.node(0, 6), tree.node(1, 2)
    assert inclusion_proof(2, 7, tree.node) == [b, g, node_hash(i, k)]


@pytest.mark.parametrize("digest", [sha256, sm3])
def test_every_leaf_of_every_small_tree_is_proved_and_no_other(digest):
    for size in SMALL:
        tree = tree_of(size, digest)
        for index in range(size):
            proof = inclusion_proof(index, size, tree.node, digest)
            led_to = [
                root_by_inclusion(index, size, tree.node(0, leaf), proof, digest) == tree.root()
                for leaf in range(size)
            ]
            assert led_to == [leaf == index for leaf in range(size)]


def test_a_proof_of_a_wrong_length_or_place_leads_nowhere():
    tree = tree_of(6)
    proof = inclusion_proof(2, 6, tree.node)
    leaf = tree.node(0, 2)
    assert root_by_inclusion(2, 6, leaf, proof) == tree.root()
    assert root_by_inclusion(2, 6, leaf, proof[:-1]) is None
    assert root_by_inclusion(2, 6, leaf, [*proof, b"\x00" * 32]) is None
    assert root_by_inclusion(6, 6, leaf, proof) is None
    assert root_by_inclusion(-1, 6, leaf, proof) is None
    assert root_by_inclusion(3, 6, leaf, proof) != tree.root()


def test_every_small_tree_is_shown_to_begin_with_every_smaller_one():
    whole = tree_of(SMALL[-1])
    for new in SMALL:
        for old in range(new + 1):
            proof = consistency_proof(old, new, whole.node)
            heads = (old, whole.root(old)), (new, whole.root(new))
            assert is_consistent(*heads, proof)


def test_no_proof_joins_two_histories():
    whole = tree_of(9)
    other = Tree()
    other.extend(b"".join(leaf_hash(b"forged %d" % number) for number in range(9)))
    for old in range(1, 9):
        proof = consistency_proof(old, 9, other.node)
        assert not is_consistent((old, whole.root(old)), (9, other.root()), proof)
    proof = consistency_proof(5, 9, whole.node)
    heads = (5, whole.root(5)), (9, whole.root())
    assert is_consistent(*heads, proof)
    assert not is_consistent(*heads, proof[:-1])
    assert not is_consistent(*heads, [])
    assert not is_consistent(*heads, [*proof, proof[0]])
    assert not is_consistent(heads[1], heads[0], proof)
    assert not is_consistent((0, b"x" * 32), heads[1], [])


def test_leaves_added_one_by_one_and_at_once_make_one_tree():
    at_once = tree_of(300)
    one_by_one = Tree()
    for number in range(300):
        one_by_one.extend(leaf_hash(b"entry %d" % number))
    assert one_by_one.root() == at_once.root()
    assert one_by_one.row(3, 0, 37) == at_once.row(3, 0, 37)
