"""Near-duplicate texts: text in to clusters out, against rensa and datasketch.

    pip install -e ".[benchmark]"
    python -m benchmarks.similarity --documents 100000 500000 2000000 --peer-documents 20000

Documents of 400 Chinese characters; two in a hundred are copies of others with 5 % of the
characters replaced, two with 12 %. Every measurement runs in a process of its own, after a small
one that loads the compiled kernels. Recall is that of planted pairs whose 3-gram Jaccard index,
computed in plain Python, is at least the threshold of 0.5; precision is the part of told pairs (at
most 20 000 of them) for which it is.

The peers (both under the MIT licence) get the same documents as sets of 3-grams, with 128
permutations: rensa 32 bands of four, datasketch what it chooses for 0.5. Their pairs are what their
index answers; they do not compute the exact index. Clusters are joined from pairs alike for all.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np

from benchmarks.chinese_texts import Planted, planted_texts
from benchmarks.measuring import table, write_result
from zhiheng.core.analyses.similarity.clusters import clusters_of
from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.sketches import sketches_of
from zhiheng.core.analyses.similarity.texts import Texts

LENGTH = 400
RATES = (0.05, 0.12)
THRESHOLD = 0.5
PERMUTATIONS = 128
CHECKED = 20_000
WORKERS = 2
HEADINGS = (
    "", "documents", "seconds", "documents/s", "sketches/s", "recall at 5 %", "recall at 12 %",
    "precision", "peak GiB",
)  # fmt: skip

Pairs = list[tuple[int, int]]


def main() -> None:
    """Measure each size in a process of its own and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100_000])
    parser.add_argument("--peer-documents", type=int, default=20_000)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "COUNT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one[0], int(arguments.one[1]))))
        return
    ours = [_apart("zhiheng", count) for count in arguments.documents]
    exact = _apart("zhiheng, exact", arguments.peer_documents)
    peers = [_apart(name, arguments.peer_documents) for name in PEERS if _installed(name)]
    rows = [_row(each) for each in (*ours, exact, *peers)]
    body = f"{__doc__}\nTexts follow {ours[0]['source']}.\n\n{table(HEADINGS, rows)}{_growth(ours)}"
    write_result("similarity", "Near-duplicate texts", body)


def _measure(name: str, count: int) -> dict[str, Any]:
    planted = planted_texts(count, length=LENGTH, rates=RATES)
    work = PEERS.get(name) or _ours(None if name == "zhiheng" else Method.EXACT)
    work(planted_texts(500, length=LENGTH, rates=RATES))
    result = work(planted)
    pairs = set(result.pop("pairs"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {
        "name": f"{name} {version(name)}" if name in PEERS else name,
        "documents": count,
        "source": planted.source,
        "peak": peak,
        "recall": [_recall(planted, planted.pairs[rate], pairs) for rate in RATES],
        "precision": _precision(planted, pairs),
        **result,
    }


def _ours(method: Method | None) -> Callable[[Planted], dict[str, Any]]:
    def work(planted: Planted) -> dict[str, Any]:
        texts = Texts.from_arrow(planted.column)
        began = time.perf_counter()
        # Small warm-up runs would take the exact method by themselves, and compile only that.
        chosen = method or Method.SKETCHES
        found = find_near_duplicates(texts, threshold=THRESHOLD, workers=WORKERS, method=chosen)
        seconds = time.perf_counter() - began
        firsts, seconds_of = found.pairs.firsts.tolist(), found.pairs.seconds.tolist()
        result = {"seconds": seconds, "pairs": list(zip(firsts, seconds_of, strict=True))}
        if chosen is Method.SKETCHES:
            began = time.perf_counter()
            sketches_of(texts, np.arange(len(texts)), workers=WORKERS)
            result["sketching"] = time.perf_counter() - began
        return result

    return work


def _rensa(planted: Planted) -> dict[str, Any]:
    from rensa import RMinHash, RMinHashLSH

    began = time.perf_counter()
    hashes = RMinHash.from_token_sets(_token_sets(planted.column), num_perm=PERMUTATIONS, seed=42)
    sketching = time.perf_counter() - began
    index = RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=32)
    index.insert_many(hashes)
    pairs = _paired(index.query_all(hashes))
    _cluster(len(planted.column), pairs)
    return {"seconds": time.perf_counter() - began, "sketching": sketching, "pairs": pairs}


def _datasketch(planted: Planted) -> dict[str, Any]:
    from datasketch import MinHash, MinHashLSH

    began = time.perf_counter()
    encoded = ([gram.encode() for gram in grams] for grams in _token_sets(planted.column))
    hashes = list(MinHash.generator(encoded, num_perm=PERMUTATIONS))
    sketching = time.perf_counter() - began
    index = MinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS)
    for number, each in enumerate(hashes):
        index.insert(number, each)
    pairs = _paired(index.query(each) for each in hashes)
    _cluster(len(planted.column), pairs)
    return {"seconds": time.perf_counter() - began, "sketching": sketching, "pairs": pairs}


PEERS: dict[str, Callable[[Planted], dict[str, Any]]] = {
    "rensa": _rensa,
    "datasketch": _datasketch,
}


def _token_sets(column: Any) -> Iterator[set[str]]:
    for text in column.to_pylist():
        yield {text[i : i + 3] for i in range(len(text) - 2)}


def _paired(answers: Iterable[Iterable[int]]) -> Pairs:
    return [
        (number, other)
        for number, others in enumerate(answers)
        for other in others
        if other > number
    ]


def _cluster(count: int, pairs: Pairs) -> None:
    both = np.array(pairs, np.int64).reshape(-1, 2)
    clusters_of(count, both[:, 0].copy(), both[:, 1].copy())


def _index(planted: Planted, pair: tuple[int, int]) -> float:
    one, other = (set(next(_token_sets(planted.column.slice(each, 1)))) for each in pair)
    return len(one & other) / len(one | other)


def _recall(planted: Planted, due: Pairs, told: set[tuple[int, int]]) -> float:
    over = [pair for pair in due[:CHECKED] if _index(planted, pair) >= THRESHOLD]
    return sum(pair in told for pair in over) / len(over)


def _precision(planted: Planted, told: set[tuple[int, int]]) -> float:
    checked = sorted(told)[:CHECKED]
    return sum(_index(planted, pair) >= THRESHOLD for pair in checked) / len(checked)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        print(f"{name} is not installed and left out: pip install -e '.[benchmark]'")
        return False
    return True


def _apart(name: str, count: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.similarity", "--one", name, str(count)]
    finished = subprocess.run(
        command, env=os.environ, check=True, stdout=subprocess.PIPE, text=True
    )
    measured: dict[str, Any] = json.loads(finished.stdout)
    return measured


def _row(measured: dict[str, Any]) -> list[str]:
    count, sketching = measured["documents"], measured.get("sketching")
    return [
        measured["name"], f"{count:,}", f"{measured['seconds']:.2f}",
        f"{count / measured['seconds']:,.0f}", f"{count / sketching:,.0f}" if sketching else "",
        *(f"{share:.4f}" for share in measured["recall"]), f"{measured['precision']:.4f}",
        f"{measured['peak']:.2f}",
    ]  # fmt: skip


def _growth(ours: list[dict[str, Any]]) -> str:
    if len(ours) < 2:
        return ""
    first, last = ours[0], ours[-1]
    exponent = math.log(last["seconds"] / first["seconds"]) / math.log(
        last["documents"] / first["documents"]
    )
    return (
        f"\n\nFrom {first['documents']:,} to {last['documents']:,} documents the time grows as "
        f"n^{exponent:.2f}."
    )


if __name__ == "__main__":
    main()
