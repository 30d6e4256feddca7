"""The act log: appends, proofs and verifications a second, beside pymerkle in the same run.

    python -m benchmarks.ledger [--pymerkle PYTHON] [--entries 1000000]

pymerkle is under the GPL, so it is never imported here: with `--pymerkle` a Python of a throw-away
environment in which it is installed runs the part of this file that is marked for it, on the same
entries, after our part and on the same processor. Entries are as long as those of acts, 300 bytes.
One process, one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ENTRY_BYTES = 300
BATCH = 10_000
PROOFS = 20_000
# What pymerkle's tree is asked; a tenth of ours, to its advantage.
PEER_ENTRIES = 100_000
PEER_PROOFS = 2_000


def entry(number: int) -> bytes:
    """Return one entry; the same ones for us and for the peer."""
    return f"{number:020}".encode().ljust(ENTRY_BYTES, b".")


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many a second, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return count / best


def places(count: int, size: int) -> list[int]:
    """Return places of the log, drawn evenly and the same each time."""
    return random.Random(20260101).choices(range(size), k=count)


def ours(entries: int) -> dict[str, float]:
    """Measure our own tree in memory, our tiles on disk, and the whole way of an act's proof."""
    from zhiheng.core.evidence.digests import sm3
    from zhiheng.core.evidence.merkle import (
        Tree,
        consistency_proof,
        inclusion_proof,
        is_consistent,
        leaf_hash,
        root_by_inclusion,
    )
    from zhiheng.office.ledger.tile_store import TileStore

    made = [entry(number) for number in range(entries)]

    def append(digest: Callable[[bytes], bytes] | None = None, count: int = entries) -> Tree:
        tree = Tree(digest) if digest else Tree()
        for at in range(0, count, BATCH):
            part = made[at : min(at + BATCH, count)]
            hashes = (leaf_hash(one, digest) if digest else leaf_hash(one) for one in part)
            tree.extend(b"".join(hashes))
        return tree

    tree = append()
    root, asked = tree.root(), places(PROOFS, entries)
    proofs = [inclusion_proof(at, entries, tree.node) for at in asked]
    olds = [at + 1 for at in asked]
    shown = [consistency_proof(old, entries, tree.node) for old in olds]
    roots = [tree.root(old) for old in olds]
    results = {
        "batched appends": rate(entries, append),
        "batched appends, SM3": rate(entries // 10, lambda: append(sm3, entries // 10)),
        "inclusion proofs": rate(
            PROOFS, lambda: [inclusion_proof(at, entries, tree.node) for at in asked]
        ),
        "consistency proofs": rate(
            PROOFS, lambda: [consistency_proof(old, entries, tree.node) for old in olds]
        ),
        "inclusion proofs verified": rate(
            PROOFS,
            lambda: [
                root_by_inclusion(at, entries, tree.node(0, at), proof) == root
                for at, proof in zip(asked, proofs, strict=True)
            ],
        ),
        "consistency proofs verified": rate(
            PROOFS,
            lambda: [
                is_consistent((old, then), (entries, root), proof)
                for old, then, proof in zip(olds, roots, shown, strict=True)
            ],
        ),
    }
    with tempfile.TemporaryDirectory() as folder:
        store = TileStore(Path(folder))
        count = entries // 10
        results["appends to tiles on disk, SHA-256 and SM3"] = rate(
            count, lambda: store.grow(0, count, lambda start, end: made[start:end])
        )
        near = places(PROOFS // 10, count)
        results["inclusion proofs from tiles on disk"] = rate(
            len(near), lambda: from_tiles(store, near, count)
        )
    return results


def from_tiles(store: object, asked: Sequence[int], size: int) -> None:
    """Make proofs with one reader, as for an export."""
    from zhiheng.core.evidence.merkle import inclusion_proof
    from zhiheng.office.ledger.tile_store import TileStore

    assert isinstance(store, TileStore)
    reader = store.reader(size)
    for at in sorted(asked):
        inclusion_proof(at, size, reader.node)


def peer() -> dict[str, float]:
    """Measure pymerkle's tree in memory; runs in its own environment."""
    from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

    made = [entry(number) for number in range(PEER_ENTRIES)]

    def append() -> InmemoryTree:
        tree = InmemoryTree(algorithm="sha256")
        for at in range(0, PEER_ENTRIES, BATCH):
            tree.append_entries(made[at : at + BATCH])
        return tree

    tree = append()
    asked = [at + 1 for at in places(PEER_PROOFS, PEER_ENTRIES)]
    root = tree.get_state()
    proofs = [(tree.get_leaf(at), tree.prove_inclusion(at, PEER_ENTRIES)) for at in asked]
    shown = [(tree.get_state(at), tree.prove_consistency(at, PEER_ENTRIES)) for at in asked]
    return {
        "batched appends": rate(PEER_ENTRIES, append),
        "inclusion proofs": rate(
            PEER_PROOFS, lambda: [tree.prove_inclusion(at, PEER_ENTRIES) for at in asked]
        ),
        "consistency proofs": rate(
            PEER_PROOFS, lambda: [tree.prove_consistency(at, PEER_ENTRIES) for at in asked]
        ),
        "inclusion proofs verified": rate(
            PEER_PROOFS, lambda: [verify_inclusion(leaf, root, proof) for leaf, proof in proofs]
        ),
        "consistency proofs verified": rate(
            PEER_PROOFS, lambda: [verify_consistency(then, root, proof) for then, proof in shown]
        ),
    }


def peer_in(python: str) -> dict[str, float]:
    """Run the peer's part with its own Python."""
    command = [python, "-I", __file__, "--peer"]
    run = subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads(run.stdout))


def main() -> None:
    """Measure and write benchmarks/results/ledger.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pymerkle", default="", help="a Python in which pymerkle is installed")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--peer", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.peer:
        print(json.dumps(peer()))
        return
    from benchmarks.measuring import table, write_result

    found = ours(arguments.entries)
    other = peer_in(arguments.pymerkle) if arguments.pymerkle else {}
    rows = [
        [name, f"{value:,.0f}", f"{other[name]:,.0f}" if name in other else "—"]
        for name, value in found.items()
    ]
    body = (
        f"Our tree has {arguments.entries:,} entries (tiles and SM3 a tenth), pymerkle's "
        f"{PEER_ENTRIES:,}; {ENTRY_BYTES} bytes each, batches of {BATCH:,}. A second, best of "
        f"three, one core.\n\n{table(['', 'Zhiheng', 'pymerkle'], rows)}"
    )
    if not other:
        body += "\n\npymerkle was not installed and not measured."
    body += f"\n\nCheck of the entries: {hashlib.sha256(entry(0)).hexdigest()[:16]}."
    write_result("ledger", "The act log", body)


if __name__ == "__main__":
    sys.exit(main())
