"""Images of marks: are the earlier mark and the same logo found, beside imagehash; and how fast?

    python -m benchmarks.mark_images            # writes benchmarks/results/mark-images.md
    python -m benchmarks.mark_images --fit      # learns weights for declarations/marks/images.yaml

Real pairs are those of oppositions at the EUIPO (250, of which 249 are complete): an owner thought
them near, which is no verdict, and most of them are near by their words. Logos are those of
simple-icons (CC0), drawn and then drawn anew in thirteen ways; those that weights are learned from
are not among those that are counted. Both come from the folder of shared data beside the
repository. A rank counts every image that scores as high as the right one as before it.
"""

from __future__ import annotations

import csv
import io
import sys
import time
import zipfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

from benchmarks.mark_image_distortions import LEARNED, WAYS, distorted, drawn
from benchmarks.measuring import table, timed, write_result
from zhiheng.core.matching.marks.batches import score_pairs
from zhiheng.core.matching.marks.columns import columns_of
from zhiheng.core.matching.marks.images import likeness
from zhiheng.core.matching.marks.images.declared import FINDINGS
from zhiheng.core.matching.marks.images.fingerprints import Fingerprint, fingerprint
from zhiheng.core.matching.marks.images.index import ImageIndex, signatures
from zhiheng.core.matching.marks.images.reading import MarkImage, read_image
from zhiheng.core.matching.marks.images.words import can_read_words, read_words

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "trademarks"
TOP = (1, 10, 50)
MILLION = 1_000_000
Floats = npt.NDArray[np.float32]


def main(arguments: list[str]) -> None:
    """Measure and write the result, or learn the weights and print them."""
    if "--fit" in arguments:
        _fit()
        return
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        counted = [pool.submit(part) for part in (_oppositions, _logos)]
        body = "\n\n".join([*(part.result() for part in counted), _speed()])
    write_result("mark-images", "Images of marks", body)


def _oppositions() -> str:
    """Return how often the earlier mark of an opposition is among the first of all images."""
    with zipfile.ZipFile(DATA / "tmsim_opposition_images.zip") as archive:
        names = sorted(name for name in archive.namelist() if not name.endswith("/"))
        files = {Path(name).name: archive.read(name) for name in names}
    with (DATA / "tmsim_opposition_pairs.csv").open(encoding="utf-8", newline="") as listed:
        pairs = [(row["contested_image"], row["earlier_image"]) for row in csv.DictReader(listed)]
    place = {name: number for number, name in enumerate(files)}
    right = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
    images = [read_image(data, name) for name, data in files.items()]
    looks = _look_scores([fingerprint(image) for image in images])
    scores = {"look (edges, inner structure, parts)": looks}
    _word_scores(["", "a"])  # loads what compares words before minutes of reading
    began = time.perf_counter()
    if can_read_words():
        words = _word_scores([read_words(image) for image in images])
        scores |= {"words read in the images": words, "look and words": np.maximum(looks, words)}
    seconds = (time.perf_counter() - began) / len(images)
    scores |= _peers([Image.fromarray(image.pixels) for image in images])
    rows = [[name, *_recalls(found, right)] for name, found in scores.items()]
    return (
        f"## Real oppositions\n\nThe earlier mark of {len(right)} contested ones among "
        f"{len(images) - 1} images. Reading words took {seconds:.2f} s an image (other programs "
        f"ran on the machine).\n\n{table(['ranked by', *(f'recall@{n}' for n in TOP)], rows)}"
    )


def _look_scores(looks: list[Fingerprint]) -> Floats:
    """Return the scores of all images against all, as the index gives them."""
    index = ImageIndex.build(looks)
    found = np.zeros((len(looks), len(looks)), np.float32)
    for row, look in enumerate(looks):
        for hit in index.nearest(look, len(looks)):
            found[row, hit.row] = hit.score
    return found


def _word_scores(words: list[str]) -> Floats:
    """Return how near the words of all images are, 0 where one has none."""
    count = len(words)
    left, right = np.divmod(np.arange(count * count), count)
    scores = score_pairs(columns_of(words), left.astype(np.int32), right.astype(np.int32))
    has = np.array([bool(each) for each in words])
    return np.asarray(scores, np.float32).reshape(count, count) * np.outer(has, has)


