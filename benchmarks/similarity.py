"""Near-duplicate texts: text in to clusters out, against rensa and datasketch.

    pip install -e ".[benchmark]"
    python -m benchmarks.similarity --documents 100000 500000 2000000 --peer-documents 20000 \\
        --stored 500000 --batch 30000

Documents of 400 Chinese characters; two in a hundred are copies of others with 5 % of the
characters replaced, two with 12 %. Every measurement runs in a process of its own, after a small
one that loads the compiled kernels. Recall is that of planted pairs whose 3-gram Jaccard index,
computed in plain Python, is at least the threshold of 0.5; precision is the part of told pairs (at
most 20 000 of them) for which it is. "Of all" is the part of all planted pairs that is told: at
12 % a third of them have an index below 0.5, and an answer that is verified at 0.5 leaves those
out. One line shows what a threshold of 0.4 finds, for which recall and precision are meant then.

The index on the disk is built in a process of its own, in batches of 50 000; another process adds a
batch that holds all the planted copies. Its peak memory includes the files that it maps. Two full
descriptions are aligned as for the evidence view, and by `difflib.SequenceMatcher` character by
character.

The peers (both under the MIT licence) get the same documents as sets of 3-grams, with 128
permutations: rensa 32 bands of four, datasketch what it chooses for 0.5. Their pairs are what their
index answers; they do not compute the exact index. Clusters are joined from pairs alike for all.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import aligned_texts, stored_texts
from benchmarks.chinese_texts import Planted, planted_texts
from benchmarks.measuring import table, write_result
from zhiheng.core.analyses.similarity.clusters import clusters_of
from zhiheng.core.analyses.similarity.near_duplicates import Method, find_near_duplicates
from zhiheng.core.analyses.similarity.sketches import sketches_of
from zhiheng.core.analyses.similarity.texts import Texts

LENGTH = 400
RATES = (0.05, 0.12)
THRESHOLD = 0.5
LOWER = 0.4
OURS_EXACT = "zhiheng, exact"
OURS_LOWER = f"zhiheng, from {LOWER}"
PERMUTATIONS = 128
CHECKED = 20_000
WORKERS = 2
HEADINGS = (
    "", "documents", "seconds", "documents/s", "sketches/s", "recall at 5 %", "recall at 12 %",
    "of all at 5 %", "of all at 12 %", "precision", "peak GiB",
)  # fmt: skip

STORED_HEADINGS = (
    "stored", "build, s", "GiB on the disk", "batch", "add, s", "documents/s", "of all at 5 %",
    "of all at 12 %", "peak GiB", *(f"find {count:,}, ms" for count in stored_texts.ASKED),
)  # fmt: skip

Pairs = list[tuple[int, int]]


def main() -> None:
    """Measure each size in a process of its own and write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[100_000])
    parser.add_argument("--peer-documents", type=int, default=20_000)
    parser.add_argument("--stored", type=int, default=100_000)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--index", nargs=2, metavar=("STEP", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--one", nargs=2, metavar=("NAME", "COUNT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_measure(arguments.one[0], int(arguments.one[1]))))
        return
    if arguments.index:
        print(json.dumps(_index_step(arguments)))
        return
    ours = [_apart("zhiheng", count) for count in arguments.documents]
    lower = _apart(OURS_LOWER, arguments.documents[0])
    exact = _apart(OURS_EXACT, arguments.peer_documents)
    peers = [_apart(name, arguments.peer_documents) for name in PEERS if _installed(name)]
    rows = [_row(each) for each in (*ours, lower, exact, *peers)]
    sections = (
        f"{__doc__}\nTexts follow {ours[0]['source']}.",
        table(HEADINGS, rows) + _growth(ours),
        _stored_section(arguments.stored, arguments.batch),
        _aligned_section(),
    )
    body = "\n\n".join(sections)
    write_result("similarity", "Near-duplicate texts", body)


def _index_step(arguments: argparse.Namespace) -> dict[str, Any]:
    step, folder = arguments.index[0], Path(arguments.index[1])
    if step == "add":
        return stored_texts.add(folder, stored=arguments.stored, threshold=THRESHOLD)
    return stored_texts.build(
        folder,
        stored=arguments.stored,
        batch=arguments.batch,
        length=LENGTH,
        rates=RATES,
        threshold=THRESHOLD,
    )


def _stored_section(stored: int, batch: int) -> str:
    with tempfile.TemporaryDirectory() as folder:
        sizes = ["--stored", str(stored), "--batch", str(batch)]
        built = _result_of("--index", "build", folder, *sizes)
        added = _result_of("--index", "add", folder, *sizes)
    told = {tuple(pair) for pair in added["pairs"]}
    of_all = [_part([tuple(pair) for pair in due], told) for due in built["due"]]
    row = [
        f"{stored:,}", f"{built['build']:.1f}", f"{built['bytes'] / 2**30:.2f}", f"{batch:,}",
        f"{added['seconds']:.2f}", f"{batch / added['seconds']:,.0f}",
        *(f"{part:.4f}" for part in of_all), f"{added['peak']:.2f}",
        *(f"{seconds * 1000:,.0f}" for seconds in added["asked"].values()),
    ]  # fmt: skip
    return "## Index on the disk\n\n" + table(STORED_HEADINGS, [row])


def _aligned_section() -> str:
    rows, source = aligned_texts.rows()
    return f"## Alignment\n\nOf {source}.\n\n" + table(aligned_texts.HEADINGS, rows)


def _measure(name: str, count: int) -> dict[str, Any]:
    planted = planted_texts(count, length=LENGTH, rates=RATES)
    threshold = LOWER if name == OURS_LOWER else THRESHOLD
    method = Method.EXACT if name == OURS_EXACT else Method.SKETCHES
    work = PEERS.get(name) or _ours(method, threshold)
    work(planted_texts(500, length=LENGTH, rates=RATES))
    result = work(planted)
    pairs = set(result.pop("pairs"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return {
        "name": f"{name} {version(name)}" if name in PEERS else name,
        "documents": count,
        "source": planted.source,
        "peak": peak,
        "recall": [_recall(planted, planted.pairs[rate], pairs, threshold) for rate in RATES],
        "of_all": [_part(planted.pairs[rate], pairs) for rate in RATES],
        "precision": _precision(planted, pairs, threshold),
        **result,
    }


def _ours(method: Method, threshold: float) -> Callable[[Planted], dict[str, Any]]:
    def work(planted: Planted) -> dict[str, Any]:
        texts = Texts.from_arrow(planted.column)
        began = time.perf_counter()
        # Small warm-up runs would take the exact method by themselves, and compile only that.
        found = find_near_duplicates(texts, threshold=threshold, workers=WORKERS, method=method)
        seconds = time.perf_counter() - began
        firsts, seconds_of = found.pairs.firsts.tolist(), found.pairs.seconds.tolist()
        result = {"seconds": seconds, "pairs": list(zip(firsts, seconds_of, strict=True))}
        if method is Method.SKETCHES:
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


def _recall(planted: Planted, due: Pairs, told: set[tuple[int, int]], threshold: float) -> float:
    over = [pair for pair in due[:CHECKED] if _index(planted, pair) >= threshold]
    return sum(pair in told for pair in over) / len(over)


def _part(due: Pairs, told: set[tuple[int, int]]) -> float:
    return sum(pair in told for pair in due) / len(due)


def _precision(planted: Planted, told: set[tuple[int, int]], threshold: float) -> float:
    checked = sorted(told)[:CHECKED]
    return sum(_index(planted, pair) >= threshold for pair in checked) / len(checked)


def _installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        print(f"{name} is not installed and left out: pip install -e '.[benchmark]'")
        return False
    return True


def _apart(name: str, count: int) -> dict[str, Any]:
    return _result_of("--one", name, str(count))


def _result_of(*arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.similarity", *arguments]
    finished = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    measured: dict[str, Any] = json.loads(finished.stdout)
    return measured


def _row(measured: dict[str, Any]) -> list[str]:
    count, sketching = measured["documents"], measured.get("sketching")
    return [
        measured["name"], f"{count:,}", f"{measured['seconds']:.2f}",
        f"{count / measured['seconds']:,.0f}", f"{count / sketching:,.0f}" if sketching else "",
        *(f"{share:.4f}" for share in (*measured["recall"], *measured["of_all"])),
        f"{measured['precision']:.4f}",
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
