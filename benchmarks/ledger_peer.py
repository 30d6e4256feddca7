"""What `benchmarks.ledger` asks pymerkle, in an environment of its own; prints JSON."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable

ENTRY_BYTES = 300
BATCH = 10_000
# A tenth of ours, to its advantage.
ENTRIES = 100_000
PROOFS = 2_000


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many a second, the best of three."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - began)
    return count / best


def entry(number: int) -> bytes:
    """Return one entry; the same ones for us and for the peer."""
    return f"{number:020}".encode().ljust(ENTRY_BYTES, b".")


def places(count: int, size: int) -> list[int]:
    """Return places of the log, drawn evenly and the same each time."""
    return random.Random(20260101).choices(range(size), k=count)


def peer() -> dict[str, float]:
    """Measure pymerkle's tree in memory; runs in its own environment."""
    from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

    made = [entry(number) for number in range(ENTRIES)]

    def append() -> InmemoryTree:
        tree = InmemoryTree(algorithm="sha256")
        for at in range(0, ENTRIES, BATCH):
            tree.append_entries(made[at : at + BATCH])
        return tree

    tree = append()
    asked = [at + 1 for at in places(PROOFS, ENTRIES)]
    root = tree.get_state()
    proofs = [(tree.get_leaf(at), tree.prove_inclusion(at, ENTRIES)) for at in asked]
    shown = [(tree.get_state(at), tree.prove_consistency(at, ENTRIES)) for at in asked]
    return {
        "batched appends": rate(ENTRIES, append),
        "inclusion proofs": rate(
            PROOFS, lambda: [tree.prove_inclusion(at, ENTRIES) for at in asked]
        ),
        "consistency proofs": rate(
            PROOFS, lambda: [tree.prove_consistency(at, ENTRIES) for at in asked]
        ),
        "inclusion proofs verified": rate(
            PROOFS, lambda: [verify_inclusion(leaf, root, proof) for leaf, proof in proofs]
        ),
        "consistency proofs verified": rate(
            PROOFS, lambda: [verify_consistency(then, root, proof) for then, proof in shown]
        ),
    }


if __name__ == "__main__":
    print(json.dumps(peer()))