def _peers(pictures: list[Image.Image]) -> dict[str, Floats]:
    """Return the likeness of all pictures to all by the hashes of imagehash."""
    import imagehash

    kinds = {"imagehash pHash": imagehash.phash, "imagehash dHash": imagehash.dhash}
    found = {}
    for name, hashed in kinds.items():
        bits = np.stack([hashed(each).hash.ravel() for each in pictures]).astype(np.float32)
        apart = bits @ (1 - bits).T + (1 - bits) @ bits.T
        found[name] = 1 - apart / bits.shape[1]
    return found


def _recalls(scores: Floats, right: list[tuple[int, int]]) -> list[str]:
    ranks = []
    for wanted, other in right:
        row = scores[wanted].copy()
        row[wanted] = -1
        # What was not scored at all is found by nobody.
        ranks.append(int((row >= row[other]).sum()) if row[other] > 0 else len(row))
    return [f"{np.mean([rank <= top for rank in ranks]):.3f}" for top in TOP]


def _icons(step: int, start: int) -> list[tuple[str, Image.Image]]:
    """Return logos in black on white, 256 pixels a side: every so many of them."""
    with zipfile.ZipFile(DATA / "simple_icons_svg.zip") as archive:
        names = sorted(name for name in archive.namelist() if name.endswith(".svg"))[start::step]
        texts = [archive.read(name).decode() for name in names]
    found = []
    for name, text in zip(names, texts, strict=True):
        png = resvg_py.svg_to_bytes(text, width=256, height=256, background="white")
        found.append((name, Image.open(io.BytesIO(png)).convert("L")))
    return found


def _seen(picture: Image.Image) -> Fingerprint:
    return fingerprint(MarkImage("logo", np.asarray(picture), *picture.size))


def _logos() -> str:
    """Return how often a logo that was drawn anew is among the first ten, by the way it was."""
    icons, rng = _icons(3, 1), Random(4)
    index = ImageIndex.build(_seen(drawn(icon)) for _, icon in icons)
    changed = [
        (row, way, distorted(icon, way, rng))
        for row, (_, icon) in enumerate(icons)
        for way in rng.sample(list(WAYS), 3)
    ]
    ours: dict[str, list[bool]] = defaultdict(list)
    for row, way, picture in changed:
        ours[way].append(row in {hit.row for hit in index.nearest(_seen(picture), 10)})
    peers = _logo_peers([drawn(icon) for _, icon in icons], changed)
    rows = [
        [way, str(len(ours[way])), f"{np.mean(ours[way]):.3f}",
         *(f"{np.mean(peer[way]):.3f}" for peer in peers.values())]
        for way in WAYS
    ]  # fmt: skip
    alls = [ours, *peers.values()]
    rows.append(
        ["all", str(len(changed))]
        + [f"{np.mean([one for found in each.values() for one in found]):.3f}" for each in alls]
    )
    return (
        f"## Logos drawn anew\n\nThe same one of {len(icons)} logos among the first ten.\n\n"
        + table(["drawn anew", "queries", "recall@10", *peers], rows)
    )


def _logo_peers(
    stored: list[Image.Image], changed: list[tuple[int, str, Image.Image]]
) -> dict[str, dict[str, list[bool]]]:
    """Return, for each hash and way, whether the right logo was among the first ten."""
    pictures = [*stored, *(picture for _, _, picture in changed)]
    found: dict[str, dict[str, list[bool]]] = {}
    for name, scores in _peers(pictures).items():
        found[name] = defaultdict(list)
        for number, (row, way, _) in enumerate(changed):
            mine = scores[len(stored) + number, : len(stored)]
            found[name][way].append(bool((mine >= mine[row]).sum() <= 10))
    return found


