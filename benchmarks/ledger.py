"""The act log: appends, proofs and verifications a second, beside pymerkle in the same run.

    python -m benchmarks.ledger [--pymerkle PYTHON] [--entries 1000000]

pymerkle is under the GPL, so it is never imported here: with `--pymerkle` a Python of a throw-away
environment in which it is installed runs `ledger_peer.py`, on the same entries, after our part and
on the same processor. Entries are as long as those of acts, 300 bytes.
One process, one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.ledger_peer import BATCH, ENTRIES, ENTRY_BYTES, entry, places, rate
from benchmarks.measuring import table, write_result
from zhiheng.core.evidence.digests import Digest, sha256, sm3
from zhiheng.core.evidence.merkle import (
    Tree,
    consistency_proof,
    inclusion_proof,
    is_consistent,
    leaf_hash,
    root_by_inclusion,
)
from zhiheng.office.ledger.tile_store import TileStore

PROOFS = 20_000


def ours(entries: int) -> dict[str, float]:
    """Measure our own tree in memory, our proofs, and our tiles on disk."""
    made = [entry(number) for number in range(entries)]
    tenth = made[: entries // 10]
    tree = grown(made, sha256)
    return {
        "batched appends": rate(entries, lambda: grown(made, sha256)),
        "batched appends, SM3": rate(len(tenth), lambda: grown(tenth, sm3)),
        **inclusion_rates(tree),
        **consistency_rates(tree),
        **tile_rates(tenth),
    }


def grown(made: Sequence[bytes], digest: Digest) -> Tree:
    """Append entries in batches."""
    tree = Tree(digest)
    for at in range(0, len(made), BATCH):
        tree.extend(b"".join(leaf_hash(one, digest) for one in made[at : at + BATCH]))
    return tree


def inclusion_rates(tree: Tree) -> dict[str, float]:
    """Measure proofs of inclusion, made and verified."""
    size, root, asked = tree.size, tree.root(), places(PROOFS, tree.size)
    proofs = [(at, inclusion_proof(at, size, tree.node)) for at in asked]

    def verify() -> bool:
        return all(
            root_by_inclusion(at, size, tree.node(0, at), proof) == root for at, proof in proofs
        )

    assert verify()
    return {
        "inclusion proofs": rate(
            PROOFS, lambda: [inclusion_proof(at, size, tree.node) for at in asked]
        ),
        "inclusion proofs verified": rate(PROOFS, verify),
    }


def consistency_rates(tree: Tree) -> dict[str, float]:
    """Measure proofs of consistency, made and verified."""
    size, root = tree.size, tree.root()
    olds = [at + 1 for at in places(PROOFS, size)]
    proofs = [(old, tree.root(old), consistency_proof(old, size, tree.node)) for old in olds]

    def verify() -> bool:
        return all(is_consistent((old, then), (size, root), proof) for old, then, proof in proofs)

    assert verify()
    return {
        "consistency proofs": rate(
            PROOFS, lambda: [consistency_proof(old, size, tree.node) for old in olds]
        ),
        "consistency proofs verified": rate(PROOFS, verify),
    }


def tile_rates(made: Sequence[bytes]) -> dict[str, float]:
    """Measure tiles on disk: written in both digests, and read for proofs."""
    with tempfile.TemporaryDirectory() as folder:
        store, size = TileStore(Path(folder)), len(made)
        appends = rate(size, lambda: store.grow(0, size, lambda start, end: made[start:end]))
        asked = places(PROOFS // 10, size)
        return {
            "appends to tiles on disk, SHA-256 and SM3": appends,
            "inclusion proofs from tiles on disk": rate(
                len(asked), lambda: from_tiles(store, asked, size)
            ),
        }


def from_tiles(store: TileStore, asked: Sequence[int], size: int) -> None:
    """Make proofs with one reader, as for an export."""
    reader = store.reader(size)
    for at in sorted(asked):
        inclusion_proof(at, size, reader.node)


def peer_in(python: str) -> dict[str, float]:
    """Run the peer's part with its own Python."""
    program = Path(__file__).with_name("ledger_peer.py")
    command = [python, "-I", str(program)]
    run = subprocess.run(command, check=True, capture_output=True)
    return dict(json.loads(run.stdout))


def main() -> None:
    """Measure and write benchmarks/results/ledger.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pymerkle", default="", help="a Python in which pymerkle is installed")
    parser.add_argument("--entries", type=int, default=1_000_000)
    arguments = parser.parse_args()
    found = ours(arguments.entries)
    other = peer_in(arguments.pymerkle) if arguments.pymerkle else {}
    rows = [
        [name, f"{value:,.0f}", f"{other[name]:,.0f}" if name in other else "—"]
        for name, value in found.items()
    ]
    body = (
        f"Our tree has {arguments.entries:,} entries (tiles and SM3 a tenth), pymerkle's "
        f"{ENTRIES:,}; {ENTRY_BYTES} bytes each, batches of {BATCH:,}. A second, best of "
        f"three, one core.\n\n{table(['', 'Zhiheng', 'pymerkle'], rows)}"
    )
    body += (
        f"\n\nLoad of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; "
        "above their number both waited for other work."
    )
    if not other:
        body += "\n\npymerkle was not installed and not measured."
    body += f"\n\nCheck of the entries: {hashlib.sha256(entry(0)).hexdigest()[:16]}."
    write_result("ledger", "The act log", body)


if __name__ == "__main__":
    main()
