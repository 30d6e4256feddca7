"""Merkle trees of RFC 9162 (section 2.1): roots, proofs of inclusion and of consistency.

A leaf's hash is H(0x00 || data), a node's H(0x01 || left || right). All functions that make proofs
ask for complete subtrees by `node(level, index)`: the hash over the 2**level leaves from
index * 2**level. Where those are kept (in memory, in tiles) is not their concern. Levels, indexes
and sizes count from 0; hashes are 32 bytes; proofs run from the leaf's side to the root's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from zhiheng.core.evidence.digests import DIGEST_BYTES, Digest, sha256

NodeAt = Callable[[int, int], bytes]
_PAIR = 2 * DIGEST_BYTES


def leaf_hash(data: bytes, digest: Digest = sha256) -> bytes:
    """Return the hash of a leaf that holds `data`."""
    return digest(b"\x00" + data)


def node_hash(left: bytes, right: bytes, digest: Digest = sha256) -> bytes:
    """Return the hash of the node over two nodes."""
    return digest(b"\x01" + left + right)


class Tree:
    """A tree in memory: for each level the hashes of its complete subtrees, one after another.

    32 bytes a hash and nothing else, so a million leaves take 64 MB.
    """

    def __init__(self, digest: Digest = sha256) -> None:
        self._digest = digest
        self._levels = [bytearray()]

    @property
    def size(self) -> int:
        """Return the number of leaves."""
        return len(self._levels[0]) // DIGEST_BYTES

    def extend(self, leaves: bytes) -> None:
        """Add the hashes of leaves, given one after another."""
        assert len(leaves) % DIGEST_BYTES == 0, "hashes of 32 bytes each"
        self._levels[0] += leaves
        level = 0
        while self._complete(level):
            level += 1

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree."""
        return bytes(self._levels[level][index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES])

    def row(self, level: int, start: int, end: int) -> bytes:
        """Return the hashes of the complete subtrees from `start` to before `end`."""
        return bytes(self._levels[level][start * DIGEST_BYTES : end * DIGEST_BYTES])

    def root(self, size: int | None = None) -> bytes:
        """Return the root over the first `size` leaves, over all unless told."""
        return root_of(self.size if size is None else size, self.node, self._digest)

    def _complete(self, level: int) -> bool:
        """Hash the new pairs of a level into the one above; say whether there were any."""
        below = self._levels[level]
        if level + 1 == len(self._levels):
            if len(below) < _PAIR:
                return False
            self._levels.append(bytearray())
        above, digest = self._levels[level + 1], self._digest
        starts = range(2 * len(above), len(below) - _PAIR + 1, _PAIR)
        above += b"".join([digest(b"\x01" + below[at : at + _PAIR]) for at in starts])
        return bool(starts)


def root_of(size: int, node: NodeAt, digest: Digest = sha256) -> bytes:
    """Return the root of the tree with the first `size` leaves."""
    return _root_between(0, size, node, digest) if size else digest(b"")


def inclusion_proof(index: int, size: int, node: NodeAt, digest: Digest = sha256) -> list[bytes]:
    """Return the proof that leaf `index` is in the tree with the first `size` leaves."""
    assert 0 <= index < size, "the leaf must be in the tree"
    proof, level, last = [], 0, size - 1
    while last:
        if index & 1:
            proof.append(node(level, index - 1))
        elif index < last:
            sibling = index + 1
            start = sibling << level
            complete = start + (1 << level) <= size
            proof.append(
                node(level, sibling) if complete else _root_between(start, size, node, digest)
            )
        index, last, level = index >> 1, last >> 1, level + 1
    return proof


def consistency_proof(old: int, new: int, node: NodeAt, digest: Digest = sha256) -> list[bytes]:
    """Return the proof that the tree with `new` leaves begins with the one with `old` leaves."""
    assert 0 <= old <= new, "a tree does not shrink"
    if old in {0, new}:
        return []

    start, end = 0, new
    proof: list[bytes] = []
    while old != end:
        level = (end - start - 1).bit_length() - 1
        middle = start + (1 << level)
        if old <= middle:
            proof.append(_root_between(middle, end, node, digest))
            end = middle
        else:
            # What is left of the middle is complete.
            proof.append(node(level, start >> level))
            start = middle
    if start:
        proof.append(_root_between(start, end, node, digest))
    return proof[::-1]


def root_by_inclusion(
    index: int, size: int, leaf: bytes, proof: Sequence[bytes], digest: Digest = sha256
) -> bytes | None:
    """Return the root that a proof leads to from a leaf's hash, None where it has a wrong length.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    at, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if at & 1 or at == last:
            root = node_hash(sibling, root, digest)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            root = node_hash(root, sibling, digest)
        at, last = at >> 1, last >> 1
    return root if last == 0 else None


def is_consistent(
    old: tuple[int, bytes],
    new: tuple[int, bytes],
    proof: Sequence[bytes],
    digest: Digest = sha256,
) -> bool:
    """Say whether a proof shows that a tree (size, root) begins with an older one.

    RFC 9162, section 2.1.4.2. Every tree begins with the empty one.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 <= old_size <= new_size:
        return False
    if old_size in {0, new_size}:
        same = old_root == new_root if old_size else old_root == digest(b"")
        return same and not proof
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    if not path:
        return False
    return _both_roots(old_size - 1, new_size - 1, path, digest) == (old_root, new_root)


def _both_roots(
    at: int, last: int, path: Iterable[bytes], digest: Digest
) -> tuple[bytes, bytes] | None:
    while at & 1:
        at, last = at >> 1, last >> 1
    hashes = iter(path)
    old = new = next(hashes)
    for sibling in hashes:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(sibling, old, digest), node_hash(sibling, new, digest)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, sibling, digest)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None


def _root_between(start: int, end: int, node: NodeAt, digest: Digest) -> bytes:
    """Return the root over leaves of a range that begins where a subtree of its size may."""
    subtrees = [node(level, index) for level, index in _complete_subtrees(start, end)]
    root = subtrees.pop()
    for left in reversed(subtrees):
        root = node_hash(left, root, digest)
    return root


def _complete_subtrees(start: int, end: int) -> Iterator[tuple[int, int]]:
    size = end - start
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            yield level, start >> level
            start += 1 << level