def _speed() -> str:
    """Return how long a million images take, and what the signatures miss of the exact answer."""
    looks = [_seen(drawn(icon)) for _, icon in _icons(6, 2)]
    base = np.stack([np.concatenate(look.whole) for look in looks])
    rng = np.random.default_rng(9)
    stored = np.concatenate([_blended(base, rng) for _ in range(MILLION // 50_000)])
    middles = stored[:100_000].mean(axis=0).astype(np.float32)
    rows = np.arange(len(stored), dtype=np.int32)
    parts = np.zeros(len(stored), np.uint8)
    index = ImageIndex(stored, rows, parts, signatures(stored, middles), middles)
    wanted = [Fingerprint(looks[at].whole) for at in range(0, 40, 2)]
    asked = iter(wanted * 10)
    found = timed(lambda: index.nearest(next(asked), 10), runs=60)
    kept = []
    for look in wanted[:10]:
        exact = np.concatenate(
            [likeness.scores(np.concatenate(look.whole), part) for part in np.split(stored, 20)]
        )
        best = set(np.argsort(-exact, kind="stable")[:10].tolist())
        kept.append(len(best & {hit.row for hit in index.nearest(look, 10)}) / 10)
    icon = drawn(_icons(600, 0)[0][1])
    one = timed(lambda: _seen(icon), runs=30)
    p95 = float(np.percentile(found.seconds, 95)) * 1000
    rows_shown = [
        ["fingerprint of an image of 296 × 296, ms", one.milliseconds],
        ["nearest of 1 000 000 looks, ms: median (range)", found.milliseconds],
        ["nearest of 1 000 000 looks, ms: 95th percentile", f"{p95:.0f}"],
        ["of the exact first ten found by signatures", f"{np.mean(kept):.3f}"],
        ["memory of 1 000 000 looks, MB: signatures", f"{index.signatures.nbytes / 1e6:.0f}"],
        ["memory of 1 000 000 looks, MB: looks, mapped", f"{stored.nbytes / 1e6:.0f}"],
    ]
    return "## Speed\n\nLooks of logos, blended two by two.\n\n" + table(["what", ""], rows_shown)


def _blended(base: npt.NDArray[np.uint8], rng: np.random.Generator) -> npt.NDArray[np.uint8]:
    """Return 50 000 looks, each between two others with some noise."""
    one, other = rng.integers(0, len(base), (2, 50_000))
    share = rng.uniform(0.3, 1, (50_000, 1))
    blend = (
        base[one] * share + base[other] * (1 - share) + rng.normal(0, 6, (50_000, base.shape[1]))
    )
    return np.clip(blend, 0, 255).astype(np.uint8)


def _fit() -> None:
    """Learn the weights from logos and distorted copies, against hard and chance pairs."""
    icons, rng, chance = _icons(6, 0), Random(7), np.random.default_rng(1)
    looks = np.stack([np.concatenate(_seen(drawn(icon)).whole) for _, icon in icons])
    lines: list[Any] = []
    same: list[int] = []
    for row, (_, icon) in enumerate(icons):
        for way in rng.sample(LEARNED, 3):
            whole = np.concatenate(_seen(distorted(icon, way, rng)).whole)
            found = likeness.findings(whole, looks)
            others = np.r_[np.argsort(-found[:, 2])[:4], chance.integers(0, len(icons), 3)]
            others = others[others != row]
            lines += [found[row], *found[others]]
            same += [1, *([0] * len(others))]
    weights, bias = _logistic(np.array(lines, np.float64), np.array(same, np.float64))
    print({name: round(float(w), 2) for name, w in zip(FINDINGS, weights, strict=True)}, bias)


def _logistic(x: Any, y: Any) -> tuple[Any, float]:
    """Return weights and bias of a logistic regression with a slight ridge, by Newton's method."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    z = np.c_[(x - mean) / spread, np.ones(len(x))]
    w = np.zeros(z.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-z @ w))
        curve = (z * (p * (1 - p))[:, None]).T @ z / len(y) + 1e-3 * np.eye(len(w))
        w -= np.linalg.solve(curve, z.T @ (p - y) / len(y) + 1e-3 * w)
    weights = w[:-1] / spread
    return weights, round(float(w[-1] - weights @ mean), 2)


if __name__ == "__main__":
    main(sys.argv[1:])
